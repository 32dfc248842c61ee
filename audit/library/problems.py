"""What can be wrong in a questionnaire file, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass

from audit.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: file (from the questionnaires folder), item ("" for the file itself), what is wrong, what to do."""

    file: str
    item: str
    what: str
    way_out: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.item}" if self.item else self.file
        return f"{where}: {self.what} {self.way_out}"


class QuestionnaireFaults(Refusal):
    """The questionnaires cannot be used; `problems` holds every fault of every file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems
