"""Write `docs/procedures/`: a page for each procedure, from the packs alone.

    python tools/make_procedure_pages.py            writes the pages and takes away old ones
    python tools/make_procedure_pages.py --check    says whether they are up to date

A page has the states with a diagram a region, the limits and the needs with the words of their
articles, in Chinese and English.  Nothing on it is written by hand; what reads badly there is to be
said better in the pack.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from enforcecal.law.citations import Law, cite
from enforcecal.law.packs import Rulebook, rulebook
from enforcecal.law.procedures import EventType, Procedure, Region
from enforcecal.law.rules import Need, TimeLimit
from enforcecal.render.mermaid import diagram_lines
from enforcecal.render.rules import BOUNDS, KINDS, length_text, verified_text

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "procedures"
HEAD = """\
<!-- Written by tools/make_procedure_pages.py from the rule packs; do not edit. -->
"""


def page(book: Rulebook, procedure: Procedure) -> Iterator[str]:
    """Yield the lines of one page."""
    yield HEAD
    yield f"# {procedure.zh} · {procedure.en}"
    yield ""
    yield f"`{procedure.id}`"
    yield ""
    yield from laws(procedure)
    yield (
        "图中：※ 期满自动产生，∑ 由其他环节自动得出，? 须满足条件，↻ 可以发生而状态不变，"
        "虚线框表示自其中任一状态。"
        "In the diagrams: ※ put in when a period runs out, ∑ follows from other events by itself, "
        "? only if a condition holds, ↻ may happen and changes nothing; a dashed box stands for "
        "any of the states in it."
    )
    yield ""
    for region in procedure.regions:
        yield from states(procedure, region)
    happening = events_of(procedure)
    limits = [one for one in procedure.limits if happening.intersection(one.start)]
    if limits:
        yield "## 期限 · Time limits"
        yield ""
        yield (
            "以下仅列本程序中会发生起算事件的期限。"
            "Only limits that an event of this procedure can start."
        )
        yield ""
        for limit in limits:
            yield from limit_lines(book, procedure, limit)
    needs = [one for one in procedure.needs if happening.intersection(one.on)]
    if needs:
        yield "## 法定要求 · What the law requires"
        yield ""
        yield "违反时报出的问题如下。What is reported where a requirement is not met."
        yield ""
        for need in needs:
            yield from need_lines(procedure, need)


def events_of(procedure: Procedure) -> set[str]:
    """Events that a step, a limit that ran out or other events can bring about."""
    found = {step.event for region in procedure.regions for step in region.steps}
    while True:
        more = {
            limit.then.event
            for limit in procedure.limits
            if limit.then and found.intersection(limit.start)
        }
        more |= {
            event.name
            for event in procedure.events.values()
            if any(found.issuperset(group) for group in event.after_all)
        }
        if more <= found:
            return found
        found |= more


def laws(procedure: Procedure) -> Iterator[str]:
    if not procedure.laws:
        return
    yield "| 法律 | law | 施行 in force | 核对 checked |"
    yield "| --- | --- | --- | --- |"
    for law in procedure.laws.values():
        first, last = law.in_force_from or "", law.in_force_to or ""
        yield (
            f"| {law.zh} | {law.en} `{law.id}` | {first} – {last} |"
            f" {verified_text(law.verified).zh} |"
        )
    yield ""


def states(procedure: Procedure, region: Region) -> Iterator[str]:
    main = region.id == "main"
    zh = region.zh or ("状态" if main else region.id)
    en = region.en or ("states" if main else region.id.replace("_", " "))
    yield f"## {zh} · {en}"
    yield ""
    if region.per:
        kinds = {"party": "当事人", "item": "物品"}
        each = "、".join(kinds.get(one, one) for one in region.per)
        yield f"每一{each}各有一条。One such line for each {', '.join(region.per)}."
        yield ""
    yield from fenced(procedure, region, "zh")
    yield ""
    yield "<details><summary>English</summary>"
    yield ""
    yield from fenced(procedure, region, "en")
    yield ""
    yield "</details>"
    yield ""


def fenced(procedure: Procedure, region: Region, lang: str) -> Iterator[str]:
    yield "```mermaid"
    yield from diagram_lines(procedure, "zh" if lang == "zh" else "en", region=region.id)
    yield "```"


def limit_lines(book: Rulebook, procedure: Procedure, limit: TimeLimit) -> Iterator[str]:
    law = law_of(procedure.laws.values(), limit.id)
    cited, length = cite(law, limit.id), length_text(limit)
    yield f"### {limit.zh or limit.matter} · {limit.en or limit.matter}"
    yield ""
    yield f"- `{limit.id}`"
    yield f"- {cited.zh}；{cited.en}{in_force(law)}"
    kind, who = KINDS[limit.kind], BOUNDS[limit.bound]
    yield f"- **{length.zh}**，{kind.zh}，{who.zh}；**{length.en}**, {kind.en}, {who.en}"
    if limit.before is not None:
        yield f"- 倒算自 · counted backward from: `{limit.before.source}`"
    for zh, en, names in (
        ("起算", "runs from", limit.start),
        ("完成", "fulfilled by", limit.end),
        ("取消", "lifted by", limit.cancel),
        ("须待期满", "must wait for it", limit.blocks),
        ("期满即", "when it runs out", (limit.then.event,) if limit.then else ()),
    ):
        if names:
            yield f"- {zh} · {en}: {words(procedure, names)}"
    if limit.when is not None:
        yield f"- 适用条件 · applies when: `{limit.when.source}`"
    for name in limit.pause:
        pause = procedure.pauses[name]
        yield f"- 不计入 · not counted: {pause.zh or name}；{pause.en or name}"
    for rule in limit.extend:
        yield f"- 延长 · extended by: {words(procedure, [rule.event])} `{rule.id}`"
    for other in limit.overrides:
        named = book.time_limit(other)
        yield f"- 优先于 · outranks: `{named.id}`"
    for reading in limit.reading:
        yield f"- 另一种理解 · another reading: {reading.zh or reading.name}；{reading.en}"
    yield from quoted(limit.quote, limit.verified)


def need_lines(procedure: Procedure, need: Need) -> Iterator[str]:
    law = law_of(procedure.laws.values(), need.id)
    cited = cite(law, need.id)
    yield f"### {need.zh or need.id} · {need.en or need.id}"
    yield ""
    yield f"- `{need.id}` (`{need.code}`)"
    yield f"- {cited.zh}；{cited.en}{in_force(law)}"
    yield f"- 审查环节 · asked at: {words(procedure, need.on)}"
    if need.when is not None:
        yield f"- 如果 · if: `{need.when.source}`"
    yield f"- 应当 · there must be: `{need.that.source}`"
    yield from quoted(need.quote, need.verified)


def quoted(quote: str, verified: str) -> Iterator[str]:
    if verified in {"secondary", "memory"}:
        said = verified_text(verified)
        yield f"- {said.zh}；{said.en}"
    yield ""
    if quote:
        yield f"> {quote}"
        yield ""


def in_force(law: Law | None) -> str:
    if law is None or law.in_force_to is None:
        return ""
    return f"（至{law.in_force_to}；until {law.in_force_to}）"


def law_of(known: Iterable[Law], rule: str) -> Law | None:
    found = [law for law in known if rule.startswith(f"{law.id}.")]
    return max(found, key=lambda law: len(law.id)) if found else None


def words(procedure: Procedure, names: Iterable[str]) -> str:
    """Return each event by its names, Chinese and English."""
    said = []
    for name in names:
        kind = procedure.events.get(name, EventType(name=name))
        said.append(f"{kind.zh or name} ({kind.en or name})")
    return "；".join(said)


def index(procedures: Iterable[Procedure]) -> Iterator[str]:
    yield HEAD
    yield "# 程序 · Procedures"
    yield ""
    yield "| 程序 | procedure | |"
    yield "| --- | --- | --- |"
    for one in procedures:
        yield f"| {one.zh} | {one.en} | [`{one.id}`]({one.id}.md) |"


def pages() -> dict[str, str]:
    """Return every page by the name of its file."""
    book = rulebook("cn")
    procedures = book.procedures()
    make: Callable[[Iterable[str]], str] = "\n".join
    found = {f"{one.id}.md": make(page(book, one)).rstrip() + "\n" for one in procedures}
    return {"README.md": make(index(procedures)) + "\n", **found}


def main() -> int:
    made = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.md")}
    if "--check" in sys.argv[1:]:
        stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
        print(f"out of date: {', '.join(stale)}" if stale else "the pages are up to date")
        return 1 if stale else 0
    TARGET.mkdir(exist_ok=True)
    for name in there.keys() - made.keys():
        (TARGET / name).unlink()
    for name, text in made.items():
        (TARGET / name).write_text(text, encoding="utf-8")
    print(f"wrote {len(made)} pages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
