"""Editions and copies: what became of each item is said, and an id means the same for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.library import QuestionnaireFaults, load, problems_in
from tests.library.folders import FORM, crosswalk, edit, folder_without_fault, second_edition, write

WALK = "small/2.crosswalk.toml"
OLD, NEW = "Drivers here help with heavy bags.", "Drivers here carry heavy bags."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder without a fault."""
    return folder_without_fault(tmp_path)


def said(folder: Path) -> dict[str, str]:
    """What is wrong with each item, in the crosswalk or in the second edition."""
    return {p.item: p.what for p in problems_in(folder) if p.file.startswith("small/2.") and p.stops}


def change(became: str, before: str = "", after: str = "") -> str:
    """One [[change]]."""
    lines = [
        f'\n[[change]]\nbecame = "{became}"',
        f"from = [{before}]" if before else "",
        f"to = [{after}]" if after else "",
    ]
    return "\n".join((*(line for line in lines if line), 'why = "It was not clear."\n'))


def test_an_edition_that_keeps_everything_is_in_order_and_is_the_newest(folder: Path) -> None:
    second_edition(folder)
    assert problems_in(folder) == ()
    assert load(folder).questionnaire("small").edition == "2"
    assert load(folder).questionnaire("small", edition="1").edition == "1"


def test_a_reworded_item_keeps_its_id_and_its_list(folder: Path) -> None:
    second_edition(folder, (OLD, NEW), walk=crosswalk(without="S.D7", change=change("reworded", '"S.D7"', '"S.D7"')))
    assert problems_in(folder) == ()
    found = load(folder)
    assert found.questionnaire("small").item_list == found.questionnaire("small", edition="1").item_list


@pytest.mark.parametrize(
    ("new_ids", "walk"),
    [
        (("S.D7b",), change("dropped", '"S.D7"') + change("new", "", '"S.D7b"')),
        (("S.D7b",), change("split", '"S.D7"', '"S.D7b", "P.new"')),
    ],
    ids=["dropped and new", "split"],
)
def test_a_new_question_has_a_new_id(folder: Path, new_ids: tuple[str, ...], walk: str) -> None:
    edits = [('"S.D7"', f'"{new_ids[0]}"')]
    if "P.new" in walk:
        edits.append(('items = ["P.honest"]', 'items = ["P.honest", "P.new"]'))
    second_edition(folder, *edits, walk=crosswalk(without="S.D7", change=walk))
    if "P.new" in walk:
        text = (folder / "small/2.en.toml").read_text()
        write(folder / "small/2.en.toml", text + text[text.rindex("[[item]]") :].replace("P.honest", "P.new"))
    edit(folder, "actions/small.en.toml", '"S.D7"', '"S.D7", "S.D7b"')
    edit(folder, "leadership/1.en.toml", 'item = "S.D7"', 'item = "S.D7b"')
    assert {p.what for p in problems_in(folder)} <= {"It asks nearly the same as P.honest."}


def test_an_edition_needs_a_crosswalk(folder: Path) -> None:
    second_edition(folder)
    (folder / WALK).unlink()
    assert said(folder) == {"": "The crosswalk of this edition is not there."}


def test_what_the_crosswalk_leaves_out_is_named(folder: Path) -> None:
    second_edition(folder, walk=crosswalk(without="S.D7").replace('"T.D1", ', ""))
    found = [p.what for p in problems_in(folder)]
    assert found == [
        "Nothing is said about S.D7, T.D1 of “small”, edition 1.",
        "Nothing is said about S.D7, T.D1 of “small”, edition 2.",
    ]


def test_an_item_that_is_gone_or_has_come_is_not_called_kept(folder: Path) -> None:
    second_edition(folder, ('"S.D7"', '"S.D7b"'), walk=crosswalk().replace('"S.D7"', '"S.D7", "S.D7b"'))
    ways_out = {p.item: p.way_out for p in problems_in(folder) if p.file == WALK}
    assert ways_out["S.D7"].startswith("If it was dropped, take it out of “kept”")
    assert ways_out["S.D7b"].startswith("If it is new, take it out of “kept”")


