"""Somebody who keys a stack of paper forms in, with a browser without script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audit import scale
from audit.ballot.box import open_for_answers, sealed_ballots, sealed_comments
from audit.ballot.sealing import open_ballot, open_comment
from audit.ballot.slips import pepper_of
from audit.comments import CommentTerms, Said, said_from_text
from audit.method.answers import Ballot, word_of
from audit.settings import Settings
from tests.ballot.boxes import PRIVATE, Made, a_box
from tests.staff.people import Person

TERMS = CommentTerms("Cy", "Nia, safeguarding", "555 99")


class Keyer(Person):
    """Opens the address and goes the quiet way."""

    def begins(self, code: str) -> None:
        """From the first page to the first form."""
        self.press("stack")
        assert self.heading == "Key in paper forms"
        self.press("next", code=code)

    def keys_in(self, code: str, key: str, *, go: str = "next", place: str = "", role: str = "") -> None:
        """One form with the same key for every statement."""
        self.press(go, code=code, place=place, role=role, **dict.fromkeys(self.lines, key))

    def keys_in_stack(self, codes: Sequence[str], keys: str) -> None:
        """A form for each code, one key after the other; from the first page to the list."""
        self.begins(codes[0])
        for number, code in enumerate(codes, start=1):
            self.keys_in(code, keys[(number - 1) % len(keys)], go="last" if number == len(codes) else "next")

    def keys_in_sheet(self, text: str, *, go: str = "last", shown: str = "word", question: str = "helps") -> None:
        """One comment sheet with words to one question, from the list and back to it; `go` leads elsewhere."""
        self.press("sheet")
        self.press(go, **{f"words-{question}": text, f"shown-{question}": shown})

    @property
    def sheets(self) -> tuple[str, ...]:
        """The buttons that take a kept comment sheet out."""
        values = (e.get("value", "") for e in self.page.iter("button"))
        return tuple(value for value in values if value.startswith("sheet-out "))

    @property
    def lines(self) -> tuple[str, ...]:
        """Names of the fields for statements, in their order."""
        names = (e.get("name", "") for e in self.page.iter("input") if e.get("type") == "text")
        return tuple(name for name in names if name.startswith("item-"))

    @property
    def kept(self) -> tuple[str, ...]:
        """The buttons that take a kept form out."""
        values = (e.get("value", "") for e in self.page.iter("button"))
        return tuple(value for value in values if value.startswith("out "))

    def filled(self) -> dict[str, str]:
        """What the page's form would send as it stands, lists to choose from among it."""
        fields = super().filled()
        for area in self.page.iter("textarea"):
            fields[area.get("name", "")] = (area.text or "").strip()
        for select in self.page.iter("select"):
            chosen = next((o for o in select.iter("option") if o.get("selected") is not None), None)
            first = next(iter(select.iter("option")))
            fields[select.get("name", "")] = (first if chosen is None else chosen).get("value", "")
        return fields


def ballots_in(path: Path) -> list[Ballot]:
    """What a box holds, opened with the key that it does not hold."""
    return [open_ballot(sealed, PRIVATE.private_bytes_raw()) for sealed in sealed_ballots(path)]


def words_in(path: Path) -> list[Said]:
    """What the comment slots of a box hold, opened likewise; an empty one holds no words."""
    return [said_from_text(open_comment(sealed, PRIVATE.private_bytes_raw())) for sealed in sealed_comments(path)]


def texts_in(path: Path) -> list[str]:
    """The words alone, in the order of the alphabet."""
    return sorted(one.text for said in words_in(path) for one in said.values())


def a_round_with_own_words(settings: Settings, *, slots: int = 20) -> Made:
    """An open round of this installation that asks for comments."""
    made = a_box(settings.ballots, slots=slots, pepper=pepper_of(settings), comments=TERMS)
    open_for_answers(made.path)
    return made


def said_everywhere(ballot: Ballot) -> str:
    """The one key that a form has in every line, as it was keyed in; "" for a blank one."""
    words = {word_of(answer) for answer in ballot.answers.values()} or {""}
    (word,) = words
    return scale.KEYS[word]
