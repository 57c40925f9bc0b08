"""What analysts publish: compression of promised time, timeliness, cards, reductions, penalties.

Every metric of `metrics` comes as a value of `figures`: an exact number that carries what it counts
and what it leaves out, rounded at display by `rounding`.  `items` are the rows of a catalogue,
`caseload` the cases; `compression`, `timeliness`, `cards`, `reductions` and `penalties` compute,
`report` words the annual report, `published` asks whether a figure somebody printed can be true.
Tables come in through `enforcecal.tables`.  Nothing is imported here.
"""

from __future__ import annotations

__all__: list[str] = []
