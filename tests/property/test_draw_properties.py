"""What holds for every draw of random inspection, against a recount that knows the JSON alone.

The recount reads the published record as another program in another language would: plain JSON,
a hash, and the six steps of `enforcecal.inspection.draws`.  It shares nothing with the code
under test.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from itertools import combinations
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enforcecal.errors import ArgumentError
from enforcecal.inspection.draws import DrawRecord, Inspectee, Inspector, Registers, draw, verify

CLASSES = ("甲", "乙", "c")
SKILLS = ("燃气", "扬尘")
NAMES = st.text("甲乙丙ab01é", min_size=1, max_size=4)
RATES = st.fractions(0, 1, max_denominator=7)


def subsets(values):
    """Draw a set of some of *values*."""
    return st.sets(st.sampled_from(values)) if values else st.just(set())


@st.composite
def lines(draw_):
    """Draw the lines of two registers, as plain values."""
    whom = draw_(st.lists(NAMES, unique=True, max_size=9))
    who = draw_(st.lists(NAMES, unique=True, min_size=2, max_size=6))
    inspectees = [
        (
            name,
            draw_(st.sampled_from(CLASSES)),
            draw_(subsets(SKILLS)) if draw_(st.booleans()) else set(),
        )
        for name in whom
    ]
    inspectors = [
        (
            name,
            set(SKILLS) if draw_(st.booleans()) else draw_(subsets(SKILLS)),
            draw_(subsets(whom[:2])),
        )
        for name in who
    ]
    return inspectees, inspectors


def registers_of(inspectees, inspectors):
    """Return registers of these lines."""
    return Registers(
        inspectees=[Inspectee(id=i, risk=r, needs=n) for i, r, n in inspectees],
        inspectors=[Inspector(id=i, qualifications=q, conflicts=c) for i, q, c in inspectors],
    )


@st.composite
def draws(draw_):
    """Draw a draw, with the lines of its registers."""
    inspectees, inspectors = draw_(lines())
    rates = {risk: draw_(RATES) for risk in {risk for _, risk, _ in inspectees}}
    seed = draw_(st.text("0123456789 +", min_size=1, max_size=8).filter(lambda s: s == s.strip()))
    terms = {"seed": seed, "batch": draw_(NAMES), "rates": rates, "team": draw_(st.integers(2, 3))}
    try:
        record = draw(registers_of(inspectees, inspectors), **terms)
    except ArgumentError:
        assume(False)
    return record, inspectees, inspectors, terms


# ---- the recount


def sha(text):
    """Return the hash of a text, as bytes."""
    return hashlib.sha256(text.encode("utf-8")).digest()


def shuffled(names, key, purpose):
    """Return *names* in the order of steps 3 and 4, all of them."""
    names = sorted(names, key=lambda name: name.encode("utf-32-be"))
    out, counter = [], 0
    # The entry that is exchanged away waits where the chosen one stood.
    for place in range(len(names)):
        size = len(names) - place
        while True:
            number = int(sha(f"{key}\n{purpose}\n{counter}").hex()[:16], 16)
            counter += 1
            if number < (1 << 64) // size * size:
                break
        chosen = place + number % size
        out.append(names[chosen])
        names[chosen] = names[place]
    return out


def recount(told):
    """Return the assignments that a published record has to have."""
    one = [f"{e['id']}\t{e['risk']}\t{','.join(sorted(e['needs']))}" for e in told["inspectees"]]
    two = [
        f"{e['id']}\t{','.join(sorted(e['qualifications']))}\t{','.join(sorted(e['conflicts']))}"
        for e in told["inspectors"]
    ]
    digests = [sha("".join(line + "\n" for line in sorted(each))).hex() for each in (one, two)]
    text = f"enforcecal-draw-1\nbatch\t{told['batch']}\nseed\t{told['seed']}\n"
    text += f"inspectees\t{digests[0]}\ninspectors\t{digests[1]}\nteam\t{told['team']}\n"
    for risk in sorted(told["rates"]):
        text += f"rate\t{risk}\t{told['rates'][risk]}\n"
    key = sha(text).hex()
    out = []
    recused = {(each["inspectee"], each["inspector"]) for each in told["recusals"]}
    for risk in sorted(told["rates"]):
        above, below = map(int, told["rates"][risk].split("/"))
        names = [each["id"] for each in told["inspectees"] if each["risk"] == risk]
        count = (len(names) * above + below - 1) // below
        for name in shuffled(names, key, f"inspectees\t{risk}")[:count]:
            (needs,) = (set(each["needs"]) for each in told["inspectees"] if each["id"] == name)
            fit = [
                each["id"]
                for each in told["inspectors"]
                if needs <= set(each["qualifications"]) and name not in each["conflicts"]
            ]
            team = [
                each
                for each in shuffled(fit, key, f"inspectors\t{name}")
                if (name, each) not in recused
            ]
            out.append({"inspectee": name, "risk": risk, "inspectors": team[: told["team"]]})
    return digests, out


# ---- the properties


@given(draws())
def test_another_program_recounts_it(drawn):
    """The JSON alone gives the digests of the registers and every assignment."""
    told = json.loads(drawn[0].to_json())
    digests, assignments = recount(told)
    assert digests == [told["inspectees_digest"], told["inspectors_digest"]]
    assert assignments == told["assignments"]


def test_another_program_recounts_the_published_example():
    """The published example, with its recusal, is what the six steps give."""
    told = json.loads((Path(__file__).parents[1] / "vectors/draw.json").read_text(encoding="utf-8"))
    digests, assignments = recount(told)
    assert digests == [told["inspectees_digest"], told["inspectors_digest"]]
    assert assignments == told["assignments"]


@given(draws(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(drawn, random):
    """Registers whose lines were shuffled give the same record, digest and all."""
    record, inspectees, inspectors, terms = drawn
    random.shuffle(inspectees)
    random.shuffle(inspectors)
    assert record == draw(registers_of(inspectees, inspectors), **terms)


@given(draws())
def test_no_conflict_and_no_gap(drawn):
    """Whoever is drawn is qualified, has no conflict, and is in a full team."""
    record, inspectees, inspectors, terms = drawn
    needs = {name: wanted for name, _, wanted in inspectees}
    who = {name: (skills, conflicts) for name, skills, conflicts in inspectors}
    for each in record.assignments:
        assert terms["team"] == len(set(each.inspectors)) == len(each.inspectors)
        for inspector in each.inspectors:
            skills, conflicts = who[inspector]
            assert needs[each.inspectee] <= skills
            assert each.inspectee not in conflicts


@given(draws())
def test_each_class_has_its_share(drawn):
    """Of each class at least its rate is drawn, less than one more, and nobody twice."""
    record, inspectees, _, terms = drawn
    sizes = Counter(risk for _, risk, _ in inspectees)
    found = Counter(each.risk for each in record.assignments)
    for risk, size in sizes.items():
        assert terms["rates"][risk] * size <= found[risk] < terms["rates"][risk] * size + 1
    assert len(record.assignments) == len({each.inspectee for each in record.assignments})


@given(draws())
def test_it_verifies_and_travels(drawn):
    """A draw verifies, and is the same after a journey as JSON."""
    record = drawn[0]
    assert () == verify(record)
    assert record == DrawRecord.from_json(record.to_json())


def places(value, path=()):
    """Yield the place of every value inside *value*."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in pairs:
        yield (*path, key)
        if isinstance(each, dict | list):
            yield from places(each, (*path, key))


