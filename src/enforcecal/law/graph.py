"""What is lawful to write in a pack but cannot be meant: the checks of ``enforcecal lint``.

The loader refuses what could not be right in any law.  Here the whole is looked at: events nobody
can raise, names nobody declared, states nobody reaches or leaves, limits that contradict one
another, clocks that set one another off for ever.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from enforcecal.dates.periods import Roll, Unit
from enforcecal.errors import PackError, hint, nearest
from enforcecal.law.citations import RANKS, Law
from enforcecal.law.conditions import Condition
from enforcecal.law.limitations import LIMITATION_FACTS
from enforcecal.law.packs import Rulebook, law_of
from enforcecal.law.procedures import Procedure, Region
from enforcecal.law.rules import (
    Bound,
    CountingRule,
    ExtensionRule,
    Kind,
    Need,
    PauseRule,
    TimeLimit,
)
from enforcecal.law.schema import LimitLike, Pack
from enforcecal.texts import Text

__all__ = ["Gravity", "Problem", "lint"]

BUILT_IN_FACTS: Final = frozenset({"approver", "parties"})
"""Facts every log may have: who granted an extension, and who the parties are."""


class Gravity(enum.Enum):
    """How bad a problem of a pack is."""

    ERROR = "error"
    """The pack cannot mean this; an answer would be wrong."""
    WARNING = "warning"
    """It may be meant, and should be looked at."""


@attrs.frozen(kw_only=True)
class Problem:
    """One problem of a pack: which file and line, what, and how bad."""

    path: str
    line: int | None
    code: str
    """Stable name, such as ``unknown-event``."""
    subject: str
    """The id, or the name, the problem is about."""
    message: Text
    severity: Gravity = Gravity.ERROR

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.severity.value} {self.code}: {self.subject}: {self.message}"


def lint(subject: Pack | Rulebook) -> tuple[Problem, ...]:
    """Return every problem of a pack, or of all packs of a rulebook together.

    A pack alone is looked at as if there were no other, so that a law file without a procedure is
    not asked where its events are declared.
    """
    book = Rulebook(subject.id, [subject]) if isinstance(subject, Pack) else subject
    return tuple(dict.fromkeys(_Lint(book).run()))


class _Lint:
    """Looks at one rulebook; a class because every check asks for the same few collections."""

    def __init__(self, book: Rulebook) -> None:
        self.problems: list[Problem] = []
        self.packs = book.packs()
        self.homes: dict[str, Pack] = {}
        for pack in self.packs:
            for name in (*pack.lines, *(entry.id for entry in pack.limits)):
                self.homes.setdefault(name, pack)
        self.limits: dict[str, TimeLimit] = {}
        for pack in self.packs:
            for entry in pack.limits:
                with _Refusals(self):
                    self.limits[entry.id] = book.time_limit(entry.id)
        self.procedures: list[Procedure] = []
        for pack in self.packs:
            for procedure in pack.procedures:
                with _Refusals(self):
                    if procedure.id:
                        self.procedures.append(book.procedure(procedure.id))
        if any(pack.limitations for pack in self.packs) and any(
            pack.questions for pack in self.packs
        ):
            with _Refusals(self):
                book.limitation()

    def add(
        self,
        code: str,
        subject: str,
        en: str,
        zh: str,
        severity: Gravity = Gravity.ERROR,
        home: Pack | None = None,
    ) -> None:
        pack = home or self.homes.get(subject)
        kinds = ("event.", "fact.", "extends.", "conduct.", "discovery.", "question.")
        name = subject.partition(".")[2] if subject.startswith(kinds) else subject
        self.problems.append(
            Problem(
                path=pack.source if pack else self.packs[0].source,
                line=pack.lines.get(subject) if pack else None,
                code=code,
                subject=name,
                message=Text(en, zh),
                severity=severity,
            )
        )

    def run(self) -> list[Problem]:
        self.check_overrides()
        self.check_doubles()
        self.check_own_conditions()
        self.check_promises()
        self.check_calendars()
        self.check_additions()
        self.check_ranks()
        self.check_notes()
        if self.procedures:
            self.check_laws()
            self.check_names()
            self.check_raised()
        for procedure in self.procedures:
            self.check_circles(procedure)
            for region in procedure.regions:
                self.check_states(procedure, region)
                self.check_per(procedure, region)
        order = [pack.source for pack in self.packs]
        return sorted(
            self.problems, key=lambda one: (order.index(one.path), one.line or 0, one.code)
        )

    # Limits among themselves

    def check_overrides(self) -> None:
        for limit in self.limits.values():
            named = (*limit.overrides, *([limit.takes_over.limit] if limit.takes_over else ()))
            for name in named:
                other = self.limits.get(name)
                if other is None:
                    if any(each.subject == limit.id for each in self.problems):
                        continue  # a procedure was refused for it
                    meant = hint(name, (each for each in self.limits if each != limit.id))
                    self.add(
                        "unknown-limit",
                        limit.id,
                        f"no limit is called {name!r}{meant}",
                        f"没有名为“{name}”的期限",
                    )
                elif other.matter != limit.matter:
                    self.add(
                        "other-matter",
                        limit.id,
                        f"{name} is about {other.matter!r}, not {limit.matter!r}",
                        f"“{name}”的事项是“{other.matter}”，不是“{limit.matter}”",
                    )

    def check_doubles(self) -> None:
        """Two limits of one matter, in force on one day, from one event: which of them counts?"""
        # Two laws that no procedure is under together never meet.
        groups = [{limit.id for limit in each.limits} for each in self.procedures]
        for group in groups or [set(self.limits)]:
            limits = [self.limits[name] for name in sorted(group)]
            for place, one in enumerate(limits):
                for two in limits[place + 1 :]:
                    if one.matter == two.matter and self.rivals(one, two):
                        self.add(
                            "two-limits",
                            two.id,
                            f"{one.id} is about {one.matter!r} too and in force with it; one must "
                            "override the other",
                            f"与“{one.id}”同属事项“{one.matter}”且同时有效，须写明何者优先",
                        )

    def rivals(self, one: TimeLimit, two: TimeLimit) -> bool:
        settled = two.id in one.overrides or one.id in two.overrides
        exclusive = one.when and two.when and one.when != two.when
        meet = set(one.start) & set(two.start)
        return bool(meet) and not settled and not exclusive and self.together(one, two)

    def together(self, one: TimeLimit, two: TimeLimit) -> bool:
        laws = self.laws(one, two)
        begins = max(law.in_force_from or date.min for law in laws)
        ends = min(law.in_force_to or date.max for law in laws)
        return begins <= ends

    def laws(self, *limits: TimeLimit) -> list[Law]:
        # The loader refuses a limit of no law.
        found = [law_of(self.homes[limit.id], limit.id) for limit in limits]
        return [law for law in found if law]

    def check_own_conditions(self) -> None:
        for limit in self.limits.values():
            for condition in _conditions_of_start(limit):
                own = limit.matter in condition.arguments("over", "late", "due")
                generated = limit.then and limit.then.event in condition.arguments(
                    "happened", "day"
                )
                if own or generated:
                    self.add(
                        "own-condition",
                        limit.id,
                        f"whether it runs, or how long, turns on itself: {condition}",
                        f"条件“{condition}”取决于该期限自身",
                    )

    def check_promises(self) -> None:
        for limit in self.limits.values():
            base = self.limits.get(limit.like or "")
            if (
                base is not None
                and len({law.family for law in self.laws(limit, base)}) > 1
                and base.id not in limit.overrides
                and (limit.kind, limit.bound) == (Kind.ACT_WITHIN, Bound.AGENCY)
                and limit.unit is base.unit
                and isinstance(limit.length, int)
                and isinstance(base.length, int)
                and limit.length > base.length
            ):
                self.add(
                    "longer-than-statute",
                    limit.id,
                    f"{limit.length} is longer than the {base.length} of {base.id}",
                    f"{limit.length}长于“{base.id}”规定的{base.length}",
                )

    def check_calendars(self) -> None:
        countings = {rule.id: rule for pack in self.packs for rule in pack.countings}
        for limit in self.limits.values():
            counting = countings.get(limit.counting)
            needs = limit.unit is Unit.WORKING_DAY or (counting and counting.roll is not Roll.NONE)
            if needs and self.homes[limit.id].calendar is None:
                self.add(
                    "no-calendar",
                    limit.id,
                    "working days are counted, but the pack names no calendar",
                    "需要计算工作日，但规则包未指定日历",
                )

    def check_additions(self) -> None:
        known = {entry.id for pack in self.packs for entry in pack.procedures}
        for pack in self.packs:
            for entry in pack.procedures:
                if entry.extends and entry.extends not in known:
                    found = nearest(entry.extends, known)
                    self.add(
                        "unknown-procedure",
                        f"extends.{entry.extends}",
                        "no procedure of this id is there to be extended"
                        + (f"; did you mean {found!r}?" if found else ""),
                        "没有可供扩展的该程序" + (f"，是否为“{found}”？" if found else ""),
                    )

    def check_ranks(self) -> None:
        for pack in self.packs:
            for law in pack.laws:
                if law.rank and law.rank not in RANKS:
                    found = nearest(law.rank, RANKS)
                    self.add(
                        "unknown-rank",
                        law.id,
                        f"rank {law.rank!r} is not known; "
                        + (f"did you mean {found!r}?" if found else f"there are {_listed(RANKS)}"),
                        f"效力位阶“{law.rank}”未知，"
                        + (f"是否为“{found}”？" if found else f"可用：{_listed(RANKS)}"),
                    )

    def check_notes(self) -> None:
        """A doubt that only the note knows is a doubt no answer shows."""
        for pack in self.packs:
            rules: list[_Noted] = [*pack.countings, *pack.pauses, *pack.needs]
            for entry in pack.limits:
                limit = self.limits.get(entry.id)
                # A note that was copied by a like is told of where it was written.
                copied = isinstance(entry, LimitLike) and "note" not in entry.given
                rules += [limit, *limit.extend] if limit and not copied else []
            for rule in rules:
                shown = rule.reading or (isinstance(rule, Need) and rule.severity != "breach")
                word = None if shown else _doubting(rule)
                if word is not None:
                    self.add(
                        "hidden-doubt",
                        rule.id,
                        f"its note speaks of doubt ({word!r}), and no answer will: give it a "
                        "reading, or say in the note why there is none",
                        f"说明中提到存疑（“{word}”），而结论中不会显示：请写明其他理解（reading），"
                        "或者在说明中写明为何没有疑义",
                    )

    # Names

    def check_names(self) -> None:
        events = {name for each in self.procedures for name in each.events}
        facts = {name for each in self.procedures for name in each.facts} | BUILT_IN_FACTS
        regions = {region.id for each in self.procedures for region in each.regions}
        matters = {limit.matter for limit in self.limits.values()}
        used_events: set[str] = set()
        used_facts: set[str] = set()
        for subject, used in self.uses():
            used_events |= used.events
            used_facts |= used.facts
            for kind, zh, names, known in (
                ("event", "事件", used.events, events),
                ("fact", "事实", used.facts, facts),
                ("region", "区域", used.regions, regions),
                ("matter", "事项", used.matters, matters),
            ):
                for name in sorted(names - known):
                    found = nearest(name, known)
                    hint = f"; did you mean {found!r}?" if found else ""
                    also = f"，是否为“{found}”？" if found else ""
                    self.add(
                        f"unknown-{kind}",
                        subject,
                        f"no {kind} {name!r} is declared{hint}",
                        f"未声明{zh}“{name}”{also}",
                    )
        for pack in self.packs:
            for kind, zh, declared, used_names in (
                ("event", "事件", pack.events, self.as_written(used_events)),
                ("fact", "事实", pack.facts, used_facts),
            ):
                for name in declared:
                    if name not in used_names and name not in BUILT_IN_FACTS:
                        self.add(
                            f"unused-{kind}",
                            f"{kind}.{name}",
                            f"nothing uses this {kind}",
                            f"未使用的{zh}",
                            Gravity.WARNING,
                        )

    def as_written(self, events: set[str]) -> set[str]:
        """Return *events* with the ``*.`` names that regions of machines were expanded from."""
        return events | {f"*.{name.partition('.')[2]}" for name in events if "." in name}

    def uses(self) -> Iterator[tuple[str, _Used]]:
        """Yield what each rule, procedure and event of the packs names."""
        for procedure in self.procedures:
            rules: tuple[_Rule, ...]
            rules = (*procedure.limits, *procedure.needs, *procedure.pauses.values())
            for rule in rules:
                yield rule.id.partition("@")[0], _used_by(rule)
            for region in procedure.regions:
                yield procedure.id, _used_by_steps(region)
            for event in procedure.events.values():
                sets = {name for each in event.after_all for name in each}
                planned = {event.planned} if event.planned else set()
                if sets or planned:
                    yield f"event.{event.name}", _Used(events=sets, facts=planned)

    def check_laws(self) -> None:
        """Laws whose limits no procedure is under: their names have no vocabulary to be held to."""
        under = {name for procedure in self.procedures for name in procedure.laws}
        for limit in self.limits.values():
            for law in self.laws(limit):
                if law.id not in under:
                    under.add(law.id)
                    self.add(
                        "no-procedure",
                        law.id,
                        "no procedure is under this law, so its limits are never judged",
                        "没有程序适用该法律，其期限不会被核查",
                        Gravity.WARNING,
                    )

    def check_raised(self) -> None:
        """Starts and ends that are declared, but follow only from what cannot happen."""
        events = {name: event for each in self.procedures for name, event in each.events.items()}
        limits = [limit for each in self.procedures for limit in each.limits]
        recorded = {name for name, event in events.items() if not event.after_all}
        clocks = {limit.then.event for limit in limits if limit.then}
        raised = recorded - clocks
        while True:
            more = {
                limit.then.event for limit in limits if limit.then and raised & set(limit.start)
            } | {
                name
                for name, event in events.items()
                if any(raised >= set(each) for each in event.after_all)
            }
            if more <= raised:
                break
            raised |= more
        for limit in limits:
            for key, zh, names in (("start", "起算", limit.start), ("end", "终结", limit.end)):
                for name in names:
                    if name in events and name not in raised:
                        self.add(
                            "never-raised",
                            limit.id,
                            f"{key}: {name!r} can never happen: nothing it follows from can",
                            f"{zh}事件“{name}”不可能发生",
                        )

    # Procedures

    def check_circles(self, procedure: Procedure) -> None:
        leads: dict[str, set[str]] = {}
        for limit in procedure.limits:
            if limit.then:
                for start in limit.start:
                    leads.setdefault(start, set()).add(limit.then.event)
        for event in procedure.events.values():
            for name in (name for each in event.after_all for name in each):
                leads.setdefault(name, set()).add(event.name)
        for limit in procedure.limits:
            if limit.then and set(limit.start) & _reached([limit.then.event], leads):
                self.add(
                    "circle",
                    limit.id,
                    f"its {limit.then.event!r} starts it again, for ever",
                    f"其产生的“{limit.then.event}”又使其重新起算，循环不止",
                )

    def check_states(self, procedure: Procedure, region: Region) -> None:
        leads: dict[str, set[str]] = {}
        ends = set(region.final)
        for step in region.steps:
            for source in step.sources:
                if "/" in step.target:
                    ends.add(source)
                elif step.target != "=":
                    leads.setdefault(source, set()).add(step.target)
        entries = {region.initial} | {
            step.target.rpartition("/")[2]
            for other in self.procedures
            for each in other.regions
            for step in each.steps
            if step.target.rpartition("/")[0] == procedure.id
        }
        reached = _reached(entries, leads)
        for state in (*region.states, *region.final):
            where = f"{procedure.id}, {region.id}: {state!r}"
            if state not in reached:
                self.add(
                    "unreachable",
                    procedure.id,
                    f"{where} is never reached",
                    f"{region.id}：状态“{state}”无法到达",
                )
            elif region.final and state not in ends and not leads.get(state, set()) - {state}:
                self.add(
                    "trap",
                    procedure.id,
                    f"{where} is never left, and is not final",
                    f"{region.id}：状态“{state}”无法离开，且不是终态",
                )
            elif region.final and not ends & _reached([state], leads):
                self.add(
                    "no-end",
                    procedure.id,
                    f"{where} leads to no final state",
                    f"{region.id}：状态“{state}”无法到达终态",
                )
        if region.id == "main" and not ends:
            self.add(
                "no-final",
                procedure.id,
                "the main line names no final state, so it is not seen whether a case ends",
                "主线未写明终态",
                Gravity.WARNING,
            )

    def check_per(self, procedure: Procedure, region: Region) -> None:
        if region.per:
            return
        for name in dict.fromkeys(step.event for step in region.steps):
            event = procedure.events.get(name)
            if event is not None and event.per:
                self.add(
                    "per-step",
                    procedure.id,
                    f"{region.id} steps on {name!r}, which is per {', '.join(event.per)}: the "
                    "first one moves it; an event with after-all waits for every one",
                    f"{region.id}随“{name}”转移，而该事件按{'、'.join(event.per)}分别发生",
                    Gravity.WARNING,
                )


class _Refusals:
    """Turns what the rulebook refuses into problems."""

    def __init__(self, owner: _Lint) -> None:
        self.owner = owner

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> bool:
        if not isinstance(error, PackError):
            return False
        # A word of limitation may stand in several packs: the one refused is the one at fault.
        home = next((pack for pack in self.owner.packs if pack.source == error.source), None)
        for problem in error.problems:
            where, _, message = problem.partition("': ")
            subject = where.rpartition("'")[2]
            self.owner.add("refused", subject, message, f"无法载入：{message}", home=home)
        return True


_Rule = TimeLimit | Need | PauseRule
_Noted = TimeLimit | CountingRule | PauseRule | ExtensionRule | Need

_DOUBT: Final = (
    *("our reading", "we read", "we take", "disputed", "not settled", "unsettled", "arguabl"),
    *("safe side", "by analogy", "is silent", "law does not say", "debated", "doubtful"),
    *("majority", "inferred", "an analogy", "is taken to be", "is taken as", "is taken for"),
    *("本库理解", "我们理解", "存在争议", "有争议", "尚无定论", "未有定论", "存疑", "稳妥", "类推"),
    *("从严", "法律没有规定", "未作规定", "推定为", "多数意见", "另一种理解"),
)
"""Words by which a note admits that the law may be read otherwise."""


def _doubting(rule: _Noted) -> str | None:
    said = f"{rule.note} {rule.note_zh}".lower()
    return next((word for word in _DOUBT if word in said), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


@attrs.frozen
class _Used:
    """Names a rule mentions, by kind."""

    events: set[str] = attrs.field(factory=set)
    facts: set[str] = attrs.field(factory=set)
    regions: set[str] = attrs.field(factory=set)
    matters: set[str] = attrs.field(factory=set)


def _used_in(conditions: Iterable[Condition], events: Iterable[str]) -> _Used:
    used = _Used(events=set(events))
    for condition in conditions:
        used.facts.update(condition.facts)
        if ("limitation", "") in condition.calls:
            used.facts.update(LIMITATION_FACTS)
        used.events.update(condition.arguments("happened", "day"))
        used.regions.update(condition.arguments("state"))
        used.matters.update(condition.arguments("over", "late", "due"))
    return used


def _used_by(rule: _Rule) -> _Used:
    when = [rule.when] if rule.when else []
    if isinstance(rule, Need):
        return _used_in([rule.that, *when], rule.on)
    if isinstance(rule, PauseRule):
        return _used_in(when, (*rule.begins, *rule.ends))
    lengths = [each.length for each in rule.extend]
    conditions = [
        *_conditions_of_start(rule),
        *([rule.worth] if rule.worth else ()),
        *(length for length in lengths if isinstance(length, Condition)),
    ]
    events = (
        *rule.start,
        *rule.end,
        *rule.cancel,
        *rule.blocks,
        *([rule.then.event] if rule.then else ()),
        *(each.event for each in rule.extend),
    )
    used = _used_in(conditions, events)
    used.facts.update(each.until for each in rule.extend if each.until)
    used.facts.update([rule.edition_by] if rule.edition_by else ())
    return used


def _used_by_steps(region: Region) -> _Used:
    return _used_in(
        (step.condition for step in region.steps if step.condition),
        (step.event for step in region.steps),
    )


def _conditions_of_start(limit: TimeLimit) -> list[Condition]:
    """Return the conditions that say whether a limit runs, from where and how long."""
    length = limit.length if isinstance(limit.length, Condition) else None
    return [each for each in (limit.when, limit.before, length) if each]


def _reached(starts: Iterable[str], leads: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += leads.get(one, ())
    return reached
