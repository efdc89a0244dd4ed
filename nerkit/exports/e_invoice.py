"""The JSON object of a document → an e-invoice: what its record says, in the codes that EN 16931 wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nerkit.document import EvidenceKind, StatedRow, StatedValue, Statement
from nerkit.einvoices.writing import WrittenInvoice, WrittenSyntax, written_invoice
from nerkit.errors import NotAnInvoice
from nerkit.exports.exported_values import Object

_ADDRESSES = ("address", "buyer_address")
_XML: EvidenceKind = "xml"


def e_invoice(row: Object, syntax: WrittenSyntax) -> WrittenInvoice:
    """The e-invoice of a document that has been tagged; raises `NotAnInvoice` for one of a kind without taxes."""
    return written_invoice(statement_in(row), syntax)


def statement_in(row: Object) -> Statement:
    """What the JSON object of a document states: its fields, tables and the e-invoice that it came from.

    Units and countries that a page names become codes; a unit that is not known is left out.
    """
    if not isinstance(row.get("record"), dict) or not isinstance(row.get("taxes"), list):
        raise NotAnInvoice("an e-invoice is made of invoices and receipts only; set the kind with --kind invoice")
    language = row.get("language")
    about: dict[str, Any] = row.get("e_invoice") or {}
    fields = {name: tuple(map(_value, values)) for name, values in row["record"].items()}
    fields |= {name: tuple(map(_with_country, fields[name])) for name in _ADDRESSES if name in fields}

    def table(name: str) -> tuple[StatedRow, ...]:
        return tuple(_row(cells, language) for cells in row.get(name) or ())

    return Statement(
        _XML,
        (str(row.get("kind")),),
        fields,
        table("line_items"),
        table("charges"),
        table("taxes"),
        about={name: about[name] for name in ("type_code", "currency", "preceding") if name in about},
        credits=bool(about.get("credits")),
    )


def _value(cell: Mapping[str, Any]) -> StatedValue:
    is_stated = cell.get("evidence") == _XML
    return StatedValue(
        cell["value"], cell.get("place", "") if is_stated else "", cell.get("currency"), derived=cell.get("derived")
    )


def _row(cells: Mapping[str, Any], language: str | None) -> StatedRow:
    row = {name: _value(cell) for name, cell in cells.items() if cell}
    if "unit" in row and not row["unit"].path:
        from nerkit.values.units import unit_after

        code = unit_after(row.pop("unit").value, language)
        row |= {"unit": StatedValue(code)} if code else {}
    return row


def _with_country(address: StatedValue) -> StatedValue:
    """An address whose last part is the name of a country, with its code of ISO 3166-1 in place of it."""
    if address.path:
        return address
    import pycountry

    from nerkit.values.places import read_place

    *parts, last = address.value.split(", ")
    place = read_place(last)
    country = pycountry.countries.get(name=place.value) if parts and place.value and not place.note else None
    return replace(address, value=", ".join([*parts, country.alpha_2])) if country else address
