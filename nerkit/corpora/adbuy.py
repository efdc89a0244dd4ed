"""Invoices and orders of US television stations (FCC public files, labels of DeepForm).

The corpus gives five values a document, not their places. A value recurs: dates and amounts of the form's head are
those of its lines too. Labelled are the mentions that the form's own words announce; where other mentions have the
same value nobody says what they are, and they stay open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from nerkit.corpora.align import find, fold
from nerkit.corpora.approximate import find_approximately
from nerkit.corpora.cache import read_cached
from nerkit.corpora.cues import Cues
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.marking import NO_INVOICE_LABELS
from nerkit.corpora.role_mentions import Role, Stretch, choose, overlaps
from nerkit.corpora.splits import check_split
from nerkit.corpora.typed import Typed, amounts, dates, readings, roleless
from nerkit.document import Document
from nerkit.values import Context

_CONTEXT = Context(language="en", day_first=False, currency="USD")

_INVOICE_NUMBER = Role.of("INVOICE_NUMBER", r"\b[il]nv(oice)?\b(\W*(no|num|number|id)\b)?")
_ORDER_NUMBER = Role.of(
    "ORDER_NUMBER",
    r"(?<!alt )(?<!alt\. )(?<!agency )\b(contract|order)s?\b(\s*/\s*rev(ision)?)?(\W*(no|num|number|id)\b)?",
)
_BUYER = Role.of(
    "BUYER", r"\badvertiser(\s*name)?(?!\s*(code|ref|ext|number|id))\b|\b(client|customer|name)\b", fallback="first"
)
_PERIOD = Role.of(
    "PERIOD_START",
    r"\bflight(\s+dates?)?\b",
    r"\b(contract|order|schedule|campaign)\s+(dates?|period)\b",
    r"\b(invoice\s+period|period|dates)\b",
    fallback="first",
)
_FLIGHT = Role.of("PERIOD_START", r"\bflight(\s+dates?)?\b|\bcontract\s+dates?\b|(?<!invoice )\bperiod\b")
_TOTAL = Role.of(
    "TOTAL_AMOUNT",
    r"\b(gross|grand)\s+(totals?|amount|billing)\b|\btotals?\s+gross\b",
    r"(?<!sub)(?<!sub[ -])(?<!net )\btotals?(\s+(cost|amount))?\b",
    r"\b(gross|amount\s+due|cost)\b",
    fallback="last",
    above=False,
)
_INVOICE_DATE = Role.of("INVOICE_DATE", r"\b[il]nv(oice)?\.?\s+date\b")
_DUE_DATE = Role.of("DUE_DATE", r"\b(due\s+date|date\s+due|payment\s+due|due\s+by)\b")
_NET_AMOUNT = Role.of("NET_AMOUNT", r"\bnet\s+(amount\s+due|totals?|due)\b|\btotals?\s+net\b", above=False)
_TO = re.compile(r"\s*(-|–|—|/|to|thru|through|until)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\S)\d{5,}(-\d{1,3})?(?!\S)")

_HEAD = 3000
"""Characters of the text in which a form's head stands."""

_CANNOT_OCCUR = NO_INVOICE_LABELS - {"NOTICE_PERIOD", "GOVERNING_LAW"} | {"IBAN", "BIC", "VAT_ID"}


def read(folder: Path, split: str = "all") -> Iterator[LabelledDocument]:
    """The documents of one split; the corpus's own `dev` is the "test" that nobody trains on."""
    check_split(split)
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    rows = sorted(map(json.loads, lines), key=lambda row: str(row["document"]))
    for row in _select(rows, split):
        yield label(read_cached(folder / "pdf" / row["document"]), row)


def _select(rows: Iterable[dict[str, str]], split: str) -> Iterator[dict[str, str]]:
    trained = 0
    for row in rows:
        if row["split"] == "dev":
            part = "test"
        else:
            part = "dev" if trained % 10 == 0 else "train"
            trained += 1
        if split in ("all", part):
            yield row


def label(document: Document, row: dict[str, str]) -> LabelledDocument:
    """The labels of `row` at their places in `document`, and the gold record."""
    row = {name: value.strip() for name, value in row.items()}
    form = _Form(document)
    is_invoice = form.mark_number(row["contract_num"])
    form.mark_announced(_INVOICE_DATE, form.dates)
    form.mark_announced(_DUE_DATE, form.dates)
    form.mark_buyer(row["advertiser"])
    form.mark_period(_date(row["flight_from"]), _date(row["flight_to"]))
    form.mark_total(_amount(row["gross_amount"]))
    form.mark_announced(_NET_AMOUNT, form.amounts)
    form.mark_other_number(_ORDER_NUMBER if is_invoice else _INVOICE_NUMBER)
    own, other = ("INVOICE_NUMBER", "ORDER_NUMBER") if is_invoice else ("ORDER_NUMBER", "INVOICE_NUMBER")
    others = form.texts(other)
    record = {
        own.lower(): row["contract_num"],
        "buyer": row["advertiser"],
        "period_start": _date(row["flight_from"]),
        "period_end": _date(row["flight_to"]),
        "total_amount": _amount(row["gross_amount"]),
    }
    # What was not found may stand there in another form: wrapped in its cell, misread, or wrong in the corpus.
    given = {own, "BUYER", "PERIOD_START", "PERIOD_END", "TOTAL_AMOUNT"}
    closed = given & {span.label for span in (*form.spans, *form.open)} | _CANNOT_OCCUR
    return LabelledDocument(
        document,
        spans=tuple(
            sorted([*form.spans, *roleless(document.text, form.spans + form.open)], key=lambda span: span.start)
        ),
        closed=frozenset(closed),
        open_spans=tuple(form.open),
        kind="invoice",
        record={name: [[value]] for name, value in record.items() if value},
        tolerated={other.lower(): [value for value in (*others, row["contract_num"]) if value]},
    )


