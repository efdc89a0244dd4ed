"""XML from strangers: nothing is fetched, nothing is expanded, and size, depth and number of elements are bounded."""

from __future__ import annotations

from lxml import etree

LARGEST = 32 << 20
"""Bytes of an e-invoice: attachments in it are a third larger than the files."""
DEEPEST = 64
MOST = 2_000_000
"""Elements; an invoice of 10,000 lines has 400,000."""


class BrokenXml(ValueError):
    """XML that cannot be used; its message says why, in words that hold nothing of it."""


def root_of(data: bytes) -> etree._Element:
    """The root of an XML document; raises `BrokenXml`.

    A document type is refused as a whole: no e-invoice has one, and entities are all that it could bring.
    """
    if len(data) > LARGEST:
        raise BrokenXml(f"larger than {LARGEST >> 20} MB")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:  # ValueError: a null character
        raise BrokenXml("damaged or cut off") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenXml("it has a document type, which could hold anything")
    _check_shape(root)
    return root


def _check_shape(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST:
            raise BrokenXml("nested or branched more than any invoice")
