"""What the templates print: the values of a paper, written and marked, with the words that announce them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from random import Random

from markupsafe import Markup, escape

from nerkit.corpora.augmentation.invented_names import source
from nerkit.corpora.printed.homes import Trader, filled, trader
from nerkit.corpora.printed.look import PageLook
from nerkit.corpora.printed.manner import Manner
from nerkit.corpora.printed.paper import Article, Paper
from nerkit.corpora.printed.value_marks import Marker
from nerkit.corpora.printed.wording import Wording
from nerkit.locales import locale

_PLACE = re.compile(r"\{(\w+)\}")
_AMONG_FIRST = 8
"""Label words at the beginning of a locale's list are the common ones: half of the draws are among so many."""
_TOWN_FIRST = 0.12
"""Share of addresses on one line that begin with the town."""
ORDERS = ("order",)
UNNUMBERED = ("quote", "delivery_note", "statement", "payslip", "reminder")
"""Kinds whose own number and date are no invoice's."""


@dataclass
class Filling:
    """All that one document may print; each use of a value is a mark of its own."""

    paper: Paper
    look: PageLook
    manner: Manner
    rng: Random
    marker: Marker
    lines: dict[int, dict[str, str]] = field(default_factory=dict)
    """What was printed of each article, by its identity (`line_table.printed_lines`)."""

    @property
    def words(self) -> Wording:
        """The wording of the paper's language."""
        return self.paper.home.wording

    def chance(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.rng.random() < share

    def one(self, *ways: object) -> object:
        """One of them."""
        return self.rng.choice(ways)

    # What is marked

    def mark(self, label: str | None, text: str) -> Markup:
        """The text as a value of this label, as it is where there is none."""
        return self.marker.mark(label, text) if label and text.strip() else Markup(escape(text))

    def date(self, day: dt.date, label: str = "DATE") -> Markup:
        """A day."""
        return self.mark(label, self.manner.date(day))

    def money(self, value: Decimal, label: str = "AMOUNT", *, bare: bool = False) -> Markup:
        """An amount, `bare` as in tables."""
        return self.mark(label, self.manner.money(value, bare=bare))

    def percent(self, value: Decimal, label: str = "PERCENT") -> Markup:
        """A percentage."""
        return self.mark(label, self.manner.percent(value))

    @cached_property
    def number_label(self) -> str | None:
        """The label of the document's own number."""
        if self.paper.kind in UNNUMBERED:
            return None
        return "ORDER_NUMBER" if self.paper.kind in ORDERS else "INVOICE_NUMBER"

    @property
    def number(self) -> Markup:
        """The document's own number."""
        return self.mark(self.number_label, self.paper.number)

    @property
    def issued(self) -> Markup:
        """The document's own date."""
        return self.date(self.paper.date, "DATE" if self.paper.kind in UNNUMBERED else "INVOICE_DATE")

    @property
    def due(self) -> Markup:
        """The day on which it is to be paid."""
        return self.date(self.paper.due, "DUE_DATE")

    def name(self, who: Trader, *, short: bool = False) -> Markup:
        """A party's name."""
        label = "SELLER" if who is self.paper.seller else "BUYER" if who is self.paper.buyer else None
        return self.mark(label, who.short if short else who.name)

    def _address_label(self, who: Trader) -> str | None:
        return "ADDRESS" if who is self.paper.seller else "BUYER_ADDRESS" if who is self.paper.buyer else None

    def address(self, who: Trader, separator: str = ", ") -> Markup:
        """A party's address on one line, its town first on some."""
        parts = who.address[::-1] if self.chance(_TOWN_FIRST) else who.address
        return self.mark(self._address_label(who), separator.join(parts))

    def branch(self) -> Markup:
        """The address of the seller's shop, which is another than that of the company, on one line."""
        shop = trader(self.paper.home, self.rng)
        return self.mark("ADDRESS", str(self.one(", ", " ")).join(shop.address[:: self.rng.choice((1, -1))]))

    def address_lines(self, who: Trader) -> list[Markup]:
        """A party's address, a mark over its lines."""
        label = self._address_label(who)
        if label is None:
            return [Markup(escape(line)) for line in who.address]
        whole = self.marker.mark(label, " ".join(who.address))
        street, town = (str(escape(part)) for part in who.address)
        return [Markup(str(whole).replace(f"{street} {town}", f"{street}<br>{town}"))]

    def iban(self) -> Markup:
        """The seller's account, in fours or in one."""
        text = self.paper.seller.iban
        spaced = " ".join(text[i : i + 4] for i in range(0, len(text), 4))
        return self.mark("IBAN", spaced if self.chance(0.7) else text)

    def bic(self) -> Markup:
        """The seller's bank."""
        return self.mark("BIC", self.paper.seller.bic)

    def vat_id(self, who: Trader) -> Markup:
        """A party's VAT number, with or without its country's letters."""
        text = who.vat_id
        bare = self.paper.home.language in ("es", "it", "pt", "pl", "nl", "sv", "da") and self.chance(0.5)
        return self.mark("VAT_ID", text[2:] if bare else text)

    # Words

    def label(self, key: str) -> str:
        """What announces a value: label words of the schema's label `KEY`, or of the wording's `key`, in this look."""
        if key.isupper():
            ways = locale(self.paper.home.language).labels[key].words
            text = self.rng.choice(ways[:_AMONG_FIRST] if self.chance(0.5) else ways)
        else:
            text = self.rng.choice(self.words.labels[key])
        text = text[:1].upper() + text[1:]
        return f"{text.upper() if self.look.upper else text}{self.look.colon}"

    def heading(self, kind: str) -> str:
        """The heading of a column of lines."""
        ways = locale(self.paper.home.language).lines.headings[kind]  # type: ignore[index]
        text = self.rng.choice(ways[:4] if self.chance(0.6) else ways)
        return text.upper() if self.look.upper or self.chance(0.1) else text[:1].upper() + text[1:]

    def sentence(self, key: str) -> Markup:
        """A sentence of the wording with this paper's values in it."""
        return self.filled(self.rng.choice(self.words.sentences[key]))

    def title(self) -> Markup:
        """What the document calls itself."""
        return self.filled(self.rng.choice(self.words.titles[self.paper.kind]))

    def filled(self, template: str) -> Markup:
        """A text with its `{places}` filled."""
        parts = _PLACE.split(template)
        return Markup("").join(self._place(part) if i % 2 else Markup(escape(part)) for i, part in enumerate(parts))

    def _place(self, name: str) -> Markup:
        value = self._places[name]()
        return value if isinstance(value, Markup) else Markup(escape(str(value)))

    @cached_property
    def _places(self) -> dict[str, Callable[[], object]]:
        p, rng = self.paper, self.rng
        return {
            "number": lambda: self.number,
            "order": lambda: self.mark("ORDER_NUMBER", p.order),
            "other": lambda: filled("6n", rng),
            "date": lambda: self.issued,
            "due": lambda: self.due,
            "start": lambda: self.date(p.start, "PERIOD_START"),
            "end": lambda: self.date(p.end, "PERIOD_END"),
            "month": lambda: self.manner.month(p.start),
            "total": lambda: self.money(p.total, "TOTAL_AMOUNT"),
            "days": lambda: p.days or 30,
            "few": lambda: rng.choice((3, 5, 7, 8, 10, 14)),
            "years": lambda: rng.choice((2, 3, 5)),
            "percent": lambda: self.percent(Decimal(rng.choice(("1", "2", "3", "5", "8", "9", "1.5")))),
            "iban": self.iban,
            "bic": self.bic,
            "bank": lambda: p.seller.bank,
            "phone": lambda: p.seller.phone,
            "place": lambda: p.seller.place,
            "seller": lambda: self.name(p.seller),
            "buyer": lambda: self.name(p.buyer),
            "word": self.brand,
            "name": lambda: source(p.home.locale, rng).last_name(),
            "small": lambda: rng.randrange(10, 9999),
            "digits": lambda: filled("6n", rng),
        }

    def brand(self) -> str:
        """A product's or model's name."""
        return filled(self.rng.choice(("1a3n", "2a-2n", "1a1n")), self.rng)

    def person(self) -> str:
        """Somebody's name that has no label."""
        return str(source(self.paper.home.locale, self.rng).name())

    # Tills

    def clock(self) -> str:
        """A time of day."""
        hour, minute, second = self.rng.randrange(7, 23), self.rng.randrange(60), self.rng.randrange(60)
        return f"{hour:02d}:{minute:02d}" + self.rng.choice(("", f":{second:02d}"))

    @cached_property
    def _lettered(self) -> bool:
        return self.chance(0.4)

    def letter_of(self, index: int) -> str:
        """The letter that stands for a rate of tax, where this till prints one."""
        return f"{'ABCDEF'[index]} " if self._lettered else ""

    def letter(self, article: Article) -> str:
        """The letter of a line's rate."""
        return f" {self.letter_of([part.rate for part in self.paper.taxed].index(article.rate))}".rstrip()
