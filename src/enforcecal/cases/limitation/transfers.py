"""Hand-overs between authorities (移送): what was left at each, and who let it lapse.

A transfer neither stops nor restarts the limitation, so that the answer itself comes from the
discoveries alone; the chain only says in whose hands the case was.  There are two ways to be out
of time on transfer, and both are told: the right to punish may have expired, and the period for
handling the case may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import attrs

from enforcecal.cases.limitation.advice import Advice, advise
from enforcecal.cases.limitation.answer import Conduct, Discovery, Limitation, limitation
from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.dates.clocks import Extension
from enforcecal.dates.deadlines import Deadline
from enforcecal.errors import ArgumentError, check_day, hint
from enforcecal.law.limitations import LimitationRules
from enforcecal.plain import plain_fields
from enforcecal.texts import Lang

if TYPE_CHECKING:
    from enforcecal.law.packs import Rulebook

__all__ = [
    "CLOCKS",
    "HANDLING",
    "HandOver",
    "Handling",
    "Holding",
    "OwnClock",
    "TransferReport",
    "discoveries_of",
    "own_clocks",
    "responsible_for",
    "trace_transfers",
]

HANDLING: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "cn.mohurd-55": (
        ("received", "cn.mohurd-55-2022.art15.verify-clue"),
        ("filed", "cn.mohurd-55-2022.art29.decision"),
    ),
    "cn.env": (("filed", "cn.env-2023.art57.decision"), ("filed", "cn.env-2010.art55.decision")),
    "cn.penalty-law": (("filed", "cn.penalty-law-2021.art60.decision"),),
}
"""By the law an authority handles cases under, its limits and the day each is counted from."""

CLOCKS: Final[tuple[tuple[str, str, tuple[int, ...]], ...]] = (
    ("received", "cn.mohurd-55-2022.art15.verify-clue", ()),
    ("received", "cn.mohurd-55-2022.art15.verify-clue", (10,)),
    ("filed", "cn.mohurd-55-2022.art29.decision", ()),
    ("filed", "cn.mohurd-55-2022.art29.decision", (30,)),
    ("filed", "cn.mohurd-55-2022.art29.decision", (30, 60)),
    ("jurisdiction_disputed", "cn.mohurd-55-2022.art6.jurisdiction-negotiation", ()),
    ("jurisdiction_reported", "cn.mohurd-55-2022.art6.jurisdiction-designation", ()),
    ("transfer_report_received", "cn.transfer-rules-2020.art5.transfer-decision", ()),
    ("transfer_approved", "cn.transfer-rules-2020.art5.transfer-send", ()),
    ("police_received", "cn.transfer-rules-2020.art8.police-decision", ()),
    ("police_refused", "cn.transfer-rules-2020.art9.agency-objection", ()),
    ("police_refusal_upheld", "cn.transfer-rules-2020.art9.agency-supervision-request", ()),
    ("police_filed", "cn.transfer-rules-2020.art12.handover", ()),
    ("police_returned", "cn.mohurd-55-2022.art15.verify-clue", ()),
    ("procuratorate_opinion_received", "cn.spp-2021-4.art10.reply-to-procuratorate", ()),
)
"""The day something reached the bureau, the limit that then runs for it, and its extensions.

Transfers within the administration, to the police (涉嫌犯罪) and back.
"""


def _plain(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    check_day(attribute.name, value, optional=attribute.default is not attrs.NOTHING)


@attrs.frozen
class HandOver:
    """One authority of a chain: from when to when it had the case."""

    authority: str
    received: date = attrs.field(validator=_plain)
    """The day it came to have the case: received it, or first recorded it itself."""
    sent: date | None = attrs.field(default=None, validator=_plain)
    """The day it sent the case on; None for the last one."""
    filed: date | None = attrs.field(default=None, kw_only=True, validator=_plain)
    power: bool | None = attrs.field(default=None, kw_only=True)
    """Whether it could punish this violation itself; None where that is not known."""
    police: bool = attrs.field(default=False, kw_only=True)
    law: str = attrs.field(default="", kw_only=True)
    """The family of the law it handles cases under, a key of ``HANDLING``; by default the last one
    55号令, the others the Penalty Law."""

    def __attrs_post_init__(self) -> None:
        if self.sent is not None and self.sent < self.received:
            raise ArgumentError(f"sent={self.sent} must not be before received={self.received}")
        if self.law and self.law not in HANDLING:
            meant = hint(self.law, HANDLING, f"there are {', '.join(HANDLING)}")
            raise ArgumentError(f"law={self.law!r} is not known here{meant}")


@attrs.frozen(kw_only=True)
class Handling:
    """A limit of an authority's own, and how it stood when the case left, or stands now."""

    rule: str
    deadline: Deadline
    judged_on: date
    left: int
    """Days left on that day; below 0: days too late."""

    @property
    def over(self) -> bool:
        """Whether the last day was over."""
        return self.left < 0

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the limit as plain values for JSON."""
        return {
            "rule": self.rule,
            **plain_fields(self.deadline, lang, "due safe_due"),
            "left": self.left,
            "article": self.deadline.article.say(lang),
        }


@attrs.frozen(kw_only=True)
class Holding:
    """What one authority had in its hands."""

    authority: str
    received: date
    sent: date | None
    left_when_received: int | None
    """Days to the last day of the limitation; below 0: over; None: discovered, or not ended."""
    left_when_sent: int | None
    status_when_received: LimitationStatus
    status_when_sent: LimitationStatus | None
    handling: tuple[Handling, ...]
    held_when_lapsed: bool
    kept_after: int
    """Days it kept the case after the right to punish had lapsed in its hands."""

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the holding as plain values for JSON."""
        names = (
            "authority received sent left_when_received left_when_sent held_when_lapsed "
            "kept_after handling"
        )
        return plain_fields(self, lang, names)


