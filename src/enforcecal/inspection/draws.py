r"""A draw of whom to inspect and who inspects, that anyone can recount (双随机 抽取).

Random inspection is believed only if nobody could have steered it.  Here a draw is a function of
what is published: the two registers, the rates, the batch, and a seed.  Publish the digests of the
registers first, then take the seed from something nobody commands and everybody can look up, such
as the numbers of a lottery on a day named in advance, then draw.  Nothing else has a say: no clock,
no state of a random module, not the order of the lines.

The algorithm, ``enforcecal-draw-1``, so that another language can recount it.  Text is in NFC and
holds no control character; it is hashed as UTF-8; "in order" means by code point; a line ends in
``\n`` (10), fields are parted by a tab (9), entries of a list by a comma and in order.

1. *Registers.*  A line for each inspectee: id, risk class, qualifications needed.  A line for each
   inspector: id, qualifications, inspectees with whom there is a conflict of interest.  The digest
   of a register is the SHA-256, in lower-case hexadecimal, of its lines in order.
2. *Key.*  The SHA-256, in hexadecimal, of these lines: ``enforcecal-draw-1``; ``batch``, the batch;
   ``seed``, the seed; ``inspectees``, digest; ``inspectors``, digest; ``team``, how many inspect
   together; then for each risk class in order ``rate``, the class, its rate as a fraction in lowest
   terms (``1/20``).
3. *Numbers.*  A stream has a purpose and a counter from 0.  Number c is the first eight bytes, high
   byte first, of the SHA-256 of ``key \n purpose \n c`` (no line end after c, which is decimal).
   For a whole number below n, numbers that are not below 2^64 - (2^64 mod n) are thrown away (each
   uses up its c); of the first that is left, the remainder by n counts.
4. *Order at random.*  Of a list of n in order, take for i = 0, 1, 2, ... the entry at i + (a number
   below n - i) and exchange it with that at i; the entries come out as they reach i.
5. *Inspectees.*  For each risk class in order: of its ids, as many as its rate times their number,
   rounded up, come out of step 4 with the purpose ``inspectees``, a tab, the class.
6. *Inspectors.*  For each inspectee drawn: of the ids of all inspectors that have every
   qualification it needs and no conflict with it, step 4 with the purpose ``inspectors``, a tab,
   the inspectee.  Whoever is recused is passed over; the first that are left, as many as the team,
   inspect.  A recusal of somebody who was not reached in this way is refused.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final, TypeVar, cast

import attrs

from enforcecal.datafiles import (
    DataFileError,
    Reader,
    list_of,
    optional,
    read_json,
    table,
    text,
    through,
    whole,
    words,
    written_day,
)
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.plain import plain_fields
from enforcecal.texts import Text

__all__ = [
    "ALGORITHM",
    "Assignment",
    "DrawRecord",
    "Inspectee",
    "Inspector",
    "Recusal",
    "Registers",
    "draw",
    "verify",
]

ALGORITHM: Final = "enforcecal-draw-1"
"""The name of the algorithm above; another way to draw would have another name."""

_SPAN: Final = 2**64
_LEAST_TEAM: Final = 2
_RATE: Final = re.compile(r"[^eE]{1,200}")
_M = TypeVar("_M")


def _check_text(what: str, text: object) -> str:
    if not isinstance(text, str):
        raise ArgumentTypeError(f"{what}={text!r} must be text")
    if not text or text != text.strip():
        raise ArgumentError(f"{what}={text!r} must not be empty, nor begin or end with a space")
    if any(unicodedata.category(mark) in {"Cc", "Cs"} for mark in text):
        raise ArgumentError(
            f"{what}={text!r} must hold no tab, line end or other control character"
        )
    if not unicodedata.is_normalized("NFC", text):
        raise ArgumentError(f"{what}={text!r} must be in Unicode normal form C, as it is hashed")
    return text


def _check_id(what: str, text: object) -> str:
    if "," in _check_text(what, text):
        raise ArgumentError(f"{what}={text!r} must hold no comma, which parts the ids of a list")
    return cast("str", text)


def _id(_: object, field: attrs.Attribute[str], value: object) -> None:
    _check_id(field.name, value)


def _text(_: object, field: attrs.Attribute[str], value: object) -> None:
    _check_text(field.name, value)


def _ids(_: object, field: attrs.Attribute[frozenset[str]], value: frozenset[str]) -> None:
    for each in value:
        _check_id(field.name, each)


def _set(values: Iterable[str]) -> frozenset[str]:
    if isinstance(values, str):
        raise ArgumentTypeError(f"{values!r} must be a set of names, not one text")
    return frozenset(values)


@attrs.frozen(kw_only=True)
class Inspectee:
    """One line of the register of inspectees (检查对象名录库)."""

    id: str = attrs.field(validator=_id)
    """Whatever the register calls it, such as a unified social credit code."""
    risk: str = attrs.field(validator=_id)
    """Its risk or credit class; the rates are by class."""
    needs: frozenset[str] = attrs.field(default=frozenset(), converter=_set, validator=_ids)
    """Qualifications that each of its inspectors must have."""

    @property
    def line(self) -> str:
        """The line of the register that is hashed, without its end."""
        return f"{self.id}\t{self.risk}\t{_listed(self.needs)}"


@attrs.frozen(kw_only=True)
class Inspector:
    """One line of the register of inspectors (执法检查人员名录库)."""

    id: str = attrs.field(validator=_id)
    """Such as the number of the enforcement certificate."""
    qualifications: frozenset[str] = attrs.field(
        default=frozenset(), converter=_set, validator=_ids
    )
    conflicts: frozenset[str] = attrs.field(default=frozenset(), converter=_set, validator=_ids)
    """Ids of inspectees with whom there is an interest (利害关系); never drawn for these."""

    @property
    def line(self) -> str:
        """The line of the register that is hashed, without its end."""
        return f"{self.id}\t{_listed(self.qualifications)}\t{_listed(self.conflicts)}"

    def may_inspect(self, inspectee: Inspectee) -> bool:
        """Tell whether there is every qualification *inspectee* needs, and no conflict with it."""
        return inspectee.needs <= self.qualifications and inspectee.id not in self.conflicts


def _listed(names: Iterable[str]) -> str:
    return ",".join(sorted(names))


def _digest(lines: Iterable[str]) -> str:
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _inspectees(entries: Iterable[Inspectee]) -> tuple[Inspectee, ...]:
    found = tuple(sorted(entries, key=lambda entry: entry.line))
    _check_unique("inspectees", [entry.id for entry in found])
    return found


def _inspectors(entries: Iterable[Inspector]) -> tuple[Inspector, ...]:
    found = tuple(sorted(entries, key=lambda entry: entry.line))
    _check_unique("inspectors", [entry.id for entry in found])
    return found


def _check_unique(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ArgumentError(f"{what}: {name!r} is in the register twice")
        seen.add(name)


@attrs.frozen(kw_only=True)
class Registers:
    """The two registers a draw is made from; kept in order, so that lines may come in any.

    >>> registers = Registers(
    ...     inspectees=[Inspectee(id="gas-1", risk="A")],
    ...     inspectors=[Inspector(id="7"), Inspector(id="3")],
    ... )
    >>> [inspector.id for inspector in registers.inspectors]
    ['3', '7']
    """

    inspectees: tuple[Inspectee, ...] = attrs.field(converter=_inspectees)
    inspectors: tuple[Inspector, ...] = attrs.field(converter=_inspectors)

    @property
    def inspectees_digest(self) -> str:
        """SHA-256 of the register of inspectees; to be published before the seed is known."""
        return _digest(entry.line for entry in self.inspectees)

    @property
    def inspectors_digest(self) -> str:
        """SHA-256 of the register of inspectors; to be published before the seed is known."""
        return _digest(entry.line for entry in self.inspectors)


@attrs.frozen(kw_only=True)
class Recusal:
    """An inspector who was drawn and stands aside (回避): the next in order steps in."""

    inspectee: str = attrs.field(validator=_id)
    inspector: str = attrs.field(validator=_id)
    reason: str = attrs.field(validator=_text)
    """Published with the record: a recusal without a reason would steer the draw."""


@attrs.frozen(kw_only=True)
class Assignment:
    """One inspectee that was drawn, and who inspects it, in the order in which they were drawn."""

    inspectee: str = attrs.field(validator=_id)
    risk: str = attrs.field(validator=_id)
    inspectors: tuple[str, ...]


def _rates(given: Mapping[str, Fraction | int | str]) -> tuple[tuple[str, Fraction], ...]:
    found: dict[str, Fraction] = {}
    for risk, rate in given.items():
        if isinstance(rate, bool) or not isinstance(rate, Fraction | int | str):
            raise ArgumentTypeError(
                f"rates: {rate!r} for {risk!r} must be exact: a Fraction, or text such as '1/20'"
            )
        # An exponent could ask for any number of digits: that is no number either.
        exact = "" if isinstance(rate, str) and not _RATE.fullmatch(rate) else rate
        try:
            found[_check_id("rates", risk)] = Fraction(exact)
        except (ValueError, ZeroDivisionError) as error:
            if isinstance(error, ArgumentError):
                raise
            raise ArgumentError(
                f"rates: {rate!r} for {risk!r} is not a number; write it like '1/20' or '0.05'"
            ) from None
        if not 0 <= found[risk] <= 1:
            raise ArgumentError(f"rates: {rate!r} for {risk!r} must be from 0 to 1")
    return tuple(sorted(found.items()))


@attrs.frozen(kw_only=True)
class DrawRecord:
    """What is published of a draw: everything it came from, and what came out.

    The registers are in it, so that it can be verified alone.  `digest` covers all the rest; note
    it where nobody can change it, and no later change of the record goes unnoticed.
    """

    batch: str
    """Which draw this is, such as ``"2025-Q1"``: two draws from one seed must differ in it."""
    seed: str
    team: int
    rates: tuple[tuple[str, Fraction], ...]
    """The share of each risk class that is drawn, in order of the classes."""
    registers: Registers
    inspectees_digest: str
    inspectors_digest: str
    recusals: tuple[Recusal, ...] = ()
    assignments: tuple[Assignment, ...]
    """Class by class, in the order in which they were drawn."""
    drawn_on: date | None = None
    operator: str = ""
    """Who ran the draw; like the day it has no influence on it."""
    algorithm: str = ALGORITHM
    digest: str = ""

    def seal(self) -> str:
        """Return the SHA-256 of the record as published, its own digest left out."""
        told = self.to_dict()
        del told["digest"]
        plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(plain.encode()).hexdigest()

    def to_dict(self) -> dict[str, object]:
        """Return the record as plain values for JSON."""
        return {
            "algorithm": self.algorithm,
            "batch": self.batch,
            "seed": self.seed,
            "team": self.team,
            "rates": {risk: f"{rate.numerator}/{rate.denominator}" for risk, rate in self.rates},
            "inspectees": [
                plain_fields(each, "en", "id risk needs") for each in self.registers.inspectees
            ],
            "inspectors": [
                plain_fields(each, "en", "id qualifications conflicts")
                for each in self.registers.inspectors
            ],
            "inspectees_digest": self.inspectees_digest,
            "inspectors_digest": self.inspectors_digest,
            "recusals": [attrs.asdict(each) for each in self.recusals],
            "assignments": [
                plain_fields(each, "en", "inspectee risk inspectors") for each in self.assignments
            ],
            **plain_fields(self, "en", "drawn_on operator digest"),
        }

    def to_json(self) -> str:
        """Return the record as JSON, one key a line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> DrawRecord:
        """Return the record that *text* holds, whether or not it is right: `verify` tells.

        Raises:
            ArgumentError: it is not the JSON of a record.
        """
        try:
            return read_json(text, _read_record)
        except DataFileError as error:
            raise ArgumentError(f"this is not the record of a draw: {error}") from None


