"""Text that flows: what a format without pages, HTML or Word, becomes by the conventions of `nerkit.document`."""

from __future__ import annotations

import re
from itertools import zip_longest

_GAP = re.compile(r"[ \t]*\t[ \t]*")


class Flow:
    """Builds a text from runs, line ends, blocks and the rows and cells of tables.

    The cells of a row stand side by side line by line, as on paper: the first lines of all its cells, parted by tabs,
    then the second lines. So a cell of labels stands beside the cell of their values.
    """

    def __init__(self) -> None:
        self._open = [_Lines()]
        self._rows: list[list[list[str]]] = []
        self._asides: list[list[str]] = []

    def text(self, text: str) -> None:
        """Adds to the line; at its start white space is dropped."""
        line = self._open[-1].line
        if text := text if line else text.lstrip():
            line.append(text)

    def verbatim(self, text: str) -> None:
        """Adds text whose spaces and line feeds stand for themselves."""
        first, *others = text.split("\n")
        self._open[-1].line.append(first)
        for line in others:
            self._open[-1].end(verbatim=True)
            self._open[-1].line.append(line)

    def line(self) -> None:
        """Ends the line; nothing happens at the start of one."""
        self._open[-1].end()
        if self._asides and len(self._open) == 1:
            asides, self._asides = self._asides, []
            for aside in asides:
                self._open[-1].extend(["", *aside, ""])

    def line_feed(self) -> None:
        """Ends the line, or leaves it blank where nothing stands on it."""
        if any(piece.strip() for piece in self._open[-1].line):
            self.line()
        else:
            self._open[-1].blank = True

    def block(self) -> None:
        """Ends the line, and a blank line parts what stands before and what comes."""
        self.line()
        self._open[-1].blank = True

    def start_row(self) -> None:
        """A row of a table begins: only cells may follow until it ends."""
        self.line()
        self._rows.append([])

    def end_row(self) -> None:
        """Sets the cells of the row side by side; empty ones leave no gap."""
        for parts in zip_longest(*self._rows.pop(), fillvalue=""):
            self._open[-1].extend(["\t".join(part.strip() for part in parts if part.strip())])

    def start_cell(self) -> None:
        """A cell of the row begins, with lines and tables of its own."""
        self._open.append(_Lines())

    def end_cell(self) -> None:
        """The cell is complete."""
        self._rows[-1].append(self._open.pop().finished())

    def start_aside(self) -> None:
        """A text box begins within a line: its text follows as a block once the line is complete."""
        self._open.append(_Lines())

    def end_aside(self) -> None:
        """The text box is complete."""
        self._asides.append(self._open.pop().finished())

    def start_quotation(self) -> None:
        """A quotation begins, after a line that is complete."""
        self._open.append(_Lines())

    def end_quotation(self) -> None:
        """The quotation is complete: each of its lines has the mark of one."""
        lines = self._open.pop().finished()
        self._open[-1].extend([f"> {line}" if line else ">" for line in lines])

    def finish(self) -> str:
        """The text, with one line feed at its end."""
        self.line()
        lines = self._open[-1].finished()
        return "\n".join(lines) + "\n" if lines else ""


class _Lines:
    """Lines without blank ones at the start, at the end, or in a row of more than one."""

    def __init__(self) -> None:
        self.line: list[str] = []
        self.blank = False
        self._done: list[str] = []

    def end(self, *, verbatim: bool = False) -> None:
        line, self.line = "".join(self.line).rstrip(), []
        if line:
            self.extend([line if verbatim else _GAP.sub("\t", line)])
        elif verbatim:
            self.blank = True

    def extend(self, lines: list[str]) -> None:
        for line in lines:
            if line and self.blank and self._done:
                self._done.append("")
            self.blank = not line
            if line:
                self._done.append(line)

    def finished(self) -> list[str]:
        self.end()
        return self._done
