"""The table of a document's lines: which columns it has, and what stands in each."""

from __future__ import annotations

from markupsafe import Markup, escape

from nerkit.corpora.generator.invoice_facts import cents
from nerkit.corpora.printed.filling import Filling
from nerkit.corpora.printed.paper import Article
from nerkit.records.placed_values import money, plain_number


def columns(v: Filling) -> list[str]:
    """The columns of the table of lines, by kind, in order."""
    several = len(v.paper.taxed) > 1
    shares = {
        "position": 0.35, "article": 0.35, "date": 0.06, "description": 1.0, "quantity": 0.85, "unit": 0.3,
        "unit_price": 0.8, "discount": 1.0 if any(one.discount for one in v.paper.articles) else 0.04,
        "tax_rate": 0.7 if several else 0.25, "tax_amount": 0.06, "amount": 0.97,
    }  # fmt: skip
    if v.paper.kind == "delivery_note":
        shares |= {"unit_price": 0.0, "amount": 0.0, "tax_rate": 0.0, "tax_amount": 0.0, "quantity": 1.0}
    chosen = [kind for kind, share in shares.items() if v.chance(share)]
    if v.chance(0.2) and "quantity" in chosen:
        chosen.remove("quantity")
        chosen.insert(chosen.index("description"), "quantity")
    return chosen


def cell(v: Filling, article: Article, kind: str, number: int) -> Markup:
    """A cell of a line; what it says is noted down."""
    printed = _printed(v, article, kind, number)
    value = _canonical(article, kind, printed)
    if value:
        v.lines.setdefault(id(article), {})[kind] = value
    return printed


def printed_lines(v: Filling) -> list[dict[str, str]]:
    """Each line with the canonical values of its cells, by the names of records; without an amount it is none."""
    found = (v.lines.get(id(article), {}) for article in v.paper.articles)
    return [line for line in found if "amount" in line]


def _canonical(article: Article, kind: str, printed: Markup) -> str | None:
    match kind:
        case "description":
            return Markup(printed.replace("<br>", " ")).striptags()
        case "article" | "unit":
            return str(printed)
        case "quantity":
            return plain_number(article.quantity)
        case "unit_price":
            return money(article.price)
        case "discount":
            return plain_number(article.discount) if article.discount else None
        case "tax_rate":
            return plain_number(article.rate)
        case "amount":
            return money(article.amount)
    return None


def _printed(v: Filling, article: Article, kind: str, number: int) -> Markup:
    match kind:
        case "position":
            return Markup(escape(str(number)))
        case "article":
            return Markup(escape(article.code))
        case "date":
            return v.date(article.day)
        case "description":
            text = v.filled(article.description)
            return Markup("{}<br><small>{}</small>").format(text, v.filled(article.detail)) if article.detail else text
        case "quantity":
            return Markup(escape(v.manner.quantity(article.quantity)))
        case "unit":
            return Markup(escape(article.unit))
        case "unit_price":
            return v.money(article.price, bare=True)
        case "discount":
            return v.percent(article.discount) if article.discount else Markup("")
        case "tax_rate":
            return v.percent(article.rate, "TAX_RATE")
        case "tax_amount":
            return v.money(cents(article.amount * article.rate / 100), bare=True)
    return v.money(article.amount, bare=True)
