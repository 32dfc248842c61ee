"""What a report says of last year's actions: judged by which score, and never more than its interval allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from audit.exhibits import Exhibit, RoundFacts, exhibit_of, exhibits_of
from audit.exhibits.verdict import finding_of, line_of, said_of, why_not
from audit.method.changes import Change
from audit.method.planning import PlanStatus
from audit.method.profile import ChangeWord, End, Reason, Shown, Withheld
from audit.method.verdict import Judged, Measure, NotJudged, Reviewed, Verdict, WhyNotJudged, measures_of
from tests.builders import library
from tests.exhibits.last_plans import finished
from tests.exhibits.rounds import facts, said_by, table, texts_of

HIGHER, LOWER, UNKNOWN = ChangeWord.CLEARLY_HIGHER, ChangeWord.CLEARLY_LOWER, ChangeWord.CANNOT_TELL
ACTION = library().actions["protect-supervision"]


def score(value: float) -> Shown:
    return Shown(value, 2.5, 20, 2, 3, value - 5, value + 5, End.NONE)


def changed(before: float, now: float, *, half: float = 10.0) -> Change:
    """A change whose interval has this half width, and the word that it allows."""
    low, high = now - before - half, now - before + half
    word = HIGHER if low > 0 else LOWER if high < 0 else UNKNOWN
    return Change(score(before), score(now), now - before, low, high, word)


def measure(known: RoundFacts, *, holding: str) -> Measure:
    """The smallest score of this round that holds the practice."""
    everything = measures_of(known.questionnaire, then=known.release, now=known.release)
    return next(m for m in everything if holding in m.items)


def verdict(*changes: Change | Withheld, left: tuple[str, ...] = ()) -> Verdict:
    """An action that is judged by so many scores."""
    items = ("S.D4", "C.D4", "T.D5")[: len(changes)]
    pairs = zip(items, changes, strict=True)
    return Verdict(tuple(Judged(measure(facts(30), holding=i), (i,), c) for i, c in pairs), left)


def on(*found: Verdict | NotJudged) -> tuple[Reviewed, ...]:
    return tuple(Reviewed(finished(ACTION), 1, f) for f in found)


def shown(*reviewed: Reviewed) -> Exhibit:
    return exhibit_of(replace(facts(30), verdicts=tuple(reviewed)), "last-plan")


UP, DOWN, NEITHER = changed(40, 65), changed(65, 40), changed(50, 55)
GONE = NotJudged(WhyNotJudged.EXPIRED)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ([verdict(UP)], "One action is finished. What it was to change is clearly higher"),
        ([verdict(DOWN)], "One action is finished. What it was to change is clearly lower"),
        ([verdict(UP, DOWN)], "One action is finished. Part of what it was to change is clearly lower"),
        ([verdict(NEITHER)], "One action is finished. Whether what it was to change has moved, we cannot tell"),
        ([verdict(UP, NEITHER)], "One action is finished. Whether what it was to change has moved, we cannot tell"),
        ([GONE], "One action is finished. It could not be judged"),
        (
            [verdict(UP), verdict(NEITHER), verdict(NEITHER)],
            "3 actions are finished: what 1 was to change is clearly higher; of 2 we cannot tell",
        ),
        ([verdict(DOWN), GONE], "2 actions are finished: what 1 was to change is clearly lower; 1 could not be judged"),
        ([NotJudged(WhyNotJudged.NOT_FINISHED)], "No action of an earlier plan is finished yet"),
    ],
)
def test_the_finding_counts_what_can_be_said(found: Sequence[Verdict | NotJudged], says: str) -> None:
    assert finding_of(on(*found)) == says


def test_without_an_earlier_plan_there_is_nothing_to_judge() -> None:
    assert "last-plan" not in {e.id for e in exhibits_of(replace(facts(30), verdicts=()))}


def test_it_stands_after_the_plan_and_says_that_it_knows_no_cause() -> None:
    ids = [e.id for e in exhibits_of(facts(30))]
    assert ids.index("last-plan") == ids.index("plan") + 1
    exhibit = exhibit_of(facts(30), "last-plan")
    assert "not what moved them" in exhibit.sentence
    said = "\n".join(said_by(exhibit)).lower()
    assert not [word for word in ("it worked", "thanks to", "caused", "effect", "because of") if word in said]


def test_an_action_is_shown_with_the_score_that_judges_it_and_what_that_is_made_of() -> None:
    (row,) = table(shown(*on(verdict(UP))), "last-plan-judged").rows
    texts = [text for value in row for text in texts_of(value)]
    assert texts[:3] == [ACTION.title, "Done on 2 March 2026.", "Informed in Safety"]
    assert texts[3].startswith("Made of “")
    assert texts[3].endswith("and 1 other practice.")
    assert texts[4] == "40"
    assert "Clearly higher" in texts
    assert "+25, interval +15 to +35." in texts


def test_where_we_cannot_tell_it_says_how_large_a_difference_could_have_shown() -> None:
    text = "\n".join(said_by(shown(*on(verdict(changed(50, 55, half=14.2))))))
    assert "A difference under about 14 points could not have shown." in text
    assert "could not have shown" not in "\n".join(said_by(shown(*on(verdict(UP)))))


def test_where_it_stood_high_before_it_says_that_no_rise_could_have_shown() -> None:
    text = "\n".join(said_by(shown(*on(verdict(changed(82.5, 87.5))))))
    assert "It stood too high before for a rise to show." in text


def test_several_scores_have_a_row_each_and_one_word_together() -> None:
    rows = table(shown(*on(verdict(UP, NEITHER, left=("EM.7", "EM.8")))), "last-plan-judged").rows
    assert len(rows) == 2
    first, second = ([*texts_of(row[0])] for row in rows)
    assert first[1] == ("Done on 2 March 2026. As a whole: cannot tell. 2 more practices of it are not in both rounds.")
    assert second == [ACTION.title, ""]


def test_a_score_that_is_withheld_is_a_word_in_its_row() -> None:
    (row,) = table(shown(*on(verdict(Withheld(Reason.TOO_FEW_ANSWERS)))), "last-plan-judged").rows
    assert [next(texts_of(v)) for v in row[2:]] == ["Withheld", "Withheld", "Withheld", "Too few answers to say"]


@pytest.mark.parametrize("reason", [r for r in WhyNotJudged if r is not WhyNotJudged.NOT_FINISHED])
def test_what_is_not_judged_says_why(reason: WhyNotJudged) -> None:
    (row,) = table(shown(*on(NotJudged(reason))), "last-plan-not-judged").rows
    assert next(texts_of(row[1])) == why_not(reason)
    assert why_not(reason).endswith(".")


def test_what_was_done_after_the_round_closed_is_not_finished_yet() -> None:
    late = replace(finished(ACTION), done_on=date(2026, 11, 1))
    open_ = replace(finished(ACTION), status=PlanStatus.UNDER_WAY, done_on=None)
    not_finished = NotJudged(WhyNotJudged.NOT_FINISHED)
    exhibit = shown(Reviewed(late, 1, not_finished), Reviewed(open_, 1, not_finished))
    assert [t.id for t in exhibit.tables] == ["last-plan-unfinished"]
    status = [[*texts_of(row[2])] for row in exhibit.tables[0].rows]
    assert status == [["Done", "Done on 1 November 2026."], ["Under way", ""]]


def test_a_day_that_was_not_kept_is_owned_up_to() -> None:
    undated = Reviewed(replace(finished(ACTION), done_on=None), 1, verdict(UP))
    assert "Done; the day was not kept." in "\n".join(said_by(shown(undated)))


def test_what_was_written_down_stands_beside_it() -> None:
    noted = Reviewed(finished(ACTION, note="Cover was found in April."), 1, verdict(UP))
    (row,) = table(shown(noted), "last-plan-notes").rows
    assert [next(texts_of(v)) for v in row] == [ACTION.title, "Cover was found in April."]


def test_a_line_for_a_page_without_drawings_says_the_same() -> None:
    up, unknown = (verdict(c).judged[0] for c in (UP, changed(50, 55)))
    assert line_of(facts(30), up) == ("Judged by “Informed in Safety”: 40 before, 65 now (+25, interval +15 to +35).")
    assert line_of(facts(30), unknown).endswith("A difference under about 10 points could not have shown.")
    kept = verdict(Withheld(Reason.TOO_FEW_ANSWERS)).judged[0]
    assert line_of(facts(30), kept) == "Judged by “Informed in Safety”: withheld."
    assert said_of(GONE) == "It could not be judged"
