"""How blocks become a document: one layout for each way to compose a page, each with its own choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from nerkit.corpora.generator import closing, heads, item_tables, slips, totals
from nerkit.corpora.generator import invoice_details as details
from nerkit.corpora.generator.draft import DocumentDraft, Look, emphasised, fill
from nerkit.corpora.generator.invoice_facts import Invoice
from nerkit.corpora.generator.sheet import Font, Run, Runs, Sheet, text
from nerkit.corpora.generator.written_forms import writing

A4, LETTER = (595.0, 842.0), (612.0, 792.0)
_FACES = (("Helvetica", "Helvetica-Bold"),) * 6 + (("Times-Roman", "Times-Bold"),) * 2 + (("Courier", "Courier-Bold"),)


def look(rng: Random) -> Look:
    """A document's look."""
    face, bold = rng.choice(_FACES)
    size = rng.uniform(8.2, 10.5) * (0.9 if face == "Courier" else 1.05 if face == "Times-Roman" else 1)
    spacing = rng.choice((0.0,) * 8 + (0.15, 0.3, -0.08))
    body = Font(face, bold, round(size, 2), rng.uniform(1.18, 1.4), spacing)
    small = replace(body, size=round(size * rng.uniform(0.72, 0.9), 2), grey=rng.choice((0.0, 0.0, 0.3, 0.45)))
    colon = rng.choices((":", "", " :", "."), (56, 34, 9, 1))[0]
    case = rng.choices(("as is", "upper", "lower"), (88, 10, 2))[0]
    accent = (rng.uniform(0, 0.7), rng.uniform(0.1, 0.6), rng.uniform(0.1, 0.8))
    return Look(
        body,
        small,
        rng.uniform(36, 74),
        rng.uniform(34, 70),
        colon,
        case,
        rng.random() < 0.3,
        rng.random() < 0.14,
        accent,
        rng.uniform(8, 26),
    )


def context(sheet: Sheet, invoice: Invoice, rng: Random, bottom: float) -> DocumentDraft:
    """A document in the making, with a look and a way to write of its own."""
    return DocumentDraft(
        sheet,
        look(rng),
        invoice,
        writing(invoice.language, invoice.country, invoice.currency, invoice.lexicon, rng),
        rng,
        bottom,
    )


class PageFlow:
    """Pages that follow one another, each with its footer and number."""

    def __init__(self, c: DocumentDraft, footer: closing.Footer) -> None:
        self.c = c
        self.footer = footer
        self.numbers = c.pick("labels", "page") if c.chance(0.4) else None
        self.every = c.chance(0.6)
        self.guess = 1 + len(c.invoice.items) // 24
        footer(c)

    def turn(self) -> float:
        """Ends a page; returns the top of the next."""
        c = self.c
        self.number()
        c.sheet.new_page()
        if self.every:
            self.footer(c)
        top = 40.0
        if c.chance(0.5):
            runs = [Run(f"{c.label('invoice_number')} ".replace("\n", " ")), Run(c.invoice.number, "INVOICE_NUMBER")]
            if c.chance(0.5):
                runs += [
                    Run("   "),
                    Run(f"{c.label('invoice_date')} ".replace("\n", " ")),
                    c.date(c.invoice.date, "INVOICE_DATE"),
                ]
            top = c.sheet.line(c.look.left, top, runs, c.look.body) + 10
        return top

    def room(self, top: float, height: float) -> float:
        """`top`, or the top of a new page where less than `height` is left."""
        return top if top + height < self.c.bottom else self.turn()

    def number(self) -> None:
        """Writes the page's number."""
        if self.numbers:
            closing.page_number(self.c, self.numbers, self.guess)


