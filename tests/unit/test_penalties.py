from __future__ import annotations

from fractions import Fraction

from enforcecal.measures.penalties import (
    PenaltyCase,
    PenaltyOutcome,
    count_penalties,
    parse_outcome,
)


def case(number, **keys):
    """Return a penalty case."""
    return PenaltyCase(id=str(number), **keys)


class TestPenalties:
    def test_the_sentences_of_a_report(self):
        """Invented cases give the sentences such reports have."""
        gas = [case(n, category="燃气设施类", fine=Fraction(4850)) for n in range(8)]
        dust = [case(n, category="扬尘类", fine=Fraction(480)) for n in range(8, 13)]
        building = [
            case(
                13, category="房屋建设类", outcome=PenaltyOutcome.PENALTY, fine=Fraction("1000.5")
            ),
            case(14, category="房屋建设类", outcome=PenaltyOutcome.NO_PENALTY),
            case(15, category="房屋建设类", outcome=PenaltyOutcome.PRIOR_NOTICE),
            case(16, category="", outcome=PenaltyOutcome.NOT_FILED),
        ]
        made = count_penalties([*gas, *dust, *building])
        assert (
            "燃气设施类案件8件，罚款3.88万元。",
            "扬尘类案件5件，罚款0.24万元。",
            "房屋建设类案件3件，罚款0.10005万元。",
            "未分类案件1件，罚款0万元。",
            "作出处罚决定1件，不予处罚1件，事先告知1件，退回不予立案1件。",
        ) == made.sentences("zh")
        assert "房屋建设类: 3 cases, fines 1,000.50 yuan." in made.sentences()
        assert "no category: 1 cases, fines 0 yuan." in made.sentences()
        assert made.sentences()[-1].startswith("Outcomes: penalty decided 1, no penalty 1")
        assert ("扬尘类案件5件，罚款0.24万元。",) == count_penalties(dust).sentences("zh")
        assert (17, 1) == (made.cases.value, made.not_filed.value)
        assert Fraction("42200.5") == made.fines.value

    def test_closing(self):
        """A case returned without filing is no filed case; one that says nothing is left out."""
        made = count_penalties(
            [
                case(1, closed=True),
                case(2, closed=False),
                case(3),
                case(4, outcome=PenaltyOutcome.NOT_FILED, closed=True),
                case(5, fault="unreadable"),
            ]
        )
        assert (Fraction(1, 2), 2) == (made.closing.value, made.closing.n)
        assert [("no-mark", ("3",)), ("unreadable", ("5",))] == [
            (one.reason, one.ids) for one in made.closing.left_out
        ]
        assert count_penalties([case(1)]).closing.value is None

    def test_a_fine_not_recorded_is_not_zero(self):
        """A penalty without an amount is left out of the fines, not added as nothing."""
        made = count_penalties([case(1, outcome=PenaltyOutcome.PENALTY)])
        assert (("no-fine", 1), 0) == (
            (made.fines.left_out[0].reason, made.fines.left_out[0].n),
            made.fines.n,
        )

    def test_outcomes(self):
        """An outcome is named by its words."""
        assert (PenaltyOutcome.NO_PENALTY, PenaltyOutcome.NOT_FILED, None, None) == (
            parse_outcome("No penalty"),
            parse_outcome("不予立案"),
            parse_outcome("其他"),
            parse_outcome(3),
        )
