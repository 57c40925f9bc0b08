"""The rules of the house: which module may know which, and what no module may do.

The first half states the rules and looks for breaches, as functions from source text to sentences
that give the place and say what to do.  The second half runs them on the package, and shows each
of them a sample it has to catch.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import enforcecal

HERE = "tests/unit/test_house.py"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "enforcecal"

# ------------------------------------------------------------------------------------- the rules

LAYERS = (
    # A module imports only from lines above its own.  A package's own line stands for its
    # __init__; the front door is "enforcecal".
    "texts",
    "errors",
    # how other programs get what models hold
    "plain",
    # what every floor reads its data files with
    "places",
    "datafiles",
    # how a yes, a day and a number may be written
    "spelling",
    # floor 1: which day?
    "dates._cn",
    "dates.certainty",
    "dates.notices",
    "dates.names",
    "dates.forecast",
    "dates.calendars",
    "dates.periods",
    "dates.clocks",
    "dates.elapsed",
    "dates.traces",
    "dates.ranges",
    "dates.deadlines",
    "dates",
    # floor 2: what does the law say?
    "law.citations",
    "law.signals",
    "law.unarmed",
    "law.answers",
    "law.tree",
    "law.grammar",
    "law.evaluation",
    "law.conditions",
    "law.rules",
    "law.limitations",
    "law.procedures",
    "law.facts",
    "law.applies",
    "law.limits",
    "law.schema",
    "law.checks",
    "law.structure",
    "law.expansion",
    "law.shelf",
    "law.views",
    "law.assembly",
    "law.packs",
    "law.alternatives",
    "law.graph",
    "law.differences",
    "law",
    # floor 3: what happened, and which time ran?
    "cases.replay.events",
    "cases.limitation.conduct",
    "cases.limitation.barring",
    "cases.limitation.answer",
    "cases.limitation.logged",
    "cases.replay.coverage",
    "cases.replay.plan",
    "cases.replay.run",
    "cases.replay.live",
    "cases.replay.clocks",
    "cases.replay.state",
    "cases.replay.environment",
    "cases.replay.guards",
    "cases.replay.timers",
    "cases.replay.transitions",
    "cases.replay.apply",
    "cases.replay.engine",
    "cases.replay",
    "cases.limitation.advice",
    "cases.limitation.transfers",
    "cases.limitation.scan",
    "cases.limitation",
    # floor 4: what is asked of a run
    "cases.findings",
    "cases.checks.check",
    "cases.checks.words",
    "cases.checks.completions",
    "cases.checks.time",
    "cases.checks.order",
    "cases.checks.record",
    "cases.checks.ties",
    "cases.checks.table",
    "cases.checks",
    "cases.notes",
    "cases.validate",
    "cases.outlook.values",
    "cases.outlook.ahead",
    "cases.outlook.answer",
    "cases.outlook",
    "cases.audit",
    "cases.cards",
    "cases.impact",
    "cases",
    # beside them: whom to inspect, and how good are the files?
    "inspection.draws",
    "inspection.scoring",
    "inspection",
    # beside them: what do the analysts publish?
    "measures.rounding",
    "measures.metrics",
    "measures.figures",
    "measures.items",
    "measures.compression",
    "measures.caseload",
    "measures.timeliness",
    "measures.cards",
    "measures.reductions",
    "measures.penalties",
    "measures.published",
    "measures.report",
    "measures",
    # floor 4: files in, text and diagrams out
    "readers.days",
    "readers.tables",
    "readers.frames",
    "readers.cells",
    "readers.vocabulary",
    "readers.headings",
    "readers.logs",
    "readers.notices",
    "readers.expiry",
    "readers.figures",
    "readers",
    # beside them: a table in, its answer out
    "tables.audits",
    "tables.ratios",
    "tables.reports",
    "tables",
    "render.columns",
    "render.documents",
    "render.audits",
    "render.impacts",
    "render.calendars",
    "render.ratios",
    "render.charts",
    "render.reports",
    "render.rules",
    "render.explanations",
    "render.sheets",
    "render.webpages",
    "render.mermaid",
    "render.expiry",
    "render",
    # the front door, and what stands before it
    "enforcecal",
    "testing.oracles",
    "testing.vectors",
    "testing.strategies",
    "testing",
    "cli.arguments",
    "cli.output",
    "cli.books",
    "cli.tables",
    "cli.audit",
    "cli.impact",
    "cli.sheet",
    "cli.due",
    "cli.expiry",
    "cli.calendar",
    "cli.ratios",
    "cli.report",
    "cli.rules",
    "cli.diagram",
    "cli.diff",
    "cli.lint",
    "cli",
    "__main__",
)

MUTABLE: dict[str, str] = {
    # "module.Class": why it has to change after it was made
}

FILE_READERS: dict[str, str] = {
    # module or package: why it may open files
    "readers": "tables and logs come in here",
    "render": "documents go out here",
    "cli": "the user names the files",
    "datafiles": "packs, presets, lists and notices are files",
    "law.packs": "the folders of packs are listed here",
    "law.signals": "the folder of packaged presets is listed here",
    "dates.notices": "looks at the text of an installed `holidays`, because importing it is slow",
}

ONLY_IN = {
    # package beyond the core: the one module or package of ours that may know it
    "holidays": "dates.notices",
    "hypothesis": "testing",
    "matplotlib": "render.charts",
    "narwhals": "readers.frames",
    "numpy": "readers",
    "openpyxl": "readers",
    "pandas": "readers",
    "polars": "readers",
    "pyarrow": "readers",
    "tomli_w": "law.packs",
}

BANNED_IMPORTS = {
    "ctypes": "no foreign code",
    "dill": "no pickles: loading one runs it",
    "http": "the library reads no network",
    "locale": "no answer depends on the machine's locale; say lang= instead",
    "marshal": "no marshalled data: keep literals in a module",
    "pickle": "no pickles: loading one runs it",
    "requests": "the library reads no network",
    "shelve": "no pickles: loading one runs it",
    "socket": "the library reads no network",
    "ssl": "the library reads no network",
    "subprocess": "the library starts no programs",
    "time": "the library reads no clock; today is an argument, as_of=",
    "urllib": "the library reads no network",
    "xml": "no XML: its parsers can be made to read files and fill memory",
}
CLI_MAY_IMPORT = {"locale", "time"}

BANNED_CALLS = {
    "__import__": "write an import statement, which the layer test can see",
    "compile": "law is data: parse it against an allow-list, as law.conditions does",
    "eval": "law is data: parse it against an allow-list, as law.conditions does",
    "exec": "law is data: parse it against an allow-list, as law.conditions does",
}

# names that read the environment, whatever they are reached through
BANNED_NAMES = {
    "environ": "the library reads no environment; take an argument",
    "environb": "the library reads no environment; take an argument",
    "getenv": "the library reads no environment; take an argument",
}
# names that read the clock when they are called, or reached through date or datetime
CLOCKS = {"now", "today", "utcnow"}
TIMES = {"date", "datetime"}
NO_CLOCK = "the library reads no clock; take as_of= (if it is not a clock, use another word)"

FILE_CALLS = {"iterdir", "glob", "open", "read_bytes", "read_text", "rglob", "write_bytes",
              "write_text"}  # fmt: skip

# What a replay holds is written here, and asked for everywhere else.
REPLAY_WRITERS = ("cases.replay.state", "cases.replay.clocks")
CHANGES = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove",
           "reverse", "setdefault", "sort", "update"}  # fmt: skip


# What `import enforcecal` must not load: each costs more than the library itself.
KEPT_OUT = (
    "dateutil",
    "dateutil.parser",
    "holidays",
    "json",
    "matplotlib",
    "narwhals",
    "numpy",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "tomli_w",
    "tomllib",
)


def backwards(word: str) -> str:
    """Return *word* the right way round, so that this file does not break its own rule."""
    return word[::-1]


ABOVE = backwards("derahs/..")
FOLDERS = [backwards(word) for word in ("krow/", "toor/", "mraf/")]
SCRATCH = backwards("/pmt/")
REGISTRIES = [backwards(word) for word in ("gro.ipyp", "detsohnohtyp")]
MACHINE = re.compile(
    rf"(?<![\w.])(?:(?:{'|'.join(FOLDERS)})\b|{SCRATCH}[a-z])"
    rf"|{re.escape(ABOVE)}\b|{'|'.join(map(re.escape, REGISTRIES))}",
    re.IGNORECASE,
)


# ---------------------------------------------------------------- looking for breaches, in a text


def package_name(name: str) -> str:
    """Return the module's line in LAYERS: without the leading ``enforcecal.``."""
    return name if name == "enforcecal" else name.removeprefix("enforcecal.")


