"""The limitation of punishment of the case in a log: what ``limitation()`` in a condition answers.

The facts say what was done and until when; the events that count as discovery are those whose type
names a code (``discovers``), or that carry one as their fact ``discovery_code``.  What nobody
recorded stays unknown unless it cannot matter: where even the earliest end leaves the case in
time, no later one can put it out of time.  Whether harm was done is another matter: where five
years would save what two years do not, the answer says so and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from enforcecal.cases.limitation.answer import Limitation, limitation
from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.cases.replay.events import Event
from enforcecal.law.answers import Answer, Unknown
from enforcecal.law.limitations import LimitationRules, Pattern
from enforcecal.law.procedures import Procedure

__all__ = ["logged_limitation"]

_PATTERNS = {one.value: one for one in Pattern}


def logged_limitation(
    rules: LimitationRules,
    stages: Sequence[Procedure],
    events: Iterable[Event],
    fact: Callable[[str], Answer],
    as_of: date,
) -> Limitation | Unknown:
    """Return the limitation as *events* and facts have it on *as_of*, or what was not recorded.

    *stages* are the procedures the log went through: each knows some of the events.
    """
    start = fact("conduct_from")
    if not isinstance(start, date):
        return Unknown(("conduct_from",))
    found = _discoveries(rules, stages, events)
    if isinstance(found, Unknown):
        return found
    regime = fact("regime")
    if isinstance(regime, Unknown):
        regime = "general"
    if not isinstance(regime, str) or regime not in rules.periods:
        return Unknown(("regime",))
    domain, harm = fact("harm_domain"), fact("harm")
    if not isinstance(domain, str) or domain not in _domains(rules):
        domain = "unknown"
    end = fact("conduct_to")
    said = fact("conduct_pattern")
    kind = rules.names.get(said, "") if isinstance(said, str) else ""
    pattern = _PATTERNS.get(said) if isinstance(said, str) else None
    lacking: tuple[str, ...] = ()
    if pattern is None and not kind:
        lacking = ("conduct_pattern",)
    elif (pattern or rules.patterns[kind]) is not Pattern.SINGLE and not isinstance(end, date):
        lacking = ("conduct_to",)
    if isinstance(end, date) and end < start:
        return Unknown(("conduct_to",))
    several = pattern is Pattern.CONSECUTIVE or rules.patterns.get(kind) is Pattern.CONSECUTIVE
    if lacking:
        # Judged as if it had ended on the day it began, the earliest there can be.
        pattern, kind = Pattern.SINGLE, ""
    answer = limitation(
        Conduct(
            start=start,
            end=end if isinstance(end, date) else None,
            pattern=pattern,
            kind=kind,
            regime=regime,
            harm_domain=domain,
            harm=harm if isinstance(harm, bool) else None,
        ),
        found,
        as_of=as_of,
        rules=rules,
    )
    if lacking and (several or answer.status is not LimitationStatus.PRESERVED):
        return Unknown(lacking)
    return answer


def _domains(rules: LimitationRules) -> set[str]:
    return {"none", *(each for clause in rules.clauses for each in clause.domain)}


def _discoveries(
    rules: LimitationRules, stages: Sequence[Procedure], events: Iterable[Event]
) -> tuple[Discovery, ...] | Unknown:
    found = []
    for event in events:
        code = event.fact("discovery_code")
        if code is None:
            kinds = (stage.events.get(event.name) for stage in stages)
            code = next((kind.discovers for kind in kinds if kind and kind.discovers), None)
        if code is None:
            continue
        if code not in rules.codes:
            return Unknown(("discovery_code",))
        found.append(Discovery(str(code), event.day))
    return tuple(found)
