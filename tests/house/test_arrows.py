"""Imports go one way. Read from the source, so that an import inside a function counts, too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from audit.wording import ROOT

METHOD_MAY_USE = frozenset({"numpy", "scipy", "networkx"})
NO_CLOCK_NO_FILES_NO_CHANCE = frozenset({"os", "time", "random", "secrets", "pathlib", "io", "logging", "subprocess"})
DOORS = ("launch", "nightly", "close", "holders", "catching_up")
BOTH_STORES = frozenset({*(f"audit.doors.{door}" for door in DOORS), "audit.demo.building"})
"""The doors, and the sample agency, which plays leaders and staff in one."""
CROSSINGS = ("audit.doors", "audit.demo")
"""Ways from the office to a ballot box: the doors, and the sample agency, whose staff answer as everybody does."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its name."""
    files = [ROOT / "app.py", *(ROOT / "audit").rglob("*.py"), *(ROOT / "reports").rglob("*.py")]
    return {_name(f): f for f in files}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(module: str) -> frozenset[str]:
    """What a module imports, ours as whole names of modules, others as they are written."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    return frozenset(_known(name) for node in ast.walk(tree) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _known(name: str) -> str:
    """A name from one of our modules is that module; `from package import name` counts for both."""
    while name.split(".")[0] in ("audit", "reports", "app") and name not in modules():
        name = name.rpartition(".")[0]
    return name


def _everything_imported(module: str) -> frozenset[str]:
    """Importing a module runs the packages it lies in, too."""
    above = module.split(".")[:-1]
    return imports_of(module) | {".".join(above[: n + 1]) for n in range(len(above))}


def reached(start: Iterable[str], *, not_through: tuple[str, ...] = ()) -> frozenset[str]:
    """Everything that some modules import, at any distance."""
    seen: set[str] = set()
    ahead = list(start)
    while ahead:
        module = ahead.pop()
        if module in seen:
            continue
        seen.add(module)
        if module in modules() and not module.startswith(not_through or ("\0",)):
            ahead += _everything_imported(module)
    return frozenset(seen)


def of(*packages: str) -> list[str]:
    """Our modules in some packages."""
    return [m for m in modules() if any(m == p or m.startswith(p + ".") for p in packages)]


def under(names: Iterable[str], *packages: str) -> list[str]:
    """Those of some names that lie in some packages."""
    return sorted(n for n in names if any(n == p or n.startswith(p + ".") for p in packages))


@pytest.mark.parametrize(
    ("those", "never"),
    [
        (("audit.method",), ("audit.wording", "audit.settings", "audit.store", "audit.ballot", "flask", "sqlalchemy")),
        (("audit.staff",), ("audit.store", "audit.running", "audit.doors", "audit.office", "reports", "audit.demo")),
        (("audit.staff", "audit.answering", "audit.ballot"), ("alembic", "weasyprint")),
        (("audit.answering",), ("audit.staff", "audit.store", "audit.running", "flask", "reports")),
        (("audit.ballot",), ("audit.answering", "audit.staff", "audit.store", "audit.running", "flask", "reports")),
        (("audit.store",), ("audit.running", "audit.doors", "audit.office", "audit.ballot", "flask", "reports")),
        (("audit.running",), ("audit.doors", "audit.office", "audit.ballot", "audit.answering", "flask", "reports")),
        (("audit.doors",), ("audit.office", "audit.staff", "audit.answering", "flask", "reports")),
        (("audit.keeping",), ("audit.office", "audit.staff", "audit.answering", "flask", "reports")),
        (("audit.working",), ("audit.staff", "audit.answering", "audit.ballot", "audit.doors", "audit.office")),
        (("audit.working",), ("flask", "gunicorn")),
        (("audit.exhibits",), ("audit.store", "audit.running", "audit.ballot", "flask", "sqlalchemy", "reports")),
        (("reports",), ("audit.store", "audit.running", "audit.ballot", "audit.office", "flask", "sqlalchemy")),
        (("audit.library",), ("audit.store", "audit.ballot", "audit.running", "flask", "sqlalchemy")),
    ],
    ids=lambda names: "+".join(names),
)
def test_the_arrows_of_the_house_go_one_way(those: tuple[str, ...], never: tuple[str, ...]) -> None:
    assert of(*those), f"{those} has modules"
    assert under(reached(of(*those)), *never) == []


def test_the_office_reaches_a_ballot_box_only_through_a_door() -> None:
    assert under(reached(of("audit.office"), not_through=CROSSINGS), "audit.ballot", "audit.answering") == []


def test_only_the_doors_know_both_stores() -> None:
    both = {m for m in modules() if under(imports_of(m), "audit.store") and under(imports_of(m), "audit.ballot")}
    assert both <= BOTH_STORES
    assert both, "the doors are there"


def test_the_method_stands_on_numbers_alone() -> None:
    for module in of("audit.method"):
        others = {n.split(".")[0] for n in imports_of(module)} - {"audit"}
        assert not others & NO_CLOCK_NO_FILES_NO_CHANCE, module
        assert {n for n in others if not _standard(n)} <= METHOD_MAY_USE, module


def _standard(name: str) -> bool:
    return name in sys.stdlib_module_names


def test_only_settings_read_the_environment() -> None:
    """Whoever starts the program hands the environment to the settings; nothing else looks into it."""
    for module, file in modules().items():
        text = file.read_text(encoding="utf-8").replace("Settings.from_environ(os.environ)", "")
        assert "os.environ" not in text, module
        assert "getenv" not in text, module


def test_those_who_answer_are_never_logged() -> None:
    for module in of("audit.staff", "audit.answering", "audit.ballot"):
        assert under(imports_of(module), "logging") == [], module
        assert "print(" not in modules()[module].read_text(encoding="utf-8"), module
