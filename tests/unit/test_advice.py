from __future__ import annotations

from datetime import date

import pytest

from enforcecal.cases.limitation.advice import advise
from enforcecal.cases.limitation.answer import limitation
from enforcecal.cases.limitation.conduct import Conduct, Discovery

ACT = Conduct(start=date(2023, 6, 15), pattern="single")
GOES_ON = Conduct(start=date(2023, 6, 15), pattern="continuing")


@pytest.mark.parametrize(
    ("conduct", "code", "as_of", "filed", "step", "article"),
    [
        (ACT, "D2", "2026-01-01", False, "file", "第十五条"),
        (ACT, "D2", "2026-01-01", True, "go-on", "第二十九条"),
        (ACT, "D4", "2026-01-01", False, "do-not-file", "第十五条第二款第三项"),
        (ACT, "D4", "2026-01-01", True, "end-investigation", "第三十一条第一款第三项"),
        (ACT, "D8", "2026-01-01", False, "review", "第三十六条"),
        (ACT, "D4", "2024-01-01", False, "record", "第三十六条"),
        (GOES_ON, "D2", "2026-01-01", False, "correct", "第二十八条"),
        (GOES_ON, "D2", "2026-01-01", True, "go-on", "第二十九条"),
    ],
)
def test_every_step_has_its_article(conduct, code, as_of, filed, step, article):
    """What to do next follows from the status, and from whether the case is filed."""
    events = [Discovery(code, date(2023, 12, 1))]
    answer = limitation(conduct, events, as_of=date.fromisoformat(as_of))
    advice = advise(answer, filed=filed)
    assert step == advice.step.value
    assert advice.article.zh.endswith(article)
    assert "close" not in advice.text.en
