"""What lies before a case, as values: clocks, next acts, what must come first.

They hold what `enforcecal.cases.outlook` works out, put it into words and into plain values, and
compute nothing but the certainty of a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from enforcecal.cases.replay.run import ClockRun, Key
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Unit
from enforcecal.law.rules import TimeLimit
from enforcecal.plain import plain_fields
from enforcecal.texts import Lang, Text, Worded

__all__ = [
    "After",
    "ClockState",
    "Extending",
    "MustBefore",
    "NextAct",
    "OutOfReach",
    "Outlook",
    "OutlookReason",
    "RegionState",
    "name_of",
]


def name_of(limit: TimeLimit) -> Text:
    """Return the name of a limit in words."""
    return Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter)


class After(Worded):
    """What becomes of an act after its last day."""

    LATE = "late", "then late", "逾期仍应办理"
    """It must still be done, and is a breach."""
    LAPSED = "lapsed", "then lapsed", "逾期丧失"
    """The right to it is gone, or the party is in default."""
    REFUSED = "refused", "then without effect", "逾期无效"
    """It has no effect any more, or has no place any more."""


@attrs.frozen(kw_only=True)
class OutlookReason:
    """Why an act must wait, or until when it is in time."""

    rule: str
    article: Text
    text: Text

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the reason as plain values for JSON."""
        return plain_fields(self, lang, "rule article text")


@attrs.frozen(kw_only=True)
class RegionState:
    """Where one line of states stands."""

    region: str
    of: Key
    state: str
    name: Text
    final: bool

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the state as plain values for JSON."""
        return plain_fields(self, lang, "region of state name final") | {"of": dict(self.of)}


@attrs.frozen(kw_only=True)
class ClockState:
    """One open clock on the day of the outlook."""

    clock: ClockRun
    used: int | None
    """Units used up, in the unit of the limit; months and years are told in days."""
    left: int | None
    """Units left to the last day; below 0 by how many it is over.  While it stands still, what is
    left of the period itself, before any roll."""
    paused_since: date | None

    @property
    def certainty(self) -> Certainty:
        """How sure its last day is, and that it applies at all."""
        return self.clock.certainty

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the clock as plain values for JSON."""
        clock, limit = self.clock, self.clock.limit.limit
        unit = limit.unit if limit.unit in {Unit.WORKING_DAY, Unit.DAY} else Unit.DAY
        return {
            "rule": clock.limit.id,
            "matter": limit.matter,
            "name": (limit.zh if lang == "zh" else limit.en) or limit.matter,
            "article": clock.limit.article.say(lang),
            **plain_fields(limit, lang, "bound kind"),
            "of": dict(clock.of),
            "status": clock.status.value,
            "started": clock.start.isoformat(),
            **plain_fields(self, lang, "used left"),
            "unit": unit.value,
            **plain_fields(self, lang, "paused_since"),
            **plain_fields(clock, lang, "due safe_due opens"),
            "certainty": self.certainty.value,
        }


@attrs.frozen(kw_only=True)
class NextAct:
    """One event that the case may take next, now or after a wait, or only once something is met."""

    event: str
    name: Text
    of: Key
    earliest: date | None
    """The first lawful day, not before the day of the outlook; None while that cannot be said."""
    safe_earliest: date | None
    """The first day that is lawful on every reading."""
    last: date | None
    """The last day in time; None where nothing sets one."""
    safe_last: date | None
    """The last day in time on every reading."""
    after: After | None
    """What becomes of it after the last day."""
    waits: tuple[OutlookReason, ...] = ()
    """Why it is not lawful before `earliest`."""
    due: tuple[OutlookReason, ...] = ()
    """What sets the last day."""
    lacks: tuple[OutlookReason, ...] = ()
    """What must be met first; an act that lacks something is not lawful yet on any day."""

    def lawful_on(self, day: date) -> bool:
        """Tell whether the act is in time and lawful on *day*, if nothing else happens."""
        if self.lacks or self.earliest is None or day < self.earliest:
            return False
        return self.last is None or day <= self.last

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the act as plain values for JSON."""
        names = "event name of earliest safe_earliest last safe_last after waits due lacks"
        return plain_fields(self, lang, names) | {"of": dict(self.of)}


@attrs.frozen(kw_only=True)
class MustBefore:
    """An act that must come first, and the last day that leaves room for what follows."""

    events: tuple[str, ...]
    """The event; several where one of them is enough."""
    name: Text
    of: Key
    by: date | None
    """None where no day would be early enough."""
    before: str
    """The event it must come before."""
    before_by: date
    """The day by which that must happen in turn."""
    reasons: tuple[OutlookReason, ...]
    """What requires it, and the waits in between."""
    text: Text

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the act as plain values for JSON."""
        names = "events name of by before before_by reasons text"
        return plain_fields(self, lang, names) | {"of": dict(self.of)}


