from __future__ import annotations

import pytest

from enforcecal.errors import NoticeError
from enforcecal.readers.notices import read_notice

TOML = """
id = "INVENTED-2027"
year = 2027
kind = "annual"
off = ["2027-01-01..2027-01-03"]
work = ["2027-01-09"]
"""
JSON = """{"id": "INVENTED-2027", "year": 2027, "kind": "annual",
"off": ["2027-01-01..2027-01-03"], "work": ["2027-01-09"]}"""


@pytest.mark.parametrize("text", [TOML, JSON])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_notice_is_read_from_either_format(tmp_path, text, encoding):
    """A notice is the same whether its file is TOML or JSON, with or without a BOM."""
    path = tmp_path / "notice.txt"
    path.write_text(text, encoding=encoding)
    notice = read_notice(path)
    assert notice.id == "INVENTED-2027"
    assert len(notice.off) == 3


def test_what_is_wrong_with_a_notice_names_its_file(tmp_path):
    """A fault in the notice is reported with the path of the file it is in."""
    path = tmp_path / "notice.toml"
    path.write_text(TOML.replace("work", "wrok"), encoding="utf-8")
    with pytest.raises(NoticeError, match=r"notice\.toml: .*did you mean 'work'"):
        read_notice(path)


def test_a_file_that_cannot_be_read(tmp_path):
    """A missing file, a directory and a file in another encoding are NoticeErrors."""
    with pytest.raises(NoticeError, match="there is no such file"):
        read_notice(tmp_path / "none.toml")
    with pytest.raises(NoticeError, match="cannot be read"):
        read_notice(str(tmp_path))
    path = tmp_path / "notice.toml"
    path.write_bytes('id = "立案"'.encode("gb18030"))
    with pytest.raises(NoticeError, match="not UTF-8: byte 6 cannot be read; it seems"):
        read_notice(path)
