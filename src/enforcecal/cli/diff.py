"""`enforcecal diff`: what changed between two packs, in words, and for whom."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from enforcecal.cli.arguments import Commands, Words, add_command
from enforcecal.cli.output import lines, write
from enforcecal.errors import UnknownNameError
from enforcecal.law.differences import LawChange, Rules, differences, rules_of
from enforcecal.law.packs import load_pack, packaged, rulebook_with
from enforcecal.law.rules import Bound
from enforcecal.render.columns import fold
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["add", "run"]

_FOR: Final = {
    None: Text("laws and steps", "法律与步骤"),
    Bound.AGENCY: Text("for the agency", "对执法机关"),
    Bound.PARTY: Text("for the party", "对当事人"),
    Bound.OTHER: Text("for somebody else", "对其他主体"),
}


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "diff",
        run,
        words,
        help=words("say what changed between two packs", "说明两个规则包之间有何变化"),
        formats=("text", "json"),
    )
    for name, en, zh in (
        (
            "old",
            "the pack as it was: a file, or the id of a packaged one",
            "原规则包：文件或自带包编号",
        ),
        ("new", "the pack as it is", "新规则包"),
    ):
        parser.add_argument(name, metavar=name.upper(), help=words(en, zh))


def run(args: argparse.Namespace) -> int:
    """Compare the packs."""
    changes = differences(_rules(args.old), _rules(args.new))
    if args.format == "json":
        listed = (_dict(change, args.lang) for change in changes)
        write(json_lines({"old": args.old, "new": args.new}, {"changes": listed}), exact=True)
    else:
        write(lines(_text(changes, args.lang)))
    return 0


def _rules(name: str) -> Rules:
    path = Path(name)
    if not path.exists():
        known = packaged()
        if name not in known:
            raise UnknownNameError("file or packaged pack", name, known)
        path = known[name]
    pack = load_pack(path)
    return rules_of(rulebook_with(pack), pack)


def _text(changes: Sequence[LawChange], lang: Lang) -> Iterator[str]:
    for bound, title in _FOR.items():
        found = [change for change in changes if change.bound is bound]
        if not found:
            continue
        yield title.say(lang)
        for change in found:
            yield fold(f"- {change.text.say(lang)}", first="  ", indent="    ")
        yield ""
    number = len(changes)
    yield f"共{number}处变化" if lang == "zh" else f"{number} changes"


def _dict(change: LawChange, lang: Lang) -> dict[str, object]:
    return {
        "code": change.code,
        "for": change.bound.value if change.bound else None,
        "old": change.old,
        "new": change.new,
        "text": change.text.say(lang),
    }
