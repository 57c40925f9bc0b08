"""What a change moves: the open cases of a table under two views of the law, compared.

A new holiday notice, an amended law, a corrected pack, another reading: each makes one procedure
out of another (`enforcecal.law.alternatives`, or an overlay), and every open case is replayed under
both.  Told are the last days that move, from which day to which, and who must be told; nothing is
judged here that `enforcecal.cases.audit` judges, and a case that is finished is left in peace.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Key, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import Bound, Kind
from enforcecal.plain import plain_fields
from enforcecal.texts import Lang, Text, Worded

__all__ = ["ClockImpact", "Impact", "ImpactCause", "ImpactKind", "Tell", "causes", "impact"]


class ImpactKind(Worded):
    """What became of a last day."""

    LATER = "later", "later", "推后"
    EARLIER = "earlier", "earlier", "提前"
    RANGE = "range", "same day, another range", "日期不变，范围变化"
    """The day stays, but not how far it can still move, or how sure it is."""
    NEW = "new", "new", "新增"
    """There was no such limit, or no day for it."""
    GONE = "gone", "gone", "不再适用"
    """There is no such limit any more, or no day for it."""
    NOW_LATE = "now-late", "done in time, now late", "原按期，现为逾期"
    """What was done in time would have been late."""
    NOW_IN_TIME = "now-in-time", "done late, now in time", "原逾期，现为按期"
    """What was done late would have been in time."""


class ImpactCause(Worded):
    """Where a move comes from."""

    CALENDAR = "calendar", "another calendar", "日历变化"
    LAW = "law", "another rule governs", "适用规定变化"
    """Another rule governs, such as that of another edition."""
    RULE = "rule", "the rule reads otherwise", "规定内容变化"
    """The rule itself reads otherwise: its length, its counting, its pauses."""
    BEFORE = "before", "what it counts from has moved", "起算日变化"
    """What it counts from has moved."""


class Tell(Worded):
    """Who must be told."""

    OFFICER = "officer", "officer", "承办人"
    """承办人: whoever handles the case."""
    HEAD = "head", "head", "负责人"
    """负责人: the last day is over already, or an act turned out late."""
    PARTY = "party", "party", "当事人"
    """当事人: the right, the duty, the wait or the measure is theirs."""
    OTHER = "other", "other body", "其他机关"
    """Another body that the limit binds."""


@attrs.frozen(kw_only=True)
class ClockImpact:
    """One last day of one open case that a change moves."""

    case: str
    change: ImpactKind
    reason: ImpactCause
    rule: str
    """The limit as it is now; where it is gone, as it was."""
    rule_before: str
    """The limit as it was; empty where it is new."""
    name: Text
    article: Text
    of: Key = ()
    start: date
    before: date | None
    after: date | None
    range_before: tuple[date | None, date | None] = (None, None)
    """The earliest and the latest day, each None without a bound."""
    range_after: tuple[date | None, date | None] = (None, None)
    certainty: Certainty
    """How sure the day is now; where it is gone, how sure it was."""
    wait: bool = False
    """Whether it is the end of a wait: acts are lawful from then on, rather than due by then."""
    overdue: bool = False
    """Whether the last day is over already on the day of the comparison."""
    tell: tuple[Tell, ...]
    parties: tuple[str, ...] = ()

    @property
    def days(self) -> int | None:
        """How many calendar days later, negative for earlier; None without two days."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the move as plain values for JSON."""
        names = (
            "case change reason rule rule_before name article of start before after days "
            "range_before range_after certainty wait overdue tell parties"
        )
        return plain_fields(self, lang, names) | {"of": dict(self.of)}


@attrs.frozen(kw_only=True)
class Impact:
    """Every move in a table of cases."""

    before: Procedure
    after: Procedure
    as_of: date
    cases: int
    open_cases: int
    moves: tuple[ClockImpact, ...]

    @property
    def causes(self) -> tuple[Text, ...]:
        """What differs between the two views of the law."""
        return causes(self.before, self.after)

    @property
    def cases_moved(self) -> int:
        """How many cases have a move at least."""
        return len({move.case for move in self.moves})

    @property
    def by_change(self) -> dict[str, int]:
        """How many moves there are of each kind, most first."""
        return dict(Counter(move.change.value for move in self.moves).most_common())

    def to_tell(self, who: Tell) -> tuple[ClockImpact, ...]:
        """Return the moves of which *who* must be told."""
        return tuple(move for move in self.moves if who in move.tell)


