"""Comments in people's own words: what is asked, how each may be shown, what gives its writer away, when any is read.

Pure: values and rules. A comment never stands beside a place, a role, a rating or the other comment of its writer.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from audit.wording import gettext as _

FEWEST_STAFF = 25  # under that a comment is as good as signed
FEWEST_BALLOTS = 15
FEWEST_COMMENTS = 5  # to one question
LONGEST = 280  # characters of one comment
DAYS_TO_REVIEW = 60
QUESTIONS = ("helps", "change")


class How(StrEnum):
    """How the writer wants a comment to be shown, the most careful last."""

    WORD = "word"
    PARAPHRASE = "paraphrase"
    THEME = "theme"


MOST_CAREFUL = How.THEME


class Told(StrEnum):
    """What became of the comments of a round."""

    ASKED = "asked"  # the round has not closed
    TOO_FEW = "too-few"
    WAITING = "waiting"
    HANDED_OVER = "handed-over"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment to one question, as its writer left it."""

    question: str
    text: str
    how: How


@dataclass(frozen=True, slots=True)
class CommentTerms:
    """What staff are promised about comments. reviewer: who reads them first; lead, reach: to whom a comment goes that
    is passed on for safety, and how to get hold of them."""

    reviewer: str
    lead: str
    reach: str


@dataclass(frozen=True, slots=True)
class CommentsTold:
    """The comments of a closed round as everybody may read them: none until the batch is handed over."""

    told: Told
    comments: tuple[Comment, ...] = ()


Said = Mapping[str, Comment]
"""Comments of one person by question; questions that were left empty are not in it."""


def question_text(question: str) -> str:
    """What is asked."""
    return {"helps": _("What helps you work here?"), "change": _("What would you change first?")}[question]


def told_before(terms: CommentTerms, *, day: str) -> tuple[str, ...]:
    """What stands above the boxes on a screen: when they are read, by whom, what becomes of them. day: the last day of
    the round, in words."""
    return (
        _("Nobody reads this before %(day)s is over.", day=day),
        _("Then %(who)s reads it first, on their own. Leaders see only what they let pass.", who=terms.reviewer),
        *told_anyway(terms),
    )


def told_anyway(terms: CommentTerms) -> tuple[str, ...]:
    """The part of it that holds on paper, too."""
    return (
        _(
            "It is read at all only if %(ballots)s people answer and %(comments)s write something here."
            " If fewer do, it is destroyed unread.",
            ballots=FEWEST_BALLOTS,
            comments=FEWEST_COMMENTS,
        ),
        _("A comment that is passed on for safety goes to %(lead)s, past the leaders.", lead=terms.lead),
        _("It never stands beside your place, your role, your other answers, or what you write in the other box."),
    )


def danger(terms: CommentTerms) -> str:
    """Where to turn now, because nobody reads a comment for weeks."""
    return _(
        "If someone is in danger now, do not write it here: turn to %(lead)s, %(reach)s.",
        lead=terms.lead,
        reach=terms.reach,
    )


def how_text(how: How) -> str:
    """How a comment is shown, for whoever chooses it."""
    return {
        How.WORD: _("Word for word"),
        How.PARAPHRASE: _("Put into other words"),
        How.THEME: _("Only what it is about, in a word or two"),
    }[how]


def allowed(how: How) -> tuple[How, ...]:
    """What a reviewer may make of it: never less careful than its writer chose."""
    order = tuple(How)
    return order[order.index(how) :]


def terms_as_json(terms: CommentTerms) -> dict[str, str]:
    """Plain values; `terms_from_json` reads them back."""
    return asdict(terms)


def terms_from_json(value: Mapping[str, str] | None) -> CommentTerms | None:
    """What `terms_as_json` wrote; None for nothing: a round that asks for no comments."""
    return None if value is None else CommentTerms(value["reviewer"], value["lead"], value["reach"])


def told_as_json(told: CommentsTold | None) -> dict[str, Any] | None:
    """Plain values; `told_from_json` reads them back."""
    return None if told is None else {"told": told.told.value, "comments": [asdict(c) for c in told.comments]}


def told_from_json(value: Mapping[str, Any] | None) -> CommentsTold | None:
    """What `told_as_json` wrote."""
    if value is None:
        return None
    found = (Comment(c["question"], c["text"], How(c["how"])) for c in value["comments"])
    return CommentsTold(Told(value["told"]), tuple(found))


def said_as_json(said: Said) -> dict[str, list[str]]:
    """One person's comments as plain values."""
    return {q: [said[q].text, said[q].how.value] for q in QUESTIONS if q in said}


