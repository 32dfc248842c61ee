"""The facilitation pack: what whoever leads the workshop needs. Why we ask, the room, care, ground rules, and for each
finding a question for leaders, for the team and for the people served."""

from __future__ import annotations

from audit.exhibits.values import Column, Exhibit, Strong, Table, Words
from audit.wording import gettext as _
from reports.chapters import title_of
from reports.manuscript import Asked, Block, Exhibited, Manuscript, Paragraph, Part, Points
from reports.opening import Matter, bound, sentence, tables_as, three_answers

FINDINGS = (
    "trust",
    "principles",
    "gates",
    "ahead",
    "visibility",
    "stepped-care",
    "modules",
    "groups",
    "leaders",
    "change",
    "priorities",
    "perspectives",
    "comments",
    "plan",
    "last-plan",
)
"""In this order; what a round does not have, or somebody left out, is left out."""


def facilitation_pack(matter: Matter) -> Manuscript:
    """Page one answers the three questions; then why, room, care, rules, questions finding by finding, and the end."""
    found = [e for id_ in FINDINGS if (e := matter.find(id_)) is not None]
    tables = tables_as(matter.glance.tables[:1]) if matter.whole is not None else ()
    parts = (
        *three_answers(matter, standing=tables),
        *_before(),
        _findings_lead(),
        *(_finding(matter, exhibit) for exhibit in found),
        _shared_out(),
        _ending(matter),
    )
    return bound(matter, title=_title(matter), parts=parts)


def _title(matter: Matter) -> str:
    return _("%(organisation)s: talking about the results", organisation=matter.facts.organisation)


def _before() -> tuple[Part, ...]:
    return (_why(), _room(), _care(), _rules())


def _why() -> Part:
    blocks: tuple[Block, ...] = (
        Paragraph(_("People hear at once whether their views count. Agree on your reason before you meet.")),
        Points(
            (
                _("Efficiency: we want to run things better."),
                _("Choice: people choose where they work or get help, and we want to be chosen."),
                _("Duty: somebody above us asks for it."),
                _("Rights: those who live with a decision have a right to shape it."),
            )
        ),
        Asked(
            _("Before you meet"),
            (
                _("Which of these four is ours, if we are honest?"),
                _("If it is rights: what do people decide in this meeting?"),
            ),
        ),
    )
    return Part("why-do-we-ask", _("Why do we ask for views?"), 1, blocks)


def _room() -> Part:
    columns = (Column(_("Time"), "words", 18), Column(_("What happens"), "words", 80))
    steps = (
        (_("10 minutes"), _("Settle: the plan of the hour, the ground rules, thanks for every answer.")),
        (_("10 minutes"), _("Connect: how is it to see this? Nobody needs to answer.")),
        (_("15 minutes"), _("Something that holds: how did it come to be?")),
        (_("25 minutes"), _("One or two findings that matter here, a question at a time.")),
        (_("15 minutes"), _("What we do: at most five actions, each with a name and a day.")),
        (_("10 minutes"), _("What we cannot do, and why. Who else needs to hear this?")),
        (_("10 minutes"), _("Stay on for anybody who wants to talk.")),
    )
    rows = tuple((Strong(time), Words(what)) for time, what in steps)
    blocks = (
        Paragraph(
            _("A room with daylight, a door that opens, chairs in a ring, water, and a second room that is free.")
        ),
        Exhibited(Table("room-table", _("An hour and a half"), columns, rows, "facts")),
        Paragraph(_("At most fifteen people a meeting. Leaders and teams may meet apart first."), "note"),
    )
    return Part("room-and-time", _("Room and time"), 1, blocks)


def _care() -> Part:
    points = (
        _("Say at the start that anybody may step out, come back, or say nothing."),
        _("Two people lead: one asks, the other watches the room and goes along with whoever steps out."),
        _("Have names and numbers of people to turn to on the table, and say them aloud."),
        _("No stories of what somebody lived through. If one begins, thank them, and offer to listen afterwards."),
        _("When the room grows tense, stop, breathe, and go back a step: settle, connect, then think."),
        _("If something hurtful was said, come back to it before you end, and say what you do about it."),
        _("Leaders need care, too: show them the results beforehand, without a rush."),
    )
    return Part("care-for-people", _("Care for the people in the room"), 1, (Points(points),))


def _rules() -> Part:
    points = (
        _("Nobody guesses who said what, not even in fun."),
        _("Nobody needs to speak. Silence is an answer, too."),
        _("We talk about the work and how it is set up, never about one person."),
        _("“Withheld” and “cannot tell” mean just that. They do not mean zero, or that all is well."),
        _("What staff see is not what the people served would say. We ask them, too."),
        _("What is said here stays here. What we agree on goes out, to all."),
    )
    return Part("ground-rules", _("Ground rules to read aloud"), 1, (Points(points, numbered=True),))


def _findings_lead() -> Part:
    text = _(
        "Take one or two that matter here. Begin with something that holds. Each has a question for leaders, for the"
        " team, and for people who are served here."
    )
    return Part("questions", _("Questions, finding by finding"), 1, (Paragraph(text),), on_new_page=True)


