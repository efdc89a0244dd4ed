"""A canvas that knows what it drew: every labelled value with its page and boxes, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

TextAlign = Literal["left", "right", "center"]


class Run(NamedTuple):
    """A stretch of text in one weight; `label` says what it is, None for all that is not a value."""

    text: str
    label: str | None = None
    bold: bool = False


Runs = Sequence[Run]


@dataclass(frozen=True, slots=True)
class Font:
    """A face with its bold companion, the size and line height in points, extra space between characters, a grey."""

    name: str
    bold: str
    size: float
    leading: float = 1.25
    spacing: float = 0.0
    grey: float = 0.0

    @property
    def height(self) -> float:
        """Height of a line in points."""
        return self.size * self.leading

    def scaled(self, factor: float) -> Font:
        """The same face in another size."""
        return replace(self, size=self.size * factor)

    def heavy(self) -> Font:
        """The same face with all text bold."""
        return replace(self, name=self.bold)


@dataclass
class DrawnValue:
    """A labelled value that was drawn: its text and, a line each, the boxes (page, x0, top, x1, bottom)."""

    label: str
    text: str
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)


@cache
def _width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def text(value: str) -> list[Run]:
    """Unlabelled text as runs."""
    return [Run(value)]


class Sheet:
    """Pages of one size; `mentions` are the labelled values so far, in the order in which they were drawn.

    `items` are the lines of an invoice: the canonical value of each cell that was drawn, by the names that records use.
    """

    def __init__(self, path: Path, width: float, height: float) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self.canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
        self.width = width
        self.height = height
        self.page = 1
        self.mentions: list[DrawnValue] = []
        self.items: list[dict[str, str]] = []

    def measure(self, runs: Runs, font: Font) -> float:
        """Width of `runs` on one line, in points."""
        return sum(self._measure(run.text, font.bold if run.bold else font.name, font) for run in runs)

    def _measure(self, value: str, face: str, font: Font) -> float:
        return _width(value, face, font.size) + font.spacing * len(value)

    def line(self, x: float, top: float, runs: Runs, font: Font, align: TextAlign = "left") -> float:
        """Draws one line with its left end, right end or middle at `x`; returns where the next line's top is."""
        self._draw(x, top, runs, font, align, {})
        return top + font.height

    def _draw(
        self, x: float, top: float, runs: Runs, font: Font, align: TextAlign, open_: dict[int, DrawnValue]
    ) -> None:
        if align != "left":
            width = self.measure(runs, font)
            x -= width if align == "right" else width / 2
        baseline = self.height - top - font.size
        self.canvas.setFillGray(font.grey)
        for i, run in enumerate(runs):
            face = font.bold if run.bold else font.name
            width = self._measure(run.text, face, font)
            if run.text.strip():
                self.canvas.setFont(face, font.size)
                self.canvas.drawString(x, baseline, run.text, charSpace=font.spacing)
                if run.label:
                    box = (self.page, round(x, 2), round(top, 2), round(x + width, 2), round(top + font.size * 1.22, 2))
                    mention = open_.get(i)
                    if mention is None:
                        mention = DrawnValue(run.label, "")
                        self.mentions.append(mention)
                    mention.text = f"{mention.text} {run.text}".strip()
                    mention.boxes.append(box)
            x += width

    def lines(self, x: float, top: float, rows: Iterable[Runs], font: Font, align: TextAlign = "left") -> float:
        """Draws rows below each other; returns where the next line's top is."""
        for row in rows:
            top = self.line(x, top, row, font, align)
        return top

    def block(
        self, x: float, top: float, rows: Sequence[str], label: str, font: Font, align: TextAlign = "left"
    ) -> float:
        """Draws one value that runs over several lines, such as an address."""
        mention = DrawnValue(label, "")
        self.mentions.append(mention)
        for row in rows:
            self._draw(x, top, [Run(row, label)], font, align, {0: mention})
            top += font.height
        return top

    def paragraph(self, x: float, top: float, width: float, runs: Runs, font: Font, align: TextAlign = "left") -> float:
        """Draws `runs` broken into lines of at most `width`; a value that is broken stays one mention."""
        mentions: dict[int, DrawnValue] = {}
        for row in self._broken(runs, width, font):
            ids = [i for i, _ in row]
            opened = {k: mentions[i] for k, i in enumerate(ids) if i in mentions}
            before = len(self.mentions)
            edge = x if align == "left" else x + width if align == "right" else x + width / 2
            self._draw(edge, top, [run for _, run in row], font, align, opened)
            fresh = iter(self.mentions[before:])
            for k, i in enumerate(ids):
                if k not in opened and row[k][1].label and row[k][1].text.strip():
                    mentions[i] = next(fresh)
            top += font.height
        return top

    def _broken(self, runs: Runs, width: float, font: Font) -> list[list[tuple[int, Run]]]:
        """Lines of (index of the run, its part on this line)."""
        rows: list[list[tuple[int, Run]]] = [[]]
        used = 0.0
        for i, run in enumerate(runs):
            face = font.bold if run.bold else font.name
            for k, piece in enumerate(run.text.split(" ")):
                part = f" {piece}" if k else piece
                wide = self._measure(part, face, font)
                if k and rows[-1] and used + wide > width:
                    rows.append([])
                    used, part = 0.0, piece
                    wide = self._measure(part, face, font)
                if rows[-1] and rows[-1][-1][0] == i:
                    part = rows[-1].pop()[1].text + part
                rows[-1].append((i, run._replace(text=part)))
                used += wide
        return rows

    def rule(self, x0: float, top: float, x1: float, weight: float = 0.5, grey: float = 0.0) -> None:
        """A horizontal line."""
        self.canvas.setStrokeGray(grey)
        self.canvas.setLineWidth(weight)
        self.canvas.line(x0, self.height - top, x1, self.height - top)

    def frame(
        self, x0: float, top: float, x1: float, bottom: float, fill: float | None = None, weight: float = 0.5
    ) -> None:
        """A rectangle, filled with a grey or just ruled (`weight` 0: not ruled)."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(0.3)
        if fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.rect(
            x0, self.height - bottom, x1 - x0, bottom - top, stroke=int(weight > 0), fill=int(fill is not None)
        )

    def tint(self, x0: float, top: float, x1: float, bottom: float, colour: tuple[float, float, float]) -> None:
        """A coloured rectangle without a rule."""
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

    def new_page(self) -> None:
        """Ends this page."""
        self.canvas.showPage()
        self.page += 1

    def save(self) -> None:
        """Writes the file."""
        self.canvas.save()
