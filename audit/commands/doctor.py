"""`steadyground doctor`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.commands.saying import say_json, say_result
from audit.settings import Settings

if TYPE_CHECKING:
    from audit.keeping.findings import Finding


@click.command(
    help="""Hold this installation against the promise to staff. Each line says how something stands, and the way out:
    "ok", "look" (worth a look), "breach" (the promise is broken). Ends with 1 on any breach. Nothing is changed.

    \b
    Example:
      steadyground doctor
      steadyground doctor --nginx /etc/nginx/sites-enabled/steadyground.conf"""
)
@click.option(
    "--nginx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Look over this configuration of nginx, too.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(nginx: Path | None, as_json: bool) -> None:
    """Every finding, one a line."""
    from audit.keeping.checking import everything
    from audit.keeping.findings import State

    findings = everything(Settings.from_environ(os.environ), nginx=nginx, now=datetime.now().astimezone())
    if as_json:
        say_json([asdict(finding) for finding in findings])
    else:
        say_result("\n".join(_lines(findings)))
    if any(finding.state is State.BREACH for finding in findings):
        raise click.exceptions.Exit(1)


def _lines(findings: Sequence[Finding]) -> list[str]:
    return [f"{one.state:<6}  {one.what}{'  ' if one.way_out else ''}{one.way_out}" for one in findings]