def _finding(matter: Matter, exhibit: Exhibit) -> Part:
    blocks: tuple[Block, ...] = (
        Paragraph(sentence(exhibit.finding), "sentence"),
        Exhibited(_questions_table(exhibit.id)),
        *matter.note_on(exhibit.id),
    )
    return Part(f"talk-{exhibit.id}", title_of(exhibit.id), 2, blocks)


def _questions_table(exhibit: str) -> Table:
    columns = (Column(_("Whom to ask"), "words", 28), Column(_("Question"), "words", 70))
    asked = (_("Leaders"), _("The team"), _("People who are served here"))
    rows = tuple((Strong(who), Words(question)) for who, question in zip(asked, _asked(exhibit), strict=True))
    return Table(f"ask-{exhibit}", _("Questions: %(title)s", title=title_of(exhibit)), columns, rows, "facts")


def _asked(exhibit: str) -> tuple[str, str, str]:
    """A question for leaders, for the team, for people who are served here."""
    return {**_asked_first(), **_asked_of_support(), **_asked_later()}[exhibit]


def _asked_first() -> dict[str, tuple[str, str, str]]:
    return {
        "trust": (
            _("What did we do that made it safe to answer, or that did not?"),
            _("What would help those who did not answer this time?"),
            _("What makes it safe for you to tell us what you think?"),
        ),
        "principles": (
            _("Which of these results would you have guessed, and which not?"),
            _("Where do you see this in an ordinary week?"),
            _("Where do you notice this when you come here?"),
        ),
        "gates": (
            _("What would it take, in time and money, to put the next of these in place?"),
            _("Which of these would you notice first if it changed?"),
            _("Which of these would make the largest difference to you?"),
        ),
        "ahead": (
            _("Who made this happen, and what did they need from us?"),
            _("What can others learn from it?"),
            _("What do we do well here that you would keep?"),
        ),
        "visibility": (
            _("What do we do that nobody can see, and who could show it?"),
            _("Where would you look if you wanted to know?"),
            _("What would you like to know about how we work?"),
        ),
    }


def _asked_of_support() -> dict[str, tuple[str, str, str]]:
    return {
        "stepped-care": (
            _("What happens, in fact, to somebody here who uses this support?"),
            _("What would have to be true for you to use it without fear?"),
            _("How do you notice whether those who support you are well supported?"),
        ),
        "modules": (
            _("Which of these topics do we give time to, and which not?"),
            _("Where is one of these done well, and what made it possible?"),
            _("Which of these topics matters most to you?"),
        ),
        "groups": (
            _("What is different about the work where people see it differently?"),
            _("What could two places or roles learn from each other’s conditions?"),
            _("Where here do you feel most at ease, and what is different there?"),
        ),
        "leaders": (
            _("What do we see that staff cannot, and what do they see that we do not?"),
            _("What would you show leaders if they spent a day with you?"),
            _("Who here knows best what it is like for you?"),
        ),
    }


def _asked_later() -> dict[str, tuple[str, str, str]]:
    return {
        "change": (
            _("What did we do in between, and what else happened?"),
            _("What did you notice that the numbers may have missed?"),
            _("What is different here from a year ago, for you?"),
        ),
        "priorities": (
            _("What do we stop doing so that the first of these gets time?"),
            _("What would be different for you if the first of these changed?"),
            _("Would you put the same things first? What is missing?"),
        ),
        "perspectives": (
            _("How do we know that this is what others value?"),
            _("Where might you be wrong about this, and how could you find out?"),
            _("What comes first for you?"),
        ),
        "comments": (
            _("Which of these can we answer today, and which needs a date?"),
            _("Which of these would you like to hear more about, without asking who wrote it?"),
            _("Which of these could have been yours?"),
        ),
        "plan": (
            _("What do you take off somebody’s desk so that this can be done?"),
            _("Who notices first if this works, and how will they tell you?"),
            _("What would you change about this plan?"),
        ),
        "last-plan": (
            _("Which of these do we keep, change or stop?"),
            _("What came of it where you work?"),
            _("Did you notice any of this?"),
        ),
    }


def _shared_out() -> Part:
    """Whose job is it: three lines for each thing that is agreed."""
    columns = (Column(_("Whose"), "words", 28), Column(_("What to write down"), "words", 70))
    rows = (
        (Strong(_("The organisation")), Words(_("What will it do: time, money, rules, safety?"))),
        (Strong(_("The team")), Words(_("What will it do: look out for each other, speak openly?"))),
        (Strong(_("Each person")), Words(_("What may each choose: a break, a limit, a talk with somebody?"))),
    )
    lead = Paragraph(_("For each thing that you agree on, fill all three. If only the last is full, go back."))
    table = Exhibited(Table("whose-table", _("Whose job is it?"), columns, rows, "facts"))
    return Part("whose-job", _("Whose job is it?"), 1, (lead, table))


def _ending(matter: Matter) -> Part:
    points = (
        _("Write down at most five actions, each with one name and one day."),
        _("Say what you cannot do, and why. Say it to everybody, on the staff sheet."),
        _("Ask who else needs to hear this, and who tells them."),
        _("Thank everybody, those who said nothing, too."),
    )
    contacts = tuple(f"{c.name}: {c.phone}" if c.phone else c.name for c in matter.facts.contacts)
    turn_to = (Asked(_("Someone to talk to"), contacts),) if contacts else ()
    return Part("before-you-end", _("Before you end"), 1, (Points(points), *turn_to))
