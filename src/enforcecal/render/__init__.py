"""Models out: text, tables, CSV, JSON and Mermaid diagrams.

A renderer reads models and computes nothing about the law.  Every function returns or yields text;
files are written by whoever asked.  `columns` knows how wide a character is, `documents` writes
JSON piece by piece.  Every other module knows one document: `audits`, `impacts`, `expiry` and
`ratios` the answer to a table, `calendars` a year, `reports` the annual report with its `charts`,
`rules` a list of limits and `explanations` one id, `sheets` the control sheet of a case and
`webpages` the same as HTML, `mermaid` the diagram of a procedure.  Nothing is imported here.
"""

from __future__ import annotations

__all__: list[str] = []
