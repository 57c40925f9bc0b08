"""One session for each job of CI: `nox` runs them all, `nox -s lint` one of them."""

from __future__ import annotations

from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "tests", "docs", "coverage"]

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)


def group(session: nox.Session, name: str) -> None:
    """Install one of the dependency groups, for developers, of pyproject.toml."""
    session.install(*nox.project.dependency_groups(PROJECT, name))


def wheel(session: nox.Session, extras: str) -> None:
    """Build the wheel and install it, so that what is tested is what users get."""
    session.install("build")
    built = Path(session.create_tmp()) / "wheel"
    for old in built.glob("*.whl"):
        old.unlink()
    session.run("python", "-m", "build", "--wheel", "--outdir", str(built), silent=True)
    (made,) = built.glob("*.whl")
    session.install(f"{made}[{extras}]")
    session.run("python", "-c", "import enforcecal as ec; assert 'site-packages' in ec.__file__")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests and the docstrings' examples on the built wheel."""
    wheel(session, "test,parquet")
    group(session, "cover")  # so that no test is skipped
    session.run("python", "-m", "pytest", "-q", "tests", *session.posargs)
    session.run("python", "-m", "pytest", "-q", "--pyargs", "enforcecal")


@nox.session(python=PYTHONS[0])
def lowest(session: nox.Session) -> None:
    """Run the tests on the oldest versions that pyproject.toml says will do."""
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["excel"]]
    wheel(session, "test")
    session.install(*(one.replace(">=", "==") for one in wanted))
    session.run("python", "-m", "pytest", "-q", "tests", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Hold tests/unit and tests/property together to full branch coverage."""
    session.install("-e", ".[test,parquet]")
    group(session, "cover")
    session.run(
        "python", "-m", "pytest", "-q", "tests/unit", "tests/property",
        "--cov", "--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100",
        *session.posargs,
    )  # fmt: skip


@nox.session
def types(session: nox.Session) -> None:
    """Check src and tests/typing with mypy, strictly."""
    session.install("-e", ".[test,parquet]")
    group(session, "types")
    session.run("mypy", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and layout with ruff; change nothing."""
    group(session, "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Run the examples in docstrings and the Python blocks and commands of the pages."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-q", "src", "tests/unit/test_readme.py")


@nox.session
def soundness(session: nox.Session) -> None:
    """Try what a judgement may say for five minutes a law, and print where it does not hold."""
    session.install("-e", ".[test]")
    laws = "tests/property/test_soundness.py"
    session.run(
        *("python", "-m", "pytest", "-q", "--runxfail", laws, *session.posargs),
        env={"SOUNDNESS_SECONDS": "300"},
    )


@nox.session
def bench(session: nox.Session) -> None:
    """Run every script of bench/; each exits with 1 when it misses one of its targets."""
    session.install(".")
    group(session, "bench")
    missed = []
    for script in sorted(Path("bench").glob("[!_]*.py")):
        try:
            session.run("python", str(script))
        except CommandFailed:  # the others are still measured
            missed.append(script.name)
    if missed:
        session.error(f"missed a target: {', '.join(missed)}")
