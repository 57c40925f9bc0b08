from __future__ import annotations

import copy
import pickle
import time
from datetime import date
from decimal import Decimal, localcontext
from typing import ClassVar

import pytest

from enforcecal.errors import ConditionError
from enforcecal.law.conditions import FUNCTIONS, Unknown, parse_condition, truth
from enforcecal.law.tree import Constant

NEW_YEAR = date(2024, 1, 1)


class _Case:
    """A case in which a few things are known; everything else is unknown."""

    FACTS: ClassVar = {
        "yes": True,
        "no": False,
        "n": 3,
        "half": Decimal("0.5"),
        "nan": Decimal("NaN"),
        "snan": Decimal("sNaN"),
        "huge": Decimal("1E+999999"),
        "word": "hearing",
        "day_": NEW_YEAR,
        "last": date.max,
        "parties": ("甲", "乙"),
        "空": (),
        "odd": 1.5,
    }

    def fact(self, name):
        return self.FACTS.get(name, Unknown({name}))

    def happened(self, event):
        return True if event == "filed" else Unknown({f'happened("{event}")'})

    def day(self, event):
        return NEW_YEAR if event == "filed" else Unknown({f'day("{event}")'})

    def over(self, matter):
        return matter == "decision"

    def late(self, matter):
        return matter != "decision"

    def due(self, matter):
        return date(2024, 4, 1)

    def state(self, region):
        return "open"

    def next(self, month_day):
        return date.fromisoformat(f"2024-{month_day}")

    def limitation(self):
        return "expired"

    def used(self):
        return 7


CASE = _Case()


def _answer(text):
    return parse_condition(text).evaluate(CASE)


class TestValues:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("yes", True),
            ("not yes", False),
            ("not no", True),
            ("True", True),
            ("-3", -3),
            ("-0.5", Decimal("-0.5")),
            ("-n", -3),
            ("0.03", Decimal("0.03")),
            ('"text"', "text"),
            ("n == 3", True),
            ("n != 3", False),
            ("n < 4", True),
            ("n <= 3", True),
            ("n > 3", False),
            ("n >= half", True),
            ("1 < n < 4", True),
            ("1 < n < 3", False),
            ("n + 1", 4),
            ("n - 1", 2),
            ("n * 2", 6),
            ("n * half", Decimal("1.5")),
            ("n + half - 1", Decimal("2.5")),
            ("min(n, 2)", 2),
            ("max(n, half, 2)", 3),
            ("min(0.03 * n * used, n)", Decimal("0.63")),
            ("n in (1, 2, 3)", True),
            ("n not in [1, -2]", True),
            ("n in (True, 3)", True),
            ("yes in (1, True)", True),
            ('word in ("hearing", "tender")', True),
            ('"甲" in parties', True),
            ('"丙" not in parties', True),
            ('"丙" in 空', False),
            ('"丙" not in 空', True),
            ('parties == ["甲", "乙"]', True),
            ('happened("filed")', True),
            ('day("filed") == day_', True),
            ("day_ + 30", date(2024, 1, 31)),
            ("30 + day_", date(2024, 1, 31)),
            ("day_ - 1", date(2023, 12, 31)),
            ('due("decision") - day_', 91),
            ('min(day_, due("decision"))', NEW_YEAR),
            ('max(day_, next("02-29"))', date(2024, 2, 29)),
            ('over("decision") and not late("decision")', True),
            ('state("main") == "open"', True),
            ('limitation() == "expired"', True),
            ("used", 7),
            ("day_ < 2024-01-02", True),
            ("day_ == 2024-01-01", True),
            ("2024-02-28 + 2", date(2024, 3, 1)),
            ("2024-01-03-day_", 2),
            ("day_ in (2024-01-01, 2025-01-01)", True),
            ('max(day_, 2024-05-01, due("decision"))', date(2024, 5, 1)),
            ('word == "2024-01-01"', False),
            ("2024 - 10 - 15", 1999),
            ("yes and n == 3 and n < 4", True),
            ("no or n == 4 or n > 4", False),
        ],
    )
    def test_known_facts_give_values(self, text, expected):
        """With everything known, a condition is worth what Python would say, in exact numbers."""
        found = _answer(text)
        assert expected == found
        assert type(expected) is type(found)

    def test_text_may_stand_on_several_lines(self):
        """Lines are joined, so that a long condition can be laid out in a pack."""
        assert parse_condition("yes\n  and n == 3").source == "yes and n == 3"

    def test_the_callers_precision_changes_nothing(self):
        """A fine comes to the same whatever decimal context the caller works in."""
        with localcontext() as context:
            context.prec = 1
            assert Decimal("0.63") == _answer("0.03 * n * used")