def _title(c: DocumentDraft, top: float) -> tuple[float, frozenset[str]]:
    """The heading; returns where it ends and the details that it already told."""
    v = c.invoice
    draw = c.rng.random()
    big = c.look.body.scaled(c.rng.choice((1.2, 1.4, 1.7, 2.2)))
    number, date = Run(v.number, "INVOICE_NUMBER", True), c.date(v.date, "INVOICE_DATE")._replace(bold=True)
    named: dict[str, Run | Runs] = {"number": number, "title": Run(c.pick("titles", "invoice"))}
    told: frozenset[str] = frozenset()
    if v.is_credit or draw < 0.5:
        runs = [Run(c.pick("titles", "credit" if v.is_credit else "invoice"), None, True)]
    else:
        dated = draw > 0.78
        told = frozenset({"invoice_number", "invoice_date"}) if dated else frozenset({"invoice_number"})
        if c.chance(0.15):
            told = frozenset()

        runs = emphasised(fill(c.pick("titles", "dated" if dated else "numbered"), named | {"date": date}))
    while c.sheet.measure(runs, big) > c.width and big.size > 5:
        big = big.scaled(0.9)
    at = c.rng.choice(("left", "left", "left", "right", "center"))
    x = c.look.left if at == "left" else c.x1 if at == "right" else (c.look.left + c.x1) / 2
    if at == "left" and "invoice_date" not in told and c.chance(0.12) and c.sheet.measure(runs, big) < c.width * 0.6:
        c.sheet.line(c.x1, top, [c.date(v.date, "INVOICE_DATE")], c.look.body, "right")
        told |= {"invoice_date"}
    return c.sheet.line(x, top, runs, big, "left" if at == "left" else "right" if at == "right" else "center") + 4, told


def _notes(c: DocumentDraft, top: float) -> float:
    """What was done, where and for whom, in the seller's own words."""
    face = c.look.small if c.chance(0.3) else c.look.body
    for template in c.rng.sample(c.words.all("sentences", "notes"), c.rng.choice((1, 1, 2, 3))):
        top = c.sheet.paragraph(c.look.left, top, c.width, fill(template, c.values(template)), face)
    return top


def _section(c: DocumentDraft, key: str, top: float) -> float:
    """The heading of a section, as programs print them from data."""
    return c.sheet.line(c.look.left, top + 4, [Run(c.pick("titles", key), None, c.chance(0.7))], c.look.body) + 3


def _rest(c: DocumentDraft, flow: PageFlow, top: float) -> None:
    """Lines, sums, payment, law: what all letters end with."""
    if c.chance(0.3):
        if c.chance(0.5):
            top = c.sheet.paragraph(c.look.left, top, c.width, c.sentence("salutation", "titles"), c.look.body) + 4
        top = c.sheet.paragraph(c.look.left, top, c.width, c.sentence("opening"), c.look.body) + 6
    if c.chance(0.22):
        top = _notes(c, top) + 6
    top = item_tables.items(c, top, flow.turn)
    sections = c.chance(0.12)
    top = flow.room(top, 120)
    if sections:
        top = _section(c, "sums", top)
    top = c.rng.choice(totals.TOTALS)(c, top) + c.look.gap
    top = flow.room(top, 90)
    if c.invoice.tax == 0 and not c.invoice.reverse_charge:
        top = c.sheet.paragraph(c.look.left, top, c.width, c.sentence("exempt"), c.look.body)
    if sections:
        top = _section(c, "payment", top)
    top = closing.payment(c, top) + 6
    top = closing.legal(c, top)
    if c.chance(0.1):
        slips.slip(c, top)
    flow.number()