def _record(
    *,
    inspectees: Iterable[Inspectee],
    inspectors: Iterable[Inspector],
    **more: Any,  # noqa: ANN401 - each was checked by its reader
) -> DrawRecord:
    registers = Registers(inspectees=inspectees, inspectors=inspectors)
    return DrawRecord(registers=registers, **more)


def _whole_table(make: Callable[..., _M], **readers: Reader[Any]) -> Callable[..., _M]:
    """Return a reader that wants every key: whatever nobody reads, nobody verifies."""
    return table(make, {key: (key, reader) for key, reader in readers.items()}, readers)


_names: Final = list_of(text)
_read_record: Final = _whole_table(
    _record,
    algorithm=text,
    batch=text,
    seed=text,
    team=whole,
    rates=through(lambda value: _rates(words(value))),
    inspectees=list_of(_whole_table(Inspectee, id=text, risk=text, needs=_names)),
    inspectors=list_of(_whole_table(Inspector, id=text, qualifications=_names, conflicts=_names)),
    inspectees_digest=text,
    inspectors_digest=text,
    recusals=list_of(_whole_table(Recusal, inspectee=text, inspector=text, reason=text)),
    assignments=list_of(_whole_table(Assignment, inspectee=text, risk=text, inspectors=_names)),
    drawn_on=optional(written_day),
    operator=text,
    digest=text,
)


