"""Files that are a zip of XML, as office files are: what is unpacked is bounded, nothing from outside is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from nerkit.errors import ArchiveTooLarge, BrokenDocument
from nerkit.reading.archive import members

XML_BYTES = 64 << 20
"""How much the parts that are parsed may have, unpacked: five million words. Parsed they take ten times as much."""
STREAMED_BYTES = 512 << 20
"""The same for parts of which only the piece that is looked at is kept, such as the rows of a sheet."""


class PackedXml:
    """The parts of a file by their names; each is unpacked when it is asked for.

    `damaged` is raised for parts that are missing or no XML, ArchiveTooLarge for too much of it, and what unpacking
    raises.
    """

    def __init__(self, data: bytes, source: str, damaged: BrokenDocument) -> None:
        self.inside = members(BytesIO(data), source)
        self._source, self._damaged = source, damaged
        self._left, self._left_to_stream = XML_BYTES, STREAMED_BYTES

    def root(self, name: str) -> etree._Element:
        """The root of a part. No entity is expanded; libxml2's own limits hold off the rest."""
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, remove_comments=True, remove_pis=True)
        self._left -= self._size(name)
        self._check(self._left)
        try:
            return etree.fromstring(self.inside[name].content(), parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged from error

    def elements(self, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """The elements of these names in a part, each emptied once the next is asked for."""
        self._left_to_stream -= self._size(name)
        self._check(self._left_to_stream)
        events = etree.iterparse(
            BytesIO(self.inside[name].content()),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self._damaged from error

    def _size(self, name: str) -> int:
        if name not in self.inside:
            raise self._damaged
        return self.inside[name].size

    def _check(self, left: int) -> None:
        if left < 0:
            raise ArchiveTooLarge(
                f"{self._source}: more than {XML_BYTES >> 20} MB of text when it is unpacked; print it to a PDF"
            )
