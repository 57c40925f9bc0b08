"""Words for findings: events, acts and limits named in both languages, and what cites them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.run import ClockRun, Key, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.law.citations import cite, edition_of
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import PauseRule
from enforcecal.texts import Text

__all__ = [
    "NOTHING",
    "act_words",
    "cited",
    "days_words",
    "done_words",
    "doubt_words",
    "event_words",
    "finding_at",
    "join",
    "limit_words",
    "listed",
    "pause_words",
]

NOTHING: Final = Text("", "")


def event_words(procedure: Procedure, name: str) -> Text:
    """Return the name of an event in words."""
    kind = procedure.events.get(name)
    if kind is None:
        return Text(name, name)
    return Text(kind.en or name.replace("_", " "), kind.zh or name)


def act_words(procedure: Procedure, name: str, of: Key, day: date | None = None) -> Text:
    """Name an event, whom it concerns, and its day."""
    said, named = event_words(procedure, name), [value for _, value in of]
    en = f"{said.en} ({', '.join(named)})" if named else said.en
    if day is not None:
        en = f"{en} on {day}"
        named = [*named, str(day)]
    return Text(en, f"“{said.zh}”（{'，'.join(named)}）" if named else f"“{said.zh}”")


def done_words(run: Run, step: int, of: Key | None = None) -> Text:
    """Name the act at *step* with its day, and whom it concerns or whom *of* names."""
    event = run.steps[step].event
    about = event.of if of is None else of
    return act_words(run.procedure_at(step), event.name, about, event.day)


def limit_words(clock: ClockRun) -> Text:
    """Name what *clock* counts."""
    limit = clock.limit.limit
    return Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter)


def pause_words(rule: PauseRule) -> Text:
    """Name what stops a clock."""
    return Text(rule.en or rule.id, rule.zh or rule.id)


def days_words(number: int) -> str:
    """Return *number* of days in English."""
    return f"{number} day" if number == 1 else f"{number} days"


def doubt_words(clock: ClockRun, certainty: Certainty) -> Text:
    """Say what a judgement on *clock* that is not firm turns on."""
    reasons = () if certainty is Certainty.FIRM else clock.doubts
    return join(*(Text(f"; {reason.text.en}", f"；{reason.text.zh}") for reason in reasons))


def listed(texts: Iterable[Text]) -> Text:
    """Return names as a list, those in Chinese in their quotation marks."""
    found = [*texts]
    return Text(", ".join(one.en for one in found), "、".join(f"“{one.zh}”" for one in found))


def join(*texts: Text) -> Text:
    """Return *texts* one after the other."""
    return Text("".join(text.en for text in texts), "".join(text.zh for text in texts))


def cited(procedure: Procedure, rule: str) -> Text:
    """Return the article of *rule*, by the laws of *procedure*; nothing where there is no rule."""
    return cite(procedure.laws.get(edition_of(rule)), rule) if rule else NOTHING


def finding_at(
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
    certainty: Certainty = Certainty.FIRM,
    turns_on: tuple[str, ...] = (),
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
        article=cited(run.procedure_at(step), rule) if article is None else article,
        certainty=certainty,
        message=message,
        turns_on=turns_on,
        line=event.line,
    )
