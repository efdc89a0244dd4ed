"""Web pages: the text that a browser shows, without what it hides."""

from __future__ import annotations

import re

from lxml import etree

from nerkit.document import Document
from nerkit.errors import BrokenDocument
from nerkit.reading.encoding import Decoded, decode
from nerkit.reading.flow import Flow
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import flowing

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_FILING = re.compile(r"\s*<DOCUMENT>.*?<TEXT>", re.I | re.S)  # how EDGAR wraps the pages of a filing
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = str.maketrans("\u00a0", " ", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_NO_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)

_UNSEEN = frozenset(
    (
        *("head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas", "audio"),
        *("video", "select", "datalist"),
    )
)
_BLOCKS = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "pre", "blockquote", "hr", "form"),
        *("fieldset", "figure", "section", "article", "header", "footer"),
    )
)
_LINES = frozenset(
    (
        *("div", "li", "dt", "dd", "address", "main", "nav", "aside", "center", "caption", "legend", "figcaption"),
        *("details", "summary", "body", "html", "td", "th"),
    )
)


def declared_encoding(data: bytes) -> str | None:
    """What a page says about its encoding in its first kilobytes."""
    match = _CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def read_html(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a web page. Raises a ReadingError."""
    return flowing(decoded_html(data, source), source)


def decoded_html(data: bytes, source: str, declared: str | None = None, *, quotes: bool = False) -> Decoded:
    """The text of a page; `declared` is what a mail says about its encoding. Raises BrokenDocument.

    With `quotes` each line of a quotation begins with ">", as in mails of plain text.
    """
    decoded = decode(data, declared or declared_encoding(data))
    if decoded is None:
        raise BrokenDocument(f"{source}: a web page with bytes in it that are no text; save it again")
    return Decoded(text_of_html(decoded.text, source, quotes=quotes), decoded.assumed)


def text_of_html(page: str, source: str, *, quotes: bool = False) -> str:
    """The text of a page: cells parted by tabs, rows and lines by line feeds, blocks by blank lines.

    With `quotes` each line of a quotation begins with ">".
    Raises BrokenDocument where elements are nested too deeply to be a page for people.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    if wrapping := _FILING.match(page):
        page = page[wrapping.end() :]
    try:
        root = etree.fromstring(page.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:  # nothing at all
        return ""
    if any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise BrokenDocument(f"{source}: a web page nested too deeply; print it to a PDF")
    if root is None:  # nothing but comments
        return ""
    flow = Flow()
    verbatim = 0
    walk = etree.iterwalk(root, events=("start", "end"))  # no recursion: mails nest tables deeply
    for event, element in walk:
        tag = element.tag.lower()
        if event == "start":
            hidden = _is_hidden(element, tag)
            if hidden:
                walk.skip_subtree()
            else:
                verbatim += tag == "pre"
                _start(flow, element, tag)
                if quotes and tag == "blockquote":
                    flow.start_quotation()
                _add(flow, element.text, verbatim)
            continue
        if not _is_hidden(element, tag):
            verbatim -= tag == "pre"
            if quotes and tag == "blockquote":
                flow.end_quotation()
            _end(flow, element, tag)
        if element is not root:
            _add(flow, element.tail, verbatim)
    return flow.finish()


def _is_hidden(element: etree._Element, tag: str) -> bool:
    return tag in _UNSEEN or element.get("hidden") is not None or bool(_NO_STYLE.search(element.get("style", "")))


def _add(flow: Flow, text: str | None, verbatim: int) -> None:
    if text and verbatim:
        flow.verbatim(text.replace("\r", "").translate(_INVISIBLE))
    elif text:
        flow.text(_SPACE.sub(" ", text).translate(_INVISIBLE))


def _start(flow: Flow, element: etree._Element, tag: str) -> None:
    if tag == "tr":
        flow.start_row()
    elif _is_cell(element, tag):
        flow.start_cell()
    elif tag in _BLOCKS:
        flow.block()
    elif tag in _LINES:
        flow.line()
    elif tag == "br":
        flow.line_feed()


def _end(flow: Flow, element: etree._Element, tag: str) -> None:
    if tag == "tr":
        flow.end_row()
    elif _is_cell(element, tag):
        flow.end_cell()
    elif tag in _BLOCKS:
        flow.block()
    elif tag in _LINES:
        flow.line()


def _is_cell(element: etree._Element, tag: str) -> bool:
    parent = element.getparent()
    return tag in ("td", "th") and parent is not None and parent.tag == "tr"