def letter(c: DocumentDraft, flow: PageFlow) -> None:
    """Letterhead, address on the left, details on the right of it or below."""
    head = c.rng.choice(heads.HEADS)(c)
    top = max(head + c.look.gap, 90)
    beside = c.chance(0.6)
    title_first = c.chance(0.15)
    skip: frozenset[str] = frozenset()
    if title_first:
        top, skip = _title(c, top)
    end = heads.address_window(c, c.look.left, top)
    if c.chance(0.45):
        other = c.rng.choice((heads.sender_beside, heads.sender_beside, heads.delivery_beside))
        above = max(top - c.rng.uniform(0, 24), head + 2)
        end, beside = max(end, other(c, c.x1 - c.rng.uniform(150, 230), above)), False
    if beside:
        if not title_first and c.chance(0.3):
            y, skip = _title(c, end + c.look.gap)
            title_end = y
        else:
            title_end = 0.0
        width = c.rng.uniform(165, 215)
        y = c.rng.choice(details.NARROW)(c, c.x1 - width, max(top, head + 6), details.choose(c, skip), width)
        top = max(end, y, title_end) + c.look.gap
        if not title_first and not title_end:
            top, _ = _title(c, top)
    else:
        top = end + c.look.gap
        if not title_first:
            top, skip = _title(c, top)
        top = c.rng.choice(details.WIDE)(c, c.look.left, top + 2, details.choose(c, skip), c.width)
    _rest(c, flow, top + c.look.gap * 0.7)


def mirrored(c: DocumentDraft, flow: PageFlow) -> None:
    """Details on the left, address on the right, as French invoices have it."""
    head = c.rng.choice(heads.HEADS)(c)
    top, skip = _title(c, max(head + 8, 84)) if c.chance(0.6) else (max(head + 12, 84), frozenset[str]())
    width = c.rng.uniform(190, 240)
    y = c.rng.choice(details.NARROW)(c, c.look.left, top, details.choose(c, skip), width)
    end = heads.address_window(c, max(c.look.left + width + 24, c.sheet.width * 0.52), top + c.rng.uniform(0, 30))
    _rest(c, flow, max(y, end) + c.look.gap)


def two_parties(c: DocumentDraft, flow: PageFlow) -> None:
    """Seller and buyer side by side under a title, the details in a row or block."""
    top, skip = _title(c, c.rng.uniform(30, 60))
    if c.chance(0.5):
        top = heads.parties_side_by_side(c, top + c.look.gap) + c.look.gap
        top = c.rng.choice(details.WIDE)(c, c.look.left, top, details.choose(c, skip), c.width)
    else:
        top = c.rng.choice(details.WIDE)(c, c.look.left, top + 6, details.choose(c, skip), c.width) + c.look.gap
        top = heads.parties_side_by_side(c, top)
    _rest(c, flow, top + c.look.gap)


def framed(c: DocumentDraft, flow: PageFlow) -> None:
    """A letterhead with the details at the top right beside it, the address below."""
    width = c.rng.uniform(170, 210)
    left = replace(c.look, right=c.sheet.width - c.x1 + width + 16)
    head = heads.left_head(replace(c, look=left))
    top, skip = (34.0, frozenset[str]())
    y = c.rng.choice(details.NARROW)(c, c.x1 - width, top, details.choose(c, skip), width)
    end = heads.address_window(c, c.look.left, max(head + c.look.gap, 110))
    top, _ = _title(c, max(y, end) + c.look.gap) if c.chance(0.7) else (max(y, end) + c.look.gap, skip)
    _rest(c, flow, top)


def dated_letter(c: DocumentDraft, flow: PageFlow) -> None:
    """A letter with place and date on a line of its own, the number in the heading, the rest in sentences."""
    head = c.rng.choice(heads.HEADS)(c)
    end = heads.address_window(c, c.look.left, max(head + c.look.gap, 96))
    date = c.date(c.invoice.date, "INVOICE_DATE")
    place = fill(c.pick("titles", "place_date"), {"place": Run(c.invoice.seller.address.place), "date": date})
    top = c.sheet.line(c.x1, end + c.look.gap, place, c.look.body, "right") + 8
    number = Run(c.invoice.number, "INVOICE_NUMBER", True)

    title = Run(c.pick("titles", "invoice"))
    heading = emphasised(fill(c.pick("titles", "numbered"), {"number": number, "title": title}))
    top = c.sheet.line(c.look.left, top, heading, c.look.body.scaled(1.15)) + 4
    chosen = list(details.choose(c, frozenset({"invoice_number", "invoice_date"})))[: c.rng.randrange(4)]
    if chosen:
        top = details.running(c, c.look.left, top, chosen, c.width)
    _rest(c, flow, top + c.look.gap * 0.6)


