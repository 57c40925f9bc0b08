"""Has the right to punish expired (追责时效)?  The decision table, over the data of the packs.

The clock runs from the end of the conduct to its **discovery** (发现), and to nothing else: filing,
notice, decision and transfer neither stop it nor start it again.  The table itself is in
`enforcecal.cases.limitation.barring`.  What is not settled in law is not settled here either: the
answer in use is a choice of the rules, and where another answer would give another result, the
result names the question and has the other result beside it.

What is barred is a penalty (行政处罚).  An order to correct is not, so that no answer here is ever
"close the case".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import attrs

from enforcecal.cases.limitation.barring import (
    BarringResult,
    ConductPart,
    LimitationStatus,
    judge,
    pattern_of,
    pending,
)
from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.dates.certainty import Certainty
from enforcecal.errors import check_day
from enforcecal.law.citations import edition_of
from enforcecal.law.limitations import Finder, LimitationRules, Pattern
from enforcecal.law.packs import rulebook
from enforcecal.plain import plain_fields
from enforcecal.texts import Lang, Text, Worded

__all__ = [
    "FLAGS",
    "Conduct",
    "ConductPart",
    "Discovery",
    "Limitation",
    "LimitationStatus",
    "OtherView",
    "Penalty",
    "limitation",
    "standard_rules",
]


class Penalty(Worded):
    """Whether a penalty may still be imposed."""

    ALLOWED = "allowed", "a penalty is not barred", "可以处罚"
    REVIEW = "review", "a penalty needs legal review", "能否处罚应当提请法制审核"
    """A person decides."""
    BARRED = "barred", "a penalty is barred", "不得再给予行政处罚"


@attrs.frozen(kw_only=True)
class OtherView:
    """What the answer would be on another view of an open question."""

    question: str
    """Its name in the rules, or ``pending_verification``: a fact nobody knows yet."""
    answer: str
    status: LimitationStatus
    last_day: date | None
    text: Text
    source: tuple[str, ...] = ()


FLAGS: Final[Mapping[str, Text]] = {
    "contested_pattern": Text(
        "courts differ on whether such conduct goes on", "此类行为是否有继续状态，各地法院认识不一"
    ),
    "corrective_order_possible": Text(
        "an order to correct is not barred: do not close the case on limitation alone",
        "责令改正不受时效限制，不得仅以超过时效为由了结",
    ),
    "earlier_acts_discovered": Text(
        "the earlier acts of the chain were discovered in time", "此前的连续行为已在时效内被发现"
    ),
    "earlier_acts_expired": Text(
        "the earlier acts of the chain are out of time", "此前的行为已超过时效"
    ),
    "event_before_conduct": Text(
        "an event lies before the conduct, and cannot be its discovery",
        "有事件早于行为发生之日，不能视为发现",
    ),
    "last_day_only": Text(
        "only today is left, and whether it counts is disputed", "仅余当日，且当日是否在期内存疑"
    ),
    "long_idle_after_discovery": Text(
        "more than 90 days without a step after discovery", "发现后超过九十日没有办理记录"
    ),
    "pending_verification": Text("a report is not verified yet", "举报、移送的内容尚未查证"),
    "review_five_year_claim": Text(
        "some authorities would apply five years: to be reviewed",
        "有机关主张适用五年时效，提请审核",
    ),
    "soft_discovery": Text(
        "found by someone whose finding may not count: record an own step before the last day",
        "目前的发现存疑，应当在期满前形成本机关的记录",
    ),
}
"""Every flag a result may carry."""

_ASSUMED: Final[Mapping[str, Text]] = {
    "start-day-not-counted": Text(
        "the day of the act is not counted (Civil Code art. 201 by analogy)",
        "行为当日不计入（参照民法典第二百零一条）",
    ),
    "start-day-counted": Text("the day of the act is counted", "行为当日计入"),
    "no-roll": Text(
        "a last day that is a day off does not move", "最后一日为休息日的，不顺延（非程序性期间）"
    ),
    "pattern-of-kind": Text("the usual pattern of this kind of conduct", "按此类行为的通常形态"),
    "no-gap": Text(
        "the acts follow one another without a gap longer than the period",
        "连续行为之间没有超过时效期间的间隔",
    ),
    "proved-true": Text("the report proved true", "举报、移送的内容经查证属实"),
    "oldest-edition": Text(
        "the oldest edition there is, although the conduct ended before it",
        "行为终了早于最早的版本，按最早的版本计算",
    ),
}

_IDLE: Final = 90
_PRESERVED: Final = LimitationStatus.PRESERVED
_BOUNDARY: Final = LimitationStatus.DISPUTED_BOUNDARY
_DISPUTED: Final = LimitationStatus.DISPUTED_DISCOVERY
_EXPIRED: Final = LimitationStatus.EXPIRED


@attrs.frozen(repr=False)
class Limitation:
    """The answer on one violation, as it stands on one day, and what it rests on."""

    conduct: Conduct
    as_of: date
    _found: BarringResult
    flags: tuple[str, ...]
    """Keys of `FLAGS`, in order of the alphabet."""
    views: tuple[OtherView, ...]
    """The answers on other views of what is not settled, where they differ from this one."""
    rules: LimitationRules = attrs.field(eq=False)

    # Six fields and not fourteen: setting those took a third of the time of an answer.

    def __repr__(self) -> str:
        return f"<Limitation {self.status.value}, last day {self.last_day}, as of {self.as_of}>"

    @property
    def status(self) -> LimitationStatus:
        """Where the right to punish stands."""
        return self._found.status

    @property
    def rule(self) -> str:
        """The clause, whose id names the law, its edition and the article."""
        return self._found.table.rule

    @property
    def end(self) -> date | None:
        """The day on which the conduct ended, as it was judged."""
        return self._found.end

    @property
    def last_day(self) -> date | None:
        """The last day for discovery; a day off does not move it."""
        return self._found.last

    @property
    def safe_last_day(self) -> date | None:
        """The last day on which discovery is in time on every reading of the first day."""
        return self._found.safe

    @property
    def deciding(self) -> Discovery | None:
        """The event that decides, or would if it were in time."""
        return self._found.deciding

    @property
    def discovered(self) -> date | None:
        """The day of the first discovery that is beyond doubt, in time or not."""
        strong = self._found.strong
        return None if strong is None else strong.day

    @property
    def parts(self) -> tuple[ConductPart, ...]:
        """Earlier acts of a chain with an answer of their own; this one is on the later ones."""
        return self._found.parts

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted."""
        return tuple(_assumed(self))

    @property
    def edition(self) -> str:
        """The edition of the law."""
        return edition_of(self.rule)

    @property
    def article(self) -> Text:
        """The clause as it is cited."""
        return self.rules.article(self.rule)

    @property
    def certainty(self) -> Certainty:
        """Firm, disputed where another view differs, unknown where a missing fact decides."""
        if any(view.question in _FACTS for view in self.views):
            return Certainty.UNKNOWN
        if self.views or self.status in (_BOUNDARY, _DISPUTED):
            return Certainty.DISPUTED
        return Certainty.FIRM

    @property
    def word(self) -> str:
        """What a condition of a pack is told: the status, or which fact it would take."""
        facts = [view.question for view in self.views if view.question in _FACTS]
        return facts[0] if facts else self.status.value

    @property
    def penalty(self) -> Penalty:
        """Whether a penalty may be imposed, by the decision table."""
        if self.status in (_BOUNDARY, _DISPUTED) or any(
            view.question in _FACTS for view in self.views
        ):
            return Penalty.REVIEW
        return Penalty.BARRED if self.status is LimitationStatus.EXPIRED else Penalty.ALLOWED

    @property
    def safe_penalty(self) -> Penalty:
        """The same on the careful side: what is disputed counts as barred."""
        if self.penalty is Penalty.ALLOWED and "last_day_only" not in self.flags:
            return Penalty.ALLOWED
        return Penalty.BARRED

    @property
    def barred(self) -> tuple[Text, ...]:
        """What may no longer be done."""
        return (_PENALTY,) if self.penalty is Penalty.BARRED else ()

    @property
    def not_barred(self) -> tuple[Text, ...]:
        """What may be done all the same: limitation bars penalties and nothing else."""
        order = _DEMOLITION[self.rules.answers["demolition_order_is_penalty"]]
        return (_CORRECTION, order) if order else (_CORRECTION,)

    @property
    def days_left(self) -> int | None:
        """Days to the safe last day while it runs; below 0, by how much discovery missed it.

        Counted from the first discovery beyond doubt, or from `as_of` where there is none.  None
        where no day is left to miss: not ended, or discovered in time.
        """
        if self.safe_last_day is None or self.status is LimitationStatus.PRESERVED:
            return None
        return (self.safe_last_day - (self.discovered or self.as_of)).days

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the answer as plain values for JSON."""
        names = (
            "status penalty safe_penalty certainty rule edition article as_of end last_day "
            "safe_last_day days_left"
        )
        return {
            **plain_fields(self, lang, names),
            "deciding": str(self.deciding) if self.deciding else None,
            **plain_fields(self, lang, "discovered flags assumptions"),
            "views": [
                plain_fields(view, lang, "question answer status last_day text source")
                for view in self.views
            ],
            "parts": [
                {
                    **plain_fields(part, lang, "first last status last_day"),
                    "deciding": str(part.deciding) if part.deciding else None,
                }
                for part in self.parts
            ],
            **plain_fields(self, lang, "barred not_barred"),
            "packs": dict(self.rules.digests),
        }

    def explain(self, lang: Lang = "en") -> str:
        """Return the answer in lines that a person can recount."""
        return "\n".join(text.say(lang) for text in self._lines())

    def _lines(self) -> Iterator[Text]:
        status, penalty = self.status.text, self.penalty.text
        yield Text(
            f"{self.article.en} [{self.rule}], as of {self.as_of}",
            f"{self.article.zh} [{self.rule}]，截至{self.as_of}",
        )
        yield Text(f"{status.en}: {penalty.en}", f"{status.zh}：{penalty.zh}")
        if self.end is not None:
            yield Text(
                f"the conduct ended on {self.end}; last day {self.last_day}, "
                f"on the safe side {self.safe_last_day}",
                f"行为终了：{self.end}；最后一日：{self.last_day}，从严：{self.safe_last_day}",
            )
        if self.deciding is not None:
            code = self.rules.codes[self.deciding.code]
            yield Text(
                f"decided by {self.deciding.code} of {self.deciding.day}: {code.en}",
                f"关键事件：{self.deciding.code}（{self.deciding.day}），{code.zh}",
            )
        for part in self.parts:
            yield Text(
                f"acts of {part.first} to {part.last}: {part.status.text.en} "
                f"(last day {part.last_day})",
                f"{part.first}至{part.last}的行为：{part.status.text.zh}（最后一日{part.last_day}）",
            )
        for view in self.views:
            other = view.status.text
            en = f"on another view, {other.en}"
            zh = f"另一种认识：{other.zh}"
            if view.last_day is not None:
                en, zh = f"{en} (last day {view.last_day})", f"{zh}（最后一日{view.last_day}）"
            yield Text(
                f"{en}: {view.text.en} [{view.question}]", f"{zh}，{view.text.zh} [{view.question}]"
            )
        for flag in self.flags:
            yield FLAGS[flag]
        for name in self.assumptions:
            assumed = _ASSUMED[name]
            yield Text(f"assumed: {assumed.en}", f"前提：{assumed.zh}")


_FACTS: Final = frozenset({"harm_unknown", "pending_verification"})
"""Questions of fact: no view of the law will answer them."""

_PENALTY: Final = Text(
    "administrative penalties: fine, confiscation, licence measures (art. 9 Penalty Law)",
    "行政处罚：罚款、没收、吊销许可等（行政处罚法第九条）",
)
_CORRECTION: Final = Text(
    "an order to correct (art. 28 Penalty Law)", "责令改正（行政处罚法第二十八条）"
)
_DEMOLITION: Final = {
    "review": Text("an order to demolish: to be reviewed", "责令限期拆除：提请审核"),
    "no": Text("an order to demolish", "责令限期拆除"),
    "yes": None,
}


@lru_cache(maxsize=1)
def standard_rules() -> LimitationRules:
    """Return the rules of the packaged law of China, without overlays."""
    return rulebook("cn").limitation()


def limitation(
    conduct: Conduct,
    discoveries: Iterable[Discovery] = (),
    *,
    as_of: date,
    rules: LimitationRules | None = None,
) -> Limitation:
    """Tell whether the right to punish *conduct* has expired, as it stands on *as_of*.

    *discoveries* are all events that may be discovery, in any order; what is later than *as_of* is
    not known yet.  *rules* are those of a rulebook with overlays; without them, the packaged ones.

    Raises `UnknownNameError` for a code, kind or regime the rules do not have.

    >>> felled = Conduct(start=date(2022, 3, 10), kind="tree-felling")
    >>> found = limitation(felled, [Discovery("D2", date(2024, 3, 11))], as_of=date(2024, 4, 1))
    >>> found.status.value, str(found.last_day), str(found.safe_last_day)
    ('expired', '2024-03-10', '2024-03-09')
    """
    check_day("as_of", as_of)
    if rules is None:
        rules = standard_rules()
    events = tuple(discoveries)
    found = judge(conduct, events, as_of, rules)
    flags, status = found.flags, found.status
    if conduct.kind and rules.kind(conduct.kind).contested:
        flags += ("contested_pattern",)
    if status is _EXPIRED or status is _BOUNDARY or status is _DISPUTED:
        flags += ("corrective_order_possible",)
    views: tuple[OtherView, ...] = ()
    if found.doubt or found.long or conduct.pattern is None:
        views = _views(conduct, events, as_of, rules, found)
        if status is _EXPIRED and any(one.question == "five_year_retroactive" for one in views):
            flags += ("review_five_year_claim",)
    if status is _PRESERVED and len(events) > 1 and _idle(found, events, as_of, rules):
        flags += ("long_idle_after_discovery",)
    if len(flags) > 1:
        flags = tuple(sorted(flags))
    return Limitation(conduct, as_of, found, flags, views, rules)


def _idle(
    found: BarringResult, events: tuple[Discovery, ...], as_of: date, rules: LimitationRules
) -> bool:
    """Tell whether the next thing recorded after own discovery came more than 90 days later.

    Where nothing is recorded after it, or another authority had it, nothing is known of the steps
    taken, and nothing is said.
    """
    deciding = found.deciding
    if deciding is None or rules.codes[deciding.code].finder is not Finder.OWN:
        return False
    later = [one.day for one in events if deciding.day < one.day <= as_of]
    return bool(later) and (min(later) - deciding.day).days > _IDLE


# -- what it rests on, and what it would be otherwise


def _assumed(answer: Limitation) -> Iterator[str]:
    conduct, rules = answer.conduct, answer.rules
    if conduct.pattern is None:
        yield "pattern-of-kind"
    if answer.end is not None:
        counted = rules.answers["start_day_counts"] == "yes"
        yield "start-day-counted" if counted else "start-day-not-counted"
        yield "no-roll"
        tables = rules.periods[conduct.regime]
        if answer.end < min(table.first for table in tables):
            yield "oldest-edition"
        if pattern_of(conduct, rules) is Pattern.CONSECUTIVE and not conduct.acts:
            yield "no-gap"
    if answer.deciding is not None and rules.codes[answer.deciding.code].report:
        yield "proved-true"


def _views(
    conduct: Conduct,
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
    found: BarringResult,
) -> tuple[OtherView, ...]:
    """Return the answers on other views, of the questions that this case raises."""
    views: list[OtherView] = []
    for name in _raised(conduct, events, as_of, rules, found):
        question = rules.questions[name]
        for view in question.view:
            if view.answer == question.answer:
                continue
            other = judge(conduct, events, as_of, rules.answering(name, view.answer))
            if _differs(found, other):
                views.append(
                    OtherView(
                        question=name,
                        answer=view.answer,
                        status=other.status,
                        last_day=other.last,
                        text=Text(view.en, view.zh),
                        source=view.source,
                    )
                )
    if "pending_verification" in found.flags:
        for verified, answer, text in _PROVED:
            settled = tuple(
                attrs.evolve(one, verified=verified, verified_on=None)
                if pending(one, as_of) and rules.codes[one.code].report
                else one
                for one in events
            )
            other = judge(conduct, settled, as_of, rules)
            if _differs(found, other):
                views.append(
                    OtherView(
                        question="pending_verification",
                        answer=answer,
                        status=other.status,
                        last_day=other.last,
                        text=text,
                    )
                )
    return tuple(views)


_PROVED: Final = (
    (True, "true", Text("if the report proves true", "如经查证属实")),
    (False, "false", Text("if it does not prove true", "如查证不属实")),
)


def _differs(found: BarringResult, other: BarringResult) -> bool:
    if found.status is not other.status:
        return True
    return found.status is LimitationStatus.RUNNING and found.last != other.last


def _raised(
    conduct: Conduct,
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
    found: BarringResult,
) -> Iterator[str]:
    """Yield the open questions on which this case may turn."""
    if conduct.pattern is None:
        question = rules.kind(conduct.kind).question
        if question:
            yield question
    asked: list[str] = []
    for event in events:
        if event.code in rules.doubtful and event.day <= as_of:
            question = rules.codes[event.code].question
            if question not in asked:
                asked.append(question)
                yield question
    last = found.last
    if last is not None and (as_of == last or any(event.day == last for event in events)):
        yield "boundary_day"
        yield "start_day_counts"
    if found.long:
        if conduct.harm is None or conduct.harm_domain == "unknown":
            yield "harm_unknown"
        elif conduct.harm_day is not None:
            yield "harm_after_two_years"
        if found.end is not None:
            for clause in rules.clauses:
                if clause.retroactive:
                    yield clause.retroactive
    if found.gap or (conduct.acts and rules.answers["consecutive_max_gap"] == "none"):
        yield "consecutive_max_gap"
    if found.early or _inside(conduct, events, rules):
        yield "late_act_after_discovery"


def _inside(conduct: Conduct, events: tuple[Discovery, ...], rules: LimitationRules) -> bool:
    """Tell whether an event lies inside a chain that was judged as a whole."""
    return (
        rules.answers["late_act_after_discovery"] == "whole-chain"
        and conduct.end is not None
        and any(conduct.start <= event.day < conduct.end for event in events)
    )