def other(value):
    """Return something else of the kind of *value*, or of another kind."""
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    if isinstance(value, int):
        return value + 1
    return "2025-03-04" if value is None else value[1:] if value else ["x"]


@settings(max_examples=120)
@given(draws(), st.data())
def test_any_change_is_noticed(drawn, data):
    """One value of the JSON changed, or left out, is refused or reported by the verifier."""
    record = drawn[0]
    told = json.loads(record.to_json())
    path = data.draw(st.sampled_from([*places(told)]))
    place = told
    for key in path[:-1]:
        place = place[key]
    was = place[path[-1]]
    if data.draw(st.booleans()) or isinstance(was, dict):
        del place[path[-1]]
    else:
        place[path[-1]] = other(was)
    try:
        changed = DrawRecord.from_json(json.dumps(told))
    except ArgumentError:
        return
    assert verify(changed)


# ---- is it fair?


def chi_square(counts, expected):
    """Return the sum of squared deviations from *expected*, each over it."""
    return sum((count - expected) ** 2 / expected for count in counts)


def test_inspectees_come_out_evenly():
    """Over 1000 seeds each of ten inspectees is drawn three times in ten, as chi-square allows.

    Three of ten without repetition: the statistic over the ten counts, times 9/7 for drawing
    without repetition, has nine degrees of freedom; above 27.9 once in a thousand.
    """
    registers = registers_of(
        [(f"{n}", "甲", set()) for n in range(10)], [("a", set(), set()), ("b", set(), set())]
    )
    seeds = 1000
    counts = Counter()
    for seed in range(seeds):
        record = draw(registers, seed=f"{seed}", batch="1", rates={"甲": "3/10"})
        counts.update(each.inspectee for each in record.assignments)
    assert 10 == len(counts)
    assert chi_square(counts.values(), seeds * 3 / 10) * 9 / 7 < 27.9


def test_pairs_of_inspectors_come_out_evenly():
    """Over 1000 seeds each of the ten pairs of five inspectors is as likely as any other.

    Nine degrees of freedom again.
    """
    registers = registers_of([("x", "甲", set())], [(f"{n}", set(), set()) for n in range(5)])
    seeds = 1000
    counts = Counter()
    for seed in range(seeds):
        record = draw(registers, seed=f"{seed}", batch="1", rates={"甲": 1})
        counts[frozenset(record.assignments[0].inspectors)] += 1
    assert {frozenset(pair) for pair in combinations("01234", 2)} == set(counts)
    assert chi_square(counts.values(), seeds / 10) < 27.9
