"""What a completion of the record may add to it, and how far that moves a clock.

A completion agrees with what the source has a place for, and may add what it has none for, or what
stood there and was not understood.  Nobody enumerates them: each gap widens the clock it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import attrs

from enforcecal.cases.checks.words import event_words, join, listed
from enforcecal.cases.replay.coverage import Unread
from enforcecal.cases.replay.run import ClockRun, Fault, Run, concern
from enforcecal.dates.clocks import Extension
from enforcecal.dates.deadlines import reckon
from enforcecal.law.procedures import Procedure, Region
from enforcecal.law.rules import ExtensionRule, PauseRule
from enforcecal.texts import Text

__all__ = ["Gaps", "gaps_of_open", "gaps_of_timed", "gaps_of_wait", "may_happen", "way_unseen"]


def may_happen(run: Run, event: str) -> bool:
    """Tell whether the source of *run* has no place for *event*, so that it may have happened."""
    return run.recordable is not None and event not in run.recordable


@attrs.frozen(kw_only=True)
class Gaps:
    """What may be missing from the record of one clock; false where nothing may."""

    extensions: tuple[ExtensionRule, ...] = ()
    """Extensions the source has no place for."""
    pauses: tuple[PauseRule, ...] = ()
    """Pauses it has no place for, and that nothing ends by itself."""
    ended: tuple[PauseRule, ...] = ()
    """Pauses it has no place for, which a period ends by itself."""
    acts: tuple[str, ...] = ()
    """Acts it has no place for, and that may have ended the clock before."""
    unread: tuple[Unread, ...] = ()
    """Words of the case that nobody understood."""
    latest: date | None = None
    """The latest last day with every extension there may have been; None without a bound."""

    def __bool__(self) -> bool:
        return bool(self.extensions or self.pauses or self.ended or self.acts or self.unread)

    def excuse(self, day: date) -> bool:
        """Tell whether an act on *day* may be in time all the same."""
        if self.pauses or self.acts or self.unread:
            return True
        longer = self.extensions or self.ended
        return bool(longer) and (self.latest is None or day <= self.latest)

    @property
    def names(self) -> tuple[str, ...]:
        """The words it turns on: events, and what was not understood."""
        return (
            *(rule.event for rule in self.extensions),
            *(name for rule in (*self.pauses, *self.ended) for name in rule.begins),
            *self.acts,
            *(one.word for one in self.unread),
        )

    def text(self, procedure: Procedure, day: date) -> Text:
        """Say on what it turns whether an act on *day* is in time."""
        parts = [_unread_words(self.unread)] if self.unread else []
        unseen = [rule.event for rule in self.extensions]
        unseen += [rule.begins[0] for rule in (*self.pauses, *self.ended)]
        unseen += [name for name in self.acts if name not in unseen]
        if unseen:
            named = listed(event_words(procedure, name) for name in dict.fromkeys(unseen))
            parts.append(
                Text(
                    f"; the source has no place for {named.en}, and it turns on that",
                    f"；表中没有{named.zh}等栏目，结论取决于此",
                )
            )
        if self.extensions and self.latest is not None and not self.acts:
            parts.append(
                Text(
                    f" (with every extension the last day would be {self.latest})",
                    f"（如依法延期，届满日最迟为{self.latest}）",
                )
                if self.latest < day
                else Text(
                    f" (in time if it was extended: the last day could be {self.latest})",
                    f"（如依法延期则未逾期，届满日可至{self.latest}）",
                )
            )
        elif self.ended and self.latest is not None and not self.acts:
            parts.append(
                Text(
                    f" (without those days the last day could be {self.latest})",
                    f"（扣除该期间的，届满日可至{self.latest}）",
                )
            )
        if self.pauses and self.latest is not None and self.latest < day:
            short = (day - self.latest).days
            parts.append(
                Text(
                    f" (in time only if {short} days or more did not count)",
                    f"（有{short}日以上依法不计入期限的，方未逾期）",
                )
            )
        return join(*parts)


def _unread_words(unread: Iterable[Unread]) -> Text:
    words = dict.fromkeys(one.word for one in unread)
    en = ", ".join(map(repr, words))
    zh = "、".join(f"“{word}”" for word in words)
    return Text(
        f"; what the case has under {en} was not understood, and it turns on that",
        f"；本案的{zh}未能识别，结论取决于此",
    )


def _unread_until(run: Run, day: date, since: date | None = None) -> tuple[Unread, ...]:
    return tuple(
        one
        for one in run.unread
        if one.day is None or (one.day <= day and (since is None or one.day >= since))
    )


def gaps_of_timed(run: Run, clock: ClockRun, event: str, day: date) -> Gaps:
    """Return what may excuse that *event* ended, or lifted, *clock* only on *day*."""
    if run.recordable is None and not run.unread:
        return _NONE
    limit = clock.limit.limit
    procedure = run.procedure_at(clock.started_by)
    # what is recorded to have lifted a clock is taken for the first that did
    before = limit.end if event in limit.cancel else (*limit.end, *limit.cancel)
    acts = [
        name
        for name in before
        if name != event and may_happen(run, name) and _may_precede(procedure, name, event)
    ]
    return _gaps(run, clock, day, acts)


def gaps_of_open(run: Run, clock: ClockRun) -> Gaps:
    """Return what may excuse that nothing has ended *clock*."""
    if run.recordable is None and not run.unread:
        return _NONE
    limit = clock.limit.limit
    procedure = run.procedure_at(clock.started_by)
    out_of_place = {fault.step for fault in run.faults if fault.code == "unlawful-step"}
    since = [
        step.event.name
        for place, step in enumerate(run.steps)
        if place > clock.started_by
        and place not in out_of_place
        and not step.made_by
        and step.event.day > clock.start
    ]
    acts = [
        name
        for name in (*limit.end, *limit.cancel)
        if may_happen(run, name) and _has_a_place_among(procedure, name, since)
    ]
    return _gaps(run, clock, run.as_of, acts)


def gaps_of_wait(run: Run, clock: ClockRun, event: str, day: date) -> Gaps:
    """Return what may have ended the wait for *clock* before *event* came on *day*."""
    if run.recordable is None and not run.unread:
        return _NONE
    limit = clock.limit.limit
    procedure = run.procedure_at(clock.started_by)
    acts = tuple(
        name
        for name in (*limit.end, *limit.cancel)
        if may_happen(run, name) and _may_precede(procedure, name, event)
    )
    started = _before_its_start(run, clock)
    return Gaps(acts=(*acts, *started), unread=_unread_until(run, day, clock.start))


def _gaps(run: Run, clock: ClockRun, day: date, acts: Iterable[str]) -> Gaps:
    granted = {extension.rule for extension in clock.extensions}
    acts = [*acts, *_before_its_start(run, clock)]
    made_by = run.steps[clock.started_by].made_by
    started_unread = _unread_until(run, clock.start) if made_by else ()
    # a pause that began before the clock did stops it as well
    since = None if clock.limit.pauses else clock.start
    extensions = tuple(
        rule
        for rule in clock.limit.limit.extend
        if rule.id not in granted and may_happen(run, rule.event)
    )
    pauses, ended, added = [], [], []
    for pause in clock.limit.pauses.values():
        if any(may_happen(run, name) for name in pause.begins):
            longest = _longest(run.procedure_at(clock.started_by), pause, clock)
            if longest is None:
                pauses.append(pause)
            else:
                ended.append(pause)
                added.append(longest)
    return Gaps(
        extensions=extensions,
        pauses=tuple(pauses),
        ended=tuple(ended),
        acts=tuple(dict.fromkeys(acts)),
        unread=tuple(dict.fromkeys((*started_unread, *_unread_until(run, day, since)))),
        latest=_latest(clock, extensions, added),
    )


def _before_its_start(run: Run, clock: ClockRun) -> list[str]:
    """Return what may have kept the period from running out that put in the start of *clock*."""
    made_by = run.steps[clock.started_by].made_by
    return [
        name
        for limit in run.procedure_at(clock.started_by).limits
        if limit.id == made_by
        for name in (*limit.end, *limit.cancel)
        if may_happen(run, name)
    ]


def _longest(procedure: Procedure, pause: PauseRule, clock: ClockRun) -> int | None:
    """Return how long *pause* can last, in the unit of *clock*, where a period ends it by itself.

    Each pause counts once: that it happened several times, one after the other, is left aside.
    """
    lengths = [
        limit.length
        for limit in procedure.limits
        if limit.then is not None
        and limit.then.event in pause.ends
        and not set(limit.start).isdisjoint(pause.begins)
        and limit.unit is clock.limit.limit.unit
        and isinstance(limit.length, int)
    ]
    return max(lengths, default=None)


def _latest(
    clock: ClockRun, extensions: Iterable[ExtensionRule], added: Iterable[int]
) -> date | None:
    """Return the latest last day of *clock* with *extensions*, each at its longest."""
    more = [Extension(length=length) for length in added]
    for rule in extensions:
        length = rule.at_most or rule.length
        if not isinstance(length, int):
            return None
        more.append(Extension(length=length, from_rolled=rule.base == "rolled"))
    if not more or clock.before is not None:
        return clock.latest
    return reckon(
        clock.countings,
        clock.limit.calendar,
        clock.start,
        at=clock.at,
        pauses=clock.pauses,
        extensions=[*clock.extensions, *more],
        ways=[
            way._replace(longer=(*way.longer, *(one.longer for one in more))) for way in clock.ways
        ],
    ).latest


_NONE = Gaps()


# -- what can have come before what


@lru_cache(maxsize=4096)
def _may_precede(procedure: Procedure, first: str, then: str) -> bool:
    """Tell whether *then* is lawful after *first*, in every region that knows both."""
    for region in procedure.regions:
        sources = {source for step in region.steps if step.event == then for source in step.sources}
        targets = {
            source if step.target == "=" else step.target
            for step in region.steps
            if step.event == first
            for source in step.sources
        }
        if sources and targets and not any(sources & _reachable(region, one) for one in targets):
            return False
    return True


def _has_a_place_among(procedure: Procedure, name: str, events: Sequence[str]) -> bool:
    """Tell whether *name* may have happened before, among or after *events*."""
    first = [_may_precede(procedure, one, name) for one in events]
    rest = [_may_precede(procedure, name, one) for one in events]
    return any(all(first[:place]) and all(rest[place:]) for place in range(len(events) + 1))


def _reachable(region: Region, state: str) -> set[str]:
    seen, left = {state}, [state]
    while left:
        here = left.pop()
        for step in region.steps:
            if here in step.sources and step.target != "=" and step.target not in seen:
                seen.add(step.target)
                left.append(step.target)
    return seen


def way_unseen(run: Run, fault: Fault) -> Gaps:
    """Return what may have brought a region, unseen, to where the step of *fault* is lawful.

    The region is gone through again with every state it may have been in, whatever happened that
    the source does not show; only if none of them takes the step is it surely out of place.  A word
    that nobody understood may be any step, also one that was out of place itself.
    """
    event = run.steps[fault.step].event
    unread = _unread_until(run, event.day)
    if run.recordable is None and not unread:
        return _NONE
    region = next(one for one in run.procedure_at(fault.step).regions if one.id == fault.region)
    key = tuple(pair for pair in event.of if pair[0] in region.per)
    stage = run.steps[fault.step].stage
    # into a procedure that another one led to, it may have come by any way
    states = {region.initial} if stage == 0 else set(region.states)
    for place, step in enumerate(run.steps[: fault.step + 1]):
        name = step.event.name
        if step.stage != stage or not concern(step.event.of, key):
            continue
        if name not in {one.event for one in region.steps}:
            continue
        states = _unseen_from(run, region, states)
        taken = {
            here if one.target == "=" else one.target
            for one in region.steps
            if one.event == name
            for here in states.intersection(one.sources)
        }
        if place == fault.step and not (unread or taken or any("/" in here for here in states)):
            return _NONE
        targets = {one.target for one in region.steps if one.event == name}
        if step.made_by and step.made_by != "derived":
            states = states | taken  # with what is unseen it may not have come to that
        else:
            states = taken or (targets if len(targets) == 1 and targets != {"="} else states)
    unseen = [one for one in region.steps if may_happen(run, one.event)]
    onward = [one.event for one in unseen if fault.state in one.sources]
    return Gaps(
        acts=tuple(dict.fromkeys(onward or [one.event for one in unseen])),
        unread=unread,
    )


def _unseen_from(run: Run, region: Region, states: set[str]) -> set[str]:
    """Return *states* and those to which what the source does not show may lead."""
    found, left = set(states), [*states]
    while left:
        here = left.pop()
        for step in region.steps:
            if here not in step.sources or step.target in found or step.target == "=":
                continue
            if may_happen(run, step.event):
                found.add(step.target)
                left.append(step.target)
    return found
