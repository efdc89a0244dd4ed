"""A strip of paper in a till: lines, pairs of a label and a value, and the habits of one printer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nerkit.corpora.generator.draft import DocumentDraft
from nerkit.corpora.generator.sheet import Font, Run, Runs, TextAlign, text
from nerkit.corpora.generator.shops import Market, expand, ways

_BETWEEN = re.compile(r"(?<=\S) (?=\S)")

MARGIN = 12.0
"""Left and right of the text, in points."""


@dataclass
class Roll:
    """Writes downwards from `top`, in points.

    `upper`: all text in capitals; `slip`: how far below their labels the values of a row stand, as on a tilted
    photograph; `near`: values follow their labels instead of standing at the right edge; `airy`: how often blocks are
    set apart by blank space; `tight`: no spaces between the words of a text, as boxes of photographs are read.
    """

    c: DocumentDraft
    market: Market
    font: Font
    align: TextAlign
    upper: bool
    slip: float
    near: bool
    tight: bool
    airy: float
    top: float = 14.0

    @property
    def right(self) -> float:
        """Where the lines end."""
        return self.c.sheet.width - MARGIN

    def written(self, runs: Runs) -> list[Run]:
        """The runs as they come out of this printer; what parts one run from the next stays."""
        return [run._replace(text=_BETWEEN.sub("", run.text)) for run in runs] if self.tight else list(runs)

    def word(self, section: str) -> str:
        """A label of this market's language, as this printer writes labels."""
        rng = self.c.rng
        own = self.c.words.groups["receipt"].get(section, ()) if self.market.words in ("en", "de", "fr") else ()
        found = rng.choice(own) if own and rng.random() < 0.25 else rng.choice(ways(section, self.market))
        found = self.cased(expand(found, self.market, rng)).rstrip(" :")
        return self.c.look.label(found) if found else ""

    def cased(self, value: str) -> str:
        """The text as this printer writes it."""
        return value.upper() if self.upper else value

    def gap(self, often: float = 1.0) -> None:
        """Blank space, mostly where this printer leaves some."""
        if self.c.chance(self.airy * often):
            self.top += self.font.height * self.c.rng.uniform(0.5, 1.5)

    def line(self, runs: Runs, align: TextAlign | None = None, scale: float = 1.0) -> None:
        """A line, made smaller where it is too wide."""
        align, runs = align or self.align, self.written(runs)
        font = self._fitting(runs, self.font.scaled(scale))
        x = {"left": MARGIN, "center": self.c.sheet.width / 2, "right": self.right}[align]
        self.top = self.c.sheet.line(x, self.top, runs, font, align)

    def lines(self, said: str, align: TextAlign | None = None) -> None:
        """Unlabelled lines, parted by `|`."""
        for part in said.split("|"):
            self.line(text(self.cased(part)), align)

    def block(self, rows: list[str], label: str, scale: float = 1.0, bold: bool = False) -> None:
        """One value over several lines."""
        rows = [run.text for run in self.written([Run(self.cased(row)) for row in rows])]
        font = self.font.scaled(scale)
        font = font.heavy() if bold else font
        font = min((self._fitting(text(row), font) for row in rows), key=lambda fitting: fitting.size)
        x = self.c.sheet.width / 2 if self.align == "center" else MARGIN
        self.top = self.c.sheet.block(x, self.top, rows, label, font, self.align)

    def pair(self, left: Runs, right: Runs, scale: float = 1.0, stacked: bool = False) -> None:
        """A row: a label and its value, at the right edge, right behind the label, or `stacked` on the next line."""
        sheet, left, right = self.c.sheet, self.written(left), self.written(right)
        font = self.font.scaled(scale)
        if stacked:
            self.line(left, "left", scale)
            self.line(right, self.c.rng.choice(("left", "right", "right")), scale)
            return
        if self.near and left:
            self.line([*left, Run(self.c.rng.choice((" ", "  "))), *right], "left", scale)
            return
        room = self.right - MARGIN - sheet.measure(right, font) - 5
        sheet.line(MARGIN, self.top, left, font.scaled(min(1, room / max(1, sheet.measure(left, font)))))
        sheet.line(self.right, self.top + self.slip * font.height, right, font, "right")
        self.top += font.height

    def bar(self) -> None:
        """A line of hyphens, stars or equal signs, or a little space."""
        if self.c.chance(0.45):
            sign = self.c.rng.choice("--=*_.")
            count = int((self.right - MARGIN) / self.c.sheet.measure(text(sign), self.font))
            self.line(text(sign * count), "left")
        else:
            self.gap(1.2)

    def _fitting(self, runs: Runs, font: Font) -> Font:
        wide = max(self.c.sheet.measure([run._replace(bold=True) for run in runs], font), 1)
        return font.scaled(min(1, (self.right - MARGIN) / wide))