class TestThreeValues:
    """What nobody recorded is unknown, not false."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("yes or x", True),
            ("x or yes", True),
            ("no and x", False),
            ("x and no", False),
            ("x and y and no", False),
            ("x or y or yes", True),
            ("n and no", False),
            ("no and n", False),
        ],
    )
    def test_an_unknown_does_not_matter_where_the_rest_decides(self, text, expected):
        """Unknown or true is true, unknown and false is false, in either order."""
        assert expected is _answer(text)

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("x", "x"),
            ("not x", "x"),
            ("yes and x", "x"),
            ("x and yes", "x"),
            ("no or x", "x"),
            ("x or no", "x"),
            ("x and y", "x y"),
            ("x or y or no", "x y"),
            ("yes and x and y", "x y"),
            ("x == 1", "x"),
            ("x < y", "x y"),
            ("1 < n < x", "x"),
            ("x + 1", "x"),
            ("x * y", "x y"),
            ("-x", "x"),
            ("min(x, n)", "x"),
            ("x in (1, 2)", "x"),
            ("n in x", "x"),
            ('happened("served")', 'happened("served")'),
            ('day("served") < day_', 'day("served")'),
        ],
    )
    def test_unknown_names_what_is_missing(self, text, missing):
        """An answer that needs what is missing is unknown, and names it."""
        found = _answer(text)
        assert Unknown(missing.split(" ") if '"' not in missing else [missing]) == found


class TestWrongTypes:
    """A fact of the wrong type counts as not recorded: nothing in a log may raise."""

    @pytest.mark.parametrize(
        ("text", "missing"),
        [
            ("not n", "n"),
            ("n and yes", "n"),
            ("yes and n", "n"),
            ("no or n", "n"),
            ("yes and n and word", "n word"),
            ("word < 3", "word"),
            ("word < n", "word n"),
            ("yes == 1", "yes"),
            ("n == word", "n word"),
            ("odd == 1", "odd"),
            ("snan == 1", "snan"),
            ("nan < 1", "nan"),
            ("word + 1", "word"),
            ("word * n", "word n"),
            ("yes + 1", "yes"),
            ("day_ + half", "day_ half"),
            ("day_ - half", "day_ half"),
            ("day_ * n", "day_ n"),
            ("n - day_", "n day_"),
            ("last + 1", "last"),
            ("day_ + day_", "day_"),
            ("huge * huge", "huge"),
            ("min(n, word)", "n word"),
            ("min(n, day_)", "n day_"),
            ("max(nan, 1)", "nan"),
            ("-word", "word"),
            ("n in word", "n word"),
            ('n in ("a", "b")', "n"),
            ("parties in (1, 2)", "parties"),
            ("snan in (1, 0.5)", "snan"),
        ],
    )
    def test_a_wrong_type_is_unknown(self, text, missing):
        """The facts that do not fit are named."""
        assert Unknown(missing.split()) == _answer(text)


class TestHolds:
    def test_only_a_yes_or_no_holds(self):
        """A condition that is a number holds neither way, and names its facts."""
        assert parse_condition("yes").holds(CASE) is True
        assert parse_condition("no").holds(CASE) is False
        assert Unknown({"n"}) == parse_condition("n + 1").holds(CASE)

    def test_truth_keeps_what_is_unknown(self):
        """What is unknown stays unknown for its own reason."""
        assert Unknown({"x"}) == truth(Unknown({"x"}), frozenset({"y"}))
        assert Unknown(()) == truth(1)


class TestReads:
    def test_a_condition_tells_what_it_reads(self):
        """Facts and calls are known without evaluating."""
        condition = parse_condition(
            'a and happened("x") and day("y") < day("x") and limitation() == b and used > 1'
        )
        assert frozenset({"a", "b"}) == condition.facts
        assert (
            frozenset(
                {("happened", "x"), ("day", "x"), ("day", "y"), ("limitation", ""), ("used", "")}
            )
            == condition.calls
        )
        assert ("x", "y") == condition.arguments("happened", "day")
        assert () == condition.arguments("due")

    def test_conditions_are_equal_when_written_the_same(self):
        """The text is all there is to a condition, in sets, copies and pickles too."""
        one, two = parse_condition("a and b"), parse_condition(" a and b ")
        assert one == two
        assert 1 == len({one, two})
        assert one != parse_condition("a  and b")
        assert one == copy.deepcopy(one)
        assert one == pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
        assert "a and b" == str(one)


class TestTree:
    """What a condition says is a tree; what it reads and how it prints derive from it."""

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("((a))", "a"),
            ("a  and ( b or not(c) )", "a and (b or not c)"),
            ("(a and b) or c", "a and b or c"),
            ("(a and b) and c", "(a and b) and c"),
            ("not (a == 1)", "not a == 1"),
            ("not (a and b)", "not (a and b)"),
            ("(a == 1) == b", "(a == 1) == b"),
            ("1<a<=b != 3", "1 < a <= b != 3"),
            ("a-(b-c)*d", "a - (b - c) * d"),
            ("(a-b)-c", "a - b - c"),
            ("a--b", "a - -b"),
            ("-(a+b)", "-(a + b)"),
            ("- -5", "5"),
            ("-0.0 < 0x1f", "-0.0 < 31"),
            ("5. == 1e3", "5. == 1E+3"),
            ("a in ['x']", 'a in ("x",)'),
            ("a not in ()", "a not in ()"),
            ("a == ''", 'a == ""'),
            ("""a == 'say "so"' """, """a == "say " '"' "so" '"'"""),
            ("""a == '""' """, """a == '""'"""),
            ("happened( 'x' )", 'happened("x")'),
            ("limitation()==a", "limitation() == a"),
            ("min(a,used , 2)", "min(a, used, 2)"),
            ("max(a,2021-07-15)", "max(a, 2021-07-15)"),
        ],
    )
    def test_a_tree_prints_as_it_would_be_written(self, text, written):
        """Brackets and spaces are as few as can be, and read again it is the same tree."""
        node = parse_condition(text).node
        assert written == str(node)
        assert node == parse_condition(written).node
        assert hash(node) == hash(parse_condition(written).node)
        assert node == pickle.loads(pickle.dumps(node))  # noqa: S301 - our own

    @pytest.mark.parametrize(
        ("one", "two"),
        [("a == 1", "a == True"), ("a == 1", "a == 1.0"), ("a == 1.0", "a == 1.00")],
    )
    def test_values_that_python_calls_equal_are_told_apart(self, one, two):
        """A tree says what was written, not what it comes to."""
        assert parse_condition(one).node != parse_condition(two).node

    def test_a_sign_is_turned_exactly(self):
        """The caller's precision has no say in a literal."""
        with localcontext() as context:
            context.prec = 1
            assert Constant(Decimal("-0.123")) == parse_condition("-0.123").node

    def test_days_inside_text_stay_text(self):
        """Only what stands outside quotes is a day."""
        assert Constant("2021-02-30") == parse_condition("'2021-02-30'").node

    def test_length_is_measured_before_anything_takes_time(self):
        """What is too long is refused without being cleaned first."""
        began = time.perf_counter()
        with pytest.raises(ConditionError, match="40000 characters is too long"):
            parse_condition(" " * 40_000)
        assert time.perf_counter() - began < 0.01


