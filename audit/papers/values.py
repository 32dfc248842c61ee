"""What a paper is made of, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass

from audit.promise import Circumstances, Contact, Hosting, Keys
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """One round as papers tell of it; everything that people read is in words already.

    questionnaires: titles; people: who is asked, a headcount; address: where staff answer; fingerprint: "" while the
    round is a draft. reviewer, safeguarding: who reads comments and whom to tell of danger, "" where no comments are
    asked for; kept_until: the day by which the results are destroyed, "" where none was agreed.
    """

    organisation: str
    number: int
    questionnaires: tuple[str, ...]
    minutes: str
    people: int
    address: str
    asked_by: str
    closes: str
    circumstances: Circumstances
    contacts: tuple[Contact, ...]
    reviewer: str
    safeguarding: str
    kept_until: str
    fingerprint: str

    @property
    def comments(self) -> bool:
        """Whether staff may write in their own words."""
        return self.circumstances.own_words

    @property
    def two_keys(self) -> bool:
        """Whether nobody opens the box alone."""
        return self.circumstances.keys is Keys.TWO_OF_THREE

    @property
    def holders(self) -> str:
        """Who holds a key, as people there call them."""
        return ", ".join(self.circumstances.holders)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with paragraphs, points and lines to fill in; any of the three may be empty."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """id: its name in addresses; status: draft, or agreed with its fingerprint; signatures: who signs."""

    id: str
    title: str
    purpose: str
    status: str
    parts: tuple[Part, ...]
    signatures: tuple[str, ...] = ()


def status_of(facts: PaperFacts) -> str:
    """Whether the settings below can still change."""
    if facts.fingerprint:
        return _(
            "Round %(number)s, settings agreed: %(fingerprint)s. The same line stands on every slip.",
            number=facts.number,
            fingerprint=facts.fingerprint,
        )
    return _("Round %(number)s, a draft: the settings can still change.", number=facts.number)


def host_of(facts: PaperFacts) -> str:
    """Who looks after the computer, in a sentence."""
    match facts.circumstances.hosting:
        case Hosting.THIS_MACHINE:
            return _("The program runs on one computer on the spot, which is not reached from elsewhere.")
        case Hosting.EMPLOYER:
            return _("%(who)s runs the computer behind the site.", who=facts.organisation)
        case Hosting.OUTSIDE:
            return _("Somebody outside %(who)s runs the computer behind the site.", who=facts.organisation)


def keys_of(facts: PaperFacts) -> str:
    """Who opens the box, in a sentence."""
    if not facts.two_keys:
        return _("One person alone holds the key to the box: %(who)s. That is weaker than two keys.", who=facts.holders)
    return _("Two of these three people open the box together: %(who)s.", who=facts.holders)


def start_no_advice() -> str:
    """What a paper is not."""
    return _("This paper was written from the settings of this round. It is a start, and no legal advice.")
