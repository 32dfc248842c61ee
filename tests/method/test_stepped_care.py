"""Stepped care: what exists, what is known, what is trusted, and what each of them allows to say."""

from __future__ import annotations

import pytest

from audit.method.intervals import share_interval
from audit.method.profile import GroupProfile
from audit.method.release import Share
from audit.method.stepped_care import TierFinding, Told, tiers_of
from audit.method.telling import profile_of
from tests.builders import core
from tests.method.modular import stepped
from tests.method.releases import band, group, item, release

KNOWN, UNKNOWN, UNSURE = band(90, 100), band(0, 10), band(50, 60)
HELP, OTHER, TRUST = "help-1.1", "help-1.2", "trust-1.1"


def first_tier(
    *, known: Share | None = None, trusted: Share | None = None, ratings: dict[str, int] | None = None
) -> TierFinding:
    """The first tier, where its first support and its trust may be told, or not."""
    items = {}
    if known is not None:
        items[HELP] = item(cannot_tell=band(0, 10), known=known)
    if trusted is not None:
        items[TRUST] = item(cannot_tell=band(0, 10), usually=trusted)
    whole = profile_of(release(group(climbs=(), items=items))).whole
    assert isinstance(whole, GroupProfile)
    return tiers_of(whole, stepped(), ratings=ratings or {})[0]


def test_every_tier_is_there_with_its_supports_and_its_question_of_trust() -> None:
    found = tiers_of(None, stepped(), ratings={})
    assert [t.tier for t in found] == [1, 2, 3]
    assert [list(t.supports) for t in found] == [[f"help-{t}.1", f"help-{t}.2"] for t in (1, 2, 3)]
    assert [t.trust_item for t in found] == ["trust-1.1", "trust-2.1", "trust-3.1"]
    assert all(s.known is None and s.exists is None for t in found for s in t.supports.values())


def test_a_questionnaire_without_tiers_has_none() -> None:
    assert tiers_of(None, core(), ratings={}) == ()


@pytest.mark.parametrize(("rating", "exists"), [(0, False), (1, True), (2, True), (4, True)])
def test_a_support_exists_where_leaders_rate_it_one_or_more(rating: int, exists: bool) -> None:
    found = first_tier(ratings={HELP: rating})
    assert found.supports[HELP].exists is exists
    assert found.supports[OTHER].exists is None


@pytest.mark.parametrize(("share", "most"), [(KNOWN, True), (UNKNOWN, False), (UNSURE, None), (band(30, 40), None)])
def test_most_is_said_only_where_the_whole_interval_lies_on_one_side_of_a_half(
    share: Share,
    most: bool | None,
) -> None:
    found = first_tier(known=share, trusted=share)
    expected = Told(share, share_interval(share, row=20), most)
    assert found.supports[HELP].known == expected
    assert found.trusted == expected


def test_support_that_exists_and_is_known_and_is_not_trusted_is_found() -> None:
    ratings = {HELP: 3}
    assert first_tier(known=KNOWN, trusted=UNKNOWN, ratings=ratings).feared
    assert not first_tier(known=KNOWN, trusted=UNSURE, ratings=ratings).feared
    assert not first_tier(known=UNSURE, trusted=UNKNOWN, ratings=ratings).feared
    assert not first_tier(known=KNOWN, trusted=UNKNOWN).feared
    assert not first_tier(known=KNOWN, ratings=ratings).feared


def test_support_that_exists_and_of_which_few_know_is_found() -> None:
    assert first_tier(known=UNKNOWN, ratings={HELP: 1}).supports[HELP].unheard_of
    assert not first_tier(known=UNKNOWN, ratings={HELP: 0}).supports[HELP].unheard_of
    assert not first_tier(known=UNKNOWN).supports[HELP].unheard_of
    assert not first_tier(known=UNSURE, ratings={HELP: 1}).supports[HELP].unheard_of