class TestRegions:
    def test_stars_become_the_region(self):
        """Arguments that begin with a star are expanded, other text is left alone."""
        condition = parse_condition(
            '"一二" == "*.x" or happened("*.served") or state("*") == "*" or day(\'*.a\') < d'
        )
        assert condition.starred
        assert not parse_condition('happened("*x")').starred
        assert (
            '"一二" == "*.x" or happened("notice.served") or state("notice") == "*" '
            "or day('notice.a') < d" == condition.for_region("notice").source
        )

    def test_without_stars_nothing_changes(self):
        """A condition without a star is the same for every region."""
        condition = parse_condition('happened("served")')
        assert not condition.starred
        assert condition is condition.for_region("notice")


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "must not be empty"),
            ("  ", "must not be empty"),
            ("a" * 2001, "2001 characters is too long; at most 2000"),
            ("a < 2021-02-30", r"column 5 of .*: there is no day 2021-02-30 \(day is out of range"),
            ("“ < 2021-13-01", "column 5 of .*: there is no day 2021-13-01"),
            ("a < 2021-7-15", "column 5 of .*: write a day like 2021-07-05, and a minus with"),
            ("a == 1 or 2021-01-01", "column 11 of .*: this is a day, where a yes or no is needed"),
            ("a < 2021-01-01 < 3", "column 5 of .*: a day cannot be compared with a number"),
            ("-2021-01-01", "this is a day, where a number is needed"),
            ("1 +", r"column 1 of '1 \+': not an expression"),
            ("a b", "not an expression"),
            ("a = 3", "column 3 of 'a = 3': not an expression"),
            ("a\0b", "not an expression"),
            ("(" * 900 + "a" + ")" * 900, "not an expression"),
            ("a == '\ud800'", "not an expression"),
            ("a # b", "column 3 of 'a # b': a comment"),
            ("a\\b", "column 2 of .*: a backslash"),
            ("not " * 60 + "a", "nested more than 50 deep"),
            ("a.b", "attribute is not part of the grammar"),
            ("a[0]", "subscript is not part of the grammar"),
            ("lambda: a", "lambda is not part of the grammar"),
            ("a if b else c", "ifexp is not part of the grammar"),
            ("[a for a in b]", "listcomp is not part of the grammar"),
            ("{1, 2}", "set is not part of the grammar"),
            ("+a", "unaryop is not part of the grammar"),
            ("~a", "unaryop is not part of the grammar"),
            ('f"{a}"', "joinedstr is not part of the grammar"),
            ("None", "None is no literal of the grammar"),
            ("1j", "1j is no literal of the grammar"),
            ('b"x"', "is no literal of the grammar"),
            ("...", "Ellipsis is no literal"),
            ("true", "write True instead of true"),
            ("happened", 'happened is a function; write happened\\("event"\\)'),
            ("hapened('x')", "no function is called 'hapened'; did you mean 'happened'"),
            ("__import__('os')", "no function is called '__import__'; there are happened"),
            ("(1).bit_length()", "only a function of the grammar can be called"),
            ("happened()", "happened takes one name in quotes"),
            ("happened(a)", "happened takes one name in quotes"),
            ("happened('a', 'b')", "happened takes one name in quotes"),
            ("happened(event='a')", "happened takes no named arguments"),
            ("happened('')", "happened needs a name"),
            ("next('02-30')", "'02-30' is no day of the year"),
            ("next('march')", "'march' is no day of the year"),
            ("limitation(1)", "limitation takes no argument"),
            ("min(a)", "min takes two arguments or more"),
            ("min(a, 'b')", "this is a text, where a number or a day is needed"),
            ("min(1, day('a'))", "a number cannot be compared with a day"),
            ("not 1", "this is a number, where a yes or no is needed"),
            ("a and day('b')", "column 7 of .*: this is a day, where a yes or no is needed"),
            ("-'a'", "this is a text, where a number is needed"),
            ("a < 'b'", "this is a text, where a number or a day is needed"),
            ("'a' == 1", "a text cannot be compared with a number"),
            ("a is b", "compare with == != < <= > >= or in"),
            ("a in 'abc'", "a list is needed; write \\('abc',\\)"),
            ("a in 3", "this is a number, where a list is needed"),
            ("(1, 2) in a", "this is a list, where a yes or no or a number"),
            ("a in (b, 1)", "a list may hold literals only"),
            ("a in ((1, 2), 3)", "a list may hold literals only"),
            ("a in (-b, 3)", "a list may hold literals only"),
            ("a / 2", "there are only \\+ - \\* to reckon with"),
            ("day('a') + day('b')", "a day and a day cannot be reckoned with"),
            ("day('a') * 2", "this is a day, where a number is needed"),
            ("'a' + 1", "this is a text, where a number or a day is needed"),
        ],
    )
    def test_what_is_not_in_the_grammar_is_refused(self, text, message):
        """The message says where, what, and what would be right."""
        with pytest.raises(ConditionError, match=message):
            parse_condition(text)

    def test_columns_count_characters(self):
        """A column is counted as people count, not in bytes."""
        with pytest.raises(ConditionError, match=r"^column 11 of "):
            parse_condition('"一二三" and hapened("x")')

    def test_a_long_condition_is_shown_shortened(self):
        """A message stays readable."""
        with pytest.raises(ConditionError, match=r"^column 1 of 'a\.b{75}\.\.\.'"):
            parse_condition("a." + "b" * 200)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_is_written_with_an_example(name):
    """The way to write a call, shown in messages, begins with the name of the function."""
    assert FUNCTIONS[name].startswith(f"{name}(")
