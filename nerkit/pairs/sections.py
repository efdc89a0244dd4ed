"""Headings of sections: "Shipper" above "Name" and "Address" is the path of their pairs.

A heading stands by itself above a key, is no key and no value, and reads like a name: few words, no digits, no full
stop, no colon. One heading alone is the title of the page, not one of its sections.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from nerkit.document import Document
from nerkit.pairs.pair import Pair
from nerkit.pairs.phrase import Phrase

_LONGEST = 6
"""Words of a heading."""

_NEAR = 2.5
"""Heights of a line within which the first key of a section stands below its heading."""

_INDENT = 6.0
"""Heights by which that key may be indented."""


def with_paths(document: Document, found: Sequence[Phrase], pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs, each with the heading of its section as its path, where it stands in one."""
    pairs = list(pairs)
    doubtful = {id(pair) for pair in pairs if _may_be_heading(pair, document)}
    sure = [pair for pair in pairs if id(pair) not in doubtful]
    starts = {document.words[phrase.first].start: i for i, phrase in enumerate(found)}
    keys = {pair.key_spans[0][0]: starts[pair.key_spans[0][0]] for pair in sure if pair.key_spans[0][0] in starts}
    heads = _headings(document, found, sure, list(keys.values()))
    if len(heads) < 2:
        return pairs
    named = {document.words[head.first].start for head in heads}
    left = (pair for pair in pairs if id(pair) not in doubtful or pair.key_spans[0][0] not in named)
    return [_placed(pair, keys, heads, found) for pair in left]


def _may_be_heading(pair: Pair, document: Document) -> bool:
    """Whether what was taken for an empty field has nothing behind it that asks for a value."""
    end = pair.key_spans[-1][1]
    return pair.value is None and pair.chosen is None and document.text[end - 1 : end] not in ":：._"


def _placed(pair: Pair, keys: Mapping[int, int], heads: Sequence[Phrase], found: Sequence[Phrase]) -> Pair:
    place = keys.get(pair.key_spans[0][0])
    if place is None:
        return pair
    key = found[place]
    above = [head for head in heads if head.page == key.page and head.bottom <= key.top + 0.5 and head.x0 <= key.x0 + 1]
    # Of headings side by side that is meant whose column the key stands in.
    head = max(above, key=lambda head: (head.line, head.x0), default=None)
    return replace(pair, path=(head.text,)) if head else pair


def _headings(document: Document, found: Sequence[Phrase], pairs: Sequence[Pair], keys: Sequence[int]) -> list[Phrase]:
    spans = sorted(span for pair in pairs for span in (*pair.key_spans, *pair.spans))
    starts = [a for a, _ in spans]
    # How far the spans reach that begin with each of them or before: what overlaps is found without a search of all.
    reach = list(accumulate((b for _, b in spans), max))
    used = set()
    for i, phrase in enumerate(found):
        before = bisect_left(starts, document.words[phrase.last - 1].end)
        if before and reach[before - 1] > document.words[phrase.first].start:
            used.add(i)
    alone = {(found[i].page, found[i].line) for i in used}
    return [
        phrase
        for i, phrase in enumerate(found)
        if i and i not in used and (phrase.page, phrase.line) not in alone and _reads_like_one(phrase.text)
        if any(_begins(phrase, found[key]) for key in keys)
    ]  # fmt: skip


def _reads_like_one(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= _LONGEST
        and text[0].isupper()
        and text[-1] not in ".,;:：?!"
        and not any(c.isdigit() for c in text)
        and sum(c.isalpha() for c in text) > 0.7 * sum(not c.isspace() for c in text)
    )


def _begins(head: Phrase, key: Phrase) -> bool:
    """Whether a key is the first below a heading."""
    return (
        key.page == head.page
        and head.line < key.line <= head.line + 2
        and key.top - head.bottom < _NEAR
        and -1 <= key.x0 - head.x0 <= _INDENT
    )
