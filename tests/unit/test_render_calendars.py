"""One year of a calendar, to look at and for other programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.dates.notices import DayKind, Notice, NoticeKind
from enforcecal.errors import OutsideHorizonError
from enforcecal.render.calendars import DAY_KINDS, year_csv, year_json, year_text
from enforcecal.render.columns import COLUMNS, width


def page(lang="en", year=2026, **changes):
    """Return the lines of a sheet."""
    return "\n".join(year_text(calendar("CN", **changes), year, lang)).split("\n")


class TestSheet:
    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("year", [2001, 2015, 2025, 2026])
    def test_it_fits_a_page(self, lang, year):
        """No line but one with an address is wider than a page."""
        wide = [line for line in page(lang, year) if width(line) > COLUMNS]
        assert [] == [line for line in wide if "://" not in line]

    def test_days_bear_their_marks(self):
        """In February 2026 the 14th is worked, the 16th a festival, the 20th and 23rd given."""
        text = "\n".join(page())
        assert " 9 10 11 12 13 14+15 " in text
        assert "16*17*18*19*20-21 22 " in text
        assert "23-24 25 26 27 28+ " in text

    def test_every_day_stands_there_once(self):
        """A sheet of a leap year has 366 days."""
        lines = page(year=2024)
        grid = lines[2 : next(at for at, line in enumerate(lines) if line.startswith("  *"))]
        numbers = "".join(mark if mark.isdigit() else " " for mark in "\n".join(grid)).split()
        assert 366 == len(numbers)

    def test_only_marks_that_occur_are_explained(self):
        """A year without a closure does not explain one, one with a closure does."""
        said = DAY_KINDS[DayKind.CLOSURE].en
        assert not any(said in line for line in page())
        assert any(f"x  {said}" in line for line in page(closures=[date(2026, 3, 4)]))

    def test_the_notice_is_named_with_its_day(self):
        """A reader can look up the notice the sheet rests on."""
        text = "\n".join(page())
        assert "notice CN-2026, arrangement of the year, published 2025-11-04" in text
        assert "通知 CN-2026，年度放假安排，2025-11-04公布" in "\n".join(page("zh"))

    def test_an_unknown_day_of_publication_is_said_to_be_so(self):
        """A notice of a user has no day of publication."""
        notice = Notice(
            id="mine", country="CN", year=2026, kind=NoticeKind.USER, off=[date(2026, 3, 4)]
        )
        assert any(
            "notice mine, added by the user, day of publication not recorded" in line
            for line in page(notices=[notice])
        )
        assert any("公布日期未记录" in line for line in page("zh", notices=[notice]))

    def test_the_last_year_warns_of_the_next_notice(self):
        """The next notice may still move the end of December; earlier years are done."""
        assert "may still move the last days of December 2026" in " ".join(" ".join(page()).split())
        assert any("可能调整2026年12月末" in line for line in page("zh"))
        assert not any("December 2025" in line for line in page(year=2025))

    def test_festivals_are_listed(self):
        """Each festival has its days off and the days worked for it."""
        assert "  春节: off 02-15 to 02-23; worked 02-14, 02-28" in page()
        assert "  春节：放假02-15至02-23；上班02-14、02-28" in page("zh")
        assert "  清明节: off 04-04 to 04-06" in page()

    def test_a_festival_of_which_only_work_falls_in_the_year_is_listed(self):
        """A notice reaches back into December: a day worked there belongs to the next year."""
        notice = Notice(
            id="mine",
            country="CN",
            year=2026,
            kind=NoticeKind.USER,
            work=[date(2026, 3, 7)],
            names=[("特别", (date(2026, 3, 7),))],
        )
        assert "  特别: worked 03-07" in page(notices=[notice])

    def test_other_countries_have_their_own_weekend(self):
        """The legend names the weekend of the country; no Chinese notice is waited for."""
        text = "\n".join(year_text(calendar("AE"), 2010))
        assert "are off, the other days are worked" in text
        assert "computed by the package holidays" in text
        assert "not in this edition" not in "\n".join(year_text(calendar("AE"), 2050))

    def test_a_year_without_festivals_lists_none(self):
        """With no notice naming a day there is no list and no blank line for it."""
        bare = WorkCalendar(
            id="XX",
            edition="XX@1",
            notices=(),
            first=date(2026, 1, 1),
            horizon=date(2026, 12, 31),
        )
        assert ["", "  without a mark: Sa and Su are off, the other days are worked", ""] == list(
            year_text(bare, 2026)
        )[-3:]

    def test_beyond_the_horizon_the_missing_notice_is_named(self):
        """A year without a notice is refused, not guessed."""
        with pytest.raises(OutsideHorizonError, match="notice for 2031"):
            page(year=2031)


class TestDocuments:
    def test_json_has_every_day_with_its_kind_and_notice(self):
        """The document agrees with the calendar, day by day."""
        edition = calendar("CN")
        said = json.loads("".join(year_json(edition, 2025)))
        assert 365 == len(said["days"])
        for one in said["days"]:
            day = date.fromisoformat(one["day"])
            notice = edition.notice(day)
            assert edition.is_working(day) == one["working"]
            assert edition.kind(day).value == one["kind"]
            assert (notice.id if notice else None) == one["notice"]
            assert day.isoweekday() == one["weekday"]
        assert sum(one["working"] for one in said["days"]) == said["working_days"]
        assert edition.edition == said["calendar"]

    def test_json_names_the_notices(self):
        """Each notice has its day of publication, or null."""
        said = json.loads("".join(year_json(calendar("CN"), 2026, "zh")))
        assert [("CN-2026", "2025-11-04")] == [
            (one["id"], one["published"]) for one in said["notices"]
        ]
        assert "法定节假日" == said["legend"]["statutory-holiday"]
        assert (
            json.loads("".join(year_json(calendar("AE"), 2010)))["notices"][0]["published"] is None
        )

    def test_csv_has_a_line_a_day(self):
        """The sheet begins with a byte order mark and says working as 1 or 0."""
        text = "".join(year_csv(calendar("CN"), 2026))
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert "\ufeff" == text[0]
        assert 365 == len(rows)
        row = next(one for one in rows if one["day"] == "2026-02-14")
        assert ("6", "make-up-workday", "1", "CN-2026", "春节") == tuple(row.values())[1:]
