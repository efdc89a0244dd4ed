"""The end of an invoice: how to pay, what the law wants said, and the footer with its columns."""

from __future__ import annotations

from collections.abc import Callable

from nerkit.corpora.generator.draft import DocumentDraft, fill
from nerkit.corpora.generator.invoice_details import others_number
from nerkit.corpora.generator.sheet import Run, Runs, TextAlign, text


def payment(c: DocumentDraft, top: float) -> float:
    """Sentences about payment, an early-payment discount and the account, each with some probability."""
    v, font = c.invoice, c.look.body
    said: list[list[Run]] = []
    if v.is_credit or c.chance(0.05):
        said.append(c.sentence("corrects" if v.is_credit else "part"))
    if v.reverse_charge:
        said.append(c.sentence("reverse"))
    if not v.is_credit:
        if c.chance(0.62):
            said.append(c.sentence("due") if c.chance(0.7) else c.sentence("terms"))
        if c.chance(0.18) and v.language != "us":
            said.append(c.sentence("skonto"))
    if c.chance(0.45):
        said.append(c.sentence("account"))
    if c.chance(0.3):
        said[1:] = [[run for sentence in said[1:] for run in (*sentence, Run(" "))]] if len(said) > 1 else []
    bold = c.chance(0.15)
    for runs in said:
        top = c.sheet.paragraph(
            c.look.left, top, c.width, [run._replace(bold=run.bold or bold) for run in runs], font
        ) + c.rng.choice((0, 2, 5))
    if c.chance(0.25):
        top = bank_block(c, c.look.left, top + 2)
    return top


def bank_rows(c: DocumentDraft) -> list[list[Run]]:
    """Bank, account and BIC, a line each, in one of the usual orders."""
    v = c.invoice
    rows: list[list[Run]] = [
        [Run(f"{c.label('bank')} {v.bank}" if c.chance(0.5) else v.bank)],
        [Run(f"{c.label('iban')} "), Run(v.iban, "IBAN")],
        [Run(f"{c.label('bic')} "), Run(v.bic, "BIC")],
    ]
    if c.chance(0.3):
        holder = c.name(v.seller) if c.chance(0.7) else Run(v.seller.manager)
        rows.insert(0, [Run(f"{c.label('account_holder')} "), holder])
    if c.chance(0.12):
        digits = f"{c.rng.randrange(10**7, 10**10)}"
        spaced = " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
        code = f"{c.rng.randrange(100, 900)} {c.rng.randrange(100, 900)} {c.rng.randrange(10, 99)}"
        old = [f"{c.label('account')} {c.rng.choice((digits, spaced))}", f"{c.label('sort_code')} {code}"]
        rows[1:1] = [text(line) for line in old]
    if c.chance(0.25):
        rows[-1], rows[-2] = rows[-2], rows[-1]
    if c.chance(0.1):
        other = v.other_account
        rows += [
            text(other.bank),
            [Run(f"{c.label('iban')} "), Run(other.iban, "IBAN")],
            *([[Run(f"{c.label('bic')} "), Run(other.bic, "BIC")]] if c.chance(0.7) else []),
        ]
    return rows


def bank_block(c: DocumentDraft, x: float, top: float) -> float:
    """The account's data below each other."""
    if c.chance(0.5):
        top = c.sheet.line(x, top, [Run(c.label("bank"), None, True)], c.look.body)
    return c.sheet.lines(x, top, bank_rows(c), c.look.body)


def legal(c: DocumentDraft, top: float) -> float:
    """Sentences of law and courtesy, which hold durations, percentages and amounts without a role."""
    count = c.rng.choice((0, 0, 1, 1, 2, 3, 6))
    small = c.look.small.scaled(c.rng.uniform(0.8, 1))
    for template in c.rng.sample(c.words.all("sentences", "legal"), count):
        if top > c.bottom - 2.5 * small.height:
            return top
        top = c.sheet.paragraph(c.look.left, top, c.width, fill(template, c.values(template)), small)
    if c.chance(0.4) and top < c.bottom - 3 * c.look.body.height:
        top = c.sheet.line(c.look.left, top + c.look.body.size, text(c.pick("titles", "closing")), c.look.body)
        if c.chance(0.5):
            top = c.sheet.line(
                c.look.left,
                top,
                [c.name(c.invoice.seller)] if c.chance(0.6) else text(c.invoice.seller.manager),
                c.look.body,
            )
    return top


Footer = Callable[[DocumentDraft], None]


