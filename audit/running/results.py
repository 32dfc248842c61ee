"""What a closed round comes to: the facts that pages, exhibits and reports are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from audit.exhibits.facts import RoundFacts
from audit.library import Library
from audit.method.comparison import Comparison, NotCompared, WhyNot, compare_with_earlier
from audit.method.leaders import leader_gaps
from audit.method.planning import PlannedAction, Proposal, propose
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release, from_json
from audit.method.telling import profile_of
from audit.refusals import Refusal
from audit.running.also_used import known_of
from audit.running.asking import asked_in_round
from audit.running.comments import told_of
from audit.running.days import in_words
from audit.running.holders import circumstances_now
from audit.running.retention import expired_on
from audit.spoken import spoken_actions
from audit.store.frozen import frozen_of
from audit.store.models import PlanAction, Round
from audit.store.queries import (
    closed_rounds_of,
    find_release,
    one_organisation,
    one_round,
    plan_of,
    ratings_of,
)
from audit.wording import gettext as _


class NoResultsYet(Refusal):
    """The round has no release."""


class ResultsExpired(NoResultsYet):
    """The round had one; its time is over."""


def round_facts(session: Session, *, round_id: int, library: Library) -> RoundFacts:
    """Everything that may be told of a closed round; NoResultsYet for another one."""
    row = one_round(session, round_id=round_id)
    release = release_of_round(session, round_id=round_id)
    frozen = frozen_of(row.frozen or {})
    asked = asked_in_round(row, library=library)
    profile = profile_of(release)
    ratings = leaders_say(session, round_id=row.id, asked=asked)
    gaps = leader_gaps(profile, ratings=ratings, questionnaire=asked) if ratings else ()
    return RoundFacts(
        organisation=frozen.organisation,
        number=row.number,
        questionnaire=asked,
        release=release,
        profile=profile,
        circumstances=replace(circumstances_now(session, row), opens_on=in_words(frozen.closes_on)),
        ledger=row.ledger,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        contacts=frozen.contacts,
        actions=spoken_actions(library),
        plan=plan_for(session, row),
        proposals=propose(profile, asked, library.actions, gaps, ratings=ratings),
        leader_gaps=gaps,
        ratings=ratings,
        change=change_since(session, row, now=release),
        also_used=known_of(session, round_id=row.id),
        comments=told_of(session, round_id=row.id),
        invented=one_organisation(session, organisation_id=row.organisation_id).sample,
    )


def release_of_round(session: Session, *, round_id: int) -> Release:
    """The release of a closed round; NoResultsYet."""
    found = find_release(session, round_id=round_id)
    if found is None and (gone := expired_on(session, round_id=round_id)):
        raise ResultsExpired(
            _("The results of this round were kept as long as agreed, and went on %(day)s.", day=in_words(gone))
        )
    if found is None:
        raise NoResultsYet(_("This round has no results yet. They come when it has closed."))
    return from_json(found.text)


def leaders_say(session: Session, *, round_id: int, asked: Questionnaire) -> dict[str, int]:
    """What the leadership team agreed on, by item; items left open are not in it."""
    known = {item.id for item in asked.items}
    rows = ratings_of(session, round_id=round_id)
    return {r.item: r.rating for r in rows if r.rating is not None and r.item in known}


def change_since(session: Session, row: Round, *, now: Release) -> Comparison | NotCompared | None:
    """This round beside the earlier ones; None for a first round. Trials are compared with nothing."""
    if row.trial:
        return None
    earlier, gone = _earlier_releases(session, row)
    if gone and not earlier:
        return NotCompared(WhyNot.EARLIER_EXPIRED)
    return compare_with_earlier(earlier, now)


def open_proposals(facts: RoundFacts) -> Sequence[Proposal]:
    """Proposals that are not in the plan yet, in order."""
    adopted = {p.action for p in facts.plan}
    return [p for p in facts.proposals if p.action not in adopted]


def plan_for(session: Session, row: Round) -> tuple[PlannedAction, ...]:
    """What was adopted for this round, and what was adopted earlier and is still active."""
    plan = plan_of(session, organisation_id=row.organisation_id)
    return tuple(planned(p) for p in plan if p.round_id == row.id or (p.slot is not None and _adopted_before(p, row)))


def _adopted_before(planned: PlanAction, row: Round) -> bool:
    return planned.round_id is not None and planned.round_id < row.id


def planned(row: PlanAction) -> PlannedAction:
    """An action of the plan as reports know it."""
    return PlannedAction(
        action=row.action,
        title=row.title,
        why=row.why,
        owner=row.owner,
        first_step=row.first_step,
        sign_of_success=row.sign_of_success,
        due_on=row.due_on,
        status=row.status,
        note=row.note,
    )


def _earlier_releases(session: Session, row: Round) -> tuple[list[Release], bool]:
    """What was told of earlier rounds, the oldest first, and whether the time of any of them is over."""
    rounds = closed_rounds_of(session, organisation_id=row.organisation_id)
    found = [find_release(session, round_id=r.id) for r in rounds if r.number < row.number and not r.trial]
    return [from_json(release.text) for release in found if release], None in found
