"""Procedures put together in Python, for tests that need one rule and nothing else."""

from __future__ import annotations

from datetime import date

from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.cases.replay.run import ClockRun, Run
from enforcecal.dates.periods import Edge, Unit
from enforcecal.law.citations import Law, edition_of
from enforcecal.law.conditions import parse_condition
from enforcecal.law.procedures import EventType, FactKind, FactType, Procedure, Region, Step
from enforcecal.law.rules import Bound, ExtensionRule, Kind, Need, PauseRule, TimeLimit

LAW = "cn.rules-2020"


def when(text):
    """Return a condition, and whatever is none as it is."""
    return parse_condition(text) if isinstance(text, str) else text


def limit(matter="decision", start="filed", end="decided", **keys):
    """Return a limit of ten days, with lists written as words."""
    keys.setdefault("id", f"{LAW}.art1.{matter}")
    keys.setdefault("kind", Kind.ACT_WITHIN)
    keys.setdefault("bound", Bound.AGENCY)
    keys.setdefault("length", 10)
    keys.setdefault("unit", Unit.DAY)
    for name in ("cancel", "blocks", "pause"):
        keys[name] = tuple(keys.get(name, "").split())
    for name in ("when", "before", "length", "worth"):
        if name in keys:
            keys[name] = when(keys[name])
    return TimeLimit(matter=matter, start=tuple(start.split()), end=tuple(end.split()), **keys)


def wait(matter="wait", start="served", blocks="decided", edge=Edge.AFTER, **keys):
    """Return a wait of five days."""
    keys.setdefault("length", 5)
    keys.setdefault("end", "")
    return limit(
        matter, start, blocks=blocks, edge=edge, kind=keys.pop("kind", Kind.WAIT_AT_LEAST), **keys
    )


def pause(name="testing", begins="sent", ends="back", condition=None, **keys):
    """Return a pause of the law."""
    return PauseRule(
        id=f"{LAW}.art2.{name}",
        begins=tuple(begins.split()),
        ends=tuple(ends.split()),
        when=when(condition),
        **keys,
    )


def extension(event="extended", **keys):
    """Return an extension by an event."""
    if not {"length", "until"} & set(keys):
        keys["length"] = 5
    keys["length"] = when(keys.get("length"))
    keys["by"] = tuple(keys.get("by", "").split())
    return ExtensionRule(id=f"{LAW}.art3.{event}", event=event, **keys)


def need(on, that, **keys):
    """Return a need."""
    keys.setdefault("id", f"{LAW}.art4.{on.split()[0]}")
    keys["when"] = when(keys.get("when"))
    return Need(on=tuple(on.split()), that=when(that), **keys)


def region(steps, name="main", **keys):
    """Return a region from lines such as ``new filed open``, with a condition after a ``?``."""
    made = []
    for line in steps:
        words, _, asked = line.partition("?")
        sources, event, target = words.split()
        made.append(Step(tuple(sources.split("|")), event, target, when(asked.strip() or None)))
    keys.setdefault("initial", made[0].sources[0])
    return Region(id=name, steps=tuple(made), **keys)


def build(*limits, regions=(), needs=(), pauses=(), per=None, after_all=None, planned=None, **keys):
    """Return a procedure that declares every event its parts name."""
    names = dict.fromkeys(
        [
            *(name for one in limits for name in (*one.start, *one.end, *one.cancel, *one.blocks)),
            *(one.then.event for one in limits if one.then),
            *(rule.event for one in limits for rule in one.extend),
            *(step.event for one in regions for step in one.steps),
            *(name for one in needs for name in one.on),
            *(name for one in pauses for name in (*one.begins, *one.ends)),
            *(per or {}),
            *(after_all or {}),
            *(planned or {}),
            *keys.pop("more", "").split(),
        ]
    )
    events = {
        name: EventType(
            name=name,
            per=tuple((per or {}).get(name, "").split()),
            after_all=(after_all or {}).get(name, ()),
            planned=(planned or {}).get(name),
        )
        for name in names
    }
    laws = {
        edition: Law(id=edition, zh="某规定", en="The Rules")
        for edition in (edition_of(one.id) for one in (*limits, *needs, *pauses))
    }
    laws.update({law.id: law for law in keys.pop("laws", ())})
    facts = {
        name: FactType(name=name, kind=FactKind(kind or "text"), zh=f"事实{name}")
        for name, _, kind in (one.partition(":") for one in keys.pop("facts", "").split())
    }
    keys.setdefault("id", "by.hand")
    return Procedure(
        families=("cn.rules",),
        regions=tuple(regions),
        events=events,
        facts=facts,
        laws=laws,
        limits=limits,
        pauses={one.id: one for one in pauses},
        countings={one.id: one for one in keys.pop("countings", ())},
        needs=tuple(needs),
        **keys,
    )


def day(text):
    """Return a day of 2026 from ``03-01``, or any from ``2025-03-01``."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def log(*told, case="甲-1", **facts):
    """Return a log from ``"03-01 filed"``, with a party after ``@``, or from events."""
    events = []
    for one in told:
        if isinstance(one, str):
            when_, name = one.split()
            name, _, party = name.partition("@")
            events.append(Event(name, day(when_), of={"party": party} if party else {}))
        else:
            events.append(one)
    return CaseLog(case, events, facts=facts)


def event(text, of=None, **facts):
    """Return one event with facts."""
    when_, name = text.split()
    return Event(name, day(when_), of=of or {}, facts=facts)


def run(procedure, *told, as_of="12-31", known_on=None, **facts) -> Run:
    """Replay what is told."""
    return replay(
        log(*told, **facts),
        procedure,
        as_of=day(as_of),
        known_on=None if known_on is None else day(known_on),
    )


def clock(given: Run, matter="decision", of=()) -> ClockRun:
    """Return the last clock of a matter, for the party or item of which it is."""
    return [
        one for one in given.clocks if one.limit.limit.matter == matter and one.of == tuple(of)
    ][-1]


def codes(given: Run):
    """Return the faults of a run, in order."""
    return [fault.code for fault in given.faults]


def names(given: Run):
    """Return the steps of a run: the event, and by what it was made."""
    return [f"{step.event.name}{'*' if step.made_by else ''}" for step in given.steps]


def party(*who):
    """Return what concerns a party."""
    return tuple(("party", one) for one in who)
