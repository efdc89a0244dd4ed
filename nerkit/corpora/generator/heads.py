"""The top of an invoice: letterheads, the sender's line, the recipient's address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.generator import invent
from nerkit.corpora.generator.draft import DocumentDraft
from nerkit.corpora.generator.invoice_details import others_number
from nerkit.corpora.generator.invoice_facts import TradeParty
from nerkit.corpora.generator.sheet import Run, Runs, TextAlign, text


def _contacts(c: DocumentDraft, count: int) -> list[list[Run]]:
    """Up to `count` lines of phone, mail and the like of the seller."""
    seller = c.invoice.seller
    ways = [
        ("phone", seller.phone),
        ("email", seller.email),
        ("web", seller.web),
        ("fax", seller.phone[:-1] + "9"),
        ("mobile", seller.phone[:-2] + "07"),
    ]
    c.rng.shuffle(ways)
    lines = [text(f"{c.label(key)} {value}" if c.chance(0.75) else value) for key, value in ways[:count]]
    if c.chance(0.06):
        lines += [text(hours) for hours in c.rng.sample(c.words.all("labels", "hours"), 2)]
    return lines


def _owner(c: DocumentDraft) -> str:
    """Who stands behind the seller; some letterheads give the bare name."""
    manager = c.invoice.seller.manager
    return f"{c.label('owner')} {manager}" if c.chance(0.75) else manager


def _clerk(c: DocumentDraft) -> list[list[Run]]:
    """Who wrote the invoice, with an extension or address of its own."""
    name, phone = (
        invented_names.person(c.invoice.country, c.rng),
        f"{c.invoice.seller.phone} -{c.rng.randrange(10, 999)}",
    )
    first = f"{c.label('clerk')} {name}" if c.chance(0.4) else name
    return [text(first), *([text(f"{c.label('phone')} {phone}")] if c.chance(0.6) else [])]


def _numbers(c: DocumentDraft, most: int) -> list[Runs]:
    """Up to `most` lines of numbers that a partner goes by."""
    found = (others_number(c, "partner") for _ in range(c.rng.randrange(1, most + 1)))
    return [[Run(f"{label} "), *runs] for label, runs in found]


def _logo(c: DocumentDraft, x: float, top: float, size: float) -> None:
    """A coloured mark with initials: what a logo is to a reader of text."""
    c.sheet.tint(x, top, x + size * c.rng.choice((1, 1, 2)), top + size, c.look.accent)
    if c.chance(0.3):
        c.sheet.canvas.setFillGray(1)
        c.sheet.canvas.setFont(c.look.body.bold, size * 0.5)
        c.sheet.canvas.drawString(
            x + size * 0.15, c.sheet.height - top - size * 0.66, c.invoice.seller.name[:1].upper()
        )


def _seller_block(c: DocumentDraft, x: float, top: float, align: TextAlign, contacts: int, big: float) -> float:
    """Name, address and contacts below each other."""
    seller, font = c.invoice.seller, c.look.body if big > 1 else c.look.small
    name_font = font.scaled(big)
    limit = min(320.0, c.width)
    name = c.name(seller, big > 1 or c.chance(0.5), short=c.chance(0.16))
    if c.sheet.measure([name], name_font) > limit:
        name_font = font
    top = c.sheet.line(x, top, [name], name_font, align) + (2 if big > 1 else 0)
    if c.chance(0.1):
        top = c.sheet.line(x, top, text(_owner(c)), c.look.small, align)
    if c.chance(0.15):
        top = c.sheet.line(x, top, text(c.pick("sentences", "slogans")), c.look.small, align)
    small = c.look.small if c.chance(0.6) else c.look.body
    draw = c.rng.random()
    if draw < 0.6:
        rows = list(seller.address.lines)
        if c.chance(0.2):
            rows.append(c.country(seller))
        top = c.sheet.block(x, top, rows, "ADDRESS", small, align)
    elif draw < 0.85:
        inline = [c.inline_address(seller, c.rng.choice((", ", " - ", " · ", " | ", " • ")))]
        if align == "left":
            top = c.sheet.paragraph(x, top, c.sheet.width - x - 12, inline, small)
        else:
            top = c.sheet.line(x, top, inline, small, align)
    top += c.rng.choice((0, 0, 0, 3, small.height))
    contact = _contacts(c, contacts)
    if c.chance(0.12):
        at = c.rng.randrange(len(contact) + 1)
        contact[at:at] = _clerk(c)
    top = c.sheet.lines(x, top, contact, small, align)
    if seller.vat_id and c.chance(0.2):
        top = c.sheet.line(x, top, [Run(f"{c.label('vat_id')} "), Run(seller.vat_id, "VAT_ID")], small, align)
    if c.chance(0.12):
        top = c.sheet.lines(x, top, _numbers(c, 2), small, align)
    return top


def sender_beside(c: DocumentDraft, x: float, top: float) -> float:
    """The seller's name, address and contacts, as letters have them to the right of the address."""
    if c.chance(0.3):
        top = c.sheet.line(x, top, text(_owner(c)), c.look.small)
    return _seller_block(c, x, top, "left", c.rng.randrange(2, 5), 1.0)


