"""The ways in which forms lay out keys and values, each a piece of HTML; keys and values are marked with one number."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

from markupsafe import Markup, escape

from nerkit.corpora.printed.form import FormAnswers, FormEntry
from nerkit.corpora.printed.look import PageLook
from nerkit.corpora.printed.value_marks import Marker

KEY, VALUE = "KEY", "VALUE"
"""How marks begin; behind a hyphen stands the number that a key and its value share."""

_BOXES = (("[x]", "[ ]"), ("[X]", "[ ]"), ("☒", "☐"), ("☑", "☐"), ("(x)", "( )"))


@dataclass
class FormPrinter:
    """Prints parts of one form; each entry that is printed gets the next number."""

    answers: FormAnswers
    look: PageLook
    marker: Marker
    rng: Random
    _numbers: count[int] = field(default_factory=count)

    def part(self) -> Markup:
        """A part of the form in some layout."""
        layouts: dict[Callable[[], Markup], float] = {
            self.lines: 5, self.columns: 5, self.table: 5, self.wide_table: 3, self.boxes: 6, self.captions: 2,
            self.leaders: 1.5, self.blocks: 4, self.totals: 3, self.choices: 2, self.rows: 4, self.items: 3,
            self.prose: 2, self.questions: 1.5, self.memo: 3, self.below: 3, self.head: 2, self.mail: 1.5,
            self.goods: 3, self.numbered: 2, self.heads: 2.5,
        }  # fmt: skip
        return self.rng.choices(list(layouts), list(layouts.values()))[0]()

    # Keys and values

    def _key(self, number: int, text: str, colon: str) -> Markup:
        said = (text.upper() if self.look.upper else text) + colon
        mark = self.marker.mark(f"{KEY}-{number}", said)
        return Markup("<b>{}</b>").format(mark) if self.look.bold_labels else mark

    def _value(self, number: int, lines: Sequence[str]) -> Markup:
        if not lines:
            return Markup(self.rng.choice(("", "", "______________", "…………………")))
        whole = str(self.marker.mark(f"{VALUE}-{number}", " ".join(lines)))
        printed = " ".join(str(escape(line)) for line in lines)
        return Markup(whole.replace(f">{printed}</a>", f">{'<br>'.join(str(escape(line)) for line in lines)}</a>"))

    def _pair(self, entry: FormEntry, colon: str | None = None) -> tuple[Markup, Markup]:
        number = next(self._numbers)
        return self._key(number, entry.key, self.look.colon if colon is None else colon), self._value(
            number, entry.lines
        )

    def _short(self, how_many: int, *, empty: float = 0.08) -> list[FormEntry]:
        """Entries of one line each."""
        entries = self.answers.entries(how_many, empty=empty)
        return [FormEntry(e.key, (", ".join(e.lines),) if e.lines else (), e.kind) for e in entries]

    def _many(self, least: int, most: int) -> int:
        return self.rng.randrange(least, most + 1)

    # Layouts

    def lines(self) -> Markup:
        """A key and its value behind one another, pair below pair."""
        colon = self.rng.choice((":", ":", ":", " :", self.look.colon))
        gap = Markup("&emsp;") if not colon.strip() else Markup(" ")
        rows = (self._pair(e, colon) for e in self._short(self._many(2, 7), empty=0.05))
        return Markup("").join(Markup("<div>{}{}{}</div>").format(k, gap, v) for k, v in rows)

    def columns(self) -> Markup:
        """Pairs side by side, as "Date: …   Number: …"."""
        width = self._many(2, 3)
        colon = self.rng.choice((":", ":", ":", self.look.colon))
        gap = Markup("&emsp;") if not colon.strip() else Markup(" ")
        cells = [
            Markup("<div>{}{}{}</div>").format(k, gap, v)
            for k, v in (self._pair(e, colon) for e in self._short(width * self._many(1, 4)))
        ]
        style = f"display:grid;grid-template-columns:repeat({width},1fr);gap:{self._many(1, 6)}pt 12pt"
        return Markup('<div style="{}">{}</div>').format(style, Markup("").join(cells))

    def table(self) -> Markup:
        """Keys in one column, values in the next."""
        apart = self.rng.random() < 0.12
        entries = self.answers.entries(self._many(2, 9))
        rows = [self._pair(e, "" if apart else None) for e in entries]
        row = "<tr><td>{}</td><td>:</td><td>{}</td></tr>" if apart else "<tr><td>{}</td><td>{}</td></tr>"
        return self._table(Markup(row).format(k, v) for k, v in rows)

    def memo(self) -> Markup:
        """Keys in a narrow column, values in another or far right of them, of one line or of several."""
        rng = self.rng
        colon = rng.choice((":", ":", "", self.look.colon))
        wide = rng.random() < 0.4
        entries = self.answers.entries(self._many(2, 8), empty=0.1)
        rows = (self._pair(e, colon) for e in entries)
        first = f"width:{rng.randrange(60, 240)}pt" if wide or not colon.strip() else "padding-right:12pt"
        gap = f"padding:{rng.randrange(1, 9)}pt 0"
        align = rng.choice(("left", "left", "right"))
        row = f'<tr><td style="{first};{gap};text-align:{align}">{{}}</td><td>{{}}</td></tr>'
        body = Markup("").join(Markup(row).format(k, v) for k, v in rows)
        return Markup("<table>{}</table>").format(body)

    def below(self) -> Markup:
        """Values below their keys, a little in or out of line with them, in one column or in several."""
        rng = self.rng
        width = rng.choice((1, 1, 2, 3))
        # Without a colon, keys side by side above their values are the head of a table.
        colon = rng.choice((":", ":", "", ".")) if width == 1 else ":"
        shift = rng.choice((0, 0, 8, 20, 40))
        cells = [
            Markup('<div><div>{}</div><div style="margin-left:{}pt">{}&nbsp;</div></div>').format(k, shift, v)
            for k, v in (self._pair(e, colon) for e in self.answers.entries(width * self._many(1, 3), empty=0.1))
        ]
        style = f"display:grid;grid-template-columns:repeat({width},1fr);gap:{self._many(3, 14)}pt 20pt"
        return Markup('<div style="{}">{}</div>').format(style, Markup("").join(cells))

    def wide_table(self) -> Markup:
        """Two columns of keys, each with its column of values."""
        pairs = [self._pair(e) for e in self._short(2 * self._many(2, 5))]
        rows = [pairs[i : i + 2] for i in range(0, len(pairs), 2)]
        cells = (Markup("").join(Markup("<td>{}</td><td>{}</td>").format(k, v) for k, v in row) for row in rows)
        return self._table(Markup("<tr>{}</tr>").format(row) for row in cells)

    def boxes(self) -> Markup:
        """Ruled boxes with a small key above the value."""
        width = self._many(2, 4)
        colon = self.rng.choice(("", "", "", ":", "."))
        small = self.rng.choice(("small", "small", "div"))
        cells = []
        for e in self._short(width * self._many(1, 4), empty=0.15):
            key, value = self._pair(e, colon)
            cells.append(Markup(f"<div><{small}>{{}}</{small}>{{}}&nbsp;</div>").format(key, value))
        framed = self.rng.choice(("cells", "cells", "cells", ""))
        style = f"display:grid;grid-template-columns:repeat({width},1fr)" + ("" if framed else ";gap:6pt 14pt")
        return Markup('<div class="{}" style="{}">{}</div>').format(framed, style, Markup("").join(cells))

    def captions(self) -> Markup:
        """Values on a line, their keys below it."""
        cells = []
        for e in self._short(self._many(2, 4), empty=0.2):
            key, value = self._pair(e, "")
            cells.append(
                Markup(
                    '<div style="flex:1">{}&nbsp;<div style="border-top:.6pt solid #333"><small>{}</small></div></div>'
                ).format(value, key)
            )
        return Markup('<div class="row">{}</div>').format(Markup("").join(cells))

    def leaders(self) -> Markup:
        """Dots lead from the key to the value."""
        rows = (self._pair(e, self.rng.choice(("", ":"))) for e in self._short(self._many(2, 6), empty=0))
        dots = "." * self._many(6, 40)
        return Markup("").join(Markup("<div>{} {} {}</div>").format(k, dots, v) for k, v in rows)

    def blocks(self) -> Markup:
        """A key above several lines; mostly two of them side by side."""
        entries = [self.answers.entry("address") for _ in range(self.rng.choice((1, 2, 2, 3)))]
        parts = [self._pair(e, self.rng.choice((":", ":", ""))) for e in {e.key: e for e in entries}.values()]
        cells = Markup("").join(Markup("<div><div>{}</div>{}</div>").format(k, v) for k, v in parts)
        return Markup('<div class="row even">{}</div>').format(cells)

    def totals(self) -> Markup:
        """Amounts at the right, their keys before them."""
        entries = {
            e.key: e
            for e in (
                self.answers.entry(self.rng.choice(("amount", "amount", "amount", "percent", "number")))
                for _ in range(self._many(1, 5))
            )
        }
        rows = [self._pair(e, self.rng.choice(("", ":"))) for e in entries.values()]
        place = self.rng.choice(("push", "", "lines"))
        body = Markup("").join(Markup('<tr><td>{}</td><td class="num">{}</td></tr>').format(k, v) for k, v in rows)
        return Markup('<table class="{}">{}</table>').format(place, body)

    def numbered(self) -> Markup:
        """Lines of a tax form: mostly a number, what is asked, and far right of it an amount."""
        rng = self.rng
        asked = {
            e.key: e
            for e in (
                self.answers.entry(rng.choice(("amount", "amount", "amount", "number", "percent")))
                for _ in range(self._many(3, 9))
            )
        }
        rows = []
        first = rng.choice((1, 1, 1, 7, 14, 31))
        counted = rng.choice(("before", "before", "behind", "both", ""))
        bare = rng.random() < 0.6
        dots = rng.choice(("", "", " . . . . . . .", " .........."))
        for i, e in enumerate(asked.values(), first):
            lines = () if rng.random() < 0.1 else (self.answers.money(bare=True),) if bare else e.lines
            key, value = self._pair(FormEntry(e.key, lines, e.kind), "")
            before = Markup("<td>{}</td>").format(i) if counted in ("before", "both") else ""
            behind = Markup("<td>{}</td>").format(i) if counted in ("behind", "both") else ""
            row = '<tr>{}<td style="width:{}%">{}{}</td>{}<td class="num">{}</td></tr>'
            rows.append(Markup(row).format(before, rng.choice((80, 80, 60)), key, dots, behind, value))
        return self._table(rows, wide=True)

    def heads(self) -> Markup:
        """A row of keys like the head of a table, and one row of values below it."""
        rng = self.rng
        pairs = [self._pair(e, rng.choice(("", "", "", "."))) for e in self._short(self._many(2, 6), empty=0.06)]
        head = Markup("").join(Markup("<th>{}</th>").format(key) for key, _ in pairs)
        body = Markup("").join(Markup("<td>{}</td>").format(value) for _, value in pairs)
        return self._table([Markup("<tr>{}</tr>").format(row) for row in (head, body)], wide=True)

    def choices(self) -> Markup:
        """Questions with boxes to tick."""
        asked = self.rng.sample(sorted(self.answers.words["choices"].items()), self._many(1, 3))
        on, off = self.rng.choice(_BOXES)
        rows = []
        for question, options in asked:
            right = self.rng.choice((*options, None))
            said = "  ".join(f"{on if one == right else off} {one}" for one in options)
            rows.append(
                Markup('<div>{}{} <span style="white-space:pre">{}</span></div>').format(
                    question, self.rng.choice(("", ":")), said
                )
            )
        return Markup("").join(rows)

    def rows(self) -> Markup:
        """A table with headings whose rows begin with what is measured; the first value is the row's own."""
        words = self.answers.words["table"]
        columns = self.rng.choice(words["columns"])
        columns = columns[: self._many(2, len(columns))]
        names = self.rng.sample(words["rows"], self._many(2, min(10, len(words["rows"]))))
        if self.rng.random() < 0.3:
            names = list({e.key: e.key for e in self.answers.entries(len(names))})
        money = self.rng.random() < 0.35
        found = self.rng.sample(self.answers.words["values"]["text"], 3) if self.rng.random() < 0.2 else []
        body = []
        for name in names:
            value = self.answers.money(bare=self.rng.random() < 0.8) if money else self.answers.measured()
            value = self.rng.choice(found) if found else value
            key, first = self._pair(FormEntry(name, (value,), "number"), "")
            others = [self._other(money) for _ in columns[2:]]
            body.append(Markup("<tr><td>{}</td><td>{}</td>{}</tr>").format(key, first, Markup("").join(others)))
        head = Markup("").join(Markup("<th>{}</th>").format(name) for name in columns)
        return self._table([Markup("<tr>{}</tr>").format(head), *body], wide=True)

    def _other(self, money: bool) -> Markup:
        """A further cell of a row."""
        rng = self.rng
        ways = (
            rng.choice(self.answers.words["table"]["units"]),
            f"{rng.randrange(1, 90)}-{rng.randrange(90, 300)}",
            rng.choice(("H", "L", "")),
        )
        return Markup("<td>{}</td>").format(self.answers.money(bare=True) if money else rng.choice(ways))

    def items(self) -> Markup:
        """A table of items, which has no pairs."""
        rng = self.rng
        columns = rng.choice(self.answers.words["table"]["items"])
        kinds = [rng.choice(("code", "text", "number", "amount", "date", "name")) for _ in columns]
        rows = []
        for i in range(self._many(1, 7)):
            cells = [
                str(10 * (i + 1)) if j == 0 and rng.random() < 0.3 else ", ".join(self.answers.answer(kind))
                for j, kind in enumerate(kinds)
            ]
            rows.append(Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(c) for c in cells)))
        head = Markup("").join(Markup("<th>{}</th>").format(name) for name in columns)
        return self._table([Markup("<tr>{}</tr>").format(head), *rows], wide=True)

    def prose(self) -> Markup:
        """Sentences, which have no pairs."""
        said = self.rng.sample(self.answers.words["sentences"], self._many(1, 3))
        return Markup("<p>{}</p>").format(" ".join(said))

    def questions(self) -> Markup:
        """Questions, mostly numbered, answered behind them or below."""
        rng = self.rng
        below = rng.random() < 0.5
        numbered = rng.random() < 0.7
        asked = rng.sample(self.answers.words["questions"], self._many(2, 4))
        parts = []
        for i, question in enumerate(asked, 1):
            kind = rng.choice(("text", "number", "date", "percent", "place", "sentence"))
            lines = (rng.choice(self.answers.words["sentences"]),) if kind == "sentence" else self.answers.answer(kind)
            entry = FormEntry(f"{i}. {question}" if numbered else question, lines if rng.random() < 0.9 else (), kind)
            key, value = self._pair(entry, "")
            beside = '<div style="display:flex;gap:20pt"><div>{}</div><div>{}</div></div>'
            parts.append(Markup("<div>{}</div><div>{}</div>" if below else beside).format(key, value))
        return Markup("").join(parts)

    def head(self) -> Markup:
        """An address at one side, pairs at the other."""
        block = self._pair(self.answers.entry("address"), self.rng.choice((":", ":", "")))
        left = Markup("<div><div>{}</div>{}</div>").format(*block)
        right = self.rng.choice((self.lines, self.table, self.boxes))()
        parts = (left, Markup("<div>{}</div>").format(right))
        return Markup('<div class="row even">{}{}</div>').format(*(parts if self.rng.random() < 0.7 else parts[::-1]))

    def mail(self) -> Markup:
        """Pairs whose values are sentences, which may hold a colon or a number."""
        rng = self.rng
        entries = [self.answers.entry("text"), *self._short(self._many(1, 3), empty=0)]
        parts = []
        for e in {e.key: e for e in entries}.values():
            said = rng.choice(self.answers.words["sentences"])
            other = self.answers.entry(rng.choice(("code", "date", "text")))
            text = rng.choice((said, f"{other.key}: {said}", f"{other.key} {other.lines[0]} - {said}", e.lines[0]))
            parts.append(Markup("<div>{} {}</div>").format(*self._pair(FormEntry(e.key, (text,), e.kind), ":")))
        return Markup("").join(parts)

    def goods(self) -> Markup:
        """A table of goods with their prices, and sums below it."""
        rng = self.rng
        words = self.answers.home.wording.items[rng.choice(("goods", "services", "food"))]
        names = [re.sub(r"\{\w+\}", "", name) for name in rng.sample(words, self._many(1, 6))]
        head = rng.choice(self.answers.words["table"]["items"])
        width = self._many(1, 4)
        rows = [
            Markup("<tr>{}<td>{}</td>{}</tr>").format(
                Markup("<td>{}</td>").format(i * 10) if width > 2 else "",
                name,
                Markup("").join(Markup('<td class="num">{}</td>').format(self._cell(j)) for j in range(width)),
            )
            for i, name in enumerate(names, 1)
        ]
        titles = Markup("").join(Markup("<th>{}</th>").format(name) for name in head[: width + 1 + (width > 2)])
        table = self._table([Markup("<tr>{}</tr>").format(titles), *rows], wide=True)
        return Markup("{}{}").format(table, self.totals() if rng.random() < 0.7 else "")

    def _cell(self, column: int) -> str:
        """A cell of a table of goods: mostly quantities and prices."""
        return (
            self.answers.money(bare=self.rng.random() < 0.7)
            if column
            else self.rng.choice((str(self.rng.randrange(1, 60)), self.answers.money(bare=True)))
        )

    def _table(self, rows: object, *, wide: bool = False) -> Markup:
        style = self.look.table if wide else self.rng.choice(("pairs", "pairs", "grid", "ruled", "zebra"))
        return Markup('<table class="{}{}">{}</table>').format(style, " lines" * wide, Markup("").join(rows))  # type: ignore[arg-type]
