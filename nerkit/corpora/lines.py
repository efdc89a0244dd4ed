"""Documents whose line items are known: the XML inside electronic invoices, and what the generator drew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nerkit.corpora.cache import read_cached
from nerkit.document import Document
from nerkit.errors import CorpusError

GoldLine = Mapping[str, str]
"""A line: the canonical values of its cells, by the names that records use (`nerkit.records.line_items.CELLS`)."""


def read(folder: Path) -> Iterator[tuple[Document, list[GoldLine]]]:
    """The documents of a folder with their lines, in order of their names; those with none have an empty list.

    The folder is one of generated documents, or one with PDFs in `pdf/` that hold ZUGFeRD or Factur-X XML; PDFs without
    lines in it are left out. Raises `CorpusError` where the folder is neither.
    """
    if (folder / "pdf").is_dir():
        yield from _electronic(folder / "pdf")
    elif (folder / "gold.jsonl").is_file():
        yield from _generated(folder)
    else:
        raise CorpusError(f"{folder} holds neither pdf/ nor gold.jsonl: name zugferd or a folder of nerkit generate")


def _generated(folder: Path) -> Iterator[tuple[Document, list[GoldLine]]]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            if "items" not in row:
                raise CorpusError(f"{folder} was made by an older version: run nerkit generate again")
            if row["items"]:
                yield read_cached(folder / row["source"]), row["items"]


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
