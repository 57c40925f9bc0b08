"""May this case take this event on this day?  Asked before the event is recorded.

The answer is the difference of two replays on the day of the event: what the audit finds with it
and does not find without it.  An act that is only late is allowed, and is a breach: the agency must
still decide on day 91.  Every other breach is a refusal.  What turns on a disputed reading, on a
fact not recorded or on a notice to come is a warning, and so is a right that has lapsed.

Where the event comes after everything recorded, the replay goes on from where it stands; only an
event put in before others makes two replays necessary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

import attrs

from enforcecal.cases.checks.check import Reads
from enforcecal.cases.checks.table import CHECKS, find_as_it_stands
from enforcecal.cases.checks.words import event_words
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.apply import advance
from enforcecal.cases.replay.engine import replay, result_of, resume_states
from enforcecal.cases.replay.events import CaseLog, Event, in_order
from enforcecal.cases.replay.run import ClockRun, Fault, Run, concern
from enforcecal.cases.replay.state import ReplayState
from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.law.facts import known_facts
from enforcecal.law.procedures import Procedure, Region
from enforcecal.plain import plain_fields
from enforcecal.texts import Lang, Text, Worded

__all__ = ["Allowed", "Permission", "validate"]


class Allowed(Worded):
    """Whether an event may be taken."""

    YES = "yes", "lawful", "可以办理"
    """It breaks no rule."""
    LATE = "late", "late, but still to be done", "已逾期，仍应办理"
    """Its last day is over; the act must still be done, and is a breach."""
    NO = "no", "not lawful", "不得办理"
    """It is against the law as the case stands."""


_Item = TypeVar("_Item")

_STILL_TO_DO: Final = frozenset({"late", "overdue", "held-too-long"})
"""What a breach is called that does not make the act itself unlawful."""


@attrs.frozen(kw_only=True, repr=False)
class Permission:
    """Whether a case may take an event on its day, and why."""

    case: str
    procedure: str
    """The id of the procedure the case stands in."""
    event: Event
    allowed: Allowed
    refusals: tuple[Finding, ...] = ()
    """Why it is not lawful, each with its article."""
    breaches: tuple[Finding, ...] = ()
    """What is late about it."""
    warnings: tuple[Finding, ...] = ()
    """What is in doubt, was not recorded, or has lapsed; none of it forbids the act."""

    def __repr__(self) -> str:
        found = "".join(
            f", {name}={[one.code for one in some[:5]]!r}{'...' if len(some) > 5 else ''}"
            for name, some in (
                ("refusals", self.refusals),
                ("breaches", self.breaches),
                ("warnings", self.warnings),
            )
            if some
        )
        return (
            f"Permission(case={self.case!r}, event={self.event.name!r}, day={self.event.day}, "
            f"allowed={self.allowed.value!r}{found})"
        )

    def __bool__(self) -> bool:
        raise ArgumentTypeError(
            "a Permission is neither true nor false; ask whether its allowed is Allowed.YES"
        )

    def explain(self, lang: Lang = "en") -> str:
        """Return the answer and every reason as lines."""
        zh = lang == "zh"
        lines = [f"{self.event.day} {self.allowed.text.say(lang)}"]
        for heads, found in (
            (("refused", "不予办理"), self.refusals),
            (("breach", "逾期"), self.breaches),
            (("warning", "提示"), self.warnings),
        ):
            for one in found:
                article = one.article.say(lang)
                if zh:
                    said = f"{heads[1]}：{one.message.zh}" + (f"（{article}）" if article else "")
                else:
                    said = f"{heads[0]}: {one.message.en}" + (f" [{article}]" if article else "")
                lines.append(f"  {said}")
        return "\n".join(lines)

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the answer as plain values for JSON."""
        return {
            "case": self.case,
            "procedure": self.procedure,
            "event": self.event.name,
            "day": self.event.day.isoformat(),
            "of": dict(self.event.of),
            "allowed": self.allowed.value,
            "answer": self.allowed.text.say(lang),
            **plain_fields(self, lang, "refusals breaches warnings"),
        }


