"""The record on an HTML page: what should be looked at first, then the other values, the lines, and the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from nerkit.cli.messages import visible
from nerkit.cli.record_table import NUMBERS, billed, cell_text, said_of, shown
from nerkit.exports.exported_values import UNSURE
from nerkit.labels import colour
from nerkit.records.placed_values import PlacedValue
from nerkit.records.record import FieldValue
from nerkit.result import Result

_SURE = 0.9
_LONG_WORD, _TAG = re.compile(r"\S{17}"), re.compile("<[^>]*>")
_LONG = ' class="long"'


@dataclass(frozen=True)
class Anchors:
    """The names of the places of one document, the `number`th of a page, on which the pages `drawn` have pictures."""

    result: Result
    number: int
    drawn: frozenset[int]

    def name(self, index: int) -> str:
        """The class of all places of an entity."""
        return f"e{self.number}-{index}"

    def target(self, index: int) -> str:
        """Where a link to an entity leads: to the page's picture, else to the text."""
        drawn = any(box.page in self.drawn for box in self.result.entities[index].boxes)
        return f"#{'p' if drawn else 't'}{self.name(index)}"

    def place(self, title: str, row: int, column: str) -> str:
        """The id of a cell of the line items or taxes."""
        return f"b{self.number}-{title[0]}{row}-{column}"


def is_doubtful(value: FieldValue) -> bool:
    """Whether a person should look at a value before it is used."""
    return value.ambiguous or value.note is not None or value.confidence < UNSURE


def doubts(result: Result) -> int:
    """How much of a record should be looked at: values in doubt, and checks that failed."""
    values = (value for values in result.record.fields.values() for value in values)
    return sum(map(is_doubtful, values)) + sum(not check.passed for check in result.record.checks)


def record_parts(anchors: Anchors, remark: str | None) -> Iterator[str]:
    """The record of a document; `remark` is said below it."""
    result = anchors.result
    fields = result.record.fields
    if fields:
        yield "<table>\n<thead><tr><th>Field</th><th>Value</th><th>Sure</th><th>Where</th></tr></thead>\n"
        rows = [(field, value) for field, values in fields.items() for value in values]
        first = [row for row in rows if is_doubtful(row[1])]
        yield from _rows(anchors, "Look at these first", first)
        yield from _rows(anchors, "The others" if first else None, [row for row in rows if row not in first])
        yield "</table>\n"
        yield from _billed(anchors)
    elif not result.pairs:
        yield '<p class="note">No fields found.</p>\n'
    yield from _pairs(anchors)
    yield from _remarks(result, remark)


def _pairs(anchors: Anchors) -> Iterator[str]:
    """The keys and values of the page, each with a link to its place there; empty fields too."""
    if not anchors.result.pairs:
        return
    yield '<table class="pairs">\n<caption>Pairs</caption>\n'
    yield "<thead><tr><th>Key</th><th>Value</th><th>Sure</th></tr></thead>\n<tbody>\n"
    for number, pair in enumerate(anchors.result.pairs, 1):
        value = text_of(said_of(pair))
        if any(box.page in anchors.drawn for box in pair.boxes or pair.key_boxes):
            value = f'<a href="#{anchors.place("pairs", number, "value")}">{value}</a>'
        yield f'<tr><th scope="row">{text_of(pair.key)}</th>{_held(value)}{_sure(pair.confidence)}</tr>\n'
    yield "</tbody>\n</table>\n"


def _rows(anchors: Anchors, title: str | None, rows: list[tuple[str, FieldValue]]) -> Iterator[str]:
    if not rows:
        return
    yield "<tbody>\n"
    if title:
        yield f'<tr><th colspan="4" class="group">{title}</th></tr>\n'
    last = None
    for field, value in rows:
        same = sum(name == field for name, _ in rows)
        key = f'<th scope="row" rowspan="{same}">{text_of(field.replace("_", " "))}</th>' if field != last else ""
        yield f"<tr>{key}{_held(_value(field, value))}{_sure(value.confidence)}"
        yield f"<td>{_where(anchors, value)}</td></tr>\n"
        last = field
    yield "</tbody>\n"


