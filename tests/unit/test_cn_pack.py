"""The packs of the ordinary penalty procedure: their words, their shape and their days.

Each class below stands for an article and quotes it; the days in it were counted by hand.
"""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import enforcecal.law
from enforcecal.cases.audit import audit, audit_cases
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.law.citations import family_of
from enforcecal.law.graph import lint
from enforcecal.law.packs import rulebook
from enforcecal.readers.logs import read_cases

LAWS = Path(enforcecal.law.__file__).parent / "data" / "cn" / "laws"
PROCEDURES = LAWS.parent / "procedures"
STATUTES = Path(__file__).resolve().parents[1] / "statutes"
VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "cn-penalty.csv"

DIGITS = "零一二三四五六七八九"


def packs(folder):
    """Return the packs of a folder as plain tables, by the name of their file."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.toml"))
    }


def files_with(words):
    """Return the names of the files in which *words* stand, for a message that says where."""
    paths = (*LAWS.glob("*.toml"), *PROCEDURES.glob("*.toml"))
    return sorted(path.name for path in paths if f'"{words}"' in path.read_text("utf-8"))


def rules(pack):
    """Yield every entry of a law file that has an id of its own, extensions included."""
    for section in ("limit", "counting", "pause", "need"):
        for entry in pack.get(section, []):
            yield entry
            yield from entry.get("extend", [])


def articles(edition):
    """Return the excerpt of a law edition, by heading."""
    text = (STATUTES / f"{edition}.md").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^## (.+)$", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def heading(number):
    """Return how the statute itself heads an article below 300."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and not tens:
        words += "零" if ones else ""
    elif tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    return f"第{words}{DIGITS[ones] if ones else ''}条"


ORDINARY = packs(PROCEDURES)["cn.penalty.ordinary"]
EDITIONS = {
    name: pack
    for name, pack in packs(LAWS).items()
    if family_of(name) in ORDINARY["procedure"][0]["laws"]
}
FROM_MEMORY = {name for name, pack in EDITIONS.items() if pack["law"][0]["verified"] == "memory"}
RULES = [(edition, entry) for edition, pack in EDITIONS.items() for entry in rules(pack)]
IDS = [entry["id"] for _, entry in RULES]


class TestWords:
    """What the files say is what the statutes say."""

    @pytest.mark.parametrize(("edition", "entry"), RULES, ids=IDS)
    def test_quotes_are_letter_for_letter(self, edition, entry):
        """Every part of a quote, split at the omissions, stands in the article the id names."""
        if edition in FROM_MEMORY:
            assert "quote" not in entry, "what nobody has seen cannot be quoted"
            return
        text = articles(edition)
        number = int(re.search(r"\.art(\d+)", entry["id"]).group(1))
        article = text[heading(number)] if number else "".join(text.values())
        assert "quote" in entry, f"{entry['id']} needs a quote in {files_with(entry['id'])}"
        for part in entry["quote"].split("……"):
            assert part, "an omission at the end of a quote says nothing"
            assert part in article

    @pytest.mark.parametrize(("edition", "entry"), RULES, ids=IDS)
    def test_every_rule_begins_with_its_law(self, edition, entry):
        """An id begins with the law edition of its file, and says how far its text was checked."""
        assert entry["id"].startswith(f"{edition}.art")
        assert entry["verified"] in {"text", "secondary", "memory"}

    def test_ids_are_unique(self):
        """No id is given twice."""
        assert sorted(set(IDS)) == sorted(IDS)

    @pytest.mark.parametrize("edition", EDITIONS)
    def test_a_file_is_one_edition(self, edition):
        """A file is named by the one law edition it holds, and dates it."""
        (law,) = EDITIONS[edition]["law"]
        assert edition == law["id"] == EDITIONS[edition]["pack"]["id"]
        assert isinstance(law["from"], date)
        assert edition in FROM_MEMORY or law["zh"] in (STATUTES / f"{edition}.md").read_text(
            encoding="utf-8"
        )

    def test_both_languages(self, ordinary):
        """Limits, pauses, needs, readings, events and facts have words in both languages."""
        named = [
            entry
            for pack in EDITIONS.values()
            for section in ("limit", "pause", "need", "law")
            for entry in pack.get(section, [])
            if "like" not in entry
        ]
        named += [one for _, entry in RULES for one in entry.get("reading", [])]
        words = [(entry["zh"], entry["en"]) for entry in named]
        words += [(one.zh, one.en) for one in ordinary.events.values()]
        words += [(one.zh, one.en) for one in ordinary.facts.values()]
        for zh, en in words:
            assert re.search(r"[\u4e00-\u9fff]", zh)
            assert re.search(r"[a-z]", en)


