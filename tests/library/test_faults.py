"""Every kind of fault is found, said in a sentence of its own with file, line and item, and comes with a way out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.library import Problem, QuestionnaireFaults, load, problems_in
from tests.library.folders import (
    ACTIONS,
    FORM,
    GUIDE,
    LEADERSHIP,
    PROVENANCE,
    SHORT,
    SIDE,
    STEPS,
    edit,
    faults,
    folder_without_fault,
    only_fault,
    write,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder without a fault."""
    return folder_without_fault(tmp_path)


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken file. said: the whole sentence; at: what the line that is named begins with, "" for no line."""

    name: str
    file: str
    old: str
    new: str
    item: str
    said: str
    at: str
    stops: bool = True


def unfinished(name: str, file: str, old: str, new: str, item: str, said: str, at: str) -> Fault:
    """A fault with which the product starts all the same."""
    return Fault(name, file, old, new, item, said, at, stops=False)


LONG = "Staff here know " + "that so " * 9 + "much."
HARD = "Interdepartmental responsibilities here understand organisational interdependency."
FAULTS = (
    # the form of tables
    Fault("unknown key", FORM, 'short = "Talk"', 'shrot = "Talk"', "S.D1", "The key “shrot” is not known here.", "shrot ="),
    Fault("missing key", FORM, 'short = "Talk"\n', "", "S.D1", "The key “short” is missing.", "[[item]]"),
    Fault("wrong type", FORM, "stage = 2", 'stage = "2"', "S.D2", "“stage” is '2'.", "stage ="),
    Fault("no such audience", FORM, 'audience = "everyone"', 'audience = "all"', "S.D1", "“audience” is 'all'.", "audience ="),
    Fault("no such stage", FORM, "stage = 4", "stage = 5", "S.D4", "“stage” is 5.", "stage ="),
    Fault("id twice in a file", FORM, 'id = "S.D2"', 'id = "S.D1"', "S.D1", "This id is used twice.", "[[item]]"),
    Fault("an id with a space", FORM, 'id = "S.D2"', 'id = "S D2"', "S D2", "This cannot be an id.", 'id = "S D2"'),
    Fault("a page with a space", FORM, 'id = "first"', 'id = "the first/one"', "the first/one", "This cannot be an id.", 'id = "the first/one"'),
    Fault("a domain that begins with a digit", FORM, 'id = "D8"', 'id = "8"', "8", "This cannot be an id.", 'id = "8"'),
    Fault("an attribute with an accent", SIDE, 'id = "a"', 'id = "á"', "á", "This cannot be an id.", 'id = "á"'),
    Fault("not its own name", FORM, 'id = "small"', 'id = "core"', "", "“id” is “core”, and the file’s name says “small”.", "id ="),
    Fault("not its language", FORM, 'language = "en"', 'language = "de"', "", "“language” is “de”, and the file’s name says “en”.", "language ="),
    Fault("minutes backwards", FORM, "minutes = [4, 6]", "minutes = [6, 4]", "", "“minutes” is [6, 4].", "minutes ="),
    # where things belong
    Fault("no such principle", FORM, 'principle = "S"\ndomain = "D1"', 'principle = "X"\ndomain = "D1"', "S.D1", "It names the principle “X”, which is not in this file.", "principle ="),
    Fault("no such domain", FORM, 'domain = "D1"\nstage', 'domain = "D9"\nstage', "S.D1", "It names the domain “D9”, which is not in this file.", "domain ="),
    Fault("no such group", SIDE, 'group = "one"', 'group = "none"', "X.1", "It names the group “none”, which is not in this file.", "group ="),
    Fault("no such principle anywhere", SIDE, 'principle = "S"', 'principle = "Q"', "X.1", "It names the principle “Q”, which no questionnaire has.", "principle ="),
    Fault("no home", FORM, 'group = "process"\n', "", "P.honest", "It has neither a group nor all of principle, domain and stage.", "id ="),
    Fault("two homes", SIDE, 'group = "one"\n', 'group = "one"\nstage = 1\n', "X.1", "It has a group as well as a domain or stage.", "group ="),
    Fault("process with a principle", FORM, 'group = "process"\n', 'group = "process"\nprinciple = "S"\n', "P.honest", "It is about the audit itself, and names a principle.", "principle ="),
    Fault("first asked in round 0", FORM, 'group = "process"\n', 'group = "process"\nsince_round = 0\n', "P.honest", "“since_round” is 0.", "since_round ="),
    # pages
    Fault("on no page", FORM, '"S.D1", "S.D2"', '"S.D2"', "S.D1", "It is on no page.", 'id = "S.D1"'),
    Fault("on two pages", FORM, 'items = ["P.honest"]', 'items = ["P.honest", "S.D1"]', "S.D1", "It is on more than one page, or twice on one.", 'id = "S.D1"'),
    Fault("a page names nothing", FORM, '"S.D1", "S.D2"', '"S.D1", "S.Q2"', "first", "The page names the item “S.Q2”, which this questionnaire does not have.", "items ="),
    Fault("a long page", FORM, '"S.D8"]', '"S.D8", "T.D1"]', "first", "The page has 9 items.", "items ="),
    # the blueprint
    Fault("an empty cell", FORM, 'domain = "D1"\nstage', 'domain = "D2"\nstage', "S.D1", "Principle S has 0 items in domain D1.", 'id = "S.D1"'),
    Fault("a stage too few", FORM, "stage = 1", "stage = 2", "S", "Principle S has 1 items at stage 1.", 'id = "S"'),
    Fault("a pulse of other stages", SHORT, '"S.D2"', '"S.D1"', "S", "Principle S has 1 items at stage 1.", ""),
    Fault("a pulse takes nothing", SHORT, 'takes = "small"', 'takes = "big"', "", "It takes its items from “big”, edition 1, which is not here.", "takes ="),
    Fault("a pulse with own items", SHORT, '[[page]]', "[[item]]\nid = \"Z.1\"\n[[page]]", "", "The key “item” is not known here.", ""),
    Fault("a group without items", SIDE, '[[page]]', '[[group]]\nid = "three"\nname = "Three"\nintro = "No."\n[[page]]', "three", "The group has no items.", "id ="),
    Fault("a group called process", SIDE, 'id = "two"', 'id = "process"', "process", "“process” is the group of the items about the audit itself, and has no table.", "id ="),
    # tiers
    Fault("a tier of its own", STEPS, 'group = "help-1"\ntier = 1', 'group = "help-1"\ntier = 2', "Y.1", "Its group is of tier 1.", "tier ="),
    Fault("a tier without a tier", SIDE, 'group = "one"', 'tier = 1\ngroup = "one"', "X.1", "It has a tier, and its group has none.", "tier ="),
    Fault("no trust in a tier", STEPS, "tier = 1\ntrust = true\n", "tier = 1\n", "", "Tier 1 has 0 groups about trust.", ""),
    Fault("two items of trust", STEPS, 'group = "help-1"\ntier = 1', 'group = "trust-1"\ntier = 1', "trust-1", "A group about trust has 2 items.", "id ="),
    Fault("tier 4", STEPS, "tier = 3\n", "tier = 4\n", "help-3", "“tier” is 4.", "tier ="),
    Fault("a group without a tier", STEPS, "tier = 1\n", "", "help-1", "Other groups here have a tier, and this one has none.", "id ="),
    Fault("trust without tiers", SIDE, 'intro = "What it covers."\n', 'intro = "What it covers."\ntrust = true\n', "one", "The group is about trust in a tier, and has no tier.", "trust ="),
    # choice sets
    Fault("no such attribute", SIDE, '"a", "b", "c"', '"a", "b", "e"', "set number 1", "It names the attribute “e”, which is not in this file.", "attributes ="),
    Fault("an attribute twice in a set", SIDE, '"a", "b", "c"', '"a", "b", "b"', "valued", "A set names an attribute twice.", "id ="),
    Fault("sets of two sizes", SIDE, '"a", "b", "c"', '"a", "b"', "valued", "The sets are of different sizes, or too small.", "id ="),
    Fault("attributes not equally often", SIDE, '"a", "b", "c"', '"a", "b", "d"', "valued", "Attributes are not in equally many sets: most in 3, c (2), d (4).", "id ="),
    Fault("pairs not equally often", SIDE, '"a", "b", "c"', '"a", "b", "d"', "valued", "Pairs of attributes are not together equally often: most 2 times, but a + c (1), a + d (3), b + c (1) ….", "id ="),
    Fault("a block too small", SIDE, "shown = 4", "shown = 3", "valued", "Block 1 has 4 sets.", "shown ="),
    Fault("blocks not even", SIDE, "block = 1", "block = 2", "valued", "Block 2 leaves attributes out, or shows some far more often than others.", "id ="),
    # where thoughts come from
    Fault("another text's row", FORM, 'seed = "003"', 'seed = "001"', "S.D1", "The provenance row “3.1” belongs to text 003.", "row ="),
    Fault("no row", FORM, 'row = "3.1"\n', "", "S.D1", "A provenance entry from text 003 names no row.", "[[item.provenance]]"),
    Fault("an unknown row", FORM, 'row = "3.1"', 'row = "8.1"', "S.D1", "The provenance row “8.1” is not in sources.toml.", "row ="),
    Fault("no provenance", FORM, PROVENANCE, "", "S.D1", "The key “provenance” is missing.", "[[item]]"),
    # across files
    Fault("an id of another questionnaire", SIDE, 'id = "X.4"', 'id = "S.D1"', "S.D1", "The id is used already, in “side”, edition 1.", 'id = "S.D1"'),
    Fault("a group of another questionnaire", STEPS, "help-1", "one", "one", "The id is used already, in “side”.", "id ="),
    Fault("an action that moves nothing", ACTIONS, '"S.D1"', '"S.D11"', "talk", "It moves the item “S.D11”, which no questionnaire has.", "moves ="),
    Fault("an action twice", "actions/side.en.toml", 'id = "ask"', 'id = "agree"', "agree", "The id is used already, in actions/side.en.toml.", "id ="),
    Fault("no such effort", ACTIONS, 'effort = "S"', 'effort = "huge"', "talk", "“effort” is 'huge'.", "effort ="),
    Fault("the form mirrors nothing", LEADERSHIP, 'mirrors = ["small", "steps"]', 'mirrors = ["smal", "steps"]', "", "It mirrors “smal”, which is not here.", "mirrors ="),
    Fault("a prompt too many", LEADERSHIP, 'item = "Y.5"', 'item = "Y.6"', "Y.6", "It prompts for the item “Y.6”, which it does not mirror.", "item ="),
    Fault("a part of a guide without words", GUIDE, 'points = ["Rest."]\n', "", "part number 2", "It has neither paragraphs nor points.", "[[part]]"),
    # how it reads
    unfinished("a long statement", FORM, "Staff here know whom to call at night.", LONG, "S.D1", "“text” has 22 words.", "text ="),
    unfinished("a long name", FORM, 'short = "Talk"', 'short = "Talk of all that we do"', "S.D1", "“short” has 6 words.", "short ="),
    unfinished("a long title", ACTIONS, "Do more to talk", "Do " + "much " * 10, "talk", "“title” has 11 words.", "title ="),
    unfinished("a long first step", ACTIONS, "Pick a day to talk with us.", "Pick a day. Say so. Talk.", "talk", "“first_step” has 3 sentences.", "first_step ="),
    unfinished("a long name of a group", SIDE, 'name = "Group one"', 'name = "The first of all our two groups"', "one", "“name” has 7 words.", "name ="),
    unfinished("two ideas", FORM, "whom to call", "whom and when to call", "S.D1", "The statement holds two ideas, joined by “and”.", "text ="),
    unfinished("two ideas by a semicolon", FORM, "call at night.", "call; it works.", "S.D1", "The statement holds two ideas, joined by “;”.", "text ="),
    unfinished("a word of the scale", FORM, "Workers here greet", "Workers here usually greet", "S.D3", "The statement says “usually”, which is what the answers say.", "text ="),
    unfinished("about who answers", FORM, "Workers here greet each", "Workers here greet my", "S.D3", "The statement is about the person who answers: “my”.", "text ="),
    unfinished("negative", FORM, "Workers here greet", "Workers here do not greet", "S.D3", "The statement says what is not: “not”.", "text ="),
    unfinished("nobody", FORM, "Workers here greet", "Nobody here greets", "S.D3", "The statement says what is not: “Nobody”.", "text ="),
    unfinished("only begun", FORM, "Workers here greet", "Workers here have begun to greet", "S.D3", "The statement is about a beginning or a plan: “have begun”.", "text ="),
    unfinished("not worded as stage 1", FORM, "Staff here know whom to call", "Staff here call someone", "S.D1", "It is of stage 1, and does not say what people know or understand.", "text ="),
    unfinished("not worded as stage 2", FORM, "There is a quiet room here", "Staff here use a quiet room", "S.D2", "It is of stage 2, and names nothing that exists, such as a plan.", "text ="),
    unfinished("not worded as stage 3", FORM, "Workers here greet", "Workers here know how to greet", "S.D3", "It is of stage 3, and says something else than what happens.", "text ="),
    unfinished("not worded as stage 4", FORM, "Even when it is busy, lunch", "Each day lunch", "S.D4", "It is of stage 4, and does not say that it holds, is checked, or is decided together.", "text ="),
    unfinished("a banned word", FORM, "Workers here greet", "Workers here should greet", "S.D3", "The word “should” is not used here.", "text ="),
    unfinished("a banned word in a note", FORM, 'note = "You can', 'note = "Please, you can', "first", "The word “please” is not used here.", "note ="),
    unfinished("a banned word in a guide", GUIDE, "Ask twice.", "Ask the victim.", "At work", "The word “victim” is not used here.", "paragraphs ="),
    unfinished("hard to read", FORM, "Staff here know whom to call at night.", HARD, "S.D1", "“text” is hard to read: grade 39.8, and 8.0 is the most.", "text ="),
    unfinished("hard help", FORM, "For example, in the morning.", HARD, "S.D1", "“help” is hard to read: grade 39.8, and 8.5 is the most.", "help ="),
    unfinished("two that ask the same", FORM, "There is a quiet room here for breaks.", "There is an agreed place here to meet.", "S.D6", "It asks nearly the same as S.D2.", "text ="),
    unfinished("minutes that do not fit", FORM, "minutes = [4, 6]", "minutes = [2, 3]", "", "“minutes” is [2, 3].", "minutes ="),
    # what is not finished
    unfinished("an item without an action", ACTIONS, '"S.D1", ', "", "S.D1", "No action moves this item.", 'id = "S.D1"'),
    unfinished("a group without an action", "actions/side.en.toml", 'moves = ["X.1", "X.3"]', 'moves = ["X.3", "X.4"]', "one", "No action moves an item of this group.", 'id = "one"'),
    unfinished("no prompt", LEADERSHIP, '[[prompt]]\nitem = "Y.5"\nevidence = "Minutes of a meeting."\n', "", "Y.5", "No prompt asks for evidence about this item.", ""),
    unfinished("two actions with one first step", "actions/side.en.toml", "Pick a day to ask with us.", "Pick a day to listen with us.", "ask", "The action “listen” has this sentence, too: “pick a day to listen with us”.", "first_step ="),
    unfinished("two actions with one sign", "actions/side.en.toml", "People ask each morning.", "People listen each morning.", "ask", "The action “listen” has this sentence, too: “people listen each morning”.", "sign_of_success ="),
)  # fmt: skip
"""Long lines, so that each fault is one line of the table."""

ALONG = {
    "a group without an action": [("actions/side.en.toml", 'moves = ["X.2", "X.4"]', 'moves = ["X.4"]')],
    "an id of another questionnaire": [(SIDE, '"X.4"]', '"S.D1"]'), ("actions/side.en.toml", '"X.4"', '"X.1"')],
}
"""Further edits that a fault needs to stand by itself."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_said_with_file_line_and_item(folder: Path, fault: Fault) -> None:
    edit(folder, fault.file, fault.old, fault.new)
    for file, old, new in ALONG.get(fault.name, ()):
        edit(folder, file, old, new)
    found = [p for p in problems_in(folder) if (p.item, p.what) == (fault.item, fault.said)]
    assert found, "\n".join(map(str, problems_in(folder)))
    assert found[0].way_out
    assert found[0].stops is fault.stops
    assert _line(folder, found[0]).startswith(fault.at)
    assert bool(found[0].line) is bool(fault.at)