class _Stream:
    """Whole numbers at random, as step 3 says."""

    def __init__(self, key: str, purpose: str) -> None:
        self._begin = f"{key}\n{purpose}\n"
        self._count = 0

    def below(self, bound: int) -> int:
        fair = _SPAN - _SPAN % bound
        while True:
            found = sha256(f"{self._begin}{self._count}".encode()).digest()
            self._count += 1
            number = int.from_bytes(found[:8], "big")
            if number < fair:
                return number % bound

    def first(self, count: int, names: Iterable[str]) -> list[str]:
        """Return the first *count* of *names*, or all of fewer, in the order of step 4."""
        left = sorted(names)
        count = min(count, len(left))
        for place in range(count):
            other = place + self.below(len(left) - place)
            left[place], left[other] = left[other], left[place]
        return left[:count]


def draw(
    registers: Registers,
    *,
    seed: str,
    batch: str,
    rates: Mapping[str, Fraction | int | str],
    team: int = 2,
    recusals: Iterable[Recusal] = (),
    drawn_on: date | None = None,
    operator: str = "",
) -> DrawRecord:
    """Draw inspectees by their risk class and, for each, a team without a conflict of interest.

    Of each class the rate is rounded up: a share of 5 % is at least 5 %.  An inspector may be drawn
    for several inspectees.  To replace somebody who stands aside, draw again with the recusal and
    all else as before: nothing else changes.

    Raises:
        ArgumentError: a class has no rate, or some inspectee could not get a team.  All of the
            register is looked at, drawn or not, so that a refusal says nothing of the seed.

    >>> registers = Registers(
    ...     inspectees=[Inspectee(id=f"gas-{n}", risk="B") for n in range(1, 21)],
    ...     inspectors=[Inspector(id=name, conflicts={"gas-7"}) for name in ("1", "2")]
    ...     + [Inspector(id=name) for name in ("3", "4", "5")],
    ... )
    >>> record = draw(registers, seed="07 12 13 20 21 33+05", batch="2025-Q1", rates={"B": "1/20"})
    >>> [(one.inspectee, one.inspectors) for one in record.assignments]
    [('gas-2', ('5', '3'))]
    >>> verify(record)
    ()
    """
    _check_text("seed", seed)
    _check_text("batch", batch)
    if not isinstance(team, int) or isinstance(team, bool) or team < _LEAST_TEAM:
        raise ArgumentError(f"team={team!r} must be at least {_LEAST_TEAM}: nobody inspects alone")
    exact = _rates(rates)
    recusals = tuple(recusals)
    _check_rates(registers, dict(exact))
    _check_teams(registers, dict(exact), team, recusals)
    assignments = _assign(registers, seed, batch, exact, team, recusals)
    record = DrawRecord(
        batch=batch,
        seed=seed,
        team=team,
        rates=exact,
        registers=registers,
        inspectees_digest=registers.inspectees_digest,
        inspectors_digest=registers.inspectors_digest,
        recusals=recusals,
        assignments=assignments,
        drawn_on=drawn_on,
        operator=operator,
    )
    return attrs.evolve(record, digest=record.seal())