class TestVocabulary:
    """Every name a rule or a step uses is declared, and no heading means two things."""

    def test_events_are_declared(self, ordinary):
        """Every event that a limit, pause, extension, need or step names is in the vocabulary."""
        used = set()
        conditions = []
        for limit in ordinary.limits:
            used.update((*limit.start, *limit.end, *limit.cancel, *limit.blocks))
            used.update([limit.then.event] if limit.then else [])
            used.update(one.event for one in limit.extend)
            conditions.append(limit.when)
        for pause in ordinary.pauses.values():
            used.update((*pause.begins, *pause.ends))
            conditions.append(pause.when)
        for need in ordinary.needs:
            used.update(need.on)
            conditions += [need.when, need.that]
        for region in ordinary.regions:
            used.update(step.event for step in region.steps)
            conditions += [step.condition for step in region.steps]
        for condition in filter(None, conditions):
            used.update(condition.arguments("happened", "day"))
        assert set() == used - set(ordinary.events)

    def test_states_have_chinese_names(self, ordinary):
        """Every state of every region is named in Chinese."""
        for region in ordinary.regions:
            assert set(region.states) == set(region.names)

    def test_no_heading_means_two_things(self, ordinary):
        """A heading of a table leads to one event or one fact, never to two."""
        seen = {}
        for name, entry in (*ordinary.events.items(), *ordinary.facts.items()):
            for word in {name, entry.zh, entry.en, *entry.also}:
                other = seen.setdefault(word.lower(), name)
                assert other == name, f"{word!r} means {other} and {name}: {files_with(word)}"


@pytest.fixture(scope="module")
def book():
    """Return the national rule book, as a user opens it."""
    return rulebook("cn")


@pytest.fixture(scope="module")
def ordinary(book):
    """Return the ordinary penalty procedure."""
    return book.procedure("cn.penalty.ordinary")


class TestShape:
    """What the loader and the checks of the graph say of the packs."""

    def test_lint_finds_nothing(self, book):
        """No unused name, no unreachable state, no matter ruled twice."""
        assert () == lint(book)

    def test_every_limit_names_a_known_law(self, book, ordinary):
        """Each limit of the procedure is cited by the title of its law."""
        for limit in ordinary.limits:
            assert "《" in book.limit(limit.id).article.zh


AS_OF = date(2026, 6, 30)
PLAIN = {
    "hearing_type": False,
    "legal_review_required": False,
    "complex_or_major": False,
    "social_impact": False,
    "fine_yuan": 2000,
    "investigation_reported": True,
    "approver": "agency-head",
    "suspension_ground": "other",
}


def told(*lines):
    """Return events from lines such as ``2025-03-04 case_filed`` or ``... paid party=A``."""
    events = []
    for line in lines:
        day, name, *of = line.split()
        about = dict(pair.split("=") for pair in of)
        events.append(Event(name, date.fromisoformat(day), of=about, seq=len(events)))
    return events


def run_of(procedure, *lines, as_of=AS_OF, **facts):
    """Replay the case that *lines* tell, with plain facts but for *facts*."""
    events = told(*lines)
    conduct = {"conduct_from": events[0].day, "conduct_pattern": "single"}
    log = CaseLog("1", events, facts=conduct | PLAIN | facts)
    return replay(log, procedure, as_of=as_of)


def clock_of(run, limit):
    """Return the only clock of *limit* in *run*."""
    (clock,) = (clock for clock in run.clocks if clock.limit.id == limit)
    return clock


def codes_of(run):
    """Return the codes of what the audit of *run* finds, with the rule, sorted."""
    return sorted((finding.code, finding.rule) for finding in audit(run))