def full_name(module: str) -> str:
    """Return the name under which Python imports a line of LAYERS."""
    return module if module == "enforcecal" else f"enforcecal.{module}"


def imported(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[tuple[int, str, str]]:
    """Yield the line, module and name of every import in *tree*, however deep it is nested."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = full_name(module).split(".")
                parts = parts[: len(parts) - node.level + is_package]
                base = ".".join([*parts, base]).rstrip(".")
            for alias in node.names:
                yield node.lineno, base, alias.name


def upward_imports(
    text: str, module: str, known: frozenset[str], *, is_package: bool = False
) -> list[str]:
    """Return a sentence for every import of *module* that does not go down the layers."""
    if module not in LAYERS:
        return [f"{module}: not on the list of layers; add it to LAYERS in {HERE}"]
    above = LAYERS[: LAYERS.index(module)]
    upward = {}
    for line, base, name in imported(ast.parse(text), module, is_package=is_package):
        if base.partition(".")[0] != "enforcecal":
            continue
        whole = package_name(f"{base}.{name}") if name else package_name(base)
        target = whole if whole in known else package_name(base)
        if target not in above:
            upward[line, target] = (
                f"{module}:{line}: imports {target}, which is not above it in LAYERS ({HERE}); "
                "move what it needs down, or pass it in"
            )
    return [*upward.values()]


def within(module: str, where: str) -> bool:
    """Tell whether *module* is *where*, or lies in that package."""
    return module == where or module.startswith(f"{where}.")


def banned_acts(text: str, module: str) -> list[str]:
    """Return a sentence for every import or call of *module* that a pure library must not have."""
    in_cli = module.partition(".")[0] == "cli"
    may_open = any(within(module, who) for who in FILE_READERS)
    tree = ast.parse(text)
    found = []

    def report(line: int, what: str, why: str) -> None:
        found.append(f"{module}:{line}: {what}: {why}")

    for line, base, name in imported(tree, module, is_package=False):
        top = base.partition(".")[0]
        if top in BANNED_IMPORTS and not (in_cli and top in CLI_MAY_IMPORT):
            report(line, f"imports {top}", BANNED_IMPORTS[top])
        if top in ONLY_IN and not within(module, ONLY_IN[top]):
            report(line, f"imports {top}", f"only {ONLY_IN[top]} may (ONLY_IN in {HERE})")
        if name in BANNED_NAMES and not in_cli:
            report(line, f"imports {base}.{name}", BANNED_NAMES[name])
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not in_cli:
            if node.attr in BANNED_NAMES:
                report(node.lineno, f"uses .{node.attr}", BANNED_NAMES[node.attr])
            if node.attr in CLOCKS and ast.unparse(node.value).split(".")[-1] in TIMES:
                report(node.lineno, f"uses .{node.attr}", NO_CLOCK)
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            called = node.func.id
            if called in BANNED_CALLS:
                report(node.lineno, f"calls {called}()", BANNED_CALLS[called])
            opens = called == "open"
        elif isinstance(node.func, ast.Attribute):
            called = node.func.attr
            opens = called in FILE_CALLS
            through = ast.unparse(node.func.value).split(".")[-1]
            if called in CLOCKS and through not in TIMES and not in_cli:
                report(node.lineno, f"calls {called}()", NO_CLOCK)
            if called == "astimezone" and not node.args and not node.keywords and not in_cli:
                report(node.lineno, "calls astimezone() without a zone", "it reads the machine's")
        else:
            continue
        if opens and not may_open:
            report(
                node.lineno,
                f"calls {called}()",
                f"files are read in {', '.join(FILE_READERS)} (FILE_READERS in {HERE}); take text",
            )
    return found


def missing_words(text: str, module: str) -> list[str]:
    """Return a sentence for every docstring, or ``__all__``, that *module* lacks."""
    tree = ast.parse(text)
    found = []
    if ast.get_docstring(tree) is None:
        found.append(
            f"{module}:1: the module has no docstring; say its one idea, and what it refuses"
        )
    body = [node for node in tree.body if not isinstance(node, ast.Expr)]
    bare = all(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in body)
    if not bare and module != "__main__" and not assigns_all(tree):
        found.append(f"{module}:1: no __all__; list what others may import, at the top")

    def visit(node: ast.AST, inside: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If | ast.Try):
                visit(child, inside)
            if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            name = f"{inside}{child.name}"
            if child.name.startswith("_") or is_overload(child):
                continue
            if ast.get_docstring(child) is None:
                found.append(f"{module}:{child.lineno}: {name} is public and has no docstring")
            if isinstance(child, ast.ClassDef):
                visit(child, f"{name}.")

    visit(tree, "")
    return found


def assigns_all(tree: ast.Module) -> bool:
    """Tell whether a module names what it exports."""
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def is_overload(node: ast.AST) -> bool:
    """Tell whether *node* is one of several signatures; the last of them carries the words."""
    marks = getattr(node, "decorator_list", [])
    return any(ast.unparse(mark).rpartition(".")[2] == "overload" for mark in marks)


def foreign_writes(text: str, module: str) -> list[str]:
    """Return a sentence for every place where *module* changes what a replay holds.

    A module that can get hold of a replay may set the attributes of ``self`` and fill what it has
    made itself; what it reaches through another object is not its own, by another name either.
    """
    tree = ast.parse(text)
    bases = {base for _, base, _ in imported(tree, module, is_package=False)}
    holders = {full_name(one) for one in (*REPLAY_WRITERS, "cases.replay.live")}
    if module in REPLAY_WRITERS or not bases & holders:
        return []
    found = []
    for scope in ast.walk(tree):
        if not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        aliases = set(aliased(scope))

        def foreign(node: ast.AST, aliases: set[str] = aliases) -> bool:
            if isinstance(node, ast.Subscript):
                return foreign(node.value)
            if isinstance(node, ast.Attribute):
                return not (isinstance(node.value, ast.Name) and node.value.id == "self")
            return isinstance(node, ast.Name) and node.id in aliases

        for node in ast.walk(scope):
            written: list[ast.AST] = []
            if isinstance(node, (ast.Assign, ast.Delete)):
                written = [one for target in node.targets for one in parts_of(target)]
            elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
                written = [node.target]
            elif isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Attribute) and called.attr in CHANGES:
                    written = [ast.Subscript(called.value, called)]
                elif isinstance(called, ast.Name) and called.id == "setattr":
                    written = [called]
                    aliases.add("setattr")
            found += [
                f"{module}:{node.lineno}: changes what it was given; ask "
                f"{' or '.join(REPLAY_WRITERS)} to do it, through a method"
                for one in written
                if not isinstance(one, ast.Name) or one.id == "setattr"
                if foreign(one)
            ]
    return list(dict.fromkeys(found))


def parts_of(target: ast.expr) -> list[ast.expr]:
    """Return what one target of an assignment sets: itself, or the parts of a tuple."""
    return [*target.elts] if isinstance(target, ast.Tuple) else [target]


def aliased(scope: ast.AST) -> Iterator[str]:
    """Yield the local names that stand for an attribute of another object."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            names = parts_of(node.targets[0])
            values = parts_of(node.value) if len(names) > 1 else [node.value]
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and isinstance(value, ast.Attribute):
                    yield name.id


def loose_models(module: ModuleType) -> list[str]:
    """Return a sentence for every attrs class of *module* that has a dict or can be changed."""
    name = package_name(module.__name__)
    found = []
    for cls in vars(module).values():
        if not (isinstance(cls, type) and "__attrs_attrs__" in vars(cls)):
            continue
        if cls.__module__ != module.__name__:
            continue
        if cls.__dictoffset__ and not issubclass(cls, BaseException):
            found.append(
                f"{name}.{cls.__name__}: has a __dict__; use attrs.frozen or attrs.define as they "
                "are, and give its bases __slots__"
            )
        if f"{name}.{cls.__name__}" not in MUTABLE and not is_frozen(cls):
            found.append(
                f"{name}.{cls.__name__}: can be changed; use attrs.frozen, or add it to MUTABLE "
                f"in {HERE} with the reason"
            )
    return found


def is_frozen(cls: type) -> bool:
    """Tell whether setting any attribute of an instance of *cls* is refused as frozen."""
    fields = attrs.fields(cls)
    blank = object.__new__(cls)
    try:
        setattr(blank, fields[0].name if fields else "x", None)
    except attrs.exceptions.FrozenInstanceError:
        return True
    except Exception:  # noqa: BLE001 - a validator or a slot refused it: then it is not frozen
        return False
    return False


def machine_words(text: str, name: str) -> list[str]:
    """Return a sentence for every line of *text* with a machine path or a registry's host."""
    return [
        f"{name}:{number}: {found.group()!r} belongs to one machine or one registry, and a user "
        "has neither; say it another way"
        for number, line in enumerate(text.splitlines(), start=1)
        for found in MACHINE.finditer(line)
    ]


def public_types(text: str) -> Iterator[str]:
    """Yield the names of the public classes, and of the types in __all__, that *text* defines."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if re.fullmatch("[A-Z][A-Za-z]*[a-z][A-Za-z]*", name) and re.search(
                rf"['\"]{name}['\"]", text
            ):
                yield name


def shared_names(texts: Mapping[str, str]) -> list[str]:
    """Return a sentence for every name that two of *texts*, by module, give to a type."""
    homes: dict[str, list[str]] = {}
    for module, text in texts.items():
        for name in public_types(text):
            homes.setdefault(name, []).append(module)
    return [
        f"{name} is in {' and in '.join(where)}: the name of a public type means one thing in the "
        "package; rename one of them by what it is"
        for name, where in homes.items()
        if len(where) > 1
    ]


def unnamed_modules(text: str, names: Iterable[str]) -> list[str]:
    """Return those of *names* that the docstring of their package leaves out."""
    words = ast.get_docstring(ast.parse(text)) or ""
    return [name for name in names if not re.search(rf"[`.]{re.escape(name)}`", words)]


# ------------------------------------------------------------------------ the house, as it stands


def modules() -> dict[str, Path]:
    """Return every module of the package, by its name without ``enforcecal.``."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1] or ("enforcecal",)
        found[".".join(parts)] = path
    return found


MODULES = modules()
every_module = pytest.mark.parametrize("module", MODULES)
PACKAGES = {
    # every package but the front door, which lists names to import; and what stands in it
    package: [name.rpartition(".")[2] for name in MODULES if name.rpartition(".")[0] == package]
    for package, path in MODULES.items()
    if path.name == "__init__.py" and package != "enforcecal"
}


def project_files() -> list[Path]:
    """Return the files that git tracks; without git (an unpacked sdist), those of the folders."""
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    ) if (ROOT / ".git").exists() else None  # fmt: skip
    if asked is not None and asked.returncode == 0:
        named = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
        return [path for path in named if path.is_file()]
    skip = {".git", ".hypothesis", ".mypy_cache", ".nox", ".pytest_cache", ".ruff_cache",
            "__pycache__", "build", "dist"}  # fmt: skip
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not skip & set(path.relative_to(ROOT).parts)
        and not path.relative_to(ROOT).parts[0].startswith(".venv")
    ]