def delivery_beside(c: DocumentDraft, x: float, top: float) -> float:
    """The address of the delivery, as some letters have it beside the recipient's, which alone has no label."""
    top = c.sheet.line(x, top, [Run(c.label("ship_to").replace("\n", " "), None, c.chance(0.5))], c.look.body)
    return c.sheet.lines(x, top, recipient(c, _consignee(c)), c.look.body)


def _consignee(c: DocumentDraft) -> TradeParty:
    """Who gets the goods: mostly the buyer, else somebody who is no party to the invoice."""
    return c.invoice.buyer if c.chance(0.6) else invent.party(c.invoice.country, c.rng, 0.4)


def left_head(c: DocumentDraft) -> float:
    """Name and address on the left, sometimes a mark on the right."""
    if c.chance(0.5):
        _logo(c, c.x1 - 80, 34, 34)
    return _seller_block(
        c, c.look.left, c.rng.uniform(28, 45), "left", c.rng.randrange(4), c.rng.choice((1.2, 1.6, 2.0))
    )


def right_head(c: DocumentDraft) -> float:
    """Name and address on the right, flush left or right, sometimes a mark on the left."""
    if c.chance(0.5):
        _logo(c, c.look.left, 32, 38)
    if c.chance(0.5):
        return _seller_block(c, c.x1, c.rng.uniform(28, 45), "right", c.rng.randrange(5), c.rng.choice((1.1, 1.5)))
    return _seller_block(c, c.x1 - 170, c.rng.uniform(28, 45), "left", c.rng.randrange(5), 1.05)


def centre_head(c: DocumentDraft) -> float:
    """Name in the middle with a line of address below."""
    top = _seller_block(
        c, c.sheet.width / 2, c.rng.uniform(24, 40), "center", c.rng.randrange(3), c.rng.choice((1.3, 1.8))
    )
    if c.chance(0.5):
        c.sheet.rule(c.look.left, top + 3, c.x1, c.rng.choice((0.5, 1.5)))
    return top + 4


def logo_head(c: DocumentDraft) -> float:
    """A mark and nothing else: the seller is named below or in the footer."""
    _logo(c, c.rng.choice((c.look.left, c.x1 - 60, c.sheet.width / 2 - 20)), 30, c.rng.uniform(28, 50))
    return 88.0


