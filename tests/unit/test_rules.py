from __future__ import annotations

from datetime import date

import attrs
import pytest

from enforcecal.dates.periods import Roll, Unit
from enforcecal.law import rules
from enforcecal.law.citations import Law
from enforcecal.law.conditions import Condition
from enforcecal.law.procedures import Procedure, Region, Step
from enforcecal.law.rules import NO_ROLL, Bound, Kind, Then, TimeLimit


class TestModels:
    @pytest.mark.parametrize(
        "model",
        [each for each in vars(rules).values() if isinstance(each, type) and attrs.has(each)],
    )
    def test_rules_are_frozen_and_slotted(self, model):
        """A rule that was read cannot be changed by anybody."""
        assert "__slots__" in vars(model)
        assert model.__setattr__ is not object.__setattr__

    def test_silence_is_none(self):
        """What the law does not answer is None, never a default that looks like law."""
        limit = TimeLimit(
            id="x.art1.y", matter="y", kind=Kind.ACT_WITHIN, start=("a",), length=1, unit=Unit.DAY
        )
        assert (None, None, None, None, None) == (
            limit.edge,
            limit.before,
            limit.when,
            limit.then,
            limit.takes_over,
        )
        assert Bound.OTHER is limit.bound
        assert NO_ROLL.id == limit.counting

    def test_a_clock_counts_from_its_end(self):
        """The event a clock leaves behind is of its last day unless the law says otherwise."""
        assert "end" == Then(event="x").counts_from

    def test_the_built_in_counting_rule_rolls_nothing(self):
        """The day of the event is not counted, and the last day stays where it is."""
        assert (Roll.NONE, False, ()) == (NO_ROLL.roll, NO_ROLL.start_counts, NO_ROLL.reading)

    def test_a_length_may_be_an_expression(self):
        """The annotation the loader reads says so."""
        attrs.resolve_types(TimeLimit)
        assert int | Condition == attrs.fields(TimeLimit).length.type


class TestRegion:
    def test_states_come_in_the_order_of_the_step_table(self):
        """The initial state first; staying and leaving the procedure name no state."""
        region = Region(
            id="main",
            initial="new",
            steps=(
                Step(("a", "new"), "e", "b"),
                Step(("b",), "f", "="),
                Step(("b",), "g", "other.procedure/c"),
            ),
        )
        assert ("new", "a", "b") == region.states


class TestProcedure:
    @pytest.fixture
    def procedure(self):
        """A procedure with nothing but one law and two events."""
        return Procedure(
            id="x",
            families=("l",),
            regions=(),
            events={"z": None, "a": None},
            facts={},
            laws={"l-2020": Law(id="l-2020", in_force_to=date(2020, 6, 30))},
            limits=(),
            pauses={},
            countings={},
            needs=(),
        )

    def test_order_is_that_of_the_declared_events(self, procedure):
        """Tables without an order inside a day get that of the vocabulary."""
        assert ("z", "a") == procedure.order

    def test_a_law_nobody_gave_days_is_in_force(self, procedure):
        """Rules of laws outside the packs, such as a caller's own, hold on every day."""
        assert procedure.law_in_force("l-2020", date(2020, 6, 30))
        assert not procedure.law_in_force("l-2020", date(2020, 7, 1))
        assert procedure.law_in_force("other", date(2020, 7, 1))
