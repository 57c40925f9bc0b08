"""Small procedures and logs, drawn at random, for properties of whatever reads them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.calendars import calendar
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.law.citations import Law
from enforcecal.law.conditions import parse_condition
from enforcecal.law.procedures import EventType, FactKind, FactType, Procedure, Region, Step
from enforcecal.law.rules import (
    Bound,
    CountingRule,
    ExtensionRule,
    Kind,
    Need,
    PauseRule,
    Reading,
    Then,
    TimeLimit,
)

EVENTS = ("a", "b", "c", "d", "e")
MADE = ("m", "n")
FACTS = ("days", "told", "until", "approver", "planned")
DAY_ONE = date(2026, 3, 2)
CALENDAR = calendar("CN")
LAW = "cn.rules-2020"

CONDITIONS = (
    None,
    "told",
    "not told",
    'happened("a")',
    'over("x0") or happened("b")',
    'late("x1")',
    'due("x0") > day("a")',
    'state("main") == "s1"',
)


def several(names, low=0, high=2):
    """Draw a few different names."""
    return st.lists(st.sampled_from(names), min_size=low, max_size=high, unique=True).map(tuple)


def asked():
    """Draw a condition, or none."""
    return st.sampled_from(CONDITIONS).map(lambda text: parse_condition(text) if text else None)


@st.composite
def limits(draw, number):
    """Draw one limit."""
    start = draw(several(EVENTS + MADE, 1))
    blocks = draw(several(EVENTS, 0, 1))
    before = draw(st.sampled_from((None, None, None, "until", 'due("x0")')))
    length = draw(st.sampled_from((0, 1, 3, 10, "days")))
    pause = draw(several((f"{LAW}.art2.p", f"{LAW}.art2.q")))
    extend = ()
    if draw(st.booleans()):
        extend = (
            ExtensionRule(
                id=f"{LAW}.art3.more",
                event=draw(st.sampled_from(EVENTS)),
                length=draw(st.sampled_from((2, 5))),
                by=draw(st.sampled_from(((), ("head",)))),
                base=draw(st.sampled_from(("nominal", "rolled"))),
            ),
        )
    then = draw(
        st.none()
        | st.builds(
            Then, event=st.sampled_from(MADE), counts_from=st.sampled_from(("start", "end"))
        )
    )
    reading = draw(st.sampled_from(((), (Reading(name="short", length=2),))))
    return TimeLimit(
        id=f"{LAW}.art1.x{number}",
        matter=f"x{number}",
        kind=draw(st.sampled_from(Kind)),
        bound=draw(st.sampled_from(Bound)),
        start=start,
        end=draw(several(EVENTS)),
        cancel=draw(several(EVENTS, 0, 1)),
        blocks=blocks,
        edge=draw(st.sampled_from(Edge)) if blocks or before else None,
        length=parse_condition(length) if isinstance(length, str) else length,
        unit=draw(st.sampled_from(Unit)),
        before=parse_condition(before) if before else None,
        counting=draw(st.sampled_from(("no-roll", "rolls"))),
        pause=pause,
        extend=extend,
        when=draw(asked()),
        then=then,
        restart=draw(st.booleans()),
        reading=reading,
    )


@st.composite
def regions(draw, name, per=()):
    """Draw one region of up to four steps."""
    states = ("s0", "s1", "s2")
    steps = draw(
        st.lists(
            st.builds(
                Step,
                several(states, 1),
                st.sampled_from(EVENTS + MADE),
                st.sampled_from((*states, "=")),
                asked(),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return Region(id=name, initial="s0", final=("s2",), steps=tuple(steps), per=per)


@st.composite
def procedures(draw):
    """Draw a small procedure."""
    made = tuple(draw(limits(number)) for number in range(draw(st.integers(1, 3))))
    per = draw(st.sampled_from(((), ("a",), ("a", "b"))))
    pauses = [
        PauseRule(id=f"{LAW}.art2.p", begins=("c",), ends=("d",), when=draw(asked())),
        PauseRule(id=f"{LAW}.art2.q", begins=("b",), ends=("d", "e")),
    ]
    that = draw(asked())
    events = {
        name: EventType(
            name=name,
            per=("party",) if name in per else (),
            planned="planned" if name == "e" else None,
        )
        for name in (*EVENTS, *MADE)
    }
    events["all"] = EventType(name="all", after_all=(("a", "b"),))
    return Procedure(
        id="drawn",
        families=("cn.rules",),
        regions=(draw(regions("main")), draw(regions("side", ("party",)))),
        events=events,
        facts={name: FactType(name=name, kind=kind) for name, kind in KINDS.items()},
        laws={LAW: Law(id=LAW, zh="某规定", en="The Rules")},
        limits=made,
        pauses={pause.id: pause for pause in pauses},
        countings={
            "rolls": CountingRule(
                id="rolls",
                roll=Roll.NEXT_WORKING_DAY,
                reading=(Reading(name="none", roll=Roll.NONE),),
            )
        },
        needs=(Need(id=f"{LAW}.art4.need", on=("d",), that=that),) if that else (),
        calendar=CALENDAR,
    )


KINDS = {
    "days": FactKind.INT,
    "told": FactKind.BOOL,
    "until": FactKind.DATE,
    "approver": FactKind.TEXT,
    "planned": FactKind.DATE,
}
VALUES = {
    "days": st.integers(0, 20),
    "told": st.booleans(),
    "until": st.integers(0, 60).map(lambda days: DAY_ONE + timedelta(days)),
    "approver": st.sampled_from(("head", "clerk")),
    "planned": st.integers(0, 60).map(lambda days: DAY_ONE + timedelta(days)),
}
EXTREMES = {
    "days": st.integers(),
    "told": st.booleans(),
    "until": st.dates(),
    "approver": st.text(max_size=3),
    "planned": st.dates(),
}


SOON = st.integers(0, 50).map(lambda days: DAY_ONE + timedelta(days))


@st.composite
def logs(draw, names=EVENTS, values=VALUES, days=SOON, most=7):
    """Draw a log in which every event has a place of its own in its day."""
    events = []
    for seq in range(draw(st.integers(0, most))):
        party = draw(st.sampled_from((None, None, "甲", "乙")))
        told = draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))
        events.append(
            Event(
                draw(st.sampled_from(names)),
                draw(days),
                seq=seq,
                of={"party": party} if party else {},
                facts={name: draw(values[name]) for name in told},
            )
        )
    facts = {name: draw(values[name]) for name in draw(several(FACTS, 0, 2))}
    return CaseLog("甲-1", events, facts=facts)


LATER = st.integers(0, 90).map(lambda days: DAY_ONE + timedelta(days))