@pytest.mark.parametrize(
    ("walk", "item", "what"),
    [
        (crosswalk(change=change("dropped", '"S.D7"')), "S.D7", "It stands in the crosswalk more than once."),
        (crosswalk().replace('"S.D7"', '"S.D7", "S.Q7"'), "S.Q7", "“small”, edition 1, has no item “S.Q7”."),
        (crosswalk(without="S.D7", change=change("reworded", '"S.D7"', '"S.D7"')), "S.D7", "It is called reworded, and its words are the same."),
        (crosswalk(change=change("split", '"S.D7"', '"S.D7"')), "change number 1", "A change called split has 1 ids in “to”."),
        (crosswalk(change=change("merged", '"S.D7"', '"S.D7"')), "change number 1", "A change called merged has 1 ids in “from”."),
        (crosswalk(change=change("new", '"S.D7"', '"S.D7"')), "change number 1", "A change called new has 1 ids in “from”."),
        (crosswalk(change=change("dropped", '"S.D7"', '"S.D7"')), "change number 1", "A change called dropped has 1 ids in “to”."),
        (crosswalk(change=change("reworded", '"S.D7"', '"S.D8"')), "change number 1", "A reworded item has another id than before."),
        (crosswalk(change=change("renamed", '"S.D7"')), "change number 1", "“became” is 'renamed'."),
        (crosswalk(edition="7"), "", "It starts from another edition than the one before."),
    ],
)  # fmt: skip
def test_a_crosswalk_says_of_each_item_one_thing_that_is_so(folder: Path, walk: str, item: str, what: str) -> None:
    second_edition(folder, walk=walk)
    found = [p for p in problems_in(folder) if (p.file, p.item, p.what) == (WALK, item, what)]
    assert found, "\n".join(map(str, problems_in(folder)))
    assert found[0].stops
    assert found[0].way_out
    assert found[0].line


def test_kept_means_the_same_words(folder: Path) -> None:
    second_edition(folder, (OLD, NEW))
    assert said(folder) == {"S.D7": "It is called kept, and its words differ from edition 1."}


def test_an_id_keeps_its_place(folder: Path) -> None:
    second_edition(
        folder,
        ('domain = "D3"\nstage = 3', 'domain = "D3"\nstage = 1'),
        ('domain = "D5"\nstage = 1', 'domain = "D5"\nstage = 3'),
    )
    what = "It keeps its id, and its principle, domain, stage, tier or group is another."
    assert {said(folder)[i] for i in ("S.D3", "S.D5", "T.D3")} == {what}


def test_a_dropped_id_never_comes_back(folder: Path) -> None:
    walk = crosswalk(without="S.D7", change=change("dropped", '"S.D7"') + change("new", "", '"S.D7b"'))
    second_edition(folder, ('"S.D7"', '"S.D7b"'), walk=walk)
    write(folder / "small/3.en.toml", (folder / FORM).read_text().replace('edition = "1"', 'edition = "3"'))
    back = change("dropped", '"S.D7b"') + change("new", "", '"S.D7"')
    write(folder / "small/3.crosswalk.toml", crosswalk(without="S.D7", change=back, edition="2"))
    (problem,) = [p for p in problems_in(folder) if p.file == "small/3.en.toml" and p.stops]
    assert (problem.item, problem.what) == ("S.D7", "The id is used already, in “small”, edition 1.")


def test_a_crosswalk_beside_nothing_is_said(folder: Path) -> None:
    write(folder / "small/1.crosswalk.toml", crosswalk())
    write(folder / "small/9.crosswalk.toml", crosswalk())
    assert {p.file for p in problems_in(folder)} == {"small/1.crosswalk.toml", "small/9.crosswalk.toml"}


# An organisation's own


def own_copy(folder: Path, own: Path, *edits: tuple[str, str], walk: str = "", name: str = "ours") -> Path:
    """A copy of the small questionnaire in a folder of an organisation's own."""
    text = (folder / FORM).read_text().replace('id = "small"', f'id = "{name}"\ncopied_from = ["small", "1"]', 1)
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    write(own / f"{name}/1.en.toml", text)
    write(own / f"{name}/1.crosswalk.toml", walk or crosswalk())
    return own


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of an organisation's own questionnaires, empty."""
    return tmp_path_factory.mktemp("own")


