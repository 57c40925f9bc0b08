"""What the law says, as data: citations, conditions, time limits, procedures, packs.

Nothing here knows a case.  Import from the module that has the name; this one has none of its own.
"""

from __future__ import annotations

__all__: list[str] = []
