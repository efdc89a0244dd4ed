"""Python holds no word of any language: where a value, a record or a token is read, words come from the locales."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import nerkit
from nerkit.locales import codes, locale
from nerkit.locales.folding import plain

PACKAGE = Path(nerkit.__file__).parent
ROOMS = ("language", "records", "reading", "values")

# What belongs to no language: codes and schemes, and what file formats are made of.
CODES = set("iban bic swift eur chf ftp www http https".split())  # noqa: SIM905
MARKUP = set(
    "all body center display div doctype document font general head hidden hide html meta mso none span style table "  # noqa: SIM905
    "text title visibility xml".split()
)
OPTIONS = {"intra"}  # of libraries
SURE = 5  # letters: too many shorter words are English, or names of things, as well
VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ"


@cache
def trees() -> dict[str, ast.Module]:
    """The modules of the rooms, by their paths."""
    paths = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def constants() -> Iterator[tuple[str, str]]:
    """Module and text of all strings, those within f-strings too, without docstrings."""
    for module, tree in trees().items():
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield module, node.value


def names() -> set[str]:
    """All names that the code gives to things."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    found = {getattr(node, part, None) for node in nodes for part in ("id", "attr", "arg", "name")}
    return {name for name in found if isinstance(name, str)}


def words(part: object) -> Iterator[str]:
    """All words of a locale, of whatever section."""
    if isinstance(part, str):
        yield plain(part).strip("*")
    elif is_dataclass(part):
        for field in fields(part):
            yield from words(getattr(part, field.name))
    elif isinstance(part, Mapping | tuple):
        for each in part.values() if isinstance(part, Mapping) else part:
            yield from words(each)


def spelt_out(pattern: str) -> list[str]:
    """The runs of three letters and more that a regular expression looks for, beside names of groups and classes."""
    bare = re.sub(r"\(\?P[<=]\w+[>)]|\\g<\w+>|\\[a-zA-Z]|\[[^\]]*\]|\(\?[a-z]+", " ", pattern)
    return re.findall(r"[^\W\d_]{3,}", bare.lower())


def test_no_regular_expression_spells_a_word() -> None:
    found = [
        (module, set(spelt_out(text)) - CODES - MARKUP)
        for module, text in constants()
        if re.search(r"\\|\(\?|\[.*\][+*?{]|\w\|\w", text) and "list[" not in text
    ]
    assert len(found) > 100
    assert [(module, words) for module, words in found if words] == []


def test_no_string_has_a_word_with_foreign_letters() -> None:
    for module, text in constants():
        long = re.findall(r"[^\W\d_]{3,}", re.sub(r"\[[^\]]*\]|[^\W\d_]-[^\W\d_]", " ", text))
        assert [word for word in long if not word.isascii() and word != VOWELS] == [], module


def test_no_string_is_a_word_of_a_language_other_than_english() -> None:
    english, named = set(words(locale("en"))), names()
    foreign = {word for code in codes() if code != "en" for word in words(locale(code))} - english
    found = {text for _, text in constants() if plain(text).strip() in foreign}
    assert {text for text in found if len(text) >= SURE and text not in named} <= OPTIONS
