"""How sure an answer is, and on what it turns.

A deadline is *firm* when every defensible reading and every notice still to come give one day.
Otherwise it carries one `Doubt` for each thing it turns on, and the range of days it can move over.
Whether there is such a deadline at all is another question, which `Applies` answers.
"""

from __future__ import annotations

import enum

import attrs

from enforcecal.texts import Lang, Text

__all__ = ["Application", "Applies", "Certainty", "Doubt"]


class Certainty(enum.Enum):
    """How far an answer may be relied on, from firm (确定) to unknown (无法判断)."""

    FIRM = "firm"
    """Every reading and every calendar give this day."""
    PROVISIONAL = "provisional"
    """A holiday notice is still to be published; the day can move within the range."""
    DISPUTED = "disputed"
    """Two defensible readings of the law give two days; both lie in the range."""
    UNKNOWN = "unknown"
    """Something needed was not recorded, so no day, or no single day, can be given."""

    @property
    def rank(self) -> int:
        """Position from most to least certain, for taking the worst of several."""
        return _ORDER[self]

    def worst(self, *others: Certainty) -> Certainty:
        """Return the least certain of this and *others*.

        >>> Certainty.FIRM.worst(Certainty.DISPUTED, Certainty.PROVISIONAL)
        <Certainty.DISPUTED: 'disputed'>
        """
        return max((self, *others), key=lambda one: one.rank)


_ORDER = {certainty: place for place, certainty in enumerate(Certainty)}


@attrs.frozen
class Doubt:
    """One thing an answer turns on: a notice not yet published, a reading, a fact not recorded."""

    code: str
    """Stable name: ``missing-notice``, ``reading``, ``not-recorded``, ``open-pause``, ..."""
    subject: str
    """What it is about: ``CN 2027``, the reading's name, the fact's name."""
    certainty: Certainty
    text: Text


class Application(enum.Enum):
    """Whether a rule applies."""

    YES = "yes"
    NO = "no"
    TURNS_ON = "turns-on"
    """It does if what nobody has told is so."""


@attrs.frozen
class Applies:
    """Whether a deadline applies, and by what; the day is given either way."""

    answer: Application = Application.YES
    facts: tuple[str, ...] = ()
    """What decides it, by the names under which facts are given: ``fine_yuan``."""
    text: Text = Text("yes", "适用")

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return it as plain values for JSON."""
        return {
            "answer": self.answer.value,
            "facts": [*self.facts],
            "text": self.text.say(lang),
        }