def run_alone(code: str) -> str:
    """Run *code* in a Python of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestLayers:
    """A module imports only from lines above its own."""

    @every_module
    def test_every_import_goes_down(self, module):
        """No module of the package knows one that is built on it."""
        path = MODULES[module]
        found = upward_imports(
            path.read_text("utf-8"),
            module,
            frozenset(MODULES),
            is_package=path.name == "__init__.py",
        )
        assert [] == found, "\n".join(found)

    def test_the_list_names_only_modules_that_exist(self):
        """A line for a module that is gone is taken off the list."""
        assert [] == [line for line in LAYERS if line not in MODULES]

    def test_the_list_names_nothing_twice(self):
        """Every module has one place."""
        assert len(set(LAYERS)) == len(LAYERS)

    @pytest.mark.parametrize(
        "text",
        [
            "from enforcecal.cases.replay.engine import replay",
            "import enforcecal.cases.replay.engine",
            "def late():\n    from enforcecal.cases import replay",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import enforcecal.cli",
            "from ..cases import replay",
            "from ..cases.replay.engine import replay",
            "import enforcecal",
            "from . import clocks",
            "from enforcecal.nowhere import thing",
        ],
    )
    def test_an_upward_import_is_caught(self, text):
        """However it is written, an import from above is found."""
        known = frozenset(["cases.replay.engine", "dates.clocks", "dates.periods", "texts"])
        found = upward_imports(text, "dates.periods", known)
        assert 1 == len(found)
        assert "dates.periods:" in found[0]

    @pytest.mark.parametrize(
        "text",
        [
            "from enforcecal.texts import Text",
            "from enforcecal.dates import certainty",
            "from .certainty import Certainty",
            "import datetime, attrs",
        ],
    )
    def test_a_downward_import_passes(self, text):
        """Imports from above its own line, and from outside the package, are free."""
        known = frozenset(["texts", "dates.certainty", "dates.periods"])
        assert [] == upward_imports(text, "dates.periods", known)

    def test_a_module_off_the_list_is_caught(self):
        """A new module is told where to add itself."""
        found = upward_imports("", "elsewhere", frozenset())
        assert [f"elsewhere: not on the list of layers; add it to LAYERS in {HERE}"] == found


class TestPurity:
    """The library runs no data as code and reads no clock, network, locale or environment."""

    @every_module
    def test_no_banned_import_or_call(self, module):
        """Every module keeps to what a pure library may do."""
        found = banned_acts(MODULES[module].read_text("utf-8"), module)
        assert [] == found, "\n".join(found)

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("import pickle", "pickle"),
            ("from urllib.request import urlopen", "urllib"),
            ("def late():\n    import xml.etree.ElementTree", "xml"),
            ("import marshal", "marshal"),
            ("import time", "time"),
            ("import locale", "locale"),
            ("from holidays import CN", "holidays"),
            ("import numpy as np", "numpy"),
            ("eval('1')", "eval"),
            ("exec('1')", "exec"),
            ("compile('1', '', 'eval')", "compile"),
            ("__import__('os')", "__import__"),
            ("datetime.now()", "now"),
            ("dt.datetime.now(tz)", "now"),
            ("attrs.field(factory=date.today)", "today"),
            ("clock.now()", "now"),
            ("os.environ['TZ']", "environ"),
            ("from os import environ", "environ"),
            ("os.getenv('TZ')", "getenv"),
            ("when.astimezone()", "astimezone"),
            ("open('x')", "open"),
            ("Path('x').read_text()", "read_text"),
            ("gzip.open('x')", "open"),
        ],
    )
    def test_a_breach_is_caught(self, text, word):
        """Each thing that is banned is found, with its line."""
        found = banned_acts(text, "dates.periods")
        assert 1 == len(found)
        assert re.match(r"dates\.periods:\d+: ", found[0])
        assert word in found[0]

    @pytest.mark.parametrize(
        "text",
        [
            "re.compile('x')",
            "model.eval()",
            "from datetime import time",
            "when.astimezone(zone)",
            "self.today > day",
        ],
    )
    def test_what_only_looks_like_a_breach_passes(self, text):
        """Names that are shared with harmless things are not held against them."""
        assert [] == banned_acts(text, "dates.periods")

    @pytest.mark.parametrize("module", ["cli", "cli.audit", "readers.tables", "datafiles"])
    def test_files_are_opened_where_they_may_be(self, module):
        """The modules on the list may open files."""
        assert [] == banned_acts("open('x')", module)

    def test_the_command_line_may_read_the_clock(self):
        """Today is the command line's to know, and nobody else's."""
        assert [] == banned_acts("import time\ndate.today()", "cli")
        assert [] != banned_acts("import pickle", "cli")


class TestReplayWriters:
    """Two modules write what a replay holds; all others ask them to."""

    @every_module
    def test_nobody_else_writes(self, module):
        """No module sets an attribute of a state, a clock or a pause, or fills their lists."""
        found = foreign_writes(MODULES[module].read_text("utf-8"), module)
        assert [] == found, "\n".join(found)

    @pytest.mark.parametrize(
        "text",
        [
            "state.today = 1",
            "self.state.today = 1",
            "clock.due += 1",
            "state.plan, clock.due = 1, 2",
            "clock.low: int = 1",
            "del state.faults[0]",
            "state.region_states[0, ()] = 'done'",
            "state.faults.append(1)",
            "self.state.clocks.append(1)",
            "states = state.region_states\n  states[0, ()] = 'done'",
            "faults, steps = state.faults, 1\n  faults.append(1)",
            "setattr(clock, 'due', 1)",
        ],
    )
    def test_a_write_is_caught(self, text):
        """Each way of writing is found, with its line, whatever the object is called."""
        head = "from enforcecal.cases.replay.state import ReplayState\ndef f(self, state, clock):\n"
        found = foreign_writes(f"{head}  {text}", "cases.replay.timers")
        assert 1 == len(found)
        assert found[0].startswith("cases.replay.timers:")
        assert [] == foreign_writes(f"{head}  {text}", "cases.replay.state")
        assert [] == foreign_writes(f"def f(self, state, clock):\n  {text}", "cases.replay.timers")

    @pytest.mark.parametrize(
        "text",
        [
            "self.today = state.today",
            "self.found.append(1)",
            "found = []\n  found.append(state.today)",
            "found[state.today] = 1",
            "today = state.today\n  today = 2",
            "clock.bound.limit.when.holds(state)",
        ],
    )
    def test_what_is_its_own_passes(self, text):
        """A module may fill what it has made."""
        head = "from enforcecal.cases.replay.clocks import ClockSet\ndef f(self, state, found):\n"
        assert [] == foreign_writes(f"{head}  {text}", "cases.replay.timers")


class TestImport:
    """Importing the library is cheap, whatever is installed beside it."""

    def test_import_loads_nothing_heavy(self):
        """`import enforcecal` loads none of what only some users need."""
        code = (
            "import sys; before = set(sys.modules); import enforcecal; "
            f"print(*sorted((set(sys.modules) - before) & set({KEPT_OUT!r})))"
        )
        assert "" == run_alone(code)

    def test_what_is_kept_out_would_be_seen(self):
        """The test above can fail: what is imported does show."""
        code = (
            "import sys; before = set(sys.modules); import enforcecal, tomllib; "
            f"print(*sorted((set(sys.modules) - before) & set({KEPT_OUT!r})))"
        )
        assert "tomllib" == run_alone(code)

    @pytest.mark.parametrize("absent", ["holidays", "dateutil", "json", "tomllib"])
    def test_the_first_answer_needs_attrs_alone(self, absent):
        """A first deadline in China is answered where this package cannot be imported."""
        code = (
            f"import sys; sys.modules[{absent!r}] = None; import enforcecal as ec; "
            "from datetime import date; print(ec.calendar('CN').add(date(2026, 2, 11), 5))"
        )
        assert "2026-02-25" == run_alone(code)

    def test_the_front_door_opens(self):
        """Every name the front door promises is there."""
        assert [] == [name for name in enforcecal.__all__ if not hasattr(enforcecal, name)]
        assert sorted(enforcecal.__all__) == dir(enforcecal)

    def test_a_wrong_name_is_refused(self):
        """The front door opens no name it does not promise."""
        with pytest.raises(AttributeError, match="has no attribute 'calender'"):
            enforcecal.calender  # noqa: B018 - asking is the test

    def test_the_version_is_said_alike(self):
        """The package and its metadata are of one version."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        assert project["version"] == enforcecal.__version__


