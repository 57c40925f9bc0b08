"""A procedure as a Mermaid diagram."""

from __future__ import annotations

import re

import pytest

from enforcecal.dates.periods import Unit
from enforcecal.errors import UnknownNameError
from enforcecal.law.conditions import parse_condition
from enforcecal.law.packs import rulebook
from enforcecal.law.procedures import EventType, Procedure, Region, Step
from enforcecal.law.rules import Kind, Then, TimeLimit
from enforcecal.render.mermaid import diagram_lines

HOLD = TimeLimit(
    id="x.hold",
    matter="hold",
    kind=Kind.MEASURE_ENDS,
    start=("kept",),
    length=7,
    unit=Unit.WORKING_DAY,
    then=Then(event="freed"),
)
DECIDE = TimeLimit(
    id="x.decide",
    matter="decide",
    kind=Kind.ACT_WITHIN,
    start=("kept",),
    end=("decided",),
    length=7,
    unit=Unit.WORKING_DAY,
)
MAIN = Region(
    id="main",
    initial="new",
    final=("done",),
    steps=(
        Step(("new",), "kept", "held"),
        Step(("held",), "noted", "="),
        Step(("held",), "noted again", "held"),
        Step(("held",), "freed", "done", parse_condition("big")),
        Step(("held",), "all_told", "done"),
        Step(("held",), "moved", "other.procedure/start"),
    ),
    names={"new": "新"},
    zh="主线",
    en="main line",
)
THINGS = Region(
    id="1-thing",
    initial="end",
    steps=(Step(("end",), 'x "q"; <b>: #1', "a:b"),),
    per=("item", "party", "place"),
)


def procedure(*regions):
    """Return a procedure of these regions."""
    return Procedure(
        id="x",
        zh="程序",
        en='a "procedure"',
        families=(),
        regions=regions,
        events={
            "kept": EventType(name="kept", zh="扣押", en="things kept"),
            "all_told": EventType(name="all_told", after_all=(("told",),)),
        },
        facts={},
        laws={},
        limits=(HOLD, DECIDE),
        pauses={},
        countings={},
        needs=(),
    )


def drawn(lang="en", region=None, regions=(MAIN, THINGS)):
    """Return the lines of its diagram."""
    return list(diagram_lines(procedure(*regions), lang, region=region))


def test_one_region_is_a_diagram_of_its_own():
    """States with their words, arrows with their events, what changes nothing inside its box."""
    assert [
        "---",
        'title: "a \\"procedure\\""',
        "---",
        "stateDiagram-v2",
        '  state "new" as s_main_new',
        '  state "held" as s_main_held',
        '  state "done" as s_main_done',
        '  state "→ other.procedure start" as s_main_other_procedure_start',
        "  s_main_held : ↻ noted, noted again",
        "  [*] --> s_main_new",
        "  s_main_new --> s_main_held : things kept",
        "  s_main_held --> s_main_done : freed※?, all told∑",
        "  s_main_held --> s_main_other_procedure_start : moved",
        "  s_main_done --> [*]",
        "  %% ※ put in when a period runs out",
        "  %% ∑ follows from other events by itself",
        "  %% ? only if a condition holds",
        "  %% ↻ may happen here and changes nothing",
    ] == drawn(region="main")


def test_several_regions_are_boxes_one_below_the_other():
    """Each region is a composite state with its title and what it is per."""
    lines = drawn()
    assert "  direction LR" in lines
    assert '  state "main line" as s_main {' in lines
    assert '  state "1-thing (per item, per party, per place)" as s_1_thing {' in lines
    assert lines.count("    direction TB") == 2
    assert lines.count("  }") == 2


def test_chinese_is_used_where_there_is_any():
    """States, events and titles have Chinese words; a name without them stands as it is."""
    lines = drawn("zh")
    assert '    state "新" as s_main_new' in lines
    assert "    s_main_new --> s_main_held : 扣押" in lines
    assert '  state "1-thing（每件物品、每名当事人、每place）" as s_1_thing {' in lines
    assert "  %% ※ 期满自动产生" in lines


def test_no_name_means_anything_to_mermaid():
    """Signs of the diagram language become entities, and ids are plain, distinct words."""
    lines = drawn(region="1-thing")
    assert "  s_1_thing_end --> s_1_thing_a_b : x #34;q#34;#59; #60;b#62;#58; #35;1" in lines
    assert '  state "a#58;b" as s_1_thing_a_b' in lines


def test_two_names_that_look_alike_stay_two():
    """``a:b`` and ``a b`` are two states, so they get two ids."""
    alike = Region(
        id="r", initial="a:b", steps=(Step(("a:b",), "go", "a b"), Step(("a b",), "go", "a;b"))
    )
    lines = drawn(regions=(alike,), region="r")
    assert "  s_r_a_b --> s_r_a_b_2 : go" in lines
    assert "  s_r_a_b_2 --> s_r_a_b_3 : go" in lines


def test_a_region_that_is_not_there_is_refused():
    """The nearest is named."""
    with pytest.raises(UnknownNameError, match="did you mean 'main'"):
        drawn(region="mian")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_packaged_procedure_is_drawn_in_plain_names(lang):
    """Each line is one of the few kinds a state diagram has, and every id was declared."""
    name = r"s_\w+"
    label = r"[^:;\n\"<>{}|\[\]\\]+(?:[^:\n\"<>{}|\[\]\\])*"
    kinds = re.compile(
        rf'  (?:  )?(?:state "{label}" as {name}(?: \{{)?|direction (?:LR|TB)|\}}'
        rf"|class {name}(?:,{name})* together|classDef together [a-z0-9: -]+"
        rf"|\[\*\] --> {name}|{name} --> \[\*\]|{name}(?: --> {name})? : {label}|%% .+)"
    )
    for procedure_ in rulebook("cn").procedures():
        lines = list(diagram_lines(procedure_, lang))
        assert [] == [line for line in lines[4:] if not kinds.fullmatch(line)]
        declared = set(re.findall(rf"as ({name})", "\n".join(lines)))
        assert set(re.findall(rf"\b{name}", "\n".join(lines[4:]))) == declared


def test_steps_from_many_states_are_one_arrow():
    """Three states or more from which the same step leads on stand together in a dashed box."""
    region = Region(
        id="main",
        initial="a",
        steps=(
            Step(("a", "b", "c"), "stopped", "over"),
            Step(("a", "b"), "moved", "c"),
            Step(("c", "b", "a"), "left", "over"),
            Step(("a", "b", "c", "over"), "noted", "over"),
            Step(("a", "b", "c"), "seen", "="),
        ),
        names={"a": "甲", "b": "乙"},
    )
    lines = [*diagram_lines(procedure(region), "zh", region="main")]
    assert '  state "甲、乙、c" as s_main_a_b_c' in lines
    assert "  class s_main_a_b_c together" in lines
    assert "  s_main_a_b_c --> s_main_over : stopped、left、noted" in lines
    assert "  s_main_a --> s_main_c : moved" in lines
    assert "  s_main_b --> s_main_c : moved" in lines
    assert "  s_main_over : ↻ noted" in lines
    assert "  classDef together stroke-dasharray: 5 3" in lines
    assert lines[-1] == "  %% ┄ 虚线框：自其中任一状态"
