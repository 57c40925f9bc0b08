"""The yearly report on law-based government (法治政府建设年度报告): figures, dates and contents.

Every sentence carries the figures it is made of, so that each can be recounted.  What only people
can write, such as shortcomings and plans, is not made up here: it stands on a checklist.  The two
statutory dates are judged by the rule pack of the law, like any other log.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.cases.audit import Finding, Severity, audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event, Fact
from enforcecal.cases.replay.run import ClockRun, ClockStatus
from enforcecal.errors import ArgumentError
from enforcecal.law.procedures import Procedure
from enforcecal.measures.figures import UNITS, Analysed, Basis, Counted, Figure
from enforcecal.measures.items import Item, gather, survey
from enforcecal.measures.metrics import metric
from enforcecal.measures.rounding import FigureRounding, percent, rounded
from enforcecal.texts import NO_TEXT, Text, Worded

__all__ = [
    "LAW",
    "MOST_BARS",
    "PROCEDURE",
    "Content",
    "Duties",
    "Duty",
    "DutyStatus",
    "Report",
    "Section",
    "Series",
    "Shape",
    "SourceRead",
    "Statement",
    "approvals",
    "cards",
    "commitments",
    "duties",
    "inspections",
    "parse_content",
    "penalties",
    "year_of",
]

PROCEDURE: Final = "cn.report.annual"
"""The procedure in whose terms the dates are judged."""

LAW: Final = "cn.rule-of-law-report-2019"
"""The edition that asks for this report; the procedure also knows others, of other reports."""

MOST_BARS: Final = 40
"""The most items that are drawn; a chart of more is no longer read."""


# --- what a report is made of ---------------------------------------------------------------------


class Content(Worded):
    """What the report has to contain; the values are the words of the rule pack."""

    MEASURES = "举措和成效", "main measures and results", "主要举措和成效"
    SHORTCOMINGS = "不足和原因", "shortcomings and their causes", "存在的不足和原因"
    PRINCIPAL = (
        "第一责任人职责",
        "how the principals did their duty as first responsible",
        "主要负责人履行第一责任人职责情况",
    )
    PLANS = "下一年度安排", "plans for the next year", "下一年度主要安排"


def parse_content(word: str) -> Content | None:
    """Return the part that *word* names, by its English name or the words of the pack.

    >>> parse_content("plans"), parse_content("不足和原因"), parse_content("cover")
    (<Content.PLANS: '下一年度安排'>, <Content.SHORTCOMINGS: '不足和原因'>, None)
    """
    plain = word.strip()
    for one in Content:
        if plain in {one.value, one.text.zh} or plain.casefold() == one.name.casefold():
            return one
    return None


class DutyStatus(Worded):
    """Where one of the dates stands."""

    IN_TIME = "in-time", "in time", "按期"
    LATE = "late", "late", "逾期"
    DOUBTFUL = "doubtful", "in doubt", "存疑"
    """Late or not: it turns on a disputed reading, or on a fact not recorded."""
    TO_COME = "to-come", "still to come", "尚未届满"
    OVERDUE = "overdue", "overdue", "超期未办"


@attrs.frozen(kw_only=True)
class Duty:
    """One of the two dates: to submit the report, to publish it."""

    name: Text
    rule: str
    law: Text
    quote: str
    before: date | None
    """The day it has to be done before, as the law writes it."""
    due: date | None
    """The last day on which it is in time."""
    done: date | None
    status: DutyStatus
    doubts: tuple[Text, ...] = ()
    """What the last day turns on."""


@attrs.frozen(kw_only=True)
class Duties:
    """The two dates and the compulsory contents of one year's report."""

    as_of: date
    dates: tuple[Duty, ...]
    present: frozenset[Content]
    """What somebody said the report contains; nobody read it."""
    asked: Text
    """The law's own words on the contents."""
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Content, ...]:
        """What it lacks."""
        return tuple(one for one in Content if one not in self.present)

    @property
    def breached(self) -> bool:
        """Whether a rule was broken."""
        return any(one.severity is Severity.BREACH for one in self.findings)