class TestModels:
    """A model is made once: it has slots, and nothing changes it afterwards."""

    def test_every_model_is_slotted_and_frozen(self):
        """No attrs class of the package has a dict, and none that is not listed can change."""
        found = []
        for module in MODULES:
            if module != "__main__":  # importing it runs it
                found += loose_models(importlib.import_module(full_name(module)))
        assert [] == found, "\n".join(found)

    def test_the_exceptions_are_still_there(self):
        """A class on the list of those that may change exists, and needs to be on it."""
        for name in MUTABLE:
            module, _, cls = name.rpartition(".")
            named = getattr(importlib.import_module(full_name(module)), cls)
            assert not is_frozen(named), f"{name} is frozen; take it off MUTABLE in {HERE}"

    @pytest.mark.parametrize(
        ("make", "caught"),
        [
            (attrs.frozen, []),
            (attrs.define, ["can be changed"]),
            (attrs.frozen(slots=False), ["has a __dict__"]),
            (attrs.define(slots=False), ["has a __dict__", "can be changed"]),
        ],
    )
    def test_a_loose_model_is_caught(self, make: Callable[[type], type], caught):
        """Each way of being loose is found, and a frozen class with slots passes."""

        class Sample:
            """A model."""

            size: int

        module = ModuleType("enforcecal.sample")
        Sample.__module__ = module.__name__
        module.Sample = make(Sample)
        found = loose_models(module)
        assert len(caught) == len(found)
        assert all(word in sentence for word, sentence in zip(caught, found, strict=True))

    def test_a_base_without_slots_is_caught(self):
        """A frozen class is loose when what it derives from is."""

        class Base:
            """A class with a dict."""

        class Sample(Base):
            """A model."""

            size: int

        module = ModuleType("enforcecal.sample")
        Sample.__module__ = module.__name__
        module.Sample = attrs.frozen(Sample)
        assert 1 == len(loose_models(module))


