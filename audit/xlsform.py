"""A questionnaire as an XLSForm, for KoboToolbox, ODK and whatever else reads that format.

Who may see the answers is then in the hands of that tool and of whoever runs it, and the form says so to everybody who
opens it. What comes back, with the columns place, role and items only, is a file for `steadyground analyse`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from audit import scale
from audit.answer_files import NOTE
from audit.languages import language_without_words
from audit.method.folding import folded
from audit.method.groups import Lens, Tree
from audit.method.questionnaire import Item, Page, Questionnaire
from audit.people_files import text_of
from audit.wording import gettext as _
from audit.wording import use_language

Row = Mapping[str, str]
"""Cells by the heading of their column."""
Texts = Mapping[str, str]
"""The same text by language."""
SCALE = "scale"
ON_ONE_SCREEN = "field-list"
MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone; the same form is the same bytes
WIDTHS: Mapping[str, float] = {"label": 70, "hint": 70}
USUAL_WIDTH = 22.0


@dataclass(frozen=True, slots=True)
class Form:
    """The three sheets, each with its headings in order."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: tuple[Row, ...]

    @property
    def sheets(self) -> Mapping[str, tuple[Row, ...]]:
        """The sheets by the names that the format gives them."""
        return {"survey": self.survey, "choices": self.choices, "settings": self.settings}


def form_of(asked: Sequence[Questionnaire], *, trees: Sequence[Tree] = (), first: str = "") -> Form:
    """One questionnaire in every language it has, English first, as a form.

    Nothing in it is required. trees: the groups that people may say they belong to, folded as in a round, so that
    nothing is asked that could not be told; () asks for none. first: the language it opens in, else English. Choice
    sets are left out: an answer file has no columns for them.
    """
    known = {q.language: q for q in asked}
    wanted = [folded(tree) for tree in trees]
    offered = [tree for tree in wanted if len(tree.groups) > 1]
    return Form(
        tuple(_in_columns(_survey(known, offered))),
        tuple(_in_columns(_choices(known, offered))),
        (_settings(asked, offered, first=first if first in known else asked[0].language),),
    )


def workbook_of(form: Form) -> bytes:
    """The form as an Excel file; the same form gives the same bytes. No cell is ever read as a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": MADE_ON})
    bold = book.add_format({"bold": True})
    for name, rows in form.sheets.items():
        sheet = book.add_worksheet(name)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, WIDTHS.get(heading.split("::")[0], USUAL_WIDTH))
            for number, row in enumerate(rows, 1):
                if row.get(heading):
                    sheet.write_string(number, column, row[heading])
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def language_name(code: str) -> str:
    """A language as XLSForms name it, in its own words: "English (en)"."""
    return f"{language_without_words(code).name} ({code})"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row before its texts are set into one column a language."""

    plain: Row
    label: Texts
    hint: Texts | None = None
    appearance: str = ""


def _in_columns(lines: Iterable[_Line]) -> Iterator[Row]:
    for line in lines:
        row = dict(line.plain)
        for column, texts in (("label", line.label), ("hint", line.hint or {})):
            row |= {f"{column}::{language_name(code)}": text for code, text in texts.items()}
        yield row | ({"appearance": line.appearance} if line.appearance else {})


def _said(known: Mapping[str, Questionnaire], which: str) -> Texts:
    """One of our own sentences in every language of the questionnaire."""
    texts = {}
    for code in known:
        with use_language(code):
            texts[code] = {
                "held": _(
                    "These answers are kept by the tool that you have open now. Who can read them depends on how it is"
                    " set up: ask the person who sent you here."
                ),
                "skip": _("You can skip every question. You can stop at any time."),
                "where": _("Where you work"),
                "why": _("We ask so that the results can show where things go well and where they do not."),
                "blank": _("Leave it blank if you would rather not say."),
                Lens.PLACE.value: _("Your place of work"),
                Lens.ROLE.value: _("Your role"),
                "answers": _("What the answers mean"),
            }[which]
    return texts


