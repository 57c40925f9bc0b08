from __future__ import annotations

from datetime import date

import pytest

from enforcecal.cases.limitation import Conduct, Discovery, limitation

TODAY = date(2026, 11, 22)


def day(text):
    """Return the day that *text* says, None for nothing."""
    return date.fromisoformat(text) if text else None


def found(text):
    """Return the discoveries in *text*, such as ``D2@2024-03-01;D3?@2025-01-02``."""
    events = [one.partition("@") for one in text.split(";") if one]
    return [
        Discovery(code.rstrip("?"), day(when), verified=None if code.endswith("?") else True)
        for code, _, when in events
    ]


def single(start, **more):
    """Return conduct of one day."""
    return Conduct(start=day(start), pattern="single", **more)


def continuing(start, end=None, **more):
    """Return conduct that went on."""
    return Conduct(start=day(start), end=day(end), pattern="continuing", **more)


def chain(*acts, **more):
    """Return consecutive acts."""
    days = [day(act) for act in acts]
    return Conduct(start=days[0], pattern="consecutive", acts=days, **more)


HEALTH = {"harm_domain": "life_health", "harm": True}
TREE = Conduct(start=date(2022, 3, 10), kind="tree-felling")
SLAG = Conduct(start=date(2023, 6, 15), kind="dumping")
OUT = "corrective_order_possible"

WORKED = [
    # number, conduct, discoveries, status, last day, safe day, flags, rule
    (1, TREE, "D2@2024-03-01", "preserved", "2024-03-10", "2024-03-09", "", "2021.art36"),
    (2, TREE, "D2@2024-03-10", "disputed_boundary", "2024-03-10", "2024-03-09", OUT, "2021.art36"),
    (3, TREE, "D2@2024-03-11", "expired", "2024-03-10", "2024-03-09", OUT, "2021.art36"),
    (
        *(4, single("2020-02-29"), "D2@2022-03-01", "expired", "2022-02-28", "2022-02-27"),
        *(OUT, "2017.art29"),
    ),
    (
        *(5, Conduct(start=day("2019-05-01"), end=day("2023-08-20"), kind="sign")),
        *("D2@2025-06-30", "preserved", "2025-08-20", "2025-08-19", "", "2021.art36"),
    ),
    (
        *(6, Conduct(start=day("2012-06-30"), kind="planning-building"), "", "not_started"),
        *("", "", "contested_pattern", "2021.art36"),
    ),
    (
        *(7, SLAG, "D3@2025-06-10;D1@2025-06-27", "preserved", "2025-06-15", "2025-06-14"),
        *("", "2021.art36"),
    ),
    (
        *(8, SLAG, "D4@2025-06-10;D2@2025-06-20", "expired", "2025-06-15", "2025-06-14"),
        *(OUT, "2021.art36"),
    ),
    (
        *(9, single("2022-11-20"), "D6@2024-10-08;D9@2025-02-18;D1@2025-03-04", "preserved"),
        *("2024-11-20", "2024-11-19", "", "2021.art36"),
    ),
    (
        *(10, single("2022-11-20"), "D8@2024-10-08;D9@2025-02-18;D1@2025-03-04"),
        *("disputed_discovery", "2024-11-20", "2024-11-19", OUT, "2021.art36"),
    ),
    (
        *(11, single("2021-09-01"), "D7@2022-05-05;D9@2025-01-15", "preserved", "2023-09-01"),
        *("2023-08-31", "", "2021.art36"),
    ),
    (
        *(12, single("2021-09-01", **HEALTH), "D2@2025-12-01", "preserved", "2026-09-01"),
        *("2026-08-31", "", "2021.art36.limitation-5y"),
    ),
    (
        *(13, single("2021-09-01", harm_domain="life_health", harm=False), "D2@2025-12-01"),
        *("expired", "2023-09-01", "2023-08-31", OUT, "2021.art36.limitation-2y"),
    ),
    (
        *(14, single("2020-10-01", **HEALTH), "D2@2023-05-01", "expired", "2022-10-01"),
        *("2022-09-30", f"{OUT};review_five_year_claim", "2017.art29"),
    ),
    (
        *(15, continuing("2020-01-01", "2021-08-01", **HEALTH), "D2@2025-07-31", "preserved"),
        *("2026-08-01", "2026-07-31", "", "2021.art36.limitation-5y"),
    ),
    (
        *(16, chain("2021-01-10", "2021-12-05", "2023-03-18"), "D2@2025-02-01", "preserved"),
        *("2025-03-18", "2025-03-17", "", "2021.art36"),
    ),
    (
        *(17, chain("2020-01-05", "2023-03-18"), "D2@2025-02-01", "preserved", "2025-03-18"),
        *("2025-03-17", "earlier_acts_expired", "2021.art36"),
    ),
    (
        *(18, single("2019-04-01"), "D2@2020-02-10;D1@2025-03-01", "preserved", "2021-04-01"),
        *("2021-03-31", "long_idle_after_discovery", "2017.art29"),
    ),
    (
        *(19, single("2025-12-20", regime="public_security"), "D2@2026-06-25", "expired"),
        *("2026-06-20", "2026-06-19", OUT, "ps-law-2012.art22"),
    ),
    (20, single("2025-01-15"), "", "running", "2027-01-15", "2027-01-14", "", "2021.art36"),
]


@pytest.mark.parametrize(
    ("number", "conduct", "events", "status", "last", "safe", "flags", "rule"), WORKED
)
def test_the_worked_examples(number, conduct, events, status, last, safe, flags, rule):
    """Status, days, flags and clause of the twenty worked examples."""
    answer = limitation(conduct, found(events), as_of=TODAY)
    assert (status, day(last), day(safe)) == (
        answer.status.value,
        answer.last_day,
        answer.safe_last_day,
    )
    assert tuple(filter(None, flags.split(";"))) == answer.flags
    assert rule in answer.rule