def test_a_copy_is_asked_beside_ours_with_the_same_actions(folder: Path, own: Path) -> None:
    own_copy(folder, own)
    assert problems_in(folder, own=own) == ()
    found = load(folder, own=own)
    assert [q.id for q in found.questionnaires] == ["short", "side", "small", "steps", "ours"]
    assert found.questionnaire("ours").copied_from == ("small", "1")
    assert found.questionnaire("ours").item("S.D1").actions == ("talk",)


def test_a_copy_may_leave_cells_empty_but_no_stage(folder: Path, own: Path) -> None:
    """Of two items at a stage one may go."""
    block = (folder / FORM).read_text()
    start = block.index('[[item]]\nid = "S.D8"')
    item = block[start : block.index("[[item]]", start + 1)]
    walk = crosswalk(without="S.D8", change=change("dropped", '"S.D8"'))
    own_copy(folder, own, (item, ""), (', "S.D8"]', "]"), walk=walk)
    assert problems_in(folder, own=own) == ()
    own_copy(
        folder, own, (item, ""), (', "S.D8"]', "]"), ('domain = "D4"\nstage = 4', 'domain = "D4"\nstage = 3'), walk=walk
    )
    assert "Principle S has 0 items at stage 4." in {p.what for p in problems_in(folder, own=own)}


def test_an_own_questionnaire_is_not_called_as_one_of_ours(folder: Path, own: Path) -> None:
    own_copy(folder, own, name="steps")
    found = [p for p in problems_in(folder, own=own) if p.stops]
    assert {p.what for p in found} == {"One of our questionnaires is called “steps”."}
    assert str(own / "steps/1.en.toml") in {p.file for p in found}


def test_a_copy_comes_from_something_that_is_here(folder: Path, own: Path) -> None:
    own_copy(folder, own, ('["small", "1"]', '["small", "4"]'))
    assert "It was copied from “small”, edition 4, which is not here." in {p.what for p in problems_in(folder, own=own)}


def test_two_copies_do_not_give_one_new_id_to_two_items(folder: Path, own: Path) -> None:
    walk = crosswalk(without="S.D7", change=change("dropped", '"S.D7"') + change("new", "", '"S.D7x"'))
    own_copy(folder, own, ('"S.D7"', '"S.D7x"'), walk=walk, name="one")
    own_copy(folder, own, ('"S.D7"', '"S.D7x"'), walk=walk, name="two")
    stopping = [p for p in problems_in(folder, own=own) if p.stops]
    assert [(p.item, p.what) for p in stopping] == [("S.D7x", "The id is used already, in “one”, edition 1.")]


def test_an_organisation_has_actions_and_texts_of_its_own(folder: Path, own: Path) -> None:
    own_copy(folder, own)
    ours = (folder / "actions/side.en.toml").read_text()
    own_action = ours[: ours.index("[[action]]", 1)].replace("listen", "sing").replace("X.1", "S.D1")
    write(own / "actions/ours.en.toml", own_action.replace('seed = "003"\nrow = "3.1"', 'seed = "law"\nrow = "L1"'))
    write(own / "sources.toml", '[[row]]\nid = "L1"\ntext = "law"\nname = "Our law"\n')
    assert problems_in(folder, own=own) == ()
    assert load(folder, own=own).questionnaire("ours").item("S.D1").actions == ("sing", "talk")


def test_a_fault_in_an_own_file_is_said_with_its_whole_path(folder: Path, own: Path) -> None:
    own_copy(folder, own, ("minutes = [4, 6]", "minutes = [6, 4]"))
    with pytest.raises(QuestionnaireFaults, match=str(own)):
        load(folder, own=own)


def test_no_own_folder_is_no_problem(folder: Path, own: Path) -> None:
    assert problems_in(folder, own=own / "not-there") == ()