@attrs.frozen(kw_only=True)
class OwnClock:
    """A clock of the bureau's own: from which day, with which extensions."""

    event: str
    start: date
    extended: tuple[int, ...]
    deadline: Deadline

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the clock as plain values for JSON."""
        return {
            **plain_fields(self, lang, "event start extended"),
            **plain_fields(self.deadline, lang, "rule due safe_due article"),
        }


@attrs.frozen(kw_only=True)
class TransferReport:
    """One case along its chain of authorities, as it stands on one day."""

    limitation: Limitation
    holdings: tuple[Holding, ...]
    responsible: str
    """Who had the case when the right to punish lapsed; empty: it did not, or nobody had it yet."""
    lapsed_on: date | None
    """The last day of the limitation, where it passed without a discovery that is beyond doubt."""
    in_transit: bool
    """Whether it lapsed after the responsible authority had sent it, before the next received."""
    late_by: int | None
    """Days from the last day to the receipt by the last authority, where that came after it."""
    last_saving_day: date | None
    """The last day on which receipt by the bureau would have been discovery in time."""
    clocks: tuple[OwnClock, ...]
    advice: Advice

    @property
    def right_expired_on_transfer(self) -> tuple[str, ...]:
        """Who sent the case on when the right to punish was already over."""
        return tuple(
            one.authority
            for one in self.holdings
            if one.left_when_sent is not None and one.left_when_sent < 0
        )

    @property
    def handling_expired_on_transfer(self) -> tuple[str, ...]:
        """Who sent the case on after a handling period of its own was over."""
        return tuple(
            one.authority
            for one in self.holdings
            if one.sent is not None and any(each.over for each in one.handling)
        )

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the report as plain values for JSON."""
        names = (
            "limitation responsible lapsed_on in_transit late_by last_saving_day "
            "right_expired_on_transfer handling_expired_on_transfer holdings clocks"
        )
        return {
            **plain_fields(self, lang, names),
            "advice": self.advice.text.say(lang),
            "article": self.advice.article.say(lang),
        }


def own_clocks(days: Mapping[str, date], book: Rulebook) -> tuple[OwnClock, ...]:
    """Return the clocks that run for the bureau from *days*, keyed as in `CLOCKS`.

    >>> from enforcecal.law.packs import rulebook
    >>> for clock in own_clocks({"received": date(2025, 2, 18)}, rulebook("cn")):
    ...     print(clock.extended, clock.deadline.due)
    () 2025-03-11
    (10,) 2025-03-25
    """
    known = dict.fromkeys(name for name, _, _ in CLOCKS)
    for name in days:
        if name not in known:
            meant = hint(name, known, f"there are {', '.join(known)}")
            raise ArgumentError(f"days: no clock runs from {name!r}{meant}")
    return tuple(
        OwnClock(
            event=name,
            start=days[name],
            extended=longer,
            deadline=book.limit(rule).deadline(
                start=days[name], extensions=[Extension(length=length) for length in longer]
            ),
        )
        for name, rule, longer in CLOCKS
        if name in days
    )


def discoveries_of(chain: Iterable[HandOver]) -> tuple[Discovery, ...]:
    """Return the discoveries a chain is evidence of, where nobody wrote them down.

    The first record of another authority is a D6 if it had power to punish, a D7 of the police, and
    otherwise a D8; receipt by the last of several is a D9, its filing a D1.
    """
    links = tuple(chain)
    found: list[Discovery] = []
    for place, one in enumerate(links):
        if place and place == len(links) - 1:
            found.append(Discovery("D9", one.received))
            if one.filed is not None:
                found.append(Discovery("D1", one.filed))
        else:
            code = "D7" if one.police else "D6" if one.power else "D8"
            found.append(Discovery(code, one.received))
    return tuple(found)


