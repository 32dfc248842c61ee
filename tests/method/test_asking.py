"""What may be asked in one round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.method.asking import Clash, Kind, clash_in, in_order, kind_of, leaders_rate
from audit.method.questionnaire import Questionnaire, together
from tests.builders import library

NINE = ("core", "stepped-care", "relationships", "empathy", "digital", "inclusion", "direct-practice", "pulse")


def of(*ids: str) -> list[Questionnaire]:
    return [library().questionnaire(one) for one in ids]


def test_a_questionnaire_is_what_its_items_make_it() -> None:
    kinds = {one: kind_of(library().questionnaire(one)) for one in NINE}
    assert kinds.pop("core") is Kind.STAGED
    assert kinds.pop("stepped-care") is Kind.TIERED
    assert kinds.pop("pulse") is Kind.SHORT
    assert set(kinds.values()) == {Kind.MODULE}


@pytest.mark.parametrize(
    ("ids", "clash"),
    [
        ((), Clash.NOTHING),
        (("core",), None),
        (("stepped-care",), None),
        (("pulse",), None),
        (("core", "stepped-care", "empathy", "digital"), None),
        (("core", "stepped-care", "empathy", "direct-practice"), Clash.TOO_MANY_ITEMS),
        (("digital",), Clash.MODULES_ALONE),
        (("core", "pulse"), Clash.SHORT_WITH_OTHERS),
        (("core", "core"), Clash.SAME_ITEMS),
    ],
)
def test_core_or_stepped_care_with_modules_beside_it_and_a_pulse_alone(
    ids: tuple[str, ...], clash: Clash | None
) -> None:
    assert clash_in(of(*ids)) is clash


def test_a_copy_of_core_is_not_asked_beside_core() -> None:
    (core,) = of("core")
    assert clash_in([core, replace(core, id="ours")]) is Clash.SAME_ITEMS


def test_core_comes_first_then_stepped_care_then_modules() -> None:
    assert [q.id for q in in_order(of("digital", "stepped-care", "core"))] == ["core", "stepped-care", "digital"]


def test_asked_together_every_item_is_on_one_page_and_the_audit_itself_comes_last() -> None:
    asked = together(of("core", "stepped-care", "digital"))
    on_pages = [i for page in asked.pages for i in page.items]
    assert sorted(on_pages) == sorted(i.id for i in asked.items)
    assert set(asked.pages[-1].items) == {i.id for i in asked.process_items}
    assert len({page.id for page in asked.pages}) == len(asked.pages)


def test_asked_together_minutes_add_up() -> None:
    core, care = of("core", "stepped-care")
    asked = together([core, care])
    assert asked.minutes == (core.minutes[0] + care.minutes[0], core.minutes[1] + care.minutes[1])
    assert (asked.id, asked.edition) == ("core+stepped-care", "1+1")
    assert library().questionnaire(asked.id, edition=asked.edition) == asked


def test_leaders_rate_practices_and_supports_but_not_trust_nor_modules() -> None:
    asked = together(of("core", "stepped-care", "digital"))
    rated = leaders_rate(asked)
    assert len(rated) == 40 + 27
    assert {i.id for i in rated} == set(library().leadership.prompts)


def test_a_pulse_has_no_leadership_form() -> None:
    assert leaders_rate(library().questionnaire("pulse")) == ()
