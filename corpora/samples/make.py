"""Makes the samples in this folder: a contract, two invoices, a receipt and two scans, all invented.

Run it as `python corpora/samples/make.py [FOLDER]`; the same code gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from contract import contract
from scan import scan

from nerkit.corpora.generator.sheet import Font, Run, Runs, Sheet, text

SANS = Font("Helvetica", "Helvetica-Bold", 9.5, 1.42)
MONO = Font("Courier", "Courier-Bold", 8.2, 1.3)
GREY = replace(SANS, size=8, grey=0.42)


# The invoices


def invoice_de(path: Path) -> None:
    """A German invoice in the form of DIN 5008: window, details on the right, two rates of tax, columns at the foot."""
    sheet = Sheet(path, 595, 842)
    left, right = 62.0, 540.0
    sheet.tint(left, 44, left + 26, 70, (0.09, 0.36, 0.33))
    sheet.line(left + 36, 45, [Run("Lindenhof Kaffeerösterei GmbH", None, True)], SANS.scaled(1.5))
    sheet.line(left + 36, 62, text("Spezialitätenkaffee · Maschinen · Schulungen"), GREY)
    sheet.line(left, 128, text("Lindenhof Kaffeerösterei GmbH · Am Speicher 14 · 20457 Hamburg"), GREY.scaled(0.88))
    sheet.rule(left, 139, left + 230, 0.4, 0.6)
    buyer = ("Hotel Alsterblick KG", "Frau Katharina Brandt", "Uferstraße 3", "22087 Hamburg")
    sheet.lines(left, 148, [text(row) for row in buyer], SANS.scaled(1.08))
    details = (
        ("Rechnungsnummer", "2024-1187"),
        ("Rechnungsdatum", "12.03.2024"),
        ("Kundennummer", "K-40219"),
        ("Bestellnummer", "HA-7731"),
        ("Leistungszeitraum", "01.02.2024 – 29.02.2024"),
        ("Fällig am", "26.03.2024"),
    )
    top = 142.0
    for label, value in details:
        sheet.line(332, top, text(label), replace(SANS, grey=0.35))
        top = sheet.line(right, top, [Run(value, None, label == "Rechnungsnummer")], SANS, "right") + 1
    top = sheet.line(left, 262, [Run("Rechnung", None, True)], SANS.scaled(1.9)) + 6
    top = sheet.line(left, top, text("Guten Tag Frau Brandt,"), SANS) + 4
    top = (
        sheet.paragraph(
            left,
            top,
            right - left,
            text(
                "vielen Dank für Ihre Bestellung. Für unsere Lieferungen und Leistungen im Februar berechnen wir Ihnen:"
            ),
            SANS,
        )
        + 14
    )
    lines = (
        ("1", "Espresso „Speicherstadt“, ganze Bohne, 1 kg", "24", "kg", "18,90 €", "7 %", "453,60 €"),
        ("2", "Filterkaffee „Alsterlicht“, gemahlen, 500 g", "40", "Pkg.", "9,80 €", "7 %", "392,00 €"),
        ("3", "Wartung Siebträgermaschine inkl. Dichtungssatz", "1", "psch.", "145,00 €", "19 %", "145,00 €"),
        ("4", "Barista-Schulung vor Ort", "3,5", "Std.", "86,00 €", "19 %", "301,00 €"),
    )
    heads = ("Pos.", "Beschreibung", "Menge", "Einheit", "Einzelpreis", "USt.", "Gesamt")
    columns = (
        (left + 4, "left"),
        (left + 30, "left"),
        (left + 276, "right"),
        (left + 284, "left"),
        (left + 378, "right"),
        (left + 412, "right"),
        (right - 4, "right"),
    )
    top = _table(sheet, left, right, top, heads, lines, columns)
    sums: tuple[tuple[str, str, bool], ...] = (
        ("Nettobetrag", "1.291,60 €", False),
        ("USt. 7 % auf 845,60 €", "59,19 €", False),
        ("USt. 19 % auf 446,00 €", "84,74 €", False),
        ("Umsatzsteuer gesamt", "143,93 €", False),
        ("Rechnungsbetrag", "1.435,53 €", True),
    )
    top = _sums(sheet, 330, right, top + 8, sums) + 26
    payment = (
        "Bitte überweisen Sie den Rechnungsbetrag von 1.435,53 € ohne Abzug bis zum 26.03.2024 "
        "unter Angabe der Rechnungsnummer 2024-1187."
    )
    top = sheet.paragraph(left, top, right - left, text(payment), SANS) + 6
    top = (
        sheet.paragraph(
            left, top, right - left, text("Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum."), SANS
        )
        + 10
    )
    sheet.lines(left, top, [text("Mit freundlichen Grüßen"), text("Ihre Lindenhof Kaffeerösterei")], SANS)
    sheet.rule(left, 764, right, 0.4, 0.6)
    footer = (
        ("Lindenhof Kaffeerösterei GmbH", "Am Speicher 14", "20457 Hamburg"),
        ("Telefon 040 5550 1420", "rechnung@lindenhof-kaffee.example", "www.lindenhof-kaffee.example"),
        ("Hanseatische Hafenbank", "IBAN DE94 2009 9999 0001 2345 67", "BIC HAFEDEHHXXX"),
        ("USt-IdNr. DE111111125", "Amtsgericht Hamburg HRB 148201", "Geschäftsführerin Ida Petersen"),
    )
    for x, column in zip((left, left + 128, left + 262, left + 388), footer, strict=True):
        sheet.lines(x, 770, [text(row) for row in column], GREY.scaled(0.84))
    sheet.save()


def invoice_us(path: Path) -> None:
    """An American invoice: bill to, a row of details, sales tax, a stub with the terms."""
    sheet = Sheet(path, 612, 792)
    left, right = 54.0, 558.0
    sheet.line(left, 46, [Run("Cedar & Pine Office Interiors, Inc.", None, True)], SANS.scaled(1.55))
    sheet.lines(
        left,
        68,
        [text("1740 Foundry Avenue"), text("Boise, ID 83702"), text("(208) 555-0148  |  billing@cedarpine.example")],
        replace(SANS, grey=0.3),
    )
    sheet.line(right, 44, [Run("INVOICE", None, True)], SANS.scaled(2.4), "right")
    sheet.rule(left, 120, right, 1.4, 0.25)
    for x, head, rows in (
        (
            left,
            "BILL TO",
            (
                "Bluebird Veterinary Group LLC",
                "Attn: Accounts Payable",
                "905 Orchard Street, Suite 210",
                "Boise, ID 83706",
            ),
        ),
        (
            left + 250,
            "SHIP TO",
            ("Bluebird Veterinary Group LLC", "Receiving Dock B", "3318 Canyon Road", "Nampa, ID 83686"),
        ),
    ):
        y = sheet.line(x, 134, [Run(head, None, True)], GREY)
        sheet.lines(x, y + 2, [text(row) for row in rows], SANS)
    details = (
        ("Invoice No.", "INV-20583"),
        ("Invoice Date", "05/14/2024"),
        ("P.O. Number", "BVG-4410"),
        ("Terms", "Net 30 days"),
        ("Due Date", "06/13/2024"),
    )
    cell = (right - left) / len(details)
    sheet.frame(left, 218, right, 234, 0.9, 0)
    for k, (label, value) in enumerate(details):
        sheet.line(left + (k + 0.5) * cell, 220, [Run(label, None, True)], SANS.scaled(0.9), "center")
        sheet.line(left + (k + 0.5) * cell, 239, text(value), SANS, "center")
    sheet.frame(left, 218, right, 256)
    lines = (
        ("DSK-160", "Sit-stand desk, walnut, 60 in.", "6", "$612.00", "$3,672.00"),
        ("CHR-22", "Task chair with headrest, graphite", "6", "$284.50", "$1,707.00"),
        ("CAB-04", "Lateral file cabinet, two drawers", "3", "$341.00", "$1,023.00"),
        ("LMP-11", "LED desk lamp", "8", "$47.25", "$378.00"),
        ("INST", "Delivery and assembly", "1", "$420.00", "$420.00"),
    )
    columns = (
        (left + 4, "left"),
        (left + 76, "left"),
        (left + 330, "right"),
        (left + 412, "right"),
        (right - 4, "right"),
    )
    top = _table(sheet, left, right, 276, ("Item", "Description", "Qty", "Unit Price", "Amount"), lines, columns)
    sums: tuple[tuple[str, str, bool], ...] = (
        ("Subtotal", "$7,200.00", False),
        ("Sales Tax (6%)", "$432.00", False),
        ("Total Due", "$7,632.00", True),
    )
    top = _sums(sheet, 372, right, top + 8, sums) + 34
    top = (
        sheet.paragraph(
            left,
            top,
            right - left,
            text(
                "Please make checks payable to Cedar & Pine Office Interiors, Inc. and write the invoice number on the "
                "check. Balances that are past due bear interest at 1.5% per month."
            ),
            SANS,
        )
        + 8
    )
    sheet.paragraph(
        left, top, right - left, text("Questions about this invoice? Call Rosa Delgado at (208) 555-0151."), SANS
    )
    sheet.line(306, 740, text("Thank you for your business!"), replace(SANS, grey=0.3), "center")
    sheet.save()


def _table(
    sheet: Sheet,
    left: float,
    right: float,
    top: float,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    columns: Sequence[tuple[float, str]],
) -> float:
    sheet.frame(left, top, right, top + 19, 0.9, 0)
    for i, row in enumerate((heads, *lines)):
        for value, (x, align) in zip(row, columns, strict=True):
            sheet.line(x, top + 3.5, [Run(value, None, i == 0)], SANS, "right" if align == "right" else "left")
        top += 19
        sheet.rule(left, top, right, 0.4, 0.55)
    return top


def _sums(sheet: Sheet, left: float, right: float, top: float, rows: Sequence[tuple[str, str, bool]]) -> float:
    for label, amount, bold in rows:
        if bold:
            sheet.rule(left, top + 1, right, 0.9)
            top += 3
        font = SANS.scaled(1.12) if bold else SANS
        sheet.line(left, top, [Run(label, None, bold)], font)
        top = sheet.line(right - 4, top, [Run(amount, None, bold)], font, "right") + 2
    return top


# The receipt


def receipt(path: Path) -> None:
    """A café's receipt."""
    sheet = Sheet(path, 226, 356)
    top = sheet.line(113, 20, [Run("The Copper Kettle Café", None, True)], MONO.scaled(1.25), "center") + 2
    head: tuple[Runs, ...] = tuple(
        map(text, ("27 Bridge Street", "Harrogate HG1 4QT", "Tel 01423 555 0162", "VAT No. GB 123 4567 82"))
    )
    top = sheet.lines(113, top, head, MONO, "center") + 6
    top = (
        sheet.lines(14, top, [text("18/05/2024 10:42     Table 6"), text("Receipt no. 004417   Server: Amy")], MONO) + 2
    )
    top = sheet.line(14, top, text("-" * 40), MONO)
    rows = (
        ("2 x Flat white", "7.20"),
        ("1 x Breakfast tea", "2.60"),
        ("1 x Eggs Florentine", "9.50"),
        ("1 x Toasted teacake", "3.90"),
        ("1 x Orange juice", "3.40"),
    )
    for label, amount in rows:
        sheet.line(14, top, text(label), MONO)
        top = sheet.line(212, top, text(amount), MONO, "right")
    top = sheet.line(14, top, text("-" * 40), MONO)
    for label, amount, bold in (
        ("Net", "22.17", False),
        ("VAT 20%", "4.43", False),
        ("TOTAL", "£26.60", True),
        ("Cash", "30.00", False),
        ("Change", "3.40", False),
    ):
        font = MONO.scaled(1.25) if bold else MONO
        sheet.line(14, top, [Run(label, None, bold)], font)
        top = sheet.line(212, top, [Run(amount, None, bold)], font, "right")
    sheet.lines(113, top + 12, [text("Thank you for your visit!"), text("Open daily 8 am - 5 pm")], MONO, "center")
    sheet.save()


def make(folder: Path) -> None:
    """Writes all samples into `folder`; `gold.jsonl` beside them is written by hand."""
    contract(folder / "services-contract.pdf")
    invoice_de(folder / "invoice-eur-de.pdf")
    invoice_us(folder / "invoice-usd-en.pdf")
    receipt(folder / "receipt.pdf")
    scan(folder / "services-contract.pdf", folder / "services-contract-scan.pdf", 2, 1.1, 1)
    scan(folder / "invoice-usd-en.pdf", folder / "invoice-usd-en-scan.pdf", 1, -1.6, 2)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