def trace_transfers(
    conduct: Conduct,
    chain: Iterable[HandOver],
    discoveries: Iterable[Discovery] | None = None,
    *,
    as_of: date,
    book: Rulebook | None = None,
    days: Mapping[str, date] | None = None,
) -> TransferReport:
    """Follow a case along *chain*, the authorities that had it, in order.

    *discoveries* decide the limitation; without them, those the chain itself is evidence of are
    taken.  *days* are those of `CLOCKS` on which more clocks of the bureau start, such as a
    dispute over jurisdiction.  *book* brings overlays along; without it, the packaged law is used.

    Raises `ArgumentError` for an empty chain, or one that is not in order.
    """
    links = _in_order(chain)
    if book is None:
        from enforcecal.law.packs import rulebook

        book = rulebook("cn")
    rules = book.limitation()
    events = discoveries_of(links) if discoveries is None else tuple(discoveries)
    answer = limitation(conduct, events, as_of=as_of, rules=rules)
    lapsed = answer.last_day if _passed(answer) else None
    holder = _holder(links, lapsed) if lapsed else None
    last = links[-1]
    return TransferReport(
        limitation=answer,
        holdings=tuple(_holdings(conduct, links, events, as_of, rules, book, lapsed, holder)),
        responsible="" if holder is None else links[holder].authority,
        lapsed_on=lapsed,
        in_transit=_in_transit(links, lapsed, holder),
        late_by=(last.received - lapsed).days if lapsed and last.received > lapsed else None,
        last_saving_day=answer.safe_last_day,
        clocks=_clocks_of(last, days, book),
        advice=advise(answer, filed=last.filed is not None),
    )


def responsible_for(chain: Iterable[HandOver], answer: Limitation) -> str:
    """Return who had the case when the right to punish lapsed; empty if it did not, or nobody."""
    links = _in_order(chain)
    if not _passed(answer) or answer.last_day is None:
        return ""
    holder = _holder(links, answer.last_day)
    return "" if holder is None else links[holder].authority


def _in_order(chain: Iterable[HandOver]) -> tuple[HandOver, ...]:
    links = tuple(chain)
    if not links:
        raise ArgumentError("chain=() must have at least one authority: who has the case")
    for place, (one, other) in enumerate(pairwise(links), start=1):
        if one.sent is None:
            raise ArgumentError(
                f"chain: {one.authority!r} is not the last one and needs the day it sent the case"
            )
        if other.received < one.sent:
            raise ArgumentError(
                f"chain: {other.authority!r} received it on {other.received}, before "
                f"{one.authority!r} sent it on {one.sent} (link {place})"
            )
    return links


def _passed(answer: Limitation) -> bool:
    return (
        answer.last_day is not None
        and answer.last_day < answer.as_of
        and answer.status
        in (
            LimitationStatus.EXPIRED,
            LimitationStatus.DISPUTED_DISCOVERY,
            LimitationStatus.DISPUTED_BOUNDARY,
        )
    )


def _holder(links: tuple[HandOver, ...], lapsed: date) -> int | None:
    """Return the place of the authority that had the case on the evening of *lapsed*."""
    holder = None
    for place, one in enumerate(links):
        if one.received <= lapsed:
            holder = place
    return holder


def _in_transit(links: tuple[HandOver, ...], lapsed: date | None, holder: int | None) -> bool:
    if lapsed is None or holder is None:
        return False
    sent = links[holder].sent
    return sent is not None and sent <= lapsed


def _clocks_of(
    last: HandOver, days: Mapping[str, date] | None, book: Rulebook
) -> tuple[OwnClock, ...]:
    starts = {"received": last.received}
    if last.filed is not None:
        starts["filed"] = last.filed
    return own_clocks({**starts, **(days or {})}, book)


def _holdings(
    conduct: Conduct,
    links: tuple[HandOver, ...],
    events: tuple[Discovery, ...],
    as_of: date,
    rules: LimitationRules,
    book: Rulebook,
    lapsed: date | None,
    holder: int | None,
) -> Iterator[Holding]:
    for place, one in enumerate(links):
        then = limitation(conduct, events, as_of=one.received, rules=rules)
        later = (
            None if one.sent is None else limitation(conduct, events, as_of=one.sent, rules=rules)
        )
        held = place == holder
        kept = ((one.sent or as_of) - lapsed).days if held and lapsed else 0
        yield Holding(
            authority=one.authority,
            received=one.received,
            sent=one.sent,
            left_when_received=_left(then),
            left_when_sent=None if later is None else _left(later),
            status_when_received=then.status,
            status_when_sent=None if later is None else later.status,
            handling=tuple(_handling(one, place == len(links) - 1, as_of, book)),
            held_when_lapsed=held,
            kept_after=max(0, kept),
        )


def _left(answer: Limitation) -> int | None:
    if answer.last_day is None or answer.status is LimitationStatus.PRESERVED:
        return None
    return (answer.last_day - answer.as_of).days


def _handling(one: HandOver, last: bool, as_of: date, book: Rulebook) -> Iterator[Handling]:
    family = one.law or ("cn.mohurd-55" if last else "cn.penalty-law")
    told: set[str] = set()
    for name, rule in HANDLING[family]:
        start = one.received if name == "received" else one.filed
        bound = book.limit(rule)
        if start is None or name in told or (bound.law and not bound.law.in_force(start)):
            continue
        ended = one.filed if name == "received" else None
        judged = ended or one.sent or as_of
        told.add(name)
        deadline = bound.deadline(start=start)
        assert deadline.due is not None  # noqa: S101 -- counted forward, there is a last day
        left = (deadline.due - judged).days
        yield Handling(rule=rule, deadline=deadline, judged_on=judged, left=left)
