"""Files in: tables become logs, violations and the rows of figures, notice files become notices.

Three modules read tables: `enforcecal.readers.logs` cases, `enforcecal.readers.expiry` violations,
`enforcecal.readers.figures` what figures are computed of.  They have one way in under them:
`enforcecal.readers.frames` opens whatever holds a table, `enforcecal.readers.tables` a file;
`enforcecal.readers.vocabulary` lists the fields, `enforcecal.readers.headings` says which column
holds which, `enforcecal.readers.cells` reads a fact and `enforcecal.readers.days` a date; what is
blank, yes, no or a number, `enforcecal.spelling` knows.  `enforcecal.readers.notices` reads a
holiday notice.  Nothing is imported here, so that whoever needs one reader pays for one.
"""

from __future__ import annotations

__all__: list[str] = []
