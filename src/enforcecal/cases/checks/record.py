"""What was not read, and what nobody recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from enforcecal.cases.checks.check import Check, Reads
from enforcecal.cases.checks.time import has_no_place
from enforcecal.cases.checks.words import (
    NOTHING,
    cited,
    event_words,
    finding_at,
    limit_words,
    listed,
)
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.environment import UNREAD
from enforcecal.cases.replay.run import ClockRun, Fault, Run
from enforcecal.law.procedures import Procedure
from enforcecal.spelling import fold
from enforcecal.texts import Text

__all__ = ["NOT_RECORDED", "UNKNOWN_EVENT", "UNREADABLE", "known_words", "unknown_words"]


def _unknown_events(run: Run, faults: Sequence[Fault]) -> Iterator[Finding]:
    """Report every event the procedure has no name for."""
    for fault in faults:
        if fault.code == "unknown-event":
            event, procedure = run.steps[fault.step].event, run.procedure_at(fault.step)
            near = known_words(procedure, event.name)
            meant = listed(event_words(procedure, name) for name in near)
            said = Text(
                f"{event.name!r} on {event.day} is no event of {procedure.en or procedure.id} "
                f"and was left out of the audit{f'; did you mean {meant.en}?' if near else ''}",
                f"“{event.name}”（{event.day}）不是“{procedure.zh or procedure.id}”程序的环节，"
                f"未予审查{f'；是否指{meant.zh}？' if near else ''}",
            )
            yield finding_at(
                run,
                fault.step,
                "unknown-event",
                Severity.NOTE,
                said,
                rule=procedure.id,
                article=NOTHING,
            )


def known_words(procedure: Procedure, word: str) -> list[str]:
    """Return the events whose names in either language are nearest to *word*, at most three."""
    import difflib  # only a word nobody knows needs it

    names: dict[str, str] = {}
    for event in procedure.events.values():
        for said in (event.name, event.zh, event.en, *event.also):
            if said:
                names.setdefault(fold(said), event.name)
    found = difflib.get_close_matches(fold(word), names, n=3, cutoff=0.5)
    return [*dict.fromkeys(names[one] for one in found)]


def _not_recorded(run: Run, _: Sequence[Run]) -> Iterator[Finding]:
    """Report, once a fact, what nobody recorded and a rule turns on."""
    for clock in run.clocks:
        if has_no_place(run, clock):
            yield _no_place(run, clock)
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
    told: set[str] = {UNREAD}  # which is told as the word that it is
    for name, rule, step in wanted:
        if name in told:
            continue
        told.add(name)
        procedure = run.procedure_at(step)
        fact = unknown_words(procedure, name)
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
            article=cited(procedure, rule),
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


def unknown_words(procedure: Procedure, name: str) -> Text:
    """Put into words what was not recorded: a fact, or what a condition asks for."""
    kind = procedure.facts.get(name)
    if kind is not None:
        return Text(kind.en or name, f"“{kind.zh or name}”")
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
    what = limit_words(clock)
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


# -- the checks

UNKNOWN_EVENT: Final = Check(
    code="unknown-event",
    name=Text("event unknown to the procedure", "程序中无此环节"),
    meaning=Text(
        "The procedure has no event of this name. Map the name, or the column, to one it knows.",
        "程序中没有该环节；请将其对应到已有环节。",
    ),
    severity=Severity.NOTE,
    reads=Reads.FAULTS,
    find=_unknown_events,
)

NOT_RECORDED: Final = Check(
    code="not-recorded",
    name=Text("fact not recorded", "事实未记录"),
    meaning=Text(
        "An answer turns on a fact that nobody recorded. It is unknown, not false. Reported once "
        "for a table that has no column for it.",
        "结论取决于未记录的事实；未记录不等于否。整表没有该列的，只报一次。",
    ),
    severity=Severity.NOTE,
    find=_not_recorded,
)

UNREADABLE: Final = Check(
    code="unreadable",
    name=Text("row could not be read", "数据行无法读取"),
    meaning=Text(
        "A row of the table could not be read and was not judged; its line and the reason are "
        "given. Correct it and run the audit again.",
        "数据行无法读取，未予审查；已注明行号和原因。请更正后重新审查。",
    ),
    severity=Severity.REVIEW,
)
