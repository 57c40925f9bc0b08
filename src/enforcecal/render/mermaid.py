"""A procedure as Mermaid state diagrams: one box of states a region.

Drawn is what the pack says and nothing more.  An event that nobody records is marked: with ※ when
a clock that runs out puts it into the log, with ∑ when it follows from other events by itself.
Where the same steps lead on from several states, these stand together once more in a dashed box,
with one arrow in place of many: crossing arrows are what makes such pictures unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from enforcecal.errors import UnknownNameError
from enforcecal.law.procedures import Procedure, Region, Step
from enforcecal.texts import Lang, Text

__all__ = ["diagram_lines"]

_GENERATED: Final = "※"
_DERIVED: Final = "∑"
_CONDITION: Final = "?"
_STAYS: Final = "↻"
_ANY: Final = "┄"
_MANY: Final = 3
_LEGEND: Final = (
    (_GENERATED, Text("put in when a period runs out", "期满自动产生")),
    (_DERIVED, Text("follows from other events by itself", "由其他环节自动得出")),
    (_CONDITION, Text("only if a condition holds", "须满足条件")),
    (_STAYS, Text("may happen here and changes nothing", "可以发生，状态不变")),
    (_ANY, Text("a dashed box: from any of these states", "虚线框：自其中任一状态")),
)
_TOGETHER: Final = "together"
_JOINT: Final = " + "
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_]+")
_ENTITIES: Final = {ord(mark): f"#{ord(mark)};" for mark in '#;:"<>{}[]|\\'}


def diagram_lines(
    procedure: Procedure, lang: Lang = "en", *, region: str | None = None
) -> Iterator[str]:
    """Yield the lines of a ``stateDiagram-v2`` of *procedure*, or of one of its regions alone.

    Raises:
        UnknownNameError: no region is called *region*.
    """
    regions = procedure.regions
    if region is not None:
        regions = tuple(one for one in regions if one.id == region)
        if not regions:
            raise UnknownNameError("region", region, [one.id for one in procedure.regions])
    ids = _Ids()
    marks = _marks(procedure)
    yield "---"
    title = Text(procedure.en or procedure.id, procedure.zh or procedure.id).say(lang)
    yield f'title: "{_quoted(title)}"'
    yield "---"
    yield "stateDiagram-v2"
    if region is not None:
        yield from _states(procedure, regions[0], lang, ids, marks, "  ")
    else:
        # Regions have no arrow between them; left to right they come to stand below one another.
        yield "  direction LR"
        for one in regions:
            yield f'  state "{_label(_title(one, lang))}" as {ids.of(one.id, "")} {{'
            yield "    direction TB"
            yield from _states(procedure, one, lang, ids, marks, "    ")
            yield "  }"
    if ids.together:  # not inside the boxes, where it has no effect
        yield f"  classDef {_TOGETHER} stroke-dasharray: 5 3"
        yield f"  class {','.join(ids.together)} {_TOGETHER}"
    used = {mark for one in regions for step in one.steps for mark in _marks_of(step, marks)}
    for mark, text in _LEGEND:
        if mark in used:
            yield f"  %% {mark} {text.say(lang)}"


class _Ids:
    """Names that Mermaid takes, one for each state, none given twice."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self.together: list[str] = []
        """The dashed boxes drawn so far."""

    def of(self, region: str, state: str) -> str:
        key = (region, state)
        if key not in self._given:
            # A letter in front: a name may not begin with a digit, nor be a word of the language.
            plain = "s_" + _UNSAFE.sub("_", f"{region}_{state}" if state else region).strip("_")
            name, number = plain, 1
            while name in self._taken:
                number += 1
                name = f"{plain}_{number}"
            self._taken.add(name)
            self._given[key] = name
        return self._given[key]


def _marks(procedure: Procedure) -> dict[str, str]:
    marks = {name: _DERIVED for name, event in procedure.events.items() if event.after_all}
    for limit in procedure.limits:
        if limit.then is not None:
            marks[limit.then.event] = _GENERATED
    return marks