def impact(
    logs: Iterable[CaseLog],
    before: Procedure,
    after: Procedure,
    *,
    as_of: date,
    progress: Callable[[int], None] | None = None,
) -> Impact:
    """Return what moves in the open cases of *logs* when *after* takes the place of *before*.

    A case is open on *as_of* unless it is finished, and owes nothing, by both views of the law.
    The events and facts are the same under both; only the law and the calendar differ.
    """
    for name, one in (("before", before), ("after", after)):
        if not isinstance(one, Procedure):
            raise ArgumentTypeError(f"{name}={one!r} must be a Procedure")
    moves: list[ClockImpact] = []
    number = still_open = 0
    for log in logs:
        number += 1
        new = replay(log, after, as_of=as_of)
        old = replay(log, before, as_of=as_of)
        if _is_open(old) or _is_open(new):
            still_open += 1
            moves += _moves(old, new)
        if progress is not None and number % 100 == 0:
            progress(number)
    if progress is not None:
        progress(number)
    return Impact(
        before=before,
        after=after,
        as_of=as_of,
        cases=number,
        open_cases=still_open,
        moves=tuple(moves),
    )


# --- one case ------------------------------------------------------------------------------------

_ALIVE: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})
_JUDGED: Final = frozenset({Kind.ACT_WITHIN, Kind.RIGHT_LAPSES, Kind.MEASURE_ENDS})


def _is_open(run: Run) -> bool:
    """Tell whether something can still happen: no end is reached, or an act is still owed."""
    return not run.finished or any(
        clock.status in _ALIVE and clock.limit.limit.kind is Kind.ACT_WITHIN for clock in run.clocks
    )


def _moves(old: Run, new: Run) -> Iterator[ClockImpact]:
    for was, now in _pairs(old.clocks, new.clocks):
        if was is not None and now is not None:
            change = _change(was, now)
        elif now is not None:
            change = ImpactKind.NEW if now.status in _ALIVE else None
        else:
            change = ImpactKind.GONE if was is not None and was.status in _ALIVE else None
        if change is not None:
            yield _move(new, was, now, change)


def _pairs(
    old: Iterable[ClockRun], new: Iterable[ClockRun]
) -> Iterator[tuple[ClockRun | None, ClockRun | None]]:
    """Pair the clocks of two runs: by rule first, then those left over by what they regulate."""
    left: list[ClockRun] = []
    known: dict[object, list[ClockRun]] = defaultdict(list)
    for clock in old:
        known[clock.limit.id, clock.limit.limit.scope, clock.of].append(clock)
    for clock in new:
        same = known.get((clock.limit.id, clock.limit.limit.scope, clock.of))
        if same:
            yield same.pop(0), clock
        else:
            left.append(clock)
    rest: dict[object, list[ClockRun]] = defaultdict(list)
    for clocks in known.values():
        for clock in clocks:
            rest[clock.limit.limit.matter, clock.limit.limit.scope, clock.of].append(clock)
    for clock in left:
        same = rest.get((clock.limit.limit.matter, clock.limit.limit.scope, clock.of))
        yield (same.pop(0) if same else None), clock
    for clocks in rest.values():
        for clock in clocks:
            yield clock, None


def _change(was: ClockRun, now: ClockRun) -> ImpactKind | None:
    if was.status not in _ALIVE and now.status not in _ALIVE:
        return _judged(was, now)
    if was.status not in _ALIVE:
        return ImpactKind.NEW
    if now.status not in _ALIVE:
        return ImpactKind.GONE
    before, after = _told(was), _told(now)
    if before == after:
        same = (was.earliest, was.latest, was.missing) == (now.earliest, now.latest, now.missing)
        return None if same else ImpactKind.RANGE
    if before is None:
        return ImpactKind.NEW
    if after is None:
        return ImpactKind.GONE
    return ImpactKind.LATER if after > before else ImpactKind.EARLIER


def _judged(was: ClockRun, now: ClockRun) -> ImpactKind | None:
    late = [_late(one) for one in (was, now)]
    if None in late or late[0] == late[1]:
        return None
    return ImpactKind.NOW_LATE if late[1] else ImpactKind.NOW_IN_TIME


def _late(clock: ClockRun) -> bool | None:
    """Return whether what ended *clock* came late; None where nothing did, or nobody can say."""
    if clock.status is not ClockStatus.ENDED or clock.limit.limit.kind not in _JUDGED:
        return None
    if clock.ended_on is None or clock.due is None:
        return None
    return clock.ended_on > clock.due


def _told(clock: ClockRun) -> date | None:
    """Return the day people go by: the last one, or for a wait the first lawful one."""
    return (
        clock.opens
        if clock.limit.limit.kind is Kind.WAIT_AT_LEAST and clock.opens is not None
        else clock.due
    )