def _line(folder: Path, problem: Problem) -> str:
    lines = (folder / problem.file).read_text(encoding="utf-8").splitlines()
    return lines[problem.line - 1] if problem.line else ""


def test_the_table_of_faults_names_each_once() -> None:
    assert len({f.name for f in FAULTS}) == len(FAULTS) > 60


@pytest.mark.parametrize("stops", [True, False])
def test_only_what_would_make_something_wrong_keeps_the_product_from_starting(tmp_path: Path, stops: bool) -> None:
    fault = next(f for f in FAULTS if f.stops is stops)
    edit(folder_without_fault(tmp_path), fault.file, fault.old, fault.new)
    if not stops:
        assert load(tmp_path).questionnaire("small").id == "small"
        return
    with pytest.raises(QuestionnaireFaults) as refused:
        load(tmp_path)
    assert any(fault.said in sentence for sentence in refused.value.sentences)


def test_a_folder_without_fault_has_no_problem(folder: Path) -> None:
    assert problems_in(folder) == ()


def test_five_faults_in_one_file_are_all_listed_by_line(folder: Path) -> None:
    edit(folder, FORM, 'short = "Talk"', 'shrot = "Talk"')
    edit(folder, FORM, 'domain = "D2"\nstage = 2', 'domain = "D2"\nstage = 3')
    edit(folder, FORM, 'id = "S.D3"', 'id = "S.D4"')
    edit(folder, FORM, 'items = ["P.honest"]', 'items = ["P.honset"]')
    edit(folder, FORM, 'row = "3.1"', 'row = "9.9"')
    with pytest.raises(QuestionnaireFaults) as refused:
        load(folder)
    said = "\n".join(refused.value.sentences)
    for part in ("shrot", "stage 2", "used twice", "P.honset", "9.9"):
        assert part in said
    ours = [p for p in refused.value.problems if p.file == FORM]
    assert all(p.way_out for p in ours)
    assert [p.line for p in ours] == sorted(p.line for p in ours)


