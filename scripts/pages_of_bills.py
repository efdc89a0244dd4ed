"""Bills of many pages, and bills with what is annexed to them, as PDFs: what scripts/train_stream.py learns from.

    python scripts/pages_of_bills.py OUT [COUNT] [SEED]

Each file is one document, its words those of a language's locale. Later pages of a bill say more or less of what it is:
its number and date, who sent it, the page, what is carried over, or nothing but rows. Annexes are notes of what was
delivered, lists of days, or numbered terms, by the same sender, with or without the number of the bill.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nerkit.labels import builtin
from nerkit.labels.words import with_words
from nerkit.locales import words_for

LANGUAGES = {"de": "de_DE", "en": "en_GB", "fr": "fr_FR", "es": "es_ES", "it": "it_IT", "nl": "nl_NL"}
FONTS = ("Helvetica", "Times-Roman", "Courier")
MANY = 24
ROWS = 28
Lines = list[str]


@dataclass(frozen=True)
class Bill:
    """What every page of a bill draws on; chances are those with which a later page has it."""

    random: Random
    language: str
    sender: Lines
    number: str
    date: str

    @classmethod
    def drawn(cls, random: Random) -> Bill:
        """One of many."""
        from faker import Faker

        language = random.choice(list(LANGUAGES))
        fake = Faker(LANGUAGES[language])
        fake.seed_instance(random.randrange(10**9))
        number = random.choice(["{}", "RE-2023-{}", "{}/23", "F{}", "INV-{}"]).format(random.randint(1000, 999999))
        return cls(random, language, [fake.company(), *fake.address().splitlines()], number, fake.date("%d.%m.%Y"))

    def label(self, name: str) -> str:
        """A word that announces a value."""
        own = with_words(builtin(), self.language).labels[name].words[:5]
        return self.random.choice(own).capitalize()

    def row(self, place: int) -> str:
        """A line of the table."""
        count, cents = self.random.randint(1, 30), self.random.randint(90, 99999)
        article = f"{self.random.choice('ABCDKMRT')}-{self.random.randint(100, 9999)}"
        return f"{place}\t{article}\t{count}\t{cents / 100:.2f}\t{count * cents / 100:.2f}"

    def pages(self, count: int) -> list[Lines]:
        """The bill itself."""
        words, random = words_for(self.language), self.random
        named, sent, carried, numbered, titled = (random.random() < share for share in (0.5, 0.4, 0.5, 0.5, 0.3))
        title = random.choice(words.kinds["invoice"].titles).upper()
        heading = f"{self.label('INVOICE_NUMBER')} {self.number}\t{self.label('INVOICE_DATE')} {self.date}"
        page, of = random.choice(words.reading.pages[:2]).capitalize(), words.reading.page_of[0]
        carry, found = random.choice(words.lines.carried).capitalize(), []
        for at in range(count):
            lines = [*(self.sender if sent or not at else []), *([title] if titled or not at else [])]
            lines += [heading] if named or not at else []
            lines += [f"{carry}\t\t\t{random.randint(100, 99999)}.50"] if carried and at else []
            rows = ROWS if at < count - 1 else random.randint(2, ROWS)
            lines += [self.row(at * ROWS + row + 1) for row in range(rows)]
            if at == count - 1:
                lines += [f"{self.label('TOTAL_AMOUNT')}\t\t\t{random.randint(100, 99999)}.00 EUR"]
            found.append([*lines, *(["", f"{page} {at + 1} {of} {count}"] if numbered else [])])
        return found

    def annex(self) -> Lines:
        """A page behind the bill."""
        random, what = self.random, self.random.choice(["note", "days", "terms"])
        head = self.sender[: random.choice([0, 1, len(self.sender)])] if what == "terms" else self.sender[:]
        if what == "terms":
            clauses = range(1, random.randint(12, 50))
            return [*head, *(f"{clause}. {' '.join(self._words(8))}." for clause in clauses)]
        title = random.choice(words_for(self.language).kinds["delivery_note"].titles)
        head += [f"{title} {random.randint(100, 99999)}" if what == "note" else title]
        if random.random() < 0.7:
            head += [f"{self.label('INVOICE_NUMBER')} {self.number}"]
        month = random.randint(1, 12)
        rows = range(1, random.randint(4, 22))
        return head + [
            self.row(row) if what == "note" else f"{row:02}.{month:02}.2023\t{row % 5 + 4},5 h" for row in rows
        ]

    def _words(self, count: int) -> list[str]:
        titles = [
            title for kind in words_for(self.language).kinds.values() for title in (*kind.titles, *kind.not_titles)
        ]
        return [word.lower() for word in self.random.choices(titles, k=count)]


def write(out: Path, random: Random) -> None:
    """A bill of many pages, or a short one with annexes."""
    bill = Bill.drawn(random)
    pages = bill.pages(random.randint(2, MANY) if random.random() < 0.5 else random.randint(1, 3))
    if len(pages) <= 3:
        pages += [bill.annex() for _ in range(random.choice([1, 1, 2]))]
    _print(pages, out, random)


def _print(pages: list[Lines], out: Path, random: Random) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas, left, points = Canvas(str(out), pagesize=(595, 842)), random.choice([40, 56, 71]), random.choice([8, 9, 10])
    font = random.choice(FONTS)
    for lines in pages:
        canvas.setFont(font, points)
        for row, line in enumerate(lines):
            for cell, text in enumerate(line.split("\t")):
                canvas.drawString(left + 105 * cell, 800 - row * points * 1.4, text)
        canvas.showPage()
        if random.random() < 0.1:
            font, points = random.choice(FONTS), random.choice([8, 9, 10])
    canvas.save()


def main(out: str, count: str = "60", seed: str = "4") -> None:
    """Write as many files."""
    Path(out).mkdir(parents=True, exist_ok=True)
    for number in range(int(count)):
        write(Path(out) / f"{number:03}.pdf", Random(f"bill {seed} {number}"))


if __name__ == "__main__":
    main(*sys.argv[1:])
