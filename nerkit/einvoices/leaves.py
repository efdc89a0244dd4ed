"""The values of an e-invoice one after the other, as a person would list them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from nerkit.einvoices.safe_xml import root_of
from nerkit.einvoices.syntax import syntaxes
from nerkit.einvoices.xpaths import Finder
from nerkit.locales.folding import fold_space

_LONGEST = 20_000
"""Characters of a value: what is longer is a file in the XML."""


def leaves(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Name, value and path of each element that holds a text, and of units, in the order of the XML.

    The XML is an e-invoice that `statement_of` has taken.
    """
    root = root_of(data)
    find = Finder(root, syntaxes()[str(root.tag)])
    for node in root.iter(etree.Element):
        value = fold_space(node.text or "")
        if len(node) or not value or len(value) > _LONGEST:
            continue
        path = find.path(node)
        yield etree.QName(node).localname, value, path
        for key, held in node.items():
            if key == "unitCode":
                yield key, fold_space(held), f"{path}/@{key}"
