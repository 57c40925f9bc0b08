"""A holiday notice in a file -> a `Notice` that an edition of a calendar can be made with.

The format is that of `enforcecal.dates.notices.parse_notice`; here is only the file around it.
"""

from __future__ import annotations

from pathlib import Path

from enforcecal.datafiles import DataFileError, read_file
from enforcecal.dates.notices import Notice, parse_notice
from enforcecal.errors import NoticeError

__all__ = ["read_notice"]


def read_notice(path: str | Path) -> Notice:
    """Read the notice in the TOML or JSON file at *path*, which is UTF-8 with or without a BOM.

    Raises:
        NoticeError: there is no such file, it is not UTF-8, or the notice in it is not right.
    """
    try:
        return parse_notice(read_file(path))
    except (DataFileError, NoticeError) as error:
        raise NoticeError(f"{path}: {error}") from None
