"""The checks: one plain function each, from a run to findings.

None of them raises because of what is in a log, none looks at the clock on the wall, and none
repeats another's finding: one fault gives one finding.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay import replay
from enforcecal.cases.runs import ClockRun, ClockStatus, Fault, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.law.citations import cite, edition_of
from enforcecal.law.rules import Bound, Kind
from enforcecal.texts import Text

__all__ = ["CHECKS"]


def _event(run: Run, name: str) -> Text:
    kind = run.procedure.events.get(name)
    if kind is None:
        return Text(name, name)
    return Text(kind.en or name.replace("_", " "), kind.zh or name)


def _fact(run: Run, name: str) -> Text:
    kind = run.procedure.facts.get(name)
    if kind is None:
        return Text(name, name)
    return Text(f"{kind.en} ({name})" if kind.en else name, kind.zh or name)


def _state(run: Run, region: str, state: str) -> Text:
    for one in run.procedure.regions:
        if one.id == region:
            return Text(state.replace("_", " "), one.names.get(state, state))
    return Text(state, state)


def _about(of: tuple[tuple[str, str], ...]) -> Text:
    if not of:
        return Text("", "")
    named = ", ".join(value for _, value in of)
    return Text(f" ({named})", f"（{named}）")


def _limit(clock: ClockRun) -> Text:
    limit = clock.limit.limit
    return Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter)


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _doubt(clock: ClockRun, certainty: Certainty) -> Text:
    """Say what a judgement on *clock* that is not firm turns on."""
    reasons = () if certainty is Certainty.FIRM else clock.deadline.reasons
    if not reasons:
        return Text("", "")
    return Text(
        "; " + "; ".join(reason.text.en for reason in reasons),
        "；" + "；".join(reason.text.zh for reason in reasons),
    )


def _join(*texts: Text) -> Text:
    return Text("".join(text.en for text in texts), "".join(text.zh for text in texts))


def _cite(run: Run, rule: str) -> Text:
    return cite(run.procedure.laws.get(edition_of(rule)), rule)


def _line(run: Run, step: int | None) -> int | None:
    return None if step is None or step < 0 else run.steps[step].event.line


def check_ended(run: Run) -> Iterator[Finding]:
    """Report every act done after its last day: late, lapsed, held too long."""
    for clock in run.clocks:
        if clock.status is not ClockStatus.ENDED or clock.ended_on is None or clock.due is None:
            continue
        kind = clock.limit.limit.kind
        code = _ENDED.get(kind)
        careful = clock.earliest or clock.due
        if code is None or clock.ended_by is None or clock.ended_on <= min(careful, clock.due):
            continue
        step = run.steps[clock.ended_by]
        if step.made_by and kind is not Kind.ACT_WITHIN:
            continue
        act = _join(_event(run, step.event.name), _about(clock.of))
        behind = (clock.ended_on - clock.due).days
        if behind > 0:
            said = Text(
                f"{act.en} on {clock.ended_on}, {_days(behind)} after the last day {clock.due}"
                f" for: {_limit(clock).en}",
                f"“{act.zh}”于{clock.ended_on}作出，“{_limit(clock).zh}”届满日为{clock.due}，"
                f"已超过{behind}日",
            )
        else:
            said = Text(
                f"{act.en} on {clock.ended_on} is in time by the default reading (last day "
                f"{clock.due}), late by another (last day {careful}) for: {_limit(clock).en}",
                f"“{act.zh}”于{clock.ended_on}作出，按默认理解届满日为{clock.due}，未逾期；"
                f"按另一种理解届满日为{careful}，已逾期（{_limit(clock).zh}）",
            )
        severity, certainty = _weigh(clock, firm=clock.ended_on > (clock.latest or clock.due))
        refused = _refused_extension(run, clock) if code == "late" else Text("", "")
        doubt = _doubt(clock, certainty) if behind > 0 else Text("", "")
        yield _of_clock(
            run,
            clock,
            code,
            severity,
            certainty,
            _join(said, refused, doubt),
            step=clock.ended_by,
            day=clock.ended_on,
            event=step.event.name,
        )


_ENDED: Final = {
    Kind.ACT_WITHIN: "late",
    Kind.RIGHT_LAPSES: "lapsed",
    Kind.MEASURE_ENDS: "held-too-long",
}


def _refused_extension(run: Run, clock: ClockRun) -> Text:
    place = run.clocks.index(clock)
    for fault in run.faults:
        if (
            fault.code == "extension-invalid"
            and fault.clock == place
            and fault.names[0] != "too-long"
        ):
            day = run.steps[fault.step].event.day
            return Text(
                f" (the extension of {day} was not validly granted and does not count)",
                f"（{day}的延期未依法批准，不予计入）",
            )
    return Text("", "")


def check_open(run: Run) -> Iterator[Finding]:
    """Report every act still owed, and every measure still held, after its last day."""
    for clock in run.clocks:
        limit = clock.limit.limit
        if clock.ended_on is not None or clock.status not in _STILL_OPEN or clock.due is None:
            continue
        if limit.kind is Kind.ACT_WITHIN:
            code = "overdue"
        elif limit.kind is Kind.MEASURE_ENDS and limit.end:
            code = "held-too-long"
        else:
            continue
        careful = min(clock.earliest or clock.due, clock.due)
        if careful >= run.as_of:
            continue
        over = (run.as_of - clock.due).days
        name = _join(_limit(clock), _about(clock.of))
        if over > 0:
            said = Text(
                f"{name.en}: the last day was {clock.due}, {_days(over)} before {run.as_of}, and "
                "nothing was recorded",
                f"“{name.zh}”届满日为{clock.due}，截至{run.as_of}已超过{over}日，未见办理记录",
            )
        else:
            said = Text(
                f"{name.en}: the last day is {clock.due} by the default reading, and was "
                f"{careful} by another",
                f"“{name.zh}”按默认理解届满日为{clock.due}，按另一种理解为{careful}，后者已过",
            )
        severity, certainty = _weigh(clock, firm=run.as_of > (clock.latest or clock.due))
        yield _of_clock(
            run,
            clock,
            code,
            severity,
            certainty,
            _join(said, _doubt(clock, certainty)),
            step=clock.started_by,
            day=None,
            event="",
        )


_STILL_OPEN: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})


def _weigh(clock: ClockRun, *, firm: bool) -> tuple[Severity, Certainty]:
    """Return how grave being late on *clock* is, and how sure."""
    limit = clock.limit.limit
    if clock.missing:
        certainty = Certainty.UNKNOWN
    elif firm:
        certainty = Certainty.FIRM
    else:
        certainty = clock.deadline.certainty
    if limit.kind is Kind.RIGHT_LAPSES or limit.bound is not Bound.AGENCY:
        return Severity.NOTE, certainty
    return (Severity.BREACH if certainty is Certainty.FIRM else Severity.REVIEW), certainty


def _of_clock(
    run: Run,
    clock: ClockRun,
    code: str,
    severity: Severity,
    certainty: Certainty,
    message: Text,
    *,
    step: int,
    day: date | None,
    event: str,
    due: date | None = None,
) -> Finding:
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
        line=_line(run, step),
    )


def check_too_early(run: Run) -> Iterator[Finding]:
    """Report every act done while something it has to wait for still ran."""
    for fault in _strictest(run):
        if fault.clock is None:
            yield _of_need(run, fault)
            continue
        clock = run.clocks[fault.clock]
        step = run.steps[fault.step]
        planned = fault.code != "too-early"
        name = fault.names[0] if planned else step.event.name
        day = fault.day if planned else step.event.day
        act = _join(_event(run, name), _about(step.event.of))
        if fault.code == "planned-late":
            border, later = clock.due, clock.latest
            said = Text(
                f"{act.en} is planned for {day}, after the last day {border} for: "
                f"{_limit(clock).en}",
                f"“{act.zh}”拟于{day}进行，晚于“{_limit(clock).zh}”届满日{border}",
            )
            firm = day is not None and later is not None and day > later
        else:
            border = clock.opens
            said = _too_early(run, clock, act, day, planned=planned)
            firm = _before_all(clock, day)
        certainty = (
            Certainty.UNKNOWN
            if clock.missing
            else Certainty.FIRM
            if firm
            else clock.deadline.certainty
        )
        severity = Severity.BREACH if certainty is Certainty.FIRM else Severity.REVIEW
        yield _of_clock(
            run,
            clock,
            fault.code,
            severity,
            certainty,
            _join(said, _doubt(clock, certainty)),
            step=fault.step,
            day=day,
            event=name,
            due=border,
        )


def _strictest(run: Run) -> Iterable[Fault]:
    """Return one fault for an act and a rule: of several parties, the one with the longest wait."""
    chosen: dict[tuple[str, int, str], Fault] = {}
    for fault in run.faults:
        if fault.code not in {"too-early", "planned-too-early", "planned-late"}:
            continue
        name = (fault.code, fault.step, fault.rule)
        if name not in chosen or _wait(run, fault) > _wait(run, chosen[name]):
            chosen[name] = fault
    return chosen.values()


def _wait(run: Run, fault: Fault) -> date:
    return date.max if fault.clock is None else run.clocks[fault.clock].opens or date.max


def _before_all(clock: ClockRun, day: date | None) -> bool:
    """Tell whether *day* is too early on every reading."""
    if clock.due is None or clock.opens is None or clock.earliest is None or day is None:
        return True
    return day < clock.earliest + (clock.opens - clock.due)


def _too_early(run: Run, clock: ClockRun, act: Text, day: date | None, *, planned: bool) -> Text:
    what = _limit(clock)
    verb = Text("is planned for", "拟于") if planned else Text("on", "于")
    since = run.steps[clock.started_by].event
    began = _event(run, since.name)
    if clock.opens is None:
        return Text(
            f"{act.en} {verb.en} {day}, while this still ran: {what.en}",
            f"“{act.zh}”{verb.zh}{day}，而“{what.zh}”尚未届满",
        )
    return Text(
        f"{act.en} {verb.en} {day} is too early: lawful from {clock.opens}, because of "
        f"{what.en} ({clock.limit.limit.length} {clock.limit.limit.unit.value}s after {began.en} "
        f"on {since.day})",
        f"“{act.zh}”{verb.zh}{day}，过早：自{clock.opens}起方可为之，因“{what.zh}”"
        f"（{began.zh}，{since.day}）尚未届满",
    )


def check_needs(run: Run) -> Iterator[Finding]:
    """Report every act done without what the law requires before it."""
    reported = {"too-early", "planned-too-early", "planned-late"}
    for fault in run.faults:
        if fault.rule and fault.clock is None and fault.code not in {*_APART, *reported}:
            yield _of_need(run, fault)


_APART: Final = frozenset(
    {"not-recorded", "pause-invalid", "extension-invalid", "unlawful-step", "unknown-event"}
)


def _of_need(run: Run, fault: Fault) -> Finding:
    need = next(one for one in run.procedure.needs if one.id == fault.rule)
    event = run.steps[fault.step].event
    act = _join(_event(run, event.name), _about(event.of))
    return Finding(
        case=run.log.case,
        code=fault.code,
        severity=Severity.BREACH,
        event=event.name,
        day=event.day,
        rule=need.id,
        of=event.of,
        article=_cite(run, need.id),
        message=Text(
            f"{act.en} on {event.day}: {need.en or f'not fulfilled: {need.that.source}'}",
            f"“{act.zh}”（{event.day}）：{need.zh or f'未满足条件 {need.that.source}'}",
        ),
        line=event.line,
    )


def check_steps(run: Run) -> Iterator[Finding]:
    """Report every step the procedure does not allow from the state the case was in."""
    for fault in run.faults:
        if fault.code != "unlawful-step":
            continue
        event = run.steps[fault.step].event
        act, state = _event(run, event.name), _state(run, fault.region, fault.state)
        initial = any(
            region.id == fault.region and region.initial == fault.state
            for region in run.procedure.regions
        )
        begun = (
            Text("before the case had begun", "案件尚未开始")
            if initial and fault.region == "main"
            else Text(f"in the state '{state.en}'", f"处于“{state.zh}”状态")
        )
        yield Finding(
            case=run.log.case,
            code="unlawful-step",
            severity=Severity.BREACH,
            event=event.name,
            day=event.day,
            rule=run.procedure.id,
            of=event.of,
            article=Text(
                run.procedure.en or run.procedure.id, run.procedure.zh or run.procedure.id
            ),
            message=Text(
                f"{act.en} on {event.day} came {begun.en}, where the procedure does not provide "
                f"for it",
                f"“{act.zh}”（{event.day}）发生时，{begun.zh}，程序不允许该步骤",
            ),
            line=event.line,
        )


_WHY: Final[Mapping[str, Text]] = {
    "too-late": Text(
        "it was granted after the last day {0}, so it has no effect",
        "批准日晚于届满日{0}，延期无效",
    ),
    "twice": Text("the same extension was granted before", "同一延期已批准过一次"),
    "wrong-approver": Text("it was granted by {1}, who may not", "由{1}批准，无权批准"),
    "too-long": Text(
        "{1} is longer than the {2} allowed, and only {2} count", "延长{1}超过上限{2}，仅计{2}"
    ),
}


def check_extensions(run: Run) -> Iterator[Finding]:
    """Report every extension granted too late, twice, too long or by the wrong person."""
    for fault in run.faults:
        if fault.code != "extension-invalid" or fault.clock is None:
            continue
        event = run.steps[fault.step].event
        clock = run.clocks[fault.clock]
        act = _event(run, event.name)
        why = _WHY[fault.names[0]]
        words = (str(fault.day), *fault.names[1:])
        yield Finding(
            case=run.log.case,
            code="extension-invalid",
            severity=Severity.BREACH,
            event=event.name,
            day=event.day,
            due=fault.day,
            rule=fault.rule,
            of=clock.of,
            article=_cite(run, fault.rule),
            message=Text(
                f"{act.en} on {event.day}: {why.en.format(*words)}",
                f"“{act.zh}”（{event.day}）：{why.zh.format(*words)}",
            ),
            line=event.line,
        )


def check_pauses(run: Run) -> Iterator[Finding]:
    """Report every pause whose conditions are not met, so that the clock ran on."""
    for fault in run.faults:
        if fault.code != "pause-invalid":
            continue
        event = run.steps[fault.step].event
        act = _event(run, event.name)
        rule = run.procedure.pauses[fault.rule]
        asked = rule.when.source if rule.when else ""
        yield Finding(
            case=run.log.case,
            code="pause-invalid",
            severity=Severity.REVIEW,
            event=event.name,
            day=event.day,
            rule=rule.id,
            of=event.of,
            article=_cite(run, rule.id),
            message=Text(
                f"{act.en} on {event.day} does not stop the clock: {asked} is not fulfilled",
                f"“{act.zh}”（{event.day}）不能停止计时：条件 {asked} 不成立",
            ),
            line=event.line,
        )


def check_unknown_events(run: Run) -> Iterator[Finding]:
    """Report every event the procedure has no name for."""
    for fault in run.faults:
        if fault.code == "unknown-event":
            event = run.steps[fault.step].event
            yield Finding(
                case=run.log.case,
                code="unknown-event",
                severity=Severity.NOTE,
                event=event.name,
                day=event.day,
                rule=run.procedure.id,
                of=event.of,
                message=Text(
                    f"{event.name!r} on {event.day} is not an event of {run.procedure.id}; it was "
                    "left out of the audit",
                    f"“{event.name}”（{event.day}）不是程序 {run.procedure.id} 的环节，未审查",
                ),
                line=event.line,
            )


def check_not_recorded(run: Run) -> Iterator[Finding]:
    """Report, once a fact, what nobody recorded and a rule turns on."""
    told: set[str] = set()
    wanted: list[tuple[str, str, int]] = [
        (name, fault.rule, fault.step)
        for fault in run.faults
        if fault.code == "not-recorded"
        for name in fault.names
    ]
    wanted += [
        (name, clock.limit.id, clock.started_by) for clock in run.clocks for name in clock.missing
    ]
    for name, rule, step in wanted:
        if name in told:
            continue
        told.add(name)
        fact = _fact(run, name)
        yield Finding(
            case=run.log.case,
            code="not-recorded",
            severity=Severity.NOTE,
            event=name,
            rule=rule,
            article=_cite(run, rule) if rule else Text("", ""),
            message=Text(
                f"{fact.en} was not recorded; the answer turns on it",
                f"未记录“{fact.zh}”，结论取决于该事实",
            ),
            line=_line(run, step),
        )


_ORDERED: Final = frozenset({"unlawful-step", "missing-step", "extension-invalid", "too-early"})
_TIED: Final = 5


def check_ties(run: Run) -> Iterator[Finding]:
    """Report a day whose order of events decides: another order would give fewer findings."""
    days = {
        run.steps[fault.step].event.day
        for fault in run.faults
        if fault.step >= 0 and (fault.code in _ORDERED or _own_code(run, fault))
    }
    for day in sorted(days):
        same = [event for event in run.log.events if event.day == day]
        loose = [event for event in same if event.time is None]
        if not 1 < len(same) <= _TIED or not loose:
            continue
        here = len(run.faults) + _late(run)
        for order in itertools.permutations(range(len(same))):
            moved = [attrs.evolve(same[place], seq=seq) for seq, place in enumerate(order)]
            kept = [event for event in run.log.events if event.day != day]
            log = attrs.evolve(run.log, events=(*kept, *moved))
            other = replay(log, run.procedure, as_of=run.as_of, known_on=run.known_on)
            if len(other.faults) + _late(other) < here:
                best = [_event(run, event.name) for event in log.events if event.day == day]
                yield Finding(
                    case=run.log.case,
                    code="tie",
                    severity=Severity.REVIEW,
                    event=same[0].name,
                    day=day,
                    rule=run.procedure.id,
                    message=Text(
                        f"the order of the events of {day} decides: with "
                        f"{', then '.join(text.en for text in best)} there is less to report",
                        f"{day}当日各环节的先后影响结论：若依次为"
                        f"{'、'.join(text.zh for text in best)}，问题较少",
                    ),
                    line=same[0].line,
                )
                break


def _own_code(run: Run, fault: Fault) -> bool:
    return any(fault.rule == need.id for need in run.procedure.needs)


def _late(run: Run) -> int:
    return sum(1 for _ in check_ended(run))


CHECKS: Final[tuple[Callable[[Run], Iterator[Finding]], ...]] = (
    check_ended,
    check_open,
    check_too_early,
    check_needs,
    check_steps,
    check_extensions,
    check_pauses,
    check_unknown_events,
    check_not_recorded,
    check_ties,
)
"""Every check, in the order in which findings of one day are listed."""
