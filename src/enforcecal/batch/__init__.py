"""The same answers for tables of any kind and size: columns in, values out.

`enforcecal.batch.frames` takes pandas, polars and pyarrow tables, files and lists of dictionaries;
`enforcecal.batch.ratios` computes the analysts' figures from them.  Nothing is imported here.
"""

from __future__ import annotations

__all__: list[str] = []
