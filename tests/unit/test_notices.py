"""Notices: the data of the package, what a user may write, and what `holidays` derives."""

from __future__ import annotations

import json
import runpy
import sys
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from holidays.countries.china import China

from enforcecal.dates import notices
from enforcecal.dates._cn import FESTIVALS, NOTICES
from enforcecal.dates.calendars import calendar
from enforcecal.dates.notices import (
    Notice,
    NoticeKind,
    chinese_notices,
    parse_notice,
    statutory_days,
)
from enforcecal.errors import ArgumentTypeError, NoticeError

CN = calendar("CN", known_on=date(2026, 1, 1))


@pytest.fixture(scope="module")
def readable() -> list[dict]:
    """The notices as a person reads them."""
    text = files("enforcecal.dates").joinpath("data/cn-notices.json").read_text(encoding="utf-8")
    return json.loads(text)["notices"]


class TestPackageData:
    def test_the_literals_say_what_the_readable_file_says(self, readable):
        """Every field of every published notice is the same in both forms."""
        published = [
            notice for notice in chinese_notices() if notice.kind is not NoticeKind.RECONSTRUCTED
        ]
        assert [entry["id"] for entry in readable] == [notice.id for notice in published]
        for entry, notice in zip(readable, published, strict=True):
            assert entry["year"] == notice.year
            assert entry["kind"] == notice.kind.value
            assert entry["published"] == notice.published.isoformat()
            assert entry["published_verified"] is notice.published_verified
            assert entry["source"] == notice.source
            for key, days in (("off", notice.off), ("work", notice.work)):
                listed = sorted(day for festival in entry["festivals"] for day in festival[key])
                assert listed == [day.isoformat() for day in days]
            for festival, (name, days) in zip(entry["festivals"], notice.names, strict=True):
                assert festival["name"] == name
                assert festival["off"] + festival["work"] == [day.isoformat() for day in days]

    def test_notices_stand_in_the_order_they_were_published(self, readable):
        """A later notice overrides an earlier one, so the order is part of the data."""
        days = [entry["published"] for entry in readable]
        assert sorted(days) == days
        assert [2015, 2019, 2020] == [n["year"] for n in readable if n["kind"] == "amendment"]
        assert list(range(2007, 2027)) == [n["year"] for n in readable if n["kind"] == "annual"]

    def test_unverified_days_are_marked(self, readable):
        """A day of publication nobody could read off a page says so, and gives its reason."""
        for entry in readable:
            assert entry["published_verified"] is ("unverified" not in entry["published_note"])

    def test_reconstructed_years_agree_with_holidays(self):
        """The years before the first recorded notice are those of the installed `holidays`."""
        china = China(years=range(2000, 2008))
        day = date(2001, 1, 1)
        while day <= date(2006, 12, 31):
            assert china.is_working_day(day) == CN.is_working(day), day
            day += timedelta(days=1)
        found = [n for n in chinese_notices() if n.kind is NoticeKind.RECONSTRUCTED]
        assert list(range(2001, 2007)) == [notice.year for notice in found]
        assert {(None, False, None)} == {
            (notice.published, notice.published_verified, notice.source) for notice in found
        }

    def test_notices_reach_back_into_december(self):
        """These notices name days of the year before their own."""
        back = {
            notice.year
            for notice in chinese_notices()
            if any(day.year < notice.year for day in (*notice.off, *notice.work))
        }
        assert {2002, 2006, 2007, 2008, 2012, 2019, 2023} == back

    def test_ids_are_unique_and_of_one_pattern(self):
        """An id is the country, the year, and the number of the amendment."""
        ids = [row[0] for row in NOTICES]
        assert len(set(ids)) == len(ids)
        assert ["CN-2015-a1", "CN-2019-a1", "CN-2020-a1"] == [i for i in ids if "-a" in i]

    def test_the_generated_module_is_up_to_date(self, monkeypatch, capsys):
        """Writing the module again from its sources would change nothing."""
        tool = Path(__file__).parents[2] / "tools" / "build_notices.py"
        if not tool.exists():
            pytest.skip("the tools are not part of an installed package")
        monkeypatch.setattr(sys, "argv", [str(tool), "--check"])
        with pytest.raises(SystemExit) as caught:
            runpy.run_path(str(tool), run_name="__main__")
        assert (0, "up to date\n") == (caught.value.code, capsys.readouterr().out)


