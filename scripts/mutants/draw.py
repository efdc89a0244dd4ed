"""Mutants of source files: one small change each, by the operators of cosmic-ray, drawn the same way every time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# Variables need arguments; "is" for "==" asks of the interpreter, not of the code; a cache, slots and a frozen class
# change no result.
_LEFT_OUT = re.compile(r"Variable|_(?:Eq|NotEq|Lt|LtE|Gt|GtE)_Is(?:Not)?$")
_NO_RESULT = re.compile(r"\s*@(?:\w+\.)?(?:cache|lru_cache|cached_property|dataclass)\b")

Position = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """The `occurrence`-th change that an operator can make in a file; it stands in lines `first` to `last`."""

    path: str
    operator: str
    occurrence: int
    first: int
    last: int
    imported: bool

    def apply(self, source: str) -> str:
        """The text of the file with the change."""
        changed: str | None = mutate_code(source.encode(), get_operator(self.operator)(), self.occurrence)
        if changed is None:
            raise ValueError(f"{self} changes nothing")
        return changed

    @property
    def name(self) -> str:
        """What names it in results, as long as its file does not change."""
        return f"{self.path}:{self.first} {self.operator.removeprefix('core/')} {self.occurrence}"


def draw(root: Path, path: str, share: float, seed: int) -> list[Mutant]:
    """One mutant each of a share of the places in a file that can be changed; other files do not change the draw."""
    source = (root / path).read_text(encoding="utf-8")
    rng = Random(f"{seed} {path}")
    drawn = []
    for _, mutants in sorted(_places(path, source).items()):
        chosen, chance = rng.choice(mutants), rng.random()
        if chance < share and _is_python(chosen.apply(source)):
            drawn.append(chosen)
    return drawn


def _is_python(source: str) -> bool:
    """Whether it can be compiled: the star before keyword arguments counts as an operator, and is none."""
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _places(path: str, source: str) -> dict[tuple[Position, str], list[Mutant]]:
    tree, parsed = get_ast(source), ast.parse(source)
    statements, typed = list(_statements(parsed)), list(_annotations(parsed))
    lines = source.split("\n")
    found: dict[tuple[Position, str], list[Mutant]] = {}
    for name in sorted(operator_names()):
        if _LEFT_OUT.search(name):
            continue
        operator = get_operator(name)()
        positions = (position for node in ast_nodes(tree) for position in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(positions):
            if any(a <= start and end <= b for a, b in typed) or _NO_RESULT.match(lines[start[0] - 1]):
                continue
            around = (one for one in statements if one[0] <= start[0] <= one[1])
            first, last, imported = max(around, default=(start[0], start[0], True))
            mutant = Mutant(path, name, occurrence, first, last, imported)
            found.setdefault(((start, end), name.split("_")[0]), []).append(mutant)
    return found


def _statements(tree: ast.Module) -> Iterator[tuple[int, int, bool]]:
    """First and last line of every simple statement and of the head of every other; whether it runs when imported."""
    stack: list[tuple[ast.AST, bool]] = [(tree, True)]
    while stack:
        node, imported = stack.pop()
        inside = imported and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        stack += [(child, inside) for child in ast.iter_child_nodes(node)]
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            decorators = [decorator.lineno for decorator in getattr(node, "decorator_list", ())]
            last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
            yield min([node.lineno, *decorators]), last, imported


def _annotations(tree: ast.Module) -> Iterator[Position]:
    for node in ast.walk(tree):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)
