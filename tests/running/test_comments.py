"""Comments from the draft to the hand-over: who may, what is destroyed, what everybody reads."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from audit import results_file
from audit.comments import Comment, How, Told
from audit.doors import close, launch
from audit.doors import comments as door
from audit.headcounts import read_headcounts
from audit.keys import WrongPhrase
from audit.method.groups import Lens
from audit.running import comments, members, organisations, rounds
from audit.running.phrases import WordsDiffer
from audit.running.results import round_facts
from audit.running.rights import NotForThisRole
from audit.store.frozen import frozen_of
from audit.store.models import CommentsAsked, CommentShown, CommentWaiting
from audit.store.queries import one_round, trail_of
from tests.builders import library
from tests.running.agencies import AFTER, LIGHT, NOW, TODAY, Agency, agency, phrases, prepared, printed
from tests.running.commenting import (
    LEAD,
    REACH,
    Commented,
    asking_for_comments,
    closed_with,
    reviewer_phrase,
    says,
)

FIVE = [says(f"Kind people, number {n} of them") for n in range(5)]


def _next(commented: Commented, by: int | None = None) -> comments.Waiting | None:
    with commented.here.store() as session:
        return comments.next_waiting(
            session, round_id=commented.id, by=by or commented.here.consultant, phrase=commented.reading, cost=LIGHT
        )


def _let_pass(commented: Commented, one: comments.Waiting, how: How, text: str) -> None:
    with commented.here.store() as session:
        comments.let_pass(
            session,
            round_id=commented.id,
            by=commented.here.consultant,
            phrase=commented.reading,
            waiting_id=one.id,
            how=how,
            text=text,
            cost=LIGHT,
        )


def _hand_over(commented: Commented) -> None:
    with commented.here.store() as session:
        door.hand_over(
            session,
            round_id=commented.id,
            by=commented.here.consultant,
            settings=commented.here.settings,
            today=AFTER,
        )


def _results(commented: Commented) -> results_file.ResultsFile:
    with commented.here.store() as session:
        public_id = frozen_of(one_round(session, round_id=commented.id).frozen or {}).public_id
    return results_file.read(results_file.path_in(commented.here.settings.results, public_id))


def test_a_leader_is_never_the_reviewer(tmp_path: Path) -> None:
    here = agency(tmp_path)
    round_id = prepared(here)
    with pytest.raises(comments.ReviewerMissing):
        asking_for_comments(here, round_id, reviewer=here.leader)


def test_with_fewer_than_25_people_nobody_is_asked_for_comments(tmp_path: Path) -> None:
    here = agency(tmp_path, places="All\t24", roles="All\t24")
    round_id = prepared(here)
    asking_for_comments(here, round_id)
    with here.store() as session, pytest.raises(comments.TooFewForComments):
        rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)


def test_what_was_agreed_names_reviewer_and_lead_and_changes_the_line_on_the_slips(tmp_path: Path) -> None:
    here = agency(tmp_path)
    round_id = prepared(here)
    with here.store() as session:
        without = rounds.freeze(session, one_round(session, round_id=round_id))
    asking_for_comments(here, round_id)
    with here.store() as session:
        frozen = rounds.freeze(session, one_round(session, round_id=round_id))
    assert frozen.comments is not None
    assert (frozen.comments.reviewer, frozen.comments.lead, frozen.comments.reach) == ("Cy", LEAD, REACH)
    assert frozen.circumstances.own_words
    assert frozen.fingerprint != without.fingerprint
    assert frozen_of(frozen.as_json()) == frozen
    assert "comments" not in without.as_json(), "what was frozen before there were comments keeps its line"
    assert frozen_of(without.as_json()) == without


def test_a_round_does_not_open_before_its_reviewer_has_a_phrase(tmp_path: Path) -> None:
    here = agency(tmp_path)
    round_id = prepared(here)
    asking_for_comments(here, round_id)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)
    phrases(here, round_id)
    printed(here, round_id)
    with here.store() as session, pytest.raises(comments.ReviewerKeyMissing):
        launch.open_round(session, round_id=round_id, settings=here.settings, today=TODAY, by=here.leader)
    reviewer_phrase(here, round_id)
    with here.store() as session:
        launch.open_round(session, round_id=round_id, settings=here.settings, today=TODAY, by=here.leader)


def test_another_word_does_not_confirm_the_phrase(tmp_path: Path) -> None:
    here = agency(tmp_path)
    round_id = prepared(here)
    asking_for_comments(here, round_id)
    with here.store() as session:
        phrase = comments.show_phrase(session, round_id=round_id, by=here.consultant, cost=LIGHT)
        with pytest.raises(WordsDiffer):
            comments.confirm_phrase(
                session, round_id=round_id, by=here.consultant, phrase=phrase, words={1: "x", 2: "y"}, cost=LIGHT
            )
        with pytest.raises(NotForThisRole):
            comments.show_phrase(session, round_id=round_id, by=here.leader, cost=LIGHT)


def test_what_waits_is_equally_long_and_holds_no_word_in_clear(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, [says("Short"), *FIVE, says("x" * 280)])
    with commented.here.store() as session:
        rows = session.scalars(select(CommentWaiting)).all()
    assert len(rows) == 7
    assert len({len(row.sealed) for row in rows}) == 1
    assert all(b"Kind people" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_fewer_than_15_ballots_destroy_every_comment_unread(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, FIVE, answers=14)
    assert _next(commented) is None
    told = _results(commented).comments
    assert told is not None
    assert told.told is Told.TOO_FEW


def test_the_other_question_needs_five_comments_of_its_own(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, [*FIVE, *(says(f"Rotas {n}", question="change") for n in range(4))])
    with commented.here.store() as session:
        assert len(session.scalars(select(CommentWaiting)).all()) == 5


def test_only_the_reviewer_with_the_right_phrase_reads(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, FIVE)
    for by in (commented.here.leader, commented.here.rep):
        with pytest.raises(NotForThisRole):
            _next(commented, by=by)
    with commented.here.store() as session, pytest.raises(WrongPhrase, match="reviewer"):
        comments.next_waiting(
            session,
            round_id=commented.id,
            by=commented.here.consultant,
            phrase=commented.running.phrases[3],
            cost=LIGHT,
        )


def test_a_comment_is_never_shown_less_carefully_than_its_writer_chose(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, [says(f"Our rotas, {n}", how=How.PARAPHRASE) for n in range(5)])
    one = _next(commented)
    assert one is not None
    with pytest.raises(comments.TooOpen):
        _let_pass(commented, one, How.WORD, one.comment.text)
    with pytest.raises(comments.TooOpen):
        _let_pass(commented, one, How.PARAPHRASE, one.comment.text)
    _let_pass(commented, one, How.THEME, "Rotas")
    with pytest.raises(comments.CommentGone):
        _let_pass(commented, one, How.THEME, "Rotas")


def test_nobody_reads_anything_until_the_batch_is_handed_over_and_then_everybody_does(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, FIVE)
    one = _next(commented)
    assert one is not None
    _let_pass(commented, one, How.WORD, "We are kind")
    before = _results(commented).comments
    assert before is not None
    assert (before.told, before.comments) == (Told.WAITING, ())
    _hand_over(commented)
    shown = (Comment("helps", "We are kind", How.WORD),)
    told = _results(commented).comments
    assert told is not None
    assert (told.told, told.comments) == (Told.HANDED_OVER, shown)
    with commented.here.store() as session:
        assert round_facts(session, round_id=commented.id, library=library()).comments == told
        assert not session.scalars(select(CommentWaiting)).all(), "what was not read is destroyed"
    with pytest.raises(comments.NothingToReview):
        _hand_over(commented)


def test_after_sixty_days_nobody_reads_them_any_more(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, FIVE)
    one = _next(commented)
    assert one is not None
    _let_pass(commented, one, How.WORD, "We are kind")
    with commented.here.store() as session:
        settings = commented.here.settings
        door.destroy_unreviewed(session, settings=settings, today=AFTER + timedelta(days=60))
        assert len(session.scalars(select(CommentWaiting)).all()) == 4
        door.destroy_unreviewed(session, settings=settings, today=AFTER + timedelta(days=61))
        assert not session.scalars(select(CommentWaiting)).all()
        assert not session.scalars(select(CommentShown)).all()
        lines = trail_of(session, organisation_id=commented.here.organisation_id)
    assert any("Destroyed the comments" in line.what for line in lines)
    told = _results(commented).comments
    assert told is not None
    assert told.told is Told.DESTROYED


def again(commented_id: int, here: Agency) -> CommentsAsked | None:
    """What the next draft says about comments, once the round before it is cancelled."""
    with here.store() as session:
        close.cancel(session, round_id=commented_id, settings=here.settings, by=here.leader, today=TODAY)
    round_id = prepared(here)
    with here.store() as session:
        return comments.find_asked(session, round_id=round_id)


def test_a_round_that_is_set_up_again_asks_for_comments_as_the_cancelled_one_did(tmp_path: Path) -> None:
    here = agency(tmp_path)
    asking_for_comments(here, first := prepared(here))
    reviewer_phrase(here, first)
    asked = again(first, here)
    assert asked is not None
    assert (asked.reviewer_id, asked.lead, asked.reach) == (here.consultant, LEAD, REACH)
    assert (asked.confirmed, asked.salt, asked.public_key) == (False, None, None), "the phrase is made anew"


def test_the_next_years_round_asks_for_comments_as_the_one_before(tmp_path: Path) -> None:
    commented = closed_with(tmp_path, FIVE)
    round_id = prepared(commented.here, today=AFTER)
    with commented.here.store() as session:
        asked = comments.find_asked(session, round_id=round_id)
    assert asked is not None
    assert (asked.reviewer_id, asked.lead, asked.told) == (commented.here.consultant, LEAD, Told.ASKED)


def test_a_round_after_one_without_comments_asks_for_none(tmp_path: Path) -> None:
    here = agency(tmp_path)
    assert again(prepared(here), here) is None


def test_a_reviewer_who_has_gone_is_not_carried_over(tmp_path: Path) -> None:
    here = agency(tmp_path)
    asking_for_comments(here, first := prepared(here))
    with here.store() as session:
        members.end_membership(
            session, organisation_id=here.organisation_id, account_id=here.consultant, by=here.leader, now=NOW
        )
    assert again(first, here) is None


def test_comments_are_not_carried_over_to_too_few_people(tmp_path: Path) -> None:
    here = agency(tmp_path)
    asking_for_comments(here, first := prepared(here))
    with here.store() as session:
        few = (read_headcounts("All\t24", lens=lens) for lens in (Lens.PLACE, Lens.ROLE))
        organisations.save_groups(
            session, organisation_id=here.organisation_id, places=next(few), roles=next(few), by=here.leader
        )
    assert again(first, here) is None
