"""Where the sentence around a value begins and ends: what it says of the value is said in there."""

from __future__ import annotations

import re

LONGEST = 400
"""Characters of a sentence on either side of a value at most."""

_BORDER = re.compile(
    r"(?<=\w{3})[.;]\s+(?=\W*(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]?\s+)?[^\W\d_a-zß-ÿ])|\n\s*\n|\n\s*(?:\d{1,3}\s+)?[-•*]\s+"
)
"""A capital letter follows, or the number of a section and then one; or an empty line, or an item of a list."""


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The borders of the sentence, or of its nearest `LONGEST` characters, that holds `text[start:end]`."""
    begin, limit = max(0, start - LONGEST), end + LONGEST
    for border in _BORDER.finditer(text, begin, start):
        begin = border.end()
    following = _BORDER.search(text, end, limit)
    return begin, following.start() if following else min(limit, len(text))
