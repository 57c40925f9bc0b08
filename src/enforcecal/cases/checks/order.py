"""Was it lawful where the case stood?  Required steps, places, extensions, pauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from enforcecal.cases.checks.check import Check, Reads
from enforcecal.cases.checks.completions import gaps_of_wait, way_unseen
from enforcecal.cases.checks.words import done_words, finding_at, join, pause_words
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.run import Fault, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Period
from enforcecal.law.rules import Kind
from enforcecal.texts import Text

__all__ = ["EXTENSION_INVALID", "MISSING_STEP", "OUT_OF_TIME", "PAUSE_INVALID", "UNLAWFUL_STEP"]


def _needs(run: Run, faults: Sequence[Fault]) -> Iterator[Finding]:
    """Report every act done without what the law requires before it."""
    for fault in faults:
        if fault.clock is not None or fault.code == "not-recorded":
            continue
        for need in run.procedure_at(fault.step).needs:
            if need.id == fault.rule:
                act = done_words(run, fault.step)
                asked = need.that.source
                said = Text(
                    f"{act.en}: {need.en or f'this is not fulfilled: {asked}'}",
                    f"{act.zh}：{need.zh or f'未满足条件 {asked}'}",
                )
                severity = Severity(need.severity)
                yield finding_at(run, fault.step, fault.code, severity, said, rule=need.id)
                break


def _steps(run: Run, faults: Sequence[Fault]) -> Iterator[Finding]:
    """Report every step the procedure does not allow from the state the case was in."""
    for fault in faults:
        if fault.code != "unlawful-step" or not fault.region:
            continue
        procedure = run.procedure_at(fault.step)
        region = next(one for one in procedure.regions if one.id == fault.region)
        act = done_words(run, fault.step)
        state = Text(fault.state.replace("_", " "), region.names.get(fault.state, fault.state))
        if region.id == "main" and fault.state == region.initial:
            where = Text("before the case had begun", "案件尚未开始")
        elif region.id == "main":
            where = Text(f"when the case stood at '{state.en}'", f"案件处于“{state.zh}”状态")
        else:
            name = Text(region.en or region.id.replace("_", " "), region.zh or region.id)
            where = Text(
                f"when {name.en} stood at '{state.en}'", f"“{name.zh}”处于“{state.zh}”状态"
            )
        said = Text(
            f"{act.en} came {where.en}, where the procedure has no place for it",
            f"{act.zh}：其时{where.zh}，程序中不存在这一步骤",
        )
        article = Text(procedure.en or procedure.id, procedure.zh or procedure.id)
        event = run.steps[fault.step].event
        gaps = way_unseen(run, fault)
        yield finding_at(
            run,
            fault.step,
            "unlawful-step",
            Severity.REVIEW if gaps else Severity.BREACH,
            join(said, gaps.text(procedure, event.day)),
            rule=procedure.id,
            article=article,
            certainty=Certainty.UNKNOWN if gaps else Certainty.FIRM,
            turns_on=gaps.names,
        )


_WHY: Final[Mapping[str, Text]] = {
    "too-late": Text(
        "the last day {due} was already over, so it has no effect",
        "批准时已过届满日{due}，延期无效",
    ),
    "twice": Text(
        "the same extension had been granted before, so it has no effect",
        "同一延期此前已批准过，本次延期无效",
    ),
    "wrong-approver": Text(
        "it was granted by {0}, who may not grant it, so it has no effect",
        "批准人（{0}）无权批准，延期无效",
    ),
    "too-long": Text(
        "{0} is more than the {1} allowed, so only {1} count",
        "延长{0}超过上限{1}，仅计入{1}",
    ),
    "not-longer": Text(
        "it runs to {0}, not beyond the last day {due}, so it has no effect",
        "延长至{0}，未晚于原届满日{due}，不产生延期效力",
    ),
}


def _extensions(run: Run, faults: Sequence[Fault]) -> Iterator[Finding]:
    """Report every extension granted too late, twice, too long or by the wrong person."""
    told: set[tuple[int, str]] = set()
    for fault in faults:
        if fault.code != "extension-invalid" or fault.clock is None:
            continue
        if (fault.step, fault.rule) in told:
            continue  # the same extension of the clocks of several parties
        told.add((fault.step, fault.rule))
        clock = run.clocks[fault.clock]
        act, (why, *words) = done_words(run, fault.step), fault.names
        en, zh = words, words
        if why == "too-long":
            periods = [Period(int(word), clock.limit.limit.unit) for word in words]
            en, zh = [str(one) for one in periods], [one.in_chinese() for one in periods]
        said = Text(
            f"{act.en}: {_WHY[why].en.format(*en, due=fault.day)}",
            f"{act.zh}：{_WHY[why].zh.format(*zh, due=fault.day)}",
        )
        event = run.steps[fault.step].event
        gaps = gaps_of_wait(run, clock, event.name, event.day)
        yield finding_at(
            run,
            fault.step,
            "extension-invalid",
            Severity.REVIEW if gaps else Severity.BREACH,
            join(said, gaps.text(run.procedure_at(fault.step), event.day)),
            rule=fault.rule,
            of=clock.of,
            due=fault.day,
            certainty=Certainty.UNKNOWN if gaps else Certainty.FIRM,
            turns_on=gaps.names,
        )


def _pauses(run: Run, faults: Sequence[Fault]) -> Iterator[Finding]:
    """Report every pause whose conditions are not met, so that the clock ran on."""
    for fault in faults:
        if fault.code != "pause-invalid":
            continue
        act = done_words(run, fault.step)
        rule = run.procedure_at(fault.step).pauses[fault.rule]
        if rule.when is not None and rule.when.arguments("late") and _lapsed(run, fault.step):
            continue  # a party's request that came too late is told as that
        kind = pause_words(rule)
        said = Text(
            f"{act.en} does not stop the clock ({kind.en}): what the law asks for that is not "
            "fulfilled",
            f"{act.zh}不停止计算期限（{kind.zh}）：不符合法律规定的条件",
        )
        yield finding_at(run, fault.step, "pause-invalid", Severity.REVIEW, said, rule=fault.rule)


def _lapsed(run: Run, step: int) -> bool:
    return any(
        clock.ended_by == step and clock.limit.limit.kind is Kind.RIGHT_LAPSES
        for clock in run.clocks
    )


# -- the checks

MISSING_STEP: Final = Check(
    code="missing-step",
    name=Text("required step missing", "缺少法定步骤"),
    meaning=Text(
        "An act was done without what the law requires before it.",
        "作出某一行为之前，缺少法律要求的步骤。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    find=_needs,
    by_order=True,
)

OUT_OF_TIME: Final = Check(
    code="out-of-time",
    name=Text("limitation of punishment expired", "超过处罚时效"),
    meaning=Text(
        "A case was filed, or a penalty decided, although nobody had discovered the violation in "
        "time: the right to punish had expired. An order to correct is not barred.",
        "违法行为未在时效内被发现，仍予立案或者作出处罚决定。责令改正不受时效限制。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    by_order=True,
)

UNLAWFUL_STEP: Final = Check(
    code="unlawful-step",
    name=Text("unlawful step", "步骤违法"),
    meaning=Text(
        "An event happened in a state from which the procedure does not provide for it. The log "
        "goes on after it: one fault gives one finding.",
        "在当前状态下程序不允许的步骤。之后的记录照常审查，一处错误只报一项。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    find=_steps,
    by_order=True,
)

EXTENSION_INVALID: Final = Check(
    code="extension-invalid",
    name=Text("extension not validly granted", "延期无效"),
    meaning=Text(
        "An extension was granted after the last day, twice, for too long, or by somebody who may "
        "not. It does not extend, or only as far as the law allows.",
        "延期批准过晚、重复、超过上限，或由无权的人批准；不发生延期效力，或仅在法定上限内有效。",
    ),
    severity=Severity.BREACH,
    reads=Reads.FAULTS,
    find=_extensions,
    by_order=True,
)

PAUSE_INVALID: Final = Check(
    code="pause-invalid",
    name=Text("pause the law does not know", "不计入期限的事由不成立"),
    meaning=Text(
        "Something was recorded that would stop the clock, but the law's condition for it is not "
        "met, so the clock ran on.",
        "记录了停止计时的事由，但不符合法定条件，期限照常计算。",
    ),
    severity=Severity.REVIEW,
    reads=Reads.FAULTS,
    find=_pauses,
)
