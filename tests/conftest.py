"""What every test relies on: the same examples on every machine."""

from __future__ import annotations

from hypothesis import settings

# Examples derive from the test itself, so that a run passes or fails for everybody alike; no
# deadline, because a slow machine is not a wrong answer.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
# For looking further: `pytest --hypothesis-profile=search` draws anew each time, and more.
settings.register_profile("search", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("ci")

# tests/typing is for the type checker: a line in it that must be refused would fail if it ran.
collect_ignore = ["typing"]
