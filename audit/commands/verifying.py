"""`steadyground verify-release`."""

from __future__ import annotations

from pathlib import Path

import click

from audit.commands.loading import library_in
from audit.commands.reading import text_in
from audit.commands.saying import say_result
from audit.method.release import from_json, hash_of
from audit.outcome.checking import faults_in, read_json
from audit.wording import gettext as _


@click.command(
    "verify-release",
    help="""Check an outcome file, or a release alone: hash, steps, floors, ends, nesting of the groups, and every word
    worked out again from the released numbers. A release alone, as the office gives it, has no words and no hash of
    its own: its hash is printed. Ends with 1 if anything does not fit.

    \b
    Example:
      steadyground verify-release out.json""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.json")
def command(file: Path) -> None:
    """Every fault in one sentence, or what was checked."""
    value = read_json(text_in(file), name=file.name)
    faults = faults_in(value, library=library_in())
    if faults:
        say_result("\n".join(faults))
        say_result(_("%(file)s is not as it was written; use the original.", file=file.name))
        raise click.exceptions.Exit(1)
    say_result(_("%(file)s is whole.", file=file.name))
    for line in _checked("release" in value):
        say_result(f"- {line}")
    say_result(_("Hash of the release: %(hash)s", hash=hash_of(from_json(value.get("release", value)))))


def _checked(with_words: bool) -> tuple[str, ...]:
    words = (
        _("Every word and every interval follows from the released numbers.")
        if with_words
        else _("This is a release alone, without words. Compare its hash with the one that is printed in the report.")
    )
    return (
        _("Steps, ends, floors of standard errors, bands and the nesting of the groups are as the rules ask."),
        words,
        _(
            "How many people stand behind each number cannot be seen from here:"
            " that is checked when a round closes, where the counts are."
        ),
        _("What two rounds tell together is checked there, too."),
        _(
            "Whether every ballot was counted cannot be seen from here either:"
            " the report says whether the slips add up."
        ),
        _("Exact numbers, where a file has them, are no part of a release: only that they did not change is checked."),
    )
