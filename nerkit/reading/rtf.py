"""Rich Text (.rtf): its text as a word processor shows it, with the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from nerkit.document import Document
from nerkit.reading.encoding import Decoded
from nerkit.reading.flow import Flow
from nerkit.reading.options import ReadingOptions
from nerkit.reading.plain import flowing
from nerkit.reading.rtf_words import SEEN, SIGNS, UNSEEN, charset, code_page

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.S,
)
_BLANK_AFTER = 100  # twentieths of a point, as in Word documents
_DEFAULT = "cp1252"
_APART = ("shptxt", "footnote", "headerf", "headerl", "headerr", "footerf", "footerl", "footerr", "header", "footer")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group: where its text goes, how it is encoded, and whether it is shown."""

    flow: Flow
    encoding: str | None = None
    unseen: bool = False
    hidden: bool = False
    in_table: bool = False
    fonts: bool = False
    after: int = 0
    fallback: int = 1
    """Characters that stand behind a character of Unicode for those who do not know it."""


def read_rtf(data: bytes, source: str, options: ReadingOptions) -> Document:
    """The document of a Rich Text file. Raises a ReadingError."""
    return flowing(Decoded(text_of_rtf(data)), source)


def text_of_rtf(data: bytes) -> str:
    """The text: headers, the body with its tables, then text boxes, notes and footers."""
    return _Reader(data).text()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._body, self._heads, self._feet = Flow(), [Flow()], [Flow()]
        self._state = _State(self._body)
        self._groups: list[_State] = []
        self._rows: dict[int, bool] = {}  # by flow: whether a cell is open in the row that is
        self._encoding, self._fonts, self._font = _DEFAULT, dict[int, str](), 0
        self._bytes = bytearray()
        self._skip = 0
        self._high: int | None = None
        self._marked = False
        self._empty = True

    def text(self) -> str:
        at = 0
        while at < len(self._data) and (match := _TOKEN.match(self._data, at)):
            at = match.end()
            if match["text"]:
                self._add_bytes(match["text"])
            elif match["byte"]:
                self._add_bytes(bytes([int(match["byte"], 16)]))
            elif match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == b"bin":
                    at += max(0, number or 0)
                self._word(match["word"].decode("ascii"), number)
            elif match["brace"]:
                self._flush()
                self._skip, self._marked = 0, False
                if match["brace"] == b"{":
                    self._groups.append(self._state)
                elif self._groups:
                    self._close(self._groups.pop())
                    if not self._groups:
                        break  # what follows the document's own group is none of it
            elif match["symbol"]:
                self._symbol(match["symbol"].decode("latin-1"))
        self._flush()
        for flow in (self._body, *self._heads, *self._feet):
            self._end_row(flow)
        texts = dict.fromkeys(flow.finish() for flow in (*self._heads, self._body, *self._feet))
        return "\n".join(filter(None, texts))

    def _close(self, outside: _State) -> None:
        if self._state.flow is not outside.flow:
            self._end_row(self._state.flow)
            self._state.flow.block()
        self._state = outside

    def _add_bytes(self, data: bytes) -> None:
        skipped, self._skip = self._skip, max(0, self._skip - len(data))
        self._marked = False
        if self._state.fonts or not self._state.unseen:
            self._bytes += data[skipped:]

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._marked = True
        elif symbol in SIGNS:
            self._add(SIGNS[symbol])
        elif symbol in "\r\n":
            self._word("par", None)

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        state, marked, self._marked = self._state, self._marked, False
        if word == "u" and number is not None:
            self._add_unicode(number % 0x10000)
            self._skip = state.fallback
            return
        self._skip = 0
        if word == "f" and state.fonts:
            self._font = number or 0
        elif word == "fcharset":
            if encoding := charset(number or 0):
                self._fonts[self._font] = encoding
        elif word in _APART and self._groups:
            flows = self._heads if word.startswith("header") else self._feet
            flows.append(Flow())
            self._state = replace(
                state, flow=flows[-1], unseen=state.unseen and word != "shptxt", in_table=False, after=0
            )
        elif word == "fonttbl":
            self._state = replace(state, unseen=True, fonts=True)
        elif word in SEEN:
            self._state = replace(state, unseen=False)
        elif marked or word in UNSEEN:
            self._state = replace(state, unseen=True)
        elif word in SIGNS:
            self._add(SIGNS[word])
        elif act := _ACTS.get(word):
            act(self, number)

    def _add_unicode(self, code: int) -> None:
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high is not None:
                self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = None
        else:
            self._add(chr(code))

    def _flush(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._state.encoding or self._encoding, errors="replace")
            self._bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        self._flush()
        state = self._state
        if state.unseen or state.hidden:
            return
        if state.in_table:
            self._open_cell()
        state.flow.text(text)
        self._empty = False

    def _open_cell(self) -> None:
        flow = self._state.flow
        if id(flow) not in self._rows:
            flow.start_row()
            self._rows[id(flow)] = False
        if not self._rows[id(flow)]:
            flow.start_cell()
            self._rows[id(flow)] = True

    def end_cell(self, number: int | None) -> None:
        if not self._state.unseen:
            self._open_cell()
            self._state.flow.end_cell()
            self._rows[id(self._state.flow)] = False

    def end_row(self, number: int | None) -> None:
        if not self._state.unseen:
            self._end_row(self._state.flow)

    def _end_row(self, flow: Flow) -> None:
        open_cell = self._rows.pop(id(flow), None)
        if open_cell:
            flow.end_cell()
        if open_cell is not None:
            flow.end_row()

    def end_paragraph(self, number: int | None) -> None:
        state = self._state
        if state.unseen:
            return
        if state.in_table:
            self._open_cell()
            state.flow.line()
        elif self._empty or state.after >= _BLANK_AFTER:
            state.flow.block()
        else:
            state.flow.line()
        self._empty = True

    def end_line(self, number: int | None) -> None:
        if not self._state.unseen:
            self._state.flow.line_feed()

    def end_page(self, number: int | None) -> None:
        if not self._state.unseen and id(self._state.flow) not in self._rows:
            self._state.flow.block()

    def forget_paragraph(self, number: int | None) -> None:
        if not self._state.in_table or not self._state.unseen:
            self._state = replace(self._state, in_table=False, after=0)

    def forget_characters(self, number: int | None) -> None:
        self._state = replace(self._state, hidden=False, encoding=None)

    def choose_font(self, number: int | None) -> None:
        self._state = replace(self._state, encoding=self._fonts.get(number or 0))

    def choose_page(self, number: int | None) -> None:
        self._encoding = code_page(number or 0)

    def set_table(self, number: int | None) -> None:
        self._state = replace(self._state, in_table=number != 0)

    def set_hidden(self, number: int | None) -> None:
        self._state = replace(self._state, hidden=number != 0)

    def set_space(self, number: int | None) -> None:
        self._state = replace(self._state, after=number or 0)

    def set_fallback(self, number: int | None) -> None:
        self._state = replace(self._state, fallback=max(0, 1 if number is None else number))


_ACTS: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": _Reader.end_paragraph,
    "line": _Reader.end_line,
    "cell": _Reader.end_cell,
    "row": _Reader.end_row,
    "page": _Reader.end_page,
    "sect": _Reader.end_page,
    "nestrow": _Reader.end_line,
    "pard": _Reader.forget_paragraph,
    "plain": _Reader.forget_characters,
    "f": _Reader.choose_font,
    "ansicpg": _Reader.choose_page,
    "intbl": _Reader.set_table,
    "v": _Reader.set_hidden,
    "deleted": _Reader.set_hidden,
    "sa": _Reader.set_space,
    "uc": _Reader.set_fallback,
}
