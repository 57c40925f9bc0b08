"""The checks: one plain function each, from a run to findings.

None of them raises because of what is in a log, none looks at the clock on the wall, and none
repeats another's finding: one fault gives one finding.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Final

import attrs

from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Fault, Key, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Period, Unit
from enforcecal.law.citations import cite, edition_of
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import Bound, Kind
from enforcecal.texts import Text

__all__ = [
    "CHECKS",
    "ORDERED",
    "check_not_recorded",
    "check_unknown_events",
    "ended",
    "event_words",
    "still_open",
]

_NOTHING: Final = Text("", "")


# -- words


def event_words(procedure: Procedure, name: str) -> Text:
    """Return the name of an event in words."""
    kind = procedure.events.get(name)
    if kind is None:
        return Text(name, name)
    return Text(kind.en or name.replace("_", " "), kind.zh or name)


def _act(procedure: Procedure, name: str, of: Key, day: date | None = None) -> Text:
    """Name an event, whom it concerns, and its day."""
    said, named = event_words(procedure, name), [value for _, value in of]
    en = f"{said.en} ({', '.join(named)})" if named else said.en
    if day is not None:
        en = f"{en} on {day}"
        named = [*named, str(day)]
    return Text(en, f"“{said.zh}”（{'，'.join(named)}）" if named else f"“{said.zh}”")


def _done(run: Run, step: int, of: Key | None = None) -> Text:
    event = run.steps[step].event
    about = event.of if of is None else of
    return _act(run.procedure_at(step), event.name, about, event.day)


def _limit(clock: ClockRun) -> Text:
    limit = clock.limit.limit
    return Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter)


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _doubt(clock: ClockRun, certainty: Certainty) -> Text:
    """Say what a judgement on *clock* that is not firm turns on."""
    reasons = () if certainty is Certainty.FIRM else clock.deadline.reasons
    return _join(*(Text(f"; {reason.text.en}", f"；{reason.text.zh}") for reason in reasons))


def _join(*texts: Text) -> Text:
    return Text("".join(text.en for text in texts), "".join(text.zh for text in texts))


def _cite(procedure: Procedure, rule: str) -> Text:
    return cite(procedure.laws.get(edition_of(rule)), rule) if rule else _NOTHING


def _made(
    run: Run,
    step: int,
    code: str,
    severity: Severity,
    message: Text,
    *,
    rule: str,
    of: Key | None = None,
    due: date | None = None,
    article: Text | None = None,
) -> Finding:
    """Return a finding about the event at *step*."""
    event = run.steps[step].event
    return Finding(
        case=run.log.case,
        code=code,
        severity=severity,
        event=event.name,
        day=event.day,
        due=due,
        rule=rule,
        of=event.of if of is None else of,
        article=_cite(run.procedure_at(step), rule) if article is None else article,
        message=message,
        line=event.line,
    )


# -- time


def check_ended(run: Run) -> Iterator[Finding]:
    """Report every act done after its last day: late, lapsed, held too long."""
    for clock in run.clocks:
        if clock.status is ClockStatus.ENDED:
            yield from ended(run, clock)


def ended(run: Run, clock: ClockRun) -> Iterator[Finding]:
    """Report the act that ended *clock* if it came after its last day."""
    limit = clock.limit.limit
    code = _ENDED.get(limit.kind)
    if code is None or clock.status is not ClockStatus.ENDED:
        return
    if clock.ended_by is None or clock.ended_on is None or clock.due is None:
        return
    # an agency is warned by the earliest day; a party's right ends only after the due day
    border = clock.due
    if limit.bound is Bound.AGENCY and clock.earliest is not None:
        border = min(border, clock.earliest)
    step = run.steps[clock.ended_by]
    instant = _missed_instant(clock, step.event)
    if clock.ended_on <= border and instant is None:
        return
    if step.made_by and limit.kind is not Kind.ACT_WITHIN:
        return
    act, name = _done(run, clock.ended_by, clock.of or None), _limit(clock)
    behind = (clock.ended_on - clock.due).days
    if instant is not None:
        said = Text(
            f"{act.en} at {step.event.time}, after {instant} of the last day {clock.due} "
            f"({name.en})",
            f"{act.zh}逾期：“{name.zh}”于{clock.due} {instant}届满，实际为{step.event.time}",
        )
    elif behind > 0:
        said = Text(
            f"{act.en}, {_days(behind)} after the last day {clock.due} ({name.en})",
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
    refused = _refused_extension(run, clock) if code == "late" else _NOTHING
    yield _of_clock(
        run,
        clock,
        code,
        certainty,
        _join(said, refused, _doubt(clock, certainty)),
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


_ENDED: Final = {
    Kind.ACT_WITHIN: "late",
    Kind.RIGHT_LAPSES: "lapsed",
    Kind.MEASURE_ENDS: "held-too-long",
}


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
    return _NOTHING


def check_open(run: Run) -> Iterator[Finding]:
    """Report every act still owed, and every measure still held, after its last day."""
    for clock in run.clocks:
        yield from still_open(run, clock)


def still_open(run: Run, clock: ClockRun) -> Iterator[Finding]:
    """Report that what *clock* asks for is still owed after its last day."""
    limit = clock.limit.limit
    if clock.ended_on is not None or clock.status not in _STILL_OPEN or clock.due is None:
        return
    if limit.kind is Kind.ACT_WITHIN:
        code = "overdue"
    elif limit.kind is Kind.MEASURE_ENDS and limit.end:
        code = "held-too-long"
    else:
        return
    if limit.then is not None and limit.then.counts_from == "start":
        return  # silence counts as the act itself, so nothing is owed any more
    border = clock.due
    if limit.bound is Bound.AGENCY and clock.earliest is not None:
        border = min(border, clock.earliest)
    if border >= run.as_of:
        return
    if run.recordable is not None and limit.end and run.recordable.isdisjoint(limit.end):
        yield _no_place(run, clock)
        return
    over = (run.as_of - clock.due).days
    said = _limit(clock)
    about = ", ".join(value for _, value in clock.of)
    name = Text(
        f"{said.en} ({about})" if about else said.en,
        f"“{said.zh}”（{about}）" if about else f"“{said.zh}”",
    )
    if over > 0:
        said = Text(
            f"{name.en}: nothing recorded by {run.as_of}, {_days(over)} after the last day "
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
        _join(said, _doubt(clock, certainty)),
        step=clock.started_by,
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
    if code in _ENDED_CODES and (
        limit.kind is Kind.RIGHT_LAPSES or limit.bound is not Bound.AGENCY
    ):
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


_ENDED_CODES: Final = frozenset({*_ENDED.values(), "overdue", "planned-late"})


def check_too_early(run: Run) -> Iterator[Finding]:
    """Report every act done, or planned, while something it has to wait for still runs."""
    for fault in _strictest(run):
        clock = run.clocks[fault.clock or 0]
        event = run.steps[fault.step].event
        planned = fault.code != "too-early"
        name = fault.names[0] if planned else event.name
        day = (fault.day if planned else None) or event.day
        procedure = run.procedure_at(fault.step)
        if fault.code == "planned-late":
            border = clock.due
            act, what = _act(procedure, name, event.of), _limit(clock)
            said = Text(
                f"{act.en} is planned for {day}, after the last day {border} ({what.en})",
                f"{act.zh}拟定于{day}，晚于“{what.zh}”的届满日{border}",
            )
            firm = _after_all(clock, day)
        else:
            border = clock.opens
            if planned:
                act = _act(procedure, name, event.of)
                act = Text(f"{act.en}, planned for {day},", f"{act.zh}拟定于{day}，")
            else:
                act = _act(procedure, name, event.of, day)
            said = _too_early(run, clock, act)
            firm = _before_all(clock, day)
        certainty = _certainty(clock, firm=firm)
        yield _of_clock(
            run,
            clock,
            fault.code,
            certainty,
            _join(said, _doubt(clock, certainty)),
            step=fault.step,
            day=day,
            event=name,
            due=border,
        )


_WAITS: Final = frozenset({"too-early", "planned-too-early", "planned-late"})


def _strictest(run: Run) -> Iterable[Fault]:
    """Return one fault for an act and a rule: of several parties, the one with the longest wait."""
    chosen: dict[tuple[str, int, str], Fault] = {}
    for fault in run.faults:
        if fault.code in _WAITS and fault.clock is not None:
            name = (fault.code, fault.step, fault.rule)
            if name not in chosen or _wait(run, fault) > _wait(run, chosen[name]):
                chosen[name] = fault
    return chosen.values()


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
    what = _limit(clock)
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


# -- order


def check_needs(run: Run) -> Iterator[Finding]:
    """Report every act done without what the law requires before it."""
    for fault in run.faults:
        if fault.clock is not None or fault.code == "not-recorded":
            continue
        for need in _procedure(run, fault).needs:
            if need.id == fault.rule:
                act = _done(run, fault.step)
                asked = need.that.source
                said = Text(
                    f"{act.en}: {need.en or f'this is not fulfilled: {asked}'}",
                    f"{act.zh}：{need.zh or f'未满足条件 {asked}'}",
                )
                severity = Severity(need.severity)
                yield _made(run, fault.step, fault.code, severity, said, rule=need.id)
                break


def _procedure(run: Run, fault: Fault) -> Procedure:
    return run.procedure_at(fault.step)


def check_steps(run: Run) -> Iterator[Finding]:
    """Report every step the procedure does not allow from the state the case was in."""
    for fault in run.faults:
        if fault.code != "unlawful-step" or not fault.region:
            continue
        procedure = _procedure(run, fault)
        region = next(one for one in procedure.regions if one.id == fault.region)
        act = _done(run, fault.step)
        state = Text(fault.state.replace("_", " "), region.names.get(fault.state, fault.state))
        if region.id == "main" and fault.state == region.initial:
            where = Text("before the case had begun", "案件尚未开始")
        elif region.id == "main":
            where = Text(f"when the case stood at '{state.en}'", f"案件处于“{state.zh}”状态")
        else:
            name = Text(region.en or region.id.replace("_", " "), region.zh or region.id)
            where = Text(
                f"when {name.en} stood at '{state.en}'", f"“{name.zh}”处于“{state.zh}”状态"
            )
        said = Text(
            f"{act.en} came {where.en}, where the procedure has no place for it",
            f"{act.zh}：其时{where.zh}，程序中不存在这一步骤",
        )
        article = Text(procedure.en or procedure.id, procedure.zh or procedure.id)
        yield _made(
            run,
            fault.step,
            "unlawful-step",
            Severity.BREACH,
            said,
            rule=procedure.id,
            article=article,
        )


_WHY: Final[Mapping[str, Text]] = {
    "too-late": Text(
        "the last day {due} was already over, so it has no effect",
        "批准时已过届满日{due}，延期无效",
    ),
    "twice": Text(
        "the same extension had been granted before, so it has no effect",
        "同一延期此前已批准过，本次延期无效",
    ),
    "wrong-approver": Text(
        "it was granted by {0}, who may not grant it, so it has no effect",
        "批准人（{0}）无权批准，延期无效",
    ),
    "too-long": Text(
        "{0} is more than the {1} allowed, so only {1} count",
        "延长{0}超过上限{1}，仅计入{1}",
    ),
    "not-longer": Text(
        "it runs to {0}, not beyond the last day {due}, so it has no effect",
        "延长至{0}，未晚于原届满日{due}，不产生延期效力",
    ),
}


def check_extensions(run: Run) -> Iterator[Finding]:
    """Report every extension granted too late, twice, too long or by the wrong person."""
    told: set[tuple[int, str]] = set()
    for fault in run.faults:
        if fault.code != "extension-invalid" or fault.clock is None:
            continue
        if (fault.step, fault.rule) in told:
            continue  # the same extension of the clocks of several parties
        told.add((fault.step, fault.rule))
        clock = run.clocks[fault.clock]
        act, (why, *words) = _done(run, fault.step), fault.names
        en, zh = words, words
        if why == "too-long":
            periods = [Period(int(word), clock.limit.limit.unit) for word in words]
            en, zh = [str(one) for one in periods], [one.in_chinese() for one in periods]
        said = Text(
            f"{act.en}: {_WHY[why].en.format(*en, due=fault.day)}",
            f"{act.zh}：{_WHY[why].zh.format(*zh, due=fault.day)}",
        )
        yield _made(
            run,
            fault.step,
            "extension-invalid",
            Severity.BREACH,
            said,
            rule=fault.rule,
            of=clock.of,
            due=fault.day,
        )


def check_pauses(run: Run) -> Iterator[Finding]:
    """Report every pause whose conditions are not met, so that the clock ran on."""
    for fault in run.faults:
        if fault.code != "pause-invalid":
            continue
        act = _done(run, fault.step)
        rule = _procedure(run, fault).pauses[fault.rule]
        en, zh = rule.en and f" ({rule.en})", rule.zh and f"（{rule.zh}）"
        said = Text(
            f"{act.en} does not stop the clock{en}: this is not fulfilled: {rule.when}",
            f"{act.zh}不停止计算期限{zh}：未满足条件 {rule.when}",
        )
        yield _made(run, fault.step, "pause-invalid", Severity.REVIEW, said, rule=fault.rule)


def check_unknown_events(run: Run) -> Iterator[Finding]:
    """Report every event the procedure has no name for."""
    for fault in run.faults:
        if fault.code == "unknown-event":
            event, procedure = run.steps[fault.step].event, _procedure(run, fault)
            said = Text(
                f"{event.name!r} on {event.day} is no event of {procedure.en or procedure.id} "
                "and was left out of the audit",
                f"“{event.name}”（{event.day}）不是“{procedure.zh or procedure.id}”程序的环节，"
                "未予审查",
            )
            yield _made(
                run,
                fault.step,
                "unknown-event",
                Severity.NOTE,
                said,
                rule=procedure.id,
                article=_NOTHING,
            )


# -- what is not known


def check_not_recorded(run: Run) -> Iterator[Finding]:
    """Report, once a fact, what nobody recorded and a rule turns on."""
    wanted: list[tuple[str, str, int]] = [
        (name, fault.rule, fault.step)
        for fault in run.faults
        if fault.code == "not-recorded"
        for name in fault.names
    ]
    for clock in run.clocks:
        wanted += [(name, clock.limit.id, clock.started_by) for name in clock.missing]
        if clock.beyond:
            wanted.append(("calendar", clock.limit.id, clock.started_by))
    told: set[str] = set()
    for name, rule, step in wanted:
        if name in told:
            continue
        told.add(name)
        procedure = run.procedure_at(step)
        fact = _fact(procedure, name)
        message = Text(
            f"{fact.en} was not recorded, and the answer turns on it",
            f"未记录{fact.zh}，结论取决于此",
        )
        if name == "calendar" and name not in procedure.facts:
            message = Text(
                f"the last day of {rule} lies outside the years the calendar can speak about",
                f"{rule} 的届满日超出日历所能推算的年份",
            )
        yield Finding(
            case=run.log.case,
            code="not-recorded",
            severity=Severity.NOTE,
            event=name,
            rule=rule,
            article=_cite(procedure, rule),
            message=message,
            line=run.steps[step].event.line,
        )


_ASKED: Final[Mapping[str, Text]] = {
    "day": Text("the day of {0}", "{0}的日期"),
    "happened": Text("whether {0} happened", "{0}是否发生"),
    "due": Text("the last day of {0}", "{0}的届满日"),
    "state": Text("one state of {0} for all", "{0}的统一状态"),
    "limitation": Text("what the limitation of punishment turns on", "追责时效的有关事实"),
    "approver": Text("who granted the extension", "“延期批准人”"),
}


def _fact(procedure: Procedure, name: str) -> Text:
    """Put into words what was not recorded: a fact, or what a condition asks for."""
    kind = procedure.facts.get(name)
    if kind is not None:
        return Text(f"{kind.en} ({name})" if kind.en else name, f"“{kind.zh or name}”")
    function, _, argument = name.partition("(")
    words = _ASKED.get(function)
    if words is None:
        return Text(name, f"“{name}”")
    asked = argument.strip('")')
    said = event_words(procedure, asked)
    return Text(words.en.format(said.en), words.zh.format(f"“{said.zh}”"))


def _no_place(run: Run, clock: ClockRun) -> Finding:
    """Say that nothing can be said: the source has no place for any act that would end *clock*."""
    procedure = run.procedure_at(clock.started_by)
    acts = [event_words(procedure, name) for name in clock.limit.limit.end]
    what = _limit(clock)
    return Finding(
        case=run.log.case,
        code="not-recorded",
        severity=Severity.NOTE,
        event=clock.limit.limit.end[0],
        rule=clock.limit.id,
        article=clock.limit.article,
        message=Text(
            f"there is no column for {' or '.join(act.en for act in acts)}, so that nothing can "
            f"be said on: {what.en}",
            f"表中没有{'或'.join(f'“{act.zh}”' for act in acts)}一列，无法判断“{what.zh}”是否按期",
        ),
        line=run.steps[clock.started_by].event.line,
    )


_TIED: Final = 4
"""Events of one day beyond which the orders are too many to try."""


def check_ties(run: Run) -> Iterator[Finding]:
    """Report a day whose order of events decides: another order would give fewer findings."""
    faulty = {run.steps[fault.step].event.day for fault in run.faults if _turns_on_order(fault)}
    log = run.log if run.known_on is None else run.log.known_on(run.known_on)
    here = 0
    for day in sorted(faulty):
        same = [event for event in log.events if event.day == day]
        if not 1 < len(same) <= _TIED or all(event.time is not None for event in same):
            continue
        here = here or _found(run)
        for order in _orders(same):
            kept = [event for event in log.events if event.day != day]
            other = replay(
                attrs.evolve(log, events=(*kept, *order)),
                run.procedure,
                as_of=run.as_of,
                known_on=run.known_on,
                recordable=run.recordable,
            )
            if _found(other) < here:
                named = [event_words(run.procedure, event.name) for event in order]
                yield Finding(
                    case=run.log.case,
                    code="tie",
                    severity=Severity.REVIEW,
                    event=same[0].name,
                    day=day,
                    rule=run.procedure.id,
                    message=Text(
                        f"the order of the events of {day} decides: there is less to report if it "
                        f"was {', then '.join(text.en for text in named)}",
                        f"{day}当日各环节的先后影响结论：如依次为"
                        f"{'、'.join(f'“{text.zh}”' for text in named)}，则问题较少",
                    ),
                    line=same[0].line,
                )
                break


def _turns_on_order(fault: Fault) -> bool:
    return fault.code not in _ORDERLESS


_ORDERLESS: Final = frozenset(
    {"unknown-event", "not-recorded", "pause-invalid", "planned-late", "planned-too-early"}
)


def _orders(same: list[Event]) -> Iterator[list[Event]]:
    """Return every other order of the events of one day that keeps the times recorded."""
    for order in itertools.permutations(same):
        timed = [event.time for event in order if event.time is not None]
        if list(order) != same and timed == sorted(timed):
            yield [attrs.evolve(event, seq=seq) for seq, event in enumerate(order)]


def _found(run: Run) -> int:
    return sum(1 for check in ORDERED for _ in check(run))


ORDERED: Final[tuple[Callable[[Run], Iterator[Finding]], ...]] = (
    check_ended,
    check_open,
    check_too_early,
    check_needs,
    check_steps,
    check_extensions,
    check_pauses,
)

CHECKS: Final = (*ORDERED, check_unknown_events, check_not_recorded, check_ties)
"""Every check, in the order in which findings of one day are listed."""
