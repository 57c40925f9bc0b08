"""`enforcecal report`: the figures, dates and contents of the annual report."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from enforcecal.cli.arguments import Commands, Words, add_command, day, today
from enforcecal.cli.books import find_procedure
from enforcecal.cli.output import check_output, lines, tell, write
from enforcecal.cli.tables import add_instant, add_rounding
from enforcecal.measures.figures import Basis, Instant
from enforcecal.measures.report import PROCEDURE, Content, Report, duties, parse_content
from enforcecal.measures.rounding import FigureRounding, RoundingMode
from enforcecal.render.charts import can_draw
from enforcecal.render.reports import report_html, report_json, report_markdown
from enforcecal.tables.reports import annual_report
from enforcecal.texts import Lang

__all__ = ["add", "run"]

_FORMATS: Final = ("markdown", "html", "json")
_ENDINGS: Final = {".md": "markdown", ".html": "html", ".htm": "html", ".json": "json"}


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "report",
        run,
        words,
        help=words(
            "the annual report: figures from a year of tables, dates, contents",
            "年度报告：由全年各表得出数据，并核对法定时间和内容",
        ),
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        type=Path,
        nargs="+",
        help=words(
            "tables of cases, items, cards, penalty cases, in any order; see ratios",
            "办件、事项、亮牌、处罚案件表，次序不限；参见 ratios",
        ),
    )
    parser.add_argument(
        "--year",
        metavar="YEAR",
        type=_year,
        required=True,
        help=words("the year reported on", "报告所属年度"),
    )
    parser.add_argument(
        "--plan",
        metavar="FILE",
        type=Path,
        help=words("the plan of random inspections", "“双随机”抽查计划表"),
    )
    parser.add_argument(
        "--bureau", metavar="NAME", default="", help=words("who reports", "报告单位")
    )
    parser.add_argument(
        "--remark",
        metavar="WORDS",
        default="",
        help=words("stands at the head of the page", "页首说明"),
    )
    for name, en, zh in (
        ("--submitted", "the day the report was submitted", "报送日期"),
        ("--published", "the day it was published", "公开日期"),
        (
            "--as-of",
            "judge as on this day, not yet over (default: today)",
            "以该日为准（默认今天）",
        ),
        (
            "--baseline",
            "the day whose law the statutory limits are from",
            "法定时限以该日有效的规定为准",
        ),
    ):
        parser.add_argument(name, metavar="DATE", type=day, help=words(en, zh))
    parser.add_argument(
        "--contains",
        metavar="PART",
        type=_content,
        action="append",
        default=[],
        help=words(
            "what the report contains: measures, shortcomings, principal, plans (again for more)",
            f"报告已含的内容：{'、'.join(one.value for one in Content)}（可重复）",
        ),
    )
    for name, en, zh in (
        ("--secret", "whether it touches secrets: yes, no", "是否涉及党和国家秘密：yes、no"),
        ("--reviewed", "whether it was reviewed for secrets: yes, no", "是否已作保密审查：yes、no"),
    ):
        parser.add_argument(name, choices=("yes", "no"), help=words(en, zh))
    add_instant(parser, words)
    add_rounding(parser, words)
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        help=words("encoding of text files, such as gb18030", "文本编码，如 gb18030"),
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        help=words("how to answer (default: markdown)", "输出格式（默认 markdown）"),
    )
    parser.add_argument(
        "--output",
        metavar="PATH",
        type=Path,
        help=words(
            "write there; .md, .html and .json say the format",
            "写入文件；后缀 .md、.html、.json 决定格式",
        ),
    )


def run(args: argparse.Namespace) -> int:
    """Put the report together; 0, 1 where a duty was broken, 2 where rows hold errors."""
    words = Words(args.lang)
    check_output(args.output, [*args.files, *([args.plan] if args.plan else [])])
    as_of = args.as_of or today()
    if args.as_of is None:
        tell(
            words(
                f"--as-of was not given: judging as on today, {as_of}",
                f"未指定 --as-of：按今天（{as_of}）判断",
            )
        )
    report = annual_report(
        args.files,
        year=args.year,
        plan=args.plan,
        bureau=args.bureau,
        remark=args.remark,
        encoding=args.encoding,
        duties=duties(
            args.year,
            find_procedure(PROCEDURE, []),
            as_of=as_of,
            submitted=args.submitted,
            published=args.published,
            contents=args.contains,
            secret=_TRUTH.get(args.secret),
            reviewed=_TRUTH.get(args.reviewed),
        ),
        basis=Basis(
            instant=Instant(args.instant),
            baseline=args.baseline,
            rounding=FigureRounding(args.places, RoundingMode(args.rounding)),
        ),
    )
    named = _ENDINGS.get(args.output.suffix.lower()) if args.output else None
    form = args.format or named or "markdown"
    write(_WRITERS[form](report, args.lang), args.output, exact=form != "markdown")
    if form == "html" and not can_draw():
        tell(
            words(
                'no charts: matplotlib is not installed; run pip install "enforcecal[plot]"',
                '不含图：未安装 matplotlib；可执行 pip install "enforcecal[plot]"',
            )
        )
    if report.n_errors:
        tell(
            words(
                f"error: {report.n_errors:,} rows hold errors and were left out",
                f"错误：{report.n_errors:,}行数据有误，未计入",
            )
        )
        return 2
    incomplete = any(one.code == "incomplete-report" for one in report.duties.findings)
    return 1 if report.duties.breached or incomplete else 0


_TRUTH: Final = {"yes": True, "no": False}


def _markdown(report: Report, lang: Lang) -> Iterator[str]:
    return lines(report_markdown(report, lang))


def _html(report: Report, lang: Lang) -> Iterator[str]:
    return lines(report_html(report, lang))


_WRITERS: Final[dict[str, Callable[[Report, Lang], Iterator[str]]]] = {
    "markdown": _markdown,
    "html": _html,
    "json": report_json,
}


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"{text!r} must be a year, such as 2025")
    return int(text)


def _content(text: str) -> Content:
    found = parse_content(text)
    if found is None:
        known = ", ".join(one.name.lower() for one in Content)
        raise argparse.ArgumentTypeError(f"{text!r} is no part of the report; it has {known}")
    return found
