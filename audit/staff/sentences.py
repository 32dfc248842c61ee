"""What the pages for staff say about one round, made from how it is really run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from audit.ballot.manifest import Manifest
from audit.exhibits import words
from audit.method.questionnaire import Questionnaire
from audit.minutes import minutes_in_words
from audit.promise import Circumstances, Keys
from audit.results_file import ResultsFile
from audit.wording import gettext as _


def day_in_words(day: date) -> str:
    """A whole day as people write it: 1 May 2026."""
    return words.day(day)


def asked_by(here: Manifest) -> str:
    """Who asks, for whom."""
    return _(
        "%(asker)s asks everyone who works at %(organisation)s.", asker=here.asked_by, organisation=here.organisation
    )


def how_long(questionnaire: Questionnaire) -> str:
    """Minutes, and that there is no hurry."""
    return _("It takes about %(minutes)s. There is no clock.", minutes=minutes_in_words(questionnaire.minutes))


def until(here: Manifest) -> str:
    """The last day."""
    return _("You can answer until %(day)s, that day included.", day=day_in_words(here.closes_on))


def who_sees() -> tuple[str, ...]:
    """Who sees what, and when."""
    return (
        _("While this is open, nobody sees any answer. Leaders see one word about how many people answered."),
        _("When it has closed, numbers for groups are made from all answers together. Nobody sees yours."),
        _("You and your leaders see the results at the same time, here and in the office."),
    )


def what_next(here: Manifest) -> tuple[str, ...]:
    """What happens after the last day."""
    opened = (
        _("After %(day)s the box is opened with one key.", day=day_in_words(here.closes_on))
        if here.circumstances.keys is Keys.ONE
        else _("After %(day)s two key holders open the box together.", day=day_in_words(here.closes_on))
    )
    return (
        opened,
        _("The results then stand at this same address, for everyone who works here."),
        _("With them, your organisation plans what to change first, and tells you."),
    )


def on_this_device(here: Manifest) -> tuple[str, ...]:
    """What a browser keeps."""
    return (
        _("While you answer, this site leaves one cookie here. It holds only chance letters. It goes when you finish."),
        _("Your browser keeps the address of this site in its history. It does not keep what you said."),
        *(
            (_("“Leave this page quickly” deletes what you said so far and opens another site."),)
            if here.leave_to
            else ()
        ),
    )


def circumstances_in_words(here: Manifest) -> Circumstances:
    """What the promise depends on, with the day as the language spoken now writes it."""
    return replace(here.circumstances, opens_on=day_in_words(here.closes_on))


def why_groups() -> str:
    """Why place and role are asked."""
    return _("We ask so that the results can show where things go well and where they do not.")


def few(here: Manifest) -> str:
    """What keeps groups large, and that both may be left out."""
    return _(
        "A group is shown only if %(k)s people or more in it answered. You can leave out both.", k=here.circumstances.k
    )


def about_results(file: ResultsFile, coming: Manifest | None) -> tuple[str, ...]:
    """What stands above the results: since when, whether they are real, whether a further round is prepared."""
    said = []
    if file.closed_on is not None:
        said.append(_("Closed on %(day)s. Everybody here sees the same page.", day=day_in_words(file.closed_on)))
    if file.invented:
        said.append(_("These answers are invented. They show what a page like this looks like."))
    if coming is not None:
        said.append(_("The next round is being prepared. %(asker)s will say when it starts.", asker=coming.asked_by))
    return tuple(said)
