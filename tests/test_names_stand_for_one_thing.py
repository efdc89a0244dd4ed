"""A name of a class or a module stands for one thing in the whole project, so that nobody looks in the wrong room."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import nerkit

ROOM = Path(nerkit.__file__).parent


def test_no_public_class_has_the_name_of_another() -> None:
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path in ROOM.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(path.relative_to(ROOM)))
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_no_module_has_the_name_of_another() -> None:
    """But for commands, whose files have their names."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path in ROOM.rglob("*.py"):
        if not path.name.startswith("__") and path.parent.name != "cli":
            homes[path.stem].append(str(path.relative_to(ROOM)))
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
