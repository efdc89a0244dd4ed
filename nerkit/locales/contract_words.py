"""The words of a language around the times that a contract agrees on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nerkit.locales.value_words import STRICT, Words


@dataclass(frozen=True)
class AgreedTimes:
    """What says of a date or a length of time what it is for; `*` at an end of a word stands for the rest of it.

    `starts` stand before the day on which a contract begins ("commencing on"), `ends` before its last one ("expires
    on"); up to two short words may stand between ("on the"). `inclusive` are those of the first behind which the day
    itself counts, so that a year ends on the day before the same one of the next ("from and including").
    `outlasting`: a length of time in their sentence is that of what goes on behind the contract ("survive*", "after
    termination"). `otherwise`: it is no time of the contract at all: an age, a warranty ("years of age").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    starts: Words = ()
    ends: Words = ()
    inclusive: Words = ()
    outlasting: Words = ()
    otherwise: Words = ()
