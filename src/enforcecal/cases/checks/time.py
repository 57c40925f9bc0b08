"""Did it come in time?  Acts after their last day, acts still owed, acts before they were lawful.

What an agency does is judged by the earliest last day that can be defended, what a party does only
by the latest: an agency is warned, a right ends only when it surely has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from functools import partial
from typing import Final

from enforcecal.cases.checks.check import Check, Reads
from enforcecal.cases.checks.words import (
    NOTHING,
    act_words,
    days_words,
    done_words,
    doubt_words,
    event_words,
    join,
    limit_words,
)
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Fault, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Unit
from enforcecal.law.rules import Bound, Kind
from enforcecal.texts import Text

__all__ = [
    "HELD_TOO_LONG",
    "LAPSED",
    "LATE",
    "OVERDUE",
    "PLANNED_LATE",
    "PLANNED_TOO_EARLY",
    "TOO_EARLY",
    "has_no_place",
]

_Look = Callable[[Run, ClockRun], Iterator[Finding]]


def _clocks(*looks: _Look) -> Callable[[Run, Sequence[ClockRun]], Iterator[Finding]]:
    """Return what asks each of *looks* of each clock."""

    def find(run: Run, clocks: Sequence[ClockRun]) -> Iterator[Finding]:
        for clock in clocks:
            for look in looks:
                yield from look(run, clock)

    return find


# -- acts after their last day


def _ended(run: Run, clock: ClockRun, *, kind: Kind, code: str) -> Iterator[Finding]:
    """Report the act that ended a *clock* of the *kind* if it came after its last day."""
    limit = clock.limit.limit
    if limit.kind is not kind or clock.status is not ClockStatus.ENDED:
        return
    if clock.ended_by is None or clock.ended_on is None or clock.due is None:
        return
    border = _border(clock, clock.due)
    step = run.steps[clock.ended_by]
    instant = _missed_instant(clock, step.event)
    if clock.ended_on <= border and instant is None:
        return
    if step.made_by and limit.kind is not Kind.ACT_WITHIN:
        return
    act, name = done_words(run, clock.ended_by, clock.of or None), limit_words(clock)
    behind = (clock.ended_on - clock.due).days
    if instant is not None:
        said = Text(
            f"{act.en} at {step.event.time}, after {instant} of the last day {clock.due} "
            f"({name.en})",
            f"{act.zh}逾期：“{name.zh}”于{clock.due} {instant}届满，实际为{step.event.time}",
        )
    elif behind > 0:
        said = Text(
            f"{act.en}, {days_words(behind)} after the last day {clock.due} ({name.en})",
            f"{act.zh}逾期{behind}日：“{name.zh}”的届满日为{clock.due}",
        )
    else:
        said = Text(
            f"{act.en} is in time if the last day is {clock.due}, late if it is {border} "
            f"({name.en})",
            f"{act.zh}：“{name.zh}”的届满日如为{clock.due}则未逾期，如为{border}则已逾期",
        )
    firm = _after_all(clock, clock.ended_on) or instant is not None
    certainty = _certainty(clock, firm=firm)
    refused = _refused_extension(run, clock) if code == "late" else NOTHING
    yield _of_clock(
        run,
        clock,
        code,
        certainty,
        join(said, refused, doubt_words(clock, certainty)),
        step=clock.ended_by,
        day=clock.ended_on,
        event=step.event.name,
    )


def _missed_instant(clock: ClockRun, event: Event) -> time | None:
    """Return the time at which a period of hours ended, if *event* came later that same day."""
    if event.time is None or clock.countings[0].period.unit is not Unit.HOUR:
        return None
    ends = clock.deadline.ends_at
    if ends is None or event.day != ends.date() or event.time <= ends.time():
        return None
    return ends.time()


def _refused_extension(run: Run, clock: ClockRun) -> Text:
    for fault in run.faults:
        if (
            fault.code == "extension-invalid"
            and fault.clock is not None
            and run.clocks[fault.clock] is clock
            and fault.names[0] != "too-long"
        ):
            day = run.steps[fault.step].event.day
            return Text(
                f"; the extension of {day} has no effect",
                f"；{day}的延期无效，不予计入",
            )
    return NOTHING


# -- what is still owed


def _open(run: Run, clock: ClockRun, *, kind: Kind, code: str) -> Iterator[Finding]:
    """Report that what a *clock* of the *kind* asks for is still owed after its last day."""
    due = clock.due
    if clock.limit.limit.kind is not kind or due is None or not _is_over(run, clock):
        return
    if has_no_place(run, clock):
        return
    border = _border(clock, due)
    over = (run.as_of - due).days
    said = limit_words(clock)
    about = ", ".join(value for _, value in clock.of)
    name = Text(
        f"{said.en} ({about})" if about else said.en,
        f"“{said.zh}”（{about}）" if about else f"“{said.zh}”",
    )
    if over > 0:
        said = Text(
            f"{name.en}: nothing recorded by {run.as_of}, {days_words(over)} after the last day "
            f"{clock.due}",
            f"{name.zh}：截至{run.as_of}未见办理记录，届满日为{clock.due}，已超过{over}日",
        )
    else:
        said = Text(
            f"{name.en}: nothing recorded by {run.as_of}; in time if the last day is "
            f"{clock.due}, overdue if it was {border}",
            f"{name.zh}：截至{run.as_of}未见办理记录，届满日如为{clock.due}则未超期，"
            f"如为{border}则已超期",
        )
    certainty = _certainty(clock, firm=_after_all(clock, run.as_of))
    yield _of_clock(
        run,
        clock,
        code,
        certainty,
        join(said, doubt_words(clock, certainty)),
        step=clock.started_by,
    )


def _border(clock: ClockRun, due: date) -> date:
    """Return the last day by which *clock* is judged."""
    # an agency is warned by the earliest day; a party's right ends only after the due day
    if clock.limit.limit.bound is Bound.AGENCY and clock.earliest is not None:
        return min(due, clock.earliest)
    return due


def _is_over(run: Run, clock: ClockRun) -> bool:
    """Tell whether something is still owed on *clock* although its last day is over."""
    limit = clock.limit.limit
    if clock.ended_on is not None or clock.status not in _STILL_OPEN or clock.due is None:
        return False
    if limit.then is not None and limit.then.counts_from == "start":
        return False  # silence counts as the act itself, so nothing is owed any more
    if limit.kind is not Kind.ACT_WITHIN and not (limit.kind is Kind.MEASURE_ENDS and limit.end):
        return False
    return _border(clock, clock.due) < run.as_of


def has_no_place(run: Run, clock: ClockRun) -> bool:
    """Tell whether the source has no place for any act that would end a *clock* that is over."""
    ends = clock.limit.limit.end
    return (
        run.recordable is not None
        and bool(ends)
        and run.recordable.isdisjoint(ends)
        and _is_over(run, clock)
    )


_STILL_OPEN: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})


def _certainty(clock: ClockRun, *, firm: bool) -> Certainty:
    """Return how sure a judgement on *clock* is that is *firm* over the whole of its range."""
    if clock.unbounded:
        return Certainty.UNKNOWN
    found = Certainty.FIRM if firm else clock.deadline.certainty
    # a rule nobody could check against its official text is never a sure breach
    return found.worst(Certainty.DISPUTED) if clock.limit.unverified else found


def _of_clock(
    run: Run,
    clock: ClockRun,
    code: str,
    certainty: Certainty,
    message: Text,
    *,
    step: int,
    day: date | None = None,
    event: str = "",
    due: date | None = None,
) -> Finding:
    limit = clock.limit.limit
    # what an act must wait for binds whoever acts; a party's default is none of the agency's doing
    if code in _DEFAULTS and (limit.kind is Kind.RIGHT_LAPSES or limit.bound is not Bound.AGENCY):
        severity = Severity.NOTE
    else:
        severity = Severity.BREACH if certainty is Certainty.FIRM else Severity.REVIEW
    return Finding(
        case=run.log.case,
        code=code,
        severity=severity,
        event=event,
        day=day,
        due=due or clock.due,
        rule=clock.limit.id,
        of=clock.of,
        certainty=certainty,
        article=clock.limit.article,
        message=message,
        line=run.steps[step].event.line,
    )


_DEFAULTS: Final = frozenset({"late", "lapsed", "held-too-long", "overdue", "planned-late"})
"""What a party is in default with, or a right is lost by; none of it is the agency's doing."""


