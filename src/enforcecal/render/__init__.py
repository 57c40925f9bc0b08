"""Models out: text, tables, CSV, JSON and Mermaid diagrams.

A renderer reads models and computes nothing about the law.  Every function returns or yields text;
files are written by whoever asked.  `enforcecal.render.columns` knows how wide a character is,
every other module knows one document or one kind of them.  Nothing is imported here.
"""

from __future__ import annotations

__all__: list[str] = []