def said_from_json(value: Mapping[str, Sequence[str]]) -> dict[str, Comment]:
    """What `said_as_json` wrote, cleaned once more; what answers no question of ours is left out."""
    found = {}
    for question in QUESTIONS:
        if question in value:
            text, how = value[question]
            if clean := clipped(text):
                found[question] = Comment(question, clean, How(how))
    return found


def said_as_text(said: Said) -> str:
    """One person's comments as the text that is sealed; "" for none."""
    return json.dumps(said_as_json(said), ensure_ascii=False, separators=(",", ":")) if said else ""


def said_from_text(text: str) -> dict[str, Comment]:
    """What `said_as_text` wrote; ValueError, TypeError or AttributeError for anything else."""
    return said_from_json(json.loads(text)) if text else {}


def read_at_all(opened: Sequence[Said]) -> tuple[Comment, ...]:
    """The comments that are not destroyed unread: from 15 ballots, and from five comments to a question."""
    if len(opened) < FEWEST_BALLOTS:
        return ()
    by_question = ([said[q] for said in opened if q in said] for q in QUESTIONS)
    return tuple(c for those in by_question if len(those) >= FEWEST_COMMENTS for c in those)


_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁһАΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιαρυκ",
    "ABEKMHOPCTYXaeopcyxijsdhAABEZHIKMNOPTYXoviapuk",
)
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def cleaned(text: str) -> str:
    """One line of plain letters: nothing invisible, and in words with Latin letters none that only looks like one.

    What cannot be seen could name its writer all the same.
    """
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFKC", text))
    seen = "".join(c for c in spaced if unicodedata.category(c) not in _DROPPED)
    return " ".join(_latin(word) for word in seen.split())


def clipped(text: str) -> str:
    """The same, no longer than a comment may be."""
    return cleaned(text)[:LONGEST].rstrip()


def _latin(word: str) -> str:
    return word.translate(_LOOK_ALIKE) if any("a" <= c.lower() <= "z" for c in word) else word


class Gives(StrEnum):
    """What may give somebody away."""

    NAME = "name"
    DATE = "date"
    PHONE = "phone"
    MAIL = "mail"
    ONLY = "only"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of a comment that may give somebody away."""

    gives: Gives
    text: str


_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
_PATTERNS = (
    (Gives.MAIL, re.compile(r"[^\s@]+@[^\s@]+")),
    (
        Gives.DATE,
        re.compile(
            r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?:{_MONTHS})\b|\b(?:{_MONTHS})\s+\d{{1,4}}\b",
            re.IGNORECASE,
        ),
    ),
    (Gives.PHONE, re.compile(r"\+?\d(?:[ ()/.-]*\d){6,}")),
    (
        Gives.ONLY,
        re.compile(
            r"\b(?:i am|i['’]m|as|being) the only\b|\bonly one (?:who|here|in)\b"
            r"|\b(?:soy|como) (?:la única|el único|le únique)\b|\b(?:la única|el único) que\b",
            re.IGNORECASE,
        ),
    ),
    (Gives.YEARS, re.compile(rf"\b(?:\d{{1,2}}|{_NUMBERS})\s+(?:years?|months?|años?|mes(?:es)?)\b", re.IGNORECASE)),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_STARTS_AFTER = frozenset('.!?…:;¿¡"“”«»(-–—')
_NO_NAMES = frozenset({"I", "Spanish", "English"})
_SHORT_FORM = 5  # letters of a word in capitals that is more likely short for something than somebody


def what_gives_away(text: str) -> tuple[Seen, ...]:
    """What looks like a name, a date, a number or a rare thing about its writer, each once, in English or Spanish.

    It cannot see nicknames, names that begin a sentence or stand in small letters, and what only one could
    tell.
    """
    found = [(gives, match) for gives, pattern in _PATTERNS for match in pattern.finditer(text)]
    spans = [match.span() for _gives, match in found]
    names = [name for name in _names(text) if not any(a <= name.start() and name.end() <= b for a, b in spans)]
    seen = (*(Seen(_name_or_month(n.group()), n.group()) for n in names), *(Seen(g, m.group()) for g, m in found))
    return tuple(dict.fromkeys(seen))


def _name_or_month(word: str) -> Gives:
    return Gives.DATE if word.lower() in _MONTHS.split("|") else Gives.NAME


def _names(text: str) -> Iterator[re.Match[str]]:
    for match in _WORD.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip()
        begins = not before or before[-1] in _SENTENCE_STARTS_AFTER
        short_form = word.isupper() and len(word) <= _SHORT_FORM
        is_i = word[0] == "I" and (len(word) == 1 or word[1] in "'’")
        if word[0].isupper() and not begins and not short_form and not is_i and word not in _NO_NAMES:
            yield match
