"""What a statement says and what follows from it, by the terms of EN 16931; and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from nerkit.document import StatedRow, StatedValue, Statement
from nerkit.einvoices.address_parts import AddressParts, address_parts
from nerkit.einvoices.canonical import money_text
from nerkit.einvoices.syntax import profile_codes, syntaxes
from nerkit.einvoices.tax_categories import TaxCategories
from nerkit.einvoices.xpaths import bare_path

TermRow = dict[str, str]

_TERMS = ("invoice_number", "order_number", "customer_number", "seller", "buyer")
_DATES = ("invoice_date", "due_date", "delivery_date", "period_start", "period_end")
_STATED_SUMS = ("net_amount", "tax_amount", "rounding_amount", "total_amount", "prepaid_amount", "amount_due")
_PARTIES = {"seller": "address", "buyer": "buyer_address"}


@dataclass
class Completed:
    """The texts of an e-invoice by term, cells of its rows by name.

    `missing` are the terms that EN 16931 wants and the statement has not, `assumed` those that are written without that
    the statement says them, `uneven` are the sums that do not come out.
    """

    currency: str = ""
    type_code: str = ""
    preceding: str = ""
    terms: TermRow = field(default_factory=dict)
    dates: TermRow = field(default_factory=dict)
    amounts: TermRow = field(default_factory=dict)
    addresses: dict[str, AddressParts] = field(default_factory=dict)
    payment: list[TermRow] = field(default_factory=list)
    line_items: list[TermRow] = field(default_factory=list)
    allowances: list[TermRow] = field(default_factory=list)
    charges: list[TermRow] = field(default_factory=list)
    taxes: list[TermRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    uneven: list[str] = field(default_factory=list)


def completed(statement: Statement) -> Completed:
    """The terms of a statement, with those that can be told from the others."""
    codes = profile_codes()
    into = Completed()
    first = {name: values[0] for name, values in statement.fields.items() if values}
    amounts = [first[name] for name in _STATED_SUMS if name in first]
    into.currency = statement.about.get("currency") or next((one.currency for one in amounts if one.currency), "")
    into.type_code = statement.about.get("type_code") or codes["type_code"]
    into.preceding = statement.about.get("preceding", "")
    into.terms = {name: first[name].value for name in _TERMS if name in first}
    into.dates = {name: first[name].value for name in _DATES if name in first}
    into.amounts = {name: first[name].value for name in _STATED_SUMS if name in first}
    _add_parties(into, first, statement.fields.get("vat_id", ()))
    _add_payment(into, statement)
    _add_rows(into, statement)
    _add_sums(into)
    into.missing = list(_missing(into))
    return into


def _add_parties(into: Completed, first: Mapping[str, StatedValue], vat_ids: Sequence[StatedValue]) -> None:
    into.addresses = {
        party: address_parts(first[name].value) if name in first else AddressParts() for party, name in _PARTIES.items()
    }
    for party, value in _owners(into, vat_ids):
        into.terms.setdefault(f"{party}_vat_id", value)
        prefix = "GR" if value.startswith("EL") else value[:2]
        if party in into.addresses and not into.addresses[party].country and prefix.isalpha():
            parts = into.addresses[party]
            into.addresses[party] = AddressParts(parts.lines, parts.postcode, parts.city, parts.subdivision, prefix)
            into.assumed.append(f"{party}_country")


def _owners(into: Completed, vat_ids: Iterable[StatedValue]) -> list[tuple[str, str]]:
    """Whose each VAT identifier is: as its XML says, else by the country of the address, else the seller's first."""
    owners = {value.value: owner for value in vat_ids if (owner := _owner_in(value.path))}
    for at_home in (True, False):
        for value in (one.value for one in vat_ids if one.value not in owners):
            free = [party for party in _PARTIES if party not in owners.values()]
            fit = [party for party in free if not at_home or into.addresses[party].country == value[:2]]
            if fit:
                owners[value] = fit[0]
                into.assumed.append(f"{fit[0]}_vat_id")
    return [(owner, value) for value, owner in owners.items()]


def _owner_in(path: str) -> str | None:
    for syntax in syntaxes().values():
        for party in (*_PARTIES, "representative"):
            if path and bare_path(path).endswith(bare_path(syntax.written.terms[f"{party}_vat_id"])):
                return party
    return None


def _add_payment(into: Completed, statement: Statement) -> None:
    codes = profile_codes()
    ibans, bics = ([one.value for one in statement.fields.get(name, ())] for name in ("iban", "bic"))
    into.payment = [
        {"code": codes["transfer" if iban else "other_payment"], **_filled({"iban": iban, "bic": bic})}
        for iban, bic in zip_longest(ibans, bics)
    ]
    if not into.payment and "due_date" in into.dates:
        into.payment = [{"code": codes["other_payment"]}]


