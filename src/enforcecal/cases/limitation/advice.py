"""What to do next with a case, given how its limitation stands, and by which article.

Limitation bars a penalty and nothing else, so that no advice here ends with closing the file: an
order to correct stays possible, and where something is disputed a person decides.
"""

from __future__ import annotations

import enum
from typing import Final

import attrs

from enforcecal.cases.limitation.answer import Limitation, Penalty
from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.texts import Text

__all__ = ["Advice", "NextStep", "advise"]


class NextStep(enum.Enum):
    """What a bureau should do next."""

    FILE = "file"
    """Verify it and file it (立案)."""
    GO_ON = "go-on"
    """It is filed, and was discovered in time."""
    RECORD = "record"
    """Make a first dated record of its own while there is time."""
    CORRECT = "correct"
    """The conduct goes on: order it to stop, and file."""
    REVIEW = "review"
    """Refer it to legal review (法制审核)."""
    DO_NOT_FILE = "do-not-file"
    """Do not file; return it to the sender, and consider an order to correct."""
    END_INVESTIGATION = "end-investigation"
    """It is filed: end the investigation, and consider an order to correct."""


@attrs.frozen(kw_only=True)
class Advice:
    """The next step, in words, with its article."""

    step: NextStep
    text: Text
    article: Text


_ORDER_55: Final = Text(
    "Order no. 55 of the Ministry of Housing and Urban-Rural Development (2022)",
    "《住房和城乡建设行政处罚程序规定》",
)


def _of_order(en: str, zh: str) -> Text:
    return Text(f"{_ORDER_55.en}, {en}", f"{_ORDER_55.zh}{zh}")


_FIXED: Final = {
    NextStep.FILE: Advice(
        step=NextStep.FILE,
        text=Text(
            "discovered in time: verify it within 15 working days and file it",
            "时效内已发现：十五个工作日内核查并立案",
        ),
        article=_of_order("art. 15", "第十五条"),
    ),
    NextStep.GO_ON: Advice(
        step=NextStep.GO_ON,
        text=Text(
            "discovered in time: what counts now is the period of the case, 90 days from filing",
            "时效内已发现：现在受办案期限约束，自立案之日起九十日内作出决定",
        ),
        article=_of_order("art. 29", "第二十九条"),
    ),
    NextStep.CORRECT: Advice(
        step=NextStep.CORRECT,
        text=Text(
            "the conduct goes on: order it corrected, and file",
            "行为仍在继续：责令改正，并核查立案",
        ),
        article=Text(
            "Administrative Penalty Law (2021), art. 28", "《中华人民共和国行政处罚法》第二十八条"
        ),
    ),
    NextStep.DO_NOT_FILE: Advice(
        step=NextStep.DO_NOT_FILE,
        text=Text(
            "do not file for punishment, return it; an order to correct is not barred",
            "不予立案处罚，移送来的退回；责令改正不受时效限制",
        ),
        article=_of_order("art. 15(2)(3)", "第十五条第二款第三项"),
    ),
    NextStep.END_INVESTIGATION: Advice(
        step=NextStep.END_INVESTIGATION,
        text=Text(
            "end the investigation for punishment; an order to correct is not barred",
            "终止处罚调查；责令改正不受时效限制",
        ),
        article=_of_order("art. 31(1)(3)", "第三十一条第一款第三项"),
    ),
}


def advise(answer: Limitation, *, filed: bool = False) -> Advice:
    """Return what to do next, given *answer*, in a case that is *filed* already or not.

    >>> from datetime import date
    >>> from enforcecal.cases.limitation.answer import Conduct, limitation
    >>> dumped = Conduct(start=date(2023, 6, 15), kind="dumping")
    >>> advise(limitation(dumped, as_of=date(2025, 7, 1))).step.value
    'do-not-file'
    """
    if answer.penalty is Penalty.REVIEW:
        return Advice(
            step=NextStep.REVIEW,
            text=Text(
                "refer it to legal review before anything else; count it as barred until then",
                "先提请法制审核，此前从严按超过时效对待",
            ),
            article=answer.article,
        )
    match answer.status:
        case LimitationStatus.EXPIRED:
            return _FIXED[NextStep.END_INVESTIGATION if filed else NextStep.DO_NOT_FILE]
        case LimitationStatus.PRESERVED:
            return _FIXED[NextStep.GO_ON if filed else NextStep.FILE]
        case LimitationStatus.NOT_STARTED:
            return _FIXED[NextStep.GO_ON if filed else NextStep.CORRECT]
    return Advice(
        step=NextStep.RECORD,
        text=Text(
            f"not discovered yet: make a dated record of your own by {answer.safe_last_day}",
            f"尚未发现：最迟于{answer.safe_last_day}前形成本机关有日期的调查记录",
        ),
        article=answer.article,
    )
