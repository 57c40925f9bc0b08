"""A holiday notice in a file -> a `Notice` that an edition of a calendar can be made with.

The format is that of `enforcecal.dates.notices.parse_notice`; here is only the file around it.
"""

from __future__ import annotations

from pathlib import Path

from enforcecal.dates.notices import Notice, parse_notice
from enforcecal.errors import NoticeError

__all__ = ["read_notice"]


def read_notice(path: str | Path) -> Notice:
    """Read the notice in the TOML or JSON file at *path*, which is UTF-8 with or without a BOM.

    Raises:
        NoticeError: there is no such file, it is not UTF-8, or the notice in it is not right.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NoticeError(f"{path}: there is no such file") from None
    except OSError as error:
        raise NoticeError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise NoticeError(
            f"{path} is not UTF-8: byte {error.start} does not fit; save it as UTF-8"
        ) from None
    try:
        return parse_notice(text)
    except NoticeError as error:
        raise NoticeError(f"{path}: {error}") from None
