"""Has the right to punish expired (追责时效)?  The decision table, over the data of the packs.

The clock runs from the end of the conduct to its **discovery** (发现), and to nothing else: filing,
notice, decision and transfer neither stop it nor start it again.  The rows of `_row` are tested in
their order.  What is not settled in law is not settled here either: the answer in use is a choice
of the rules, and where another answer would give another result, the result names the question and
has the other result beside it.

What is barred is a penalty (行政处罚).  An order to correct is not, so that no answer here is ever
"close the case".
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import attrs

from enforcecal.dates.certainty import Certainty
from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.law.citations import edition_of
from enforcecal.law.limitations import Finder, LimitationRules, Pattern, PeriodTable
from enforcecal.law.packs import rulebook
from enforcecal.texts import Lang, Text

__all__ = [
    "FLAGS",
    "Conduct",
    "Discovery",
    "Limitation",
    "LimitationStatus",
    "OtherView",
    "Part",
    "Penalty",
    "limitation",
    "standard_rules",
]


class LimitationStatus(enum.Enum):
    """Where the right to punish stands."""

    NOT_STARTED = "not_started"
    """The conduct has not ended (行为未终了)."""
    RUNNING = "running"
    """Not discovered yet, and still in time (未发现)."""
    PRESERVED = "preserved"
    """Discovered in time; nothing later takes that away (时效内已发现)."""
    DISPUTED_BOUNDARY = "disputed_boundary"
    """Discovered on the very last day (最后一日发现)."""
    DISPUTED_DISCOVERY = "disputed_discovery"
    """In time only if an event counts that may not be discovery (发现存疑)."""
    EXPIRED = "expired"
    """Not discovered in time (超过时效)."""

    @property
    def text(self) -> Text:
        """The status in words."""
        return _STATUSES[self]


_STATUSES: Final = {
    LimitationStatus.NOT_STARTED: Text("the conduct has not ended", "行为未终了"),
    LimitationStatus.RUNNING: Text("not discovered, still in time", "未发现，尚在时效内"),
    LimitationStatus.PRESERVED: Text("discovered in time", "时效内已发现"),
    LimitationStatus.DISPUTED_BOUNDARY: Text("discovered on the last day", "最后一日发现，存疑"),
    LimitationStatus.DISPUTED_DISCOVERY: Text("discovery is disputed", "是否已发现存疑"),
    LimitationStatus.EXPIRED: Text("out of time", "超过时效"),
}


class Penalty(enum.Enum):
    """Whether a penalty may still be imposed."""

    ALLOWED = "allowed"
    REVIEW = "review"
    """A person decides."""
    BARRED = "barred"

    @property
    def text(self) -> Text:
        """The word for it."""
        return _PENALTIES[self]


_PENALTIES: Final = {
    Penalty.ALLOWED: Text("a penalty is not barred", "可以处罚"),
    Penalty.REVIEW: Text("a penalty needs legal review", "能否处罚应当提请法制审核"),
    Penalty.BARRED: Text("a penalty is barred", "不得再给予行政处罚"),
}


def _day(_: object, attribute: attrs.Attribute[date], value: object) -> None:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a datetime.date")


def _day_or_none(_: object, attribute: attrs.Attribute[date | None], value: object) -> None:
    if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a datetime.date or None")


@attrs.frozen
class Discovery:
    """An event that may be the discovery of a violation, by its code in the rules.

    A report that did not prove true is a ``D4``.  While nobody knows yet, *verified* is None, or
    *verified_on* is the later day on which it was established.

    >>> Discovery("D2", date(2024, 3, 1)).code
    'D2'
    """

    code: str
    day: date = attrs.field(validator=_day)
    verified: bool | None = attrs.field(default=True, kw_only=True)
    verified_on: date | None = attrs.field(default=None, kw_only=True, validator=_day_or_none)

    def __str__(self) -> str:
        return f"{self.code}{'' if self.verified else '?'}@{self.day}"


def _pattern(value: Pattern | str | None) -> Pattern | None:
    if value is None or isinstance(value, Pattern):
        return value
    try:
        return Pattern(value)
    except ValueError:
        known = ", ".join(one.value for one in Pattern)
        raise ArgumentError(f"pattern={value!r} is not known; there are {known}") from None


@attrs.frozen(kw_only=True)
class Conduct:
    """What was done, from when to when, and how it stretches over time.

    Either *pattern* or *kind*, a kind of conduct of the rules, whose usual pattern then holds.
    """

    start: date = attrs.field(validator=_day)
    """The day it was done or begun; of building, the day of completion will do."""
    end: date | None = attrs.field(default=None, validator=_day_or_none)
    """The day it ended; None while it goes on.  Of a single act, the day of the act."""
    pattern: Pattern | None = attrs.field(default=None, converter=_pattern)
    kind: str = ""
    regime: str = "general"
    """The law that sets the period: ``general``, ``public_security``, ``tax``."""
    harm_domain: str = "none"
    """``life_health``, ``financial``, ``none``, or ``unknown``."""
    harm: bool | None = None
    """Whether harm was done, not only risked; None where nobody recorded it."""
    harm_day: date | None = attrs.field(default=None, validator=_day_or_none)
    """The day on which the harm showed, where it was later than the conduct."""
    acts: tuple[date, ...] = attrs.field(default=(), converter=lambda days: tuple(sorted(days)))
    """Of consecutive conduct, the day of each act, where they are known."""

    def __attrs_post_init__(self) -> None:
        if self.pattern is None and not self.kind:
            raise ArgumentError("pattern=None and kind='': give one, it says when conduct ended")
        if self.end is not None and self.end < self.start:
            raise ArgumentError(f"end={self.end} must not be before start={self.start}")
        if self.acts and (self.acts[0] != self.start or self.end not in (None, self.acts[-1])):
            raise ArgumentError(
                f"acts from {self.acts[0]} to {self.acts[-1]} must begin on start={self.start} "
                f"and end on end={self.end}"
            )
        if self.acts and self.end is None:
            object.__setattr__(self, "end", self.acts[-1])


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


@attrs.frozen(kw_only=True)
class Part:
    """Acts of a chain that have an answer of their own."""

    first: date
    last: date
    status: LimitationStatus
    last_day: date
    deciding: Discovery | None


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
_DAY: Final = timedelta(days=1)
_OPEN: Final = frozenset({LimitationStatus.NOT_STARTED, LimitationStatus.RUNNING})
_ORDERLY: Final = frozenset(
    {
        LimitationStatus.EXPIRED,
        LimitationStatus.DISPUTED_BOUNDARY,
        LimitationStatus.DISPUTED_DISCOVERY,
    }
)


@attrs.frozen(kw_only=True)
class Limitation:
    """The answer on one violation, as it stands on one day, and what it rests on."""

    conduct: Conduct
    as_of: date
    status: LimitationStatus
    rule: str
    """The clause, whose id names the law, its edition and the article."""
    end: date | None
    """The day on which the conduct ended, as it was judged."""
    last_day: date | None
    """The last day for discovery, no roll."""
    safe_last_day: date | None
    """The last day on which discovery is in time on every reading of the first day."""
    deciding: Discovery | None
    """The event that decides, or would if it were in time."""
    flags: tuple[str, ...] = ()
    """Keys of `FLAGS`."""
    assumptions: tuple[str, ...] = ()
    views: tuple[OtherView, ...] = ()
    """The answers on other views of what is not settled, where they differ from this one."""
    parts: tuple[Part, ...] = ()
    """Earlier acts of a chain with an answer of their own; this answer is on the later ones."""
    rules: LimitationRules = attrs.field(eq=False, repr=False)

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
        if self.views or self.status in _DISPUTED:
            return Certainty.DISPUTED
        return Certainty.FIRM

    @property
    def penalty(self) -> Penalty:
        """Whether a penalty may be imposed, by the decision table."""
        if self.status in _DISPUTED or any(view.question in _FACTS for view in self.views):
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
        """Days from `as_of` to the safe last day while it runs; how far below 0 it was missed.

        None where no day is left to miss: not ended, or discovered in time.
        """
        if self.safe_last_day is None or self.status is LimitationStatus.PRESERVED:
            return None
        if self.status is LimitationStatus.RUNNING or self.deciding is None:
            return (self.safe_last_day - self.as_of).days
        missed = self.deciding.day if self.deciding.day > self.safe_last_day else self.as_of
        return (self.safe_last_day - missed).days

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the answer as plain values for JSON."""
        return {
            "status": self.status.value,
            "penalty": self.penalty.value,
            "safe_penalty": self.safe_penalty.value,
            "certainty": self.certainty.value,
            "rule": self.rule,
            "edition": self.edition,
            "article": self.article.say(lang),
            "as_of": self.as_of.isoformat(),
            "end": _iso(self.end),
            "last_day": _iso(self.last_day),
            "safe_last_day": _iso(self.safe_last_day),
            "days_left": self.days_left,
            "deciding": str(self.deciding) if self.deciding else None,
            "flags": [*self.flags],
            "assumptions": [*self.assumptions],
            "views": [
                {
                    "question": view.question,
                    "answer": view.answer,
                    "status": view.status.value,
                    "last_day": _iso(view.last_day),
                    "text": view.text.say(lang),
                    "source": [*view.source],
                }
                for view in self.views
            ],
            "parts": [
                {
                    "first": part.first.isoformat(),
                    "last": part.last.isoformat(),
                    "status": part.status.value,
                    "last_day": part.last_day.isoformat(),
                    "deciding": str(part.deciding) if part.deciding else None,
                }
                for part in self.parts
            ],
            "barred": [text.say(lang) for text in self.barred],
            "not_barred": [text.say(lang) for text in self.not_barred],
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
            yield Text(f"{en}: {view.text.en} [{view.question}]", f"{zh}，{view.text.zh} [{view.question}]")
        for flag in self.flags:
            yield FLAGS[flag]
        for name in self.assumptions:
            assumed = _ASSUMED[name]
            yield Text(f"assumed: {assumed.en}", f"前提：{assumed.zh}")


_FACTS: Final = frozenset({"harm_unknown", "pending_verification"})
"""Questions of fact: no view of the law will answer them."""

_DISPUTED: Final = frozenset(
    {LimitationStatus.DISPUTED_BOUNDARY, LimitationStatus.DISPUTED_DISCOVERY}
)

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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
    if isinstance(as_of, datetime) or not isinstance(as_of, date):
        raise ArgumentTypeError(f"as_of={as_of!r} must be a datetime.date")
    if rules is None:
        rules = standard_rules()
    events = tuple(discoveries)
    found = _judge(conduct, events, as_of, rules)
    flags = found.flags
    if conduct.kind and rules.kind(conduct.kind).contested:
        flags.append("contested_pattern")
    if found.status in _ORDERLY:
        flags.append("corrective_order_possible")
    views = _views(conduct, events, as_of, rules, found)
    if found.status is LimitationStatus.EXPIRED and any(
        view.question == "five_year_retroactive" for view in views
    ):
        flags.append("review_five_year_claim")
    deciding = found.deciding
    if (
        found.status is LimitationStatus.PRESERVED
        and deciding is not None
        and rules.codes[deciding.code].finder is Finder.OWN
        and _idle(deciding, events, as_of)
    ):
        flags.append("long_idle_after_discovery")
    if len(flags) > 1:
        flags.sort()
    return Limitation(
        conduct=conduct,
        as_of=as_of,
        status=found.status,
        rule=found.table.rule,
        end=found.end,
        last_day=found.last,
        safe_last_day=found.safe,
        deciding=deciding,
        flags=tuple(flags),
        assumptions=_assumed(conduct, found, rules),
        views=views,
        parts=found.parts,
        rules=rules,
    )


def _idle(deciding: Discovery, events: tuple[Discovery, ...], as_of: date) -> bool:
    """Tell whether the next thing recorded after discovery came more than 90 days later.

    Where nothing is recorded after it, nothing is known of the steps taken, and nothing is said.
    """
    later = [one.day for one in events if deciding.day < one.day <= as_of]
    return bool(later) and (min(later) - deciding.day).days > _IDLE


# -- the decision


class _Found(NamedTuple):
    status: LimitationStatus
    table: PeriodTable
    end: date | None
    last: date | None
    safe: date | None
    deciding: Discovery | None
    flags: list[str]
    parts: tuple[Part, ...]
    long: bool
    """Whether the longer period could apply, if facts or views were otherwise."""
    gap: bool
    early: bool


def _row(
    last: date, safe: date, strong: date | None, soft: date | None, as_of: date
) -> LimitationStatus:
    """Return the status by the rows of the decision table, in their order; row 1 is `_judge`'s."""
    if strong is not None:
        if strong <= safe:
            return LimitationStatus.PRESERVED
        if strong <= last:
            return LimitationStatus.DISPUTED_BOUNDARY
    elif as_of <= last:
        return LimitationStatus.RUNNING
    if soft is not None and soft <= last:
        return LimitationStatus.DISPUTED_DISCOVERY
    return LimitationStatus.EXPIRED


def _later(day: date, months: int) -> tuple[date, bool]:
    """Return the corresponding day *months* later, and whether it had to be the month's last."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max, True
    try:
        return day.replace(year=year, month=month), False
    except ValueError:
        first = date(year + month // 12, month % 12 + 1, 1)
        return first - _DAY, True


def _period(
    conduct: Conduct, end: date, rules: LimitationRules
) -> tuple[PeriodTable, bool]:
    """Return the clause for conduct that ended on *end*, and whether a longer one could apply."""
    tables = rules.periods.get(conduct.regime)
    if tables is None:
        raise UnknownNameError("regime of limitation", conduct.regime, rules.periods)
    domain, harm = conduct.harm_domain, conduct.harm
    long = False
    if domain != "none" and harm is not False:
        for table in tables:
            if not table.domain or not (domain == "unknown" or domain in table.domain):
                continue
            if table.first <= end <= table.last:
                known = domain != "unknown" and harm is True
                if known and _showed_in_time(conduct, end, tables, rules):
                    return table, True
                if not known and rules.answers["harm_unknown"] == "long":
                    return table, True
                long = True
            elif end < table.first and harm is True and domain != "unknown":
                general = _general(tables, end)
                if _later(end, general.months)[0] >= table.first:
                    if table.retroactive:
                        return table, True
                    long = True
    return _general(tables, end), long


def _general(tables: tuple[PeriodTable, ...], end: date) -> PeriodTable:
    for table in tables:
        if not table.domain and table.first <= end <= table.last:
            return table
    return tables[-1]


def _showed_in_time(
    conduct: Conduct, end: date, tables: tuple[PeriodTable, ...], rules: LimitationRules
) -> bool:
    if conduct.harm_day is None or rules.answers["harm_after_two_years"] == "long":
        return True
    return conduct.harm_day <= _later(end, _general(tables, end).months)[0]


def _pattern_of(conduct: Conduct, rules: LimitationRules) -> Pattern:
    return conduct.pattern or rules.patterns[rules.kind(conduct.kind).name]


def _judge(
    conduct: Conduct, events: tuple[Discovery, ...], as_of: date, rules: LimitationRules
) -> _Found:
    pattern = _pattern_of(conduct, rules)
    if pattern is Pattern.CONSECUTIVE:
        return _judge_chain(conduct, events, as_of, rules)
    end = conduct.start if pattern is Pattern.SINGLE else conduct.end
    return _judge_one(conduct, conduct.start, end, conduct.start, events, as_of, rules)


def _judge_one(
    conduct: Conduct,
    start: date,
    end: date | None,
    reach: date,
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
) -> _Found:
    """Judge conduct from *start* to *end*, which events from *reach* on can discover."""
    ended = end is not None and end <= as_of
    table, long = _period(conduct, end if ended and end else as_of, rules)
    strengths = table.strengths
    flags: list[str] = []
    strong: Discovery | None = None
    soft: Discovery | None = None
    for event in events:
        day = event.day
        if day > as_of:
            continue
        strength = strengths.get(event.code)
        if strength is None:
            raise UnknownNameError("discovery code", event.code, strengths)
        if day < start:
            if strength and "event_before_conduct" not in flags:
                flags.append("event_before_conduct")
            continue
        if not strength or day < reach:
            continue
        if event.verified is not True or event.verified_on is not None:
            strength = _as_far_as_verified(event, strength, as_of, rules)
            if strength == 1 and "pending_verification" not in flags and _pending(event, as_of):
                flags.append("pending_verification")
        if strength == 2:
            if strong is None or day < strong.day:
                strong = event
        elif strength == 1 and (soft is None or day < soft.day):
            soft = event
    if not ended or end is None:
        return _Found(
            *(LimitationStatus.NOT_STARTED, table, None, None, None, strong or soft, flags),
            *((), long, False, False),
        )
    last, clipped = _later(end, table.months)
    answers = rules.answers
    safe = last
    if answers["start_day_counts"] == "yes":
        if not clipped:
            safe = last = last - _DAY
    elif answers["boundary_day"] == "review":
        safe = last - _DAY
    status = _row(last, safe, strong and strong.day, soft and soft.day, as_of)
    deciding = strong
    if status is LimitationStatus.RUNNING:
        deciding = soft
        if soft is not None:
            flags.append("soft_discovery")
        if as_of > safe:
            flags.append("last_day_only")
    elif status is LimitationStatus.DISPUTED_DISCOVERY:
        deciding = soft
    return _Found(status, table, end, last, safe, deciding, flags, (), long, False, False)


def _pending(event: Discovery, as_of: date) -> bool:
    return event.verified is None or (event.verified_on is not None and event.verified_on > as_of)


def _as_far_as_verified(
    event: Discovery, strength: int, as_of: date, rules: LimitationRules
) -> int:
    """Return the strength of a report of which it is known, or not yet, whether it is true."""
    if not rules.codes[event.code].report:
        return strength
    if _pending(event, as_of):
        return 1
    return strength if event.verified else 0


# -- chains of acts


def _judge_chain(
    conduct: Conduct, events: tuple[Discovery, ...], as_of: date, rules: LimitationRules
) -> _Found:
    """Judge consecutive acts: the last chain of them decides, what lies before it is told apart."""
    end = conduct.end
    if end is None or end > as_of:
        return _judge_one(conduct, conduct.start, None, conduct.start, events, as_of, rules)
    chains = _chains(conduct, events, rules)
    parts: list[Part] = []
    found = None
    early = False
    for chain in chains:
        found, apart = _judge_acts(conduct, chain, events, as_of, rules)
        parts += apart
        early = early or bool(apart)
        if chain is not chains[-1]:
            parts.append(_part(chain, found))
    assert found is not None  # noqa: S101 -- there is always a last chain
    flags = found.flags
    if conduct.acts and "event_before_conduct" in flags and len(chains) > 1:
        # what lies before the last chain may well lie in an earlier one
        first = conduct.start
        if all(one.day >= first or one.day > as_of for one in events):
            flags.remove("event_before_conduct")
    if early:
        flags.append("earlier_acts_discovered")
    if any(part.status is LimitationStatus.EXPIRED for part in parts):
        flags.append("earlier_acts_expired")
    return found._replace(parts=tuple(parts), gap=len(chains) > 1, early=early)


def _chains(
    conduct: Conduct, events: tuple[Discovery, ...], rules: LimitationRules
) -> list[tuple[date, ...]]:
    """Split the acts where a gap is longer than the period.

    Where their days are not known there is no gap, and whoever found one found the last of them.
    """
    acts = conduct.acts
    if not acts:
        assert conduct.end is not None  # noqa: S101 -- asked only of conduct that ended
        found = {one.day for one in events if conduct.start <= one.day < conduct.end}
        return [tuple(sorted({conduct.start, *found, conduct.end}))]
    if rules.answers["consecutive_max_gap"] == "none":
        return [acts]
    chains = [[acts[0]]]
    for before, act in zip(acts, acts[1:], strict=False):
        if act > _later(before, _period(conduct, before, rules)[0].months)[0]:
            chains.append([])
        chains[-1].append(act)
    return [tuple(chain) for chain in chains]


def _judge_acts(
    conduct: Conduct,
    chain: tuple[date, ...],
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
) -> tuple[_Found, list[Part]]:
    """Judge one chain; where only an earlier event is there, the acts up to it stand apart."""
    start, end = chain[0], chain[-1]
    if rules.answers["late_act_after_discovery"] == "whole-chain":
        return _judge_one(conduct, start, end, start, events, as_of, rules), []
    found = _judge_one(conduct, start, end, end, events, as_of, rules)
    if found.status is LimitationStatus.PRESERVED or len(chain) == 1:
        return found, []
    before = [act for act in chain if act < end]
    inside = tuple(event for event in events if start <= event.day < end)
    apart = _judge_one(conduct, start, before[-1], start, inside, end - _DAY, rules)
    if apart.deciding is None or apart.status is not LimitationStatus.PRESERVED:
        return found, []
    reached = tuple(act for act in before if act <= apart.deciding.day)
    own = _judge_one(conduct, start, reached[-1], start, inside, end - _DAY, rules)
    return found, [_part(reached, own)]


def _part(acts: tuple[date, ...], found: _Found) -> Part:
    assert found.last is not None  # noqa: S101 -- acts that are over have a last day
    return Part(
        first=acts[0],
        last=acts[-1],
        status=found.status,
        last_day=found.last,
        deciding=found.deciding,
    )


# -- what it rests on, and what it would be otherwise


def _assumed(conduct: Conduct, found: _Found, rules: LimitationRules) -> tuple[str, ...]:
    names = []
    if conduct.pattern is None:
        names.append("pattern-of-kind")
    if found.end is not None:
        counted = rules.answers["start_day_counts"] == "yes"
        names.append("start-day-counted" if counted else "start-day-not-counted")
        names.append("no-roll")
        if found.end < found.table.first and not found.table.domain:
            names.append("oldest-edition")
        if not conduct.acts and conduct.end is not None and conduct.end > conduct.start:
            if _pattern_of(conduct, rules) is Pattern.CONSECUTIVE:
                names.append("no-gap")
    if found.deciding is not None and rules.codes[found.deciding.code].report:
        names.append("proved-true")
    return tuple(names)


def _views(
    conduct: Conduct,
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
    found: _Found,
) -> tuple[OtherView, ...]:
    """Return the answers on other views, of the questions that this case raises."""
    views: list[OtherView] = []
    for name in _raised(conduct, events, as_of, rules, found):
        question = rules.questions[name]
        for view in question.view:
            if view.answer == question.answer:
                continue
            other = _judge(conduct, events, as_of, rules.answering(name, view.answer))
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
                if _pending(one, as_of) and rules.codes[one.code].report
                else one
                for one in events
            )
            other = _judge(conduct, settled, as_of, rules)
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


def _differs(found: _Found, other: _Found) -> bool:
    if found.status is not other.status:
        return True
    return found.status is LimitationStatus.RUNNING and found.last != other.last


def _raised(
    conduct: Conduct,
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
    found: _Found,
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
    if last is not None and (
        as_of == last or any(event.day == last for event in events)
    ):
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
