"""`enforcecal due`: one deadline, and how it was counted."""

from __future__ import annotations

import argparse
import re
from datetime import date

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
from enforcecal.cli.books import find_limit
from enforcecal.cli.output import lines, write
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.readers.days import DayError, parse_day
from enforcecal.render.documents import json_lines

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
            "the id of a limit; see enforcecal rules", "期限编号，可用 enforcecal rules 查询"
        ),
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
    bound = find_limit(args.limit, args.pack, known_on=args.known_on, notices=args.notice)
    facts = {name: _fact(value) for name, value in no_pair_twice("--fact", args.fact).items()}
    deadline = bound.deadline(
        start=args.start.day,
        at=args.start.time,
        facts=facts,
        pauses=args.pause,
        extensions=args.extend,
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
