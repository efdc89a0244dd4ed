"""Regular expressions made of words: an alternation that shares beginnings, so that thousands of words stay quick."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nerkit.locales.folding import plain

_LETTERS = r"\pL\pN_"
"""What `\\w` of Python stands for."""
_OPTIONAL_STOP = r"\.?\s?"
_Trie = dict[str, "_Trie"]


def any_of(words: Iterable[str], *, dotted: bool = False) -> str:
    r"""A pattern for one of the words or phrases in plain text (`folding.plain`), the longest that fits first.

    A space in a phrase stands for up to four characters of white space, and "…" for up to four words. Where they are
    `dotted`, a full stop may be missing in the text, or have a space behind it: "S.A." is also "SA" and "S. A."; the
    last one is part of what is found. The pattern has no group and no border of its own; no words give a pattern that
    matches nothing.

    >>> any_of(["March", "Mar", "mars 1"])
    'mar(?:ch|s\\s{1,4}1)?'
    """
    root: _Trie = {}
    for word in words:
        node = root
        plain_word = plain(" ".join(word.split())).replace("… ", "…")
        for char in plain_word.removesuffix("." if dotted else ""):
            node = node.setdefault(char, {})
        node[""] = {}
    if not root:
        return r"(?!)"
    if dotted:
        return f"(?:{_pattern(root, _OPTIONAL_STOP)})" + r"\.?"
    return _pattern(root, r"\.")


def exactly(words: Iterable[str]) -> str:
    """A pattern for one of the words in any text, in the case and with the accents that they have here."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"


def whole(words: Iterable[str]) -> str:
    r"""A pattern for one of the words or phrases in plain text that is no part of a longer word.

    `*` at an end of one stands for more letters: "fällig*" for "Fälligkeit" too, "*steuer" for "Umsatzsteuer".

    >>> re.findall(whole(["due", "pay*", "this … contract"]), "payable, duel, due, this new contract")
    ['payable', 'due', 'this new contract']
    """
    by_ends: dict[tuple[bool, bool], list[str]] = {}
    for word in words:
        by_ends.setdefault((word.startswith("*"), word.endswith("*")), []).append(word.strip("*"))
    parts = (
        (r"\w*" if begun else "") + any_of(some) + (r"\w*" if open_ else r"(?!\w)")
        for (begun, open_), some in by_ends.items()
    )
    return rf"(?<!\w)(?:{'|'.join(parts) or any_of([])})"


def whole_in_re2(words: Iterable[str]) -> str:
    r"""What `whole` finds, for RE2, and with the characters beside it.

    RE2 looks neither ahead nor behind, and its `\w` knows ASCII letters alone.
    """
    border = f"[^{_LETTERS}]"
    pattern = whole(words).replace(r"(?<!\w)", f"(?:^|{border})").replace(r"(?!\w)", f"(?:{border}|$)")
    return pattern.replace(r"\w", f"[{_LETTERS}]")


def _pattern(node: _Trie, full_stop: str) -> str:
    branches = [_escaped(char, full_stop) + _pattern(below, full_stop) for char, below in sorted(node.items()) if char]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")


def _escaped(char: str, full_stop: str) -> str:
    known = {" ": r"\s{1,4}", ".": full_stop, "…": r"(?:\w+\s{1,4}){0,4}"}
    return known[char] if char in known else re.escape(char)