def test_the_nearest_that_is_known_is_the_way_out(folder: Path) -> None:
    edit(folder, FORM, 'help = "For', 'halp = "For')
    assert any("“help”" in p.way_out for p in problems_in(folder))


def test_a_sentence_names_file_and_line(folder: Path) -> None:
    edit(folder, FORM, "minutes = [4, 6]", "minutes = [6, 4]")
    assert str(problems_in(folder)[0]).startswith("small/1.en.toml, line 6: “minutes” is [6, 4].")


def test_a_file_that_is_not_toml_is_one_problem_and_brings_no_others(folder: Path) -> None:
    edit(folder, FORM, "[[principle]]", "[[principle")
    assert (only_fault(folder).file, only_fault(folder).line) == (FORM, 8)


def test_a_file_that_is_not_utf_8_is_said(folder: Path) -> None:
    (folder / GUIDE).write_bytes('id = "Bücher"'.encode("latin-1"))
    assert "UTF-8" in only_fault(folder).what


@pytest.mark.parametrize("name", ["actions", "sources.toml", "PUBLISHED", "leadership"])
def test_a_file_that_is_not_there_is_named(folder: Path, name: str) -> None:
    (folder / name).rename(folder / ".gone")
    assert any(p.file == name and p.what for p in problems_in(folder))


