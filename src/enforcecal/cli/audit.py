"""`enforcecal audit`: findings over a table of cases."""

from __future__ import annotations

import argparse

from enforcecal.cli.arguments import Commands, Words, add_command
from enforcecal.cli.books import find_procedure
from enforcecal.cli.output import FORMATS, Progress, check_output, format_of, lines, tell, write
from enforcecal.cli.tables import (
    add_coverage,
    add_hindsight,
    add_table,
    as_of,
    covered,
    read_nothing,
    read_table,
)
from enforcecal.render.audits import Audited, audit_csv, audit_json, audit_text
from enforcecal.tables.audits import audit_cases

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
    add_table(parser, words)
    add_coverage(parser, words)
    add_hindsight(parser, words)


def run(args: argparse.Namespace) -> int:
    """Audit and answer; 0 no breach, 1 breaches, 2 not a single row could be read."""
    words = Words(args.lang)
    check_output(args.output, [args.file, *args.pack, *args.notice])
    day_judged = as_of(args, words)
    procedure = find_procedure(
        args.procedure, args.pack, known_on=args.known_on, notices=args.notice
    )
    with Progress() as progress:
        table = covered(read_table(args, procedure, words, progress), args)
        report = audit_cases(
            table,
            procedure,
            as_of=day_judged,
            known_on=args.known_on,
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
    if read_nothing(table, words):
        return 2
    return 1 if report.breached else 0
