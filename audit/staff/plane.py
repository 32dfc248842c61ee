"""What every page of the staff plane works with, made once; and who is asking, made for each request."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from audit.answering.page_state import PageState
from audit.answering.rounds import Answering, Rounds
from audit.library import Library
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.questionnaire import TOGETHER, ChoiceDesign, Questionnaire
from audit.promise import Contact
from audit.spoken import spoken
from audit.staff.cookie import Cookie
from audit.staff.steps import CODE, COMMENTS, FIRST, START, Kind, Step, choose_step, page_step, step_of
from audit.wording import SOURCE_LANGUAGE, language, offered


@dataclass(frozen=True, slots=True)
class Plane:
    """One running staff plane. office_beside: where the office is reached from here, "" where it runs elsewhere."""

    rounds: Rounds
    library: Library
    pepper: bytes
    cookie: Cookie
    today: Callable[[], date]
    chance: random.Random
    templates: Environment
    office_beside: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. address: of this page, before the path of the plane itself: `root`."""

    root: str
    address: str
    contacts: tuple[Contact, ...]
    leave_to: str
    held: bytes | None


SETS_A_PAGE = 3


def pages_of(designs: Sequence[ChoiceDesign]) -> tuple[tuple[int, int], ...]:
    """The pages with choice sets: (place of the design, how many of its sets stand on earlier pages) of each."""
    return tuple((place, start) for place, one in enumerate(designs) for start in range(0, one.shown, SETS_A_PAGE))


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody on the pages of an open round. state None: they have chosen nothing yet."""

    plane: Plane
    here: Answering
    frame: Frame
    state: PageState | None

    @property
    def step(self) -> Step:
        """Where they are: whoever has a cookie and nothing else is about to type a code."""
        if self.state is not None:
            return step_of(self.state.step)
        return START if self.frame.held is None else CODE

    @property
    def let_in(self) -> bool:
        """Whether their code was accepted. Before that a state holds no more than the language they chose."""
        return self.state is not None and (self.state.code != "" or self.step.kind not in (Kind.START, Kind.CODE))

    @property
    def chosen(self) -> str:
        """The language they chose, "" where they chose none."""
        return offered(self.state.language) if self.state is not None else ""

    @property
    def language(self) -> str:
        """The language of their pages: the one they chose, or English."""
        return self.chosen or SOURCE_LANGUAGE

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked in this round, in the language spoken now."""
        asked = self.here.manifest
        found = self.plane.library.questionnaire(asked.questionnaire, edition=asked.edition, language=language())
        return spoken(found.as_asked_in(asked.number))

    @property
    def purposes(self) -> tuple[str, ...]:
        """What each questionnaire of this round is for, in the language spoken now."""
        asked, known = self.here.manifest, self.plane.library
        each = zip(asked.questionnaire.split(TOGETHER), asked.edition.split(TOGETHER), strict=True)
        found = (known.questionnaire(one, edition=edition, language=language()) for one, edition in each)
        return tuple(dict.fromkeys(spoken(one).purpose for one in found))

    @property
    def trees(self) -> tuple[Tree, ...]:
        """The lenses under which there is something to choose."""
        asked = self.here.manifest
        return tuple(tree for tree in (asked.places, asked.roles) if len(tree.paths) > 1)

    @property
    def pages(self) -> tuple[Step, ...]:
        """The pages on the way from the code to the review."""
        groups = (FIRST,) if self.trees else ()
        return (*groups, *(page_step(number) for number in range(1, len(self.questionnaire.pages) + 1)))

    @property
    def way(self) -> tuple[Step, ...]:
        """The same, with the page for own words where this round asks for them, and those with choice sets."""
        own_words = () if self.here.manifest.comments is None else (COMMENTS,)
        choosing = map(choose_step, range(len(pages_of(self.questionnaire.choices))))
        return (*self.pages, *own_words, *choosing)

    def group_of(self, lens: Lens) -> Path:
        """The place or role they chose; the whole organisation where they rather not say."""
        if self.state is None:
            return ROOT
        return self.state.ballot.place if lens is Lens.PLACE else self.state.ballot.role
