"""`enforcecal due`: one deadline, and how it was counted."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs

from enforcecal.cli.arguments import (
    Commands,
    Words,
    add_command,
    add_notices,
    day,
    no_pair_twice,
    pair,
    stamp,
)
from enforcecal.cli.books import approvers, find_limit
from enforcecal.cli.output import lines, write
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.law.limits import BoundLimit
from enforcecal.readers.days import DayError, parse_day
from enforcecal.render.documents import json_lines
from enforcecal.spelling import fold

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "due",
        run,
        words,
        help=words("one deadline, and how each day was counted", "计算一个期限，逐日列出算法"),
        formats=("text", "json"),
        reads_packs=True,
    )
    parser.add_argument(
        "limit",
        metavar="LIMIT",
        help=words(
            "the id of a limit, its matter, or words of its name; see enforcecal rules",
            "期限编号、所规范的事项或名称中的词语，可用 enforcecal rules 查询",
        ),
    )
    parser.add_argument(
        "--procedure",
        metavar="ID",
        help=words("take the limit from this procedure", "在该程序中查找期限"),
    )
    parser.add_argument(
        "--from",
        dest="start",
        metavar="DATE",
        type=stamp,
        required=True,
        help=words(
            "the day of the event it runs from (with a time, for hours)",
            "起算事件当日（按小时计算的，写明时刻）",
        ),
    )
    parser.add_argument(
        "--fact",
        metavar="NAME=VALUE",
        type=pair,
        action="append",
        default=[],
        help=words(
            "a fact: yes or no, a number, a day, or text (again for more)",
            "事实：是、否、数字、日期或文字（可重复）",
        ),
    )
    parser.add_argument(
        "--pause",
        metavar="A..B:REASON",
        type=_pause,
        action="append",
        default=[],
        help=words(
            "not counted: the days after A up to B, left out while it is open (again for more)",
            "不计入期限：A 之后至 B（未结束则 B 留空）（可重复）",
        ),
    )
    parser.add_argument(
        "--extend",
        metavar="N:APPROVER",
        type=_extension,
        action="append",
        default=[],
        help=words(
            "longer by N of the limit's own unit, or until a day (again for more)",
            "延长 N（单位同该期限）或延至某日（可重复）",
        ),
    )
    parser.add_argument(
        "--known-on",
        metavar="DATE",
        type=day,
        help=words("on the calendar as it was known that day", "按该日已公布的放假安排"),
    )
    add_notices(parser, words)


def run(args: argparse.Namespace) -> int:
    """Count and answer."""
    bound = find_limit(
        args.limit,
        args.pack,
        procedure=args.procedure,
        on=args.start.day,
        known_on=args.known_on,
        notices=args.notice,
        lang=args.lang,
    )
    facts = dict(
        _of_pack(bound, name, value) for name, value in no_pair_twice("--fact", args.fact).items()
    )
    deadline = bound.deadline(
        start=args.start.day,
        at=args.start.time,
        facts=facts,
        pauses=[_known(bound, pause) for pause in args.pause],
        extensions=[_granted(bound, extension, args.pack) for extension in args.extend],
    )
    if args.format == "json":
        write(json_lines(deadline.to_dict(args.lang)), exact=True)
    else:
        write(lines([deadline.explain(args.lang)]))
    return 0


_TRUE = frozenset({"true", "yes", "是"})
_FALSE = frozenset({"false", "no", "否"})
_NUMBER = re.compile(r"[+-]?\d{1,7}", re.ASCII)


def _fact(text: str) -> bool | int | date | str:
    """Return *text* as what it looks like; no file says here of what type a fact is."""
    word = text.casefold()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if _NUMBER.fullmatch(text):
        return int(text)
    try:
        return parse_day(text).day
    except DayError:
        return text


def _of_pack(bound: BoundLimit, name: str, value: str) -> tuple[str, bool | int | date | str]:
    """Return a fact by its name and worth, each of which may be in words of the pack."""
    known = {each: bound.words.fact(each) for each in sorted(bound.asks)}
    for each, fact in known.items():
        if fact and fold(name) in map(fold, (each, fact.zh, fact.en, *fact.also)):
            codes = {fold(word): code for word, code in fact.values.items()}
            return each, _fact(codes.get(fold(value), value))
    return name, _fact(value)


def _known(bound: BoundLimit, pause: Pause) -> Pause:
    """Return *pause* with the id of the pause of the law that is called so."""
    word = fold(pause.reason)
    for name, rule in bound.pauses.items():
        said = [rule.zh, rule.en, *rule.zh.split("、")]
        for event in filter(None, map(bound.words.event, (*rule.begins, *rule.ends))):
            said += [event.name, event.zh, event.en, *event.also]
        if word in map(fold, said):
            return attrs.evolve(pause, reason=name)
    return pause


def _granted(bound: BoundLimit, extension: Extension, packs: Sequence[Path]) -> Extension:
    """Return *extension* with the code of who granted it."""
    codes = {code for rule in bound.limit.extend for code in rule.by}
    if extension.by is None or not codes or extension.by in codes:
        return extension
    by = approvers(packs).get(fold(extension.by), extension.by)
    return attrs.evolve(extension, by=by)


_SHAPE = "must be written A..B:REASON, such as 2026-03-02..2026-03-20:suspended"


def _pause(text: str) -> Pause:
    days, _, reason = text.replace("：", ":").rpartition(":")
    begins, dots, ends = days.partition("..")
    if not dots or not reason.strip() or not begins.strip():
        raise argparse.ArgumentTypeError(f"{text!r} {_SHAPE}")
    last = day(ends) if ends.strip() else None
    first = day(begins)
    if last is not None and last < first:
        raise argparse.ArgumentTypeError(f"{text!r} ends before it begins")
    return Pause(first, last, reason.strip())


def _extension(text: str) -> Extension:
    much, _, by = text.replace("：", ":").partition(":")
    much, who = much.strip(), by.strip() or None
    if much.isascii() and much.isdigit() and len(much) < 5:
        if int(much) < 1:
            raise argparse.ArgumentTypeError(f"{text!r}: {much} must be at least 1")
        return Extension(length=int(much), by=who)
    try:
        return Extension(until=parse_day(much).day, by=who)
    except DayError:
        raise argparse.ArgumentTypeError(
            f"{text!r} must be written N:APPROVER, such as 30:agency-head"
        ) from None
