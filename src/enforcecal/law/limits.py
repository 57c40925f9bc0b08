"""A limit bound to its law, its counting rule and a calendar: start in, deadline out.

Binding works out once what every deadline of the limit shares: the default way of counting, the
other defensible readings, and the citation.  Nothing here needs a case; replay uses the same
bindings, so that one question has one answer whoever asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import attrs

from enforcecal.dates.certainty import Application, Applies, Certainty, Doubt
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.dates.deadlines import Counting, Deadline, reckon
from enforcecal.dates.periods import Edge, Period, Unit
from enforcecal.errors import ArgumentError, ArgumentTypeError, nearest
from enforcecal.law.applies import PackWords, key_of, not_met, not_recorded, turns_on
from enforcecal.law.citations import Law, cite
from enforcecal.law.conditions import FUNCTIONS, Answer, Condition, Unknown
from enforcecal.law.facts import known_to_limit, plain
from enforcecal.law.procedures import FactType
from enforcecal.law.rules import CountingRule, ExtensionRule, Kind, PauseRule, Reading, TimeLimit
from enforcecal.law.tree import reads
from enforcecal.texts import Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

_T = TypeVar("_T")

__all__ = ["BoundLimit", "ToldFacts", "next_date"]

Pack = tuple[str, str]

_DOUBTFUL: Final = ("secondary", "memory")
_SECONDARY: Final = Text(
    "the words of this rule were checked against secondary sources only",
    "本条规定的文字仅据二手资料核对",
)
_FROM_MEMORY: Final = Text(
    "the words of this rule were not checked against the statute", "本条规定的文字未与法规原文核对"
)
_NO_WORDS: Final = PackWords()
_APPLIES: Final = Applies()


def next_date(day: date, month_day: str) -> date:
    """Return the first day after *day* that has the month and day *month_day* (``03-01``).

    >>> next_date(date(2026, 3, 1), "03-01")
    datetime.date(2027, 3, 1)
    """
    month, _, number = month_day.partition("-")
    try:
        wanted = date(2000, int(month), int(number))
    except ValueError:
        raise ArgumentError(f"month_day={month_day!r} must be a day such as '03-01'") from None
    year = day.year if (day.month, day.day) < (wanted.month, wanted.day) else day.year + 1
    while True:
        try:
            return wanted.replace(year=year)
        except ValueError:  # 29 February, in the years that have none
            if year > date.max.year:
                raise ArgumentError(f"no {month_day} after {day} is a date") from None
            year += 1


class ToldFacts:
    """The facts handed to one deadline, as a condition asks for them.

    There is no log, so what a condition asks of one has to be told as well: whether an event
    happened as ``happened.<event>``, on which day as ``day.<event>``, and likewise
    ``over.<matter>``, ``late.<matter>``, ``due.<matter>``, ``state.<region>``, ``limitation``.
    """

    __slots__ = ("_facts", "_start")

    def __init__(self, facts: Mapping[str, object], start: date) -> None:
        self._facts = facts
        self._start = start

    def fact(self, name: str) -> Answer:
        """Return the fact *name*, or `Unknown` when it was not given."""
        value = self._facts.get(name)
        if isinstance(value, (bool, int, str, date, Decimal, tuple)):
            return value
        return Unknown((name,))

    def happened(self, event: str) -> bool | Unknown:
        """Return whether *event* happened, if ``happened.<event>`` was told."""
        return self._told("happened", event, bool)

    def day(self, event: str) -> date | Unknown:
        """Return the day of *event*, if ``day.<event>`` was told."""
        return self._told("day", event, date)

    def over(self, matter: str) -> bool | Unknown:
        """Return whether *matter* is over, if ``over.<matter>`` was told."""
        return self._told("over", matter, bool)

    def late(self, matter: str) -> bool | Unknown:
        """Return whether *matter* is late, if ``late.<matter>`` was told."""
        return self._told("late", matter, bool)

    def due(self, matter: str) -> date | Unknown:
        """Return the last day of *matter*, if ``due.<matter>`` was told."""
        return self._told("due", matter, date)

    def state(self, region: str) -> str | Unknown:
        """Return the state of *region*, if ``state.<region>`` was told."""
        return self._told("state", region, str)

    def limitation(self) -> str | Unknown:
        """Return where the limitation stands, if ``limitation`` was told."""
        value = self._facts.get("limitation")
        return value if isinstance(value, str) else Unknown(("limitation()",))

    def _told(self, question: str, name: str, kind: type[_T]) -> _T | Unknown:
        value = self._facts.get(f"{question}.{name}")
        return value if isinstance(value, kind) else Unknown((f'{question}("{name}")',))

    def next(self, month_day: str) -> date:
        """Return the first such day after the start."""
        return next_date(self._start, month_day)

    def used(self) -> int:
        """Answer 0: no time has been used yet."""
        return 0


@attrs.frozen(kw_only=True, eq=False, repr=False)
class BoundLimit:
    """One time limit, ready to count: what `Rulebook.limit` returns."""

    limit: TimeLimit
    law: Law | None
    counting: CountingRule
    pauses: Mapping[str, PauseRule]
    """The pauses the limit names, by id: a closed list."""
    calendar: WorkCalendar | None
    packs: tuple[Pack, ...] = ()
    facts: Mapping[str, FactType] = attrs.field(factory=dict)
    """What its packs declare, by name: of which kind each fact is that it may be told."""
    words: PackWords = _NO_WORDS
    """Where the words for the facts it asks are looked up."""
    others: Callable[[], Sequence[BoundLimit]] = tuple
    """Looks up the limits on the same matter in other editions of its law."""
    article: Text = attrs.field(init=False)
    _fixed: tuple[Counting, ...] | None = attrs.field(init=False)
    _unverified: tuple[Doubt, ...] = attrs.field(init=False)
    _since: date | None = attrs.field(init=False)
    plain: bool = attrs.field(init=False)
    """Whether the start alone decides when it ends, without facts, pauses and extensions."""
    ends: dict[int, tuple[int, int]] = attrs.field(factory=dict, init=False, repr=False)
    """Nominal and last day by the day of the start, where nothing else decides; grows with use."""
    ranges: dict[int, tuple[int | None, int | None]] = attrs.field(
        factory=dict, init=False, repr=False
    )
    """Earliest and latest last day by the day of the start, likewise."""

    @article.default
    def _cited(self) -> Text:
        return cite(self.law, self.limit.id)

    @_fixed.default
    def _counted(self) -> tuple[Counting, ...] | None:
        length = self.limit.length
        return None if isinstance(length, Condition) else self._countings(length)

    @_since.default
    def _in_force_since(self) -> date | None:
        """Return from when on it is in force whatever else is so; None where that takes a look."""
        law = self.law
        if law is None or law.in_force_to is not None or self.limit.edition_by is not None:
            return None
        return law.in_force_from or date.min

    @plain.default
    def _start_decides(self) -> bool:
        return (
            self._fixed is not None
            and self.limit.before is None
            and all(counting.period.unit is not Unit.HOUR for counting in self._fixed)
        )

    @_unverified.default
    def _doubted(self) -> tuple[Doubt, ...]:
        if not self.unverified:
            return ()
        text = _SECONDARY if self.limit.verified == "secondary" else _FROM_MEMORY
        return (Doubt("unverified", self.limit.id, Certainty.DISPUTED, text),)

    def __repr__(self) -> str:
        limit, calendar = self.limit, self.calendar
        length = limit.length.source if isinstance(limit.length, Condition) else limit.length
        return (
            f"BoundLimit(id={limit.id!r}, kind={limit.kind.value!r}, length={length!r}, "
            f"unit={limit.unit.value!r}, calendar={calendar.edition if calendar else None!r})"
        )

    @property
    def id(self) -> str:
        """The id of the limit."""
        return self.limit.id

    @property
    def asks(self) -> frozenset[str]:
        """The facts it asks: for its condition, its length, its anchor and its edition."""
        limit = self.limit
        asked = (limit.when, limit.length, limit.before)
        facts = (each.facts for each in asked if isinstance(each, Condition))
        return frozenset(filter(None, (limit.edition_by,))).union(*facts)

    @property
    def unverified(self) -> bool:
        """Whether the rule was checked against secondary sources only, or written from memory."""
        return self.limit.verified in _DOUBTFUL

    @property
    def waits(self) -> bool:
        """Whether the careful side is the later one: something must wait for the end of it."""
        return self.limit.waits or self.limit.kind is Kind.WAIT_AT_LEAST

    @property
    def binds_by_itself(self) -> bool:
        """Whether being late is a breach, and not only against a notice, an opinion or a practice.

        A limit of no law, such as one made in Python, binds as its maker says.
        """
        return self.law is None or self.law.binding

    def reading_not_binding(self, event: str | None = None) -> Reading | None:
        """Return the reading on which the limit does not ask for *event*, or None.

        Without an event it is what is still owed that is asked about.  What is late only because
        the other reading is taken is at most disputed.

        >>> from enforcecal.law.packs import rulebook
        >>> decision = rulebook("cn").limit("cn.mohurd-55-2022.art29.decision")
        >>> decision.reading_not_binding("no_penalty_decided").name
        'penalty-decisions-only'
        >>> decision.reading_not_binding("penalty_decided")
        """
        return next(
            (
                reading
                for reading in self.limit.reading
                if not reading.binds and (not reading.to or event in reading.to)
            ),
            None,
        )

    def countings(self, length: int) -> tuple[Counting, ...]:
        """Return every way of counting a period of *length*, the default first."""
        return self._fixed if self._fixed is not None else self._countings(length)

    def _countings(self, length: int) -> tuple[Counting, ...]:
        limit = self.limit
        blocks = bool(limit.blocks) or limit.before is not None
        edge = (limit.edge or Edge.AFTER) if blocks else None
        made = [
            Counting(
                period=Period(length, limit.unit),
                roll=self.counting.roll,
                edge=edge,
                start_counts=self.counting.start_counts,
            )
        ]
        made += [_read(made[0], reading) for reading in self.counting.reading]
        # every reading of the limit with every reading of the counting rule
        otherwise = [reading for reading in limit.reading if reading.binds]
        made += [_read(counting, one) for one in otherwise for counting in tuple(made)]
        distinct: dict[object, Counting] = {}
        for counting in made:
            distinct.setdefault(_what_counts(counting), counting)
        return tuple(distinct.values())

    def doubts(self, missing: Iterable[str] = ()) -> tuple[Doubt, ...]:
        """Return what every day of this limit turns on: its source, and facts not recorded."""
        if not missing:
            return self._unverified
        return (*not_recorded(missing, self.words), *self._unverified)

    def applies(self, missing: Iterable[str] = ()) -> Applies:
        """Return that it applies, or that it turns on *missing*."""
        return turns_on(missing, self.words) if missing else _APPLIES

    def reads_for_the_day(self) -> frozenset[str]:
        """Return what the day may lack: all that is read but for whether the limit applies."""
        limit = self.limit
        found = {limit.length, limit.before, *(pause.when for pause in self.pauses.values())}
        found |= {rule.length for rule in limit.extend}
        conditions = [each.node for each in found if isinstance(each, Condition)]
        named = {rule.until for rule in limit.extend if rule.until}
        return reads(*conditions) | named | ({"approver"} if limit.extend else set())

    def deadline(
        self,
        *,
        start: date,
        at: time | None = None,
        facts: Mapping[str, object] | None = None,
        pauses: Sequence[Pause] = (),
        extensions: Sequence[Extension] = (),
        of: Mapping[str, str] | None = None,
    ) -> Deadline:
        """Count the limit from the day of its start event (the day itself usually not counted).

        *facts* answer what the limit asks: its length, its condition, the day it is counted
        backward from (``expiry``); what it asks of a log is told as `ToldFacts` says
        (``due.<matter>``, ``happened.<event>``).  A fact that only the condition needs may be
        missing: the day is the same, and `Deadline.applies` names the fact, as it tells that the
        condition is false.  *at* is the local time of the start, for periods in hours.  Each
        extension uses up one that the law knows, which also says from which end it runs.

        A law that is not in force on that day (or, where the edition goes by a fact, on the day
        of that fact) does not apply; the reasons name the edition that does, and its day.

        Raises `UnknownNameError` for a slip of the name of a fact, and `ArgumentError` for a fact
        that is not of its kind, for a pause or an extension the law of this limit does not know,
        and for a length, or a day to count back from, that was not given.
        """
        _plain("start", start)
        facts = facts or {}
        for name, value in facts.items():
            if isinstance(value, datetime):
                _plain(f"facts[{name!r}]", value)
        asked = _Asked(start, at, self._told(facts), pauses, extensions)
        made = self._count(asked, tuple(sorted(of.items())) if of else ())
        if pauses and (idle := [pause for pause in pauses if _changes_nothing(pause, made)]):
            made = attrs.evolve(made, note=_idle(idle))
        if self.law is None or (self._since is not None and start >= self._since):
            return made
        return self._by_edition(made, self.law, asked)

    def _count(self, asked: _Asked, of: tuple[tuple[str, str], ...] = ()) -> Deadline:
        """Count as if the law were in force."""
        limit = self.limit
        env = ToldFacts(asked.facts, asked.start)
        applies = _APPLIES
        if limit.when is not None:
            holds = limit.when.holds(env)
            if isinstance(holds, Unknown):
                applies = turns_on(holds.missing, self.words)
            elif not holds:
                applies = not_met(limit.when, asked.facts, self.words)
        length = limit.length
        if isinstance(length, Condition):
            length = self._length(length, env)
        before = None if limit.before is None else self._before(limit.before, env)
        for pause in asked.pauses:
            self._check_pause(pause)
        return reckon(
            self.countings(length),
            self.calendar,
            asked.start,
            before=before,
            at=asked.at,
            pauses=asked.pauses,
            extensions=self._granted(asked.extensions) if asked.extensions else (),
            wait=self.waits,
            doubts=self._unverified,
            applies=applies,
            rule=limit.id,
            of=of,
            article=self.article,
            packs=self.packs,
        )

    def _granted(self, extensions: Iterable[Extension]) -> list[Extension]:
        """Return *extensions*, each by the rule that allows it."""
        granted: list[Extension] = []
        used: set[str] = set()
        for extension in extensions:
            rule = self._rule_of(extension, used)
            used.add(rule.id)
            rolled = rule.base == "rolled"
            granted.append(attrs.evolve(extension, rule=rule.id, from_rolled=rolled))
        return granted

    def _counted_so(self, asked: _Asked) -> Deadline | None:
        """Count it likewise, or return None where this limit cannot be asked so."""
        try:
            return self._count(asked)
        except ArgumentError:
            return None

    def _in_force(self, asked: _Asked) -> bool:
        return self.law is None or self.law.in_force(self._edition_day(asked))

    def _edition_day(self, asked: _Asked) -> date:
        """Return the day that chooses the edition: that of the start, or of the fact it goes by."""
        by = self.limit.edition_by
        told = None if by is None else asked.facts.get(by)
        return told if isinstance(told, date) else asked.start

    def _by_edition(self, made: Deadline, law: Law, asked: _Asked) -> Deadline:
        """Return the deadline *made* with what other editions of *law* have to do with it."""
        day = self._edition_day(asked)
        if law.in_force(day):
            if law.in_force_to is None or made.due is None or made.due <= law.in_force_to:
                return made
            for other in self.others():
                last = _handed_over(made, other, asked)
                if last is not None and last.due != made.due:
                    return _doubted(made, _taken_over(self, other, last))
            return made
        others = [other for other in self.others() if other._in_force(asked)]
        for other in others:
            older = other._counted_so(asked)
            if older is not None and (last := _handed_over(older, self, asked)) is not None:
                if last.due == made.due:
                    return made
                return _doubted(made, _taken_over(other, self, last))
        found = [(other, other._counted_so(asked)) for other in _likest(self, others)]
        by = self.limit.edition_by
        no = Applies(
            Application.NO,
            () if by is None else (by,),
            Text(f"no, since it is not in force on {day}", f"不适用，因{day}不在施行期间"),
        )
        return attrs.evolve(_doubted(made, _not_in_force(law, day, found)), applies=no)

    def _told(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Return *facts*, each of its kind; answers about a log are as `ToldFacts` takes them.

        A fact of the case that this limit has nothing to do with is no mistake; a slip for one is.
        """
        known = known_to_limit(self.limit, self.facts)
        return {
            name: value
            if name.partition(".")[0] in FUNCTIONS or not known.means(name)
            else known.one(name, plain(name, value))
            for name, value in facts.items()
        }

    def _length(self, length: Condition, env: ToldFacts) -> int:
        found = length.evaluate(env)
        if isinstance(found, Unknown):
            raise ArgumentError(
                f"{self.limit.id} has the length {length.source!r}: give "
                f"facts={{{_asked(found.missing, '...')}}}"
            )
        least = self.limit.least
        if isinstance(found, bool) or not isinstance(found, int) or found < least:
            raise ArgumentError(
                f"{self.limit.id}: the length {length.source!r} came out as {found!r}, "
                f"which must be a whole number, {least} at least"
            )
        return found

    def _before(self, before: Condition, env: ToldFacts) -> date:
        found = before.evaluate(env)
        if isinstance(found, date):
            return found
        named = found.missing if isinstance(found, Unknown) else [before.source]
        raise ArgumentError(
            f"{self.limit.id} is counted backward from {before.source!r}: give "
            f"facts={{{_asked(named, 'date(...)')}}}"
        )

    def _check_pause(self, pause: Pause) -> None:
        known = self.limit.pause
        if not known:
            raise ArgumentError(
                f"{self.limit.id} knows no pause, but pauses has {pause.reason or pause!r}"
            )
        if not any(pause.reason in {rule, _last(rule)} for rule in known):
            near = nearest(pause.reason, [*known, *map(_last, known)])
            hint = f"; did you mean {near!r}?" if near else ""
            said = f"the pause {pause.reason!r}" if pause.reason else "a pause without a reason"
            raise ArgumentError(
                f"{self.limit.id} does not know {said}{hint} (its law names: {', '.join(known)})"
            )

    def _rule_of(self, extension: Extension, used: Collection[str]) -> ExtensionRule:
        """Return the rule that allows *extension*, the first by that name not yet *used*."""
        limit, name = self.limit, extension.rule
        if not limit.extend:
            raise ArgumentError(f"{limit.id} cannot be extended: its law knows no extension")
        rules = [rule for rule in limit.extend if name in {"", rule.id, _last(rule.id), rule.event}]
        if not rules:
            near = nearest(name, [one for rule in limit.extend for one in (rule.id, rule.event)])
            hint = f"; did you mean {near!r}?" if near else ""
            raise ArgumentError(
                f"{limit.id} does not know the extension {name!r}{hint} "
                f"(its law names: {', '.join(rule.id for rule in limit.extend)})"
            )
        fixing = extension.until is not None
        kept = [rule for rule in rules if (rule.until is not None) == fixing]
        if not kept:
            raise ArgumentError(
                f"extension until {extension.until}: {limit.id} is extended by a length"
                if fixing
                else f"extension of {extension.length}: {limit.id} is extended until a day"
            )
        by = extension.by
        rules, kept = kept, [rule for rule in kept if by is None or not rule.by or by in rule.by]
        if not kept:
            who = sorted({one for rule in rules for one in rule.by})
            raise ArgumentError(
                f"extension by {by!r} has no effect: {limit.id} is extended by {' or '.join(who)}"
            )
        rules, kept = kept, [rule for rule in kept if _allows(rule, extension.length)]
        if not kept:
            caps = "; ".join(f"{rule.id}: {_cap(rule)}" for rule in rules)
            raise ArgumentError(
                f"extension of {extension.length} is longer than the law allows ({caps})"
            )
        rules, kept = kept, [rule for rule in kept if rule.id not in used]
        if not kept:
            raise ArgumentError(
                f"extension by {rules[0].id} is given twice; the law grants it once"
            )
        rules, kept = kept, [r for r in kept if r.base == "rolled" or not extension.from_rolled]
        if not kept:
            raise ArgumentError(f"extension by {rules[0].id} runs from the nominal end, not rolled")
        return kept[0]


