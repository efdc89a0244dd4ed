"""Which mentions of a known value play the role that a corpus names, told by their label words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nerkit.corpora.cues import Cues
from nerkit.corpora.labelled import Span

Fallback = Literal["first", "last"]
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Role:
    """A label and the words that announce it, the surest first.

    Each pattern is matched at the end of the words left of a value (after it only signs and numbers), or within the
    words above it.
    """

    label: str
    cues: tuple[re.Pattern[str], ...]
    fallback: Fallback | None = None
    above: bool = True
    never: re.Pattern[str] | None = None

    @classmethod
    def of(
        cls, label: str, *cues: str, fallback: Fallback | None = None, above: bool = True, never: str | None = None
    ) -> Role:
        """A role from regular expressions, case ignored.

        Without `above` only the words to the left count. What `never` announces is no fallback.
        """
        patterns = tuple(re.compile(cue, re.IGNORECASE) for cue in cues)
        return cls(label, patterns, fallback, above, re.compile(never, re.IGNORECASE) if never else None)

    def rank(self, cues: Cues, start: int, end: int) -> int | None:
        """Index of the surest pattern that announces `text[start:end]`, None where no pattern does."""
        left, above = cues.left(start), cues.above(start, end) if self.above else ""
        for i, pattern in enumerate(self.cues):
            if any(not _WORD.search(left, m.end()) for m in pattern.finditer(left)) or pattern.search(above):
                return i
        return None

    def announces(self, cues: Cues, start: int, end: int) -> bool:
        """Whether any pattern announces `text[start:end]`."""
        return self.rank(cues, start, end) is not None


_WORD = re.compile(r"[^\W\d_]{2}")


def choose(role: Role, cues: Cues, mentions: Sequence[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """Parts mentions of one value into those that play the role and those of which nobody knows.

    Those that the surest words announce play it. Where no words announce any, the fallback says which one is taken.
    """
    ranks = [role.rank(cues, *mention) for mention in mentions]
    known = [rank for rank in ranks if rank is not None]
    if known:
        best = min(known)
        playing = [m for m, rank in zip(mentions, ranks, strict=True) if rank == best]
    else:
        likely = [m for m in mentions if not (role.never and role.never.search(cues.left(m[0])))]
        playing = (likely[:1] if role.fallback == "first" else likely[-1:]) if role.fallback else []
    return playing, [mention for mention in mentions if mention not in playing]


def overlaps(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether `start:end` shares a character with one of `spans`."""
    return any(start < span.end and span.start < end for span in spans)
