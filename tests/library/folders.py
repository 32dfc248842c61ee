"""A small folder of questionnaires without a fault, and ways to put faults into it."""

from __future__ import annotations

import re
from pathlib import Path

from audit.library import Problem, problems_in
from audit.library.making import words_file
from audit.library.reading import read_everything

FORM, SIDE, STEPS, SHORT = "small/1.en.toml", "side/1.en.toml", "steps/1.en.toml", "short/1.en.toml"
ACTIONS, LEADERSHIP, GUIDE = "actions/small.en.toml", "leadership/1.en.toml", "guides/leaflet.en.toml"
PROVENANCE = '[[item.provenance]]\nseed = "003"\nrow = "3.1"\nwhy = "It is said there."\n'
STAGES = (1, 2, 3, 4, 1, 2, 3, 4)
STATEMENTS = {
    "S": (
        "Staff here know whom to call at night.",
        "There is a quiet room here for breaks.",
        "Workers here greet each visitor by name.",
        "Even when it is busy, lunch here stays free.",
        "Leaders here say what a bad day costs.",
        "Teams here have an agreed place to meet.",
        "Drivers here help with heavy bags.",
        "Someone here checks that doors are shut.",
    ),
    "T": (
        "Staff here know why a letter was sent.",
        "There is a written note here on each rule.",
        "Managers here tell teams what was said above.",
        "Even when news is bad, leaders here give it first.",
        "Families here understand what a form is for.",
        "Cooks here have a set time to share menus.",
        "Cleaners here hear of changes from their manager.",
        "Someone here tests if our website is clear.",
    ),
}


def folder_without_fault(at: Path) -> Path:
    """Two principles in eight domains, a module with choice sets, three tiers, a pulse; actions, a form, a guide."""
    write(at / FORM, _small())
    write(at / SIDE, _side())
    write(at / STEPS, _steps())
    write(at / SHORT, _short())
    write(at / ACTIONS, _action("talk", [f"S.D{n}" for n in range(1, 9)]) + _action("agree", _cells("T")))
    write(at / "actions/side.en.toml", _action("listen", ["X.1", "X.3"]) + _action("ask", ["X.2", "X.4"]))
    write(at / "actions/steps.en.toml", _action("rest", [f"Y.{n}" for n in range(1, 7)]))
    write(at / LEADERSHIP, _leadership())
    write(at / GUIDE, _guide())
    write(at / "sources.toml", '[[row]]\nid = "3.1"\ntext = "003"\nname = "Principles"\n')
    write(at / "PUBLISHED", "# nothing is out yet\n")
    return at


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replaces one piece of a file that is there exactly as written."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    write(folder / name, text.replace(old, new, 1))


def second_edition(folder: Path, *edits: tuple[str, str], walk: str = "") -> Path:
    """Edition 2 of the small questionnaire with some pieces replaced, and its crosswalk (else: everything is kept)."""
    text = (folder / FORM).read_text(encoding="utf-8").replace('edition = "1"', 'edition = "2"')
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    write(folder / "small/2.en.toml", text)
    write(folder / "small/2.crosswalk.toml", walk or crosswalk())
    return folder


def crosswalk(*, without: str = "", change: str = "", edition: str = "1") -> str:
    """A crosswalk that keeps everything but one item."""
    kept = ", ".join(f'"{i}"' for i in (*_cells("S"), *_cells("T"), "P.honest") if i != without)
    return f'from_questionnaire = "small"\nfrom_edition = "{edition}"\nkept = [{kept}]\n{change}'


def translated(folder: Path, about: str = "small", language: str = "de") -> str:
    """A complete translation of something, each text as in English with a word in front; its path."""
    path, text, _added = words_file(about, language, read_everything(folder, None), present="")
    filled = re.sub(
        r'# (.*)\n(\[\[string\]\]\nof = "[^"]+"\nfrom = "[0-9a-f]+"\n)text = ""', r'\2text = "Auf Deutsch: \1"', text
    )
    write(folder / path, filled)
    return str(path)


def faults(folder: Path) -> list[tuple[str, str]]:
    """File and item of every problem."""
    return [(p.file, p.item) for p in problems_in(folder)]


def only_fault(folder: Path) -> Problem:
    """The one problem there is."""
    (problem,) = problems_in(folder)
    return problem