def _check_rates(registers: Registers, rates: Mapping[str, Fraction]) -> None:
    classes = {each.risk for each in registers.inspectees}
    for risk in sorted(classes ^ rates.keys()):
        if risk in rates:
            raise ArgumentError(f"rates: no inspectee is of class {risk!r}")
        raise ArgumentError(f"rates: class {risk!r} has none; to draw nobody of it, say 0")


def _check_teams(
    registers: Registers, rates: Mapping[str, Fraction], team: int, recusals: Sequence[Recusal]
) -> None:
    out = {(each.inspectee, each.inspector) for each in recusals}
    short = [
        inspectee.id
        for inspectee in registers.inspectees
        if rates[inspectee.risk]
        and sum(
            each.may_inspect(inspectee) and (inspectee.id, each.id) not in out
            for each in registers.inspectors
        )
        < team
    ]
    if short:
        more = f" and {len(short) - 1} more" if len(short) > 1 else ""
        raise ArgumentError(
            f"registers: {short[0]!r}{more} would have fewer than team={team} inspectors who are "
            "qualified and have no conflict of interest; add inspectors to the register"
        )


def _assign(
    registers: Registers,
    seed: str,
    batch: str,
    rates: Sequence[tuple[str, Fraction]],
    team: int,
    recusals: Sequence[Recusal],
) -> tuple[Assignment, ...]:
    key = _digest(
        [
            ALGORITHM,
            f"batch\t{batch}",
            f"seed\t{seed}",
            f"inspectees\t{registers.inspectees_digest}",
            f"inspectors\t{registers.inspectors_digest}",
            f"team\t{team}",
            *(f"rate\t{risk}\t{rate.numerator}/{rate.denominator}" for risk, rate in rates),
        ]
    )
    by_id = {each.id: each for each in registers.inspectees}
    waiting = {(each.inspectee, each.inspector) for each in recusals}
    found: list[Assignment] = []
    for risk, rate in rates:
        names = [each.id for each in registers.inspectees if each.risk == risk]
        wanted = -(-len(names) * rate.numerator // rate.denominator)
        for inspectee in _Stream(key, f"inspectees\t{risk}").first(wanted, names):
            fit = (each.id for each in registers.inspectors if each.may_inspect(by_id[inspectee]))
            reach = team + sum(each.inspectee == inspectee for each in recusals)
            chosen: list[str] = []
            for inspector in _Stream(key, f"inspectors\t{inspectee}").first(reach, fit):
                if len(chosen) == team:
                    break
                if (inspectee, inspector) in waiting:
                    waiting.remove((inspectee, inspector))
                else:
                    chosen.append(inspector)
            found.append(Assignment(inspectee=inspectee, risk=risk, inspectors=tuple(chosen)))
    for inspectee, inspector in sorted(waiting):
        raise ArgumentError(
            f"recusals: {inspector!r} was not drawn for {inspectee!r} and has nothing to stand "
            "aside from"
        )
    return tuple(found)


def verify(record: DrawRecord, registers: Registers | None = None) -> tuple[Text, ...]:
    """Return what is wrong with *record*; nothing, if it is the draw that its inputs give.

    With *registers*, also whether they are those of the record: give the ones published before the
    seed was known.

    >>> registers = Registers(
    ...     inspectees=[Inspectee(id="gas-1", risk="A")],
    ...     inspectors=[Inspector(id="1"), Inspector(id="2"), Inspector(id="3")],
    ... )
    >>> record = draw(registers, seed="240305", batch="1", rates={"A": 1})
    >>> import attrs
    >>> for problem in verify(attrs.evolve(record, operator="B")):
    ...     print(problem.en)
    the digest of the record is not that of what it says
    """
    if record.algorithm != ALGORITHM:
        return (
            Text(
                f"algorithm {record.algorithm!r} is not known here; this verifies {ALGORITHM!r}",
                f"算法“{record.algorithm}”无法核验，此处核验“{ALGORITHM}”",
            ),
        )
    problems: list[Text] = []
    if registers is not None and registers != record.registers:
        problems.append(
            Text(
                "the registers of the record are not those that were given",
                "记录中的名录库与所给名录库不一致",
            )
        )
    own = record.registers
    for name, zh, said, found in (
        ("inspectees", "检查对象", record.inspectees_digest, own.inspectees_digest),
        ("inspectors", "检查人员", record.inspectors_digest, own.inspectors_digest),
    ):
        if said != found:
            problems.append(
                Text(
                    f"the register of {name} has digest {found[:12]}, the record says {said[:12]}",
                    f"{zh}名录库摘要为{found[:12]}，记录所载为{said[:12]}",
                )
            )
    try:
        again = draw(
            own,
            seed=record.seed,
            batch=record.batch,
            rates=dict(record.rates),
            team=record.team,
            recusals=record.recusals,
        )
    except (ArgumentError, ArgumentTypeError) as error:
        problems.append(Text(f"no draw can be made from this: {error}", f"无法据此抽取：{error}"))
    else:
        problems.extend(_differences(record.assignments, again.assignments))
    if record.digest != record.seal():
        problems.append(
            Text(
                "the digest of the record is not that of what it says",
                "记录的摘要与其内容不符",
            )
        )
    return tuple(problems)


def _differences(said: Sequence[Assignment], found: Sequence[Assignment]) -> Iterator[Text]:
    one = {each.inspectee: each for each in said}
    two = {each.inspectee: each for each in found}
    for name in sorted(one.keys() - two.keys()):
        yield Text(f"{name} is in the record and was not drawn", f"“{name}”列入记录，但未被抽中")
    for name in sorted(two.keys() - one.keys()):
        yield Text(f"{name} was drawn and is not in the record", f"“{name}”被抽中，但未列入记录")
    for name in sorted(one.keys() & two.keys()):
        if one[name] != two[name]:
            drawn, told = ", ".join(two[name].inspectors), ", ".join(one[name].inspectors)
            yield Text(
                f"{name}, class {two[name].risk}: {drawn} were drawn, the record says {told}, "
                f"class {one[name].risk}",
                f"“{name}”（{two[name].risk}类）：抽取的检查人员为{drawn}，记录所载为{told}"
                f"（{one[name].risk}类）",
            )
    if len(one) != len(said):
        yield Text("an inspectee is in the record twice", "同一检查对象在记录中重复出现")
    elif one == two and tuple(said) != tuple(found):
        yield Text("the record is not in the order of the draw", "记录的次序与抽取次序不符")
