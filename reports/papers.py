"""Papers and phrase cards on paper: what those who hold a round together read, fill in, sign and keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.fallback import marking
from audit.keys import WORDS_IN_A_PHRASE
from audit.papers import Paper
from audit.wording import draft_lines
from audit.wording import gettext as _
from reports.handouts import handout
from reports.printing import Paper as PaperSize


@dataclass(frozen=True, slots=True)
class PhraseCard:
    """One holder's card. what: of which round it is a key; keep: how to keep it; fine: the line of the settings."""

    holder: str
    what: str
    keep: tuple[str, ...]
    fine: str


@marking()
def paper_pdf(content: Paper, *, organisation: str, paper: PaperSize = "a4") -> bytes:
    """A paper with lines to fill in and, where it is signed, lines for signatures."""
    return handout(
        "report/paper.html",
        paper,
        title=f"{content.title} – {organisation}",
        margin="18mm 20mm 18mm",
        draft=draft_lines(),
        content=content,
        organisation=organisation,
    )


@marking()
def phrase_cards_pdf(
    *, organisation: str, number: int, holders: Sequence[str], closes: str, fingerprint: str, paper: PaperSize = "a4"
) -> bytes:
    """A card to write seven words on for each of the holders, three a page. closes: the closing day in words."""
    return handout(
        "report/phrase_cards.html",
        paper,
        title=_("Cards for the keys of round %(number)s", number=number),
        margin="12mm 16mm",
        draft=draft_lines(),
        words=WORDS_IN_A_PHRASE,
        cards=[
            _card(holder, organisation=organisation, number=number, closes=closes, fingerprint=fingerprint, of=holders)
            for holder in holders
        ],
    )


def _card(
    holder: str, *, organisation: str, number: int, closes: str, fingerprint: str, of: Sequence[str]
) -> PhraseCard:
    return PhraseCard(
        holder,
        _("A key of round %(number)s at %(who)s", number=number, who=organisation),
        (
            _("Write the words by hand, in their order. No photo, no file."),
            _("Keep the card where nobody else reads it, apart from the other cards."),
            _("You need it after %(day)s. Then you type the words yourself.", day=closes),
            _two_left() if len(of) > 1 else _only_one(),
            _("When the box is open, tear the card up."),
        ),
        _("Agreed settings: %(fingerprint)s", fingerprint=fingerprint or _("not agreed yet")),
    )


def _two_left() -> str:
    return _("Lost it? Say so at once. Two of the three are enough, and the two others can put a new key in its place.")


def _only_one() -> str:
    return _("This is the only key. If it is lost, nobody can open the box, and the round has to be called off.")
