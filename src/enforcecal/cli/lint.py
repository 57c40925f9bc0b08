"""`enforcecal lint`: what is wrong, or unwise, in a rule pack, with the line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from enforcecal.cli.arguments import Commands, Words, add_command, refuse
from enforcecal.cli.books import open_book
from enforcecal.cli.output import lines, write
from enforcecal.datafiles import DataFile
from enforcecal.errors import PackError
from enforcecal.law.graph import Gravity, Problem, lint
from enforcecal.law.packs import Rulebook, load_pack
from enforcecal.plain import plain_fields
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "lint",
        run,
        words,
        help=words("find mistakes in a rule pack", "检查规则包"),
        formats=("text", "json"),
    )
    parser.add_argument(
        "pack",
        metavar="PACK",
        type=Path,
        nargs="+",
        help=words("a pack file, or a directory of them", "规则包文件或目录"),
    )
    parser.add_argument(
        "--alone",
        action="store_true",
        help=words(
            "without the packaged rules beside it, as for a law of another land",
            "不与自带规则包合并检查（例如他国法律）",
        ),
    )


def run(args: argparse.Namespace) -> int:
    """Check the packs; 0 nothing but warnings, 1 errors, 2 a file cannot be read at all."""
    files = [file for path in args.pack for file in _files(path)]
    for file in files:
        DataFile.of(file).read(lambda data: data)  # a file that is no TOML at all ends here
    problems = [*_refused(files)] or [*_found(args.pack, files, alone=args.alone)]
    errors = sum(problem.severity is Gravity.ERROR for problem in problems)
    if args.format == "json":
        head = {"files": [*map(str, files)], "errors": errors, "warnings": len(problems) - errors}
        names = "path line severity code subject message"
        listed = (plain_fields(problem, args.lang, names) for problem in problems)
        write(json_lines(head, {"problems": listed}), exact=True)
    else:
        write(lines(_text(problems, len(files), errors, args.lang)))
    return 1 if errors else 0


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.toml"))
    if not found:
        refuse(f"{path}: no .toml file is in this directory")
    return found


def _refused(files: Sequence[Path]) -> Iterator[Problem]:
    """Yield what keeps a file from being loaded, for each file by itself."""
    for file in files:
        try:
            load_pack(file)
        except PackError as error:
            yield from _of_error(error)


def _found(paths: Sequence[Path], files: Sequence[Path], *, alone: bool) -> Iterator[Problem]:
    """Yield the problems of *files*; what is wrong in the rules beside them is not theirs."""
    try:
        found = lint(Rulebook("packs", paths) if alone else open_book(paths))
    except PackError as error:
        yield from _of_error(error)
        return
    ours = {str(file) for file in files}
    yield from (problem for problem in found if problem.path in ours)


def _of_error(error: PackError) -> Iterator[Problem]:
    for problem in error.problems:
        line, rest = _line_of(problem)
        yield Problem(
            path=error.source, line=line, code="refused", subject="", message=Text(rest, rest)
        )


def _line_of(message: str) -> tuple[int | None, str]:
    head, colon, rest = message.partition(": ")
    number = head.removeprefix("line ")
    if colon and head != number and number.isdigit():
        return int(number), rest
    return None, message


def _text(problems: Sequence[Problem], files: int, errors: int, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    severities = {
        Gravity.ERROR: Text("error", "错误"),
        Gravity.WARNING: Text("warning", "警告"),
    }
    for problem in problems:
        where = f"{problem.path}:{problem.line}" if problem.line else problem.path
        subject = f"{problem.subject}: " if problem.subject else ""
        severity = severities[problem.severity].say(lang)
        yield f"{where}: {severity} {problem.code}: {subject}{problem.message.say(lang)}"
    warnings = len(problems) - errors
    yield (
        f"{files}个文件：{errors}个错误，{warnings}个警告"
        if zh
        else f"{files} files: {errors} errors, {warnings} warnings"
    )
