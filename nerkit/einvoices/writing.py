"""A statement becomes the XML of an e-invoice by EN 16931: what `stating` reads from it is the statement again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from nerkit.document import Statement
from nerkit.einvoices.address_parts import AddressParts
from nerkit.einvoices.built_tree import BuiltTree
from nerkit.einvoices.completed import Completed, TermRow, completed
from nerkit.einvoices.syntax import Joined, Syntax, credit_codes, profile_codes, syntaxes

WrittenSyntax = Literal["cii", "ubl"]

_MONEY = frozenset({"unit_price", "allowances", "charges", "amount", "base"})


@dataclass(frozen=True, slots=True)
class WrittenInvoice:
    """The XML of an e-invoice, a draft where something is missing or its sums do not come out.

    `missing` are names of terms with their number in EN 16931, `assumed` those that the record does not say, `uneven`
    relations that do not hold.
    """

    xml: bytes
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    uneven: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether it is no invoice by EN 16931 yet."""
        return bool(self.missing or self.uneven)


def written_invoice(statement: Statement, syntax: WrittenSyntax) -> WrittenInvoice:
    """The XML of a statement in a syntax, with the identifier of EN 16931 whatever the profile it was read from."""
    terms = completed(statement)
    table = next(each for each in syntaxes().values() if each.name.lower() == syntax)
    credits = terms.type_code in credit_codes()
    tree = BuiltTree(table, len(table.roots) - 1 if credits else 0)
    _Writer(tree, table, terms).write()
    numbers = profile_codes("terms")
    return WrittenInvoice(
        tree.finished(),
        tuple(f"{name} ({numbers[name]})" for name in terms.missing),
        tuple(dict.fromkeys(terms.assumed)),
        tuple(dict.fromkeys(terms.uneven)),
    )


class _Writer:
    def __init__(self, tree: BuiltTree, syntax: Syntax, terms: Completed) -> None:
        self._tree, self._syntax, self._terms = tree, syntax, terms

    def write(self) -> None:
        terms, syntax = self._terms, self._syntax
        about = {
            "guideline": profile_codes()["guideline"],
            "type_code": terms.type_code,
            "currency": terms.currency,
            "preceding": terms.preceding,
        }
        for name, text in about.items():
            if text:
                self._tree.put(self._tree.root, syntax.about[name], text)
        for row in terms.payment:
            self._row(self._tree.row(syntax.written.tables["payment"]["at"]), row, syntax.written.tables["payment"])
        if "delivery" in syntax.written.terms:
            self._tree.put(self._tree.root, syntax.written.terms["delivery"])
        for name, text in terms.terms.items():
            self._tree.put(self._tree.root, self._path(name), text)
        for name, text in terms.dates.items():
            self._date(name, text)
        for name, text in terms.amounts.items():
            self._amount(self._tree.root, self._path(name), text)
        for party, field in (("seller", "address"), ("buyer", "buyer_address")):
            self._address(terms.addresses[party], syntax.joined[field])
        for table in ("line_items", "allowances", "charges", "taxes"):
            cells = {**syntax.tables[table], **syntax.written.tables[table]}
            for row in getattr(terms, table):
                self._row(self._tree.row(cells["at"]), row, cells)

    def _path(self, name: str) -> str:
        return self._syntax.written.terms.get(name) or self._syntax.fields[name][0]

    def _row(self, at: etree._Element, row: TermRow, cells: Mapping[str, str]) -> None:
        if "product" in cells:
            self._tree.put(at, cells["product"])
        for name, text in ((name, text) for name, text in row.items() if name in cells):
            if name in _MONEY:
                self._amount(at, cells[name], text)
            else:
                self._tree.put(at, cells[name], text)

    def _amount(self, at: etree._Element, path: str, text: str) -> None:
        element = self._tree.put(at, path, text)
        if self._terms.currency and etree.QName(element).localname.endswith(self._syntax.written.currency):
            element.set("currencyID", self._terms.currency)

    def _date(self, name: str, text: str) -> None:
        form = self._syntax.written.dates
        element = self._tree.put(self._tree.root, self._path(name), text.replace("-", "") if form else text)
        if form:
            element.set("format", form)

    def _address(self, parts: AddressParts, joined: Joined) -> None:
        lines = (*parts.lines, "", "", "")[:3]
        texts = (*((line,) for line in lines), (parts.postcode, parts.city), (parts.subdivision,), (parts.country,))
        for paths, line in zip(joined.lines, texts, strict=True):
            for path, text in zip(paths, line, strict=True):
                if text:
                    self._tree.put(self._tree.root, f"{joined.at}/{path}", text)
