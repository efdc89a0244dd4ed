"""Collects the labelled and the open stretches of one document while its corpus's annotations are read."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from nerkit.corpora.labelled import Span
from nerkit.labels import kinds, labels
from nerkit.values.typed_spans import TypedSpan

CONTRACT_LABELS = frozenset(
    {"TITLE", "PARTY", "AGREEMENT_DATE", "EFFECTIVE_DATE", "EXPIRATION_DATE", "TERM", "RENEWAL_TERM", "NOTICE_PERIOD"}
    | {"GOVERNING_LAW"}
)
"""What corpora of contracts mark."""
CONTRACT_DETAILS = frozenset(name.upper() for name in kinds()["contract"].fields) - CONTRACT_LABELS
"""What no corpus of contracts marks, and what cannot occur on an invoice or receipt."""
WORDED_LABELS = frozenset(
    name.upper()
    for kind in set(kinds()) - {"contract", "invoice", "receipt"}
    for name in set(kinds()[kind].fields) - set(kinds()["invoice"].fields)
)
"""What only kinds have whose values label words find: orders, payslips, assessments of taxes and others."""
GENERIC_LABELS = frozenset({"DATE", "AMOUNT", "PERCENT", "DURATION"})
FORM_LABELS = frozenset(labels()) - CONTRACT_LABELS - CONTRACT_DETAILS - GENERIC_LABELS
"""What only invoices, orders and receipts have: it cannot occur in a contract."""
NO_INVOICE_LABELS = CONTRACT_LABELS | CONTRACT_DETAILS | WORDED_LABELS
"""What cannot occur on an invoice, an order or a receipt."""
NO_RECEIPT_LABELS = NO_INVOICE_LABELS | {"PERIOD_START", "PERIOD_END", "DUE_DATE", "IBAN", "BIC", "BUYER_ADDRESS"}
"""What cannot occur on a receipt either: of its addresses all are the seller's."""

Stretch = tuple[int, int]


class Marking:
    """The marks of one text. The first label on a stretch stands: what overlaps it later is left out."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.open_spans: list[Span] = []
        self.unknown: set[str] = set()
        """Labels that stay open in the whole document."""

    def add(self, label: str, stretch: Stretch) -> bool:
        """Label a stretch; False where it overlaps a labelled one."""
        start, end = stretch
        if not self.free(stretch):
            return False
        insort(self.spans, Span(start, end, label), key=lambda span: span.start)
        return True

    def free(self, stretch: Stretch) -> bool:
        """Whether no label stands on any part of the stretch."""
        return all(span.end <= stretch[0] or stretch[1] <= span.start for span in self.spans)

    def leave_open(self, stretches: Iterable[Stretch], *names: str) -> None:
        """Say that inside these stretches it is unknown whether these labels stand there."""
        self.open_spans += [Span(start, end, name) for start, end in stretches for name in names]

    def has(self, label: str) -> bool:
        """Whether the label stands somewhere."""
        return any(span.label == label for span in self.spans)

    def add_generic(self, mentions: Iterable[TypedSpan]) -> None:
        """Label every date, amount, percentage and duration that carries no label yet."""
        for mention in mentions:
            self.add(mention.type.upper(), (mention.start, mention.end))
