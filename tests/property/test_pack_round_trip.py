"""Packs that were made up are written, read, and are the same; and no table breaks the loader."""

from __future__ import annotations

from datetime import date

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.errors import PackError
from enforcecal.law.citations import Law
from enforcecal.law.conditions import parse_condition
from enforcecal.law.packs import Pack, dump_pack, load_pack
from enforcecal.law.procedures import EventType, FactKind, FactType, Machine, Step
from enforcecal.law.rules import (
    Bound,
    CountingRule,
    ExtensionRule,
    Kind,
    Need,
    PauseRule,
    Reading,
    TakesOver,
    Then,
    TimeLimit,
)
from enforcecal.law.schema import LimitLike, PackHeader, ProcedureEntry, RegionEntry

# Anything a person may write but line ends, which TOML keeps only in other kinds of quotes, and
# lone surrogates, which no file can hold.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
names = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="|"),
    min_size=1,
    max_size=8,
).filter(lambda name: name == name.strip())
many = st.lists(names, min_size=1, max_size=3).map(tuple)
any_number = st.lists(names, max_size=3).map(tuple)
conditions = st.sampled_from(
    ["a", 'happened("x")', 'due("m") + 3', 'day("日") < next("03-01")', "not (b or c == 0.5)"]
).map(parse_condition)
maybe = lambda strategy: st.none() | strategy  # noqa: E731 - a word for drawing
quoted = {"quote": texts, "verified": texts, "note": texts}
titled = {"zh": texts, "en": texts}
words = st.dictionaries(names, texts, max_size=2)