@attrs.frozen(kw_only=True)
class Statement:
    """One sentence of the report, and the figures it is made of."""

    text: Text
    figures: tuple[Figure, ...]


class Shape(enum.Enum):
    """How a series is drawn."""

    BARS = "bars"
    PAIRS = "pairs"
    """Two values of one thing, such as statute and promise, on one line."""
    POINTS = "points"
    """Values of one figure under several conventions."""


@attrs.frozen(kw_only=True)
class Series:
    """Numbers that belong together: a small table, and what a chart is drawn from."""

    title: Text
    unit: Text
    shape: Shape
    labels: tuple[Text, ...]
    columns: tuple[tuple[Text, tuple[Fraction, ...]], ...]
    """Name and values, one for each label."""
    percent: FigureRounding | None = None
    """Where the values are shares of 1, how they are printed in percent."""

    def shown(self, value: Fraction) -> str:
        """Return one of the values as it is printed, as the sentences print it."""
        if self.percent is not None:
            return percent(value, self.percent)
        text = f"{rounded(value, FigureRounding(6)):,f}"
        return text.rstrip("0").rstrip(".")

    def scaled(self, value: Fraction) -> float:
        """Return one of the values as it is drawn."""
        return float(value if self.percent is None else value * 100)

    @property
    def drawable(self) -> bool:
        """Whether it is short enough for a chart that can still be read, and not empty."""
        return 0 < len(self.labels) <= MOST_BARS


@attrs.frozen(kw_only=True)
class SourceRead:
    """What was read of one table."""

    name: str
    rows_in: int
    rejected: tuple[tuple[int, Text], ...] = ()
    """The line and the reason of every row that could not be read at all."""
    errors: tuple[Counted, ...] = ()
    """Rows left out because the data is wrong."""


@attrs.frozen(kw_only=True)
class Section:
    """What one table has to say."""

    title: Text
    source: SourceRead
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    """Every figure of the table, also those of no sentence."""
    series: tuple[Series, ...] = ()

    @property
    def disclosed(self) -> tuple[Figure, ...]:
        """Those of the sentences first, in their order, then the others; each once."""
        found: list[Figure] = []
        for one in (*(f for said in self.statements for f in said.figures), *self.figures):
            if not any(one is other for other in found):
                found.append(one)
        return tuple(found)


@attrs.frozen(kw_only=True)
class Report:
    """The figures of one year, the two dates and the checklist."""

    year: int
    bureau: str
    sections: tuple[Section, ...]
    duties: Duties
    remark: str = ""
    """What the page says of itself at its head, such as that its data is invented."""

    @property
    def title(self) -> Text:
        """Its heading."""
        en = f"Report on law-based government, {self.year}"
        zh = f"{self.year}年度法治政府建设年度报告"
        return Text(f"{self.bureau}: {en}" if self.bureau else en, f"{self.bureau}{zh}")

    @property
    def n_errors(self) -> int:
        """How many rows hold errors of the data."""
        return sum(sum(one.n for one in section.source.errors) for section in self.sections)