def test_a_thought_of_our_own_needs_no_row(folder: Path) -> None:
    edit(folder, FORM, 'seed = "003"\nrow = "3.1"\n', 'seed = "own"\n')
    assert faults(folder) == []


def test_a_published_edition_does_not_change_by_a_byte(folder: Path) -> None:
    wanted = hashlib.sha256((folder / FORM).read_bytes()).hexdigest()
    write(folder / "PUBLISHED", f"{wanted}  {FORM}\n")
    assert faults(folder) == []
    edit(folder, FORM, "in the morning", "in the evening")
    assert "published" in only_fault(folder).what


@pytest.mark.parametrize("line", ["nonsense", f"{'0' * 64}  small/9.en.toml", f"{'0' * 64} small/1.en.toml"])
def test_the_list_of_published_editions_can_be_read(folder: Path, line: str) -> None:
    write(folder / "PUBLISHED", f"# out\n{line}\n")
    assert (only_fault(folder).file, only_fault(folder).line) == ("PUBLISHED", 2)


def test_a_file_with_another_name_is_not_overlooked(folder: Path) -> None:
    (folder / FORM).rename(folder / "small/first.toml")
    assert ("small/first.toml", "") in faults(folder)


def test_statements_that_are_hard_on_the_whole_are_said_once(folder: Path) -> None:
    for old in ("walk through the house", "have a mentor", "can choose where to sit", "are kept short"):
        edit(folder, SIDE, old, "need management support initially")
    assert any("together are hard to read" in p.what for p in problems_in(folder))
