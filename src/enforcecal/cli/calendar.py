"""`enforcecal calendar`: one year of a work calendar to look at."""

from __future__ import annotations

import argparse

from enforcecal.cli.arguments import COUNTRY, Commands, Words, add_command, add_notices, day
from enforcecal.cli.books import open_calendar
from enforcecal.cli.output import FORMATS, lines, write
from enforcecal.render.calendars import year_csv, year_json, year_text

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "calendar",
        run,
        words,
        help=words(
            "the working days of one year, and the notices behind them",
            "某一年的工作日及所依据的放假通知",
        ),
        formats=FORMATS,
    )
    parser.add_argument(
        "country",
        metavar="COUNTRY",
        help=words(f"country code, such as {COUNTRY}", f"国家代码，如 {COUNTRY}"),
    )
    parser.add_argument("year", metavar="YEAR", type=_year, help=words("the year", "年份"))
    parser.add_argument(
        "--known-on",
        metavar="DATE",
        type=day,
        help=words("as it was known that day", "按该日已公布的放假安排"),
    )
    add_notices(parser, words)


def run(args: argparse.Namespace) -> int:
    """Show the year."""
    edition = open_calendar(args.country, args.known_on, args.notice)
    match args.format:
        case "json":
            write(year_json(edition, args.year, args.lang), exact=True)
        case "csv":
            write(year_csv(edition, args.year), exact=True)
        case _:
            write(lines(year_text(edition, args.year, args.lang)))
    return 0


def _year(text: str) -> int:
    digits = text.removesuffix("年")
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 9998):
        raise argparse.ArgumentTypeError(f"{text!r} must be a year, such as 2026")
    return int(digits)