def year_of(basis: Basis, year: int) -> Basis:
    """Return *basis* with the period of *year*, from 1 January to 31 December.

    Raises:
        ArgumentError: *basis* already names a period, and it is not that year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if (basis.since or first, basis.until or last) != (first, last):
        raise ArgumentError(
            f"basis has the period {basis.since} to {basis.until}, which is not the year {year}"
        )
    return attrs.evolve(basis, since=first, until=last)


# --- the sentences --------------------------------------------------------------------------------

_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def approvals(
    year: int, figures: Mapping[str, Figure], months: Mapping[str, Figure]
) -> tuple[tuple[Statement, ...], tuple[Series, ...]]:
    """Return what a table of cases says, and how many were closed in each month.

    *figures* are by the id of their metric; *months* are the closed cases of ``2025-03`` and so on.
    """
    closed, on_time = figures["cases_closed"], figures["on_time_rate"]
    used = [closed, on_time]
    en = (
        f"{closed.shown()} approvals were closed in {year}, "
        f"{on_time.shown()} of them within the promised time"
    )
    zh = f"{year}年办结行政审批{closed.shown('zh')}件，按承诺时限办结率{on_time.shown('zh')}"
    if "yellow_cards" in figures:
        yellow, red = figures["yellow_cards"], figures["red_cards"]
        used += [yellow, red]
        en += f"; {yellow.shown()} yellow and {red.shown()} red cards"
        zh += f"，黄牌{yellow.shown('zh')}张，红牌{red.shown('zh')}张"
    said = [Statement(text=Text(f"{en}.", f"{zh}。"), figures=tuple(used))]
    speed = figures["speedup_promise"]
    if speed.value is not None:
        en = f"The time used was {speed.shown()} below the promised time."
        zh = f"实际用时比承诺时限提速{speed.shown('zh')}。"
        said.append(Statement(text=Text(en, zh), figures=(speed,)))
    found = [months.get(f"{year}-{month:02}") for month in range(1, 13)]
    series = Series(
        title=Text("approvals closed in each month", "各月办结审批件数"),
        unit=Text("cases", "件"),
        shape=Shape.BARS,
        labels=tuple(Text(name, f"{at}月") for at, name in enumerate(_MONTHS, 1)),
        columns=((closed.name, tuple(_number(one) for one in found)),),
    )
    return tuple(said), (series,)


def cards(figures: Mapping[str, Figure]) -> tuple[Statement, ...]:
    """Return what a table of cards says."""
    yellow, red = figures["yellow_cards"], figures["red_cards"]
    warnings, rate = figures["warnings"], figures["carded_case_rate"]
    text = Text(
        f"{yellow.shown()} yellow and {red.shown()} red cards were issued, and {warnings.shown()} "
        f"warnings; cases with a card: {rate.shown()}.",
        f"电子监察发黄牌{yellow.shown('zh')}张、红牌{red.shown('zh')}张，预警{warnings.shown('zh')}次，"
        f"亮牌率{rate.shown('zh')}。",
    )
    return (Statement(text=text, figures=(yellow, red, warnings, rate)),)


def commitments(
    figures: Mapping[str, Figure], items: Iterable[Item], basis: Basis
) -> tuple[tuple[Statement, ...], tuple[Series, ...]]:
    """Return what a catalogue says: the compression of promised time, its band, each item."""
    pooled = figures["compression_pooled"]
    if pooled.value is None:
        why = pooled.why_undefined or NO_TEXT
        text = Text(
            f"How far promised time was cut is undefined: {why.en}.",
            f"承诺时限压缩比无法计算：{why.zh}。",
        )
        return (Statement(text=text, figures=(pooled,)),), ()
    said = [
        Statement(
            text=Text(
                f"Promised time is {pooled.shown()} below the statutory time "
                f"({pooled.metric.formula.en}, {pooled.n:,} items).",
                f"审批承诺时间在法定时限基础上压缩{pooled.shown('zh')}"
                f"（{pooled.metric.formula.zh}，{pooled.n:,}个事项）。",
            ),
            figures=(pooled,),
        )
    ]
    band, rounding = pooled.band, basis.rounding
    series: list[Series] = []
    if band is not None and band.low != band.high:
        low, high = percent(band.low, rounding), percent(band.high, rounding)
        said.append(
            Statement(
                text=Text(
                    f"By other allowed conventions it is between {low} and {high}.",
                    f"按其他允许的口径，为{low}至{high}。",
                ),
                figures=(pooled,),
            )
        )
        series.append(
            Series(
                title=Text("the same figure by each convention", "同一指标在各口径下的数值"),
                unit=Text("%", "%"),
                shape=Shape.POINTS,
                labels=tuple(by for by, _ in band.values),
                columns=((pooled.name, tuple(value for _, value in band.values)),),
                percent=rounding,
            )
        )
    used = survey(items, basis).used
    names = [one.item.id.partition(": ")[2] or one.item.id for one in used]
    series.append(
        Series(
            title=Text("statutory and promised time of each item", "各事项法定时限与承诺时限"),
            unit=UNITS[basis.unit],
            shape=Shape.PAIRS,
            labels=tuple(Text(name, name) for name in names),
            columns=(
                (Text("statutory", "法定时限"), tuple(one.statute for one in used)),
                (Text("promised", "承诺时限"), tuple(one.promise for one in used)),
            ),
        )
    )
    return tuple(said), tuple(series)


_OUTCOMES: Final = ("penalties_decided", "no_penalties", "prior_notices", "not_filed")


def penalties(
    figures: Mapping[str, Figure], categories: Mapping[str, Mapping[str, Figure]]
) -> tuple[tuple[Statement, ...], tuple[Series, ...]]:
    """Return what a table of penalty cases says of all and of each category.

    A category in which every case was decided is told by its fines, any other by its outcomes too.
    """
    cases, fines = figures["penalty_cases"], figures["fines"]
    said = [
        Statement(
            text=Text(
                f"{cases.shown()} penalty cases, fines {fines.shown()}.",
                f"查处案件{cases.shown('zh')}件，罚款{fines.shown('zh')}。",
            ),
            figures=(cases, fines),
        )
    ]
    # A row that cannot be read may have no category, and none of the figures then has a case.
    told = {name: found for name, found in categories.items() if found["penalty_cases"].n}
    told = dict(sorted(told.items(), key=lambda one: (-one[1]["penalty_cases"].n, one[0])))
    said += [_category(name, found) for name, found in told.items()]
    labels = tuple(Text(name or "no category", name or "未分类") for name in told)
    series = (
        Series(
            title=Text("penalty cases by category", "各类案件数"),
            unit=Text("cases", "件"),
            shape=Shape.BARS,
            labels=labels,
            columns=((cases.name, tuple(_number(one["penalty_cases"]) for one in told.values())),),
        ),
        Series(
            title=Text("fines by category", "各类罚款金额"),
            unit=Text("10,000 yuan", "万元"),
            shape=Shape.BARS,
            labels=labels,
            columns=((fines.name, tuple(_number(one["fines"]) / 10_000 for one in told.values())),),
        ),
    )
    return tuple(said), series


def _category(name: str, found: Mapping[str, Figure]) -> Statement:
    # Beside those of all cases, a figure of one category has to say which.
    found = {key: _about(one, name or "未分类 no category") for key, one in found.items()}
    cases, fines = found["penalty_cases"], found["fines"]
    outcomes = [found[one] for one in _OUTCOMES if found[one].value]
    used = [cases]
    en = f"{name or 'no category'}: {cases.shown()} cases"
    zh = f"{name or '未分类'}案件{cases.shown('zh')}件"
    all_decided = found["penalties_decided"].value == cases.value
    if outcomes and not all_decided:
        used += outcomes
        rest = _number(cases) - sum(map(_number, outcomes), Fraction())
        parts = [(one.name, one.shown()) for one in outcomes]
        parts += [(Text("otherwise", "其他"), f"{rest}")] if rest else []
        en += f": {', '.join(f'{what.en} {n}' for what, n in parts)}"
        zh += f"，其中{'、'.join(f'{what.zh}{n}件' for what, n in parts)}"
    if fines.value or all_decided or not outcomes:
        used.append(fines)
        en += f"; fines {fines.shown()}"
        zh += f"，罚款{fines.shown('zh')}"
    return Statement(text=Text(f"{en}.", f"{zh}。"), figures=tuple(used))


def _about(figure: Figure, words: str) -> Figure:
    population = "，".join(filter(None, (figure.basis.population, words)))
    return attrs.evolve(figure, basis=attrs.evolve(figure.basis, population=population))


def inspections(rows: Iterable[tuple[str, str]], basis: Basis) -> Statement:
    """Return how many items a plan of random inspections (双随机抽查计划) has.

    *rows* are the number of each row and the name of its item; a name counts once, and a row
    without one is left out.

    >>> inspections([("1", "燃气经营"), ("2", "燃气经营"), ("3", "")], Basis()).text.zh
    '“双随机”抽查计划列有抽查事项1项。'
    """
    rows = [*rows]
    names = {name for _, name in rows if name}
    n = Fraction(len(names))
    figure = Figure(
        metric=metric("inspection_items"),
        basis=attrs.evolve(basis, analysed=Analysed.ITEM),
        numerator=n,
        denominator=Fraction(1),
        n=len(names),
        value=n,
        left_out=gather(("unreadable", number, 1) for number, name in rows if not name),
        uses_limits=False,
    )
    return Statement(
        text=Text(
            f"The plan of random inspections has {figure.shown()} items.",
            f"“双随机”抽查计划列有抽查事项{figure.shown('zh')}项。",
        ),
        figures=(figure,),
    )


def _number(figure: Figure | None) -> Fraction:
    return Fraction() if figure is None or figure.value is None else figure.value


# --- the dates and the contents -------------------------------------------------------------------

_SUBMITTED: Final = "law_report_submitted"
_PUBLISHED: Final = "law_report_published"


def duties(
    year: int,
    procedure: Procedure,
    *,
    as_of: date,
    submitted: date | None = None,
    published: date | None = None,
    contents: Collection[Content] = (),
    secret: bool | None = None,
    reviewed: bool | None = None,
) -> Duties:
    """Return the two dates of the report on *year*, its contents, and what went wrong.

    *procedure* is the packaged `PROCEDURE`.  *secret* says whether the report touches secrets, in
    which case it is not published, *reviewed* whether somebody looked; None where it is not known.

    >>> from enforcecal.law.packs import rulebook
    >>> found = duties(2025, rulebook("cn").procedure(PROCEDURE), as_of=date(2026, 1, 5))
    >>> [(one.due, one.status.value) for one in found.dates]
    [(datetime.date(2026, 2, 28), 'to-come'), (datetime.date(2026, 3, 31), 'to-come')]
    """
    present = frozenset(contents)
    facts: dict[str, Fact] = {} if secret is None else {"report_secret": secret}
    events = [Event("year_ended", date(year, 12, 31))]
    if submitted is not None:
        parts = tuple(one.value for one in Content if one in present)
        events.append(Event(_SUBMITTED, submitted, facts={"report_parts": parts}))
    if published is not None:
        told: dict[str, Fact] = {} if reviewed is None else {"secrecy_reviewed": reviewed}
        events.append(Event(_PUBLISHED, published, facts=told))
    run = replay(CaseLog(f"{year}", events, facts=facts), procedure, as_of=as_of)
    # The procedure also has the report on open government information, which is another report.
    findings = tuple(one for one in audit(run) if one.rule.startswith(f"{LAW}."))
    done = {_SUBMITTED: submitted, _PUBLISHED: published}
    dates = tuple(
        _duty(clock, done[clock.limit.limit.end[0]], as_of, findings)
        for clock in run.clocks
        if clock.limit.id.startswith(f"{LAW}.") and clock.status is not ClockStatus.REPLACED
    )
    asked = next((need for need in procedure.needs if need.id == f"{LAW}.contents"), None)
    return Duties(
        as_of=as_of,
        dates=dates,
        present=present,
        asked=NO_TEXT if asked is None else Text(asked.quote, asked.quote),
        findings=findings,
    )


def _duty(clock: ClockRun, done: date | None, as_of: date, findings: Sequence[Finding]) -> Duty:
    limit = clock.limit.limit
    ended = clock.status is ClockStatus.ENDED
    if not any(one.rule == limit.id and one.code in {"late", "overdue"} for one in findings):
        status = DutyStatus.IN_TIME if ended else DutyStatus.TO_COME
    elif clock.unbounded or clock.latest is None or (done or as_of) <= clock.latest:
        status = DutyStatus.DOUBTFUL
    else:  # by every reading, whatever the words of the rule were checked against
        status = DutyStatus.LATE if ended else DutyStatus.OVERDUE
    return Duty(
        name=Text(limit.en, limit.zh),
        rule=limit.id,
        law=clock.limit.article,
        quote=limit.quote,
        before=clock.before,
        due=clock.due,
        done=done,
        status=status,
        doubts=tuple(one.text for one in clock.doubts),
    )
