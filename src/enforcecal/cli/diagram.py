"""`enforcecal diagram`: a procedure as a Mermaid state diagram."""

from __future__ import annotations

import argparse
from pathlib import Path

from enforcecal.cli.arguments import Commands, Words, add_command
from enforcecal.cli.books import find_procedure
from enforcecal.cli.output import check_output, lines, write
from enforcecal.render.mermaid import diagram_lines

__all__ = ["add", "run"]


def add(commands: Commands[argparse.ArgumentParser], words: Words) -> None:
    """Add the command to *commands*."""
    parser = add_command(
        commands,
        "diagram",
        run,
        words,
        help=words("draw a procedure, for Mermaid", "用 Mermaid 画出程序的状态图"),
        reads_packs=True,
    )
    parser.add_argument(
        "procedure",
        metavar="ID",
        nargs="?",
        help=words(
            "the procedure; may be left out when --pack brings one",
            "程序编号；--pack 只含一个程序时可省略",
        ),
    )
    parser.add_argument(
        "--region",
        metavar="NAME",
        help=words("only this line of states, such as main", "只画这一条状态线，如 main"),
    )
    parser.add_argument(
        "--output", metavar="PATH", type=Path, help=words("write there", "写入文件")
    )


def run(args: argparse.Namespace) -> int:
    """Draw the procedure."""
    check_output(args.output, args.pack)
    procedure = find_procedure(args.procedure, args.pack, option="ID")
    # Drawn before anything is written: a region that is not there leaves no file behind.
    drawn = [*diagram_lines(procedure, args.lang, region=args.region)]
    write(lines(drawn), args.output)
    return 0
