"""`enforcecal rules` and `enforcecal explain`: what the packs say."""

from __future__ import annotations

import argparse
from pathlib import Path

from enforcecal.cases.checks.table import CODES
from enforcecal.cli.arguments import Commands, Words, add_command
from enforcecal.cli.books import open_book
from enforcecal.cli.output import lines, write
from enforcecal.errors import UnknownNameError
from enforcecal.law.citations import edition_of
from enforcecal.law.packs import law_of, local_packs
from enforcecal.law.procedures import EventType
from enforcecal.render.explanations import (
    code_explained,
    limit_explained,
    need_explained,
    procedure_explained,
    row_explained,
)
from enforcecal.render.rules import matches, matches_row, rules_json, rules_text

__all__ = ["add", "run_explain", "run_rules"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add both commands to *commands*."""
    rules = add_command(
        commands,
        "rules",
        run_rules,
        words,
        help=words("list the time limits of the packs", "列出规则包中的期限"),
        formats=("text", "json"),
        reads_packs=True,
    )
    rules.add_argument(
        "words",
        metavar="WORDS",
        nargs="*",
        help=words("only limits with all of these words", "只列出含全部所给词语的期限"),
    )
    rules.add_argument(
        "--local",
        action="store_true",
        help=words(
            "list the packaged rules of single places instead; lay one over with --pack ID",
            "改为列出自带的地方规则；使用时以 --pack 编号 叠加",
        ),
    )
    explain = add_command(
        commands,
        "explain",
        run_explain,
        words,
        help=words(
            "what a limit, a requirement, a procedure or the code of a finding means",
            "解释一个期限、法定要求、程序或问题代码",
        ),
        reads_packs=True,
    )
    explain.add_argument(
        "id",
        metavar="ID",
        help=words("of a rule or a procedure, or a code", "规则或程序的编号，或问题代码"),
    )


def run_rules(args: argparse.Namespace) -> int:
    """List the limits, and the rows that are known and not armed."""
    places = local_packs()
    book = open_book([*args.pack, *(places.values() if args.local else ())])
    limits = book.limits()
    if args.local:
        local = {one.id for pack in book.packs() if pack.id in places for one in pack.limits}
        limits = tuple(one for one in limits if one.id in local)
    bound = (book.limit(one.id) for one in limits)
    found = (one for one in bound if matches(one.limit, args.words, one.law))
    unarmed = [
        row
        for row in book.unarmed()
        if matches_row(row, args.words) and args.local == (edition_of(row.id) in places)
    ]
    if args.format == "json":
        write(rules_json(found, unarmed, args.lang), exact=True)
    else:
        write(lines(rules_text(found, unarmed, args.lang)))
    return 0


def run_explain(args: argparse.Namespace) -> int:
    """Explain one id; that of a local rule is enough to have its packaged pack laid over."""
    place = edition_of(args.id)
    book = open_book([*args.pack, *([Path(place)] if place in local_packs() else [])])
    packs = book.packs()
    needs = {need.id: (pack, need) for pack in packs for need in pack.needs}
    codes = dict.fromkeys((*CODES, *(need.code for _, need in needs.values())))
    limits = [limit.id for limit in book.limits()]
    procedures = [entry.id for pack in packs for entry in pack.procedures if entry.id]
    rows = {row.id: row for row in book.unarmed()}
    events: dict[str, EventType] = {}
    for pack in packs:
        events |= pack.events
    if args.id in limits:
        bound = book.limit(args.id)
        cited = {name: book.limit(name).article for name in bound.limit.overrides}
        answer = limit_explained(bound, args.lang, events, cited)
    elif args.id in procedures:
        answer = procedure_explained(book.procedure(args.id), args.lang)
    elif args.id in needs:
        pack, need = needs[args.id]
        answer = need_explained(need, law_of(pack, need.id), args.lang, events)
    elif args.id in rows:
        answer = row_explained(rows[args.id], args.lang)
    elif args.id in codes:
        answer = code_explained(args.id, [need for _, need in needs.values()], args.lang)
    else:
        known = [*limits, *procedures, *codes, *needs, *rows]
        raise UnknownNameError("limit, procedure, requirement or code", args.id, known)
    write(lines(answer))
    return 0