@dataclass
class _Form:
    """A document while it is being labelled."""

    document: Document
    spans: list[Span] = field(default_factory=list)
    open: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cues = Cues(self.document)
        self.dates = dates(self.document.text, _CONTEXT)
        self.amounts = amounts(self.document.text, _CONTEXT)

    def mark(self, label: str, playing: Iterable[Stretch], unsure: Iterable[Stretch] = ()) -> None:
        """Label stretches, and leave others open, where nothing stands yet."""
        for start, end in playing:
            if not overlaps(start, end, self.spans):
                self.spans.append(Span(start, end, label))
        self.open += [Span(start, end, label) for start, end in unsure if not overlaps(start, end, self.spans)]

    def texts(self, label: str) -> list[str]:
        """What stands at the spans of a label."""
        return sorted({self.document.text[span.start : span.end] for span in self.spans if span.label == label})

    def mark_number(self, number: str) -> bool:
        """Label the number as the invoice's or the order's, as the form calls it; gives whether it is the invoice's."""
        text = self.document.text
        mentions = (
            [m.span() for m in re.finditer(rf"(?<![\w-]){re.escape(number)}(?![\w]|-\d)", text)] if number else []
        )
        invoice, _ = choose(_INVOICE_NUMBER, self.cues, mentions)
        order, _ = choose(_ORDER_NUMBER, self.cues, mentions)
        is_invoice = bool(invoice) or (
            not order and re.search(r"\b[il]nvoice\b", text[:_HEAD], re.IGNORECASE) is not None
        )
        label = "INVOICE_NUMBER" if is_invoice else "ORDER_NUMBER"
        playing = (invoice if is_invoice else order) or mentions[:1]
        self.mark(label, playing, [mention for mention in mentions if mention not in playing])
        return is_invoice

    def mark_buyer(self, name: str) -> None:
        """Label the advertiser; a recognised page may spell the name with mistakes.

        A name that is wrapped in its cell stands apart in the text: the part in the first line stays open.
        """
        text = self.document.text
        near = (
            p for p in find_approximately(text, name) if abs(len(fold(text[p.start : p.end])) - len(fold(name))) <= 2
        )
        mentions = find(text, name) or [(place.start, place.end) for place in near]
        self.mark("BUYER", *choose(_BUYER, self.cues, mentions))
        words = name.split()
        while not mentions and len(words) > 2:
            words.pop()
            mentions = find(text, " ".join(words))
            self.mark("BUYER", (), mentions)

    def mark_period(self, first: str | None, last: str | None) -> None:
        """Label both ends of the flight where they stand together.

        Where the form announces a period of which one end is another than the corpus says, that end stays open.
        """
        text = self.document.text
        pairs = [(a, b) for a, b in pairwise(self.dates) if _TO.fullmatch(text[a.end : b.start])]
        fitting = [(a, b) for a, b in pairs if first in a.values and last in b.values]
        if not fitting:
            announced = [pair for pair in pairs if _FLIGHT.announces(self.cues, *pair[0].stretch)]
            fitting = [(a, b) for a, b in announced if first in a.values or last in b.values]
            for a, b in announced:
                self.mark("PERIOD_START", (), [a.stretch] if first not in a.values else [])
                self.mark("PERIOD_END", (), [b.stretch] if last not in b.values else [])
        playing, _ = choose(_PERIOD, self.cues, [a.stretch for a, _ in fitting])
        starts = [a.stretch for a, _ in fitting if a.stretch in playing and first in a.values]
        ends = [b.stretch for a, b in fitting if a.stretch in playing and last in b.values]
        self.mark("PERIOD_START", starts, _others(self.dates, first, [*starts, *ends]))
        self.mark("PERIOD_END", ends, _others(self.dates, last, [*starts, *ends]))

    def mark_total(self, amount: str | None) -> None:
        """Label the gross total; the amounts of lines may be equal to it."""
        mentions = [m.stretch for m in self.amounts if amount in m.values]
        self.mark("TOTAL_AMOUNT", *choose(_TOTAL, self.cues, mentions))

    def mark_announced(self, role: Role, mentions: Iterable[Typed]) -> None:
        """Label what the corpus does not give but the form announces beyond doubt."""
        self._mark_announced(role, [mention.stretch for mention in mentions])

    def mark_other_number(self, role: Role) -> None:
        """Label the order's number on an invoice, the invoice's on an order, in the form's head."""
        self._mark_announced(role, [match.span() for match in _NUMBER.finditer(self.document.text, 0, _HEAD)])

    def _mark_announced(self, role: Role, mentions: Iterable[Stretch]) -> None:
        free = (m for m in mentions if not overlaps(*m, self.open))
        self.mark(role.label, [m for m in free if role.announces(self.cues, *m)])


def _others(mentions: Iterable[Typed], value: str | None, taken: list[Stretch]) -> list[Stretch]:
    return [m.stretch for m in mentions if value in m.values and m.stretch not in taken]


def _date(text: str) -> str | None:
    return next(iter(readings("date", text, _CONTEXT)), None) if text else None


def _amount(text: str) -> str | None:
    return next(iter(readings("amount", text, _CONTEXT)), None) if text else None