def _marks_of(step: Step, marks: Mapping[str, str]) -> Iterator[str]:
    yield marks.get(step.event, "")
    yield _CONDITION if step.condition else ""
    yield _STAYS if step.target == "=" or step.target in step.sources else ""
    yield _ANY if _together(step) else ""


def _together(step: Step) -> tuple[str, ...]:
    """Return the states from which *step* is drawn as one arrow; nothing where each has its own."""
    sources = tuple(one for one in step.sources if one != step.target)
    return sources if step.target != "=" and len(sources) >= _MANY else ()


def _states(
    procedure: Procedure,
    region: Region,
    lang: Lang,
    ids: _Ids,
    marks: Mapping[str, str],
    indent: str,
) -> Iterator[str]:
    said = {
        state: region.names.get(state, state) if lang == "zh" else state.replace("_", " ")
        for state in region.states
    }
    for state, name in said.items():
        yield f'{indent}state "{_label(name)}" as {ids.of(region.id, state)}'
    leads: dict[tuple[str, str], dict[str, None]] = {}
    together: dict[str, tuple[str, ...]] = {}
    stays: dict[str, dict[str, None]] = {}
    elsewhere: dict[str, None] = {}
    for step in region.steps:
        label = _event(procedure, step.event, lang) + marks.get(step.event, "")
        label += _CONDITION if step.condition else ""
        if "/" in step.target:
            elsewhere[step.target] = None
        group = _together(step)
        if group:
            name = _JOINT.join(sorted(group))
            together[name] = group
            leads.setdefault((name, step.target), {})[label] = None
        for source in step.sources:
            if step.target in {"=", source}:
                stays.setdefault(source, {})[label] = None
            elif not group:
                leads.setdefault((source, step.target), {})[label] = None
    for target in elsewhere:
        other, _, state = target.rpartition("/")
        name = f"→ {other} {state}"
        yield f'{indent}state "{_label(name)}" as {ids.of(region.id, target)}'
    for name, group in together.items():
        names = ("、" if lang == "zh" else ", ").join(said[one] for one in said if one in group)
        yield f'{indent}state "{_label(names)}" as {ids.of(region.id, name)}'
        ids.together.append(ids.of(region.id, name))
    # Written into the box: as arrows from a box to itself they would hide the others.
    for source, labels in stays.items():
        yield f"{indent}{ids.of(region.id, source)} : {_STAYS} {_joined(labels, lang)}"
    yield f"{indent}[*] --> {ids.of(region.id, region.initial)}"
    for (source, target), labels in leads.items():
        yield (
            f"{indent}{ids.of(region.id, source)} --> {ids.of(region.id, target)}"
            f" : {_joined(labels, lang)}"
        )
    for state in region.final:
        yield f"{indent}{ids.of(region.id, state)} --> [*]"


def _joined(labels: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(map(_label, labels))


def _event(procedure: Procedure, name: str, lang: Lang) -> str:
    kind = procedure.events.get(name)
    word = (kind.zh if lang == "zh" else kind.en) if kind else ""
    return word or name.replace("_", " ")


def _title(region: Region, lang: Lang) -> str:
    title = Text(region.en or region.id.replace("_", " "), region.zh or region.id).say(lang)
    if not region.per:
        return title
    names = [_PER.get(one, Text(f"per {one}", f"每{one}")).say(lang) for one in region.per]
    return f"{title}（{'、'.join(names)}）" if lang == "zh" else f"{title} ({', '.join(names)})"


_PER: Final = {
    "party": Text("per party", "每名当事人"),
    "item": Text("per item", "每件物品"),
}


def _label(text: str) -> str:
    """Return *text* so that nothing in it means something to Mermaid."""
    plain = "".join(mark for mark in text if unicodedata.category(mark) not in {"Cc", "Zl", "Zp"})
    return plain.translate(_ENTITIES)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