class _Asked(NamedTuple):
    """What a deadline is asked with."""

    start: date
    at: time | None
    facts: Mapping[str, object]
    pauses: Sequence[Pause]
    extensions: Sequence[Extension]


def _changes_nothing(pause: Pause, made: Deadline) -> bool:
    """Tell whether *pause* lies wholly before or after what *made* counts."""
    if pause.ends is not None and pause.ends <= made.start:
        return True
    return made.nominal is not None and pause.begins >= made.nominal


def _idle(pauses: Iterable[Pause]) -> Text:
    spans = [f"{pause.begins}..{pause.ends or ''}" for pause in pauses]
    return Text(
        f"outside the period, so that it changes nothing: the pause {', '.join(spans)}",
        f"不在期限之内、不影响届满日的暂停：{'、'.join(spans)}",
    )


def _handed_over(old: Deadline, newer: BoundLimit, asked: _Asked) -> Deadline | None:
    """Return what counts where *newer* takes over *old*, still running when it comes into force."""
    rule = newer.limit.takes_over
    first = None if newer.law is None else newer.law.in_force_from
    if rule is None or rule.limit != old.rule or first is None or old.due is None:
        return None
    if not old.start < first <= old.due:
        return None
    made = newer._counted_so(asked)
    if made is None or made.due is None or made.applies.answer is Application.NO:
        return None
    return made if rule.rule == "new" or made.due > old.due else old


