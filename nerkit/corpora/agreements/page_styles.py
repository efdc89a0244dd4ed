"""Blocks become a text: lines of one width as from a PDF, whole paragraphs, or breaks that became runs of spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from nerkit.corpora.agreements.clauses import Block
from nerkit.corpora.agreements.markup import bare, is_balanced

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'"})
_TWO_STOPS = re.compile(r"\.(\ue000?)\.(?!\.)")
_PAGE_LINES = 44


def laid_out(blocks: Iterable[Block], rng: Random) -> str:
    """The marked text of all blocks in one manner."""
    manner = rng.choices(("wrapped", "unwrapped", "runs", "one line"), weights=(55, 22, 17, 6))[0]
    width = rng.randint(52, 104)
    indent = rng.choice(("", "", "", "    ", "  ", "\t"))
    centred = rng.random() < 0.4
    pieces = []
    for block in blocks:
        lines = block.text.split("\n")
        if block.shape == "heading" and centred and manner != "unwrapped":
            lines = [" " * max(0, (width - len(bare(line))) // 2) + line for line in lines]
        elif block.shape == "paragraph":
            lines = [indent + block.text] if manner == "unwrapped" else list(_filled(indent + block.text, width))
        pieces.append(lines)
    text = _TWO_STOPS.sub(r".\1", _joined(pieces, manner, rng))
    return text.translate(_STRAIGHT) if rng.random() < 0.5 else text.replace("'", "’")


def _filled(text: str, width: int) -> Iterator[str]:
    """`text` broken into lines of at most `width` characters, marks not counted."""
    line = ""
    for word in text.split(" "):
        if line.strip() and len(bare(line)) + 1 + len(bare(word)) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word or " "
    yield line


def _joined(pieces: list[list[str]], manner: str, rng: Random) -> str:
    if manner == "one line":
        return " ".join(" ".join(line.strip() for line in lines) for lines in pieces)
    if manner == "runs":
        gap = " " * rng.choice((1, 2, 5, 6))
        return "\n\n".join(gap.join(line for line in lines) for lines in pieces)
    between = rng.choice(("\n\n", "\n\n", "\n\n", "\n"))
    number = rng.choice(("{}", "{}", "- {} -", "Page {}", "-{}-", "Page {} of 6", "[{}]", ""))
    break_page = rng.choice(("\n\n{}\n\n", "\n{}\n", "\n\n{}\n\f", "\n{}\n\n"))
    every = _PAGE_LINES + rng.randint(-12, 12)
    text, on_page, page = "", 0, 1
    for lines in pieces:
        text += between if text else ""
        for i, line in enumerate(lines):
            text += "\n" if i else ""
            if number and on_page > every and is_balanced(text):
                text = text.rstrip("\n") + break_page.format(number.format(page))
                on_page, page = 0, page + 1
            text += line
            on_page += 1 + len(bare(line)) // 120
        on_page += len(between) - 1
    return text
