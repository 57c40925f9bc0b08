"""Files in: tables of cases become logs, notice files become notices.

`enforcecal.readers.logs` is the way in for a table of cases; `enforcecal.readers.tables` reads
the file under it, `enforcecal.readers.days` one cell with a date, and `enforcecal.readers.notices`
a holiday notice.  Nothing is imported here, so that whoever needs one reader pays for one.
"""

from __future__ import annotations

__all__: list[str] = []
