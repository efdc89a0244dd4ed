"""Line items beside those that are known: lines whose amount and quantity are right, and what else of them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from nerkit.corpora.line_item_corpora import GoldLine
from nerkit.document import Document
from nerkit.evaluation.records import bootstrap
from nerkit.evaluation.scores import Counts
from nerkit.records.billing.line_items import adding_up, line_items
from nerkit.records.items.headings import headings
from nerkit.records.items.item_numbers import numbers
from nerkit.records.items.text_lines import lines_of
from nerkit.records.placed_values import LineItem
from nerkit.values.context import context_of
from nerkit.values.money import find_amounts

OTHERS = ("unit_price", "tax_rate")
"""Cells that are compared on lines that were found, beside the letters of the description."""


@dataclass(frozen=True)
class Compared:
    """One document: how many lines are right, extra and missed, and pairs of lines that belong together.

    `stated` says whether all known amounts stand in the text, `summed` whether the lines add up to a sum that does.
    """

    source: str
    counts: Counts
    pairs: tuple[tuple[GoldLine, LineItem], ...]
    extra: tuple[LineItem, ...]
    missed: tuple[GoldLine, ...]
    stated: bool
    summed: bool = False


def on_page(document: Compared) -> bool:
    """Whether all known amounts stand in the text: a few files hold the XML of another invoice, or amounts with tax."""
    return document.stated


def counted(documents: Sequence[Compared]) -> tuple[Counts, tuple[float, float] | None]:
    """All lines together, and the 95 % interval of their F1 when documents are drawn anew; one has none."""
    counts = [document.counts for document in documents]
    return sum(counts, Counts()), bootstrap(counts) if counts else None


def compare(documents: Iterable[tuple[Document, Sequence[GoldLine]]], *, unheaded: bool = False) -> Iterator[Compared]:
    """Each document's lines beside the known ones; `unheaded` takes the headings of its tables away first."""
    for full, wanted in documents:
        document = without_headings(full) if unheaded else full
        found = line_items(document, context_of(document.text, document.language))
        done = compared(document.source, wanted, found.items, stated=_all_stated(document, wanted))
        yield replace(done, summed=found.sum_is_stated)


def by_proof(documents: Iterable[Compared]) -> dict[str, tuple[int, int]]:
    """How many lines are right, of how many, by what arithmetic says for them."""
    counts = dict.fromkeys(("product and sum", "product alone", "sum alone", "neither"), (0, 0))
    for document in documents:
        for item, hit in (*((item, 1) for _, item in document.pairs), *((item, 0) for item in document.extra)):
            if adding_up([item]):
                name = "product and sum" if document.summed else "product alone"
            else:
                name = "sum alone" if document.summed else "neither"
            counts[name] = counts[name][0] + hit, counts[name][1] + 1
    return counts


def without_headings(document: Document) -> Document:
    """The document without the words of its tables' headings, as if its tables had none."""
    lines = lines_of(document)
    gone = [lines[n] for heading in headings(lines) for n in range(heading.first, heading.last + 1)]
    starts = {word.start for line in gone for word in line.words}
    text = document.text
    for line in gone:
        start, end = line.words[0].start, line.words[-1].end
        text = text[:start] + " " * (end - start) + text[end:]
    return replace(document, text=text, words=tuple(word for word in document.words if word.start not in starts))


def compared(source: str, wanted: Sequence[GoldLine], found: Sequence[LineItem], *, stated: bool = True) -> Compared:
    """A line is right where its amount and its quantity are, signs left aside; each known line is found once."""
    left = list(found)
    pairs: list[tuple[GoldLine, LineItem]] = []
    missed: list[GoldLine] = []
    for line in wanted:
        same = next((item for item in left if _same(line, item)), None)
        if same is None:
            missed.append(line)
        else:
            left.remove(same)
            pairs.append((line, same))
    return Compared(
        source, Counts(len(pairs), len(left), len(missed)), tuple(pairs), tuple(left), tuple(missed), stated
    )


def letters(pairs: Iterable[tuple[GoldLine, LineItem]]) -> list[float]:
    """For each pair of descriptions the share of letters and digits that agree, in order: 2 M / T of difflib."""
    return [
        SequenceMatcher(None, _letters(line["description"]), _letters(_text(item)), autojunk=False).ratio()
        for line, item in pairs
        if line.get("description")
    ]


def right(pairs: Iterable[tuple[GoldLine, LineItem]], name: str) -> Counts:
    """How often a cell of numbers is right on lines that were found; only lines that are known to have it count."""
    held = [(Decimal(line[name]), item.number(name)) for line, item in pairs if name in line]
    hits = sum(number is not None and abs(number) == abs(known) for known, number in held)
    given = sum(number is not None for _, number in held)
    return Counts(hits, given - hits, len(held) - hits)


def _all_stated(document: Document, wanted: Sequence[GoldLine]) -> bool:
    context = context_of(document.text, document.language)
    texts = (document.text[hit.start : hit.end] for hit in find_amounts(document.text))
    known = {abs(number) for text in texts for number in numbers(text, context)}
    return all(_number(line["amount"]) in known for line in wanted)


def _same(line: GoldLine, item: LineItem) -> bool:
    return all(_number(line.get(name)) == abs(item.number(name) or 0) for name in ("amount", "quantity"))


def _number(text: str | None) -> Decimal:
    return abs(Decimal(text)) if text else Decimal(0)


def _text(item: LineItem) -> str:
    cell = item.cells.get("description")
    return cell.value if cell else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