def validate(
    case: Run | CaseLog,
    event: Event,
    *,
    procedure: Procedure | None = None,
    known_on: date | None = None,
) -> Permission:
    """Tell whether *case* may take *event* on the day of the event, as the case stands that day.

    *case* is a `Run`, of whatever day, or a log with its *procedure*.  What the log has after the
    day of the event plays no part.  Raises `UnknownNameError` for an event or a fact the procedure
    has no name for, and for a fact that is not of its kind as `replay` does.
    """
    if not isinstance(event, Event):
        raise ArgumentTypeError(f"event={event!r} must be an Event: what is to happen, and its day")
    if isinstance(case, Run):
        if procedure is not None or known_on is not None:
            raise ArgumentError("procedure and known_on are for a log; a Run has its own")
        run = case
    elif isinstance(case, CaseLog) and isinstance(procedure, Procedure):
        run = replay(case, procedure, as_of=event.day, known_on=known_on)
    else:
        raise ArgumentTypeError(
            f"case={type(case).__name__} must be a Run, or a CaseLog with its procedure"
        )
    if not any(event.name in one.events for one in run.procedures):
        names = [name for one in run.procedures for name in one.events]
        raise UnknownNameError("event", event.name, names)
    event = event.typed(known_facts(run.procedure))
    with_it, found = _going_on(run, event) or _twice(run, event)
    refusals, breaches, warnings = [], [], []
    for one in _proposed(with_it, found):
        if one.severity is not Severity.BREACH:
            warnings.append(one)
        elif one.code in _STILL_TO_DO:
            breaches.append(one)
        else:
            refusals.append(one)
    allowed = Allowed.NO if refusals else Allowed.LATE if breaches else Allowed.YES
    return Permission(
        case=run.log.case,
        procedure=run.procedures[-1].id,
        event=event,
        allowed=allowed,
        refusals=tuple(refusals),
        breaches=tuple(breaches),
        warnings=tuple(warnings),
    )


# -- two whole replays


def _twice(run: Run, event: Event) -> tuple[Run, list[Finding]]:
    """Return the run with *event*, and what it finds that the run without does not."""
    known = attrs.evolve(event, recorded=None)
    before, after = (
        replay(
            log,
            run.procedure,
            as_of=event.day,
            known_on=run.known_on,
            coverage=run.coverage,
        )
        for log in (run.log, run.log.with_events(known))
    )
    found = _gained(find_as_it_stands(before), find_as_it_stands(after))
    return after, [*found, *_on_a_disputed_day(before, before.clocks, event)]


