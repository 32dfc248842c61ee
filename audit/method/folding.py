"""Which groups are offered on the form: those that can be told of if people answer (promise section 3).

Nothing finer is asked than can be told, so small groups fold into the group above them before anybody answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.method.groups import ROOT, Path, Tree

LEAST_STAFF = 15


def folded(tree: Tree, *, least: int = LEAST_STAFF) -> Tree:
    """The tree of the groups that are offered, in the same order.

    A group folds into its parent, with everything below it, when it is under `least` people, or when the people left
    beside the groups that stay (those who stand right at the parent, and those folded into it) would be fewer than
    `least` but not nobody: then the smallest group beside them folds, too. So does a group that is all of its parent.
    """
    kept = {ROOT, *_kept_below(tree, ROOT, least)}
    return Tree(tree.lens, tuple(g for g in tree if g.path in kept))


def _kept_below(tree: Tree, parent: Path, least: int) -> Iterator[Path]:
    for path in _children_that_stay(tree, parent, least):
        yield path
        yield from _kept_below(tree, path, least)


def _children_that_stay(tree: Tree, parent: Path, least: int) -> list[Path]:
    """The children of one group that stay. Of two equally small ones the later in the file folds first."""
    people = {p: tree.headcount_of(p) for p in tree.children_of(parent)}
    staying = [p for p in people if people[p] >= least]
    beside = tree.headcount_of(parent) - sum(people[p] for p in staying)
    while staying and 0 < beside < least:
        smallest = min(reversed(staying), key=people.__getitem__)
        staying.remove(smallest)
        beside += people[smallest]
    return [] if _says_nothing_new(tree, staying, beside) else staying


def _says_nothing_new(tree: Tree, staying: list[Path], beside: int) -> bool:
    """One group without groups below it, and nobody beside it: the same people as the group above."""
    return len(staying) == 1 and beside == 0 and not tree.children_of(staying[0])
