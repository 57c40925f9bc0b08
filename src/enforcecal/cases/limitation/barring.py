"""The decision table of the limitation of punishment, over plain tables of the rules.

The rows of `_row` are tested in their order.  Nothing here has words, and nothing knows that
another view is possible: that is the business of `enforcecal.cases.limitation.answer`.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import attrs

from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.errors import UnknownNameError
from enforcecal.law.limitations import LimitationRules, Pattern, PeriodTable
from enforcecal.texts import Worded

__all__ = ["BarringResult", "ConductPart", "LimitationStatus", "judge", "pattern_of", "pending"]


class LimitationStatus(Worded):
    """Where the right to punish stands."""

    NOT_STARTED = "not_started", "the conduct has not ended", "行为未终了"
    """The conduct has not ended (行为未终了)."""
    RUNNING = "running", "not discovered, still in time", "未发现，尚在时效内"
    """Not discovered yet, and still in time (未发现)."""
    PRESERVED = "preserved", "discovered in time", "时效内已发现"
    """Discovered in time; nothing later takes that away (时效内已发现)."""
    DISPUTED_BOUNDARY = "disputed_boundary", "discovered on the last day", "最后一日发现，存疑"
    """Discovered on the very last day (最后一日发现)."""
    DISPUTED_DISCOVERY = "disputed_discovery", "discovery is disputed", "是否已发现存疑"
    """In time only if an event counts that may not be discovery (发现存疑)."""
    EXPIRED = "expired", "out of time", "超过时效"
    """Not discovered in time (超过时效)."""


@attrs.frozen(kw_only=True)
class ConductPart:
    """Acts of a chain that have an answer of their own."""

    first: date
    last: date
    status: LimitationStatus
    last_day: date
    deciding: Discovery | None


_DAY: Final = timedelta(days=1)

# Looked up once: asking an enumeration for its member takes longer than a row of the table.
_NOT_STARTED: Final = LimitationStatus.NOT_STARTED
_RUNNING: Final = LimitationStatus.RUNNING
_PRESERVED: Final = LimitationStatus.PRESERVED
_BOUNDARY: Final = LimitationStatus.DISPUTED_BOUNDARY
_DISPUTED: Final = LimitationStatus.DISPUTED_DISCOVERY
_EXPIRED: Final = LimitationStatus.EXPIRED
_SINGLE: Final = Pattern.SINGLE
_CONSECUTIVE: Final = Pattern.CONSECUTIVE


class BarringResult(NamedTuple):
    """What the table says, and what it did not have to ask."""

    status: LimitationStatus
    table: PeriodTable
    end: date | None
    last: date | None
    safe: date | None
    deciding: Discovery | None
    strong: Discovery | None
    """The first event that is discovery beyond doubt, in time or not."""
    flags: tuple[str, ...]
    doubt: bool
    """Whether an event, or its day, turns on an open question."""
    long: bool
    """Whether the longer period could apply, if facts or views were otherwise."""
    parts: tuple[ConductPart, ...]
    gap: bool
    """Whether a gap broke the chain."""
    early: bool
    """Whether an event lay inside the chain."""


def _row(
    last: date, safe: date, strong: date | None, soft: date | None, as_of: date
) -> LimitationStatus:
    """Return the status by rows 2 to 6 of the table, in their order; row 1 is `_judge_one`'s."""
    if strong is not None:
        if strong <= safe:
            return _PRESERVED
        if strong <= last:
            return _BOUNDARY
    elif as_of <= last:
        return _RUNNING
    if soft is not None and soft <= last:
        return _DISPUTED
    return _EXPIRED


