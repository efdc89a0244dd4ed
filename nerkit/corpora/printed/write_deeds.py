"""Contracts in all languages in which they are worded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from nerkit.corpora.marking import CONTRACT_DETAILS
from nerkit.corpora.printed.corpus import MadeDocument, Record, check_languages, laid_out, write
from nerkit.corpora.printed.deed import Deed, deed
from nerkit.corpora.printed.deed_filling import DeedFilling
from nerkit.corpora.printed.deed_places import places
from nerkit.corpora.printed.deed_text import blocks
from nerkit.corpora.printed.deed_wording import deed_languages
from nerkit.corpora.printed.look import look
from nerkit.corpora.printed.manner import manner
from nerkit.corpora.printed.value_marks import Marker, PrintedValue
from nerkit.labels import labels
from nerkit.values import Context, read_value

_CONTRACT = "contract"


def generate_contracts(folder: Path, count: int, seed: int, languages: Sequence[str] = ()) -> None:
    """Writes `count` contracts and their gold (`corpus.write`), of all languages that are worded or of some.

    Raises OptionError for a language that is not worded and ExtraMissing where there is no browser.
    """
    check_languages(languages, set(deed_languages()))
    write(folder, count, seed, partial(_made, tuple(languages)))


def _made(languages: tuple[str, ...], rng: Random, marker: Marker) -> MadeDocument:
    facts = deed(rng, languages)
    style = look(rng)
    v = DeedFilling(facts, style, manner(facts.home.locale, facts.home.currency, rng), rng, marker, places)
    html = laid_out("deed.html", "a4", style, {"v": v, "blocks": list(blocks(v))})
    return MadeDocument(_CONTRACT, facts.home.language, html, partial(_record, facts))


def _record(facts: Deed, values: Sequence[PrintedValue]) -> Record:
    """Accepted readings, by field, of all that was printed."""
    context = Context(language=facts.home.language)
    printed = {one.label for one in values}

    def said(label: str, type: str) -> list[list[str]]:
        found = (read_value(type, one.text, context).value for one in values if one.label == label)
        return [[value] for value in dict.fromkeys(filter(None, found))]

    record: Record = {}
    if "TITLE" in printed:
        record["title"] = [[facts.title]]
    if "PARTY" in printed:
        record["party"] = [[who.name] for who in facts.parties if any(one.text == who.name for one in values)]
    for field, day in (
        ("agreement_date", facts.signed),
        ("effective_date", facts.start),
        ("expiration_date", facts.end),
    ):
        if field.upper() in printed:
            record[field] = [[day.isoformat()]]
    for field in ("term", "renewal_term", "notice_period"):
        if found := said(field.upper(), "duration"):
            record[field] = found
    if law := said("GOVERNING_LAW", "place"):
        record["governing_law"] = law
    for label in sorted(CONTRACT_DETAILS & printed):
        if found := said(label, labels()[label].type):
            record[label.lower()] = found
    return record
