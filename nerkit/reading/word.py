"""Word documents (.docx): what stands in them in reading order, with the numbers that Word only shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from nerkit.document import Document
from nerkit.errors import BrokenDocument
from nerkit.reading.encoding import Decoded
from nerkit.reading.flow import Flow
from nerkit.reading.options import ReadingOptions
from nerkit.reading.packed_xml import PackedXml
from nerkit.reading.plain import flowing
from nerkit.reading.word_styles import ListNumbering, Styles, attribute, name_of

_MAIN = (
    *("document.main+xml", "document.macroEnabled.main+xml"),
    *("template.main+xml", "template.macroEnabledTemplate.main+xml"),
)
# Deleted text, moved text where it came from, the older twin of a text box, and what is no text at all.
_UNSEEN = frozenset(
    ("del", "moveFrom", "Fallback", "delText", "instrText", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr")
)

_BLANK_AFTER = 100  # twentieths of a point: from 5 points on, a paragraph is parted from the next by a blank line


def read_word(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a .docx. Raises a ReadingError."""
    return flowing(Decoded(text_of_word(data, source)), source)


def text_of_word(data: bytes, source: str) -> str:
    """The text: headers, the body with its tables and text boxes, footnotes, footers. Raises a ReadingError."""
    part = _Package(data, source).roots
    body = list(part(*_MAIN))
    if not body:
        raise _damaged(source)
    styles = Styles(next(part("styles+xml"), None), next(part("numbering+xml"), None))
    roots = [*part("header+xml"), *body, *part("footnotes+xml", "endnotes+xml"), *part("footer+xml")]
    try:
        texts = dict.fromkeys(_text(root, styles) for root in roots)  # the same header for each section is shown once
    except ValueError as error:  # a property that should be a number
        raise _damaged(source) from error
    return "\n".join(filter(None, texts))


class _Package:
    """The parts of a document; each is parsed once."""

    def __init__(self, data: bytes, source: str) -> None:
        self._parts = PackedXml(data, source, _damaged(source))
        self._names: dict[str, str] = {}
        for override in self._parts.root("[Content_Types].xml"):
            self._names[(override.get("PartName") or "").lstrip("/")] = override.get("ContentType") or ""

    def roots(self, *kinds: str) -> Iterator[etree._Element]:
        """The roots of the parts of a kind, as the package's list of contents names them."""
        for name, kind in self._names.items():
            if kind.endswith(tuple(f".{each}" for each in kinds)) and name in self._parts.inside:
                yield self._parts.root(name)


def _damaged(source: str) -> BrokenDocument:
    return BrokenDocument(f"{source}: a damaged Word document; open it in Word and save it again")


def _text(root: etree._Element, styles: Styles) -> str:
    flow = Flow()
    numbers = ListNumbering(styles)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = name_of(element)
        if event == "start" and (name in _UNSEEN or (name == "r" and _is_hidden(element))):
            walk.skip_subtree()
        elif event == "start" and name == "p":
            _start_paragraph(flow, element, numbers)
        elif event == "end" and name == "p":
            _end_paragraph(flow, element, styles)
        elif event == "start" and name == "t":
            flow.text(element.text or "")
        elif act := (_STARTS if event == "start" else _ENDS).get(name):
            act(flow)
    return flow.finish()


_STARTS: dict[str, Callable[[Flow], None]] = {
    "tab": lambda flow: flow.text("\t"),
    "ptab": lambda flow: flow.text("\t"),
    "noBreakHyphen": lambda flow: flow.text("-"),
    "br": Flow.line_feed,
    "cr": Flow.line_feed,
    "tbl": Flow.block,
    "tr": Flow.start_row,
    "tc": Flow.start_cell,
    "txbxContent": Flow.start_aside,
}
_ENDS: dict[str, Callable[[Flow], None]] = {
    "tbl": Flow.block,
    "tr": Flow.end_row,
    "tc": Flow.end_cell,
    "txbxContent": Flow.end_aside,
}


def _start_paragraph(flow: Flow, paragraph: etree._Element, numbers: ListNumbering) -> None:
    if number := numbers.next(paragraph):
        flow.text(f"{number} ")


def _end_paragraph(flow: Flow, paragraph: etree._Element, styles: Styles) -> None:
    in_cell = any(name_of(above) == "tc" for above in paragraph.iterancestors())
    empty = next(paragraph.iter("{*}t", "{*}tbl"), None) is None
    if in_cell:
        flow.line()
    elif empty or int(styles.property(paragraph, "spacing", "after") or 0) >= _BLANK_AFTER:
        flow.block()
    else:
        flow.line()


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false")
