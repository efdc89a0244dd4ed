"""What all blocks of one document share: the sheet, the look, the facts and how its values are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from nerkit.corpora.augmentation import invented_names
from nerkit.corpora.augmentation.countries import countries
from nerkit.corpora.generator import invented_identifiers
from nerkit.corpora.generator.invoice_facts import Invoice, TradeParty
from nerkit.corpora.generator.invoice_lexicon import InvoiceLexicon
from nerkit.corpora.generator.sheet import Font, Run, Runs, Sheet
from nerkit.corpora.generator.written_forms import Writing

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Look:
    """How a document looks: faces, margins in points, the ending and case of labels, a colour."""

    body: Font
    small: Font
    left: float
    right: float
    colon: str
    case: str
    bold_labels: bool
    bold_values: bool
    accent: tuple[float, float, float]
    gap: float

    def label(self, value: str) -> str:
        """A label in this document's case, with its ending."""
        value = value.upper() if self.case == "upper" else value.lower() if self.case == "lower" else value
        return value if value.endswith(("#", "?")) and self.colon != ":" else f"{value}{self.colon}"


def fill(template: str, values: Mapping[str, Run | Runs]) -> list[Run]:
    """The template as runs, its `{names}` replaced by values; KeyError where a value is missing."""
    out: list[Run] = []
    at = 0
    for match in _PLACE.finditer(template):
        if match.start() > at:
            out.append(Run(template[at : match.start()]))
        value = values[match[1]]
        out.extend([value] if isinstance(value, Run) else value)
        at = match.end()
    if at < len(template):
        out.append(Run(template[at:]))
    return out


def emphasised(runs: Runs) -> list[Run]:
    """The same runs, all bold."""
    return [run._replace(bold=True) for run in runs]


