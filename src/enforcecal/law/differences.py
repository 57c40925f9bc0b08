"""What changed between two packs, in words, and for whom: longer or shorter, another unit, a pause.

Two rules are the same one when they have the same id; otherwise, as in two editions of a law, when
the last words of their ids agree, or when they alone regulate their matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import attrs

from enforcecal.dates.periods import Edge, Period, Roll
from enforcecal.law.citations import Law
from enforcecal.law.conditions import Condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.packs import Rulebook
from enforcecal.law.procedures import EventType
from enforcecal.law.rules import Bound, ExtensionRule, Kind, Need
from enforcecal.law.schema import Pack
from enforcecal.texts import Lang, Text

__all__ = ["LawChange", "Rules", "differences", "rules_of"]


@attrs.frozen(kw_only=True)
class Rules:
    """What one pack says, resolved, with the words for its events."""

    laws: tuple[Law, ...] = ()
    limits: tuple[BoundLimit, ...] = ()
    needs: tuple[Need, ...] = ()
    events: Mapping[str, EventType] = attrs.field(factory=dict, hash=False)


@attrs.frozen(kw_only=True)
class LawChange:
    """One difference: what kind, for whom, between which two rules."""

    code: str
    """Stable name: ``longer``, ``shorter``, ``unit``, ``roll``, ``pause-added``, ``removed``."""
    bound: Bound | None
    """Whom the rule binds now; None where the change is of a law or of a step."""
    old: str
    """The id of the rule as it was; empty for a new one."""
    new: str
    """The id of the rule as it is; empty for one that is gone."""
    text: Text
    """The change in a sentence."""


def rules_of(book: Rulebook, pack: Pack) -> Rules:
    """Return what *pack*, one of *book*, says, with likes copied and counting rules found."""
    events: dict[str, EventType] = {}
    for each in book.packs():
        events |= each.events
    return Rules(
        laws=pack.laws,
        limits=tuple(book.limit(limit.id) for limit in pack.limits),
        needs=pack.needs,
        events=events,
    )


def differences(old: Rules, new: Rules) -> tuple[LawChange, ...]:
    """Return what is otherwise in *new* than in *old*: laws first, then limits, then needs."""
    return (*_laws(old, new), *_limits(old, new), *_needs(old, new))


# --- which rule is which -------------------------------------------------------------------------

_Rule = TypeVar("_Rule")


def _paired(
    old: Sequence[_Rule], new: Sequence[_Rule], *keys: Callable[[_Rule], Hashable]
) -> tuple[list[tuple[_Rule, _Rule]], list[_Rule], list[_Rule]]:
    """Pair rules by the first of *keys* that only one on each side has; then the new, the gone."""
    gone, added = [*old], [*new]
    pairs: list[tuple[_Rule, _Rule]] = []
    for key in keys:
        once = {name for name, times in Counter(map(key, gone)).items() if times == 1}
        once &= {name for name, times in Counter(map(key, added)).items() if times == 1}
        theirs = {key(rule): rule for rule in gone if key(rule) in once}
        pairs += [(theirs[key(rule)], rule) for rule in added if key(rule) in once]
        gone = [rule for rule in gone if key(rule) not in once]
        added = [rule for rule in added if key(rule) not in once]
    order = {id(rule): place for place, rule in enumerate(new)}
    return sorted(pairs, key=lambda pair: order[id(pair[1])]), added, gone


def _slug(rule: str) -> str:
    return rule.rpartition(".")[2]


# --- laws ----------------------------------------------------------------------------------------


def _laws(old: Rules, new: Rules) -> Iterator[LawChange]:
    pairs, added, gone = _paired(
        old.laws, new.laws, lambda law: law.id, lambda law: law.family, lambda _: ""
    )
    for before, after in pairs:
        was, now = _in_force(before), _in_force(after)
        if was != now:
            text = Text(
                f"{after.en or after.id}: in force {now.en}; before: {was.en}",
                f"《{after.zh or after.id}》：{now.zh}施行；原：{was.zh}施行",
            )
            yield LawChange(code="in-force", bound=None, old=before.id, new=after.id, text=text)
    for law in added:
        now = _in_force(law)
        text = Text(
            f"{law.en or law.id} is new, in force {now.en}",
            f"新增《{law.zh or law.id}》，{now.zh}施行",
        )
        yield LawChange(code="added", bound=None, old="", new=law.id, text=text)
    for law in gone:
        text = Text(f"{law.en or law.id} is gone", f"删去《{law.zh or law.id}》")
        yield LawChange(code="removed", bound=None, old=law.id, new="", text=text)


def _in_force(law: Law) -> Text:
    first, last = law.in_force_from, law.in_force_to
    if not first and not last:
        return Text("at all times", "未定起止日")
    en = " ".join(filter(None, (f"from {first}" if first else "", f"to {last}" if last else "")))
    return Text(en, f"{f'自{first}起' if first else ''}{f'至{last}止' if last else ''}")


# --- limits --------------------------------------------------------------------------------------

_WHO: Final = {
    Bound.AGENCY: Text("the agency", "执法机关"),
    Bound.PARTY: Text("the party", "当事人"),
    Bound.OTHER: Text("somebody else", "其他主体"),
}
_KINDS: Final = {
    Kind.ACT_WITHIN: Text("the act is late", "行为逾期"),
    Kind.WAIT_AT_LEAST: Text("nothing is late, other acts must wait", "期满前其他行为不得为之"),
    Kind.RIGHT_LAPSES: Text("the right is lost", "丧失权利"),
    Kind.MEASURE_ENDS: Text("the measure ends by itself", "措施自动解除"),
    Kind.ACCRUES: Text("money grows by the day", "按日加处"),
}
_ROLLS: Final = {
    Roll.NONE: Text("it stays", "不顺延"),
    Roll.NEXT_WORKING_DAY: Text(
        "it moves to the next working day, from a weekend too", "顺延至下一个工作日（含普通周末）"
    ),
    Roll.NEXT_AFTER_HOLIDAY: Text(
        "it moves over holidays, not over a weekend", "仅遇法定节假日顺延，普通周末不顺延"
    ),
}
_EDGES: Final = {
    None: Text("not said", "未规定"),
    Edge.ON: Text("on the last counted day", "最后一日当日"),
    Edge.AFTER: Text("only after the last counted day", "最后一日之后"),
}
_NOTHING: Final = Text("nothing", "无")


def _limits(old: Rules, new: Rules) -> Iterator[LawChange]:
    events = {**old.events, **new.events}
    pairs, added, gone = _paired(
        old.limits,
        new.limits,
        lambda bound: bound.id,
        lambda bound: _slug(bound.id),
        lambda bound: bound.limit.matter,
    )
    for before, after in pairs:
        yield from _Compared(before, after, events).changes()
    for bound in added:
        length, article = _length(bound), bound.article
        text = Text(f"new: {length.en}, {article.en}", f"新增：{length.zh}，{article.zh}")
        yield _named("added", bound, text, new=bound.id)
    for bound in gone:
        length = _length(bound)
        text = Text(f"gone; was {length.en}", f"已删去；原为{length.zh}")
        yield _named("removed", bound, text, old=bound.id)


def _named(code: str, about: BoundLimit, text: Text, *, old: str = "", new: str = "") -> LawChange:
    """Return the change with whom it concerns and what about in front."""
    limit, who = about.limit, _WHO[about.limit.bound]
    return LawChange(
        code=code,
        bound=limit.bound,
        old=old,
        new=new,
        text=Text(
            f"{who.en}: {limit.en or limit.matter}: {text.en}",
            f"{who.zh}：{limit.zh or limit.matter}：{text.zh}",
        ),
    )


def _length(bound: BoundLimit) -> Text:
    length, unit = bound.limit.length, bound.limit.unit
    if isinstance(length, Condition):
        words = unit.text
        return Text(f"({length.source}) {words.en}", f"（{length.source}）{words.zh}")
    period = Period(length, unit)
    return Text(str(period), period.in_chinese())


class _Compared:
    """Compares one limit with what it has become."""

    def __init__(
        self, before: BoundLimit, after: BoundLimit, events: Mapping[str, EventType]
    ) -> None:
        self.before, self.after, self.events = before, after, events

    def changes(self) -> Iterator[LawChange]:
        old, new = self.before.limit, self.after.limit
        yield from self.lengths()
        yield from self.turned("bound", "binds", "约束", _WHO[old.bound], _WHO[new.bound])
        yield from self.turned(
            "kind", "when it runs out", "期满后果", _KINDS[old.kind], _KINDS[new.kind]
        )
        yield from self.turned(
            "first-day",
            "first day",
            "首日",
            self.first_day(self.before),
            self.first_day(self.after),
        )
        yield from self.turned(
            "roll",
            "a last day that is off",
            "届满日为休息日的",
            _ROLLS[self.before.counting.roll],
            _ROLLS[self.after.counting.roll],
        )
        yield from self.turned("edge", "lawful", "可为之日", _EDGES[old.edge], _EDGES[new.edge])
        yield from self.events_changed("start", "runs from", "起算", old.start, new.start)
        yield from self.events_changed("end", "is fulfilled by", "完成", old.end, new.end)
        yield from self.events_changed("cancel", "is lifted by", "取消", old.cancel, new.cancel)
        yield from self.events_changed(
            "blocks", "must wait for it", "须待期满", old.blocks, new.blocks
        )
        yield from self.conditions("when", "applies when", "适用条件", old.when, new.when)
        yield from self.conditions(
            "before", "counted backward from", "倒算自", old.before, new.before
        )
        yield from self.conditions("worth", "is worth", "数额", old.worth, new.worth)
        yield from self.pauses()
        yield from self.extensions()
        if old.quote != new.quote and old.id == new.id:
            yield self.change(
                "words", Text(f"its words are now “{new.quote}”", f"条文改为“{new.quote}”")
            )

    def change(self, code: str, text: Text) -> LawChange:
        return _named(code, self.after, text, old=self.before.id, new=self.after.id)

    def lengths(self) -> Iterator[LawChange]:
        old, new = self.before.limit, self.after.limit
        if (old.length, old.unit) == (new.length, new.unit):
            return
        was, now = _length(self.before), _length(self.after)
        if (
            old.unit is not new.unit
            or isinstance(old.length, Condition)
            or isinstance(new.length, Condition)
        ):
            code, how, zh = ("length", "the length is now", "改为")
            if old.unit is not new.unit:
                code, how, zh = "unit", "counted otherwise", "改为"
        elif new.length > old.length:
            code, how, zh = "longer", "longer", "延长为"
        else:
            code, how, zh = "shorter", "shorter", "缩短为"
        yield self.change(
            code, Text(f"{how}: {now.en}; before: {was.en}", f"期限由{was.zh}{zh}{now.zh}")
        )

    def turned(self, code: str, en: str, zh: str, was: Text, now: Text) -> Iterator[LawChange]:
        if was != now:
            yield self.change(
                code, Text(f"{en}: {now.en}; before: {was.en}", f"{zh}由“{was.zh}”改为“{now.zh}”")
            )

    def first_day(self, bound: BoundLimit) -> Text:
        if bound.counting.start_counts:
            return Text("the day of the event counts", "当日计入")
        return Text("the day after the event", "次日起算")

    def conditions(
        self, code: str, en: str, zh: str, was: Condition | None, now: Condition | None
    ) -> Iterator[LawChange]:
        old, new = (
            Text(each.source, each.source) if each is not None else _NOTHING for each in (was, now)
        )
        yield from self.turned(code, en, zh, old, new)

    def events_changed(
        self, code: str, en: str, zh: str, was: Sequence[str], now: Sequence[str]
    ) -> Iterator[LawChange]:
        more = [name for name in now if name not in was]
        less = [name for name in was if name not in now]
        if more:
            yield self.change(
                f"{code}-added",
                Text(
                    f"{en}, new: {self.words(more, 'en')}", f"{zh}，增加：{self.words(more, 'zh')}"
                ),
            )
        if less:
            yield self.change(
                f"{code}-removed",
                Text(
                    f"{en}, no longer: {self.words(less, 'en')}",
                    f"{zh}，不再包括：{self.words(less, 'zh')}",
                ),
            )

    def words(self, names: Iterable[str], lang: Lang) -> str:
        found = []
        for name in names:
            kind = self.events.get(name)
            found.append((kind and Text(kind.en, kind.zh).say(lang)) or name)
        return ("、" if lang == "zh" else ", ").join(found)

    def pauses(self) -> Iterator[LawChange]:
        _, added, gone = _paired(
            [*self.before.pauses.values()],
            [*self.after.pauses.values()],
            lambda pause: pause.id,
            lambda pause: _slug(pause.id),
        )
        for pause in added:
            text = Text(
                f"no longer counted: {pause.en or pause.id}",
                f"不计入期限，增加：{pause.zh or pause.id}",
            )
            yield self.change("pause-added", text)
        for pause in gone:
            text = Text(
                f"counted again: {pause.en or pause.id}", f"不再扣除：{pause.zh or pause.id}"
            )
            yield self.change("pause-removed", text)

    def extensions(self) -> Iterator[LawChange]:
        pairs, added, gone = _paired(
            self.before.limit.extend,
            self.after.limit.extend,
            lambda rule: rule.id,
            lambda rule: _slug(rule.id),
            lambda rule: rule.event,
        )
        for before, after in pairs:
            was, now = self.extension(before), self.extension(after)
            yield from self.turned("extension", "extension", "延长", was, now)
        for rule in added:
            now = self.extension(rule)
            text = Text(f"may now be extended: {now.en}", f"可以延长：{now.zh}")
            yield self.change("extension-added", text)
        for rule in gone:
            was = self.extension(rule)
            text = Text(f"can no longer be extended: {was.en}", f"不再可以延长：{was.zh}")
            yield self.change("extension-removed", text)

    def extension(self, rule: ExtensionRule) -> Text:
        unit = self.after.limit.unit.text
        if rule.until is not None:
            en, zh = f"until {rule.until}", f"至 {rule.until}"
        else:
            length = rule.length
            much = length.source if isinstance(length, Condition) else str(length)
            en, zh = f"{much} {unit.en}", f"{much}{unit.zh}"
            if rule.at_most is not None:
                en, zh = f"{en} (at most {rule.at_most})", f"{zh}（至多{rule.at_most}）"
        by = " / ".join(rule.by)
        return Text(f"{en}, by {by}", f"{zh}，由 {by} 批准") if by else Text(en, zh)


# --- needs ---------------------------------------------------------------------------------------


def _needs(old: Rules, new: Rules) -> Iterator[LawChange]:
    pairs, added, gone = _paired(
        old.needs, new.needs, lambda need: need.id, lambda need: _slug(need.id)
    )
    for before, after in pairs:
        was, now = _asked(before), _asked(after)
        if was != now:
            text = Text(
                f"required otherwise: {after.en or after.id} [{now}; before: {was}]",
                f"要求有变：{after.zh or after.id}（{now}；原：{was}）",
            )
            yield LawChange(code="need", bound=None, old=before.id, new=after.id, text=text)
    for need in added:
        text = Text(f"a fault from now on: {need.en or need.id}", f"新增要求：{need.zh or need.id}")
        yield LawChange(code="need-added", bound=None, old="", new=need.id, text=text)
    for need in gone:
        text = Text(f"no longer a fault: {need.en or need.id}", f"不再要求：{need.zh or need.id}")
        yield LawChange(code="need-removed", bound=None, old=need.id, new="", text=text)


def _asked(need: Need) -> str:
    when = f"{need.when.source} → " if need.when is not None else ""
    return f"{' | '.join(need.on)}: {when}{need.that.source}"
