"""Texts of contracts as PDFs whose pages look like those of many offices: what scripts/train_stream.py learns from.

    python scripts/pages_of_texts.py OUT FOLDER [COUNT]

Pages end where the text says so (a line "Source: …", as the texts of CUAD have), mostly in front of annexes, and else
where they are full. Fonts, margins, page numbers, running heads and feet, covers, and the line that filings have at
their head differ from file to file; a long contract keeps some of its first pages and of its last ones.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nerkit.page_stream.annexes import annex

SOURCE = re.compile(r"^Source: .*$", re.MULTILINE)
NUMBER = re.compile(r"[-–\s]*\d{1,3}[-–\s]*")
MOST, LAST = 14, 4
HEADING = 60
OVERFULL = 1.15
"""What a page of the text may have more than one here, and is still one."""
BOLD = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Courier": "Courier-Bold"}
NUMBERS = ("", "", "{n}", "{n}", "- {n} -", "{n}/{of}", "Page {n}", "Page {n} of {of}")


@dataclass(frozen=True)
class Style:
    """How an office prints: sizes in points; `header`, `footer` and `filing` are what stands there, if anything."""

    size: tuple[float, float]
    font: str
    points: float
    left: float
    top: float
    spacing: float
    numbers: str
    keeps_numbers: bool
    header: str | None
    footer: str | None
    larger: bool
    bold: bool
    filing: str | None
    cover: bool

    @classmethod
    def drawn(cls, random: Random) -> Style:
        """One of many."""
        from reportlab.lib.pagesizes import A4, LETTER

        size = random.choice([A4, LETTER, LETTER])
        font = random.choice(["Times-Roman", "Times-Roman", "Helvetica", "Courier"])
        points = random.choice([8, 9, 10] if font == "Courier" else [8, 8.5, 9, 10, 10, 11, 12])
        left, top = random.choice([36, 54, 72, 72, 90]), random.choice([36, 54, 72])
        spacing, numbers = random.choice([1.1, 1.2, 1.35]), random.choice(NUMBERS)
        keeps_numbers = random.random() < 0.35
        header = random.choice([None, None, None, "title", "running"])
        footer = random.choice([None, None, None, "title", "file"])
        larger, bold = random.random() < 0.35, random.random() < 0.5
        filing, cover = random.choice([None, None, "line", "page"]), random.random() < 0.12
        place = (size, font, points, left, top, spacing, numbers, keeps_numbers)
        return cls(*place, header, footer, larger, bold, filing, cover and not filing)

    @property
    def chars(self) -> int:
        """Characters of a line; those of most fonts are narrower than an n."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        usual = stringWidth("n" * 10, self.font, self.points) / 10
        return int((self.size[0] - 2 * self.left) / usual * (1 if self.font == "Courier" else 1.12))

    @property
    def rows(self) -> int:
        """Lines of a page."""
        return int((self.size[1] - 2 * self.top - 2 * self.points) / (self.points * self.spacing))

    @property
    def before(self) -> int:
        """Pages in front of the first one that has a number."""
        return int(self.filing == "page" or self.cover)


def pages_of(text: str, style: Style, random: Random) -> Iterator[list[str]]:
    """The lines of each page."""
    as_said = SOURCE.search(text) and random.random() < 0.7
    annexes_apart = random.random() < 0.8
    parts = SOURCE.split(text) if as_said else [SOURCE.sub("", text)]
    for part in parts:
        lines = _lines(part, style)
        if random.random() < 0.3:
            lines = [line for line in lines if line]
        for own in _with_annexes(lines) if annexes_apart else [lines]:
            whole = len(parts) > 1 and len(own) <= style.rows * OVERFULL
            rows = max(len(own), 1) if whole else style.rows
            yield from (page for at in range(0, len(own), rows) if any(page := own[at : at + rows]))


def _with_annexes(lines: list[str]) -> Iterator[list[str]]:
    """The lines up to the first annex, and those of each: an annex begins with a short line that calls it one."""
    begin = 0
    for at, line in enumerate(lines):
        called = annex([line])
        if called and called.name and len(line) <= HEADING and not line.endswith((".", ",", ";")):
            yield lines[begin:at]
            begin = at
    yield lines[begin:]


def _lines(text: str, style: Style) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        for piece in textwrap.wrap(line.strip(), style.chars) or [""]:
            number = NUMBER.fullmatch(piece) is not None and not style.keeps_numbers
            if not number and (piece or (lines and lines[-1])):
                lines.append(piece)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def write(text: str, out: Path, random: Random) -> None:
    """A contract as a PDF."""
    style, name = Style.drawn(random), out.stem
    pages = list(pages_of(text, style, random))
    if len(pages) > MOST:
        keep = random.randint(2, MOST)
        last = random.randint(1, min(LAST, keep - 1))
        pages = pages[: keep - last] + pages[-last:]
    first = next((line for line in pages[0] if line), "")
    title = next((line for line in pages[0] if line.isupper() and len(line.split()) > 1), first)[:70]
    code = f"EX-{random.choice(['10', '99', '4', '2'])}.{random.randint(1, 40)}"
    if style.filing:
        file = f"{random.randint(2, 14)} d{random.randint(10000, 999999)}dex{random.randint(1, 999)}"
        line = f"{code} {file}.{random.choice(['htm', 'txt'])} {title}"[: style.chars + 30]
        pages = [[line], *pages] if style.filing == "page" else [[line, *pages[0]], *pages[1:]]
    elif style.cover:
        said = random.choice(["", "by and between", "dated as of", "CONFIDENTIAL"])
        pages = [["", "", "", "", "", title, "", "", said], *pages]
    head = title if style.header == "title" else f"{name[:20]} / {title[:30]}"
    foot = title if style.footer == "title" else f"{code}/{name[:24]}"
    _print(pages, style, out, title, head if style.header else "", foot if style.footer else "", random.random() < 0.75)


def _print(pages: list[list[str]], style: Style, out: Path, title: str, head: str, foot: str, below: bool) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(out), pagesize=style.size)
    (width, height), of = style.size, len(pages) - style.before
    for number, page in enumerate(pages, 1 - style.before):
        if head and number > 1:
            canvas.setFont(style.font, max(style.points - 2, 6))
            canvas.drawString(style.left, height - style.top / 2, head)
        for row, line in enumerate(page):
            titled = line == title and number <= 1
            font = BOLD[style.font] if titled and style.bold else style.font
            canvas.setFont(font, style.points * 1.5 if titled and style.larger else style.points)
            canvas.drawString(style.left, height - style.top - row * style.points * style.spacing, line)
        canvas.setFont(style.font, max(style.points - 1, 6))
        shown = style.numbers.format(n=number, of=of) if number > 0 else ""
        if shown:
            canvas.drawCentredString(width / 2, style.top * 0.5 if below else height - style.top * 0.7, shown)
        if foot:
            canvas.drawString(style.left, style.top * 0.35 + (8 if shown and below else 0), foot)
        canvas.showPage()
    canvas.save()


def main(out: str, folder: str, count: str = "150") -> None:
    """Write as many of the texts in a folder."""
    Path(out).mkdir(parents=True, exist_ok=True)
    files = sorted(Path(folder).glob("*.txt"))
    Random(3).shuffle(files)
    for file in files[: int(count)]:
        write(file.read_text(encoding="utf-8"), Path(out) / f"{file.stem}.pdf", Random(f"pages {file.stem}"))


if __name__ == "__main__":
    main(*sys.argv[1:])
