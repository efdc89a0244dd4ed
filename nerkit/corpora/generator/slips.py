"""The slip at the foot of an invoice that goes to the bank or back to the seller: who pays whom what, once more."""

from __future__ import annotations

from nerkit.corpora.generator.draft import DocumentDraft
from nerkit.corpora.generator.heads import recipient
from nerkit.corpora.generator.sheet import Run, Runs, text


def slip(c: DocumentDraft, top: float) -> None:
    """Draws the slip above the footer where there is room for it below `top`, and something is to be paid."""
    v, font = c.invoice, c.look.body.scaled(0.9)
    if v.total <= 0 or v.prepaid or c.bottom - top < 13 * font.height:
        return
    top = c.bottom - c.rng.uniform(11, 12) * font.height
    c.sheet.rule(c.look.left - 10, top - 4, c.x1 + 10, 0.3)
    if c.chance(0.7):
        top = c.sheet.line(c.look.left, top, [Run(c.pick("slip", "title"), None, True)], font)
    columns = [_payee(c), _payer(c)]
    if c.chance(0.3):
        columns.reverse()
    width = c.width / 2
    for k, rows in enumerate(columns):
        y, x = top + 2, c.look.left + k * width
        for row in rows:
            y = c.sheet.paragraph(x, y, width - 14, row, font)


def _payee(c: DocumentDraft) -> list[Runs]:
    """The seller's account, mostly with its name."""
    v = c.invoice
    label, iban = Run(c.look.label(c.pick("slip", "payee")), None, True), Run(v.iban, "IBAN")
    rows: list[Runs] = [[label], [iban]] if c.chance(0.5) else [[Run(f"{c.label('iban')} "), iban]]
    if c.chance(0.8):
        rows.append([c.name(v.seller)])
    if c.chance(0.4):
        rows.append([Run(f"{c.label('bic')} "), Run(v.bic, "BIC")])
    amount = c.money(v.total, "TOTAL_AMOUNT")
    rows.append([Run(f"{c.look.label(c.pick('slip', 'amount'))} "), amount])
    return rows


def _payer(c: DocumentDraft) -> list[Runs]:
    """The buyer with its address, what the payment is for and when it is due."""
    v = c.invoice
    rows: list[Runs] = [[Run(c.look.label(c.pick("slip", "payer")), None, True)], *recipient(c, v.buyer)]
    if c.chance(0.5):
        rows.append([Run(f"{c.label('invoice_number')} ".replace("\n", " ")), Run(v.number, "INVOICE_NUMBER")])
    elif c.chance(0.5):
        rows.append(text(f"{c.label('reference')} {c.rng.randrange(10**8, 10**12)}"))
    if c.chance(0.3):
        rows.append([Run(f"{c.label('due_date')} ".replace("\n", " ")), c.date(v.due, "DUE_DATE")])
    return rows