# -- acts before they are lawful, and days planned


def _untimely(run: Run, faults: Sequence[Fault], *, code: str) -> Iterator[Finding]:
    """Report every act done, or planned, outside the days on which it is lawful."""
    for fault in _strictest(run, faults, code):
        clock = run.clocks[fault.clock or 0]
        event = run.steps[fault.step].event
        planned = fault.code != "too-early"
        name = fault.names[0] if planned else event.name
        day = (fault.day if planned else None) or event.day
        procedure = run.procedure_at(fault.step)
        if fault.code == "planned-late":
            border = clock.due
            act, what = act_words(procedure, name, event.of), limit_words(clock)
            said = Text(
                f"{act.en} is planned for {day}, after the last day {border} ({what.en})",
                f"{act.zh}拟定于{day}，晚于“{what.zh}”的届满日{border}",
            )
            firm = _after_all(clock, day)
        else:
            border = clock.opens
            if planned:
                act = act_words(procedure, name, event.of)
                act = Text(f"{act.en}, planned for {day},", f"{act.zh}拟定于{day}，")
            else:
                act = act_words(procedure, name, event.of, day)
            said = _too_early(run, clock, act)
            firm = _before_all(clock, day)
        certainty = _certainty(clock, firm=firm)
        yield _of_clock(
            run,
            clock,
            fault.code,
            certainty,
            join(said, doubt_words(clock, certainty)),
            step=fault.step,
            day=day,
            event=name,
            due=border,
        )


