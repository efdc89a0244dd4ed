"""Python holds no word of any language: a regular expression in it is made of the words of the locales."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import nerkit
from nerkit.locales import codes
from nerkit.locales.folding import plain

ROOT = Path(nerkit.__file__).parent
ROOMS = ("values", "records", "language", "reading", "labels", "locales")
NOT_YET = {"values/context.py"}
"""Modules whose words still have to move."""

OF_FORMATS = {"reading/detect.py", "reading/html.py", "reading/mail.py", "reading/word.py", "values/urls.py"}
"""Modules whose expressions read the syntax of a format (HTML, XML, e-mail), which has English names."""

SYMBOLS = {"iban", "bic", "swift", "code", "www", "https"}
"""What stands in regular expressions and is no word of a language: "BIC/SWIFT code" is one in all of them."""

ENGLISH_TOO = {"capital"}
"""Words of other languages that messages have in English, beside those that are names of things in Python."""

_EXPRESSION = re.compile(r"\\|\(\?|\|")
_SYNTAX = re.compile(r"\(\?P?[<=]\w+[>)]|\(\?[a-z]+[:)]|\\g<\w+>|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[a-zA-Z]|\[[^\]]*\]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONG = re.compile(r"[a-zß]{4,}")


def modules() -> list[str]:
    """The modules of the rooms, as "values/money.py"."""
    return sorted(str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def constants(module: str) -> Iterator[tuple[int, str]]:
    """The texts in a module with their lines, without docstrings."""
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


@cache
def words_of(language: str) -> frozenset[str]:
    """The words of four letters and more in the file of a language, in plain letters."""

    def texts(part: Any) -> Iterator[str]:
        if isinstance(part, str):
            yield part
        for below in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            yield from texts(below)

    source = tomllib.loads((ROOT / "locales" / f"{language}.toml").read_text(encoding="utf-8"))
    return frozenset(word for text in texts(source) for word in _LONG.findall(plain(text)))


@cache
def names_of_things() -> frozenset[str]:
    """The words of which the names of variables, attributes and arguments are made."""
    trees = (ast.parse((ROOT / module).read_text(encoding="utf-8")) for module in modules())
    names = (
        getattr(node, key)
        for tree in trees
        for node in ast.walk(tree)
        for key in ("id", "attr", "arg", "name")
        if isinstance(getattr(node, key, None), str)
    )
    return frozenset(word for name in names for word in _LONG.findall(name))


every_module = pytest.mark.parametrize("module", [m for m in modules() if m not in NOT_YET | OF_FORMATS])


@every_module
def test_a_regular_expression_holds_no_word(module: str) -> None:
    expressions = ((line, _SYNTAX.sub(" ", text)) for line, text in constants(module) if _EXPRESSION.search(text))
    found = [(line, word) for line, text in expressions for word in _WORD.findall(text) if word not in SYMBOLS]
    assert found == []


@every_module
def test_no_text_in_python_holds_a_word_of_another_language_than_english(module: str) -> None:
    foreign = frozenset().union(*map(words_of, set(codes()) - {"en"})) - words_of("en")
    foreign -= names_of_things() | ENGLISH_TOO
    found = [(line, word) for line, text in constants(module) for word in _LONG.findall(plain(text)) if word in foreign]
    assert found == []