def _gained(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return what is in *after* and not in *before*; that the words differ does not count."""
    had = Counter(map(_name_of, before))
    new = []
    for finding in after:
        name = _name_of(finding)
        if had[name]:
            had[name] -= 1
        else:
            new.append(finding)
    return new


def _name_of(one: Finding) -> tuple[object, ...]:
    # a fact is told once, whatever turns on it
    rule = "" if one.code == "not-recorded" else one.rule
    return one.code, one.severity, one.event, one.day, rule, one.of


# -- going on from where the replay stands


def _going_on(run: Run, event: Event) -> tuple[Run, list[Finding]] | None:
    """Return the same where *event* comes last, by going on from there; None where it does not.

    Of the two runs only what the event changes is looked at: each check says what it reads.
    """
    states = resume_states(run)
    if not states or not _comes_last(run, states[0], event):
        return None
    if any(state.would_rewrite(event) for state in states):
        return None
    today = event.day.toordinal()
    before = advance(states, None, today)
    after = advance(states, event, today)
    if len(states) == 1 and after.clocks.doubtful:
        return None
    without, with_it = (
        result_of(state, run.log, run.procedure, event.day, (), run.coverage)
        for state in (before, after)
    )
    changed = {
        Reads.CLOCKS: (
            _unlike(before, without, after),
            _unlike(after, with_it, before),
        ),
        Reads.FAULTS: _but_for(without.faults, with_it.faults),
        Reads.STEPS: _but_for(without.steps, with_it.steps),
        Reads.RUN: ((without,), (with_it,)),
    }
    found: list[Finding] = []
    for check in CHECKS:
        had, has = changed[check.reads]
        if has:
            found += _gained(check(without, had), check(with_it, has))
    if event.name in before.plan.effects and before.plan.effects[event.name].extends:
        found += _on_a_disputed_day(without, without.clocks, event)
    return with_it, found


def _unlike(one: ReplayState, run: Run, other: ReplayState) -> list[ClockRun]:
    """Return the clocks of *run* that *one* does not share with *other*: the others are over."""
    shared = {id(clock) for clock in other.clocks}
    return [
        snapshot
        for clock, snapshot in zip(one.clocks, run.clocks, strict=True)
        if id(clock) not in shared
    ]


def _but_for(
    before: Sequence[_Item], after: Sequence[_Item]
) -> tuple[Sequence[_Item], Sequence[_Item]]:
    """Return what is in only one of two sequences that begin alike, on each side."""
    same = 0
    for one, other in zip(before, after, strict=False):
        if one is not other and one != other:
            break
        same += 1
    return before[same:], after[same:]


def _comes_last(run: Run, state: ReplayState, event: Event) -> bool:
    day = event.day
    if any(one.day <= day for one in run.planned):
        return False
    events = state.events
    if not events or events[-1].day < day:
        return True
    if events[-1].day > day:
        return False
    return in_order([*(one for one in events if one.day == day), event])[-1] is event


def _on_a_disputed_day(run: Run, clocks: Iterable[ClockRun], event: Event) -> Iterator[Finding]:
    """Warn of an extension that is in time by the due day, and too late on another reading."""
    for clock in clocks:
        due, low = clock.due, clock.earliest
        if due is None or low is None or not low < event.day <= due:
            continue
        for rule in clock.limit.limit.extend:
            if rule.event == event.name and concern(clock.of, event.of):
                name = event_words(run.procedures[-1], event.name)
                yield Finding(
                    case=run.log.case,
                    code="extension-invalid",
                    severity=Severity.REVIEW,
                    event=event.name,
                    day=event.day,
                    due=low,
                    rule=rule.id,
                    of=clock.of,
                    certainty=clock.certainty,
                    article=clock.limit.article,
                    message=Text(
                        f"{name.en} on {event.day}: in time if the last day is {due}, without "
                        f"effect if it is {low}",
                        f"“{name.zh}”（{event.day}）：届满日如为{due}则有效，如为{low}则已逾期、无效",
                    ),
                )


# -- in legal terms


def _proposed(run: Run, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Word what is found for an act that is still to come."""
    procedures = {procedure.id for procedure in run.procedures}
    for finding in findings:
        if finding.code == "unlawful-step" and finding.rule in procedures:
            yield _out_of_place(run, finding)
        elif finding.code == "too-early":
            words = finding.message
            en = words.en.replace(" was too early:", " would be too early:")
            yield attrs.evolve(finding, message=Text(en, words.zh))
        else:
            yield finding


def _out_of_place(run: Run, finding: Finding) -> Finding:
    """Say of a step out of place since when what stands against it, and where it belongs."""
    fault = next(
        fault
        for fault in run.faults
        if fault.region
        and fault.code == "unlawful-step"
        and _same_event(run.steps[fault.step].event, finding)
    )
    procedure = run.procedure_at(fault.step)
    name = run.steps[fault.step].event.name
    region = next(one for one in procedure.regions if one.id == fault.region)
    act, said = event_words(procedure, name), _state(region, fault.state)
    since = _since(run, fault)
    places = [
        _state(region, source)
        for source in dict.fromkeys(
            source for step in region.steps if step.event == name for source in step.sources
        )
    ]
    en = f"{act.en} on {finding.day}: "
    zh = f"“{act.zh}”（{finding.day}）："
    if since is None:
        en += f"nothing has happened yet that leads to it (it stands at {said.en})"
        zh += f"尚处于“{said.zh}”阶段"
    else:
        cause = event_words(procedure, since.name)
        en += f"since '{cause.en}' on {since.day} it stands at {said.en}"
        zh += f"自{since.day}“{cause.zh}”起已处于“{said.zh}”阶段"
    en += f"; its place is at {' or '.join(one.en for one in places)}"
    zh += f"，依法定顺序应在{'、'.join(f'“{one.zh}”' for one in places)}阶段进行"
    rule, article = _on(run, name) or (finding.rule, finding.article)
    return attrs.evolve(finding, message=Text(en, zh), rule=rule, article=article)


def _same_event(event: Event, finding: Finding) -> bool:
    return (event.name, event.day, event.of) == (finding.event, finding.day, finding.of)


def _since(run: Run, fault: Fault) -> Event | None:
    """Return the event that brought the region to the state it is in."""
    for step in reversed(run.steps[: fault.step]):
        for move in step.moves:
            if (move.region, move.target) == (fault.region, fault.state) and (
                move.source != move.target
            ):
                return step.event
    return None


def _on(run: Run, name: str) -> tuple[str, Text] | None:
    """Return the rule, and its article, of a clock of the case that the event answers or starts."""
    for clock in reversed(run.clocks):
        if name in clock.limit.limit.end:
            return clock.limit.id, clock.limit.article
    for clock in reversed(run.clocks):
        if name in clock.limit.limit.start:
            return clock.limit.id, clock.limit.article
    return None


def _state(region: Region, state: str) -> Text:
    zh = region.names.get(state, state)
    if region.id == "main":
        return Text(f"'{state.replace('_', ' ')}'", zh)
    name = Text(region.en or region.id.replace("_", " "), region.zh or region.id)
    return Text(f"'{state.replace('_', ' ')}' ({name.en})", f"{name.zh}：{zh}")
