"""XPaths into an e-invoice: what they find, and the path of an element in the prefixes that its standard uses."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lxml import etree

from nerkit.einvoices.syntax import Syntax
from nerkit.locales.folding import fold_space


class Finder:
    """Looks for nodes of one document by XPath; `$currency` stands for that of the invoice."""

    def __init__(self, root: etree._Element, syntax: Syntax, currency: str = "") -> None:
        self.root = root
        self.syntax = syntax
        self._currency = currency
        self._prefixes = {uri: prefix for prefix, uri in syntax.namespaces.items()}
        self._compiled: dict[str, etree.XPath] = {}
        self._paths: dict[etree._Element, str] = {}

    def nodes(self, at: etree._Element, path: str) -> list[Any]:
        """The elements, or attributes as strings, that an XPath finds below an element, in document order."""
        if path not in self._compiled:
            self._compiled[path] = etree.XPath(path, namespaces=dict(self.syntax.namespaces))
        found = self._compiled[path](at, currency=self._currency)
        return found if isinstance(found, list) else []

    def texts(self, at: etree._Element, path: str) -> list[tuple[str, str]]:
        """The text of each node that has any, its white space folded, with the node's own path."""
        found = ((fold_space(_text(node)), node) for node in self.nodes(at, path))
        return [(text, self.path(node)) for text, node in found if text]

    def first_text(self, at: etree._Element, path: str) -> str | None:
        """The text of the first node that has any; None where there is none."""
        return next((text for text, _ in self.texts(at, path)), None)

    def path(self, node: Any) -> str:
        """The XPath of an element or attribute, from the root, with the prefixes of the syntax."""
        if not isinstance(node, etree._Element):
            return f"{self.path(node.getparent())}/@{node.attrname}"
        if (known := self._paths.get(node)) is not None:
            return known
        parent = node.getparent()
        if parent is None:
            self._paths[node] = f"/{self._name(node)}"
            return self._paths[node]
        above, alike = self.path(parent), Counter(each.tag for each in parent)
        seen: Counter[str] = Counter()
        for each in parent:  # all at once: to count the siblings of each would take time in the square of their number
            seen[each.tag] += 1
            place = f"[{seen[each.tag]}]" if alike[each.tag] > 1 else ""
            self._paths[each] = f"{above}/{self._name(each)}{place}"
        return self._paths[node]

    def _name(self, node: etree._Element) -> str:
        name = etree.QName(node)
        prefix = self._prefixes.get(name.namespace or "")
        return f"{prefix}:{name.localname}" if prefix else f"*[local-name() = '{name.localname}']"


def bare_path(path: str) -> str:
    """A path without its predicates, so without indices."""
    return re.sub(r"\[[^\]]*\]", "", path)


def _text(node: Any) -> str:
    return "".join(map(str, node.itertext())) if isinstance(node, etree._Element) else str(node)
