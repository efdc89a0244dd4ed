"""E-invoices read once more, with ElementTree alone, beside their records: `e_invoices_again.py FILE_OR_FOLDER…`.

The names of elements are written down here apart from those of `nerkit/einvoices`. Prints the fields and tables that
differ, and how many records are equal in all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import nerkit
from nerkit.reading.attachments import attached
from nerkit.reading.containers import content
from nerkit.reading.files import files_in

Row = dict[str, Any]


def found(element: Element, path: str) -> list[Element]:
    """The elements at a path of local names."""
    here = [element]
    for name in path.split("/"):
        here = [child for each in here for child in each if child.tag.rpartition("}")[2] == name]
    return here


def texts(element: Element, path: str) -> list[str]:
    """Their texts, white space folded."""
    return [text for each in found(element, path) if (text := " ".join("".join(each.itertext()).split()))]


def text(element: Element, path: str) -> str | None:
    """The first of them."""
    return next(iter(texts(element, path)), None)


def number(element: Element, path: str) -> Decimal | None:
    """The first of them as a number."""
    return Decimal(said) if (said := text(element, path)) is not None else None


def day(said: str | None) -> str | None:
    """A date as ISO 8601."""
    return said if said is None or "-" in said else f"{said[:4]}-{said[4:6]}-{said[6:8]}"


def codes(said: list[str]) -> list[str]:
    """Codes without what only parts them."""
    return [re.sub(r"[\s.-]", "", each).upper() for each in said]


def of_currency(root: Element, path: str, currency: str | None) -> Decimal | None:
    """The amount in the currency of the invoice."""
    amounts = (each for each in found(root, path) if each.get("currencyID") in (None, currency))
    return next((Decimal((each.text or "").strip()) for each in amounts), None)


def ubl(root: Element) -> tuple[Row, list[Row], list[Row]]:
    """Fields, lines and taxes of an invoice or credit note in UBL."""
    seller, buyer, sums = "AccountingSupplierParty/Party", "AccountingCustomerParty/Party", "LegalMonetaryTotal"
    currency = text(root, "DocumentCurrencyCode")
    own = [each for each in found(root, "TaxTotal") if found(each, "TaxAmount")[0].get("currencyID") == currency]
    parties = [
        each for who in (seller, buyer, "TaxRepresentativeParty") for each in found(root, f"{who}/PartyTaxScheme")
    ]
    fields = {
        "invoice_number": text(root, "ID"),
        "order_number": text(root, "OrderReference/ID"),
        "customer_number": text(root, f"{buyer}/PartyIdentification/ID"),
        "invoice_date": text(root, "IssueDate"),
        "due_date": text(root, "DueDate") or text(root, "PaymentMeans/PaymentDueDate"),
        "delivery_date": text(root, "Delivery/ActualDeliveryDate"),
        "period_start": text(root, "InvoicePeriod/StartDate"),
        "period_end": text(root, "InvoicePeriod/EndDate"),
        "seller": text(root, f"{seller}/PartyLegalEntity/RegistrationName") or text(root, f"{seller}/PartyName/Name"),
        "buyer": text(root, f"{buyer}/PartyLegalEntity/RegistrationName") or text(root, f"{buyer}/PartyName/Name"),
        "net_amount": number(root, f"{sums}/TaxExclusiveAmount"),
        "tax_amount": number(own[0], "TaxAmount") if own else None,
        "total_amount": number(root, f"{sums}/TaxInclusiveAmount"),
        "prepaid_amount": number(root, f"{sums}/PrepaidAmount"),
        "amount_due": number(root, f"{sums}/PayableAmount"),
        "tax_rate": list(map(Decimal, texts(root, "TaxTotal/TaxSubtotal/TaxCategory/Percent"))),
        "iban": codes(texts(root, "PaymentMeans/PayeeFinancialAccount/ID")),
        "bic": codes(texts(root, "PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID")),
        "vat_id": codes([text(each, "CompanyID") or "" for each in parties if text(each, "TaxScheme/ID") == "VAT"]),
    }
    lines = [
        {
            "description": text(line, "Item/Name"),
            "quantity": number(line, "InvoicedQuantity") or number(line, "CreditedQuantity"),
            "unit_price": single(number(line, "Price/PriceAmount"), number(line, "Price/BaseQuantity")),
            "tax_rate": number(line, "Item/ClassifiedTaxCategory/Percent"),
            "amount": number(line, "LineExtensionAmount"),
        }
        for line in (*found(root, "InvoiceLine"), *found(root, "CreditNoteLine"))
    ]
    taxes = [
        {
            "rate": number(tax, "TaxCategory/Percent") or Decimal(0),
            "base": number(tax, "TaxableAmount"),
            "amount": number(tax, "TaxAmount"),
        }
        for each in own
        for tax in found(each, "TaxSubtotal")
    ]
    return fields, lines, taxes


def cii(root: Element) -> tuple[Row, list[Row], list[Row]]:
    """The same of CII, of ZUGFeRD 1.0 with the names that it had, and of Order-X."""
    name = root.tag.rpartition("}")[2]
    old, order = name == "CrossIndustryDocument", name.startswith("SCRDM")
    header = "HeaderExchangedDocument" if old else "ExchangedDocument"
    trade = "SpecifiedSupplyChainTradeTransaction" if old else "SupplyChainTradeTransaction"
    named: Callable[[str], str] = lambda part: f"{trade}/Applicable{'SupplyChain' if old else 'Header'}Trade{part}"  # noqa: E731
    agreed, delivered, settled = map(named, ("Agreement", "Delivery", "Settlement"))
    sums = f"{settled}/SpecifiedTradeSettlement{'' if old else 'Header'}MonetarySummation"
    currency = text(root, f"{settled}/{'Order' if order else 'Invoice'}CurrencyCode")
    percent, line_of = ("ApplicablePercent", "SupplyChain") if old else ("RateApplicablePercent", "Line")
    parties = ("SellerTradeParty", "BuyerTradeParty", "SellerTaxRepresentativeTradeParty")
    ids = [each for who in parties for each in found(root, f"{agreed}/{who}/SpecifiedTaxRegistration/ID")]
    own = text(root, f"{header}/ID")
    ordered = text(root, f"{agreed}/BuyerOrderReferencedDocument/{'ID' if old else 'IssuerAssignedID'}")
    buyer = f"{agreed}/BuyerTradeParty"
    means = f"{settled}/SpecifiedTradeSettlementPaymentMeans"
    period = f"{settled}/BillingSpecifiedPeriod"
    dates = {
        "order_date" if order else "invoice_date": f"{header}/IssueDateTime",
        "due_date": f"{settled}/SpecifiedTradePaymentTerms/DueDateDateTime",
        "delivery_date": f"{delivered}/ActualDeliverySupplyChainEvent/OccurrenceDateTime",
        "period_start": f"{period}/StartDateTime",
        "period_end": f"{period}/EndDateTime",
    }
    amounts = {
        "net_amount": "TaxBasisTotalAmount",
        "tax_amount": "TaxTotalAmount",
        "total_amount": "GrandTotalAmount",
        "prepaid_amount": "TotalPrepaidAmount",
        "amount_due": "DuePayableAmount",
    }
    fields = {
        "invoice_number": None if order else own,
        "order_number": own if order else ordered,
        "customer_number": text(root, f"{buyer}/ID") or text(root, f"{buyer}/GlobalID"),
        "seller": text(root, f"{agreed}/SellerTradeParty/Name"),
        "buyer": text(root, f"{buyer}/Name"),
        "tax_rate": list(map(Decimal, texts(root, f"{settled}/ApplicableTradeTax/{percent}"))),
        "iban": codes(texts(root, f"{means}/PayeePartyCreditorFinancialAccount/IBANID")),
        "bic": codes(texts(root, f"{means}/PayeeSpecifiedCreditorFinancialInstitution/BICID")),
        "vat_id": codes([each.text for each in ids if each.get("schemeID") == "VA" and each.text]),
        **{field: day(text(root, f"{path}/DateTimeString")) for field, path in dates.items()},
        **{field: of_currency(root, f"{sums}/{path}", currency) for field, path in amounts.items()},
    }
    lines = []
    for line in found(root, f"{trade}/IncludedSupplyChainTradeLineItem"):
        status = text(line, "AssociatedDocumentLineDocument/LineStatusReasonCode")
        if not found(line, "SpecifiedTradeProduct") or status in ("GROUP", "INFORMATION"):
            continue
        price, settlement = (f"Specified{line_of}Trade{part}" for part in ("Agreement", "Settlement"))
        net = f"{price}/NetPriceProductTradePrice"
        total = f"{settlement}/SpecifiedTradeSettlement{'' if old else 'Line'}MonetarySummation/LineTotalAmount"
        lines.append(
            {
                "description": text(line, "SpecifiedTradeProduct/Name"),
                "quantity": number(
                    line, f"Specified{line_of}TradeDelivery/{'Requested' if order else 'Billed'}Quantity"
                ),
                "unit_price": single(number(line, f"{net}/ChargeAmount"), number(line, f"{net}/BasisQuantity")),
                "tax_rate": number(line, f"{settlement}/ApplicableTradeTax/{percent}"),
                "amount": number(line, total),
            }
        )
    taxes = [
        {
            "rate": number(tax, percent) or Decimal(0),
            "base": number(tax, "BasisAmount"),
            "amount": number(tax, "CalculatedAmount"),
        }
        for tax in found(root, f"{settled}/ApplicableTradeTax")
    ]
    return fields, lines, taxes


def single(price: Decimal | None, per: Decimal | None) -> Decimal | None:
    """The price of one unit."""
    return None if price is None else round(price / (per or 1), 10)


def stated(value: Row, wanted: object) -> object:
    """A value of the record in the type of what is wanted."""
    return Decimal(value["value"]) if isinstance(wanted, Decimal) else value["value"]


def differing(result: Row, xml: bytes) -> Iterator[str]:
    """The fields and tables of a result that are not what its XML says."""
    root = fromstring(xml)
    fields, lines, taxes = (cii if "uncefact" in root.tag or "ferd" in root.tag else ubl)(root)
    for name, wanted in fields.items():
        values = wanted if isinstance(wanted, list) else [] if wanted is None else [wanted]
        held = [value for value in result["record"].get(name, ()) if value.get("evidence") == "xml"]
        if [stated(value, values[0] if values else None) for value in held] != list(dict.fromkeys(values)):
            yield name
    for name, rows in (("line_items", lines), ("taxes", taxes)):
        cells = [
            {key: stated(row[key], wanted[key]) if row.get(key) else None for key in wanted}
            for row, wanted in zip(result.get(name) or (), rows, strict=False)
        ]
        if rows and (cells != rows or len(result[name]) != len(rows)):
            yield name


def main(paths: list[str]) -> int:
    """Hold each file against its record; 1 where any differs."""
    pipeline = nerkit.load()
    equal = files = 0
    for file in files_in(paths):
        xml = content(file)
        if file.suffix.lower() == ".pdf":
            inside = attached(BytesIO(xml), str(file))
            names = sorted(
                (name for name in inside if name.lower().endswith(".xml")), key=lambda name: name != "factur-x.xml"
            )
            if not names:
                continue
            xml = inside[names[0]].content()
        elif file.suffix.lower() != ".xml":
            continue
        wrong = list(differing(pipeline(file).to_dict(), xml))
        files += 1
        equal += not wrong
        if wrong:
            print(f"{file}: {', '.join(wrong)}")
    print(f"{equal} of {files} records are what their XML says")
    return int(equal < files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
