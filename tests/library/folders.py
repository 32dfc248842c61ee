"""A small folder of questionnaires without a fault, and a way to put faults into it."""

from __future__ import annotations

from pathlib import Path

from audit.library import Problem, problems_in

STAGES = (1, 2, 3, 4, 1, 2, 3, 4)
FORM = "small/1.en.toml"
PROVENANCE = '[[item.provenance]]\nseed = "003"\nrow = "3.1"\nwhy = "It is said there."\n'


def folder_without_fault(at: Path) -> Path:
    """One principle in eight domains, one item about the audit, two actions, a leadership form."""
    _write(at / FORM, _questionnaire())
    _write(at / "actions.en.toml", _action("talk", range(1, 5)) + _action("agree", range(5, 9)))
    _write(at / "leadership/1.en.toml", _leadership())
    _write(at / "sources.toml", '[[row]]\nid = "3.1"\ntext = "003"\nname = "Principles"\n')
    _write(at / "PUBLISHED", "# nothing is out yet\n")
    return at


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replaces one piece of a file that is there exactly as written."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    _write(folder / name, text.replace(old, new, 1))


def faults(folder: Path) -> list[tuple[str, str]]:
    """File and item of every problem."""
    return [(p.file, p.item) for p in problems_in(folder)]


def only_fault(folder: Path) -> Problem:
    """The one problem there is."""
    (problem,) = problems_in(folder)
    return problem


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _questionnaire() -> str:
    return "\n".join(
        (
            _head("small", "Small"),
            '[[principle]]\nid = "S"\nname = "Safety"\n',
            *(f'[[domain]]\nid = "D{n}"\nname = "Domain {n}"\nintro = "What it is about."\n' for n in range(1, 9)),
            _page("first", range(1, 5)),
            _page("second", range(5, 9)),
            '[[page]]\nid = "process"\ntitle = "About this"\nnote = "You can skip it."\nitems = ["P.honest"]\n',
            *(_item(n, stage) for n, stage in enumerate(STAGES, 1)),
            '[[item]]\nid = "P.honest"\ngroup = "process"\n' + _words() + PROVENANCE,
        )
    )


def _head(own: str, title: str) -> str:
    return (
        f'id = "{own}"\nedition = "1"\nlanguage = "en"\ntitle = "{title}"\n'
        'purpose = "Shows how people work here."\nminutes = [3, 5]\n'
    )


def _ids(numbers: range) -> str:
    return ", ".join(f'"S.D{n}"' for n in numbers)


def _page(own: str, numbers: range) -> str:
    return f'[[page]]\nid = "{own}"\ntitle = "Page"\nnote = "You can skip it."\nitems = [{_ids(numbers)}]\n'


def _words() -> str:
    return (
        'audience = "everyone"\nshort = "Talk"\ntext = "People here talk before they act."\n'
        'help = "For example, in the morning."\n'
    )


def _item(number: int, stage: int) -> str:
    home = f'principle = "S"\ndomain = "D{number}"\nstage = {stage}\n'
    return f'[[item]]\nid = "S.D{number}"\n{home}{_words()}{PROVENANCE}'


def _action(own: str, numbers: range) -> str:
    return (
        f'[[action]]\nid = "{own}"\ntitle = "Talk more"\nfirst_step = "Pick a day."\nsign_of_success = "People talk."\n'
        f'effort = "S"\ncost = "None."\nowner = "A team lead"\nmoves = [{_ids(numbers)}]\n'
        + PROVENANCE.replace("item.", "action.")
    )


def _leadership() -> str:
    prompts = (f'[[prompt]]\nitem = "S.D{n}"\nevidence = "Minutes of a meeting."\n' for n in range(1, 9))
    return _head("leadership", "What leaders can show") + 'mirrors = "small"\n' + "\n".join(prompts)
