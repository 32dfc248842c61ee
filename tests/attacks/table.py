"""A plugin of the suite: prints which attacks were carried out, and fails a whole run that leaves one out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from tests.attacks.listed import ATTACKS, STILL_TO_SHOW
from tests.attacks.verdicts import SHOWN

HERE = Path(__file__).parent


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """The table: attack, whether ours refused, which rule the twin does without, whether it was caught."""
    shown = dict(_shown(terminalreporter))
    if not shown:
        return
    terminalreporter.section("attacks on the promise")
    for attack, sentence in ATTACKS.items():
        if attack in shown:
            terminalreporter.write_line(f"{sentence}\n    ours: refused   twin ({shown[attack]}): caught")
        elif attack in STILL_TO_SHOW:
            terminalreporter.write_line(f"{sentence}\n    not shown beside a twin yet")
    terminalreporter.write_line(f"{len(shown)} of {len(ATTACKS)} attacks: ours refused, naive twin caught.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where all of tests/attacks was asked for, an attack that nobody carried out fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput") or not _all_asked_for(session.config):
        return
    shown = set(dict(_shown(reporter)))
    for what, attacks in (
        ("Not carried out", set(ATTACKS) - shown - STILL_TO_SHOW),
        ("Shown, so they come off STILL_TO_SHOW", shown & STILL_TO_SHOW),
    ):
        if attacks:
            reporter.write_line(f"\n{what}: {', '.join(sorted(attacks))}", red=True)
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def _shown(reporter: TerminalReporter) -> Iterator[tuple[str, str]]:
    for report in reporter.stats.get("passed", ()):
        yield from (value for name, value in getattr(report, "user_properties", ()) if name == SHOWN)


def _all_asked_for(config: pytest.Config) -> bool:
    """Whether this run was to carry all of them out: no part was chosen by file, name or mark."""
    if config.option.collectonly or config.option.keyword or config.option.markexpr:
        return False
    asked = [Path(arg.split("::")[0]).resolve() for arg in config.args if "::" not in arg]
    return bool(asked) and any(HERE.is_relative_to(path) for path in asked)
