"""OpenDocument texts (.odt) and spreadsheets (.ods): what stands in them as their program shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from nerkit.document import Document
from nerkit.errors import BrokenDocument, EncryptedFile
from nerkit.reading.encoding import Decoded
from nerkit.reading.flow import Flow
from nerkit.reading.open_document_styles import OpenStyles
from nerkit.reading.open_sheets import sheet_text
from nerkit.reading.options import ReadingOptions
from nerkit.reading.packed_xml import PackedXml
from nerkit.reading.plain import flowing
from nerkit.reading.sheets import notices
from nerkit.reading.word_styles import attribute, name_of

_UNSEEN = frozenset(
    ("tracked-changes", "annotation", "note-citation", "hidden-text", "sequence-decls", "forms", "desc", "title")
)
_PARAGRAPHS = ("p", "h")
_MOST_SPACES = 100
_SPACE = re.compile(r"[ \t\r\n]+")
_MANIFEST = "META-INF/manifest.xml"


def read_open_document(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of an OpenDocument text or spreadsheet: a text with its headers and footers.

    Sheets are parted by form feeds; those that are hidden, and hidden rows and columns, are left out. Raises a
    ReadingError.
    """
    damaged = BrokenDocument(f"{source}: a damaged OpenDocument file; open it in LibreOffice and save it again")
    parts = PackedXml(data, source, damaged)
    if _MANIFEST in parts.inside and b"encryption-data" in parts.inside[_MANIFEST].content():
        raise EncryptedFile(f"{source}: needs a password; save it without one and try again")
    content = parts.root("content.xml")
    shared = parts.root("styles.xml") if "styles.xml" in parts.inside else etree.Element("none")
    seen = Counter[str]()
    try:
        styles = OpenStyles((shared, content))
        texts = [_text(part, styles) for part in content.iterfind("{*}body/{*}text")]
        if texts:
            heads, feet = (shared.iterfind(f".//{{*}}master-page/{{*}}{name}") for name in ("header", "footer"))
            texts = [*(_text(part, styles) for part in heads), *texts, *(_text(part, styles) for part in feet)]
        texts += [_sheets(part, styles, seen, source) for part in content.iterfind("{*}body/{*}spreadsheet")]
    except (ValueError, TypeError) as error:  # a property that should be a number
        raise damaged from error
    document = flowing(Decoded("\n".join(filter(None, dict.fromkeys(texts)))), source)
    return replace(document, warnings=tuple(notices(seen)))


def _sheets(part: etree._Element, styles: OpenStyles, seen: Counter[str], source: str) -> str:
    shown = []
    for table in part.iterfind("{*}table"):
        if styles.hides(table):
            seen["sheets"] += 1
        else:
            shown.append(sheet_text(table, seen, source))
    return "\f".join(filter(None, shown))


def _text(root: etree._Element, styles: OpenStyles) -> str:
    flow, lists = Flow(), list[str | None]()
    walk = etree.iterwalk(root, events=("start", "end"))
    in_text = 0  # paragraphs that are open: what stands between elements is white space of the file
    for event, element in walk:
        name = name_of(element)
        unseen = name in _UNSEEN or styles.hides(element)
        if event == "end":
            if unseen:
                pass
            elif name in _PARAGRAPHS:
                in_text -= 1
                _end_paragraph(flow, element)
            elif name == "list":
                lists.pop()
            elif act := _ENDS.get(name):
                act(flow)
            if in_text:
                flow.text(_folded(element.tail))
        elif unseen:
            walk.skip_subtree()
        elif name in _PARAGRAPHS:
            in_text += 1
            flow.text(_number(element, styles, lists))
            flow.text(_folded(element.text))
        elif name == "list":
            lists.append(attribute(element, "style-name") or (lists[-1] if lists else None))
            if len(lists) == 1 and attribute(element, "continue-numbering") != "true":
                styles.restart(lists[-1] or "")
        elif name == "s":
            flow.text(" " * min(int(attribute(element, "c") or 1), _MOST_SPACES))
        elif act := _STARTS.get(name):
            act(flow)
        elif in_text:
            flow.text(_folded(element.text))
    return flow.finish()


_STARTS: dict[str, Callable[[Flow], None]] = {
    "tab": lambda flow: flow.text("\t"),
    "line-break": Flow.line_feed,
    "table": Flow.block,
    "table-row": Flow.start_row,
    "table-cell": Flow.start_cell,
    "text-box": Flow.start_aside,
    "note-body": Flow.start_aside,
}
_ENDS: dict[str, Callable[[Flow], None]] = {
    "table": Flow.block,
    "table-row": Flow.end_row,
    "table-cell": Flow.end_cell,
    "text-box": Flow.end_aside,
    "note-body": Flow.end_aside,
}


def _folded(text: str | None) -> str:
    """The text with its white space as it is shown: each stretch of it is a space."""
    return _SPACE.sub(" ", text) if text else ""


def _number(paragraph: etree._Element, styles: OpenStyles, lists: list[str | None]) -> str:
    """The number of the first paragraph of an item, or of a heading."""
    above = paragraph.getparent()
    if name_of(above) == "list-item" and above[0] is paragraph and lists:
        return styles.next(lists[-1], len(lists) - 1)
    if name_of(paragraph) == "h" and name_of(above) != "list-header":
        return styles.next(styles.outline, int(attribute(paragraph, "outline-level") or 1) - 1)
    return ""


def _end_paragraph(flow: Flow, paragraph: etree._Element) -> None:
    in_cell = any(name_of(above) == "table-cell" for above in paragraph.iterancestors())
    empty = not len(paragraph) and not (paragraph.text or "").strip()
    if not in_cell and (empty or name_of(paragraph) == "h"):
        flow.block()
    else:
        flow.line()
