"""What analysts publish: compression of promised time, timeliness, cards, reductions, penalties.

Every metric returns an `enforcecal.measures.figures.Figure`: an exact number that carries what it
counts and what it leaves out.  `items` reads the rows of a catalogue, `compression`, `timeliness`,
`cards`, `reductions` and `penalties` compute, `published` asks whether a figure somebody printed
can be true.  Tables of every kind come in through `enforcecal.tables`.  Nothing is imported here.
"""

from __future__ import annotations

__all__: list[str] = []
