"""The lines, charges and taxes that are stated, each cell where the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nerkit.budget import paced
from nerkit.document import Document, EvidenceKind, StatedRow, StatedValue, Statement
from nerkit.records.page_values import PageValues, TextSpan
from nerkit.records.placed_values import CELLS, CHARGE_CELLS, TAX_CODES, Charge, LineItem, PlacedValue, TaxBreakdown
from nerkit.records.record import Record

_TYPES = {
    "quantity": "number",
    "unit_price": "amount",
    "discount": "percent",
    "allowance": "amount",
    "tax_rate": "percent",
    "amount": "amount",
    "rate": "percent",
    "base": "amount",
}
"""How the page shows a cell; all others are texts."""
_WORDS = 3
"""Words of a description by which its line is found where the rest of it stands elsewhere."""
_BELOW = 400
"""Characters below the beginning of a row within which its cells stand."""


@dataclass(frozen=True)
class StatedTables:
    """Tables of a record; None for one that the statement does not have, which is the page's then."""

    items: tuple[LineItem, ...] | None
    charges: tuple[Charge, ...] | None
    taxes: tuple[TaxBreakdown, ...] | None


def placed_tables(statement: Statement, document: Document, page: PageValues, record: Record) -> StatedTables:
    """The tables of a statement with the places of their cells, as far as the page shows them."""
    placer = _Placer(document, page, statement.evidence)
    tables = (statement.line_items, statement.charges, statement.taxes)
    items, charges, taxes = (rows or () if statement.whole else rows for rows in tables)
    return StatedTables(
        None if items is None else tuple(placer.line_items(items, record.line_items or ())),
        None if charges is None else tuple(Charge(placer.cells(row, CHARGE_CELLS, None)) for row in charges),
        None if taxes is None else tuple(placer.tax(row, record.taxes or ()) for row in taxes),
    )


@dataclass(frozen=True)
class _Placer:
    document: Document
    page: PageValues
    evidence: EvidenceKind

    def line_items(self, rows: Sequence[StatedRow], found: Sequence[LineItem]) -> Iterator[LineItem]:
        """Each line where the page's own table has one of its amount, else below the line before it."""
        left: dict[Decimal, list[LineItem]] = {}
        for item in found:
            left.setdefault(abs(item.number("amount") or Decimal(0)), []).append(item)
        at = 0
        for row in paced(rows):
            alike = left.get(abs(Decimal(row["amount"].value)), []) if "amount" in row else []
            same = next((item for item in alike if _is_same_line(item, row)), None)
            if same:
                alike.remove(same)
                cells = self.cells(row, CELLS, _extent(same), same)
            else:
                is_placed = any(value.span for value in row.values())
                cells = self.cells(row, CELLS, None if is_placed else self._beginning(row, at))
            at = max([at, *(end for cell in cells.values() for _, end in cell.spans)])
            yield LineItem(cells)

    def _beginning(self, row: StatedRow, at: int) -> TextSpan | None:
        """Where a line begins, behind the one before it: its description, the first words of it, or its number."""
        described = row["description"].value if "description" in row else ""
        texts = [described, " ".join(described.split()[:_WORDS]), row["article"].value if "article" in row else ""]
        for text in filter(None, texts):
            if begins := [start for start, _ in self.page.spans("text", text) if start >= at]:
                return begins[0], begins[0] + _BELOW
        return None

    def tax(self, row: StatedRow, found: Iterable[TaxBreakdown]) -> TaxBreakdown:
        """A tax where the page has one of the same rate and amount."""
        same = next((tax for tax in found if _is_same(tax, row)), None)
        cells = {name: self._cell(value, _spans(same, name)) for name, value in row.items()}
        codes = {name: cells[name] for name in TAX_CODES if name in cells}
        return TaxBreakdown(cells["rate"], cells.get("base"), cells.get("amount"), codes)

    def cells(
        self, row: StatedRow, names: Sequence[str], near: TextSpan | None, found: LineItem | None = None
    ) -> dict[str, PlacedValue]:
        """The cells of a row in the order of their names: where the page's line has them, else within `near`."""
        known = {name: _spans_of(found, name, row[name]) for name in row} if found else {}
        taken = {span for spans in known.values() for span in spans}
        cells = {}
        for name in names:
            if name not in row:
                continue
            value = row[name]
            spans = [value.span] if value.span else known.get(name) or self._near(name, value, near, taken)
            taken.update(spans)
            cells[name] = self._cell(value, spans)
        return cells

    def _near(self, name: str, value: StatedValue, near: TextSpan | None, taken: set[TextSpan]) -> list[TextSpan]:
        if near is None or name == "unit":  # a code that no page shows
            return []
        spans = self.page.spans(_TYPES.get(name, "text"), value.value)
        start = self.document.text.rfind("\n", 0, near[0]) + 1
        inside = [span for span in spans if start <= span[0] and span[1] <= near[1] and span not in taken]
        return inside[:1] if name != "amount" else _on_first_line(inside, self.document.text)

    def _cell(self, value: StatedValue, spans: Sequence[TextSpan]) -> PlacedValue:
        boxes = tuple(box for start, end in spans for box in self.document.boxes(start, end))
        return PlacedValue(
            value.value, tuple(spans), boxes, value.currency, value.derived, evidence=self.evidence, place=value.path
        )


def _on_first_line(spans: Sequence[TextSpan], text: str) -> list[TextSpan]:
    """The last of those that stand on one line with the first: the amount is what a line ends with."""
    return [span for span in spans if "\n" not in text[spans[0][0] : span[0]]][-1:]


def _extent(item: LineItem) -> TextSpan | None:
    spans = [span for cell in item.cells.values() for span in cell.spans]
    return (min(spans)[0], max(end for _, end in spans)) if spans else None


def _is_same_line(item: LineItem, row: StatedRow) -> bool:
    """Whether a line of the page, with the amount of a row, has its quantity or price too where both have one."""
    others = [name for name in ("quantity", "unit_price") if name in item.cells and name in row]
    return not others or any(_has(item, row, name) for name in others)


def _has(item: LineItem, row: StatedRow, name: str) -> bool:
    cell = item.cells.get(name)
    return cell is not None and name in row and abs(Decimal(cell.value)) == abs(Decimal(row[name].value))


def _spans_of(item: LineItem, name: str, value: StatedValue) -> Sequence[TextSpan]:
    """Where the page's line has a cell; none where it says something else there."""
    cell = item.cells.get(name)
    if cell is None or (name in _TYPES and abs(Decimal(cell.value)) != abs(Decimal(value.value))):
        return ()
    return cell.spans


def _is_same(tax: TaxBreakdown, row: StatedRow) -> bool:
    if tax.amount is None or "amount" not in row:
        return False
    values = {name: value.value for name, value in row.items()}
    return tax.rate.value == values["rate"] and tax.amount.value == values["amount"]


def _spans(tax: TaxBreakdown | None, name: str) -> Sequence[TextSpan]:
    cell = tax.cells.get(name) if tax else None
    return cell.spans if cell else ()