def _ids(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(1, 10**6).map(lambda number: f"{prefix}.art{number}.x")


readings = st.lists(
    st.builds(
        Reading,
        name=names,
        roll=st.sampled_from(Roll),
        edge=maybe(st.sampled_from(Edge)),
        length=maybe(st.integers(0, 99)),
        unit=maybe(st.sampled_from(Unit)),
        start_counts=maybe(st.booleans()),
        **titled,
    ),
    max_size=2,
    unique_by=lambda reading: reading.name,
).map(tuple)
extensions = st.one_of(
    st.builds(
        ExtensionRule,
        id=names,
        event=names,
        length=st.integers(1, 99) | conditions,
        at_most=maybe(st.integers(1, 99)),
        by=any_number,
        base=st.sampled_from(["nominal", "rolled"]),
        **quoted,
    ),
    st.builds(ExtensionRule, id=names, event=names, until=names),
)
limits = st.builds(
    TimeLimit,
    id=_ids("xx.law"),
    matter=names,
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.ACCRUES]),
    bound=st.sampled_from(Bound),
    start=many,
    end=many,
    cancel=any_number,
    blocks=many,
    edge=st.sampled_from(Edge),
    length=st.integers(1, 400) | conditions,
    unit=st.sampled_from(Unit),
    before=maybe(conditions),
    counting=names,
    pause=any_number,
    extend=st.lists(extensions, max_size=2).map(tuple),
    when=maybe(conditions),
    then=maybe(st.builds(Then, event=names, counts_from=st.sampled_from(["start", "end"]))),
    restart=st.booleans(),
    overrides=any_number,
    takes_over=maybe(st.builds(TakesOver, limit=names, rule=st.sampled_from(["new", "later"]))),
    edition_by=maybe(names),
    reading=readings,
    **titled,
    **quoted,
)
likes = st.builds(
    LimitLike,
    id=_ids("xx.like"),
    like=names,
    given=st.fixed_dictionaries(
        {},
        optional={
            "length": st.integers(1, 9) | conditions,
            "extend": st.lists(extensions, max_size=1).map(tuple),
            "restart": st.booleans(),
            "kind": st.sampled_from(Kind),
            "zh": texts,
            "takes_over": st.builds(TakesOver, limit=names, rule=st.just("new")),
        },
    ),
)
steps = st.lists(
    st.builds(Step, many, names, names, maybe(conditions)), min_size=1, max_size=3
).map(tuple)
regions = st.lists(
    st.builds(
        RegionEntry,
        id=names,
        like=maybe(names),
        per=any_number,
        initial=names,
        final=any_number,
        steps=steps,
        names=words,
        **titled,
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda region: region.id,
).map(tuple)


def _some(strategy, most=2):
    return st.lists(strategy, max_size=most, unique_by=lambda one: one.id).map(tuple)


packs = st.builds(
    Pack,
    header=st.builds(
        PackHeader,
        id=names,
        version=texts,
        calendar=maybe(st.sampled_from(["CN", "IT"])),
        zone=maybe(st.sampled_from(["Asia/Shanghai", "Europe/Rome"])),
        **titled,
    ),
    laws=st.tuples(
        st.builds(
            Law,
            id=st.just("xx.law"),
            in_force_from=maybe(st.dates(max_value=date(2020, 1, 1))),
            in_force_to=maybe(st.dates(min_value=date(2020, 1, 2))),
            rank=texts,
            verified=texts,
            **titled,
        ),
        st.just(Law(id="xx.like")),
    ),
    countings=_some(
        st.builds(
            CountingRule,
            id=names.filter(lambda name: name != "no-roll"),
            roll=st.sampled_from(Roll),
            start_counts=st.booleans(),
            reading=readings,
            **quoted,
        )
    ),
    pauses=_some(
        st.builds(
            PauseRule,
            id=_ids("xx.law"),
            begins=many,
            ends=many,
            when=maybe(conditions),
            **titled,
            **quoted,
        )
    ),
    limits=st.tuples(_some(limits), _some(likes, 1)).map(lambda both: both[0] + both[1]),
    needs=_some(
        st.builds(
            Need,
            id=_ids("xx.law"),
            on=many,
            that=conditions,
            when=maybe(conditions),
            code=names,
            **titled,
            **quoted,
        )
    ),
    machines=_some(st.builds(Machine, id=names, initial=names, final=any_number, steps=steps)),
    procedures=_some(
        st.builds(ProcedureEntry, id=names, laws=any_number, region=regions, note=texts, **titled)
    ),
    events=st.lists(
        st.builds(
            EventType,
            name=names,
            also=any_number,
            per=any_number,
            after_all=st.lists(many, max_size=2).map(tuple),
            planned=maybe(names),
            **titled,
        ),
        max_size=3,
    ).map(lambda found: {one.name: one for one in found}),
    facts=st.lists(
        st.builds(
            FactType,
            name=names.map(lambda name: f"f{name}"),
            kind=st.sampled_from(FactKind),
            also=any_number,
            values=words,
            **titled,
        ),
        max_size=3,
    ).map(lambda found: {one.name: one for one in found}),
)


@given(packs)
def test_packs_round_trip(pack):
    """What is written reads back as an equal pack, and has the same digest."""
    again = load_pack(dump_pack(pack))
    assert pack == again
    assert pack.digest == again.digest


values = st.recursive(
    st.one_of(
        texts, st.integers(-(2**62), 2**62), st.booleans(), st.dates(), st.floats(allow_nan=False)
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    [
        *("id", "like", "from", "to", "start", "length", "unit", "extend", "reading", "then"),
        *("steps", "region", "when", "kind", "type", "per", "after-all", "name", "scope"),
    ]
)
tables = st.dictionaries(keys, values, max_size=5)
sections = st.sampled_from(
    ["pack", "law", "counting", "pause", "limit", "need", "machine", "procedure", "event", "fact"]
)


@given(
    st.dictionaries(
        sections,
        values | tables | st.lists(tables, max_size=2) | st.dictionaries(texts, tables, max_size=2),
        max_size=4,
    )
)
def test_any_table_is_a_pack_or_is_refused(data):
    """Whatever a file holds, the loader answers with a pack or with its problems."""
    try:
        load_pack("\n" + tomli_w.dumps(data))
    except PackError as error:
        said = error.problems
    else:
        said = ("fine",)
    assert all(said)
