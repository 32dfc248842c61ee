"""What a closed round comes to: the facts that pages, exhibits and reports are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from audit.exhibits.facts import RoundFacts
from audit.library import Library
from audit.method.comparison import Comparison, NotCompared, WhyNot, compare_with_earlier
from audit.method.leaders import leader_gaps
from audit.method.planning import PlannedAction, PlanStatus, Proposal, propose
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release, from_json
from audit.method.telling import profile_of
from audit.method.verdict import Reviewed, WhyNotJudged, verdict_on
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
    conversations_of,
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
        verdicts=verdicts_of(session, row, now=release, asked=asked, library=library),
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
    """What was adopted for this round, and what was adopted earlier, after a team conversation too, and is active."""
    plan, talks = plan_of(session, organisation_id=row.organisation_id), _talks_before(session, row)
    return tuple(
        planned(p)
        for p in plan
        if p.round_id == row.id or (p.slot is not None and _adopted_before(p, row, talks=talks))
    )


def _adopted_before(planned: PlanAction, row: Round, *, talks: frozenset[int]) -> bool:
    return planned.conversation_id in talks or (planned.round_id is not None and planned.round_id < row.id)


def _talks_before(session: Session, row: Round) -> frozenset[int]:
    """Team conversations that were fixed by the day on which the round closed."""
    found, closed_on = conversations_of(session, organisation_id=row.organisation_id), row.closed_on
    return frozenset(c.id for c in found if c.agreed_on and closed_on and c.agreed_on <= closed_on)


def verdicts_of(
    session: Session, row: Round, *, now: Release, asked: Questionnaire, library: Library
) -> tuple[Reviewed, ...]:
    """What this round says of each of `earlier_actions`, in that order."""
    plan = earlier_actions(session, row)
    answered = {p.round_id: _answered(session, p) for p in plan}
    numbers = {r.id: r.number for r in closed_rounds_of(session, organisation_id=row.organisation_id)}

    def review(adopted: PlanAction) -> Reviewed:
        action, then = planned(adopted), answered[adopted.round_id]
        found = verdict_on(action, closes_on=row.closes_on, then=then, now=now, asked=asked, actions=library.actions)
        return Reviewed(action, numbers.get(adopted.round_id or 0), found)

    return tuple(map(review, plan))


def earlier_actions(session: Session, row: Round) -> tuple[PlanAction, ...]:
    """What was adopted before this round and not set aside, the newest plan first; nothing for a trial, which is
    compared with nothing."""
    if row.trial:
        return ()
    plan, talks = plan_of(session, organisation_id=row.organisation_id), _talks_before(session, row)
    kept = (p for p in plan if p.status is not PlanStatus.SET_ASIDE and _adopted_before(p, row, talks=talks))
    return tuple(sorted(kept, key=lambda p: -(p.round_id or 0)))


def _answered(session: Session, planned: PlanAction) -> Release | WhyNotJudged:
    """The results that an action was adopted for, or why it cannot be held against them."""
    if planned.round_id is None:
        return WhyNotJudged.FROM_A_CONVERSATION
    if one_round(session, round_id=planned.round_id).trial:
        return WhyNotJudged.FROM_A_TRIAL
    found = find_release(session, round_id=planned.round_id)
    return WhyNotJudged.EXPIRED if found is None else from_json(found.text)


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
        done_on=row.done_on,
    )


def _earlier_releases(session: Session, row: Round) -> tuple[list[Release], bool]:
    """What was told of earlier rounds, the oldest first, and whether the time of any of them is over."""
    rounds = closed_rounds_of(session, organisation_id=row.organisation_id)
    found = [find_release(session, round_id=r.id) for r in rounds if r.number < row.number and not r.trial]
    return [from_json(release.text) for release in found if release], None in found