def _likest(limit: BoundLimit, others: Iterable[BoundLimit]) -> Sequence[BoundLimit]:
    """Return those of *others* that say of the same thing what *limit* says."""
    found = [*others]
    named = [other for other in found if _last(other.id) == _last(limit.id)]
    begun = [other for other in found if {*other.limit.start} & {*limit.limit.start}]
    return named or begun or found


def _doubted(made: Deadline, doubt: Doubt) -> Deadline:
    return attrs.evolve(
        made,
        certainty=made.certainty.worst(doubt.certainty),
        reasons=(*made.reasons, doubt),
    )


def _day_of(made: Deadline | None) -> Text:
    if made is None or made.due is None:
        return Text("", "")
    if made.opens is not None:
        return Text(f": lawful from {made.opens}", f"，最早可为之日为 {made.opens}")
    return Text(f": the last day is {made.due}", f"，届满日为 {made.due}")


def _taken_over(old: BoundLimit, new: BoundLimit, counts: Deadline) -> Doubt:
    day, which = _day_of(counts), new if counts.rule == new.id else old
    return Doubt(
        "taken-over",
        counts.rule,
        Certainty.DISPUTED,
        Text(
            f"{new.article.en} came into force while the period of {old.article.en} was running; "
            f"what counts is {which.article.en}{day.en}",
            f"新规定施行时，{_dated(old)}的期限尚未届满；应依{_dated(which)}{day.zh}",
        ),
    )


