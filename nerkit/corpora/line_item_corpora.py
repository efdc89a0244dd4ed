"""Documents whose line items are known: e-invoices by their XML, receipts by their boxes, generated ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nerkit.corpora.cache import read_cached
from nerkit.corpora.wildreceipt import boxes_by_class
from nerkit.document import Document
from nerkit.errors import CorpusError
from nerkit.records.items.item_numbers import numbers
from nerkit.values import Context

GoldLine = Mapping[str, str]
"""A line: canonical values of its cells, by the names that records use (`nerkit.records.billing.line_items.CELLS`)."""


def read(folder: Path) -> Iterator[tuple[Document, list[GoldLine]]]:
    """The documents of a folder with their lines, in order of their names; those with none have an empty list.

    The folder is one of generated documents, WildReceipt, or one with PDFs in `pdf/` that hold ZUGFeRD or Factur-X XML;
    documents without lines in it are left out. Raises `CorpusError` where the folder is none of these.
    """
    if (folder / "pdf").is_dir():
        yield from _electronic(folder / "pdf")
    elif (folder / "gold.jsonl").is_file():
        yield from _generated(folder)
    elif (folder / "train.jsonl").is_file():
        yield from _receipts(folder)
    else:
        raise CorpusError(f"no lines are known of {folder}: name zugferd, wildreceipt or what nerkit generate wrote")


def _generated(folder: Path) -> Iterator[tuple[Document, list[GoldLine]]]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            if "items" not in row:
                raise CorpusError(f"{folder} was made by an older version: run nerkit generate again")
            if row["items"]:
                yield read_cached(folder / row["source"]), row["items"]


def _receipts(folder: Path) -> Iterator[tuple[Document, list[GoldLine]]]:
    """The dev and test receipts of WildReceipt: a price with the quantity and the name on its line of the text."""
    for split in ("dev", "test"):
        for document, classes in boxes_by_class(folder, split):
            rows: dict[int, dict[str, str]] = {}
            for name, label in (("amount", "Prod_price"), ("quantity", "Prod_quantity"), ("description", "Prod_item")):
                for start, end in classes.get(f"{label}_value", ()):
                    rows.setdefault(document.text.count("\n", 0, start), {})[name] = document.text[start:end]
            lines = [line for _, row in sorted(rows.items()) if (line := _canonical(row))]
            if lines:
                yield document, lines


def _canonical(row: Mapping[str, str]) -> GoldLine | None:
    """A line with its numbers as decimals; None without an amount."""
    read = {name: numbers(text.strip("xX@* "), Context())[:1] for name, text in row.items() if name != "description"}
    if not read.get("amount"):
        return None
    found = {name: f"{values[0]:f}" for name, values in read.items() if values}
    return {"description": row.get("description", "")} | found


def _electronic(folder: Path) -> Iterator[tuple[Document, list[GoldLine]]]:
    for path in sorted(folder.glob("*.pdf")):
        lines = next((lines for xml in embedded_invoices(path) if (lines := invoice_lines(xml))), [])
        if lines:
            yield read_cached(path), lines


def embedded_invoices(path: Path) -> list[Any]:
    """The roots of the XML invoices that are embedded in a PDF."""
    from lxml import etree
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import PDFStream

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    roots = {}
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        for number in {number for xref in document.xrefs for number in xref.get_objids()}:
            stream = document.getobj(number)
            if isinstance(stream, PDFStream) and str(stream.attrs.get("Type")).endswith("EmbeddedFile'"):
                data = stream.get_data()
                if b"CrossIndustry" in data[:4000]:
                    roots[number] = etree.fromstring(data[data.find(b"<") :], parser)
    return [root for _, root in sorted(roots.items())]


def invoice_lines(root: Any) -> list[GoldLine]:
    """The lines of an XML invoice (ZUGFeRD 1, Factur-X); rows of text alone are left out."""
    rows: list[dict[str, str]] = []
    for line in root.iter("{*}IncludedSupplyChainTradeLineItem"):
        settled = ".//{*}SpecifiedTradeSettlement%sMonetarySummation/{*}LineTotalAmount"
        amount = _first(line, settled % "Line", settled % "")
        quantity = _first(line, ".//{*}BilledQuantity")
        if amount is None or quantity is None:
            continue
        row = {
            "description": " ".join((line.findtext(".//{*}SpecifiedTradeProduct/{*}Name") or "").split()),
            "quantity": quantity,
            "unit_price": _first(line, ".//{*}NetPriceProductTradePrice/{*}ChargeAmount"),
            "tax_rate": _first(line, ".//{*}RateApplicablePercent", ".//{*}ApplicablePercent"),
            "amount": amount,
        }
        rows.append({name: value for name, value in row.items() if value})
    return list(rows)


def _first(line: Any, *paths: str) -> str | None:
    for path in paths:
        text = line.findtext(path)
        try:
            number = Decimal((text or "").strip())
        except InvalidOperation:
            continue
        return f"{number.normalize():f}"
    return None