@attrs.frozen(kw_only=True)
class Extending:
    """An extension that can still be granted."""

    event: str
    name: Text
    rule: str
    article: Text
    by: tuple[str, ...]
    """Who may grant it."""
    last: date
    """The last day to grant it."""
    due: date
    """The last day it leads to, at its longest."""
    enough: bool
    """Whether the act it is for can then be in time."""

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the extension as plain values for JSON."""
        return plain_fields(self, lang, "event name rule article by last due enough")


@attrs.frozen(kw_only=True)
class OutOfReach:
    """An act that can no longer be in time: the waits before it are longer than what is left."""

    event: str
    name: Text
    of: Key
    earliest: date
    """The first lawful day, if everything still missing is done at once."""
    last: date
    """The last day in time, which lies before."""
    sooner: tuple[str, ...]
    """Events that would end the longest wait early, such as the party's statement."""
    extensions: tuple[Extending, ...]
    rule: str
    article: Text
    text: Text

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the act as plain values for JSON."""
        names = "event name of earliest last sooner extensions rule article text"
        return plain_fields(self, lang, names) | {"of": dict(self.of)}


@attrs.frozen(kw_only=True, repr=False)
class Outlook:
    """How a case stands on a day, and what lies before it."""

    case: str
    procedure: str
    as_of: date
    regions: tuple[RegionState, ...]
    clocks: tuple[ClockState, ...]
    """Every clock that runs, stands still, or ran out unanswered; what is due first, first."""
    acts: tuple[NextAct, ...]
    """Every event that is lawful now or will be after a wait; what is due first, first."""
    blocked: tuple[NextAct, ...]
    """Events that the case has come to, but that lack something the law requires."""
    first: tuple[MustBefore, ...]
    """What must come before the acts that are due, and by when."""
    out_of_reach: tuple[OutOfReach, ...]
    """Acts that can no longer be in time."""

    def __repr__(self) -> str:
        return (
            f"Outlook(case={self.case!r}, procedure={self.procedure!r}, as_of={self.as_of}, "
            f"clocks={len(self.clocks)}, acts={len(self.acts)}, blocked={len(self.blocked)}, "
            f"first={len(self.first)}, out_of_reach={len(self.out_of_reach)})"
        )

    def act(self, event: str, of: Key = ()) -> NextAct | None:
        """Return the act *event*, lawful or not yet, or None where the case has no place for it."""
        for one in (*self.acts, *self.blocked):
            if one.event == event and (not of or one.of == of):
                return one
        return None

    def explain(self, lang: Lang = "en") -> str:
        """Return the outlook as lines."""
        return "\n".join(_explained(self, lang))

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the outlook as plain values for JSON."""
        names = "case procedure as_of regions clocks acts blocked first out_of_reach"
        return plain_fields(self, lang, names)


# -- in words


def _explained(seen: Outlook, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    yield f"{seen.case}，{seen.as_of}" if zh else f"{seen.case} on {seen.as_of}"
    for region in seen.regions:
        about = _about(region.of, lang)
        yield f"  {region.region}{about}{'：' if zh else ': '}{region.name.say(lang)}"
    if seen.clocks:
        yield "期限：" if zh else "clocks:"
    for one in seen.clocks:
        yield f"  {_clock_text(one, lang)}"
    for heads, acts in (
        (("lawful next:", "可以进行："), seen.acts),
        (("not lawful yet:", "尚不得进行："), seen.blocked),
    ):
        dated = [act for act in acts if act.last or act.waits or act.lacks]
        others = dict.fromkeys(act.name.say(lang) for act in acts if act not in dated)
        if acts:
            yield heads[1] if zh else heads[0]
        for act in dated:
            yield f"  {_act_text(act, lang)}"
        if others:
            yield (
                f"  （不限日期）{'、'.join(others)}"
                if zh
                else f"  (no day set) {', '.join(others)}"
            )
    if seen.first:
        yield "须先完成：" if zh else "must come first:"
    for must in seen.first:
        yield f"  {must.text.say(lang)}"
    if seen.out_of_reach:
        yield "已不能按期：" if zh else "out of reach:"
    for lost in seen.out_of_reach:
        yield f"  {lost.text.say(lang)}"


def _about(of: Key, lang: Lang) -> str:
    if not of:
        return ""
    named = ", ".join(value for _, value in of)
    return f"（{named}）" if lang == "zh" else f" ({named})"


def _clock_text(one: ClockState, lang: Lang) -> str:
    clock = one.clock
    name, about = name_of(clock.limit.limit).say(lang), _about(clock.of, lang)
    if lang == "zh":
        said = f"{name}{about}：自{clock.start}起"
        if one.used is not None:
            said += f"，已用{one.used}"
        if one.left is not None:
            said += f"，剩余{one.left}" if one.left >= 0 else f"，已超过{-one.left}"
        if one.paused_since:
            said += f"，{one.paused_since}起暂停"
        if clock.due:
            said += f"，届满日{clock.due}"
        if clock.safe_due and clock.safe_due != clock.due:
            said += f"（稳妥起见{clock.safe_due}）"
        return said
    said = f"{name}{about}: since {clock.start}"
    if one.used is not None:
        said += f", used {one.used}"
    if one.left is not None:
        said += f", left {one.left}" if one.left >= 0 else f", over by {-one.left}"
    if one.paused_since:
        said += f", paused since {one.paused_since}"
    if clock.due:
        said += f", last day {clock.due}"
    if clock.safe_due and clock.safe_due != clock.due:
        said += f" (to be safe {clock.safe_due})"
    return said


def _act_text(act: NextAct, lang: Lang) -> str:
    zh = lang == "zh"
    said = act.name.say(lang) + _about(act.of, lang)
    parts = []
    if act.earliest is None:
        parts.append("须待暂停结束" if zh else "once the pause is over")
    elif act.waits:
        parts.append(f"自{act.earliest}起" if zh else f"from {act.earliest}")
    if act.last is not None:
        parts.append(f"至{act.last}止" if zh else f"until {act.last}")
        if act.safe_last != act.last:
            parts.append(f"稳妥起见至{act.safe_last}" if zh else f"to be safe {act.safe_last}")
        parts += [act.after.text.say(lang)] if act.after else []
    parts += [
        f"{one.text.say(lang)}" + (f"（{one.article.zh}）" if zh else f" [{one.article.en}]")
        for one in act.lacks
    ]
    return f"{said}：{'，'.join(parts)}" if zh else f"{said}: {', '.join(parts)}"
