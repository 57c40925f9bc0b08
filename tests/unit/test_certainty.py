from __future__ import annotations

import pytest

from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.texts import Text


def test_from_firm_to_unknown():
    """Firm ranks before provisional, provisional before disputed, unknown last."""
    order = [Certainty.FIRM, Certainty.PROVISIONAL, Certainty.DISPUTED, Certainty.UNKNOWN]
    assert [0, 1, 2, 3] == [one.rank for one in order]


@pytest.mark.parametrize("one", Certainty)
@pytest.mark.parametrize("other", Certainty)
def test_the_worst_of_two(one, other):
    """The worst of several is the one of highest rank, in any order."""
    assert one.worst(other) is other.worst(one)
    assert max(one.rank, other.rank) == one.worst(other).rank
    assert one is one.worst()


def test_a_doubt_says_what_it_turns_on():
    """A doubt has a code, a subject, and words in both languages."""
    doubt = Doubt("missing-notice", "CN 2027", Certainty.PROVISIONAL, Text("no notice", "无通知"))
    assert ("missing-notice", "CN 2027") == (doubt.code, doubt.subject)
    assert "无通知" == doubt.text.say("zh")
