"""What can be wrong in a file of the questionnaires folder, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass

from audit.refusals import Refusal
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: file, line, item, what is wrong, what to do.

    file: from the questionnaires folder; an organisation's own files come with their whole path. line: 0 where the
    whole file is meant. item: "" where none is. stops: the product does not start with it. Where it is False,
    everything works, and an editor still has something to do.
    """

    file: str
    line: int
    item: str
    what: str
    way_out: str
    stops: bool = True

    def __str__(self) -> str:
        where = _("%(file)s, line %(line)s", file=self.file, line=self.line) if self.line else self.file
        return ": ".join(part for part in (where, self.item, f"{self.what} {self.way_out}") if part)


class QuestionnaireFaults(Refusal):
    """The questionnaires cannot be used; `problems` holds every fault that stops, of every file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems
