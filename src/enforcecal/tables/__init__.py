"""One call from a table to its answer, whatever holds the table.

`enforcecal.tables.audits` audits the cases of a table, `enforcecal.tables.ratios` computes the
analysts' figures of one, `enforcecal.tables.reports` the annual report of a year of them.  What
reads the tables is below, in `enforcecal.readers`.  Nothing is imported here.
"""

from __future__ import annotations

__all__: list[str] = []
