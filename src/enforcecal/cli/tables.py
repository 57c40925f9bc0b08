"""What every command over a table of cases is given, and how it reads the table."""

from __future__ import annotations

import argparse
from datetime import date
from functools import partial
from pathlib import Path

import attrs

from enforcecal.cli.arguments import Words, add_notices, day, no_pair_twice, pair, today
from enforcecal.cli.output import Progress, tell
from enforcecal.law.procedures import Procedure
from enforcecal.measures.figures import Instant
from enforcecal.measures.rounding import RoundingMode
from enforcecal.readers.headings import Layout
from enforcecal.readers.logs import CaseTable, read_cases

__all__ = [
    "add_coverage",
    "add_file",
    "add_hindsight",
    "add_instant",
    "add_map",
    "add_reading",
    "add_rounding",
    "add_table",
    "as_of",
    "covered",
    "read_nothing",
    "read_table",
    "tell_unreadable",
]


def add_file(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add the table of cases."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=words(
            "the table: CSV, .xlsx, .csv.gz, Parquet", "案件表：CSV、.xlsx、.csv.gz、Parquet"
        ),
    )


def add_map(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add what the columns of a table hold, where their headings do not say."""
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


def add_reading(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add how a table is read, and where the answer is written."""
    parser.add_argument("--sheet", metavar="NAME", help=words("sheet of a workbook", "工作表名称"))
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help=words("encoding of a text file, such as gb18030", "文本编码，如 gb18030"),
    )
    parser.add_argument(
        "--output",
        metavar="PATH",
        type=Path,
        help=words(
            "write there; its ending says the format",
            "写入文件；后缀决定格式",
        ),
    )


def add_hindsight(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add what was known: by a day, and by notices of the user's own."""
    parser.add_argument(
        "--known-on",
        metavar="DATE",
        type=day,
        help=words(
            "leave out notices published and events recorded later",
            "不计此日之后公布的通知和登记的环节",
        ),
    )
    add_notices(parser, words)


def add_instant(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add how many days an item counts that is handled at once."""
    parser.add_argument(
        "--instant",
        choices=[one.value for one in Instant],
        default=Instant.ONE.value,
        help=words(
            "days of an instant item: 0, 1 (default), or as published",
            "即办件按0、1（默认）或公布天数计",
        ),
    )


def add_rounding(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add how figures are rounded."""
    parser.add_argument(
        "--places",
        metavar="N",
        type=int,
        default=1,
        help=words("decimals shown (default 1)", "保留小数位数（默认1）"),
    )
    parser.add_argument(
        "--rounding",
        choices=[mode.value for mode in RoundingMode],
        default=RoundingMode.HALF_UP.value,
        help=words(
            "how the rest is dropped (default half-up)", "进位方式（默认 half-up 四舍五入）"
        ),
    )


def add_table(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add the table, how to read it, the procedure and the day to *parser*."""
    add_file(parser, words)
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
    add_map(parser, words)
    parser.add_argument(
        "--layout",
        choices=[layout.value for layout in Layout],
        help=words("one row an event, or one row a case", "long 每行一个环节，wide 每行一个案件"),
    )
    add_reading(parser, words)


def add_coverage(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add what may be declared of the table: that it is complete, and words without bearing."""
    parser.add_argument(
        "--complete",
        action="store_true",
        help=words(
            "declare that what the table does not show did not happen",
            "声明：表中未显示的，即未发生",
        ),
    )
    parser.add_argument(
        "--ignore",
        metavar="WORD",
        nargs="+",
        action="extend",
        default=[],
        help=words(
            "events that have no bearing; * stands for any letters",
            "与审查无关的环节；* 代表任意字符",
        ),
    )


def covered(table: CaseTable, args: argparse.Namespace) -> CaseTable:
    """Return *table* with what was declared of it."""
    coverage = table.coverage.ignoring(*args.ignore)
    return attrs.evolve(table, coverage=coverage.as_complete() if args.complete else coverage)


def as_of(args: argparse.Namespace, words: Words) -> date:
    """Return the day to judge on; say so where nobody said which, and today is taken."""
    if args.as_of is not None:
        given: date = args.as_of
        return given
    taken = today()
    tell(
        words(
            f"--as-of was not given: judging as on today, {taken}",
            f"未指定 --as-of：按今天（{taken}）审查",
        )
    )
    return taken


def read_table(
    args: argparse.Namespace, procedure: Procedure, words: Words, progress: Progress
) -> CaseTable:
    """Return the cases of the table that *args* names."""
    return read_cases(
        args.file,
        procedure,
        mapping=no_pair_twice("--map", args.map),
        layout=args.layout,
        sheet=args.sheet,
        encoding=args.encoding,
        progress=partial(progress.show, words("rows read", "已读取行")),
    )


def read_nothing(table: CaseTable, words: Words) -> bool:
    """Tell whether no row at all could be read, and say so."""
    if table.rows_read:
        return False
    tell_unreadable(table.rows_in, table.source, words)
    return True


def tell_unreadable(rows: int, source: str | Path, words: Words) -> None:
    """Say that no row at all could be read."""
    tell(
        words(
            f"error: not one of the {rows:,} rows of {source} could be read",
            f"错误：{source} 的{rows:,}行均无法读取",
        )
    )