def vectors():
    """Return the vectors of single deadlines, one row each."""
    with VECTORS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class TestDays:
    """Single deadlines, each counted by hand beside its row."""

    @pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['limit']}-{row['start']}")
    def test_vector(self, book, row):
        """The limit of a row, started on its day, ends as the row says."""
        facts = {"hearing_type": True, "social_impact": True, "fine_yuan": 2000}
        found = book.limit(row["limit"]).deadline(
            start=date.fromisoformat(row["start"]), facts=facts
        )
        days = {key: date.fromisoformat(row[key]) for key in ("nominal", "due", "safe_due")}
        assert days == {key: getattr(found, key) for key in days}
        assert row["certainty"] == found.certainty.value


FILED = ("2025-03-04 case_filed", "2025-03-20 investigation_concluded")
NOTICED = (*FILED, "2025-03-21 notice.served")  # five working days: 03-28
DECIDED = (*NOTICED, "2025-03-31 penalty_decided", "2025-04-01 decision_published")
SERVED = (*DECIDED, "2025-04-02 decision.served")


class TestMohurdArt10:
    """“具有一定社会影响的行政处罚决定，应当自作出决定之日起七日内依法公开”."""

    @pytest.mark.parametrize(
        ("impact", "found"),
        [(True, [("late", "cn.mohurd-55-2022.art10.publish-decision")]), (False, [])],
    )
    def test_only_social_impact_is_published(self, ordinary, impact, found):
        """Without social impact no law asks; the guiding opinions yield to the laws."""
        lines = [*SERVED]
        lines[4] = "2025-04-11 decision_published"  # the ninth working day; 04-04 is off
        run = run_of(
            ordinary, *lines, "2025-04-09 paid", "2025-04-10 case_closed", social_impact=impact
        )
        assert found == codes_of(run)


class TestMohurdArt15:
    """“应当在十五日内予以核查……可以延长十日”."""

    def test_the_extension_counts_from_the_fifteenth_day(self, ordinary):
        """Fifteen working days and ten more end on the twenty-fifth."""
        run = run_of(
            ordinary,
            "2026-02-06 clue_received",
            "2026-03-05 verification_extended",
            as_of=date(2026, 3, 10),
        )
        assert date(2026, 3, 19) == clock_of(run, "cn.mohurd-55-2022.art15.verify-clue").due

    def test_filing_without_a_clue_is_lawful(self, ordinary):
        """A table that does not record clues gives no unlawful step."""
        assert [] == codes_of(run_of(ordinary, *FILED, as_of=date(2025, 4, 1)))


class TestMohurdArt19:
    """“逾期未作出处理决定的，先行登记保存措施自动解除”."""

    LIMIT = "cn.mohurd-55-2022.art19.evidence-preservation"

    def test_the_hold_ends_by_itself(self, ordinary):
        """Seven working days later the hold is over, whatever the log says."""
        run = run_of(
            ordinary, *FILED[:1], "2025-03-05 evidence.registered item=saw", as_of=date(2025, 3, 15)
        )
        assert "auto_released" == run.state("evidence", {"item": "saw"})
        assert [("held-too-long", self.LIMIT)] == codes_of(run)

    def test_the_seventh_day_is_in_time(self, ordinary):
        """A decision on the seventh working day itself is in time."""
        run = run_of(
            ordinary,
            *FILED[:1],
            "2025-03-05 evidence.registered",
            "2025-03-14 evidence.disposed",
            as_of=date(2025, 3, 20),
        )
        assert "disposed" == run.state("evidence")
        assert [] == codes_of(run)


