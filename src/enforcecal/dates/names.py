"""Whether a country has a calendar and whether there is such a time zone, and which was meant.

Asking for China costs nothing; another country brings in the `holidays` package, as its calendar
does.
"""

from __future__ import annotations

from typing import Final

from enforcecal.errors import nearest

__all__ = ["ZONES", "wrong_country", "wrong_zone"]

ZONES: Final = {"CN": "Asia/Shanghai"}
"""The time zone of each country whose calendar knows its own."""


def wrong_country(name: str) -> str | None:
    """Return what is wrong with *name* as the country of a calendar, or None.

    >>> wrong_country("China")
    "no calendar is called 'China'; did you mean 'CN'?"
    """
    if name in ZONES:
        return None
    from enforcecal.dates.notices import known_countries

    known = known_countries()
    if any(name in codes for _, *codes in known):
        return None
    words = {word.casefold(): country[1] for country in known for word in country}
    return _unknown("calendar", name, words.get(nearest(name.casefold(), words) or ""), "CN")


def wrong_zone(name: str) -> str | None:
    """Return what is wrong with *name* as a time zone, or None.

    >>> wrong_zone("Asia/Changsha")
    "no time zone is called 'Asia/Changsha'; did you mean 'Asia/Shanghai'?"
    """
    if name in ZONES.values():
        return None
    import zoneinfo

    try:
        zoneinfo.ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # no such file, a folder, no path at all
        return _unknown(
            "time zone", name, nearest(name, zoneinfo.available_timezones()), ZONES["CN"]
        )
    return None


def _unknown(kind: str, name: str, near: str | None, such: str) -> str:
    hint = f"did you mean {near!r}?" if near else f"write it like {such}"
    return f"no {kind} is called {name!r}; {hint}"