@dataclass(frozen=True)
class DocumentDraft:
    """A document in the making. `bottom` is where the footer begins, in points from the top."""

    sheet: Sheet
    look: Look
    invoice: Invoice
    writing: Writing
    rng: Random
    bottom: float

    @property
    def words(self) -> InvoiceLexicon:
        """The lexicon of the invoice's language."""
        return self.invoice.lexicon

    @property
    def x1(self) -> float:
        """The right margin's place, in points from the left."""
        return self.sheet.width - self.look.right

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.x1 - self.look.left

    def chance(self, p: float) -> bool:
        """True with probability `p`."""
        return self.rng.random() < p

    def pick(self, section: str, key: str) -> str:
        """A way to write something."""
        return self.words.pick(self.rng, section, key)

    def label(self, key: str, section: str = "labels") -> str:
        """A label in this document's case with its ending; it may hold a line feed."""
        return self.look.label(self.pick(section, key))

    def date(self, day: dt.date, label: str = "DATE") -> Run:
        """A labelled date."""
        other = self.writing.other_date_form
        form = other if other and self.chance(0.3) else None
        return Run(self.writing.date(day, form), label, self.look.bold_values)

    def period(self) -> list[Run]:
        """The period that is billed, its first day shortened on some documents."""
        v = self.invoice
        dash = self.rng.choice(self.words.all("phrases", "until"))
        begun = self.writing.first_day(v.start, v.end) if self.chance(0.35) else self.writing.date(v.start)
        first = Run(begun, "PERIOD_START", self.look.bold_values)
        return [first, Run(dash), self.date(v.end, "PERIOD_END")]

    def month(self) -> str:
        """The month in which the period begins, in words."""
        return self.writing.date(self.invoice.start, "{B} %Y")

    def earlier(self) -> Run:
        """A date before the invoice's, of something else."""
        return self.date(self.invoice.date - dt.timedelta(days=self.rng.choice((1, 3, 8, 20, 31, 60, 200, 900))))

    def money(self, value: Decimal, label: str = "AMOUNT", bare: bool = False) -> Run:
        """A labelled amount, `bare` as this document writes amounts in tables."""
        return Run(self.writing.bare(value) if bare else self.writing.money(value), label)

    def percent(self, value: Decimal, label: str = "PERCENT") -> Run:
        """A labelled percentage."""
        return Run(self.writing.percent(value), label)

    def days(self, count: int, template: str = "") -> Run:
        """A labelled number of days, in the dative after the words that want it."""
        one, dative, short = self.words.all("phrases", "days")
        wants_dative = any(word in template for word in self.words.all("phrases", "dative"))
        unit = dative if wants_dative else short if self.chance(0.1) else one
        return Run(f"{count} {unit}", "DURATION")

    def _address_label(self, who: TradeParty) -> str | None:
        return "ADDRESS" if who is self.invoice.seller else "BUYER_ADDRESS" if who is self.invoice.buyer else None

    def inline_address(self, who: TradeParty, separator: str = ", ") -> Run:
        """An address on one line."""
        return Run(separator.join(who.address.lines), self._address_label(who))

    def name(self, who: TradeParty, bold: bool = False, short: bool = False) -> Run:
        """A name, `short` without its legal form; that of somebody who neither sells nor buys has no label."""
        label = "SELLER" if who is self.invoice.seller else "BUYER" if who is self.invoice.buyer else None
        return Run(who.short if short else who.name, label, bold)

    def country(self, who: TradeParty) -> str:
        """The country's name in the document's language."""
        language = "en" if self.invoice.language == "us" else self.invoice.language
        return countries()[who.address.country].names[language]

    def total_label(self, value: Decimal) -> str:
        """What an amount to be paid is: the total, unless something was paid before."""
        return "TOTAL_AMOUNT" if value == self.invoice.total else "AMOUNT"

    def sentence(self, key: str, section: str = "sentences") -> list[Run]:
        """A sentence of the lexicon with this invoice's values in it."""
        template = self.pick(section, key)
        return fill(template, self.values(template))

    def values(self, template: str = "") -> dict[str, Run | Runs]:
        """All that a sentence may speak of."""
        v, rng = self.invoice, self.rng
        long = Run(rng.choice(self.words.all("phrases", "lengths")), "DURATION")
        return {
            "number": Run(v.number, "INVOICE_NUMBER"),
            "date": self.date(v.date, "INVOICE_DATE"),
            "due": self.date(v.due, "DUE_DATE"),
            "order": Run(v.order_number, "ORDER_NUMBER"),
            "order_date": self.date(v.order_date),
            "delivery": self.date(v.delivery_date, "DELIVERY_DATE"),
            "start": self.date(v.start, "PERIOD_START"),
            "end": self.date(v.end, "PERIOD_END"),
            "total": self.money(v.total, "TOTAL_AMOUNT"),
            "days": self.days(v.days, template),
            "skonto": self.percent(v.skonto.percent),
            "skonto_days": self.days(v.skonto.days, template),
            "skonto_date": self.date(v.skonto.date),
            "skonto_amount": self.money(v.skonto.amount),
            "skonto_total": self.money(v.total - v.skonto.amount),
            "iban": Run(v.iban, "IBAN"),
            "bic": Run(v.bic, "BIC"),
            "bank": Run(v.bank),
            "bank2": Run(v.other_account.bank),
            "iban2": Run(v.other_account.iban, "IBAN"),
            "bic2": Run(v.other_account.bic, "BIC"),
            "buyer_iban": Run(v.other_account.iban, "IBAN"),
            "other": Run(invented_identifiers.document_number(rng, v.order_date, ("RE", "A", "R", "INV"))),
            "other_date": self.earlier(),
            "due_later": self.date(v.due + dt.timedelta(days=rng.choice((30, 90, 180, 365)))),
            "span": self.period(),
            "month": Run(self.month()),
            "year": Run(str(v.date.year)),
            "word": Run(invented_names.word(rng)),
            "contact": Run(invented_names.person(v.country, rng)),
            "seller": self.name(v.seller),
            "address": self.inline_address(v.seller),
            "place": Run(v.seller.address.place),
            "person": Run(v.buyer.name.split()[-1] if v.buyer.is_person else invented_names.surname(v.country, rng)),
            "late": self.percent(Decimal(rng.choice(("1.5", "8", "9", "5", "2", "12")))),
            "claim": self.days(rng.choice((3, 7, 8, 14, 30)), template),
            "keep": long,
            "fee": self.money(Decimal(rng.choice((5, 10, 15, 25, 40, 300)))),
            "wage": self.money(v.net * Decimal("0.4")),
            "wage_rate": self.percent(Decimal(rng.choice((10, 15, 20)))),
            "capital": self.money(Decimal(rng.choice((1000, 7500, 25000, 120000)))),
            "digits": Run(f"{rng.randrange(10**6, 10**9)}"),
        }