class TestMohurdArt22:
    """“当事人自行政处罚意见告知文书送达之日起五日内，未行使陈述权、申辩权，视为放弃此权利”."""

    @pytest.mark.parametrize(("day", "found"), [(28, "too-early"), (31, None)])
    def test_five_full_working_days(self, ordinary, day, found):
        """Served on Friday 03-21: the fifth working day is 03-28, the decision lawful after it."""
        run = run_of(ordinary, *NOTICED, f"2025-03-{day} penalty_decided", as_of=date(2025, 4, 1))
        expected = [(found, "cn.mohurd-55-2022.art22.statement")] if found else []
        assert expected == codes_of(run)

    def test_a_new_notice_starts_again(self, ordinary):
        """After a second notice the party has five more working days."""
        run = run_of(
            ordinary,
            *NOTICED,
            "2025-03-28 notice.served",
            "2025-03-31 penalty_decided",
            as_of=date(2025, 4, 1),
        )
        assert [("too-early", "cn.mohurd-55-2022.art22.statement")] == codes_of(run)

    def test_each_party_has_its_own_days(self, ordinary):
        """The decision waits for the party that was served last."""
        lines = (*FILED, "2025-03-21 notice.served party=A", "2025-03-24 notice.served party=B")
        early = run_of(ordinary, *lines, "2025-03-31 penalty_decided", as_of=date(2025, 4, 1))
        assert [("too-early", "cn.mohurd-55-2022.art22.statement")] == codes_of(early)
        late = run_of(ordinary, *lines, "2025-04-01 penalty_decided", as_of=date(2025, 4, 1))
        assert [] == codes_of(late)

    def test_a_waiver_lifts_the_wait(self, ordinary):
        """A party that expressly waived its statement need not be waited for."""
        run = run_of(
            ordinary,
            *NOTICED,
            "2025-03-24 statement_waived",
            "2025-03-25 penalty_decided",
            as_of=date(2025, 3, 26),
        )
        assert [] == codes_of(run)


class TestMohurdArt29:
    """“应当自立案之日起九十日内作出行政处罚决定……听证、检测、检验、鉴定等时间不计入”."""

    LIMIT = "cn.mohurd-55-2022.art29.decision"
    TWICE = ("2025-05-30 extension_1_approved", "2025-06-30 extension_2_approved")

    def test_both_extensions(self, ordinary):
        """Ninety, thirty and sixty days run from the un-rolled ends: 180 end on a Sunday."""
        run = run_of(
            ordinary,
            FILED[0],
            *self.TWICE,
            as_of=date(2025, 7, 1),
            granted_days=60,
            approver="collective",
        )
        clock = clock_of(run, self.LIMIT)
        assert date(2025, 8, 31) == clock.nominal == clock.safe_due
        assert date(2025, 9, 1) == clock.due

    def test_pauses(self, ordinary):
        """Testing of ten days and a hearing of seventeen move the end to Monday 06-30."""
        run = run_of(
            ordinary,
            FILED[0],
            "2025-03-10 testing.commissioned",
            "2025-03-20 testing.reported",
            "2025-04-01 hearing_requested",
            "2025-04-18 hearing_held",
            "2025-04-18 hearing_recorded",
            as_of=date(2025, 5, 1),
        )
        clock = clock_of(run, self.LIMIT)
        assert (date(2025, 6, 29), date(2025, 6, 30)) == (clock.nominal, clock.due)

    def test_the_second_extension_needs_the_first(self, ordinary):
        """再次延期 presupposes a first one."""
        run = run_of(
            ordinary,
            FILED[0],
            self.TWICE[0].replace("_1_", "_2_"),
            as_of=date(2025, 6, 1),
            granted_days=60,
            approver="collective",
        )
        assert [("missing-step", "cn.mohurd-55-2022.art29.second-extension")] == codes_of(run)

    def test_the_head_alone_may_not_extend_twice(self, ordinary):
        """The second extension is for the heads together (集体讨论)."""
        run = run_of(ordinary, FILED[0], *self.TWICE, as_of=date(2025, 7, 1), granted_days=60)
        rule = f"{self.LIMIT}-extension-2"
        assert [("extension-invalid", rule)] == codes_of(run)

    @pytest.mark.parametrize(
        ("filed", "rule"),
        [
            ("2022-04-29", "cn.penalty-law-2021.art60.decision"),
            ("2022-05-05", LIMIT),
        ],
    )
    def test_the_special_rule_from_its_first_day(self, ordinary, filed, rule):
        """Of the two limits of the matter exactly one runs, chosen by the day of filing."""
        run = run_of(ordinary, f"{filed} case_filed", as_of=date(2022, 5, 6))
        (clock,) = (one for one in run.clocks if one.limit.limit.matter == "decision")
        assert rule == clock.limit.id


