"""`enforcecal sheet`: every deadline of one case, to be recounted and signed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cli.arguments import Commands, Words, add_command
from enforcecal.cli.books import find_procedure
from enforcecal.cli.output import Progress, check_output, lines, write
from enforcecal.cli.tables import add_hindsight, add_table, as_of, read_nothing, read_table
from enforcecal.errors import UnknownNameError
from enforcecal.render.sheets import control_sheet, sheet_json, sheet_markdown
from enforcecal.render.webpages import sheet_html

__all__ = ["add", "run"]

_FORMATS: Final = ("markdown", "html", "json")
_ENDINGS: Final = {".html": "html", ".htm": "html", ".json": "json"}


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "sheet",
        run,
        words,
        help=words(
            "every deadline of one case, to be recounted and signed",
            "一个案件的全部期限：逐日列出算法，供复核签字",
        ),
        formats=_FORMATS,
        reads_packs=True,
    )
    add_table(parser, words)
    parser.add_argument(
        "--case", metavar="ID", required=True, help=words("the number of the case", "案件编号")
    )
    add_hindsight(parser, words)


def run(args: argparse.Namespace) -> int:
    """Write the sheet; 2 when there is no such case, or nothing in it began a period."""
    words = Words(args.lang)
    check_output(args.output, [args.file, *args.pack, *args.notice])
    judged_on = as_of(args, words)
    procedure = find_procedure(
        args.procedure, args.pack, known_on=args.known_on, notices=args.notice
    )
    with Progress() as progress:
        table = read_table(args, procedure, words, progress)
    if read_nothing(table, words):
        return 2
    logs = {log.case: log for log in table.logs}
    if args.case not in logs:
        raise UnknownNameError("case", args.case, logs)
    made = replay(
        logs[args.case],
        procedure,
        as_of=judged_on,
        known_on=args.known_on,
        coverage=table.coverage,
    )
    sheet = control_sheet(made, audit(made), source=Path(table.source).name)
    ending = _ENDINGS.get(args.output.suffix.lower(), "markdown") if args.output else "markdown"
    match args.format or ending:
        case "json":
            write(sheet_json(sheet, args.lang), args.output, exact=True)
        case "html":
            write(lines(sheet_html(sheet, args.lang)), args.output, exact=True)
        case _:
            write(lines(sheet_markdown(sheet, args.lang)), args.output)
    return 0
