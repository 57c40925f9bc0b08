"""`enforcecal audit`: findings over a table of cases."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from enforcecal.cases.audit import audit_cases
from enforcecal.cli.arguments import Commands, Words, add_command, day, no_pair_twice, pair, today
from enforcecal.cli.books import find_procedure
from enforcecal.cli.output import FORMATS, Progress, check_output, format_of, lines, tell, write
from enforcecal.readers.logs import Layout, read_cases
from enforcecal.render.audits import Audited, audit_csv, audit_json, audit_text

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "audit",
        run,
        words,
        help=words("find what went wrong in a table of cases", "审查案件表，列出问题"),
        formats=FORMATS,
        reads_packs=True,
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=words(
            "the table: CSV, .xlsx, .csv.gz, Parquet", "案件表：CSV、.xlsx、.csv.gz、Parquet"
        ),
    )
    parser.add_argument(
        "--procedure",
        metavar="ID",
        help=words(
            "the procedure, such as cn.penalty.ordinary; may be left out when --pack brings one",
            "程序编号，如 cn.penalty.ordinary；--pack 只含一个程序时可省略",
        ),
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=day,
        help=words(
            "judge as on this day, which is not yet over (default: today)",
            "以该日为准（当日尚未届满；默认今天）",
        ),
    )
    parser.add_argument(
        "--known-on",
        metavar="DATE",
        type=day,
        help=words(
            "leave out notices published and events recorded later",
            "不计此日之后公布的通知和登记的环节",
        ),
    )
    parser.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        type=pair,
        action="append",
        default=[],
        help=words(
            "what a column holds, or ignore (again for more)",
            "指定某列的含义，或 ignore（可重复）",
        ),
    )
    parser.add_argument(
        "--layout",
        choices=[layout.value for layout in Layout],
        help=words("one row an event, or one row a case", "long 每行一个环节，wide 每行一个案件"),
    )
    parser.add_argument("--sheet", metavar="NAME", help=words("sheet of a workbook", "工作表名称"))
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help=words("encoding of a text file, such as gb18030", "文本编码，如 gb18030"),
    )
    parser.add_argument(
        "--notice",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=words("a holiday notice of your own (again for more)", "自备的放假安排通知（可重复）"),
    )
    parser.add_argument(
        "--output",
        metavar="PATH",
        type=Path,
        help=words(
            "write there; .json and .csv say the format",
            "写入文件；后缀 .json、.csv 决定格式",
        ),
    )


def run(args: argparse.Namespace) -> int:
    """Audit and answer; 0 no breach, 1 breaches, 2 not a single row could be read."""
    words = Words(args.lang)
    check_output(args.output, [args.file, *args.pack, *args.notice])
    as_of = args.as_of or today()
    if args.as_of is None:
        tell(
            words(
                f"--as-of was not given: judging as on today, {as_of}",
                f"未指定 --as-of：按今天（{as_of}）审查",
            )
        )
    mapping = no_pair_twice("--map", args.map)
    procedure = find_procedure(
        args.procedure, args.pack, known_on=args.known_on, notices=args.notice
    )
    with Progress() as progress:
        table = read_cases(
            args.file,
            procedure,
            mapping=mapping,
            layout=Layout(args.layout) if args.layout else None,
            sheet=args.sheet,
            encoding=args.encoding,
            progress=partial(progress.show, words("rows read", "已读取行")),
        )
        report = audit_cases(
            table.logs,
            procedure,
            as_of=as_of,
            known_on=args.known_on,
            columns=table.facts_present,
            events=table.events_present,
            progress=lambda done: progress.show(
                words("cases audited", "已审查案件"), done, len(table.logs)
            ),
        )
    audited = Audited(
        table=table, report=report, procedure=procedure, assumed_today=args.as_of is None
    )
    match format_of(args.format, args.output):
        case "json":
            write(audit_json(audited, args.lang), args.output, exact=True)
        case "csv":
            write(audit_csv(audited, args.lang), args.output, exact=True)
        case _:
            write(lines(audit_text(audited, args.lang)), args.output)
    if args.output is not None:
        number = len(audited.findings)
        tell(words(f"{args.output}: {number:,} findings", f"{args.output}：{number:,}项问题"))
    if not table.rows_read:
        tell(
            words(
                f"error: not one of the {table.rows_in:,} rows of {args.file} could be read",
                f"错误：{args.file} 的{table.rows_in:,}行均无法读取",
            )
        )
        return 2
    return 1 if report.breached else 0
