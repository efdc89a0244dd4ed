"""Label and value of a document's own fields, and of what stands beside them: other numbers, contacts, the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from nerkit.corpora.printed.filling import ORDERS, UNNUMBERED, Filling
from nerkit.corpora.printed.homes import Trader, filled

Detail = tuple[str, Markup]


def others(v: Filling) -> list[Detail]:
    """Numbers, days and names that are none of the fields, in no order."""
    p, rng = v.paper, v.rng
    shapes = ("5n", "6n", "1a5n", "2n-4n", "4n/2n", "8n", "2a4n")
    near = [p.date - dt.timedelta(days=rng.choice((0, 1, 2, 5, 9, 20, 40, 300))) for _ in range(4)]
    rows: list[tuple[str, Callable[[], Markup]]] = [
        *(
            (key, lambda: Markup(escape(filled(rng.choice(shapes), rng))))
            for key in ("delivery_note", "project", "reference")
        ),
        ("customer_number", lambda: v.mark("CUSTOMER_NUMBER", filled(rng.choice(shapes), rng))),
        ("delivery_date", lambda: v.date(near[0], "DELIVERY_DATE")),
        ("order_date", lambda: v.date(near[1])),
        ("print_date", lambda: v.date(near[2])),
        ("contact", lambda: Markup(escape(v.person()))),
        ("phone", lambda: Markup(escape(p.seller.phone))),
        ("payment_method", lambda: v.sentence("terms")),
        ("tax_number", lambda: Markup(escape(p.seller.tax_number))),
    ]
    chosen = rng.sample(rows, rng.choice((0, 1, 2, 2, 3, 4, 6)))
    return [(v.label(key), value()) for key, value in chosen]


def details(v: Filling) -> list[Detail]:
    """Label and value of the document's own fields and of others, in an order of its own."""
    p = v.paper
    rows = list(_own_details(v))
    if p.kind in UNNUMBERED:
        rows = [(v.label("reference"), v.number), (v.label("print_date"), v.issued)]
    rows += others(v)
    if v.chance(0.5):
        head, tail = rows[:2], rows[2:]
        v.rng.shuffle(tail)
        return head + tail
    v.rng.shuffle(rows)
    return rows


def _own_details(v: Filling) -> Iterator[Detail]:
    p = v.paper
    if p.kind in ORDERS:
        yield v.label("ORDER_NUMBER"), v.number
    else:
        yield v.label("INVOICE_NUMBER"), v.number
    yield v.label("INVOICE_DATE"), v.issued
    if v.chance(0.6):
        yield v.label("DUE_DATE"), v.due
    if v.chance(0.3) and p.kind not in ORDERS:
        yield v.label("ORDER_NUMBER"), v.mark("ORDER_NUMBER", p.order)
    if v.chance(0.12):
        yield v.label("PERIOD_START"), v.date(p.start, "PERIOD_START")
        yield v.label("PERIOD_END"), v.date(p.end, "PERIOD_END")
    if p.buyer.vat_id and v.chance(0.15):
        yield f"{v.label('VAT_ID')}", v.vat_id(p.buyer)


def company(v: Filling, who: Trader) -> list[Detail]:
    """How to reach a party and its numbers."""
    rows: list[Detail] = [
        (v.label("phone"), Markup(escape(who.phone))),
        (v.label("email"), Markup(escape(who.email))),
        (v.label("web"), Markup(escape(who.web))),
    ]
    chosen = [row for row in rows if v.chance(0.55)]
    if who.vat_id and v.chance(0.8 if who is v.paper.seller else 0.5):
        chosen.append((v.label("VAT_ID"), v.vat_id(who)))
    if v.chance(0.25):
        chosen.append((v.label("register"), Markup(escape(who.register))))
    if v.chance(0.2):
        chosen.append((v.label("manager"), Markup(escape(who.manager))))
    return chosen


def account(v: Filling) -> list[Detail]:
    """The seller's bank account."""
    p = v.paper
    rows: list[Detail] = [(v.label("bank"), Markup(escape(p.seller.bank)))] if v.chance(0.7) else []
    if v.chance(0.3):
        rows.append((v.label("account_holder"), v.name(p.seller)))
    if p.seller.iban:
        rows.append(("IBAN" + v.look.colon if v.chance(0.6) else v.label("IBAN"), v.iban()))
    else:
        rows.append((v.label("IBAN"), Markup(escape(filled("9n", v.rng)))))
    if v.chance(0.6):
        rows.append((v.rng.choice(("BIC", "SWIFT", "BIC/SWIFT")) + v.look.colon, v.bic()))
    return rows
