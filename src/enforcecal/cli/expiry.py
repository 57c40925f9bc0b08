"""`enforcecal expiry`: the limitation of punishment over a table of cases, ranked by days left."""

from __future__ import annotations

import argparse
from functools import partial

from enforcecal.cases.limitation.scan import scan
from enforcecal.cli.arguments import Commands, Words, add_command, day, no_pair_twice
from enforcecal.cli.books import open_book
from enforcecal.cli.output import FORMATS, Progress, check_output, format_of, lines, tell, write
from enforcecal.cli.tables import add_file, add_map, add_reading, as_of, tell_unreadable
from enforcecal.readers.expiry import read_expiry
from enforcecal.render.expiry import Scanned, expiry_csv, expiry_json, expiry_text

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "expiry",
        run,
        words,
        help=words(
            "has the right to punish expired? over a table of cases",
            "逐案核查处罚时效，按剩余日数排列",
        ),
        formats=FORMATS,
        reads_packs=True,
    )
    add_file(parser, words)
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=day,
        help=words("judge as on this day (default: today)", "以该日为准（默认今天）"),
    )
    parser.add_argument(
        "--warn-days",
        metavar="N",
        type=int,
        default=60,
        help=words(
            "what lapses within so many days is about to (default: 60)",
            "此日数内届满的列为即将超过（默认60）",
        ),
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help=words("list the cases that ask for nothing too", "同时列出无需处理的案件"),
    )
    add_map(parser, words)
    add_reading(parser, words)


def run(args: argparse.Namespace) -> int:
    """Scan and answer; 0 nothing barred, 1 a penalty is barred in some case, 2 nothing read."""
    words = Words(args.lang)
    check_output(args.output, [args.file, *args.pack])
    day_judged = as_of(args, words)
    rules = open_book(args.pack).limitation()
    with Progress() as progress:
        table = read_expiry(
            args.file,
            rules,
            mapping=no_pair_twice("--map", args.map),
            sheet=args.sheet,
            encoding=args.encoding,
            progress=partial(progress.show, words("rows read", "已读取行")),
        )
        report = scan(
            table.rows,
            as_of=day_judged,
            rules=rules,
            warn_days=args.warn_days,
            progress=lambda done: progress.show(
                words("cases judged", "已判断案件"), done, len(table.rows)
            ),
        )
    scanned = Scanned(table=table, report=report, assumed_today=args.as_of is None)
    match format_of(args.format, args.output):
        case "json":
            write(expiry_json(scanned, args.lang), args.output, exact=True)
        case "csv":
            write(expiry_csv(scanned, args.lang), args.output, exact=True)
        case _:
            write(lines(expiry_text(scanned, args.lang, all_cases=args.all)), args.output)
    if args.output is not None:
        number = len(report.cases)
        tell(words(f"{args.output}: {number:,} cases", f"{args.output}：{number:,}件案件"))
    if not table.rows:
        tell_unreadable(table.rows_in, args.file, words)
        return 2
    return 1 if report.barred else 0