def _columns(c: DocumentDraft) -> list[list[Runs]]:
    """What stands in the footer's columns: company, contact, bank, tax and register."""
    seller = c.invoice.seller
    company: list[Runs] = [[c.name(seller)]]
    if c.chance(0.85):
        company += [[Run(line, "ADDRESS")] for line in seller.address.lines]
    if c.chance(0.2):
        company.append(text(c.country(seller)))
    contact: list[Runs] = [
        text(f"{c.label(key)} {value}")
        for key, value in (
            ("phone", seller.phone),
            ("fax", seller.phone[:-1] + "7"),
            ("email", seller.email),
            ("web", seller.web),
        )
        if c.chance(0.75)
    ]
    tax: list[Runs] = []
    if seller.vat_id and c.chance(0.85):
        tax.append([Run(f"{c.label('vat_id')} "), Run(seller.vat_id, "VAT_ID")])
    if c.chance(0.4):
        tax.append(text(f"{c.label('seller_tax_number')} {seller.tax_number}"))
    if c.chance(0.6):
        tax.append(text(f"{c.label('register')} {seller.register}"))
    if c.chance(0.5):
        tax.append(text(f"{c.label('manager')} {seller.manager}"))
    if c.chance(0.2):
        label, number = others_number(c, "partner")
        tax.append([Run(f"{label} "), *number])
    columns = [column for column in (company, contact, list[Runs](bank_rows(c)), tax) if column]
    if c.chance(0.2):
        c.rng.shuffle(columns)
    return columns[: c.rng.choice((3, 4, 4))]


def column_footer(c: DocumentDraft) -> None:
    """Three or four columns above the page's lower edge."""
    columns = _columns(c)
    x, top = c.look.left - 10, c.bottom + 8
    width = (c.sheet.width - 2 * x) / len(columns)
    font = c.look.small.scaled(0.88)
    if c.chance(0.6):
        c.sheet.rule(x, top - 3, c.sheet.width - x, 0.4)
    for k, column in enumerate(columns):
        y, at = top, x + k * width
        address = [run.text for row in column for run in row if run.label == "ADDRESS"]
        for row in column:
            if row[0].label == "ADDRESS":
                if address:
                    y = c.sheet.block(
                        at,
                        y,
                        address,
                        "ADDRESS",
                        font.scaled(min(1, (width - 4) / max(c.sheet.measure(text(a), font) for a in address))),
                    )
                address = []
                continue
            wide = c.sheet.measure(row, font)
            y = (
                c.sheet.line(at, y, row, font.scaled(max(0.6, min(1, (width - 4) / wide))))
                if wide < 1.6 * width
                else c.sheet.paragraph(at, y, width - 4, row, font)
            )


def line_footer(c: DocumentDraft) -> None:
    """One or two centred lines that hold everything."""
    v = c.invoice
    dot = c.rng.choice((" - ", " | ", " · ", " • ", ", "))
    parts: list[list[Run]] = [[c.name(v.seller)], [c.inline_address(v.seller, c.rng.choice((", ", dot)))]]
    if c.chance(0.6):
        parts.append([Run(f"{c.label('iban')} "), Run(v.iban, "IBAN")])
        parts.append([Run(f"{c.label('bic')} "), Run(v.bic, "BIC")])
    if v.seller.vat_id and c.chance(0.6):
        parts.append([Run(f"{c.label('vat_id')} "), Run(v.seller.vat_id, "VAT_ID")])
    parts += [
        text(f"{c.label(key)} {value}")
        for key, value in (("phone", v.seller.phone), ("web", v.seller.web))
        if c.chance(0.5)
    ]
    runs: list[Run] = []
    for i, part in enumerate(parts):
        runs += [*([Run(dot)] if i else []), *part]
    c.sheet.paragraph(
        c.look.left, c.bottom + 10, c.width, runs, c.look.small.scaled(0.9), "center" if c.chance(0.7) else "left"
    )


def no_footer(c: DocumentDraft) -> None:
    """Nothing, or what a program leaves there."""
    if c.chance(0.15):
        align: TextAlign = c.rng.choice(("left", "center"))
        x = c.look.left if align == "left" else c.sheet.width / 2
        c.sheet.line(x, c.bottom + 6, c.sentence("imprints"), c.look.small.scaled(0.9), align)


FOOTERS: tuple[Footer, ...] = (column_footer, column_footer, line_footer, no_footer)


def page_number(c: DocumentDraft, pages: str, last: int) -> None:
    """The page's number in one of the corners or the middle; `last` is the number of pages."""
    label = pages.format(n=c.sheet.page, m=max(last, c.sheet.page))
    c.sheet.line(c.sheet.width / 2, c.sheet.height - 22, text(label), c.look.small, "center")
