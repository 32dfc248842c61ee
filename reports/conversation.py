"""The team conversation on paper: cards to cut out, and the sheet on which one record a statement is written down.

Nothing on either says who anybody is, or who said what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit import scale
from audit.audiences import said_for
from audit.fallback import marking
from audit.method.conversation import pages_of
from audit.method.questionnaire import Item, Page, Questionnaire
from audit.spoken import spoken
from audit.wording import draft_lines
from audit.wording import gettext as _
from reports.forms import MARGIN, Size
from reports.handouts import SLIP_HEIGHTS, handout
from reports.printing import Paper

CARDS_A_ROW = 2
ROW_HEIGHTS: Mapping[Size, Mapping[Paper, str]] = {"usual": SLIP_HEIGHTS, "large": {"a4": "138mm", "letter": "128mm"}}


@dataclass(frozen=True, slots=True)
class TalkCard:
    """One card. top, foot: small words above and below; sign: a large figure, "" for none; points: short rules."""

    top: str
    text: str
    help: str = ""
    foot: str = ""
    sign: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Cards of one sort, on pages of their own. title: what they are, said at the foot; rows: cards side by side."""

    title: str
    rows: tuple[tuple[TalkCard, ...], ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A statement on the record sheet, with the number of its card."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A page of the questionnaire on the record sheet."""

    title: str
    rows: tuple[RecordRow, ...]


@marking()
def conversation_cards_pdf(asked: Questionnaire, *, size: Size = "usual", paper: Paper = "a4") -> bytes:
    """Cards to cut out: one statement a card in the order of the questionnaire; then the answers, printed once for
    each person and once for the table; then what lies on the table. Eight a page, in large print four.

    asked: a questionnaire that can be talked about. Its statements are printed in full: a row of cards grows with them.
    """
    said = spoken(asked)
    return handout(
        "report/conversation_cards.html",
        paper,
        title=_("Cards: %(title)s", title=said.title),
        margin="10mm",
        card_size=size,
        row_height=ROW_HEIGHTS[size][paper],
        draft=draft_lines(asked=asked.draft),
        sheets=(_statement_sheet(said), _answer_sheet(), _table_sheet()),
    )


@marking()
def conversation_record_pdf(
    asked: Questionnaire, *, organisation: str, size: Size = "usual", paper: Paper = "a4"
) -> bytes:
    """The sheet for whoever writes: a line of boxes for each statement, with the number of its card, and no name."""
    said = spoken(asked)
    return handout(
        "report/conversation_record.html",
        paper,
        title=_("Record of our team conversation"),
        margin=MARGIN,
        form_size=size,
        draft=draft_lines(asked=asked.draft),
        organisation=organisation,
        asked_title=said.title,
        ratings=scale.ratings(),
        apart=tuple(("", label) for _value, label in scale.records_apart()),
        meanings=scale.record_meanings(),
        sections=_sections(said),
    )


def numbered_cards(asked: Questionnaire) -> Iterator[tuple[int, Page, Item]]:
    """Every statement of the conversation with the number that stands on its card, and the page it belongs to."""
    found = ((page, asked.item(id_)) for page in pages_of(asked) for id_ in page.items)
    return ((number, page, item) for number, (page, item) in enumerate(found, start=1))


def _statement_sheet(asked: Questionnaire) -> CardSheet:
    principles = {p.id: p.name for p in asked.principles}
    found = numbered_cards(asked)
    return _sheet(_("Statements"), [_statement_card(number, page, item, principles) for number, page, item in found])


def _statement_card(number: int, page: Page, item: Item, principles: Mapping[str, str]) -> TalkCard:
    help_ = " ".join(text for text in (item.help, said_for(item.audience)) if text)
    return TalkCard(f"{number} · {page.title}", item.text, help_, principles.get(item.principle or "", ""))


def _answer_sheet() -> CardSheet:
    meanings = dict(scale.record_meanings())
    rated = (TalkCard(_("Answer"), label, meanings[label], sign=value) for value, label in scale.ratings())
    apart = (TalkCard(_("Answer"), label, meanings[label]) for _value, label in scale.records_apart())
    return _sheet(_("Answers: print these once for each person, and once for the table"), (*rated, *apart))


def _table_sheet() -> CardSheet:
    return _sheet(_("For the table"), [_stop_card(), _stop_card(), _rules_card(), _rules_card()])


def _stop_card() -> TalkCard:
    return TalkCard(
        _("For the table"),
        _("Stop"),
        _("Touch this card or hold it up. We put the statement aside and take the next one. Nobody asks why."),
    )


def _rules_card() -> TalkCard:
    return TalkCard(
        _("For the table"),
        _("How we talk"),
        points=(
            _("Nobody has to speak, or to turn a card."),
            _("We talk about how we work, not about any one person."),
            _("Whoever leads us speaks last, or is not here."),
            _("Outside, we tell nobody who said what."),
            _("We do not vote. Seeing it differently is fine."),
        ),
    )


def _sheet(title: str, cards: Sequence[TalkCard]) -> CardSheet:
    return CardSheet(title, tuple(tuple(cards[i : i + CARDS_A_ROW]) for i in range(0, len(cards), CARDS_A_ROW)))


def _sections(asked: Questionnaire) -> tuple[RecordSection, ...]:
    numbers = {item.id: number for number, _page, item in numbered_cards(asked)}
    return tuple(RecordSection(page.title, tuple(_rows(page.items, numbers, asked))) for page in pages_of(asked))


def _rows(ids: Iterable[str], numbers: Mapping[str, int], asked: Questionnaire) -> Iterator[RecordRow]:
    return (RecordRow(numbers[id_], asked.item(id_).text) for id_ in ids)