class TestStatutoryDays:
    @pytest.mark.parametrize(
        ("year", "number", "spring"),
        [
            (2007, 10, date(2007, 2, 18)),  # the first lunar day
            (2008, 11, date(2008, 2, 6)),  # its eve
            (2013, 11, date(2013, 2, 9)),
            (2014, 11, date(2014, 1, 31)),
            (2024, 11, date(2024, 2, 10)),
            (2025, 13, date(2025, 1, 28)),
        ],
    )
    def test_each_version_of_the_measures_has_its_days(self, year, number, spring):
        """The amendments of 2007, 2013 and 2024 changed the number and the Spring Festival."""
        found = dict(statutory_days(year))
        assert number == sum(len(days) for days in found.values())
        assert spring == date.fromordinal(found["春节"][0])

    def test_festival_days_agree_with_the_holidays_of_each_year(self):
        """A festival the notices list under its name is off on the day the table gives."""
        for year in range(2008, 2027):
            for _, days in statutory_days(year):
                for day in days:
                    assert not CN.is_working(date.fromordinal(day))

    def test_the_table_reaches_past_the_forecast(self):
        """Lunar days are known for every year to 2050 and a little further."""
        assert list(range(2001, 2053)) == list(FESTIVALS)


class TestNotice:
    def test_a_day_cannot_be_off_and_working(self):
        """A notice that contradicts itself is refused with the day."""
        with pytest.raises(NoticeError, match="notice 'x': 2027-05-03 is both off and working"):
            Notice(
                id="x",
                country="CN",
                year=2027,
                kind=NoticeKind.USER,
                off=[date(2027, 5, 4), date(2027, 5, 3)],
                work=[date(2027, 5, 3)],
            )

    @pytest.mark.parametrize("day", [date(2026, 11, 30), date(2028, 1, 1), date(2025, 12, 31)])
    @pytest.mark.parametrize("field", ["off", "work"])
    def test_a_day_must_belong_to_the_year(self, day, field):
        """Only the December before the year may be named besides the year."""
        with pytest.raises(NoticeError, match=f"{day} lies neither in 2027 nor in the December"):
            Notice(id="x", country="CN", year=2027, kind=NoticeKind.ANNUAL, **{field: [day]})

    def test_days_are_kept_sorted_and_once(self):
        """Two notices with the same days are equal however they were written."""
        one = Notice(
            id="x",
            country="CN",
            year=2027,
            kind=NoticeKind.USER,
            off=[date(2027, 5, 4), date(2026, 12, 31), date(2027, 5, 4)],
        )
        assert (date(2026, 12, 31), date(2027, 5, 4)) == one.off

    def test_it_names_the_festival_of_a_day(self):
        """The words of the notice are kept with the days it lists under them."""
        notice = CN.notice(date(2026, 2, 14))
        assert "春节" == notice.festival(date(2026, 2, 14))
        assert notice.festival(date(2026, 3, 2)) is None
        assert notice.names_day(date(2026, 2, 14))
        assert not notice.names_day(date(2026, 3, 2))


TOML = """
id = "CN-2027"
year = 2027
kind = "annual"
published = 2026-11-03
source = "https://www.gov.cn/x"
off = ["2027-01-01..2027-01-03", 2027-04-05]
work = ["2026-12-26"]

[names]
"元旦" = ["2026-12-26", "2027-01-01..2027-01-03"]
"""