def _dated(limit: BoundLimit) -> str:
    """Return the article in Chinese, where all editions have one title, told apart by a day."""
    first = limit.law.in_force_from if limit.law else None
    return f"{first}起施行的{limit.article.zh}" if first else limit.article.zh


def _not_in_force(
    law: Law, day: date, found: Iterable[tuple[BoundLimit, Deadline | None]]
) -> Doubt:
    if law.in_force_from is not None and day < law.in_force_from:
        en, zh = f"in force from {law.in_force_from} only", f"自{law.in_force_from}起施行"
    else:
        en, zh = f"in force to {law.in_force_to} only", f"施行至{law.in_force_to}"
    names, ens, zhs = [], [], []
    for other, made in found:
        said = _day_of(made)
        names.append(other.id)
        ens.append(f"{other.article.en} applies{said.en}")
        zhs.append(f"适用{_dated(other)}{said.zh}")
    then = "; ".join(ens) or "no other edition has such a limit"
    then_zh = "；".join(zhs) or "没有其他版本的相应规定"
    return Doubt(
        "not-in-force",
        ", ".join(names) or law.id,
        Certainty.DISPUTED,
        Text(
            f"{law.en or law.id} is {en}; on {day} {then}",
            f"《{law.zh or law.id}》{zh}；{day}{then_zh}",
        ),
    )


