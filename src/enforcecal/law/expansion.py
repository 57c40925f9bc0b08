"""Regions from machines, and ``*.`` names from regions.

A machine, and a limit of a law about it, speaks of ``*.served``: the event of whichever region
uses the machine.  Here such names become ``notice.served``, ``decision.served`` and so on.  A
limit, need or pause with such names becomes one for each region whose steps mention the events it
begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from enforcecal.law.conditions import Condition
from enforcecal.law.procedures import EventType, FactType, Machine, Region, Step
from enforcecal.law.rules import Need, PauseRule, TimeLimit
from enforcecal.law.schema import RegionEntry

__all__ = [
    "build_region",
    "expand_limit",
    "expand_need",
    "expand_pause",
    "expand_words",
    "is_starred",
    "merge_words",
]

_Word = TypeVar("_Word", EventType, FactType)


def is_starred(name: str) -> bool:
    """Tell whether *name* is one of a region not yet known."""
    return name.startswith("*.")


def _named(name: str, region: str) -> str:
    return region + name[1:] if is_starred(name) else name


def _all_named(names: tuple[str, ...], region: str) -> tuple[str, ...]:
    return tuple(_named(name, region) for name in names)


def _asked(condition: Condition | None, region: str) -> Condition | None:
    return condition.for_region(region) if condition else None


def build_region(entry: RegionEntry, machine: Machine | None) -> Region:
    """Return the region *entry* describes: steps of its machine first, then its own."""
    steps = (machine.steps if machine else ()) + entry.steps
    return Region(
        id=entry.id,
        zh=entry.zh,
        en=entry.en,
        initial=entry.initial or (machine.initial if machine else ""),
        final=entry.final or (machine.final if machine else ()),
        steps=tuple(
            Step(
                step.sources,
                _named(step.event, entry.id),
                step.target,
                _asked(step.condition, entry.id),
            )
            for step in steps
        ),
        per=entry.per,
        names=entry.names,
    )


def _mentions(region: Region) -> frozenset[str]:
    return frozenset(step.event for step in region.steps)


def _regions_of(begins: Iterable[str], regions: Iterable[Region]) -> Iterator[str]:
    """Yield the regions whose steps mention every ``*.`` name of *begins*."""
    starred = [name for name in begins if is_starred(name)]
    for region in regions:
        if starred and {_named(name, region.id) for name in starred} <= _mentions(region):
            yield region.id


def expand_limit(
    limit: TimeLimit, regions: tuple[Region, ...], pauses: Mapping[str, tuple[str, ...]]
) -> Iterator[TimeLimit]:
    """Yield *limit* for each region it is about, or itself if it has no ``*.`` start.

    *pauses* gives for the id of a pause the ids it was expanded to.
    """
    if not any(is_starred(name) for name in limit.start):
        found = (each for name in limit.pause for each in pauses.get(name, (name,)))
        yield attrs.evolve(limit, pause=tuple(found))
        return
    for region in _regions_of(limit.start, regions):
        yield attrs.evolve(
            limit,
            scope=region,
            start=_all_named(limit.start, region),
            end=_all_named(limit.end, region),
            cancel=_all_named(limit.cancel, region),
            blocks=_all_named(limit.blocks, region),
            length=limit.length
            if isinstance(limit.length, int)
            else limit.length.for_region(region),
            before=_asked(limit.before, region),
            when=_asked(limit.when, region),
            worth=_asked(limit.worth, region),
            then=limit.then and attrs.evolve(limit.then, event=_named(limit.then.event, region)),
            extend=tuple(
                attrs.evolve(extension, event=_named(extension.event, region))
                for extension in limit.extend
            ),
            reading=tuple(
                attrs.evolve(reading, to=_all_named(reading.to, region))
                for reading in limit.reading
            ),
            pause=tuple(
                each
                for name in limit.pause
                for each in pauses.get(name, (name,))
                if "@" not in each or each.endswith(f"@{region}")
            ),
        )


def expand_pause(pause: PauseRule, regions: tuple[Region, ...]) -> Iterator[PauseRule]:
    """Yield *pause* for each region it is about, with ``@region`` after its id, or itself."""
    if not any(is_starred(name) for name in pause.begins):
        yield pause
        return
    for region in _regions_of(pause.begins, regions):
        yield attrs.evolve(
            pause,
            id=f"{pause.id}@{region}",
            begins=_all_named(pause.begins, region),
            ends=_all_named(pause.ends, region),
            when=_asked(pause.when, region),
        )


def expand_need(need: Need, regions: tuple[Region, ...]) -> Iterator[Need]:
    """Yield *need* for each region it is about, or itself if its ``on`` has no ``*.`` name."""
    if not any(is_starred(name) for name in need.on):
        yield need
        return
    for region in _regions_of(need.on, regions):
        yield attrs.evolve(
            need,
            on=_all_named(need.on, region),
            that=need.that.for_region(region),
            when=_asked(need.when, region),
        )


def expand_words(
    events: Mapping[str, EventType], regions: tuple[Region, ...]
) -> dict[str, EventType]:
    """Return *events* with ``*.`` entries made one for each region that has such a step.

    The words of the region come before those of the entry: region 处罚决定书 and event 送达 give
    处罚决定书送达.  A word of its own for ``notice.served`` outranks this.  An event named after a
    region that is per party is per party itself.
    """
    made = {
        full: _of_region(event, full, region)
        for name, event in events.items()
        if is_starred(name)
        for region in regions
        if (full := _named(name, region.id)) in _mentions(region)
    }
    found: dict[str, EventType] = {}
    for name, event in events.items():
        if not is_starred(name):
            found[name] = merge_words(made[name], event) if name in made else event
            continue
        found |= {
            full: one
            for full, one in made.items()
            if full.partition(".")[2] == name[2:] and full not in events
        }
    per = {region.id: region.per for region in regions}
    return {
        name: attrs.evolve(event, per=event.per or per.get(name.partition(".")[0], ()))
        for name, event in found.items()
    }


def _of_region(event: EventType, name: str, region: Region) -> EventType:
    return EventType(
        name=name,
        zh=region.zh + event.zh if region.zh else "",
        en=f"{region.en} {event.en}" if region.en and event.en else "",
        also=tuple(region.zh + word for word in event.also) if region.zh else (),
        per=event.per,
        after_all=tuple(_all_named(each, region.id) for each in event.after_all),
        planned=event.planned,
        discovers=event.discovers,
    )


def merge_words(older: _Word, newer: _Word) -> _Word:
    """Return *older* with what *newer* says otherwise; headings and wordings are added to it."""
    changes: dict[str, object] = {}
    for field in attrs.fields(type(older)):
        value: object = getattr(newer, field.name)
        if isinstance(value, Mapping):
            value = {**getattr(older, field.name), **value}
        if value:
            changes[field.name] = value
    changes["also"] = tuple(dict.fromkeys((*older.also, *newer.also)))
    evolve: Callable[..., _Word] = attrs.evolve
    return evolve(older, **changes)
