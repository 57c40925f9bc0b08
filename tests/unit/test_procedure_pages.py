"""The pages of `docs/procedures`, which a tool writes from the packs."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from enforcecal.law.packs import rulebook

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "procedures"


@cache
def made():
    """Return the pages as the tool makes them now, by the names of their files."""
    path = ROOT / "tools" / "make_procedure_pages.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.pages()


def test_the_pages_are_those_the_tool_writes():
    """After a change in a pack the pages are written anew (run tools/make_procedure_pages.py)."""
    there = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    stale = [name for name in {*made(), *there} if made().get(name) != there.get(name)]
    assert [] == sorted(stale)


@pytest.mark.parametrize("procedure", rulebook("cn").procedures(), ids=lambda one: one.id)
def test_a_page_shows_what_its_pack_says(procedure):
    """Every region has its diagram in both languages, every limit shown its article and quote."""
    page = made()[f"{procedure.id}.md"]
    assert 2 * len(procedure.regions) == page.count("```mermaid\n")
    shown = [limit for limit in procedure.limits if f"- `{limit.id}`\n" in page]
    for limit in shown:
        assert limit.zh in page
        assert limit.quote in page
    ours = {step.event for region in procedure.regions for step in region.steps}
    assert {limit.id for limit in procedure.limits if ours.intersection(limit.start)} <= {
        limit.id for limit in shown
    }