class TestParse:
    def test_toml_json_and_a_mapping_say_the_same(self):
        """A notice may be written in TOML or in JSON, or be given as a mapping."""
        table = {
            "id": "CN-2027",
            "country": "CN",
            "year": 2027,
            "kind": "annual",
            "published": "2026-11-03",
            "source": "https://www.gov.cn/x",
            "off": ["2027-01-01..2027-01-03", "2027-04-05"],
            "work": ["2026-12-26"],
            "names": {"元旦": ["2026-12-26", "2027-01-01..2027-01-03"]},
        }
        notice = parse_notice(TOML)
        assert parse_notice(table) == notice
        assert parse_notice(json.dumps(table)) == notice
        assert parse_notice("\ufeff" + json.dumps(table)) == notice
        assert parse_notice("\ufeff" + TOML.replace("\n", "\r\n")) == notice
        assert date(2027, 4, 5) == notice.off[-1]
        assert date(2026, 11, 3) == notice.published
        assert not notice.published_verified
        assert "元旦" == notice.festival(date(2027, 1, 2))

    def test_what_is_not_said_stays_open(self):
        """Country CN, no day of publication, no source and no days are what silence means."""
        notice = parse_notice({"id": "x", "year": 2027, "kind": "user"})
        expected = Notice(id="x", country="CN", year=2027, kind=NoticeKind.USER)
        assert expected == notice

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"of": []}, r"notice: key 'of' is not known; did you mean 'off'\?"),
            ({"zzz": 1}, "notice: key 'zzz' is not known; there are id, country"),
            ({"id": None}, "id: null must be text"),
            ({"id": ""}, "id: '' must not be empty"),
            ({"country": 86}, "country: 86 must be text"),
            ({"country": ""}, "country: '' must not be empty"),
            ({"year": "2027"}, "year: '2027' must be a year, written as a number"),
            ({"year": True}, "year: true must be a year"),
            ({"year": 27}, "year: 27 must be a year"),
            ({"kind": "yearly"}, "kind: 'yearly' is not known; there are annual, amendment"),
            ({"kind": ["annual"]}, "kind: a list is not known; there are annual"),
            ({"source": 5}, "source: 5 must be text"),
            ({"names": []}, "names: a list must be a table of festival = days"),
            ({"names": {"元旦": "x"}}, "names, key '元旦': 'x' must be a list of days"),
            ({"published": "2026-11-31"}, "published: '2026-11-31' is no day of the calendar"),
            ({"published": 20261103}, "published: 20261103 must be a day written YYYY-MM-DD"),
            ({"names": {3: "x"}}, "names, key '3': 'x' must be a list of days"),
            ({"off": "2027-01-01"}, "off: '2027-01-01' must be a list of days"),
            ({"off": 3}, "off: 3 must be a list of days"),
            ({"off": ["2027-02-28", "2027-02-30"]}, r"off\[2\]: '2027-02-30' is no day"),
            ({"work": ["2027-W01-1"]}, r"work\[1\]: '2027-W01-1' must be a day written"),
            ({"work": ["20270101"]}, r"work\[1\]: '20270101' must be a day written"),
            ({"work": ["2027-0a-01"]}, r"work\[1\]: '2027-0a-01' is no day of the calendar"),
            ({"off": ["2027-01-03..2027-01-01"]}, r"off\[1\]: .* must run forward"),
            ({"off": ["2027-01-03..2027-03-01"]}, r"off\[1\]: .* no more than 31 days"),
        ],
    )
    def test_a_fault_is_named_with_its_place(self, change, message):
        """The message gives the key, the place in its list and the value."""
        with pytest.raises(NoticeError, match=message):
            parse_notice({"id": "x", "year": 2027, "kind": "annual", **change})

    @pytest.mark.parametrize("key", ["id", "year", "kind"])
    def test_what_must_be_said_is_asked_for(self, key):
        """A notice without its id, its year or its kind is refused."""
        table = {"id": "x", "year": 2027, "kind": "annual"}
        del table[key]
        with pytest.raises(NoticeError, match=f"notice: key '{key}' is missing"):
            parse_notice(table)

    def test_a_datetime_is_no_day(self):
        """A TOML time of day is refused rather than cut off."""
        with pytest.raises(NoticeError, match=r"line 4: off\[1\]: 2027-01-01 09:00:00 must"):
            parse_notice('id = "x"\nyear = 2027\nkind = "user"\noff = [2027-01-01T09:00:00]')

    @pytest.mark.parametrize("text", ["id = ", "{", "", "[1]"])
    def test_text_that_is_neither_is_refused(self, text):
        """Broken text is a fault of the notice, with the reader's own words where it has any."""
        with pytest.raises(NoticeError, match="notice: "):
            parse_notice(text)

    def test_something_else_is_refused(self):
        """Bytes and lists are no notices."""
        with pytest.raises(ArgumentTypeError, match="must be the text of a notice or a mapping"):
            parse_notice([1])


def test_a_broken_installation_of_holidays_adds_nothing(monkeypatch):
    """A package without a loader that reads, as some freezers make it, is passed over."""

    class Finder:
        def find_spec(self, name, path):
            return type("Spec", (), {"loader": None, "submodule_search_locations": None})()

    monkeypatch.setattr(sys, "meta_path", [Finder()])
    assert () == notices.later_chinese_notices(date(2026, 12, 31))


def test_a_notice_is_shown_briefly():
    """A notice of dozens of days shows how many they are, not which."""
    (newest,) = (one for one in chinese_notices() if one.id == "CN-2026")
    assert "Notice(id='CN-2026', 2026 annual, " == repr(newest)[:34]
    assert repr(newest).endswith(" working)")