class TestMohurdArt30:
    """“经执法机关负责人批准，中止案件调查……中止调查的时间不计入案件办理期限”."""

    STOPPED = (FILED[0], "2025-03-10 suspended")

    def test_a_suspended_case_is_never_overdue(self, ordinary):
        """While the suspension lasts there is no last day."""
        run = run_of(ordinary, *self.STOPPED, as_of=date(2026, 6, 1))
        assert clock_of(run, TestMohurdArt29.LIMIT).due is None
        assert [] == codes_of(run)

    def test_five_grounds_and_no_other(self, ordinary):
        """A ground outside the article is a finding; one that nobody recorded is a gap."""
        rule = "cn.mohurd-55-2022.art30.suspension-ground"
        other = run_of(ordinary, *self.STOPPED, suspension_ground="staff-on-leave")
        assert ("missing-step", rule) in codes_of(other)

    def test_no_decision_while_suspended(self, ordinary):
        """A decision during the suspension is an unlawful step."""
        run = run_of(
            ordinary,
            *NOTICED,
            "2025-03-24 suspended",
            "2025-03-31 penalty_decided",
            as_of=date(2025, 4, 1),
        )
        assert [("unlawful-step", "cn.penalty.ordinary")] == codes_of(run)


class TestMohurdArt31:
    """“有下列情形之一，执法人员应当在十五日内填写结案审批表”."""

    LIMIT = "cn.mohurd-55-2022.art31.close-case"

    def test_the_later_of_payment_and_performance(self, ordinary):
        """Fifteen working days run from what was done last."""
        run = run_of(
            ordinary, *SERVED, "2025-04-09 paid", "2025-06-09 performed", as_of=date(2025, 6, 10)
        )
        clock = run.clocks[-1]
        assert (self.LIMIT, date(2025, 6, 30)) == (clock.limit.id, clock.due)

    def test_every_party_must_have_paid(self, ordinary):
        """A case against two is not closed on the payment of one."""
        lines = [f"{line} party=A" if "served" in line else line for line in SERVED]
        lines += ["2025-03-21 notice.served party=B", "2025-04-02 decision.served party=B"]
        lines.sort(key=lambda line: line[:10])
        run = run_of(
            ordinary,
            *lines,
            "2025-04-09 paid party=A",
            "2025-04-11 case_closed",
            as_of=date(2025, 4, 12),
        )
        assert [("missing-step", "cn.mohurd-55-2022.art31.closing-condition")] == codes_of(run)

    def test_a_warning_needs_no_payment(self, ordinary):
        """Without a fine the case may be closed once it was performed."""
        run = run_of(
            ordinary, *SERVED, "2025-04-09 performed", "2025-04-10 case_closed", fine_yuan=0
        )
        assert [] == codes_of(run)


class TestMohurdArt34:
    """“执法机关应当在举行听证的七日前，通知当事人及有关人员听证的时间、地点”."""

    LIMIT = "cn.mohurd-55-2022.art34.hearing-notice"

    @pytest.mark.parametrize(("day", "severity"), [(18, "breach"), (21, "review"), (22, None)])
    def test_seven_full_working_days(self, ordinary, day, severity):
        """Told on 04-10, the seventh working day is 04-21; on it, the readings differ."""
        run = run_of(
            ordinary,
            FILED[0],
            "2025-04-10 hearing_notice.served",
            f"2025-04-{day} hearing_held",
            as_of=date(2025, 4, 25),
        )
        found = [(finding.rule, finding.severity.value) for finding in audit(run)]
        assert ([(self.LIMIT, severity)] if severity else []) == found


class TestPenaltyLawArt44:
    """“行政机关在作出行政处罚决定之前，应当告知当事人”."""

    def test_one_fault_one_finding(self, ordinary):
        """A decision without notice is one finding, even when the notice follows."""
        run = run_of(
            ordinary,
            *FILED,
            "2025-03-31 penalty_decided",
            "2025-04-01 notice.served",
            as_of=date(2025, 4, 1),
        )
        assert [("missing-step", "cn.penalty-law-2021.art44.informed")] == codes_of(run)


