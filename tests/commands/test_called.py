"""How every command is called: help with an example, one sentence when something is wrong, the promised codes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from audit.commands import COMMANDS, main
from audit.wording import ROOT
from tests.commands.calling import call, refused


def every_command(group: click.Group = main, *above: str) -> Iterator[tuple[str, ...]]:
    """The words of every command and every group of commands."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        found = group.get_command(ctx, name)
        yield (*above, name)
        if isinstance(found, click.Group):
            yield from every_command(found, *above, name)


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_command_explains_itself_with_an_example_that_can_be_typed(words: tuple[str, ...]) -> None:
    found = call(*words, "--help")
    assert found.code == 0
    assert "Example:" in found.out
    assert f"steadyground {words[0]}" in found.out.partition("Example:")[2]


def test_help_lists_every_command() -> None:
    found = call("--help")
    assert [line.split()[0] for line in found.out.partition("Commands:")[2].splitlines() if line[2:3].strip()] == list(
        COMMANDS
    )


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["analyze"], ["analyze", "analyse"]),
        (["questionnaires", "chek"], ["chek", "check"]),
        (["questionnaires", "export"], ["ID is missing"]),
        (["questionnaires", "export", "cor"], ["“cor”", "core"]),
        (["actions", "list", "--jsno"], ["--jsno", "--json"]),
        (["analyse", "nowhere.csv"], ["nowhere.csv"]),
        (["simulate", "--people", "none"], ["--people", "none"]),
        (["simulate", "--people", "0"], ["--people"]),
        (["report", "1", "--out", "x", "--kind", "poster"], ["poster", "full, board, staff"]),
        (["report", "1", "--out", "x", "--format", "odt"], ["odt", "pdf, html, docx"]),
        (["serve", "both"], ["both", "staff", "office"]),
        (["verify-release"], ["FILE.json is missing"]),
    ],
)
def test_a_wrong_call_is_one_sentence_that_names_the_thing_and_where_help_is(
    words: list[str], parts: list[str]
) -> None:
    found = call(*words)
    refused(found, *parts, "--help", code=2)
    assert len(found.err.splitlines()) == 1


def test_the_module_is_the_same_as_the_console_script() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "audit", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0
    assert found.stdout.startswith("Usage: steadyground")


def test_a_pipe_hears_the_code_of_a_no(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "audit", "questionnaires", "check", "--folder", str(tmp_path)]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert found.stderr == ""


def test_help_reads_nothing_heavy() -> None:
    ask = (
        "import sys, audit.commands; print([m for m in ('numpy', 'scipy', 'flask', 'sqlalchemy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
