"""What a table as a whole lacks, told once: a matter nobody recorded, a word nobody knows.

A finding of one case that turns on what no case of the table has a place for is no news of that
case.  It is taken out there and told for all of them, one line a matter: facts that the same rules
ask about are one matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from enforcecal.cases.checks.record import NOT_RECORDED, UNKNOWN_EVENT, known_words, unknown_words
from enforcecal.cases.checks.words import cited, event_words, listed
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.run import Run
from enforcecal.law.conditions import Condition
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import Bound, Kind
from enforcecal.texts import Text

__all__ = ["TableNotes"]


_MATTERS: Final = 4
"""How many matters a table is told it lacks, beside extensions; the last takes the rest."""


class TableNotes:
    """Gathers from case after case what the table as a whole lacks."""

    def __init__(self, procedure: Procedure, coverage: Coverage) -> None:
        self._procedure = procedure
        self._coverage = coverage
        self._lacking: dict[str, list[Finding]] = defaultdict(list)
        self._unknown: dict[str, list[Finding]] = defaultdict(list)
        self._recorded: set[str] = set(coverage.facts or ())
        self._begun: dict[str, set[str]] = defaultdict(set)
        self._placed: frozenset[str] = frozenset()

    def take(self, run: Run, found: Iterable[Finding]) -> Iterator[Finding]:
        """Yield what of *found* is told of the case itself, and keep the rest."""
        if self._coverage.facts is None:
            self._recorded.update(name for name, _ in run.log.facts)
            self._recorded.update(name for event in run.log.events for name, _ in event.facts)
        self._placed = run.recordable or frozenset()
        for clock in run.clocks:
            limit = clock.limit.limit
            if limit.kind is Kind.ACT_WITHIN and limit.bound is Bound.AGENCY:
                self._begun[limit.id].add(run.log.case)
        for one in found:
            if one.code == NOT_RECORDED.code:
                self._lacking[one.event].append(one)
            elif one.code == UNKNOWN_EVENT.code:
                self._unknown[one.event].append(one)
            else:
                yield one

    def told(self) -> Iterator[Finding]:
        """Yield what is told of the table, and of single cases what only they lack."""
        yield from self._untimed()
        lacked = {name: found for name, found in self._lacking.items() if name in self._recorded}
        for found in lacked.values():
            yield from found
        rest = {name: found for name, found in self._lacking.items() if name not in lacked}
        matters = sorted(self._matters(rest), key=lambda names: len(names) == 1)
        single = [names[0] for names in matters if len(names) == 1]
        if len(single) > 1:
            matters = [*(names for names in matters if len(names) > 1), single]
        if len(matters) > _MATTERS:
            matters[_MATTERS - 1 :] = [
                [name for names in matters[_MATTERS - 1 :] for name in names]
            ]
        for names in matters:
            yield self._matter(names, [one for name in names for one in rest[name]])
        for word, found in self._unknown.items():
            yield self._nobody_knows(word, found)

    def _untimed(self) -> Iterator[Finding]:
        """Tell first that extensions and time not counted have no place: judgements turn on it."""
        coverage, unseen, cases = self._coverage, dict[str, None](), set[str]()
        if coverage.events is None:
            return
        placed = self._placed
        for limit in self._procedure.limits:
            if limit.id in self._begun:
                names = [rule.event for rule in limit.extend]
                names += [self._procedure.pauses[name].begins[0] for name in limit.pause]
                names = [name for name in names if name not in placed]
                unseen.update(dict.fromkeys(names))
                if names:
                    cases |= self._begun[limit.id]
        if not unseen:
            return
        said = listed(event_words(self._procedure, name) for name in unseen)
        yield self._of_table(
            NOT_RECORDED.code,
            next(iter(unseen)),
            Text(
                f"there is no place for extensions and time that does not count ({said.en}): what "
                f"comes after its last day turns on them ({_cases_en(len(cases))})",
                f"表中没有延期及不计入期限事由的栏目（{said.zh}），超过届满日的是否逾期取决于此"
                f"（涉及{len(cases)}件案件）",
            ),
            turns_on=tuple(unseen),
        )

    def _matters(self, names: Collection[str]) -> list[list[str]]:
        """Return *names* in groups: what one rule asks about is one matter."""
        group = {name: name for name in names}

        def root(name: str) -> str:
            while group[name] != name:
                name = group[name]
            return name

        for asked in self._asked():
            known = [name for name in asked if name in group]
            for name in known[1:]:
                group[root(name)] = root(known[0])
        found: dict[str, list[str]] = defaultdict(list)
        for name in names:
            found[root(name)].append(name)
        return [*found.values()]

    def _asked(self) -> Iterator[list[str]]:
        """Yield what each rule asks about: facts, events that happened, acts it waits for."""
        for need in self._procedure.needs:
            yield [*_reads(need.when, need.that)]
        for limit in self._procedure.limits:
            yield [*limit.end, *_reads(limit.when)]

    def _matter(self, names: list[str], found: list[Finding]) -> Finding:
        number = len({one.case for one in found})
        if len(names) == 1:
            (first, *_), name = found, names[0]
            said = first.message
        else:
            acts = [name for name in names if name in self._procedure.events]
            facts = [unknown_words(self._procedure, name) for name in names if name not in acts]
            columns = listed(event_words(self._procedure, name) for name in acts)
            en, zh = ", ".join(one.en for one in facts), "、".join(one.zh for one in facts)
            said = Text(
                f"{f'there is no column for {columns.en}, and ' if acts else ''}"
                f"nobody recorded {en or 'them'}: the answer turns on that",
                f"{f'表中没有{columns.zh}一列，' if acts else ''}"
                f"未记录{zh or '上述事项'}，有关结论取决于此",
            )
            name = names[0]
        return self._of_table(
            NOT_RECORDED.code,
            name,
            Text(f"{said.en} ({_cases_en(number)})", f"{said.zh}（涉及{number}件案件）"),
            rules=dict.fromkeys(one.rule for one in found),
            turns_on=tuple(names),
        )

    def _nobody_knows(self, word: str, found: list[Finding]) -> Finding:
        number = len({one.case for one in found})
        near = known_words(self._procedure, word)
        meant = listed(event_words(self._procedure, name) for name in near)
        hint = Text(
            f"did you mean {meant.en}?" if near else "",
            f"是否指{meant.zh}？" if near else "",
        )
        return self._of_table(
            UNKNOWN_EVENT.code,
            word,
            Text(
                f"{word!r} is no event of {self._procedure.en or self._procedure.id} "
                f"({_times_en(len(found))} {_cases_en(number)}); {hint.en}"
                f"{' ' if near else ''}say which with --map {word}=EVENT, or --ignore {word}",
                f"“{word}”不是“{self._procedure.zh or self._procedure.id}”程序的环节"
                f"（{number}件案件，共{len(found)}处）；{hint.zh}"
                f"可用 --map {word}=环节 指明，或用 --ignore {word} 声明与审查无关",
            ),
            turns_on=(word,),
        )

    def _of_table(
        self,
        code: str,
        event: str,
        message: Text,
        *,
        rules: Collection[str] = (),
        turns_on: tuple[str, ...] = (),
    ) -> Finding:
        articles = dict.fromkeys(cited(self._procedure, rule) for rule in rules if rule)
        return Finding(
            case="",
            code=code,
            severity=Severity.NOTE,
            event=event,
            rule=next(iter(rules), ""),
            article=Text(
                "; ".join(one.en for one in articles), "；".join(one.zh for one in articles)
            ),
            message=message,
            turns_on=turns_on,
        )


def _cases_en(number: int) -> str:
    return f"in {number} {'case' if number == 1 else 'cases'}"


def _times_en(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _reads(*conditions: Condition | None) -> Iterator[str]:
    """Yield what *conditions* ask, as findings name it: facts, and events that happened."""
    for condition in conditions:
        if condition is not None:
            yield from sorted(condition.facts)
            for name in sorted(condition.arguments("happened")):
                yield f'happened("{name}")'
