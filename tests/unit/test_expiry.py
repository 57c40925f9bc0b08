from __future__ import annotations

from datetime import date

import pytest

from enforcecal.cases.limitation.answer import standard_rules
from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.cases.limitation.scan import OWN, ExpiryRow, Urgency, scan
from enforcecal.cases.limitation.transfers import HandOver
from enforcecal.errors import ArgumentError

TODAY = date(2026, 11, 22)


def row(case, start, *events, **more):
    """Return a row of one act; events are pairs of code and day."""
    found = tuple(Discovery(code, date.fromisoformat(day)) for code, day in events)
    conduct = Conduct(start=date.fromisoformat(start), pattern="single")
    return ExpiryRow(case=case, conduct=conduct, discoveries=found, **more)


def report(*rows, **more):
    """Return the scan of *rows*."""
    return scan(rows, as_of=TODAY, rules=standard_rules(), **more)


ROWS = (
    row("found", "2022-03-10", ("D2", "2023-01-01")),
    row("late", "2022-03-10", ("D2", "2024-03-13")),
    row("later", "2022-03-10", ("D2", "2024-06-13")),
    row("soon", "2024-12-30"),
    row("sooner", "2024-12-10"),
    row("running", "2026-01-30"),
    row("review", "2022-03-10", ("D8", "2023-01-01")),
    ExpiryRow(case="on", conduct=Conduct(start=date(2020, 1, 1), pattern="continuing")),
)


def test_the_most_urgent_come_first():
    """By urgency, then by the days to the safe day."""
    found = report(*ROWS)
    assert ["sooner", "soon", "review", "late", "later", "running", "on", "found"] == [
        one.case for one in found.cases
    ]
    assert (
        dict.fromkeys(Urgency, 1)
        | {
            Urgency.ABOUT_TO_LAPSE: 2,
            Urgency.EXPIRED: 2,
        }
        == found.by_urgency
    )
    assert {"not_started": 1, "running": 3, "preserved": 1} == {
        key: found.by_status[key] for key in ("not_started", "running", "preserved")
    }
    assert found.barred
    assert all(urgency.text.zh for urgency in Urgency)


def test_how_soon_is_a_choice():
    """Within no days, only what has no day left is about to lapse."""
    assert 0 == report(*ROWS, warn_days=0).by_urgency.get(Urgency.ABOUT_TO_LAPSE, 0)
    with pytest.raises(ArgumentError, match="warn_days=-1 must be at least 0"):
        report(*ROWS, warn_days=-1)


def test_counts_by_sender_by_year_and_by_who_let_it_lapse():
    """Who sent most that had expired comes first; the bureau's own has a name of its own."""
    chain = (
        HandOver("street", date(2024, 1, 1), date(2024, 3, 13)),
        HandOver(OWN, date(2024, 3, 13)),
    )
    sent = row("sent", "2022-03-10", ("D4", "2024-01-01"), ("D9", "2024-03-13"), chain=chain)
    found = report(*ROWS, sent)
    assert ["this-bureau", "street"] == [*found.by_sender]
    assert {"street": 1} == found.by_responsible
    assert ["", "2024", "2026", "2028"] == [*found.by_year]


def test_a_row_has_its_own_day():
    """A day of the row outranks that of the scan."""
    (one,) = report(row("1", "2022-03-10", as_of=date(2023, 1, 1))).cases
    assert "running" == one.answer.status.value
    assert not report(row("1", "2022-03-10", as_of=date(2023, 1, 1))).barred


def test_without_discoveries_the_chain_is_evidence():
    """The last authority's receipt is discovery, and an own filing tells what to do next."""
    chain = (
        HandOver("street", date(2023, 1, 1), date(2023, 2, 1)),
        HandOver(OWN, date(2023, 2, 1)),
    )
    (one,) = report(row("1", "2022-03-10", chain=chain)).cases
    assert ("preserved", "D9") == (one.answer.status.value, one.answer.deciding.code)
    assert "file" == one.advice.step.value
    (filed,) = report(row("1", "2022-03-10", ("D1", "2023-02-02"), chain=chain)).cases
    assert "go-on" == filed.advice.step.value


def test_to_dict_has_the_keys_that_are_promised():
    """In the order of the promise, then more."""
    (one,) = report(ROWS[1]).cases
    promised = (
        *("case", "status", "last_day", "safe_last_day", "days_left", "deciding", "rule", "flags"),
        *("responsible", "advice", "article"),
    )
    assert promised == tuple(one.to_dict())[: len(promised)]
    assert -4 == one.to_dict("zh")["days_left"]


def test_progress_is_told():
    """Every five hundred cases."""
    told = []
    rows = [row(str(number), "2022-03-10") for number in range(1001)]
    scan(rows, as_of=TODAY, rules=standard_rules(), progress=told.append)
    assert [500, 1000] == told
