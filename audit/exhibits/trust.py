"""Can we trust this: who answered, what they say about answering, whether the promise was kept."""

from __future__ import annotations

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Lines, Strong, Table, Value, Words
from audit.method.profile import GroupProfile, Shown, Withheld
from audit.method.release import Share
from audit.promise import Circumstances, Hosting, Keys, Ledger, WayIn, since_last_round, since_opening
from audit.wording import gettext as _

ASKED_OF_A_GATE = 62.5


def trust_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """Response, promise kept, process index, and what those who did not answer could change."""
    tables = (_facts_table(facts), _process_table(facts), _absent_table(facts, whole))
    return Exhibit(
        "trust",
        f"{_response_finding(facts)} {_process_finding(facts)}",
        absent_sentence(),
        tuple(t for t in tables if t.rows),
        notes.note(
            facts,
            notes.how_to_read_scores() if facts.profile.process else "",
            _("People are told as bands, so that nobody can be counted out."),
            people=whole.people,
        ),
        "formulas-telling",
        (
            _("What would make it safer to answer next time?"),
            _("Who may be missing here, and how could they be heard?"),
        ),
    )


def _response_finding(facts: RoundFacts) -> str:
    told = facts.profile.response
    if facts.profile.more_than_invited:
        return _("More answers came in than people were named.")
    if told is None:
        return _("We do not know how many could have answered.")
    if told.low >= 75:
        return _("Three quarters of staff or more answered.")
    if told.low >= 50:
        return _("Half of staff or more answered.")
    return _("Fewer than half of staff may have answered.")


def _process_finding(facts: RoundFacts) -> str:
    if facts.ledger is Ledger.DOES_NOT:
        return _("The slips and the ballots do not add up: read on with care.")
    if not facts.profile.process:
        return _("This round did not ask whether they could answer freely.")
    told = [p for p in facts.profile.process.values() if isinstance(p, Shown)]
    if not told:
        return _("Whether they could answer freely cannot be told.")
    if all(p.low >= ASKED_OF_A_GATE for p in told):
        return _("They say that they could answer freely.")
    if any(p.high < ASKED_OF_A_GATE for p in told):
        return _("But they have doubts about this audit.")
    return _("Whether all could answer freely, we cannot tell.")


def absent_sentence() -> str:
    """Who did not answer: what an interval leaves out."""
    return _(
        "The intervals treat those who answered as a random part of the staff. If happier people were more likely to"
        " answer, the true scores are lower than shown, and no interval here contains that."
    )


def _facts_table(facts: RoundFacts) -> Table:
    columns = (Column(_("Question"), "words", 34), Column(_("What we know"), "words", 66))
    return Table("trust-table", _("How this round was held"), columns, tuple(_facts_rows(facts)), "facts")


def _facts_rows(facts: RoundFacts) -> list[tuple[Value, ...]]:
    profile = facts.profile
    rows: list[tuple[Value, ...]] = [
        (Words(_("How many answered?")), Strong(_response(profile.response), _bands(facts))),
    ]
    if facts.rehearsal:
        return [*rows, (Words(_("Who answered?")), Strong(_("Nobody"), _("Every answer here is invented.")))]
    if facts.closed_on is not None:
        rows.append((Words(_("When?")), Words(_when(facts))))
    rows.append((Words(_("Do slips and ballots add up?")), _ledger_value(facts)))
    rows.append((Words(_("How were answers kept apart from people?")), Lines(_promise_lines(facts.circumstances))))
    return rows


def _response(told: Share | None) -> str:
    return _("Not known") if told is None else words.response(told).capitalize()


def _bands(facts: RoundFacts) -> str:
    answered, invited = facts.profile.people, facts.profile.invited
    if answered is None:
        return ""
    if invited is None:
        return _("%(answered)s; nobody said how many were invited", answered=words.people(answered))
    return _("%(answered)s, of %(invited)s invited", answered=words.people(answered), invited=words.people(invited))


def _when(facts: RoundFacts) -> str:
    if facts.closed_on is None:
        return _("Not known")
    if facts.opened_on is None:
        return _("Closed on %(closed)s", closed=words.day(facts.closed_on))
    return _("%(opened)s to %(closed)s", opened=words.day(facts.opened_on), closed=words.day(facts.closed_on))


def _ledger_value(facts: RoundFacts) -> Value:
    match facts.ledger:
        case None:
            return Words(_("Not known: the answers came from a file"))
        case Ledger.ADDS_UP:
            return Strong(_("Yes, it adds up"), _("printed = counted + withdrawn + unused"))
        case Ledger.DOES_NOT:
            return Strong(_("No, it does not add up"), _("Ask the key holders what happened before you rely on this."))