def _later(day: date, months: int) -> tuple[date, bool]:
    """Return the corresponding day *months* later, and whether it had to be the month's last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return date(year, month, day.day), False
    except ValueError:
        if year > date.max.year:
            return date.max, True
        first = date(year + month // 12, month % 12 + 1, 1)
        return first - _DAY, True


def _period(conduct: Conduct, end: date, rules: LimitationRules) -> tuple[PeriodTable, bool]:
    """Return the clause for conduct that ended on *end*, and whether a longer one could apply."""
    tables = rules.periods.get(conduct.regime)
    if tables is None:
        raise UnknownNameError("regime of limitation", conduct.regime, rules.periods)
    domain = conduct.harm_domain
    if domain == "none":
        return _general(tables, end), False
    harm = conduct.harm
    long = False
    if harm is not False:
        for table in tables:
            if not table.domain or not (domain == "unknown" or domain in table.domain):
                continue
            if table.first <= end <= table.last:
                known = domain != "unknown" and harm is True
                if known and _showed_in_time(conduct, end, tables, rules):
                    return table, True
                if not known and rules.answers["harm_unknown"] == "long":
                    return table, True
                long = True
            elif end < table.first and harm is True and domain != "unknown":
                general = _general(tables, end)
                if _later(end, general.months)[0] >= table.first:
                    if table.retroactive:
                        return table, True
                    long = True
    return _general(tables, end), long


def _general(tables: tuple[PeriodTable, ...], end: date) -> PeriodTable:
    for table in tables:
        if not table.domain and table.first <= end <= table.last:
            return table
    return tables[-1]


def _showed_in_time(
    conduct: Conduct, end: date, tables: tuple[PeriodTable, ...], rules: LimitationRules
) -> bool:
    if conduct.harm_day is None or rules.answers["harm_after_two_years"] == "long":
        return True
    return conduct.harm_day <= _later(end, _general(tables, end).months)[0]


def pattern_of(conduct: Conduct, rules: LimitationRules) -> Pattern:
    """Return the pattern given, or the usual one of the kind of conduct."""
    return conduct.pattern or rules.patterns[rules.kind(conduct.kind).name]


def judge(
    conduct: Conduct, events: tuple[Discovery, ...], as_of: date, rules: LimitationRules
) -> BarringResult:
    """Return what the decision table says of *conduct* on *as_of*."""
    pattern = conduct.pattern or pattern_of(conduct, rules)
    if pattern is _CONSECUTIVE:
        return _judge_chain(conduct, events, as_of, rules)
    start = conduct.start
    end = start if pattern is _SINGLE else conduct.end
    return _judge_one(conduct, start, end, start, events, as_of, rules)


def _judge_one(
    conduct: Conduct,
    start: date,
    end: date | None,
    reach: date,
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
) -> BarringResult:
    """Judge conduct from *start* to *end*, which events from *reach* on can discover."""
    if end is not None and end > as_of:
        end = None
    table, long = _period(conduct, as_of if end is None else end, rules)
    strengths = table.strengths
    flags: list[str] = []
    doubt = False
    doubtful = rules.doubtful
    strong: Discovery | None = None
    soft: Discovery | None = None
    for event in events:
        day = event.day
        if day > as_of:
            continue
        strength = strengths.get(event.code)
        if strength is None:
            raise UnknownNameError("discovery code", event.code, strengths)
        if day < start:
            if strength and "event_before_conduct" not in flags:
                flags.append("event_before_conduct")
            continue
        if event.code in doubtful:
            doubt = True
        if not strength or day < reach:
            continue
        if event.verified is not True or event.verified_on is not None:
            strength = _as_far_as_verified(event, strength, as_of, rules)
            if strength == 1 and "pending_verification" not in flags and pending(event, as_of):
                flags.append("pending_verification")
                doubt = True
        if strength == 2:
            if strong is None or day < strong.day:
                strong = event
        elif strength == 1 and (soft is None or day < soft.day):
            soft = event
    if end is None:
        told = (_NOT_STARTED, table, None, None, None, strong or soft, strong, tuple(flags))
        return tuple.__new__(BarringResult, (*told, doubt, long, (), False, False))
    last, clipped = _later(end, table.months)
    if rules.start_counts:
        safe = last = last if clipped else last - _DAY
    else:
        safe = last - rules.margin
    strong_day = strong.day if strong is not None else None
    soft_day = soft.day if soft is not None else None
    status = _row(last, safe, strong_day, soft_day, as_of)
    deciding = strong
    if status is _RUNNING:
        deciding = soft
        if soft is not None:
            flags.append("soft_discovery")
        if as_of > safe:
            flags.append("last_day_only")
    elif status is _DISPUTED:
        deciding = soft
    if last in (as_of, strong_day, soft_day):
        doubt = True
    # Called as a class, a named tuple would take three times as long.
    row = (status, table, end, last, safe, deciding, strong, tuple(flags), doubt, long)
    return tuple.__new__(BarringResult, (*row, (), False, False))


def pending(event: Discovery, as_of: date) -> bool:
    """Tell whether nobody knows yet, on *as_of*, if what was reported is true."""
    return event.verified is None or (event.verified_on is not None and event.verified_on > as_of)


def _as_far_as_verified(
    event: Discovery, strength: int, as_of: date, rules: LimitationRules
) -> int:
    """Return the strength of a report of which it is known, or not yet, whether it is true."""
    if not rules.codes[event.code].report:
        return strength
    if pending(event, as_of):
        return 1
    return strength if event.verified else 0


# -- chains of acts


def _judge_chain(
    conduct: Conduct, events: tuple[Discovery, ...], as_of: date, rules: LimitationRules
) -> BarringResult:
    """Judge consecutive acts: the last chain of them decides, what lies before it is told apart."""
    end = conduct.end
    if end is None or end > as_of:
        return _judge_one(conduct, conduct.start, None, conduct.start, events, as_of, rules)
    chains = _chains(conduct, events, rules)
    parts: list[ConductPart] = []
    found = None
    early = False
    for chain in chains:
        found, apart = _judge_acts(conduct, chain, events, as_of, rules)
        parts += apart
        early = early or bool(apart)
        if chain is not chains[-1]:
            parts.append(_part(chain, found))
    assert found is not None  # noqa: S101 -- there is always a last chain
    flags = {*found.flags}
    if all(one.day >= conduct.start or one.day > as_of for one in events):
        # what lies before the last chain may well lie in an earlier one
        flags.discard("event_before_conduct")
    if early:
        flags.add("earlier_acts_discovered")
    if any(part.status is _EXPIRED for part in parts):
        flags.add("earlier_acts_expired")
    return found._replace(
        parts=tuple(parts), flags=tuple(flags), doubt=True, gap=len(chains) > 1, early=early
    )


def _chains(
    conduct: Conduct, events: tuple[Discovery, ...], rules: LimitationRules
) -> list[tuple[date, ...]]:
    """Split the acts where a gap is longer than the period.

    Where their days are not known there is no gap, and whoever found one found the last of them.
    """
    acts = conduct.acts
    if not acts:
        assert conduct.end is not None  # noqa: S101 -- asked only of conduct that ended
        found = {one.day for one in events if conduct.start <= one.day < conduct.end}
        return [tuple(sorted({conduct.start, *found, conduct.end}))]
    if rules.answers["consecutive_max_gap"] == "none":
        return [acts]
    chains = [[acts[0]]]
    for before, act in pairwise(acts):
        if act > _later(before, _period(conduct, before, rules)[0].months)[0]:
            chains.append([])
        chains[-1].append(act)
    return [tuple(chain) for chain in chains]


def _judge_acts(
    conduct: Conduct,
    chain: tuple[date, ...],
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
) -> tuple[BarringResult, list[ConductPart]]:
    """Judge one chain; where only an earlier event is there, the acts up to it stand apart."""
    start, end = chain[0], chain[-1]
    if rules.answers["late_act_after_discovery"] == "whole-chain":
        return _judge_one(conduct, start, end, start, events, as_of, rules), []
    found = _judge_one(conduct, start, end, end, events, as_of, rules)
    if found.status is _PRESERVED or len(chain) == 1:
        return found, []
    before = [act for act in chain if act < end]
    inside = tuple(event for event in events if start <= event.day < end)
    apart = _judge_one(conduct, start, before[-1], start, inside, end - _DAY, rules)
    if apart.deciding is None or apart.status is not _PRESERVED:
        return found, []
    reached = tuple(act for act in before if act <= apart.deciding.day)
    own = _judge_one(conduct, start, reached[-1], start, inside, end - _DAY, rules)
    return found, [_part(reached, own)]


def _part(acts: tuple[date, ...], found: BarringResult) -> ConductPart:
    assert found.last is not None  # noqa: S101 -- acts that are over have a last day
    return ConductPart(
        first=acts[0],
        last=acts[-1],
        status=found.status,
        last_day=found.last,
        deciding=found.deciding,
    )