def _strictest(run: Run, faults: Sequence[Fault], code: str) -> list[Fault]:
    """Return one fault for an act and a rule: of several parties, the one with the longest wait."""
    chosen: dict[tuple[int, str], Fault] = {}
    for fault in faults:
        if fault.code == code and fault.clock is not None:
            name = (fault.step, fault.rule)
            if name not in chosen or _wait(run, fault) > _wait(run, chosen[name]):
                chosen[name] = fault
    return [*chosen.values()]


def _wait(run: Run, fault: Fault) -> date:
    return run.clocks[fault.clock or 0].opens or date.max


def _after_all(clock: ClockRun, day: date) -> bool:
    """Tell whether *day* is too late on every reading."""
    return clock.latest is not None and day > clock.latest


def _before_all(clock: ClockRun, day: date) -> bool:
    """Tell whether *day* is too early on every reading."""
    if clock.due is None or clock.opens is None or clock.earliest is None:
        return True
    return day < clock.earliest + (clock.opens - clock.due)


def _too_early(run: Run, clock: ClockRun, act: Text) -> Text:
    what = limit_words(clock)
    verb = "is" if act.en.endswith(",") else "was"
    if clock.opens is None:
        return Text(
            f"{act.en} {verb} too early: what it has to wait for is not over ({what.en})",
            f"{act.zh}过早：“{what.zh}”尚未届满",
        )
    began = event_words(run.procedure_at(clock.started_by), run.steps[clock.started_by].event.name)
    period = clock.countings[0].period
    return Text(
        f"{act.en} {verb} too early: lawful from {clock.opens}, {period} after {began.en} "
        f"on {clock.start} ({what.en})",
        f"{act.zh}过早：“{began.zh}”（{clock.start}）后须满{period.in_chinese()}，"
        f"自{clock.opens}起方可进行（{what.zh}）",
    )


# -- the checks

LATE: Final = Check(
    code="late",
    name=Text("late", "逾期"),
    meaning=Text(
        "An act was done after its last day. A breach where the agency is bound; a note where the "
        "party is; for review where only one reading of the law makes it late.",
        "某一行为在届满日之后作出。约束执法机关的为违反，约束当事人的为提示；仅按一种理解逾期的为待核。",
    ),
    severity=Severity.BREACH,
    reads=Reads.CLOCKS,
    find=_clocks(partial(_ended, kind=Kind.ACT_WITHIN, code="late")),
    by_order=True,
)

LAPSED: Final = Check(
    code="lapsed",
    name=Text("right lapsed", "权利已逾期"),
    meaning=Text(
        "A right was used after its last day, when it was already lost.",
        "权利在期限届满之后才行使，已经丧失。",
    ),
    severity=Severity.NOTE,
    reads=Reads.CLOCKS,
    find=_clocks(partial(_ended, kind=Kind.RIGHT_LAPSES, code="lapsed")),
    by_order=True,
)

OVERDUE: Final = Check(
    code="overdue",
    name=Text("overdue", "超期未办"),
    meaning=Text(
        "An act is still owed on the day of the audit, and its last day is over.",
        "截至审查之日，应当作出的行为尚未作出，且届满日已过。",
    ),
    severity=Severity.BREACH,
    reads=Reads.CLOCKS,
    find=_clocks(partial(_open, kind=Kind.ACT_WITHIN, code="overdue")),
    by_order=True,
)

HELD_TOO_LONG: Final = Check(
    code="held-too-long",
    name=Text("held too long", "超期扣押（保存）"),
    meaning=Text(
        "A measure was ended after the day on which it had ended by itself: things were kept "
        "without a ground.",
        "措施在自动解除之日以后才处理，其间无法定依据。",
    ),
    severity=Severity.BREACH,
    reads=Reads.CLOCKS,
    find=_clocks(
        partial(_ended, kind=Kind.MEASURE_ENDS, code="held-too-long"),
        partial(_open, kind=Kind.MEASURE_ENDS, code="held-too-long"),
    ),
    by_order=True,
)

TOO_EARLY: Final = Check(
    code="too-early",
    name=Text("too early", "过早"),
    meaning=Text(
        "An act was done while a period that protects somebody still ran: a hearing before the "
        "days of notice were over, a decision before the time to make a statement was.",
        "在保护当事人的期间届满前作出行为，例如通知不满法定日数即举行听证，陈述申辩期未满即作出决定。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    find=partial(_untimely, code="too-early"),
    by_order=True,
)

PLANNED_LATE: Final = Check(
    code="planned-late",
    name=Text("planned too late", "拟定日期逾期"),
    meaning=Text(
        "A step is planned for a day after its last day; there is time to change it.",
        "拟定日期晚于届满日，尚可调整。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    find=partial(_untimely, code="planned-late"),
)

PLANNED_TOO_EARLY: Final = Check(
    code="planned-too-early",
    name=Text("planned too early", "拟定日期过早"),
    meaning=Text(
        "A step is planned for a day before it is lawful; there is time to change it.",
        "拟定日期早于可为之日，尚可调整。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    find=partial(_untimely, code="planned-too-early"),
)