class TestWords:
    """Every module says its one idea and what others may import from it."""

    @every_module
    def test_every_public_thing_has_its_words(self, module):
        """Modules, public classes and public functions have docstrings; modules have __all__."""
        found = missing_words(MODULES[module].read_text("utf-8"), module)
        assert [] == found, "\n".join(found)

    @pytest.mark.parametrize("module", [name for name in MODULES if name != "__main__"])
    def test_all_names_what_exists(self, module):
        """What __all__ lists can be imported."""
        loaded = importlib.import_module(full_name(module))
        assert [] == [one for one in getattr(loaded, "__all__", ()) if not hasattr(loaded, one)]

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("", 1),
            ("'''Words.'''", 0),
            ("'''Words.'''\nimport attrs", 1),
            ("'''Words.'''\n__all__ = []\ndef f(): pass", 1),
            ("'''Words.'''\n__all__: list[str] = []\nclass C:\n  def m(self): pass", 2),
            ("'''Words.'''\n__all__ = []\ndef _f(): pass\nclass _C:\n  def m(self): pass", 0),
            ("'''Words.'''\n__all__ = []\n@typing.overload\ndef f(): ...", 0),
            ("'''Words.'''\n__all__ = []\nif True:\n  def f(): pass", 1),
        ],
    )
    def test_missing_words_are_caught(self, text, count):
        """What has no words is found, and what is private needs none."""
        assert count == len(missing_words(text, "sample"))


