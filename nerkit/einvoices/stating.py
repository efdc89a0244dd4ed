"""The XML of an e-invoice becomes a statement: its fields and tables, each value with its XPath."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from nerkit.document import EmbeddedFile, Notice, StatedValue, Statement
from nerkit.einvoices.canonical import canonical
from nerkit.einvoices.safe_xml import BrokenXml, root_of
from nerkit.einvoices.syntax import Profile, Syntax, credit_codes, profile_of, syntaxes
from nerkit.einvoices.table_rows import charges, line_items, taxes
from nerkit.einvoices.xpaths import Finder
from nerkit.labels import builtin
from nerkit.locales.folding import fold_space

NAMES = re.compile(r"(?:factur-x|zugferd-invoice|xrechnung|order-x|cii|ubl|invoice|facturx)[^/]*\.xml", re.I)
"""Names under which PDFs carry an e-invoice: what has one and is none deserves a warning."""

_FOREIGN = "XML that is no e-invoice of a syntax that nerkit reads (UBL, CII, ZUGFeRD, Order-X)"


def is_invoice(head: str) -> bool:
    """Whether a text begins as an e-invoice does: with a tag, and the namespace of one near it."""
    return head.lstrip().startswith("<") and any(root[1 : root.index("}")] in head for root in syntaxes())


def statement_of(data: bytes, *, whole: bool = False) -> tuple[Statement | None, tuple[Notice, ...]]:
    """What XML states, and what is wrong with it; None where it is broken or no e-invoice.

    `whole` says that the file is the XML and nothing else. No bytes raise.
    """
    try:
        root = root_of(data)
    except BrokenXml as error:
        return None, (Notice("xml-broken", f"its e-invoice is left out, the XML is broken: {error}; get it again"),)
    syntax = syntaxes().get(str(root.tag))
    if syntax is None:
        return None, (Notice("xml-foreign", f"{_FOREIGN}; what it says is left out"),)
    statement, unread = _stated(root, syntax, whole=whole)
    return statement, (*unread, *_faults(statement))


def _stated(root: etree._Element, syntax: Syntax, *, whole: bool) -> tuple[Statement, list[Notice]]:
    bare = Finder(root, syntax)
    about = {name: text for name, path in syntax.about.items() if (text := bare.first_text(root, path))}
    find = Finder(root, syntax, about.get("currency", ""))
    unread: list[Notice] = []
    fields = dict(_fields(find, syntax, about.get("currency"), unread))
    profile = profile_of(about.get("guideline", ""))
    described = {"syntax": syntax.name, **({"profile": profile.name} if profile else {}), **about}
    rows = line_items(find, syntax, about.get("currency"))
    has_lines = bool(rows) or profile is None or profile.lines != "none"
    taxed = taxes(find, syntax, about.get("currency"))
    statement = Statement(
        "xml",
        syntax.kinds,
        fields,
        line_items=rows if has_lines else None,
        charges=charges(find, syntax, about.get("currency")) if has_lines else None,
        taxes=taxed if taxed or has_lines else None,
        whole=whole,
        about=described,
        credits=about.get("type_code") in credit_codes() or etree.QName(root).localname == "CreditNote",
        attachments=tuple(_attachments(find, syntax)),
    )
    return statement, unread


def _fields(
    find: Finder, syntax: Syntax, currency: str | None, unread: list[Notice]
) -> Iterator[tuple[str, tuple[StatedValue, ...]]]:
    types = {label.field: label.type for label in builtin().labels.values()}
    for name, paths in syntax.fields.items():
        found = next((nodes for path in paths if (nodes := find.texts(find.root, path))), [])
        values = [
            StatedValue(value, path, currency if types[name] == "amount" else None)
            for text, path in found
            if (value := canonical(types[name], text)) is not None
        ]
        if found and not values:
            unread.append(Notice("no-value", f"{name}: its XML holds no {types[name]} there"))
        if values:
            yield name, tuple({value.value: value for value in reversed(values)}.values())[::-1]
    for name, joined in syntax.joined.items():
        for node in find.nodes(find.root, joined.at)[:1]:
            lines = [" ".join(text for part in line for text, _ in find.texts(node, part)) for line in joined.lines]
            if any(lines):
                yield name, (StatedValue(", ".join(filter(None, lines)), find.path(node)),)


def _attachments(find: Finder, syntax: Syntax) -> Iterator[EmbeddedFile]:
    cells = syntax.tables["attachments"]
    for node in find.nodes(find.root, cells["at"]):
        name, mime_type = (find.first_text(node, cells[cell]) or "" for cell in ("name", "mime_type"))
        encoded = re.sub(r"\s", "", node.text or "")
        yield EmbeddedFile(fold_space(name), fold_space(mime_type), len(encoded) * 3 // 4 - encoded[-2:].count("="))


def _faults(statement: Statement) -> Iterator[Notice]:
    """What contradicts the profile that the XML says it has."""
    guideline = statement.about.get("guideline", "")
    profile = profile_of(guideline)
    if profile is None:
        said = "names a guideline that is not known" if guideline else "names no guideline"
        yield Notice("xml-profile", f"its e-invoice {said}; it is taken as it stands")
        return
    for fault in _broken_promises(statement, profile):
        yield Notice(
            "xml-profile", f"its e-invoice says that it is {profile.name}, and {fault}; check it with its sender"
        )


def _broken_promises(statement: Statement, profile: Profile) -> Iterator[str]:
    if missing := [name for name in profile.needs if name not in statement.fields]:
        yield f"has no {', '.join(missing)}"
    if profile.lines == "must" and not statement.line_items:
        yield "has no lines"
    if profile.lines == "none" and statement.line_items:
        yield "has lines"
