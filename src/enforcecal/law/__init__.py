"""What the law says, as data: citations, conditions, time limits, procedures, packs.

Nothing here knows a case.  Import from the module that has the name; this one has none of its own.

What a pack holds: `citations` has laws and their editions, `rules` time limits, pauses and needs,
`procedures` events, facts and the regions a case moves through, `limitations` the data of the
limitation of punishment.  `conditions` are what rules ask of a case: `grammar` reads them into a
`tree`, `evaluation` interprets it for one case, and `answers` has its three values.  `facts` brings
what a program says of a case to the kind declared.  `limits` binds a time limit to a calendar, and
counts; `applies` says in words whether it applies at all.

How a pack is read: `schema` says which keys there are, `structure` reads them, `checks` refuses an
entry that cannot be right in any law.  `shelf` keeps the packs of a rulebook by id, `expansion`
makes regions from machines and rules from ``*.`` names, `assembly` puts procedures together and
`views` the rules of limitation; `packs` is the front of all this: `load_pack` and `rulebook`.

What is asked of packs: `graph` is the lint, `differences` tells what changed between two of them,
`alternatives` has a procedure as it would be by another reading.  Beside packs stand two files of
other kinds: `signals`, when a supervision system lights a card, and `unarmed`, the clauses for
which no clock runs.
"""

from __future__ import annotations

__all__: list[str] = []