def listing(c: DocumentDraft, flow: PageFlow) -> None:
    """Sections below each other, seller, buyer and details in full width, as programs print them from data."""
    top, skip = _title(c, c.rng.uniform(36, 70))
    details_first = c.chance(0.5)

    def particulars(top: float) -> float:
        return c.rng.choice((details.aligned, details.running))(c, c.look.left, top, details.choose(c, skip), c.width)

    if details_first:
        top = particulars(top + 8) + c.look.gap
    for key, who in (("seller", c.invoice.seller), ("buyer", c.invoice.buyer)):
        top = heads.section(c, key, who, top) + c.look.gap * 0.7
    if c.chance(0.3):
        top = heads.imprint(c, top) + c.look.gap * 0.7
    if not details_first:
        top = particulars(top) + c.look.gap
    _rest(c, flow, top)


def side_bar(c: DocumentDraft, flow: PageFlow) -> None:
    """A bar on the right, over the height of the page, with what the seller says of itself and the details."""
    width = c.rng.uniform(125, 165)
    bar = c.x1 - width
    if c.chance(0.4):
        c.sheet.frame(bar - 8, 24, c.x1 + 8, c.bottom - 10, 0.95, 0)
    y = heads.sender_beside(c, bar, c.rng.uniform(34, 90)) + c.look.gap
    chosen = details.choose(c)
    beside = c.chance(0.3)
    if beside:
        c.rng.choice((details.stacked, details.running))(c, bar, y, chosen, width)
    main = replace(c, look=replace(c.look, right=c.sheet.width - bar + 16))
    flow.c = main
    end = heads.address_window(main, main.look.left, c.rng.uniform(90, 140)) + c.look.gap
    top, _ = _title(main, end)
    if not beside:
        top = details.running(main, main.look.left, top, chosen, main.width)
    _rest(main, flow, top + c.look.gap * 0.7)


LAYOUTS: tuple[Callable[[DocumentDraft, PageFlow], None], ...] = (
    letter,
    letter,
    letter,
    letter,
    mirrored,
    mirrored,
    two_parties,
    two_parties,
    framed,
    dated_letter,
    listing,
    listing,
    listing,
    side_bar,
)


def draw(path: Path, invoice: Invoice, rng: Random) -> Sheet:
    """Writes the invoice to `path`; the sheet that is returned knows what stands where."""
    width, height = LETTER if invoice.language == "us" else A4
    sheet = Sheet(path, width, height)
    footer = (
        rng.choice(closing.FOOTERS)
        if invoice.language != "us"
        else rng.choice((closing.no_footer, closing.no_footer, closing.line_footer))
    )
    bottom = height - (44 if footer is closing.no_footer else 96)
    c = context(sheet, invoice, rng, bottom)
    if c.chance(0.04):
        mark = c.look.body.scaled(5)
        sheet.line(width / 2, height * 0.55, text(c.pick("titles", "watermark")), replace(mark, grey=0.9), "center")
    if c.chance(0.1):
        printed = fill(c.pick("titles", "headlines"), c.values())
        plain = [run._replace(label="DATE") if run.label else run for run in printed]
        sheet.line(c.look.left, c.rng.uniform(8, 20), plain, c.look.small)
    rng.choice(LAYOUTS)(c, PageFlow(c, footer))
    if c.chance(0.06):
        sheet.line(c.look.left, height - 14, c.sentence("imprints"), c.look.small.scaled(0.9))
    sheet.save()
    return sheet
