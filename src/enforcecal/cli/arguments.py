"""What the commands are given: days, pairs and paths from words, and the language to answer in.

This module reads the environment and the clock, and no other does: the library below is told.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

import attrs

from enforcecal.errors import ArgumentError
from enforcecal.readers.days import DayError, Stamp, parse_day
from enforcecal.texts import LANGS, Lang, Text

__all__ = [
    "COUNTRY",
    "Command",
    "Commands",
    "Given",
    "Words",
    "add_command",
    "add_notices",
    "chosen_lang",
    "day",
    "no_pair_twice",
    "pair",
    "refuse",
    "stamp",
    "today",
]

COUNTRY: Final = "CN"

Commands = argparse._SubParsersAction  # the only name its type has
"""Where a command adds itself."""

Command = Callable[[argparse.Namespace], int]
"""What runs a command: from its arguments to the exit status."""

_ENVIRONMENT: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


@attrs.frozen
class Words:
    """Says things in one language: help is asked for before the arguments are parsed."""

    lang: Lang

    def __call__(self, en: str, zh: str) -> str:
        """Return *en* or *zh*."""
        return Text(en, zh).say(self.lang)


Given = Sequence[tuple[str, str]]
"""Pairs as they were given, in order."""


def chosen_lang(argv: Sequence[str]) -> Lang:
    """Return the language *argv* asks for with ``--lang``, else that of the environment."""
    for place, word in enumerate(argv):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or "".join(argv[place + 1 : place + 2])
            return next((lang for lang in LANGS if lang == value), "en")
    # The first that is set decides, as everywhere on such systems.
    set_to = next(filter(None, map(os.environ.get, _ENVIRONMENT)), "")
    return "zh" if set_to.lower().startswith("zh") else "en"


def today() -> date:
    """Return the day on the wall of this machine."""
    return date.today()  # noqa: DTZ011 - the local day is the one meant


def refuse(message: str) -> NoReturn:
    """Refuse the arguments: the call was wrong."""
    raise ArgumentError(message)


def stamp(text: str) -> Stamp:
    """Read a day, and a time where there is one, in any spelling the readers know."""
    try:
        return parse_day(text)
    except DayError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def day(text: str) -> date:
    """Read a day in any spelling the readers know."""
    return stamp(text).day


def pair(text: str) -> tuple[str, str]:
    """Read ``NAME=VALUE``; the last sign of equality parts them, since headings may have one."""
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"{text!r} must be written NAME=VALUE")
    return name.strip(), value.strip()


def no_pair_twice(option: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return *pairs* as a dictionary, and refuse a name given two values."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            refuse(f"{option} {name}={value}: {name!r} was given as {found[name]!r} before")
    return found


def add_notices(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add the user's own holiday notices."""
    parser.add_argument(
        "--notice",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=words("a holiday notice of your own (again for more)", "自备的放假安排通知（可重复）"),
    )


def add_command(
    commands: Commands[argparse.ArgumentParser],
    name: str,
    run: Command,
    words: Words,
    *,
    help: str,  # noqa: A002 - argparse's own word
    formats: Sequence[str] = (),
    reads_packs: bool = False,
) -> argparse.ArgumentParser:
    """Add the command *name*, with the options that every command has."""
    parser = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
    parser.set_defaults(run=run)
    if reads_packs:
        parser.add_argument(
            "--pack",
            metavar="PATH",
            type=Path,
            action="append",
            default=[],
            help=words(
                "a rule pack, a directory of them, or the id of a packaged local one (see rules "
                "--local), laid over the packaged ones (again for more)",
                "叠加的规则包文件、目录，或自带地方规则包的编号（见 rules --local；可重复）",
            ),
        )
    if formats:
        parser.add_argument(
            "--format",
            choices=formats,
            help=words("how to answer (default: text)", "输出格式（默认 text）"),
        )
    parser.add_argument(
        "--lang",
        choices=LANGS,
        default=argparse.SUPPRESS,
        help=words("the language of the answer", "输出语言"),
    )
    return parser
