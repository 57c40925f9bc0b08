"""The command line `enforcecal`: the library's front door for people and for other languages.

A thin door: it reads arguments, the clock and the language of the environment, asks the library,
and has a renderer write the answer.  Exit status: 0 nothing found, 1 findings of severity breach,
2 the input or the call was wrong.  Nothing that is wrong with an input ends in a traceback.

A command is a module of its name: `audit` and `sheet` (cases), `due` (one deadline), `expiry`
(limitation), `calendar`, `impact` (whom a change moves), `ratios` and `report` (figures), `rules`
(and ``explain``), `diagram`, `lint` and `diff` (packs).  They share `arguments` and `output`,
`tables` for what is said of a table, and `books` for what is said of rules.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from enforcecal import __version__
from enforcecal.cli import (
    audit,
    calendar,
    diagram,
    diff,
    due,
    expiry,
    impact,
    lint,
    ratios,
    report,
    rules,
    sheet,
)
from enforcecal.cli.arguments import Words, chosen_lang
from enforcecal.cli.output import hush, tell
from enforcecal.errors import EnforceCalError, OutsideHorizonError
from enforcecal.texts import LANGS

__all__ = ["main"]

_GROUPS: Final = (
    audit,
    sheet,
    due,
    expiry,
    calendar,
    impact,
    ratios,
    report,
    rules,
    diagram,
    lint,
    diff,
)
_WRONG: Final = 2
_INTERRUPTED: Final = 130
_READER_GONE: Final = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, and return its exit status."""
    argv = sys.argv[1:] if argv is None else argv
    words = Words(chosen_lang(argv))
    try:
        status = _run(argv, words)
        sys.stdout.flush()
    except OutsideHorizonError as error:
        hint = words("give it with --notice FILE", "可用 --notice 提供该通知")
        tell(words(f"enforcecal: error: {error}; {hint}", f"enforcecal：错误：{error}；{hint}"))
        return _WRONG
    except EnforceCalError as error:
        tell(words(f"enforcecal: error: {error}", f"enforcecal：错误：{error}"))
        return _WRONG
    except BrokenPipeError:
        hush()
        return _READER_GONE
    except (OSError, ValueError, ArithmeticError) as error:  # a full disk, a year past 9999
        tell(words(f"enforcecal: error: {error}", f"enforcecal：错误：{error}"))
        return _WRONG
    except KeyboardInterrupt:
        tell(words("interrupted", "已中断"))
        return _INTERRUPTED
    return status


def _run(argv: Sequence[str], words: Words) -> int:
    parser = _parser(words)
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has said why, or has shown the help that was asked for
        return stop.code if isinstance(stop.code, int) else _WRONG
    if args.run is None:
        parser.print_help(sys.stderr)
        return _WRONG
    status: int = args.run(args)
    return status


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="enforcecal",
        description=words(
            "Deadlines and the lawful order of steps of administrative enforcement.",
            "行政执法的期限与法定步骤。",
        ),
        epilog=words(
            "Exit status: 0 nothing found, 1 breaches found, 2 the input or the call was wrong.",
            "退出码：0 未发现问题，1 发现违反，2 输入或调用有误。",
        ),
        allow_abbrev=False,
    )
    parser.set_defaults(run=None, lang=words.lang)
    parser.add_argument("--version", action="version", version=f"enforcecal {__version__}")
    parser.add_argument(
        "--lang",
        choices=LANGS,
        default=words.lang,
        help=words("the language of the answer", "输出语言"),
    )
    commands = parser.add_subparsers(metavar="COMMAND", title=words("commands", "命令"))
    for group in _GROUPS:
        group.add(commands, words)
    return parser