class TestPenaltyLawArt57:
    """“对情节复杂或者重大违法行为给予行政处罚，行政机关负责人应当集体讨论决定”."""

    def test_a_discussion_afterwards_comes_too_late(self, ordinary):
        """A discussion after the decision does not mend it, and is no second finding."""
        run = run_of(
            ordinary,
            *NOTICED,
            "2025-03-31 penalty_decided",
            "2025-04-01 collective_discussed",
            as_of=date(2025, 4, 1),
            complex_or_major=True,
        )
        rule = "cn.penalty-law-2021.art57-2.collective-discussion"
        assert [("missing-step", rule)] == codes_of(run)


class TestPenaltyLawArt58:
    """“未经法制审核或者审核未通过的，不得作出决定”."""

    @pytest.mark.parametrize(
        ("passed", "code"), [(True, None), (False, "missing-step"), (None, "not-recorded")]
    )
    def test_done_and_passed(self, ordinary, passed, code):
        """The review must have passed; whether it did must be on record."""
        facts = {} if passed is None else {"review_passed": passed}
        run = run_of(
            ordinary,
            *NOTICED,
            "2025-03-25 legal_review_done",
            "2025-03-31 penalty_decided",
            as_of=date(2025, 4, 1),
            legal_review_required=True,
            **facts,
        )
        rule = "cn.penalty-law-2021.art58.legal-review"
        assert ([(code, rule)] if code else []) == codes_of(run)


class TestPenaltyLawArt63:
    """“当事人要求听证的，行政机关应当组织听证”."""

    RULE = "cn.penalty-law-2021.art63.hearing"

    def test_one_party_is_enough(self, ordinary):
        """Where one of two parties asks for a hearing, there must be one."""
        run = run_of(
            ordinary,
            *FILED,
            "2025-03-21 notice.served party=A",
            "2025-03-21 notice.served party=B",
            "2025-03-24 hearing_requested party=A",
            "2025-03-31 penalty_decided",
            as_of=date(2025, 4, 1),
            hearing_type=True,
        )
        assert [("missing-step", self.RULE)] == codes_of(run)

    def test_two_parties_may_part_ways(self, ordinary):
        """One party stays away, the other is heard: nothing is wrong."""
        run = run_of(
            ordinary,
            *FILED,
            "2025-03-21 notice.served party=A",
            "2025-03-21 notice.served party=B",
            "2025-03-24 hearing_requested party=A",
            "2025-03-24 hearing_requested party=B",
            "2025-03-25 hearing_notice.served party=A",
            "2025-03-25 hearing_notice.served party=B",
            "2025-04-09 hearing_abandoned party=A",
            "2025-04-09 hearing_held party=B",
            "2025-04-10 penalty_decided",
            as_of=date(2025, 4, 10),
            hearing_type=True,
        )
        assert [] == codes_of(run)

    def test_a_late_request_binds_nobody(self, ordinary):
        """On the sixth working day the right has lapsed, and no hearing is owed."""
        run = run_of(
            ordinary,
            *NOTICED,
            "2025-03-31 hearing_requested",
            "2025-04-02 penalty_decided",
            as_of=date(2025, 4, 3),
            hearing_type=True,
        )
        assert [("lapsed", "cn.mohurd-55-2022.art33.hearing-request")] == codes_of(run)
        assert date(2025, 6, 3) == clock_of(run, TestMohurdArt29.LIMIT).due


class TestPenaltyLawArt67:
    """“当事人应当自收到行政处罚决定书之日起十五日内……缴纳罚款”."""

    LIMIT = "cn.penalty-law-2021.art67.pay-fine"

    def test_a_deferral_sets_the_day(self, ordinary):
        """With a deferral the last day is the one that was granted."""
        run = run_of(
            ordinary,
            *SERVED,
            "2025-04-10 deferral_approved",
            as_of=date(2025, 5, 1),
            pay_by=date(2025, 7, 3),
        )
        assert date(2025, 7, 3) == clock_of(run, self.LIMIT).due
        assert "deferred" == run.state("payment")

    def test_a_party_in_default_is_no_fault_of_the_agency(self, ordinary):
        """An unpaid fine is a note, and the case goes into default by itself."""
        run = run_of(ordinary, *SERVED, as_of=date(2025, 5, 1))
        (finding,) = audit(run)
        assert ("overdue", "note") == (finding.code, finding.severity.value)
        assert "overdue" == run.state("payment")


