"""The words of a language around the times that a contract agrees on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from nerkit.locales.value_words import STRICT, Words

Duty = Literal[
    "payment",
    "termination",
    "renewal",
    "objection",
    "delivery",
    "expiry",
    "warranty",
    "confidentiality",
    "non_compete",
    "cure",
    "probation",
    "duty",
]
"""What is to be done by a deadline, or what lasts until then; "duty" is any other."""


@dataclass(frozen=True)
class DeadlineWords:
    """What makes a date or a length of time one by which somebody has to do something; `*` as in `AgreedTimes`.

    `duties`: what it is that has to be done, or that lasts so long ("payable", "warranty"); "duty" is what obliges at
    all ("shall", "must").
    `within`: stands before a length of time, with up to two short words between ("within", "no later than").
    `by`: stands before the last day for something ("by", "on or before").
    `after`, `before`: stand behind a length of time, before what it is counted from ("after", "prior to").
    `every`: something that comes again and again, by its ISO 8601 period: `P1M = ["of each month"]`.
    `anchors`: what the field of a date is called in running text: `expiration_date = ["end of the term"]`.
    `stops`: words behind what a time is counted from, where the sentence goes on ("shall", "unless").
    `never`: words of a sentence whose times oblige nobody ("years of age").
    `everybody`: those who have to, where that is no party in particular ("either party").
    `agents`: stand before who does it in the passive ("by the"); `others`: before somebody else ("to the").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    duties: Mapping[Duty, Words] = field(default_factory=dict)
    within: Words = ()
    by: Words = ()
    after: Words = ()
    before: Words = ()
    every: Mapping[str, Words] = field(default_factory=dict)
    anchors: Mapping[str, Words] = field(default_factory=dict)
    stops: Words = ()
    never: Words = ()
    everybody: Words = ()
    agents: Words = ()
    others: Words = ()


@dataclass(frozen=True)
class AgreedTimes:
    """What says of a date or a length of time what it is for; `*` at an end of a word stands for the rest of it.

    `starts` stand before the day on which a contract begins ("commencing on"), `ends` before its last one ("expires
    on"); up to two short words may stand between ("on the"). `inclusive` are those of the first behind which the day
    itself counts, so that a year ends on the day before the same one of the next ("from and including").
    `outlasting`: a length of time in their sentence is that of what goes on behind the contract ("survive*", "after
    termination"). `turns`: behind a comma, what begins a clause about something else ("however", "and the").
    `otherwise`: it is no time of the contract at all: an age, a warranty ("years of age"). `others`: right before a
    date it is that of something else ("my commission expires", "prices are firm until"); `former` stand in the name of
    one that no longer counts (the "Prior Expiration Date"), `named` in that of any ("Amortization Date").
    `effect`: a contract that says one of these has a day of its effect in mind ("take effect"); `at_once`: what those
    call themselves that bind from the day on which they are made, without saying so ("secrecy").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    starts: Words = ()
    ends: Words = ()
    inclusive: Words = ()
    outlasting: Words = ()
    turns: Words = ()
    otherwise: Words = ()
    others: Words = ()
    former: Words = ()
    named: Words = ()
    effect: Words = ()
    at_once: Words = ()


@dataclass(frozen=True)
class BearingWords:
    """What bears a value of a contract out, by the field that it is taken for; `*` as in `AgreedTimes`.

    `words`: one of them stands near a value of this field, in its sentence or its heading; a field that has none here
    is believed as it is. `not_words`: near one of them it is a value of something else ("insurance policy").
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    words: Mapping[str, Words] = field(default_factory=dict)
    not_words: Mapping[str, Words] = field(default_factory=dict)