def band_head(c: DocumentDraft) -> float:
    """A dark band with the name in it."""
    height = c.rng.uniform(34, 58)
    c.sheet.tint(0, 0, c.sheet.width, height, c.look.accent)

    font = replace(c.look.body.scaled(1.5), grey=1.0)
    name = c.name(c.invoice.seller, True)
    c.sheet.line(
        c.look.left,
        height / 2 - font.size * 0.7,
        [name],
        font if c.sheet.measure([name], font) < c.width else replace(c.look.body, grey=1.0),
    )
    top = c.sheet.line(
        c.look.left,
        height + 5,
        [c.inline_address(c.invoice.seller), Run("   ".join(("", *(row[0].text for row in _contacts(c, 2)))))],
        c.look.small,
    )
    return top + 2


HEADS: tuple[Callable[[DocumentDraft], float], ...] = (
    left_head,
    right_head,
    centre_head,
    logo_head,
    band_head,
    left_head,
    right_head,
)


def recipient(c: DocumentDraft, who: TradeParty) -> list[Runs]:
    """The lines of a recipient's address."""
    rows: list[Runs] = []
    name = c.name(who, c.chance(0.25), short=c.chance(0.18))
    if who.title:
        title = who.title.rstrip()
        rows += [text(title), [name]] if who.title.endswith("\n") else [[Run(f"{title} "), name]]
    else:
        firm = c.words.all("phrases", "firm")
        if firm and not who.is_person and c.chance(0.08):
            rows.append(text(*firm))
        rows.append([name])
    if who.attention or c.chance(0.04):
        before = "" if c.chance(0.3) else c.pick("labels", "attention")
        person = text(before + (who.attention or invented_names.person(c.invoice.country, c.rng)))
        rows.insert(0 if c.chance(0.1) else len(rows), person)
    if not who.is_person and c.chance(0.12):
        rows.append(text(c.pick("labels", "department").format(number=c.rng.randrange(2, 999))))
    rows += [text(line) for line in who.address.lines]
    if c.chance(0.06):
        rows.insert(-1, [])
    if who.address.country != c.invoice.country or c.chance(0.12):
        rows.append(text(c.country(who) if c.chance(0.8) else c.country(who).upper()))
    if c.chance(0.06):
        rows.append(text(f"{c.label('email')} {who.email}"))
    if c.chance(0.1):
        at = c.rng.choice((0, len(rows)))
        rows[at:at] = _numbers(c, 1)
    return rows


def address_window(c: DocumentDraft, x: float, top: float) -> float:
    """The recipient's address, with the sender's line above it or a label, as envelopes with a window want it."""
    invoice, sheet = c.invoice, c.sheet
    draw = c.rng.random()
    if draw < 0.42 and invoice.language != "us":
        dot = c.rng.choice((" • ", " · ", ", ", " - ", " | ", " – "))
        tiny = c.look.small.scaled(c.rng.uniform(0.75, 0.95))
        land = [Run(f"{dot}{c.country(invoice.seller)}")] if c.chance(0.12) else []
        runs = [c.name(invoice.seller, short=c.chance(0.1)), Run(dot), c.inline_address(invoice.seller, dot), *land]
        top = sheet.line(x, top, runs, tiny)
        if c.chance(0.6):
            sheet.rule(x, top, x + sheet.measure(runs, tiny), 0.4)
        top += 6
    elif draw < 0.7 or (invoice.language == "us" and draw < 0.94):
        top = sheet.line(x, top, [Run(c.label("buyer").replace("\n", " "), None, c.chance(0.6))], c.look.body) + 1
    font = c.look.body.scaled(c.rng.choice((1.0, 1.0, 1.1)))
    font = replace(font, leading=font.leading * c.rng.choice((1, 1, 1, 1.15, 1.4)))
    start, width = top, c.rng.choice((240.0, 240.0, 240.0, 200.0, 160.0))
    for row in recipient(c, invoice.buyer):
        top = sheet.paragraph(x, top, width, row, font)
    if c.chance(0.1):
        sheet.frame(x - 6, start - 6, x + 230, top + 6)
    if invoice.buyer.vat_id and c.chance(0.15):
        top = sheet.line(x, top, [Run(f"{c.label('buyer_vat_id')} "), Run(invoice.buyer.vat_id, "VAT_ID")], c.look.body)
    return top