class TestCivilProcedureArt95:
    """“自发出公告之日起，经过三十日，即视为送达”."""

    @pytest.mark.parametrize(
        ("announced", "served", "edition"),
        [("2025-04-07", "2025-05-07", 2023), ("2023-12-11", "2024-01-10", 2021)],
    )
    def test_served_on_the_last_day(self, ordinary, announced, served, edition):
        """The document is served at the end of day 30, by the edition of the day of issue."""
        run = run_of(ordinary, f"{announced} notice.announced", as_of=date(2025, 6, 1))
        step = next(step for step in run.steps if step.event.name == "notice.served")
        limit = f"cn.civil-procedure-{edition}.art95.announcement-service"
        assert (date.fromisoformat(served), limit) == (step.event.day, step.made_by)

    def test_what_follows_is_as_doubtful(self, ordinary):
        """Day 30 in a holiday: served on 10-05 or 10-09, so the five days end on 10-14 or 10-15."""
        run = run_of(ordinary, *FILED, "2025-09-05 notice.announced", as_of=date(2025, 10, 31))
        clock = clock_of(run, "cn.mohurd-55-2022.art22.statement")
        assert (date(2025, 10, 14), date(2025, 10, 15)) == (clock.earliest, clock.latest)


class TestSixColumns:
    """A table of 立案, 告知, 决定, 送达, 缴款 and 结案 and nothing else."""

    def test_no_step_is_unlawful(self, ordinary):
        """What nobody wrote down is asked for, and not held against the bureau."""
        events = told(
            "2025-03-04 case_filed",
            "2025-03-21 notice.served",
            "2025-03-31 penalty_decided",
            "2025-04-02 decision.served",
            "2025-04-09 paid",
            "2025-04-10 case_closed",
        )
        run = replay(CaseLog("1", events), ordinary, as_of=date(2025, 4, 10))
        assert {"not-recorded"} == {finding.code for finding in audit(run)}
        assert "closed" == run.state()


HEADINGS = {
    "线索登记日期": "clue_received",
    "立案审批日期": "case_filed",
    "先行登记保存日期": "evidence.registered",
    "委托鉴定日期": "testing.commissioned",
    "鉴定报告日期": "testing.reported",
    "调查终结时间": "investigation_concluded",
    "行政处罚意见告知书送达日期": "notice.served",
    "听证会日期": "hearing_held",
    "法制审核时间": "legal_review_done",
    "案审会日期": "collective_discussed",
    "行政处罚决定日期": "penalty_decided",
    "处罚决定书送达日期": "decision.served",
    "行政处罚公示日期": "decision_published",
    "罚款缴纳日期": "paid",
    "结案时间": "case_closed",
    "归档日期": "archived",
    "罚款数额（元）": "fine_yuan",
    "是否属于听证范围": "hearing_type",
    "法制审核结果": "review_passed",
}


class TestTables:
    """The tables that bureaus have."""

    def test_headings(self, ordinary):
        """Headings of real tables are recognised without a mapping."""
        row = dict.fromkeys(HEADINGS, "") | {"案件编号": "1"}
        assert HEADINGS | {"案件编号": "case"} == read_cases([row], ordinary).columns_used

    def test_steps_of_one_day(self, ordinary):
        """Several steps on one day are taken in the order in which they usually come."""
        row = {"案号": "1", "立案日期": "2025-03-04", "调查终结日期": "2025-03-20"}
        row |= {"告知书送达日期": "2025-03-21", "是否属于听证范围": "是", "罚款金额": "8万元"}
        row |= {"应当法制审核": "是", "法制审核结果": "同意", "重大案件": "是", "社会影响": "是"}
        row |= {"违法行为发生日期": "2025-03-01", "行为形态": "一次"}
        row |= dict.fromkeys(("放弃陈述申辩日期", "放弃听证日期"), "2025-03-24")
        row |= dict.fromkeys(
            (
                "法制审核日期",
                "集体讨论日期",
                "处罚决定日期",
                "送达日期",
                "公示日期",
                "缴款日期",
                "结案日期",
            ),
            "2025-03-24",
        )
        table = read_cases([row], ordinary)
        report = audit_cases(table, ordinary, as_of=AS_OF, coverage="complete")
        assert () == report.findings
