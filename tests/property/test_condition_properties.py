"""Conditions against truth tables: an unknown is every value it could have."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from enforcecal.errors import ConditionError
from enforcecal.law.conditions import Unknown, parse_condition

FACTS = ("a", "b", "c")

conditions = st.recursive(
    st.sampled_from([*FACTS, "True", "False", 'happened("x")']),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.lists(inner, min_size=2, max_size=4).map(
            lambda many: " and ".join(f"({one})" for one in many)
        ),
        st.lists(inner, min_size=2, max_size=4).map(
            lambda many: " or ".join(f"({one})" for one in many)
        ),
    ),
    max_leaves=8,
)


class _Known:
    """A case whose facts are given, None for what nobody recorded."""

    def __init__(self, facts: dict[str, bool | None]) -> None:
        self.facts = facts

    def fact(self, name: str) -> bool | Unknown:
        value = self.facts.get(name)
        return Unknown({name}) if value is None else value

    def happened(self, event: str) -> bool | Unknown:
        value = self.facts.get(event)
        return Unknown({f'happened("{event}")'}) if value is None else value


assignments = st.fixed_dictionaries(
    dict.fromkeys([*FACTS, "x"], st.sampled_from([True, False, None]))
)


@given(conditions, assignments)
def test_a_definite_answer_holds_whatever_the_unknown_turns_out_to_be(text, facts):
    """Three-valued logic never says more than every filling-in of what is missing would say."""
    condition = parse_condition(text)
    found = condition.evaluate(_Known(facts))
    missing = [name for name, value in facts.items() if value is None]
    possible = {
        condition.evaluate(_Known({**facts, **dict(zip(missing, values, strict=True))}))
        for values in product([True, False], repeat=len(missing))
    }
    if isinstance(found, Unknown):
        assert found.missing <= {*missing, 'happened("x")'}
        assert found.missing
    else:
        assert {found} == possible


@given(conditions, st.fixed_dictionaries(dict.fromkeys([*FACTS, "x"], st.booleans())))
def test_with_everything_known_a_condition_says_what_python_says(text, facts):
    """The grammar means what it means in Python, which the test alone may run."""
    env = {"a": facts["a"], "b": facts["b"], "c": facts["c"], "happened": facts.get}
    assert eval(text, {"__builtins__": {}}, env) is parse_condition(text).evaluate(  # noqa: S307
        _Known(facts)
    )


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_is_refused(text):
    """No text makes the parser fail otherwise than with a ConditionError."""
    try:
        parse_condition(text)
    except ConditionError:
        return


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b",
            "1",
            "0.5",
            "2021-07-15",
            "-3",
            '"t"',
            "True",
            "(1, 2)",
            '("t",)',
            'day("x")',
            "used",
        ),
        *("and", "or", "not", "==", "<", "in", "+", "-", "*", "(", ")", "min(", ",", "max("),
    ]
)
VALUES = st.one_of(
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.text(max_size=3),
    st.dates(),
    st.lists(st.text(max_size=2), max_size=2).map(tuple),
    st.just(Unknown({"a"})),
)


class _Anything:
    """A case in which a fact may be anything at all."""

    def __init__(self, value: object) -> None:
        self.value = value

    def fact(self, name: str) -> object:
        return self.value if name == "a" else 3

    def day(self, event: str) -> date:
        return date.max

    def used(self) -> int:
        return 10**9


@given(st.lists(PIECES, min_size=1, max_size=7).map(" ".join), VALUES)
def test_no_fact_makes_a_condition_raise(text, value):
    """Whatever a log holds, a condition answers or says what it lacks."""
    try:
        condition = parse_condition(text)
    except ConditionError:
        return
    condition.holds(_Anything(value))


@given(
    st.sampled_from(["a < 1", "a == 1", "a + 1", "a - a", "a * 0.5", "-a", "min(a, 1)", "not a"]),
    VALUES,
)
def test_no_fact_makes_an_operation_raise(text, value):
    """The same for each operation by itself, so that every one is met with every type."""
    parse_condition(text).holds(_Anything(value))


@given(st.lists(PIECES, min_size=1, max_size=9).map(" ".join) | conditions)
def test_a_printed_tree_reads_as_the_same_tree(text):
    """A tree loses nothing by being printed, and prints the same ever after."""
    try:
        node = parse_condition(text).node
    except ConditionError:
        return
    again = parse_condition(str(node)).node
    assert node == again
    assert str(node) == str(again)
