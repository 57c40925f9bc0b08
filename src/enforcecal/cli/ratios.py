"""`enforcecal ratios`: the analysts' figures of a table, each with its disclosure."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

from enforcecal.cli.arguments import Commands, Words, add_command, day, no_pair_twice, pair, refuse
from enforcecal.cli.books import open_calendar
from enforcecal.cli.output import FORMATS, check_output, format_of, lines, tell, write
from enforcecal.cli.tables import add_instant, add_map, add_reading, add_rounding
from enforcecal.dates.periods import Unit
from enforcecal.measures.cards import Attribution
from enforcecal.measures.figures import Basis, Instant
from enforcecal.measures.items import parse_unit
from enforcecal.measures.rounding import FigureRounding, RoundingMode
from enforcecal.readers.vocabulary import COUNTED
from enforcecal.render.ratios import ratios_csv, ratios_json, ratios_text
from enforcecal.tables.ratios import ratios

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "ratios",
        run,
        words,
        help=words(
            "compression, timeliness, cards, reductions, penalties of a table",
            "计算压缩比、按时率、亮牌、五减和处罚等指标及其口径",
        ),
        formats=FORMATS,
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=words(
            "a table of items, cases, cards or penalty cases: CSV, .xlsx, .csv.gz, Parquet",
            "事项、办件、亮牌或处罚案件表：CSV、.xlsx、.csv.gz、Parquet",
        ),
    )
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in COUNTED],
        help=words("what a row is, where its headings do not say", "每行的含义（默认由表头判断）"),
    )
    parser.add_argument(
        "--by",
        metavar="FIELD",
        default="",
        help=words(
            "also by group: item, department, month, year, or a heading",
            "分组：item、department、month、year 或某一列名",
        ),
    )
    add_map(parser, words)
    add_instant(parser, words)
    parser.add_argument(
        "--convert",
        metavar="UNIT=N",
        type=pair,
        action="append",
        default=[],
        help=words(
            "working days in a unit, such as month=22; without it none is converted",
            "单位折算，如 月=22（默认不折算）",
        ),
    )
    parser.add_argument(
        "--impute",
        metavar="N",
        type=int,
        help=words(
            "working days put in for a licence without a statutory limit (art. 42: 20)",
            "无法定时限的行政许可按N个工作日计（第42条：20）",
        ),
    )
    parser.add_argument(
        "--baseline",
        metavar="DATE",
        type=day,
        help=words(
            "the day whose law the statutory limits are from", "法定时限以该日有效的规定为准"
        ),
    )
    for name, en, zh in (
        ("--since", "first day of the period", "期间首日"),
        ("--until", "last day of the period", "期间末日"),
    ):
        parser.add_argument(name, metavar="DATE", type=day, help=words(en, zh))
    parser.add_argument(
        "--population",
        metavar="WORDS",
        default="",
        help=words("what was counted, for the disclosure", "统计范围，写入口径说明"),
    )
    parser.add_argument(
        "--calendar",
        metavar="COUNTRY",
        help=words(
            "count the time used from the dates by this calendar, such as CN, where no column "
            "holds it",
            "无实际用时列时，按该日历（如 CN）由日期计算",
        ),
    )
    parser.add_argument(
        "--cases",
        metavar="N",
        type=int,
        help=words("how many cases a table of cards is about", "亮牌表所涉办件总数"),
    )
    parser.add_argument(
        "--by-acceptance",
        action="store_true",
        help=words(
            "a card belongs to the period its case was accepted in, not to its own day",
            "亮牌按受理时间（而非监察时间）归属",
        ),
    )
    add_rounding(parser, words)
    add_reading(parser, words)


def run(args: argparse.Namespace) -> int:
    """Compute and answer; 0, or 2 where a row is an error of the data."""
    words = Words(args.lang)
    check_output(args.output, [args.file])
    basis = Basis(
        population=args.population,
        since=args.since,
        until=args.until,
        instant=Instant(args.instant),
        factors=_factors(args.convert),
        impute=args.impute,
        baseline=args.baseline,
        rounding=FigureRounding(args.places, RoundingMode(args.rounding)),
    )
    found = ratios(
        args.file,
        basis,
        kind=args.kind,
        mapping=no_pair_twice("--map", args.map),
        by=args.by,
        cases=args.cases,
        attribution=Attribution.BY_ACCEPTANCE if args.by_acceptance else Attribution.BY_CARD,
        calendar=open_calendar(args.calendar) if args.calendar else None,
        sheet=args.sheet,
        encoding=args.encoding,
    )
    match format_of(args.format, args.output):
        case "json":
            write(ratios_json(found, args.lang), args.output, exact=True)
        case "csv":
            write(ratios_csv(found, args.lang), args.output, exact=True)
        case _:
            write(lines(ratios_text(found, args.lang)), args.output)
    wrong = sum(one.n for one in found.errors)
    if wrong:
        tell(
            words(
                f"error: {wrong:,} rows of {args.file} hold errors and were left out",
                f"错误：{args.file} 有{wrong:,}行数据有误，未计入",
            )
        )
    return 2 if wrong else 0


def _factors(pairs: list[tuple[str, str]]) -> dict[Unit, Fraction]:
    found: dict[Unit, Fraction] = {}
    for name, number in no_pair_twice("--convert", pairs).items():
        unit = parse_unit(name)
        if unit is None:
            refuse(f"--convert {name}={number}: {name!r} is no unit; say day, month, year or hour")
        try:
            found[unit] = Fraction(number)
        except (ValueError, ZeroDivisionError):
            refuse(f"--convert {name}={number}: {number!r} is not a number of working days")
    return found