def write(path: Path, text: str) -> None:
    """A file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _small() -> str:
    return "\n".join(
        (
            _head("small", "[4, 6]"),
            '[[principle]]\nid = "S"\nname = "Safety"\n',
            '[[principle]]\nid = "T"\nname = "Trust"\n',
            *(f'[[domain]]\nid = "D{n}"\nname = "Domain {n}"\nintro = "What it is about."\n' for n in range(1, 9)),
            _page("first", _cells("S")),
            _page("second", _cells("T")),
            _page("process", ["P.honest"]),
            *(_cell(p, n, stage) for p in STATEMENTS for n, stage in enumerate(STAGES, 1)),
            _item("P.honest", 'group = "process"\n', "People here can answer these questions honestly."),
        )
    )


def _side() -> str:
    """Two groups, and four attributes in four sets of three: each attribute three times, each pair twice."""
    attributes = "".join(f'[[best_worst.attribute]]\nid = "{a}"\nname = "Thing {a}"\n' for a in "abcd")
    sets = "".join(
        f"[[best_worst.set]]\nblock = 1\nattributes = [{_listed([a for a in 'abcd' if a != left])}]\n"
        for left in "dcba"
    )
    statements = (
        "Managers here walk through the house each week.",
        "New colleagues here have a mentor.",
        "Visitors here can choose where to sit.",
        "Records here are kept short.",
    )
    items = (
        _item(f"X.{n}", f'group = "{"one" if n < 3 else "two"}"\nprinciple = "S"\n', text)
        for n, text in enumerate(statements, 1)
    )
    return "\n".join(
        (
            _head("side", "[4, 4]"),
            *(f'[[group]]\nid = "{g}"\nname = "Group {g}"\nintro = "What it covers."\n' for g in ("one", "two")),
            _page("side", [f"X.{n}" for n in range(1, 5)]),
            *items,
            '[best_worst]\nid = "valued"\ntitle = "What counts"\nquestion = "What counts most?"\nmost = "Most"\n'
            'least = "Least"\nnote = "You can skip it."\npublished = ""\nshown = 4\n',
            attributes + sets,
        )
    )


def _steps() -> str:
    """In each of three tiers a support and a question of trust."""
    statements = (
        "Rotas here are made a month ahead.",
        "People here would use a quiet hour without fear.",
        "A colleague here stays with whoever was hurt.",
        "People here would take help without fear.",
        "A doctor sees staff here within two weeks.",
        "People here would see the doctor without fear.",
    )
    groups = (
        f'[[group]]\nid = "{kind}-{tier}"\nname = "{kind} {tier}"\nintro = "What it covers."\ntier = {tier}\n'
        + ("trust = true\n" if kind == "trust" else "")
        for tier in (1, 2, 3)
        for kind in ("help", "trust")
    )
    items = (
        _item(f"Y.{n}", f'group = "{"help" if n % 2 else "trust"}-{(n + 1) // 2}"\ntier = {(n + 1) // 2}\n', text)
        for n, text in enumerate(statements, 1)
    )
    return "\n".join((_head("steps", "[2, 2]"), *groups, _page("steps", [f"Y.{n}" for n in range(1, 7)]), *items))


def _short() -> str:
    head = _head("short", "[1, 2]") + 'takes = "small"\ntakes_edition = "1"\n\n'
    return head + _page("now", ["S.D2", "S.D3", "T.D2", "T.D3"]) + _page("end", ["P.honest"])


def _head(own: str, minutes: str) -> str:
    return (
        f'id = "{own}"\nedition = "1"\nlanguage = "en"\ntitle = "The {own} one"\n'
        f'purpose = "Shows how people work here."\nminutes = {minutes}\n'
    )


def _cells(principle: str) -> list[str]:
    return [f"{principle}.D{n}" for n in range(1, 9)]


def _listed(ids: list[str]) -> str:
    return ", ".join(f'"{i}"' for i in ids)


def _page(own: str, ids: list[str]) -> str:
    return f'[[page]]\nid = "{own}"\ntitle = "Page"\nnote = "You can skip it."\nitems = [{_listed(ids)}]\n'


def _cell(principle: str, number: int, stage: int) -> str:
    home = f'principle = "{principle}"\ndomain = "D{number}"\nstage = {stage}\n'
    return _item(f"{principle}.D{number}", home, STATEMENTS[principle][number - 1])


def _item(own: str, home: str, text: str) -> str:
    return (
        f'[[item]]\nid = "{own}"\n{home}audience = "everyone"\nshort = "Talk"\ntext = "{text}"\n'
        f'help = "For example, in the morning."\n{PROVENANCE}'
    )


def _action(own: str, ids: list[str]) -> str:
    return (
        f'[[action]]\nid = "{own}"\ntitle = "Do more to {own}"\nfirst_step = "Pick a day to {own} with us."\n'
        f'sign_of_success = "People {own} each morning."\neffort = "S"\ncost = "None."\nowner = "A team lead"\n'
        f"moves = [{_listed(ids)}]\n" + PROVENANCE.replace("item.", "action.")
    )


def _leadership() -> str:
    ids = (*_cells("S"), *_cells("T"), "Y.1", "Y.3", "Y.5")
    prompts = (f'[[prompt]]\nitem = "{i}"\nevidence = "Minutes of a meeting."\n' for i in ids)
    return _head("leadership", "[20, 30]") + 'mirrors = ["small", "steps"]\n' + "\n".join(prompts)


def _guide() -> str:
    return (
        'id = "leaflet"\ntitle = "Where to turn"\npurpose = "To be printed."\n'
        '[[part]]\nheading = "At work"\nparagraphs = ["Ask a colleague.", "Ask twice."]\n'
        '[[part.provenance]]\nseed = "own"\nwhy = "It is plain."\n'
        '[[part]]\nheading = "At home"\npoints = ["Rest."]\n[[part.provenance]]\nseed = "own"\nwhy = "It is plain."\n'
    )