def _survey(known: Mapping[str, Questionnaire], trees: Sequence[Tree]) -> Iterator[_Line]:
    yield _note(
        f"{NOTE}form", _paragraphs({c: q.purpose for c, q in known.items()}, _said(known, "skip"), _held(known))
    )
    yield _note(f"{NOTE}answers", _meanings(known))
    if trees:
        yield from _group("where-you-work", _said(known, "where"), _where(known, trees))
    pages = {code: {page.id: page for page in q.pages} for code, q in known.items()}
    for page in next(iter(known.values())).pages:
        yield from _group(page.id, {c: p[page.id].title for c, p in pages.items()}, _page(known, pages, page))


def _held(known: Mapping[str, Questionnaire]) -> Texts:
    return _said(known, "held")


def _group(name: str, title: Texts, inside: Iterable[_Line]) -> Iterator[_Line]:
    yield _Line({"type": "begin_group", "name": name}, title, appearance=ON_ONE_SCREEN)
    yield from inside
    yield _Line({"type": "end_group", "name": name}, {})


def _note(name: str, text: Texts) -> _Line:
    return _Line({"type": "note", "name": name}, text)


def _where(known: Mapping[str, Questionnaire], trees: Sequence[Tree]) -> Iterator[_Line]:
    yield _note(f"{NOTE}where-you-work", _said(known, "why"))
    for tree in trees:
        lens = tree.lens.value
        yield _Line({"type": f"select_one {lens}", "name": lens}, _said(known, lens), _said(known, "blank"))


def _page(known: Mapping[str, Questionnaire], pages: Mapping[str, Mapping[str, Page]], page: Page) -> Iterator[_Line]:
    yield _note(f"{NOTE}{page.id}", {code: of_page[page.id].note for code, of_page in pages.items()})
    for item in page.items:
        asked: Mapping[str, Item] = {code: q.item(item) for code, q in known.items()}
        yield _Line(
            {"type": f"select_one {SCALE}", "name": item},
            {code: i.text for code, i in asked.items()},
            {code: i.help for code, i in asked.items()},
        )


def _choices(known: Mapping[str, Questionnaire], trees: Sequence[Tree]) -> Iterator[_Line]:
    labels: dict[str, dict[str, str]] = {}
    for code in known:
        with use_language(code):
            for value, text in (*scale.ratings(), *scale.apart()):
                labels.setdefault(value, {})[code] = text
    yield from (_Line({"list_name": SCALE, "name": value}, texts) for value, texts in labels.items() if value)
    for tree in trees:
        for path in tree.paths:
            if path:
                named = dict.fromkeys(known, " / ".join(path))
                yield _Line({"list_name": tree.lens.value, "name": text_of(path)}, named)


def _meanings(known: Mapping[str, Questionnaire]) -> Texts:
    """Each answer with what it means, a line each; that a blank is fine is said above it."""
    texts = {}
    for code in known:
        with use_language(code):
            told = [f"{label}: {meaning}" for label, meaning in scale.meanings()[:-1]]
        texts[code] = "\n\n".join((_said(known, "answers")[code], *told))
    return texts


def _paragraphs(*texts: Texts) -> Texts:
    return {code: "\n\n".join(one[code] for one in texts) for code in texts[0]}


def _settings(asked: Sequence[Questionnaire], trees: Sequence[Tree], *, first: str) -> Row:
    one = asked[0]
    return {
        "form_title": one.title,
        "form_id": f"steadyground-{one.id.replace('+', '-')}",
        "version": f"{one.edition}-{_mark(asked, trees)}",
        "default_language": language_name(first),
        "style": "pages",
    }


def _mark(asked: Sequence[Questionnaire], trees: Sequence[Tree]) -> str:
    """Changes with every word and every group: survey tools take a changed form only under a new version."""
    words = [[q.language, q.purpose, *((i.id, i.text, i.help) for i in q.items)] for q in asked]
    groups = [[text_of(path) for path in tree.paths] for tree in trees]
    return hashlib.sha256(json.dumps([words, groups], ensure_ascii=False).encode()).hexdigest()[:8]