def _last(rule: str) -> str:
    return rule.rpartition(".")[2]


def _cap(rule: ExtensionRule) -> int | None:
    if rule.at_most is not None:
        return rule.at_most
    return rule.length if isinstance(rule.length, int) else None


def _allows(rule: ExtensionRule, length: int | None) -> bool:
    cap = _cap(rule)
    return length is None or cap is None or length <= cap


def _asked(names: Iterable[str], what: str) -> str:
    return ", ".join(f"{key_of(name)!r}: {what}" for name in sorted(names))


def _plain(name: str, value: object) -> None:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ArgumentTypeError(
            f"{name}={value!r} must be a datetime.date: the local day of the event"
        )


def _read(counting: Counting, reading: Reading) -> Counting:
    period = counting.period
    if reading.length is not None or reading.unit is not None:
        length = period.length if reading.length is None else reading.length
        period = Period(length, reading.unit or period.unit)
    joined = "+".join(filter(None, (counting.name, reading.name)))
    return Counting(
        period=period,
        roll=reading.roll or counting.roll,
        edge=reading.edge or counting.edge,
        start_counts=(
            counting.start_counts if reading.start_counts is None else reading.start_counts
        ),
        name=joined,
        text=Text(
            "; ".join(filter(None, (counting.text.en, reading.en))),
            "，".join(filter(None, (counting.text.zh, reading.zh))),
        ),
    )


def _what_counts(counting: Counting) -> tuple[object, ...]:
    """Return what two ways of counting must share to give the same days."""
    # a period of working days never ends on a day off, so nothing rolls
    roll = None if counting.period.unit is Unit.WORKING_DAY else counting.roll
    return counting.period, roll, counting.edge, counting.start_counts
