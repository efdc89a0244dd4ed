"""The parts of an Excel workbook: its sheets in order, its strings, and the formats of its cells."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from nerkit.errors import BrokenDocument
from nerkit.reading.number_formats import BUILT_IN, shown
from nerkit.reading.packed_xml import PackedXml
from nerkit.reading.word_styles import attribute, name_of

_YES = ("1", "true")
_GENERAL = "General"


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of cells: the member that holds it, and whether the workbook hides it."""

    member: str
    hidden: bool


class Workbook:
    """An opened workbook. Raises BrokenDocument and what unpacking raises."""

    def __init__(self, data: bytes, source: str) -> None:
        self.damaged = BrokenDocument(f"{source}: a damaged Excel workbook; open it in Excel and save it again")
        self.parts = PackedXml(data, source, self.damaged)
        book, targets = self.parts.root("xl/workbook.xml"), self._targets()
        hidden = {
            targets[id]: (sheet.get("state") or "visible") != "visible"
            for sheet in book.iterfind("{*}sheets/{*}sheet")
            if (id := attribute(sheet, "id")) in targets
        }
        self.sheets = [WorkbookSheet(*each) for each in hidden.items()]
        self.from_1904 = any(attribute(each, "date1904") in _YES for each in book.iterfind("{*}workbookPr"))
        self.strings = [rich_text(item) for item in self._part("sharedStrings")]
        self._formats = list(self._cell_formats())

    def number(self, number: float, style: str | None) -> str:
        """A number as a cell of this style shows it."""
        form = _GENERAL
        with suppress(ValueError, IndexError):
            form = self._formats[int(style or 0)]
        return shown(number, form, from_1904=self.from_1904)

    def _targets(self) -> dict[str, str]:
        """The members of worksheets by the id of their relationship; charts and macro sheets have no cells."""
        relations = self.parts.root("xl/_rels/workbook.xml.rels")
        return {
            id: target
            for relation in relations
            if (relation.get("Type") or "").endswith("/worksheet")
            and (id := relation.get("Id"))
            and (target := posixpath.normpath(posixpath.join("/xl", relation.get("Target") or ""))[1:])
            in self.parts.inside
        }

    def _part(self, name: str) -> etree._Element | tuple[()]:
        return self.parts.root(member) if (member := f"xl/{name}.xml") in self.parts.inside else ()

    def _cell_formats(self) -> Iterator[str]:
        own = {}
        for part in self._part("styles"):
            if name_of(part) == "numFmts":
                own = {each.get("numFmtId"): each.get("formatCode") or _GENERAL for each in part}
            elif name_of(part) == "cellXfs":
                for cell in part:
                    id = cell.get("numFmtId") or "0"
                    yield own.get(id) or (BUILT_IN.get(int(id), _GENERAL) if id.isdecimal() else _GENERAL)


def rich_text(item: etree._Element) -> str:
    """The text of a string, without the guide to its pronunciation."""
    return "".join(run.text or "" for run in item.iterfind("{*}t")) + "".join(
        run.text or "" for run in item.iterfind("{*}r/{*}t")
    )
