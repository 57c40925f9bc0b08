"""`enforcecal impact`: which open cases a change moves, and who must be told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from enforcecal.cases.impact import impact
from enforcecal.cli.arguments import Commands, Words, add_command, day, refuse
from enforcecal.cli.books import find_procedure, located, open_calendar
from enforcecal.cli.output import FORMATS, Progress, check_output, format_of, lines, tell, write
from enforcecal.cli.tables import add_table, as_of, read_nothing, read_table
from enforcecal.law.alternatives import by_reading, on_calendar, without_editions
from enforcecal.law.packs import load_pack, local_packs, packaged, rulebook_with
from enforcecal.law.procedures import Procedure
from enforcecal.render.impacts import impact_csv, impact_json, impact_text

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "impact",
        run,
        words,
        help=words(
            "which open cases a new notice, law, pack or reading moves, and who must be told",
            "新的放假通知、法律、规则包或理解使哪些在办案件的期限变动，应告知谁",
        ),
        formats=FORMATS,
        reads_packs=True,
    )
    add_table(parser, words)
    for name, en, zh in (
        ("--known-before", "before: the calendar as known that day", "变动前：该日已知的日历"),
        ("--known-on", "after: the calendar as known that day", "变动后：该日已知的日历"),
    ):
        parser.add_argument(name, metavar="DATE", type=day, help=words(en, zh))
    for name, en, zh in (
        ("--notice", "after: a holiday notice more", "变动后：新增的放假安排通知"),
        (
            "--old-pack",
            "before: a pack, in the place of the packaged one of its id or else laid over",
            "变动前：规则包，替换同编号的自带包，或叠加其上",
        ),
        ("--new-pack", "after: likewise", "变动后：同上"),
    ):
        again = words(f"{en} (again for more)", f"{zh}（可重复）")
        parser.add_argument(
            name, metavar="FILE", type=Path, action="append", default=[], help=again
        )
    parser.add_argument(
        "--without",
        metavar="EDITION",
        action="append",
        default=[],
        help=words(
            "before: as if this edition of a law had never come into force (again for more)",
            "变动前：视该法律版本未曾施行（可重复）",
        ),
    )
    parser.add_argument(
        "--reading",
        metavar="NAME",
        help=words("after: this reading is the default", "变动后：以该理解为准"),
    )


def run(args: argparse.Namespace) -> int:
    """Compare and answer; 0 whether or not anything moves, 2 not a row could be read."""
    words = Words(args.lang)
    changes = (args.known_before, args.known_on, args.reading, args.notice)
    if not any((*changes, args.old_pack, args.new_pack, args.without)):
        refuse(
            "nothing would differ; say what changed: --known-before, --known-on, --notice, "
            "--old-pack, --new-pack, --without or --reading"
        )
    check_output(args.output, [args.file, *args.pack, *args.old_pack, *args.new_pack])
    day_judged = as_of(args, words)
    procedure = find_procedure(args.procedure, args.pack)
    before = _side(procedure, args.pack, args.old_pack, args.known_before)
    after = _side(procedure, args.pack, args.new_pack, args.known_on, args.notice)
    if args.without:
        before = without_editions(before, args.without)
    if args.reading:
        after = by_reading(after, args.reading)
    with Progress() as progress:
        table = read_table(args, after, words, progress)
        found = impact(
            table.logs,
            before,
            after,
            as_of=day_judged,
            progress=lambda done: progress.show(
                words("cases compared", "已比较案件"), done, len(table.logs)
            ),
        )
    match format_of(args.format, args.output):
        case "json":
            write(impact_json(found, args.lang), args.output, exact=True)
        case "csv":
            write(impact_csv(found, args.lang), args.output, exact=True)
        case _:
            write(lines(impact_text(found, args.lang)), args.output)
    if table.rows_rejected:
        number = table.rows_rejected
        tell(
            words(
                f"rows that could not be read: {number:,}; enforcecal audit says why",
                f"{number:,}行无法读取，原因见 enforcecal audit",
            )
        )
    return 2 if read_nothing(table, words) else 0


def _side(
    procedure: Procedure,
    packs: Sequence[Path],
    more: Sequence[Path],
    known_on: date | None,
    notices: Sequence[Path] = (),
) -> Procedure:
    """Return *procedure* as one side of the comparison has it."""
    if more:
        loaded = [load_pack(path) for path in more]
        known = packaged().keys() - local_packs().keys()
        replaced = [pack for pack in loaded if pack.id in known]
        laid_over = [pack for pack in loaded if pack.id not in known]
        book = rulebook_with(*replaced, overlays=[*located(packs), *laid_over])
        procedure = book.procedure(procedure.id)
    if procedure.calendar is not None and (known_on or notices):
        procedure = on_calendar(procedure, open_calendar(procedure.calendar.id, known_on, notices))
    return procedure