def _add_rows(into: Completed, statement: Statement) -> None:
    codes = profile_codes()
    into.taxes = [_texts(row) for row in statement.taxes or ()]
    stated_rates = [one.value for one in statement.fields.get("tax_rate", ())]
    if not into.taxes and len(stated_rates) == 1:
        into.taxes = [{"rate": stated_rates[0]}]
    if len(into.taxes) == 1:
        for cell, name in (("base", "net_amount"), ("amount", "tax_amount")):
            if cell not in into.taxes[0] and name in into.amounts:
                into.taxes[0][cell] = into.amounts[name]
                into.assumed.append(f"taxes.{cell}")
    lines = [_texts(row) for row in statement.line_items or ()]
    charges = [_texts(row) for row in statement.charges or () if "amount" in row]
    categories = TaxCategories(into.taxes)
    if not categories.spread(lines, charges) and lines:
        into.uneven.append("line_items + charges = taxes.base")
    into.assumed += categories.assumed
    for tax, row in zip(into.taxes, statement.taxes or (), strict=False):
        if row["rate"].derived:  # 0 stands for none
            del tax["rate"]
    for number, line in enumerate(lines, start=1):
        line["number"] = str(number)
        if "unit" not in line:
            line["unit"] = codes["unit"]
            into.assumed.append("line_items.unit")
        if (allowance := line.pop("allowance", None)) is not None:
            name = "charge" if Decimal(allowance) > 0 else "allowance"
            line |= {f"{name}s": money_text(abs(Decimal(allowance))), f"{name}_code": codes[name]}
    into.line_items = lines
    for charge in charges:
        name = "allowance" if Decimal(charge["amount"]) < 0 else "charge"
        charge["amount"] = money_text(abs(Decimal(charge["amount"])))
        if "description" not in charge:
            charge["code"] = codes[name]
        (into.allowances if name == "allowance" else into.charges).append(charge)


def _add_sums(into: Completed) -> None:
    """The sums that follow from the rows and from one another; those that are stated stay as they are."""
    sums = {name: Decimal(value) for name, value in into.amounts.items()}
    rounding = sums.pop("rounding_amount", None)  # of what is due; that of a page may be of something else
    if into.line_items and all("amount" in line for line in into.line_items):
        sums["line_total"] = _sum(into.line_items)
        if into.allowances:
            sums["allowance_total"] = _sum(into.allowances)
        if into.charges:
            sums["charge_total"] = _sum(into.charges)
        net = sums["line_total"] - sums.get("allowance_total", Decimal(0)) + sums.get("charge_total", Decimal(0))
        _settle(into, sums, "net_amount", net, "line_items + charges = net_amount")
    if "tax_amount" not in sums and into.taxes and all("amount" in tax for tax in into.taxes):
        _settle(into, sums, "tax_amount", _sum(into.taxes), "")
    if {"net_amount", "tax_amount"} <= sums.keys():
        _settle(into, sums, "total_amount", sums["net_amount"] + sums["tax_amount"], "net + tax = total")
    if "total_amount" in sums:
        left = sums["total_amount"] - sums.get("prepaid_amount", Decimal(0))
        off = sums.setdefault("amount_due", left) - left
        if off or off == rounding:
            sums["rounding"] = off
    into.amounts = {name: money_text(value) for name, value in sums.items()}


def _settle(into: Completed, sums: dict[str, Decimal], name: str, value: Decimal, relation: str) -> None:
    if name not in sums:
        sums[name] = value
        into.assumed.append(name)
    elif sums[name] != value:
        into.uneven.append(relation)


def _missing(into: Completed) -> Iterable[str]:
    """The names in the table of `terms` for which there is nothing; of cells those that any row lacks."""
    have = {**into.terms, **into.dates, **into.amounts, "currency": into.currency}
    for name in profile_codes("terms"):
        table, _, cell = name.partition(".")
        party = name.removesuffix("_country")
        if cell:
            rows: list[TermRow] = getattr(into, table)
            lacks = any(cell not in row and not (cell == "tax_rate" and row.get("category")) for row in rows)
        elif party in into.addresses and party != name:
            lacks = not into.addresses[party].country
        elif name in ("line_items", "taxes"):
            lacks = not getattr(into, name)
        elif name == "vat_id":
            lacks = "seller_vat_id" not in have
        elif name == "representative":
            lacks = "representative_vat_id" in have
        else:
            lacks = not have.get(name)
        if lacks:
            yield name


def _texts(row: StatedRow) -> TermRow:
    return {name: value.value for name, value in row.items()}


def _filled(row: Mapping[str, str | None]) -> TermRow:
    return {name: value for name, value in row.items() if value}


def _sum(rows: Iterable[TermRow]) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows), Decimal(0))
