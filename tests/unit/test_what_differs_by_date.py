"""What differs by date in the penalty chain: asked of the library on both sides of each change.

One class a topic, each quoting the articles; the days were counted by hand.  Procedure follows the
law of the day of each step, and a party's period that runs across a change gets the longer one.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.law.citations import edition_of
from enforcecal.law.facts import known_facts
from enforcecal.law.packs import rulebook

PLAIN = {
    "hearing_type": False,
    "heavier_penalty": False,
    "legal_review_required": False,
    "complex_or_major": False,
    "social_impact": False,
    "fine_yuan": 1000,
    "add_fine_rate": 3,
    "investigation_reported": True,
    "informed_on_the_spot": True,
    "party_kind": "citizen",
    "hard_to_collect_later": False,
    "remote_and_asked": False,
    "receipt_given": True,
    "told_to_reconsider_first": True,
}


@pytest.fixture(scope="module")
def book():
    """Return the national rule book."""
    return rulebook("cn")


@pytest.fixture(scope="module")
def ordinary(book):
    """Return the ordinary penalty procedure."""
    return book.procedure("cn.penalty.ordinary")


@pytest.fixture(scope="module")
def on_the_spot(book):
    """Return the procedure of penalties on the spot."""
    return book.procedure("cn.penalty.on-the-spot")


def run_of(procedure, *lines, as_of=None, **facts):
    """Replay events such as ``2021-07-14 case_filed``, to the day after the last of them."""
    events = []
    for line in lines:
        day, name = line.split()
        events.append(Event(name, date.fromisoformat(day), seq=len(events)))
    last = as_of or date.fromordinal(events[-1].day.toordinal() + 1)
    plain = {name: value for name, value in PLAIN.items() if name in known_facts(procedure)}
    return replay(CaseLog("1", events, facts=plain | facts), procedure, as_of=last)


def clocks_of(run, matter):
    """Return the clocks of *matter* in *run*: the law that counts, and the last day."""
    return [
        (edition_of(clock.limit.id), clock.due)
        for clock in run.clocks
        if clock.limit.limit.matter == matter
    ]


def rules_of(run):
    """Return the rules that the audit of *run* finds broken."""
    return [finding.rule for finding in audit(run) if finding.code != "not-recorded"]


def needs_on(procedure, event, day):
    """Return the ids of what the law of *day* asks for before *event*."""
    return [
        need.id
        for need in procedure.needs
        if event in need.on and procedure.law_in_force(edition_of(need.id), day)
    ]


class TestShortPeriods:
    """Until 2021-07-14 calendar days, the law being silent; then working days.

    行政处罚法（2017）第三十七条：“可以先行登记保存，并应当在七日内及时作出处理决定”。
    行政处罚法（2021）第八十五条：“本法中‘二日’‘三日’‘五日’‘七日’的规定是指工作日，不含法定节假日”。
    住建部令第55号第四十五条：“‘三日’‘五日’‘七日’‘十日’‘十五日’的规定，是指工作日”。
    """

    @pytest.mark.parametrize(
        ("registered", "edition", "due"),
        [
            ("2016-05-09", "cn.penalty-law-1996", date(2016, 5, 16)),
            ("2021-07-09", "cn.penalty-law-2017", date(2021, 7, 16)),
            ("2021-07-16", "cn.penalty-law-2021", date(2021, 7, 27)),
            ("2022-05-05", "cn.mohurd-55-2022", date(2022, 5, 13)),  # 05-07 makes up
        ],
    )
    def test_seven_days_of_evidence(self, ordinary, registered, edition, due):
        """Seven calendar days until 2021-07-14, seven working days from 2021-07-15."""
        run = run_of(ordinary, f"{registered} evidence.registered")
        assert [(edition, due)] == clocks_of(run, "evidence")

    @pytest.mark.parametrize(
        ("collected", "due"), [("2021-07-09", (2021, 7, 12)), ("2021-07-16", (2021, 7, 20))]
    )
    def test_two_days_of_remittance(self, on_the_spot, collected, due):
        """A Sunday rolls to Monday by analogy; two working days from a Friday end on Tuesday."""
        run = run_of(on_the_spot, f"{collected} onspot_collected")
        assert [date(*due)] == [last for _, last in clocks_of(run, "remittance")]

    @pytest.mark.parametrize(
        ("served", "edition", "due"),
        [
            ("2021-07-12", "cn.penalty-law-2017", date(2021, 7, 27)),
            ("2021-07-19", "cn.penalty-law-2021", date(2021, 8, 3)),
        ],
    )
    def test_fifteen_days_of_payment_are_calendar_days(self, ordinary, served, edition, due):
        """Fifteen is on no list of the Penalty Law: calendar days before and after."""
        run = run_of(ordinary, f"{served} decision.served")
        assert [(edition, due)] == clocks_of(run, "payment")

    @pytest.mark.parametrize(
        ("submitted", "clocks"),
        [("2022-04-29", []), ("2022-05-05", [("cn.mohurd-55-2022", date(2022, 5, 18))])],
    )
    def test_ten_days_of_review_since_2022(self, ordinary, submitted, clocks):
        """Order no. 55 has ten working days for the legal review; before it there was no number."""
        run = run_of(ordinary, f"{submitted} legal_review_submitted")
        assert clocks == clocks_of(run, "legal-review")


class TestHearingRequest:
    """Three days, then five working days, then five from service.

    行政处罚法（2017）第四十二条：“当事人要求听证的，应当在行政机关告知后三日内提出”。
    行政处罚法（2021）第六十四条：“当事人要求听证的，应当在行政机关告知后五日内提出”。
    住建部令第55号第三十三条：“应当自行政处罚意见告知文书送达之日起五日内以书面或者口头方式向执法机关提出”。
    """

    @pytest.mark.parametrize(
        ("served", "edition", "due"),
        [
            ("2021-07-05", "cn.penalty-law-2017", date(2021, 7, 8)),
            ("2021-07-13", "cn.penalty-law-2021", date(2021, 7, 20)),  # ran on 07-15: the longer
            ("2021-07-19", "cn.penalty-law-2021", date(2021, 7, 26)),
            ("2022-05-05", "cn.mohurd-55-2022", date(2022, 5, 11)),
        ],
    )
    def test_the_law_of_the_notice(self, ordinary, served, edition, due):
        """The day of the notice decides; one still running on 2021-07-15 gets the longer period."""
        run = run_of(ordinary, f"{served} notice.served", hearing_type=True)
        assert [(edition, due)] == clocks_of(run, "hearing-request")

    @pytest.mark.parametrize(("held", "early"), [(19, True), (20, False)])
    def test_seven_days_of_notice_were_calendar_days(self, ordinary, held, early):
        """Told on 2021-05-12: until 2021-07-14 seven full calendar days lie between, 13 to 19."""
        run = run_of(ordinary, "2021-05-12 hearing_notice.served", f"2021-05-{held} hearing_held")
        assert early == ("cn.penalty-law-2017.art42.hearing-notice" in rules_of(run))


class TestHearingTypes:
    """Which penalties give a right to a hearing.

    行政处罚法（2017）第四十二条：“责令停产停业、吊销许可证或者执照、较大数额罚款等”。
    行政处罚法（2021）第六十三条：“（一）较大数额罚款；……（六）法律、法规、规章规定的其他情形”。
    """

    @pytest.mark.parametrize(
        ("day", "rule", "words"),
        [
            (
                date(2021, 7, 14),
                "cn.penalty-law-2017.art42.hearing",
                "责令停产停业、吊销许可证或者执照",
            ),
            (date(2021, 7, 15), "cn.penalty-law-2021.art63.hearing", "应当组织听证"),
        ],
    )
    def test_one_article_a_day(self, ordinary, day, rule, words):
        """Exactly one edition asks for the hearing of a party that wanted one."""
        asking = needs_on(ordinary, "penalty_decided", day)
        (need,) = (
            one
            for one in ordinary.needs
            if one.id in asking and 'state("hearing")' in one.that.source
        )
        assert rule == need.id
        assert words in need.quote


class TestCollectiveDiscussion:
    """Only a heavier penalty, then any penalty for a complex or major case.

    行政处罚法（2017）第三十八条第二款：“对情节复杂或者重大违法行为给予较重的行政处罚，行政机关的负责人应当集体讨论决定”。
    行政处罚法（2021）第五十七条第二款：“对情节复杂或者重大违法行为给予行政处罚，行政机关负责人应当集体讨论决定”。
    """

    @pytest.mark.parametrize(
        ("decided", "heavier", "asked"),
        [
            ("2021-07-14", True, "cn.penalty-law-2017.art38-2.collective-discussion"),
            ("2021-07-14", False, None),
            ("2021-07-15", False, "cn.penalty-law-2021.art57-2.collective-discussion"),
        ],
    )
    def test_the_law_of_the_decision(self, ordinary, decided, heavier, asked):
        """A light penalty for a major case needed no discussion until 2021-07-14."""
        run = run_of(
            ordinary,
            "2021-06-01 case_filed",
            "2021-07-01 notice.served",
            "2021-07-12 legal_review_done",
            f"{decided} penalty_decided",
            complex_or_major=True,
            heavier_penalty=heavier,
        )
        assert ([asked] if asked else []) == rules_of(run)


class TestCasePeriod:
    """No case period in national law, then ninety days, then ninety with extensions.

    行政处罚法（2021）第六十条：“行政机关应当自行政处罚案件立案之日起九十日内作出行政处罚决定。法律、法规、规章另有规定的，从其规定”。
    住建部令第55号第二十九条：“经本机关负责人批准，可以延长三十日……再次延长的期限不得超过六十日”。
    """

    @pytest.mark.parametrize(
        ("filed", "clocks"),
        [
            ("2020-03-02", []),
            ("2021-07-14", []),
            ("2021-07-15", [("cn.penalty-law-2021", date(2021, 10, 13))]),
            ("2021-08-02", [("cn.penalty-law-2021", date(2021, 11, 1))]),  # 10-31 is a Sunday
            ("2022-04-29", [("cn.penalty-law-2021", date(2022, 7, 28))]),
            ("2022-05-05", [("cn.mohurd-55-2022", date(2022, 8, 3))]),
        ],
    )
    def test_the_law_of_the_filing(self, ordinary, filed, clocks):
        """A case filed before 2021-07-15 has no period, however long it goes on afterwards."""
        run = run_of(ordinary, f"{filed} case_filed")
        assert clocks == clocks_of(run, "decision")

    @pytest.mark.parametrize(
        ("filed", "extended", "due"),
        [
            ("2022-04-29", "2022-07-20", date(2022, 7, 28)),
            ("2022-05-05", "2022-07-20", date(2022, 9, 2)),
        ],
    )
    def test_extensions_since_2022(self, ordinary, filed, extended, due):
        """The law itself knows no extension; order no. 55 adds thirty days."""
        run = run_of(
            ordinary,
            f"{filed} case_filed",
            f"{extended} extension_1_approved",
            approver="agency-head",
        )
        assert [due] == [last for _, last in clocks_of(run, "decision")]


class TestOnTheSpot:
    """Fifty and a thousand yuan, then two hundred and three thousand.

    行政处罚法（2017）第三十三条：“对公民处以五十元以下、对法人或者其他组织处以一千元以下罚款或者警告”；第四十七条：“二十元以下”。
    行政处罚法（2021）第五十一条：“对公民处以二百元以下、对法人或者其他组织处以三千元以下罚款或者警告”；第六十八条：“一百元以下”。
    """

    @pytest.mark.parametrize(
        ("day", "kind", "fine", "broken"),
        [
            ("2021-07-14", "citizen", 50, False),
            ("2021-07-14", "citizen", 51, True),
            ("2021-07-14", "organization", 1000, False),
            ("2021-07-14", "organization", 1001, True),
            ("2021-07-15", "citizen", 200, False),
            ("2021-07-15", "citizen", 201, True),
            ("2021-07-15", "organization", 3000, False),
            ("2021-07-15", "organization", 3001, True),
            ("2021-07-14", "citizen", 0, False),
        ],
    )
    def test_amounts(self, on_the_spot, day, kind, fine, broken):
        """以下 includes the amount itself; a warning has no fine."""
        run = run_of(on_the_spot, f"{day} onspot_decided", fine_yuan=fine, party_kind=kind)
        assert broken == any("on-the-spot-amount" in rule for rule in rules_of(run))

    @pytest.mark.parametrize(
        ("day", "fine", "broken"),
        [
            ("2021-07-14", 20, False),
            ("2021-07-14", 21, True),
            ("2021-07-15", 100, False),
            ("2021-07-15", 101, True),
        ],
    )
    def test_collection(self, on_the_spot, day, fine, broken):
        """Officers may collect twenty yuan, then a hundred, without a further ground."""
        run = run_of(
            on_the_spot,
            f"{day} onspot_decided",
            f"{day} decision.served",
            f"{day} onspot_collected",
            fine_yuan=fine,
        )
        assert broken == any("collected-by-the-agency" in rule for rule in rules_of(run))

    @pytest.mark.parametrize(
        ("decided", "clocks"),
        [("2022-04-29", []), ("2022-05-05", [("cn.mohurd-55-2022", date(2022, 5, 9))])],
    )
    def test_the_record_since_2022(self, on_the_spot, decided, clocks):
        """“应当在三日内报所属执法机关备案” (order no. 55, article 14)."""
        run = run_of(on_the_spot, f"{decided} onspot_decided", fine_yuan=50)
        assert clocks == clocks_of(run, "record")

    @pytest.mark.parametrize(("day", "broken"), [("2023-12-29", False), ("2024-01-02", True)])
    def test_reconsideration_first_since_2024(self, book, day, broken):
        """“申请人应当先向行政复议机关申请行政复议” (Reconsideration Law 2023, art. 23)."""
        run = run_of(
            book.procedure("cn.remedy.litigation"),
            f"{day} onspot_decided",
            f"{day} decision.served",
            "2024-01-10 remedy.suit_filed",
        )
        rule = "cn.reconsideration-law-2023.art23.reconsidered-first"
        assert broken == (rule in rules_of(run))


class TestLegalReview:
    """No review, then review of every case as worded, then of four kinds of cases.

    行政处罚法（2017）第三十八条第三款：“在行政机关负责人作出决定之前，应当由从事行政处罚决定审核的人员进行审核”。
    行政处罚法（2021）第五十八条：“有下列情形之一，……未经法制审核或者审核未通过的，不得作出决定”。
    """

    @pytest.mark.parametrize(
        ("noticed", "decided", "required", "asked"),
        [
            ("2017-12-18", "2017-12-29", False, None),
            ("2017-12-18", "2018-01-02", False, "cn.penalty-law-2017.art38-3.legal-review"),
            ("2021-07-01", "2021-07-14", False, "cn.penalty-law-2017.art38-3.legal-review"),
            ("2021-07-01", "2021-07-15", False, None),
            ("2021-07-01", "2021-07-15", True, "cn.penalty-law-2021.art58.legal-review"),
        ],
    )
    def test_the_law_of_the_decision(self, ordinary, noticed, decided, required, asked):
        """Which decisions need a review is told by the law of the day on which they are made."""
        run = run_of(
            ordinary,
            f"{noticed} notice.served",
            f"{decided} penalty_decided",
            legal_review_required=required,
        )
        found = [rule for rule in rules_of(run) if "review" in rule]
        assert ([asked] if asked else []) == found


class TestLimitation:
    """Five years since 2021-07-15, for life, health and finance with harm.

    行政处罚法（2017）第二十九条：“违法行为在二年内未被发现的，不再给予行政处罚”。
    行政处罚法（2021）第三十六条：“涉及公民生命健康安全、金融安全且有危害后果的，上述期限延长至五年”。
    """

    @pytest.mark.parametrize(
        ("edition", "lengths"),
        [
            ("cn.penalty-law-2017", [(2, "year")]),
            ("cn.penalty-law-2021", [(2, "year"), (5, "year")]),
        ],
    )
    def test_the_rows_that_the_question_reads(self, book, edition, lengths):
        """The periods stand on the list of rows that no clock is armed for, with their words."""
        rows = [
            row
            for row in book.unarmed()
            if edition_of(row.id) == edition and row.reason == "asked-by-limitation"
        ]
        assert lengths == [(row.length, row.unit) for row in rows]
        assert all("年" in row.quote for row in rows)


class TestElectronicService:
    """Not for decisions, then with a signed confirmation.

    民事诉讼法（2017）第八十七条：“但判决书、裁定书、调解书除外”。
    行政处罚法（2021）第六十一条：“当事人同意并签订确认书的，行政机关可以采用传真、电子邮件等方式，将行政处罚决定书等送达当事人”。
    """

    @pytest.mark.parametrize(
        ("day", "confirmed", "broken"),
        [
            ("2021-07-14", True, ["cn.penalty-law-2017.art40.no-electronic-service"]),
            ("2021-07-15", True, []),
            ("2021-07-15", False, ["cn.penalty-law-2021.art61-2.electronic-service"]),
        ],
    )
    def test_a_decision(self, ordinary, day, confirmed, broken):
        """A decision received electronically counts as served; whether lawfully, the day tells."""
        event = f"{day} decision.received_electronically"
        run = run_of(ordinary, event, e_service_confirmed=confirmed)
        assert broken == rules_of(run)
        assert "served" == run.state("decision")


class TestAnnouncementService:
    """Sixty days, then thirty; abroad three months, then sixty days.

    民事诉讼法（2017）第九十二条：“自发出公告之日起，经过六十日，即视为送达”。
    民事诉讼法（2021）第九十五条：“自发出公告之日起，经过三十日，即视为送达”。
    民事诉讼法（2023）第二百八十三条：“自发出公告之日起，经过六十日，即视为送达”。
    """

    @pytest.mark.parametrize(
        ("event", "issued", "edition", "served"),
        [
            ("announced", "2016-03-01", 2012, date(2016, 5, 3)),  # 04-30 to 05-02 are off
            ("announced", "2021-12-31", 2017, date(2022, 3, 1)),
            ("announced", "2022-01-10", 2021, date(2022, 2, 9)),
            ("announced", "2024-03-11", 2023, date(2024, 4, 10)),
            ("announced_abroad", "2023-12-29", 2021, date(2024, 3, 29)),
            ("announced_abroad", "2024-01-04", 2023, date(2024, 3, 4)),
            ("posted_abroad", "2024-01-31", 2023, date(2024, 4, 30)),
        ],
    )
    def test_the_law_of_the_day_of_issue(self, ordinary, event, issued, edition, served):
        """A document announced before a change keeps the length of its day of issue."""
        run = run_of(ordinary, f"{issued} notice.{event}", as_of=date(2025, 1, 1))
        (step,) = (step for step in run.steps if step.event.name == "notice.served")
        assert served == step.event.day
        assert f"cn.civil-procedure-{edition}" == edition_of(step.made_by)


class TestReconsiderationReply:
    """Ten calendar days, then ten working days, five in the simple procedure.

    行政复议法（2017）第二十三条：“被申请人应当自收到申请书副本或者申请笔录复印件之日起十日内，提出书面答复”。
    行政复议法（2023）第四十八条：“自收到……之日起十日内，提出书面答复”；第八十八条：“……‘十日’的规定是指工作日”。
    """

    @pytest.mark.parametrize(
        ("lines", "edition", "due"),
        [
            (["2023-12-18 remedy.copy_received"], 2017, date(2023, 12, 28)),
            (["2024-01-02 remedy.copy_received"], 2023, date(2024, 1, 16)),
            (
                ["2024-01-02 remedy.simple_applied", "2024-01-02 remedy.copy_received"],
                2023,
                date(2024, 1, 9),
            ),
        ],
    )
    def test_the_law_of_the_day_of_receipt(self, book, lines, edition, due):
        """The day on which the agency received the copy decides."""
        run = run_of(book.procedure("cn.remedy.reconsideration"), *lines)
        wanted = [(f"cn.reconsideration-law-{edition}", due)]
        assert wanted == clocks_of(run, "reconsideration-reply")


class TestAdditionalFine:
    """Not counted during a suit by a reply of the Supreme Court, then by law, reconsideration too.

    〔2005〕行他字第29号：“在诉讼期间不应计算”。
    行政处罚法（2021）第七十三条：“加处罚款的数额在行政复议或者行政诉讼期间不予计算”。
    """

    SUIT = ("remedy.suit_filed", "remedy.judgment_final")
    RECONSIDERATION = ("remedy.reconsideration_applied", "remedy.reconsideration_decided")

    @pytest.mark.parametrize(
        ("year", "remedy", "worth"),
        [
            (2020, SUIT, Decimal("750.00")),  # 06-17..07-01 and 12-02..12-11: 25 days
            (2020, RECONSIDERATION, Decimal(1000)),  # 178 days, capped
            (2022, SUIT, Decimal("750.00")),
            (2022, RECONSIDERATION, Decimal("750.00")),
        ],
    )
    def test_three_per_cent_a_day(self, book, year, remedy, worth):
        """Served on 06-01, due on 06-16; the remedy lasts from 07-01 to 12-01; asked on 12-11."""
        run = run_of(
            book.procedure("cn.penalty.payment"),
            f"{year}-06-01 decision.served",
            f"{year}-07-01 {remedy[0]}",
            f"{year}-12-01 {remedy[1]}",
            as_of=date(year, 12, 11),
        )
        (clock,) = (one for one in run.clocks if one.limit.limit.matter == "add-fine")
        assert worth == clock.worth(date(year, 12, 11))

    def test_the_cap_is_reached_on_day_34(self, book):
        """Thirty-three days come to 99 per cent, the 34th to the whole fine, and no more."""
        run = run_of(
            book.procedure("cn.penalty.payment"),
            "2022-06-01 decision.served",
            as_of=date(2022, 9, 1),
        )
        (clock,) = (one for one in run.clocks if one.limit.limit.matter == "add-fine")
        days = (date(2022, 7, 19), date(2022, 7, 20), date(2022, 8, 31))
        assert [990, 1000, 1000] == [clock.worth(day) for day in days]
