"""What a round is, in words: everything that the co-signature freezes, or would freeze now."""

from __future__ import annotations

from dataclasses import dataclass

from audit.library import Library
from audit.method.groups import Tree
from audit.method.questionnaire import Questionnaire
from audit.minutes import minutes_in_words
from audit.office.visit import visit
from audit.office.words import day_words, hostings, kinds_of_round, text_of, ways_in, ways_with_keys
from audit.promise import Keys, WayIn, limits_of, promise_of
from audit.refusals import Refusal
from audit.running.asking import asked_in_round
from audit.running.days import circumstances_in_words
from audit.running.rounds import freeze
from audit.store.frozen import Frozen, frozen_of
from audit.store.models import Round
from audit.wording import gettext as _
from audit.wording import ngettext


@dataclass(frozen=True, slots=True)
class Terms:
    """facts: (what, how) in the order of importance. groups: (heading, lines). weaker: what is weaker than it could be.
    pages: (title, statements) of the questionnaire, then what is to be chosen from."""

    facts: tuple[tuple[str, str], ...]
    weaker: tuple[str, ...]
    promise: tuple[str, ...]
    limits: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    contacts: tuple[tuple[str, str, str], ...]
    pages: tuple[tuple[str, tuple[str, ...]], ...]
    fingerprint: str


def terms_now(asked: Round, *, library: Library) -> tuple[Terms | None, tuple[str, ...]]:
    """What was agreed, or would be agreed now; or nothing, and the sentences about what the draft still lacks."""
    try:
        frozen = frozen_of(asked.frozen) if asked.frozen is not None else freeze(visit().session, asked)
    except Refusal as refusal:
        return None, refusal.sentences
    return terms_of(frozen, asked=asked_in_round(asked, library=library)), ()


def terms_of(frozen: Frozen, *, asked: Questionnaire) -> Terms:
    """All of it as people read it."""
    here = circumstances_in_words(frozen)
    return Terms(
        facts=_facts(frozen, asked),
        weaker=weaknesses_of(frozen),
        promise=promise_of(here),
        limits=limits_of(here),
        groups=((_("Places on the form"), _lines(frozen.places)), (_("Roles on the form"), _lines(frozen.roles))),
        contacts=tuple((c.name, c.phone, c.more) for c in frozen.contacts),
        pages=(
            *((p.title, tuple(asked.item(i).text for i in p.items)) for p in asked.pages),
            *((d.title, (d.question, *(a.name for a in d.attributes))) for d in asked.choices),
        ),
        fingerprint=frozen.fingerprint,
    )


def weaknesses_of(frozen: Frozen) -> tuple[str, ...]:
    """What staff are told is weaker, so that nobody agrees to it unseen."""
    here = frozen.circumstances
    found = []
    if here.keys is Keys.ONE:
        found.append(_("One person alone can open the box. That is weaker than two of three keys."))
    if here.trial:
        found.append(_("This is a trial: the box can be opened at any time."))
    if here.way_in is WayIn.MAILED:
        found.append(_("Codes are sent, so the sender has a list. That is weaker than slips from a hat."))
    if here.host_holds_key:
        found.append(_("Whoever looks after the computer also holds a key."))
    return tuple(found)


def _facts(frozen: Frozen, asked: Questionnaire) -> tuple[tuple[str, str], ...]:
    here = frozen.circumstances
    return (
        (_("What is asked"), _what_is_asked(asked)),
        (_("Who asks"), f"{frozen.asked_by}, {frozen.organisation}"),
        (_("Last day to answer"), day_words(frozen.closes_on)),
        (_("Slips"), _("%(people)s, one for each person", people=frozen.headcount)),
        (_("How codes reach people"), text_of(ways_in(), here.way_in)),
        (_("Who can open the box"), text_of(ways_with_keys(), here.keys)),
        (_("Key holders"), ", ".join(here.holders)),
        (_("Real or trial"), text_of(kinds_of_round(), "trial" if here.trial else "real")),
        (_("Who looks after the computer"), text_of(hostings(), here.hosting)),
        (_("Fewest answers shown"), str(here.k)),
        (_("Comments"), _about_comments(frozen)),
        *(((_("Results are kept until"), day_words(frozen.keep_until)),) if frozen.keep_until else ()),
    )


def _about_comments(frozen: Frozen) -> str:
    if frozen.comments is None:
        return _("none are asked for")
    return _(
        "%(reviewer)s reads them first; one passed on for safety goes to %(lead)s (%(reach)s)",
        reviewer=frozen.comments.reviewer,
        lead=frozen.comments.lead,
        reach=frozen.comments.reach,
    )


def _what_is_asked(asked: Questionnaire) -> str:
    title, minutes = "; ".join(part.title for part in asked.parts), minutes_in_words(asked.minutes)
    sets = sum(design.shown for design in asked.choices)
    if not sets:
        return _("%(title)s (%(items)s statements, %(minutes)s)", title=title, items=len(asked.items), minutes=minutes)
    return _(
        "%(title)s (%(items)s statements, %(sets)s, %(minutes)s)",
        title=title,
        items=len(asked.items),
        sets=ngettext("%(num)s choice set", "%(num)s choice sets", sets),
        minutes=minutes,
    )


def _lines(tree: Tree) -> tuple[str, ...]:
    return tuple(" / ".join(path) if path else _("The whole organisation") for path in tree.paths)
