"""What a Word document says beside its text: the properties of its paragraphs, and the numbers of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_DEEPEST = 20  # styles that are based on one another


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace: strict and transitional documents differ in that alone."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """The attribute's value, whatever its namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


class Styles:
    """Properties of paragraphs: their own, their style's, those of the styles it is based on, and the document's."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self.numbering = numbering
        self._by_id: dict[str, etree._Element] = {}
        self._default: str | None = None
        self._document = None if styles is None else styles.find("{*}docDefaults/{*}pPrDefault/{*}pPr")
        for style in () if styles is None else styles.iterfind("{*}style"):
            identifier = attribute(style, "styleId") or ""
            self._by_id[identifier] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
                self._default = identifier

    def property(self, paragraph: etree._Element, element: str, name: str) -> str | None:
        """The attribute `name` of the property `element`, from the nearest place that has it."""
        found = (child.find(f"{{*}}{element}") for child in self._places(paragraph))
        values = (attribute(child, name) for child in found if child is not None)
        return next((value for value in values if value is not None), None)

    def numbered(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list that the paragraph belongs to and its level; None where it has no number."""
        number = level = None
        for place in self._places(paragraph):
            mark = place.find("{*}numPr")
            for child in () if mark is None else mark:
                value = attribute(child, "val")
                number = number if number is not None or name_of(child) != "numId" else value
                level = level if level is not None or name_of(child) != "ilvl" else value
        return (number, int(level or 0)) if number not in (None, "0") else None

    def _places(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        own = paragraph.find("{*}pPr")
        style = self._default
        if own is not None:
            yield own
            named = own.find("{*}pStyle")
            style = style if named is None else attribute(named, "val")
        for _ in range(_DEEPEST):
            if (at := self._by_id.get(style or "")) is None:
                break
            if (properties := at.find("{*}pPr")) is not None:
                yield properties
            base = at.find("{*}basedOn")
            style = None if base is None else attribute(base, "val")
        if self._document is not None:
            yield self._document


class ListNumbering:
    """Counts the paragraphs of numbered lists: "1.", "1.1", "(a)", "iv." or a bullet."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for element in () if styles.numbering is None else styles.numbering:
            if name_of(element) == "abstractNum":
                self._levels[attribute(element, "abstractNumId") or ""] = dict(_levels(element))
            elif name_of(element) == "num" and (base := element.find("{*}abstractNumId")) is not None:
                self._lists[attribute(element, "numId") or ""] = attribute(base, "val") or ""

    def next(self, paragraph: etree._Element) -> str | None:
        """The number of the next paragraph, None where it has none."""
        if (numbered := self._styles.numbered(paragraph)) is None:
            return None
        name, level = self._lists.get(numbered[0], ""), numbered[1]
        levels = self._levels.get(name, {})
        if level not in levels:
            return None
        counts = self._counts.setdefault(name, {})
        counts[level] = counts.get(level, levels[level][0] - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            start, form, _ = levels.get(at, (1, "decimal", ""))
            return in_form(counts.setdefault(at, start), form)

        return "•" if levels[level][1] == "bullet" else re.sub(r"%(\d)", shown, levels[level][2]).strip() or None


def _levels(abstract: etree._Element) -> Iterator[tuple[int, tuple[int, str, str]]]:
    """Level → where it starts, the form of its numbers, and the text around them."""
    for level in abstract.iterfind("{*}lvl"):
        values = {name_of(child): attribute(child, "val") or "" for child in level}
        start, form, text = values.get("start", "1"), values.get("numFmt", "decimal"), values.get("lvlText", "")
        yield int(attribute(level, "ilvl") or 0), (int(start or 1), form, text)


def in_form(count: int, form: str) -> str:
    """A number in one of Word's forms: "lowerRoman", "upperLetter", "decimalZero"."""
    match form:
        case "none":
            return ""
        case "decimalZero":
            return f"{count:02}"
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 10 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    return str(count)


def _roman(count: int) -> str:
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    text = ""
    for value, sign in (*signs, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text, count = text + sign * (count // value % 100), count % value
    return text