def _move(run: Run, was: ClockRun | None, now: ClockRun | None, change: ImpactKind) -> ClockImpact:
    clock = now if now is not None and change is not ImpactKind.GONE else was
    assert clock is not None  # noqa: S101 -- a move has a clock on one side at least
    limit, deadline = clock.limit.limit, clock.deadline
    over = (
        change is not ImpactKind.GONE and clock.status in _ALIVE and deadline.is_overdue(run.as_of)
    )
    tell = list(_whom(limit.kind, limit.bound))
    if (
        limit.bound is Bound.AGENCY
        and limit.kind is not Kind.WAIT_AT_LEAST
        and (over or change is ImpactKind.NOW_LATE)
    ):
        tell.insert(1, Tell.HEAD)
    return ClockImpact(
        case=run.log.case,
        change=change,
        reason=_reason(was, now),
        rule=clock.limit.id,
        rule_before="" if was is None else was.limit.id,
        name=Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter),
        article=clock.limit.article,
        of=clock.of,
        start=clock.start,
        before=None if was is None or change is ImpactKind.NEW else _told(was),
        after=None if now is None or change is ImpactKind.GONE else _told(now),
        range_before=(None, None) if was is None else (was.earliest, was.latest),
        range_after=(None, None) if now is None else (now.earliest, now.latest),
        certainty=clock.certainty,
        wait=limit.kind is Kind.WAIT_AT_LEAST,
        overdue=over,
        tell=tuple(tell),
        parties=_parties(run, clock) if Tell.PARTY in tell else (),
    )


def _whom(kind: Kind, bound: Bound) -> tuple[Tell, ...]:
    if bound is Bound.OTHER and kind is not Kind.MEASURE_ENDS:
        return Tell.OFFICER, Tell.OTHER
    if bound is Bound.PARTY or kind is not Kind.ACT_WITHIN:
        return Tell.OFFICER, Tell.PARTY
    return (Tell.OFFICER,)


def _reason(was: ClockRun | None, now: ClockRun | None) -> ImpactCause:
    if was is None or now is None or was.limit.id != now.limit.id:
        return ImpactCause.LAW
    if was.start != now.start or was.before != now.before:
        return ImpactCause.BEFORE
    if (was.limit.limit, was.limit.counting, was.countings) != (
        now.limit.limit,
        now.limit.counting,
        now.countings,
    ):
        return ImpactCause.RULE
    return ImpactCause.CALENDAR


def _parties(run: Run, clock: ClockRun) -> tuple[str, ...]:
    named = tuple(value for dim, value in clock.of if dim == "party")
    if named:
        return named
    given = dict(run.log.facts).get("parties")
    if isinstance(given, tuple):
        return given
    about = (event.about("party") for event in run.log.events)
    return tuple(dict.fromkeys(name for name in about if name))


# --- what differs --------------------------------------------------------------------------------


def causes(before: Procedure, after: Procedure) -> tuple[Text, ...]:
    """Return what differs between two views of a procedure: notices, editions, packs, readings."""
    return (
        *_notices(before, after),
        *_editions(before, after),
        *_packs(before, after),
        *_readings(before, after),
    )


def _notices(before: Procedure, after: Procedure) -> Iterator[Text]:
    old, new = before.calendar, after.calendar
    if old is None or new is None or old == new:
        return
    yield Text(f"calendar {old.edition} -> {new.edition}", f"日历：{old.edition} → {new.edition}")
    for notice in new.notices:
        if notice not in old.notices:
            day = Text(
                f", published {notice.published}" if notice.published else "",
                f"，{notice.published}公布" if notice.published else "",
            )
            yield Text(f"notice {notice.id} is new{day.en}", f"新增放假通知{notice.id}{day.zh}")
    for notice in old.notices:
        if notice not in new.notices:
            yield Text(f"notice {notice.id} is gone", f"不再有放假通知{notice.id}")


def _editions(before: Procedure, after: Procedure) -> Iterator[Text]:
    for name, law in after.laws.items():
        if name not in before.laws:
            since = Text(
                f", in force from {law.in_force_from}" if law.in_force_from else "",
                f"，{law.in_force_from}起施行" if law.in_force_from else "",
            )
            yield Text(f"{law.en or name} is new{since.en}", f"新增《{law.zh or name}》{since.zh}")
    for name, law in before.laws.items():
        if name not in after.laws:
            yield Text(f"{law.en or name} is gone", f"不再有《{law.zh or name}》")


def _packs(before: Procedure, after: Procedure) -> Iterator[Text]:
    for name, digest in after.digests.items():
        was = before.digests.get(name)
        if was is not None and was != digest:
            yield Text(f"pack {name}: {was} -> {digest}", f"规则包{name}：{was} → {digest}")
        elif was is None and name not in after.laws:
            yield Text(f"pack {name} ({digest}) is new", f"新增规则包{name}（{digest}）")


def _readings(before: Procedure, after: Procedure) -> Iterator[Text]:
    if before.digests != after.digests:
        return
    old = {**before.countings, **{limit.id: limit for limit in before.limits}}
    new = {**after.countings, **{limit.id: limit for limit in after.limits}}
    for name in sorted(new):
        if name in old and old[name] != new[name]:
            yield Text(f"{name} is read otherwise", f"{name} 按另一种理解")
