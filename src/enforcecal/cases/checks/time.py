"""Did it come in time?  Acts after their last day, acts still owed, acts before they were lawful.

What an agency does is judged by the earliest last day that can be defended, what a party does only
by the latest: an agency is warned, a right ends only when it surely has.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from functools import partial
from typing import Final

import attrs

from enforcecal.cases.checks.check import Check, Reads
from enforcecal.cases.checks.completions import (
    Gaps,
    gaps_of_open,
    gaps_of_timed,
    gaps_of_wait,
    may_happen,
)
from enforcecal.cases.checks.words import (
    NOTHING,
    act_words,
    days_words,
    done_words,
    doubt_words,
    event_words,
    join,
    limit_words,
    pause_words,
)
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Fault, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.clocks import Pause
from enforcecal.dates.deadlines import reckon
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
    "Judgement",
    "Outcome",
    "has_no_place",
    "judge",
]


class Outcome(enum.Enum):
    """How a clock ended, or stands: every clock of a run has one of these, and is told by it."""

    KEPT = "kept"
    """What it asks for was done in time, or its own end was all that was awaited."""
    BROKEN = "broken"
    """It was not, however the record is completed, the law is read and the calendar comes out."""
    OPEN = "open"
    """It runs, or stands still."""
    LIFTED = "lifted"
    """It fell away before its last day."""
    NOT_JUDGED = "not-judged"
    """It turns on what is named: a day in doubt, a fact not recorded, what no source shows."""


@attrs.frozen(kw_only=True)
class Judgement:
    """The outcome of one clock, and what an audit has to say of it."""

    clock: ClockRun
    outcome: Outcome
    code: str = ""
    """The code of the finding; empty where there is nothing to say here."""
    certainty: Certainty = Certainty.FIRM
    message: Text = NOTHING
    step: int = 0
    day: date | None = None
    event: str = ""
    turns_on: tuple[str, ...] = ()


def judge(run: Run, clock: ClockRun) -> Judgement:
    """Return the outcome of *clock*, which is one of those of *run*."""
    if clock.status in _STILL_OPEN:
        return _judge_open(run, clock)
    return _judge_closed(run, clock)


def _report(code: str) -> Callable[[Run, Sequence[ClockRun]], Iterator[Finding]]:
    """Return what reports the judgements of one *code*."""
    of_closed = [kind for kind, (closed, _) in _CODES.items() if closed == code]
    of_open = [kind for kind, (_, still_open) in _CODES.items() if still_open == code]

    def find(run: Run, clocks: Sequence[ClockRun]) -> Iterator[Finding]:
        for clock in clocks:
            kinds = of_open if clock.status in _STILL_OPEN else of_closed
            if clock.limit.limit.kind in kinds:
                judged = judge(run, clock)
                if judged.code == code:
                    yield _of_clock(
                        run,
                        clock,
                        code,
                        judged.certainty,
                        judged.message,
                        step=judged.step,
                        day=judged.day,
                        event=judged.event,
                        turns_on=judged.turns_on,
                    )

    return find


_CODES: Final = {
    Kind.ACT_WITHIN: ("late", "overdue"),
    Kind.RIGHT_LAPSES: ("lapsed", ""),
    Kind.MEASURE_ENDS: ("held-too-long", "held-too-long"),
}
"""By kind, the code of what ended after its last day, and of what is still open after it."""


# -- what has ended, or was lifted


def _judge_closed(run: Run, clock: ClockRun) -> Judgement:
    limit = clock.limit.limit
    codes, day, step = _CODES.get(limit.kind), clock.ended_on, clock.ended_by
    ended = clock.status is ClockStatus.ENDED
    calm = Judgement(clock=clock, outcome=Outcome.KEPT if ended else Outcome.LIFTED)
    if codes is None or day is None or step is None:
        return calm
    by_agency = limit.bound is Bound.AGENCY
    if not ended and (clock.unbounded or not by_agency or limit.kind is not Kind.ACT_WITHIN):
        # what falls away leaves nothing behind but what was owed by then; and what lifts a duty
        # of which it was not recorded whether there is one tells that there is none
        return calm
    event = run.steps[step].event
    if clock.due is None:
        return _judge_unended_pause(run, clock, day, step) or attrs.evolve(
            calm, outcome=Outcome.NOT_JUDGED
        )
    border = _border(clock, clock.due)
    instant = _missed_instant(clock, event)
    if day <= border and instant is None:
        return calm
    if run.steps[step].made_by and limit.kind is not Kind.ACT_WITHIN:
        return calm
    firm = _after_all(clock, day) or instant is not None
    gaps = gaps_of_timed(run, clock, event.name, day)
    excused = gaps.excuse(day)
    asked = event.name if ended else None
    certainty = _certainty(clock, firm=firm, event=asked)
    said = _late_words(run, clock, step, border, instant, lifted=not ended)
    refused = _refused_extension(run, clock) if codes[0] == "late" else NOTHING
    why = gaps.text(run.procedure_at(step), day) if excused else NOTHING
    return Judgement(
        clock=clock,
        outcome=_broken(certainty, excused=excused),
        code=codes[0],
        certainty=certainty.worst(Certainty.UNKNOWN) if excused else certainty,
        message=join(
            said, refused, doubt_words(clock, certainty), _why_no_breach(clock, asked), why
        ),
        step=step,
        day=day,
        event=event.name,
        turns_on=gaps.names if excused else (),
    )


def _broken(certainty: Certainty, *, excused: bool) -> Outcome:
    return Outcome.NOT_JUDGED if excused or certainty is not Certainty.FIRM else Outcome.BROKEN


def _late_words(
    run: Run, clock: ClockRun, step: int, border: date, instant: time | None, *, lifted: bool
) -> Text:
    act, name = done_words(run, step, clock.of or None), limit_words(clock)
    event, due = run.steps[step].event, clock.due or border
    behind = (event.day - due).days
    if lifted:
        return Text(
            f"{name.en}: nothing recorded until {act.en} ended the duty, "
            f"{days_words(behind)} after the last day {due}",
            f"“{name.zh}”：至{act.zh}时仍未见办理记录，届满日为{due}，已超过{behind}日",
        )
    if instant is not None:
        return Text(
            f"{act.en} at {event.time}, after {instant} of the last day {due} ({name.en})",
            f"{act.zh}逾期：“{name.zh}”于{due} {instant}届满，实际为{event.time}",
        )
    if behind > 0:
        return Text(
            f"{act.en}, {days_words(behind)} after the last day {due} ({name.en})",
            f"{act.zh}逾期{behind}日：“{name.zh}”的届满日为{due}",
        )
    return Text(
        f"{act.en} is in time if the last day is {due}, late if it is {border} ({name.en})",
        f"{act.zh}：“{name.zh}”的届满日如为{due}则未逾期，如为{border}则已逾期",
    )


def _judge_unended_pause(run: Run, clock: ClockRun, day: date, step: int) -> Judgement | None:
    """Judge an act on *day* under a pause that no record ends: how long would it have to last?"""
    limit = clock.limit.limit
    running = [pause for pause in clock.pauses if pause.ends is None]
    if not running or limit.bound is not Bound.AGENCY or not clock.countings:
        return None
    lasted = _must_last_until(clock, day)
    if lasted is None:
        return Judgement(clock=clock, outcome=Outcome.KEPT)
    pause = min(running, key=lambda one: one.begins)
    rule = clock.limit.pauses[pause.reason]
    kind, name = pause_words(rule), limit_words(clock)
    if clock.ended_by is not None:
        act = done_words(run, clock.ended_by, clock.of or None)
    else:
        act = Text(f"nothing recorded by {day}", f"截至{day}未见办理记录")
    return Judgement(
        clock=clock,
        outcome=Outcome.NOT_JUDGED,
        code=(_CODES[limit.kind])[0 if clock.ended_by is not None else 1],
        certainty=Certainty.UNKNOWN,
        message=Text(
            f"{act.en}: no end is recorded of what stopped the clock on {pause.begins} "
            f"({kind.en}); in time only if it lasted until {lasted} or longer ({name.en})",
            f"{act.zh}：{pause.begins}起停止计算期限（{kind.zh}），未见结束记录；"
            f"持续至{lasted}或者更晚的，“{name.zh}”方未逾期",
        ),
        step=step,
        day=clock.ended_on,
        event=run.steps[clock.ended_by].event.name if clock.ended_by is not None else "",
        turns_on=rule.ends,
    )


def _must_last_until(clock: ClockRun, day: date) -> date | None:
    """Return until when the open pauses must have lasted for *day* to be in time.

    None where it is in time however short they were.
    """
    first = min(pause.begins for pause in clock.pauses if pause.ends is None)

    def in_time(end: date) -> bool:
        pauses = [
            attrs.evolve(pause, ends=max(end, pause.begins)) if pause.ends is None else pause
            for pause in clock.pauses
        ]
        found = reckon(
            clock.countings,
            clock.limit.calendar,
            clock.start,
            before=clock.before,
            at=clock.at,
            pauses=[pause for pause in pauses if pause.ends != pause.begins],
            extensions=clock.extensions,
        )
        return found.due is not None and found.due >= day

    if in_time(first):
        return None
    low, high = first.toordinal(), day.toordinal()
    while high - low > 1:  # the longer the pause, the later the last day
        middle = (low + high) // 2
        if in_time(date.fromordinal(middle)):
            high = middle
        else:
            low = middle
    return date.fromordinal(high)


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


def _judge_open(run: Run, clock: ClockRun) -> Judgement:
    limit = clock.limit.limit
    calm = Judgement(clock=clock, outcome=Outcome.OPEN)
    codes = _CODES.get(limit.kind)
    if clock.due is None:
        if not any(pause.ends is None for pause in clock.pauses):
            return attrs.evolve(calm, outcome=Outcome.NOT_JUDGED)
        if codes and any(_end_unseen(run, clock, pause) for pause in clock.pauses):
            judged = _judge_unended_pause(run, clock, run.as_of, clock.started_by)
            return calm if judged is None or judged.outcome is Outcome.KEPT else judged
        return calm
    if not _is_over(run, clock):
        return calm if clock.due >= run.as_of else attrs.evolve(calm, outcome=Outcome.KEPT)
    if codes is None or has_no_place(run, clock):
        return attrs.evolve(calm, outcome=Outcome.NOT_JUDGED)
    border = _border(clock, clock.due)
    gaps = gaps_of_open(run, clock)
    excused = gaps.excuse(run.as_of)
    certainty = _certainty(clock, firm=_after_all(clock, run.as_of))
    why = gaps.text(run.procedure_at(clock.started_by), run.as_of) if excused else NOTHING
    return Judgement(
        clock=clock,
        outcome=_broken(certainty, excused=excused),
        code=codes[1],
        certainty=certainty.worst(Certainty.UNKNOWN) if excused else certainty,
        message=join(
            _owed_words(run, clock, border),
            doubt_words(clock, certainty),
            _why_no_breach(clock, None),
            why,
        ),
        step=clock.started_by,
        turns_on=gaps.names if excused else (),
    )


def _end_unseen(run: Run, clock: ClockRun, pause: Pause) -> bool:
    return pause.ends is None and any(
        may_happen(run, name) for name in clock.limit.pauses[pause.reason].ends
    )


def _owed_words(run: Run, clock: ClockRun, border: date) -> Text:
    said, due = limit_words(clock), clock.due or border
    over = (run.as_of - due).days
    about = ", ".join(value for _, value in clock.of)
    name = Text(
        f"{said.en} ({about})" if about else said.en,
        f"“{said.zh}”（{about}）" if about else f"“{said.zh}”",
    )
    if over > 0:
        return Text(
            f"{name.en}: nothing recorded by {run.as_of}, {days_words(over)} after the last day "
            f"{due}",
            f"{name.zh}：截至{run.as_of}未见办理记录，届满日为{due}，已超过{over}日",
        )
    return Text(
        f"{name.en}: nothing recorded by {run.as_of}; in time if the last day is {due}, overdue "
        f"if it was {border}",
        f"{name.zh}：截至{run.as_of}未见办理记录，届满日如为{due}则未超期，如为{border}则已超期",
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


def _certainty(clock: ClockRun, *, firm: bool, event: str | None = None) -> Certainty:
    """Return how sure a judgement on *clock* is that is *firm* over the whole of its range.

    A rule that nobody could check against its official text, one that does not bind by itself, or
    one that on another reading does not ask for *event*, is never a sure breach.
    """
    if clock.unbounded:
        return Certainty.UNKNOWN
    limit = clock.limit
    found = Certainty.FIRM if firm else clock.deadline.certainty
    if limit.unverified or not limit.binds_by_itself or limit.reading_not_binding(event):
        return found.worst(Certainty.DISPUTED)
    return found


def _why_no_breach(clock: ClockRun, event: str | None) -> Text:
    """Say what keeps a judgement on *clock* from being a breach besides the days themselves."""
    reading = clock.limit.reading_not_binding(event)
    if reading is not None:
        doubt = reading.doubt.text
        return Text(f"; {doubt.en}", f"；{doubt.zh}")
    if not clock.limit.binds_by_itself:
        return Text(
            "; a text of this rank does not bind by itself",
            "；该文件的效力层级不足以单独认定违反",
        )
    return NOTHING


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
    turns_on: tuple[str, ...] = (),
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
        turns_on=turns_on,
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
        gaps = gaps_of_wait(run, clock, name, day) if fault.code != "planned-late" else Gaps()
        yield _of_clock(
            run,
            clock,
            fault.code,
            certainty.worst(Certainty.UNKNOWN) if gaps else certainty,
            join(said, doubt_words(clock, certainty), gaps.text(procedure, day)),
            step=fault.step,
            day=day,
            event=name,
            due=border,
            turns_on=gaps.names,
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
    find=_report("late"),
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
    find=_report("lapsed"),
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
    find=_report("overdue"),
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
    find=_report("held-too-long"),
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