def imprint(c: DocumentDraft, top: float) -> float:
    """What the seller has to say of itself, below the parties: name and address again, manager, register, numbers."""
    seller, font, x = c.invoice.seller, c.look.body, c.look.left
    top = c.sheet.line(x, top, [c.name(seller)], font)
    top = c.sheet.block(x, top, seller.address.lines, "ADDRESS", font)
    said: list[Runs] = [
        text(f"{c.label('manager')} {seller.manager}"),
        text(f"{c.label('register')} {seller.register}"),
        *_contacts(c, 2),
        *_numbers(c, 2),
    ]
    return c.sheet.lines(x, top, c.rng.sample(said, c.rng.randrange(1, len(said))), font)


def parties_side_by_side(c: DocumentDraft, top: float) -> float:
    """From and to, or bill to and ship to, in two columns with labels above."""
    invoice, font = c.invoice, c.look.body
    middle = c.look.left + c.width * c.rng.uniform(0.45, 0.55)
    pair = c.rng.choice(("seller", "ship_to", "seller"))
    columns = [("buyer", invoice.buyer), (pair, invoice.seller if pair == "seller" else _consignee(c))]
    if c.chance(0.5):
        columns.reverse()
    shaded = c.chance(0.3)
    bottoms = []
    for x, (key, who) in zip((c.look.left, middle), columns, strict=True):
        if shaded:
            c.sheet.frame(x - 3, top - 2, x + c.width * 0.42, top + font.height - 1, 0.88, 0)
        named = pair == "seller" or key != "buyer" or c.chance(0.75)
        y = c.sheet.line(x, top, [Run(c.label(key).replace("\n", " "), None, True)], font) + 2 if named else top
        if who is invoice.seller:
            y = c.sheet.line(x, y, [c.name(who, c.chance(0.4), short=c.chance(0.08))], font)
            y = c.sheet.block(x, y, [*who.address.lines, *([c.country(who)] if c.chance(0.3) else [])], "ADDRESS", font)
            y = c.sheet.lines(x, y, _contacts(c, c.rng.randrange(3)), font)
        else:
            y = c.sheet.lines(x, y, recipient(c, who), font)
        vat = who.vat_id if who in (invoice.seller, invoice.buyer) else None
        if vat and c.chance(0.4):
            key = "vat_id" if who is invoice.seller or c.chance(0.7) else "buyer_vat_id"
            y = c.sheet.line(x, y, [Run(f"{c.label(key)} "), Run(vat, "VAT_ID")], font)
        bottoms.append(y)
    return max(bottoms)


def section(c: DocumentDraft, key: str, who: TradeParty, top: float) -> float:
    """A party below its label, over the full width, with numbers between name and address on some documents."""
    font, x = c.look.body, c.look.left
    top = c.sheet.line(x, top, [Run(c.label(key).replace("\n", " "), None, True)], font) + c.rng.choice((0, 2, 8))
    if c.chance(0.45):
        top = c.sheet.lines(x, top, _numbers(c, 3), font)
    if who is c.invoice.seller:
        top = c.sheet.line(x, top, [c.name(who, c.chance(0.4), short=c.chance(0.15))], font)
        top = c.sheet.block(x, top, who.address.lines, "ADDRESS", font)
        top = c.sheet.lines(x, top, _contacts(c, c.rng.randrange(3)), font)
        if c.chance(0.4):
            top = c.sheet.line(x, top, text(f"{c.label('seller_tax_number')} {who.tax_number}"), font)
    else:
        top = c.sheet.lines(x, top, recipient(c, who), font)
    if who.vat_id and c.chance(0.5):
        top = c.sheet.line(x, top, [Run(f"{c.label('vat_id')} "), Run(who.vat_id, "VAT_ID")], font)
    return top