class TestNames:
    """A class name means one thing, and a package says what each of its modules is for."""

    def test_no_two_public_types_share_a_name(self):
        """Whoever reads the name of a type knows which one it is."""
        found = shared_names({name: path.read_text("utf-8") for name, path in MODULES.items()})
        assert [] == found, "\n".join(found)

    def test_a_shared_name_is_caught(self):
        """Both homes are named; what is private, a function or a constant may be called alike."""
        found = shared_names(
            {
                "law.a": "__all__ = ['Run']\nRun = tuple[int]\nclass Level: pass\nclass _Own: pass",
                "cases.b": "class Level: pass\nclass _Own: pass\ndef Other(): pass",
                "cases.c": "LEVEL = 1\nclass Other: pass\nclass Run: pass",
            }
        )
        assert ["Run is in law.a and in cases.c", "Level is in law.a and in cases.b"] == [
            sentence.partition(":")[0] for sentence in found
        ]

    @pytest.mark.parametrize("package", PACKAGES)
    def test_a_package_names_its_modules(self, package):
        """The docstring of a package says what each of its modules is for."""
        path = MODULES[package]
        found = unnamed_modules(path.read_text("utf-8"), PACKAGES[package])
        assert [] == found, f"{path}: its docstring does not name {found}"

    def test_a_module_left_out_is_caught(self):
        """A module is named as `name` or as `package.name`, not by a word that happens to fit."""
        text = "'''Words: `one` and `sample.two` say rules.'''"
        assert ["rules"] == unnamed_modules(text, ["one", "two", "rules"])


class TestNoMachine:
    """Nothing in the project speaks of one machine."""

    def test_no_file_names_a_machine_path_or_a_registry(self):
        """A user finds no path and no host in the project that he does not have."""
        found = []
        for path in project_files():
            name = path.relative_to(ROOT).as_posix()
            found += machine_words(path.read_bytes().decode("utf-8", "replace"), name)
        assert [] == found, "\n".join(found)

    @pytest.mark.parametrize(
        "text",
        [
            *(f"cd {folder}/main" for folder in FOLDERS),
            f"see {ABOVE}/design",
            f"'{SCRATCH}out.csv'",
            *(f"https://{host}/project" for host in REGISTRIES),
        ],
    )
    def test_a_machine_path_is_caught(self, text):
        """Each kind of path is found, with its line."""
        assert machine_words(f"\n{text}\n", "sample")[0].startswith("sample:2: ")

    @pytest.mark.parametrize("text", ["rest/work", "a/root/b", "/working-day", "a/tmp"])
    def test_ordinary_words_pass(self, text):
        """Words that only contain such a name are free."""
        assert [] == machine_words(text, "sample")

    def test_files_are_found(self):
        """The search has something to search."""
        assert ROOT / "pyproject.toml" in project_files()
