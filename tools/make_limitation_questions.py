"""Write the open questions of the pack cn.limitation into docs/limitation.md, in both languages.

python tools/make_limitation_questions.py
"""

from __future__ import annotations

from pathlib import Path

from enforcecal.law.limitations import LimitationRules, OpenQuestion
from enforcecal.law.packs import rulebook
from enforcecal.texts import LANGS, Lang, Text

PAGE = Path(__file__).resolve().parents[1] / "docs" / "limitation.md"
MARKS = {
    "en": ("<!-- questions: written from the pack -->", "<!-- end -->"),
    "zh": ("<!-- 问题：由规则包写出 -->", "<!-- 完 -->"),
}
VERIFIED = {
    "text": Text("text", "原文"),
    "secondary": Text("secondary", "二手"),
    "memory": Text("memory", "记忆"),
    "reading": Text("reading", "本库理解"),
}


def told(question: OpenQuestion, lang: Lang) -> list[str]:
    """Return the lines on one question: what is asked, then each view, the default marked."""
    lines = [f"**`{question.name}`** {question.text.say(lang)}", ""]
    for view in question.view:
        sources = ("，" if lang == "zh" else ", ").join(view.source)
        checked = VERIFIED[view.verified].say(lang)
        default = {"en": " **(default)**", "zh": "**（默认）**"}[lang]
        text = Text(view.en, view.zh).say(lang)
        known = f"{sources}; {checked}" if sources else checked
        if lang == "zh":
            known = known.replace("; ", "；")
        mark = default if view.answer == question.answer else ""
        open_, close = ("（", "）") if lang == "zh" else (" (", ")")
        lines.append(f"- `{view.answer}`{mark}: {text}{open_}{known}{close}")
    return [*lines, ""]


def page(text: str, rules: LimitationRules) -> str:
    """Return the page with the questions as they stand in *rules*."""
    for lang in LANGS:
        first, last = MARKS[lang]
        lines = [line for one in rules.questions.values() for line in told(one, lang)]
        before, _, rest = text.partition(first)
        _, _, after = rest.partition(last)
        text = before + "\n".join([first, "", *lines, last]) + after
    return text


def main() -> None:
    """Write the page anew."""
    rules = rulebook("cn").limitation()
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), rules), encoding="utf-8")
    print(f"wrote {len(rules.questions)} questions")


if __name__ == "__main__":
    main()
