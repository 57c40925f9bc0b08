"""Files in: tables of cases become logs, notice files become notices.

`enforcecal.readers.logs` is the way in for a table of cases.  Under it, `enforcecal.readers.tables`
opens the file, `enforcecal.readers.headings` says what each column is, `enforcecal.readers.cells`
reads a fact and `enforcecal.readers.days` a date.  `enforcecal.readers.notices` reads a holiday
notice.  Nothing is imported here, so that whoever needs one reader pays for one.
"""

from __future__ import annotations

__all__: list[str] = []
