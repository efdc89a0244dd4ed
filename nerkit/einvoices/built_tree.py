"""XPaths that a reader looks for become elements: the inverse of finding, for the few forms that `syntaxes/` uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from nerkit.einvoices.syntax import Syntax

_EQUAL = re.compile(r"(?:normalize-space\()?(?P<path>@?[\w:]+(?:/[\w:]+)*)\)? = '(?P<value>[^']*)'")
_ANYTHING = "self::*"


class BuiltTree:
    """An e-invoice under construction; its root is the one of the syntax with this index."""

    def __init__(self, syntax: Syntax, root: int = 0) -> None:
        self.syntax = syntax
        self._chosen = root
        own = etree.QName(syntax.roots[root])
        others = {etree.QName(each).namespace for each in syntax.roots} - {own.namespace}
        prefixes = {prefix: uri for prefix, uri in syntax.namespaces.items() if uri not in others}
        self.root = etree.Element(own, nsmap=prefixes)

    def row(self, path: str) -> etree._Element:
        """A new element at a path, whatever stands there already."""
        *above, last = _parted(self._one_of(path), "/")
        parent = self._reach(self.root, above)
        return self._made(parent, last)

    def put(self, at: etree._Element, path: str, text: str = "") -> etree._Element:
        """Writes a text to the element or attribute at a path; what the path leads through is made where it lacks.

        The element is returned. Of a union the path is the one of the chosen root.
        """
        steps = list(_parted(self._one_of(path), "/"))
        attribute = steps.pop()[1:] if steps[-1].startswith("@") else None
        element = self._reach(at, steps)
        if attribute:
            element.set(attribute, text)
        elif text:
            element.text = text
        return element

    def finished(self) -> bytes:
        """The XML: UTF-8, the elements in the order of the syntax."""
        order = {name: place for place, name in enumerate(self.syntax.written.order)}
        for element in list(self.root.iter(etree.Element)):
            element[:] = sorted(element, key=lambda child: order.get(etree.QName(child).localname, len(order)))
        etree.indent(self.root)
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8"))

    def _one_of(self, path: str) -> str:
        forms = list(_parted(path, "|"))
        return forms[min(self._chosen, len(forms) - 1)].strip()

    def _reach(self, at: etree._Element, steps: list[str]) -> etree._Element:
        for step in steps:
            name, wanted = _step(step)
            if name == _ANYTHING:
                self._fulfil(at, wanted)
                continue
            there = (child for child in at if child.tag == self._tag(name) and self._fits(child, wanted))
            found = next(there, None)
            if found is None:
                found = self._made(at, step)
            else:
                self._fulfil(found, wanted)
            at = found
        return at

    def _made(self, parent: etree._Element, step: str) -> etree._Element:
        name, wanted = _step(step)
        element = etree.SubElement(parent, self._tag(name))
        self._fulfil(element, wanted)
        return element

    def _fits(self, element: etree._Element, wanted: dict[str, str]) -> bool:
        """Whether an element says what is wanted, or nothing yet that contradicts it."""
        return all(self._said(element, path) in (None, value) for path, value in wanted.items())

    def _said(self, element: etree._Element, path: str) -> str | None:
        if path.startswith("@"):
            said: str | None = element.get(path[1:])
            return said
        found = element.findtext(path, namespaces=dict(self.syntax.namespaces))
        return None if found is None else str(found)

    def _fulfil(self, element: etree._Element, wanted: dict[str, str]) -> None:
        for path, value in wanted.items():
            self.put(element, path, value)

    def _tag(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{{{self.syntax.namespaces[prefix]}}}{local}"


def _step(step: str) -> tuple[str, dict[str, str]]:
    """The name of a step, and what those of its predicates demand that say so with `=`."""
    name, _, rest = step.partition("[")
    equals = (_EQUAL.match(predicate) for predicate in _predicates(rest))
    return name, {found["path"]: found["value"] for found in equals if found}


def _predicates(rest: str) -> Iterator[str]:
    depth, start = 1, 0
    for place, character in enumerate(rest):
        if character == "[":
            start = place + 1 if depth == 0 else start
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                yield rest[start:place]


def _parted(path: str, mark: str) -> Iterator[str]:
    """A path, parted at a mark outside brackets."""
    depth = start = 0
    for place, character in enumerate(path):
        depth += (character in "[(") - (character in "])")
        if character == mark and not depth:
            yield path[start:place]
            start = place + 1
    yield path[start:]