def _billed(anchors: Anchors) -> Iterator[str]:
    """The line items, the taxes and the deadlines, each cell with a link to its place on the page."""
    for title, columns, rows in billed(anchors.result):
        heads = "".join(f"<th{_right(name)}>{text_of(name.replace('_', ' '))}</th>" for name in columns)
        yield f'<table class="billed">\n<caption>{title}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
        for number, row in enumerate(rows, 1):
            cells = (_held(_cell(anchors, title, number, name, row), _right(name)) for name in columns)
            yield f"<tr>{''.join(cells)}</tr>\n"
        yield "</tbody>\n</table>\n"


def _cell(anchors: Anchors, title: str, number: int, name: str, row: Mapping[str, PlacedValue]) -> str:
    if name not in row:
        return ""
    text = text_of(cell_text(name, row[name]))
    drawn = any(box.page in anchors.drawn for box in row[name].boxes)
    return f'<a href="#{anchors.place(title, number, name)}">{text}</a>' if drawn else text


def _held(content: str, attributes: str = "") -> str:
    """The cell of a table; in no other is a word parted than in one whose words would make the table too wide."""
    return f"<td{attributes or _LONG * bool(_LONG_WORD.search(_TAG.sub('', content)))}>{content}</td>"


def _value(field: str, value: FieldValue) -> str:
    parts = [
        f'<span class="value" style="background:{colour(field.upper())}">{text_of(shown(value.type, value))}</span>'
    ]
    if value.role:
        parts.append(f'<span class="aside">“{text_of(value.role)}”</span>')
    if value.ambiguous:
        readings = "".join(f" or {text_of(reading)}" for reading in value.readings[1:])
        parts.append(f'{readings} <strong class="warn">ambiguous</strong>')
    if aside := "; ".join(filter(None, (value.derived, value.note))):
        parts.append(f'<span class="aside">{text_of(aside)}</span>')
    others = [other for other in value.alternatives if not value.ambiguous or other.entities != value.entities]
    parts += [
        f'<br><span class="aside">or {text_of(shown(value.type, other))} ({other.confidence:.0%})</span>'
        for other in others
    ]
    return " ".join(parts)


def _where(anchors: Anchors, value: FieldValue) -> str:
    links = []
    for index in value.entities:
        entity = anchors.result.entities[index]
        where = f"page {entity.boxes[0].page}" if entity.boxes else f"character {entity.start}"
        links.append(f'<a class="{anchors.name(index)}" href="{anchors.target(index)}">{where}</a>')
    return ", ".join(links)


def _remarks(result: Result, remark: str | None) -> Iterator[str]:
    """The checks, failed ones first, and the warnings."""
    record = result.record
    items = [
        f'<li class="{"passed" if check.passed else "failed"}">{"✓" if check.passed else "✗"} '
        f"{text_of(check.check)}{': ' + text_of(check.detail) if check.detail else ''}</li>"
        for check in sorted(record.checks, key=lambda check: check.passed)
    ]
    items += [f'<li class="warn">= {text_of(str(relation))}</li>' for relation in result.related]
    items += [f'<li class="warn">! {text_of(str(w))}</li>' for w in (*result.document.warnings, *record.warnings)]
    items += [f'<li class="aside">{text_of(remark)}</li>'] if remark else []
    if items:
        yield f"<ul>\n{chr(10).join(items)}\n</ul>\n"


def _right(name: str) -> str:
    return ' class="number"' if name in NUMBERS else ""


def _sure(confidence: float) -> str:
    return f'<td class="sure {doubt(confidence)}">{confidence:.0%}</td>'


def doubt(confidence: float) -> str:
    """The class of what is so probable."""
    return "certain" if confidence >= _SURE else "likely" if confidence >= UNSURE else "unsure"


_OVERRIDES = "\u202d\u202e"
"""They turn around how text is shown, amounts too; no language needs them."""


def text_of(text: str) -> str:
    """The text for HTML, with control characters as their pictures and a rule for the end of a page."""
    return escape("".join(map(_visible, text)))


def name_of(text: str) -> str:
    """A name of a file, or a message that holds one, for HTML: nothing in it can turn the letters around."""
    return escape(visible(text))


def _visible(character: str) -> str:
    code = ord(character)
    if character in "\n\t":
        return character
    if character == "\f":
        return "\n⁂\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or character in _OVERRIDES:
        return "\ufffd"
    return character