def _promise_lines(here: Circumstances | None) -> tuple[str, ...]:
    if here is None:
        return (_("Anonymity was not in this product’s hands: the answers came from a file."),)
    way_in = {
        WayIn.DRAWN: _("Slips were drawn from a hat."),
        WayIn.MAILED: _("Codes were sent out, which is weaker than slips from a hat."),
    }
    keys = {
        Keys.TWO_OF_THREE: _("Two of three key holders opened the box."),
        Keys.ONE: _("One person alone held the key, which is weaker than two of three."),
    }
    hosting = {
        Hosting.THIS_MACHINE: _("The site ran on one computer in the house."),
        Hosting.EMPLOYER: _("The employer ran the site, which is weaker than someone outside."),
        Hosting.OUTSIDE: _("Someone outside the employer ran the site."),
    }
    extra = (
        *((_("Whoever ran the site also held one of the keys."),) if here.host_holds_key else ()),
        *((_("It was a trial: the box could be opened at any time."),) if here.trial else ()),
    )
    since = (*since_last_round(here), *since_opening(here))
    return (way_in[here.way_in], keys[here.keys], hosting[here.hosting], *extra, *since)


def _process_table(facts: RoundFacts) -> Table:
    columns = (
        Column(_("What staff say about this audit"), "words", 40),
        Column(_("Score"), "figure", 10),
        Column(_("Out of 100, with its 95 % interval"), "drawn", 36, drawing.score_axis()),
        Column(_("Interval"), "figure", 14),
    )
    rows = tuple(
        _process_row(facts.questionnaire.item(item).text, found)
        for item, found in facts.in_order(facts.profile.process)
    )
    return Table("process-table", _("Could people answer freely?"), columns, rows)


def _process_row(text: str, found: Shown | Withheld) -> tuple[Value, ...]:
    match found:
        case Withheld() as kept:
            return (Words(text), Kept(_("Withheld")), Kept(words.kept(kept)), Kept(_("Withheld")))
        case Shown() as shown:
            return (
                Words(text),
                Figure(words.score(shown)),
                Drawn(drawing.score(text, shown)),
                Figure(words.interval(shown.low, shown.high)),
            )


def _absent_table(facts: RoundFacts, whole: GroupProfile) -> Table:
    columns = (
        Column(_("Principle"), "words", 34),
        Column(_("Score"), "figure", 12),
        Column(_("If those absent stood 10 points lower"), "figure", 27),
        Column(_("If all absent had said the lowest, or the highest"), "figure", 27),
    )
    rows = []
    for principle in facts.questionnaire.principles:
        absent, found = facts.profile.absent.get(principle.id), whole.principles.get(principle.id)
        if absent and found and isinstance(found.score, Shown):
            rows.append(
                (
                    Words(principle.name),
                    Figure(words.score(found.score)),
                    Figure(words.number(absent.ten_lower)),
                    Figure(words.interval(absent.if_all_zero, absent.if_all_four)),
                )
            )
    return Table("absent-table", _("What those who did not answer could change"), columns, tuple(rows))


def nothing_told(facts: RoundFacts) -> Exhibit:
    """Under k answers: nothing is told, why, and what to do instead."""
    k = facts.profile.k
    columns = (Column(_("Question"), "words", 34), Column(_("What we know"), "words", 66))
    rows: tuple[tuple[Value, ...], ...] = (
        (Words(_("What may be told?")), Kept(_("Withheld"), _("Every score, stage and share of this round."))),
        (
            Words(_("Why?")),
            Words(
                _(
                    "Fewer than %(k)s people answered. With so few, results could show what one person said.",
                    k=k,
                )
            ),
        ),
        (Words(_("What happened to the answers?")), Words(_what_became(facts))),
        (
            Words(_("What can we do instead?")),
            Lines(
                (
                    _("Thank everybody, and tell staff the same as leaders: too few answers, so nothing is shown."),
                    _("Sit down as a team with the questionnaire, and agree on one answer for each practice."),
                    _("Ask what would make it safer to answer, and try again in 90 days or more."),
                )
            ),
        ),
    )
    return Exhibit(
        "trust",
        _("Too few people answered for anything to be told"),
        _("This is the promise at work, not a fault of anybody: results need %(k)s answers or more.", k=k),
        (Table("trust-table", _("What this round can tell"), columns, rows, "facts"),),
        _("Source: release %(hash)s of round %(number)s.", hash=facts.profile.release_hash[:12], number=facts.number),
        "appendix-rows",
        (_("What kept people from answering: time, trust, or something else?"),),
    )


def _what_became(facts: RoundFacts) -> str:
    if facts.circumstances is None:
        return _("They are still in the file they came from. Nothing of them is kept here.")
    return _("The box was destroyed when the round closed. Nobody can look again.")
