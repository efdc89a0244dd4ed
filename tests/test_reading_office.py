"""Word documents, and the formats of offices that are not read: what is read is what Word shows."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nerkit.document import Document
from nerkit.errors import ArchiveTooLarge, BrokenDocument, UnknownFormat
from nerkit.reading import archive, packed_xml, read_bytes

# Word


def word(build: WordDocument) -> Document:
    buffer = io.BytesIO()
    build.save(buffer)
    return read_bytes(buffer.getvalue(), "x.docx")


def test_paragraphs_and_tables_stand_in_the_order_of_the_document() -> None:
    build = WordDocument()
    build.add_heading("Order", 0)
    build.add_paragraph("Number:\t17")
    table = build.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Item", "Price", "Desk", "5 EUR"), strict=True
    ):
        cell.text = text
    build.add_paragraph("Thanks")

    assert word(build).text == "Order\n\nNumber:\t17\n\nItem\tPrice\nDesk\t5 EUR\n\nThanks\n"


def test_headers_come_first_and_footers_last_each_once() -> None:
    build = WordDocument()
    build.sections[0].header.paragraphs[0].text = "Letterhead Inc."
    build.sections[0].footer.paragraphs[0].text = "IBAN on request"
    build.add_paragraph("Body")
    build.add_section().header.is_linked_to_previous = False
    build.sections[1].header.paragraphs[0].text = "Letterhead Inc."

    assert word(build).text == "Letterhead Inc.\n\nBody\n\nIBAN on request\n"


def test_numbers_that_only_word_shows_are_text() -> None:
    build = WordDocument()
    for text, style in (("Definitions", "List Number"), ("a mark", "List Bullet"), ("Term", "List Number")):
        build.add_paragraph(text, style=style)

    assert word(build).text.split("\n") == ["1. Definitions", "", "• a mark", "", "2. Term", ""]


def test_clauses_are_counted_level_by_level() -> None:
    build = WordDocument()
    numbering = build.part.numbering_part.element
    levels = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerRoman", "(%3)"), ("upperLetter", "%4)"))
    inside = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inside}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level in (0, 1, 1, 2, 2, 3, 1, 0, 1):
        mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        build.add_paragraph("x")._p.get_or_add_pPr().append(parse_xml(mark))

    numbers = [line.split()[0] for line in word(build).text.split("\n") if line]
    assert numbers == ["1.", "1.1", "1.2", "(i)", "(ii)", "A)", "1.3", "2.", "2.1"]


def test_insertions_and_text_boxes_are_read_and_deletions_are_not() -> None:
    build = WordDocument()
    paragraph = build.add_paragraph("fee of ")._p
    run = "<w:r><w:{0}>{1}</w:{0}></w:r>"
    box = "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>".format(run.format("t", "in a box"))
    for kind, inner in (("ins", run.format("t", "7 EUR")), ("del", run.format("delText", "5 EUR"))):
        paragraph.append(parse_xml(f'<w:{kind} {nsdecls("w")} w:id="1" w:author="x">{inner}</w:{kind}>'))
    paragraph.append(parse_xml(box.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))
    hidden = build.add_paragraph().add_run("hidden")
    hidden.font.hidden = True
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('t', 'chosen date')}</w:p></w:sdtContent></w:sdt>"
    build.element.body.insert(1, parse_xml(control))

    text = word(build).text

    assert text.startswith("fee of 7 EUR\n")
    assert "\nin a box\n" in text
    assert "\nchosen date\n" in text
    assert "hidden" not in text
    assert "5 EUR" not in text


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def docx(body: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = b'<Types><Override PartName="/word/d.xml" ContentType="' + kind + b'"/></Types>'
    return packed(**{"[Content_Types].xml": types, "word/d.xml": body})


def test_nothing_outside_a_word_document_is_fetched_and_no_bomb_of_entities_goes_off() -> None:
    outside = b'<!DOCTYPE d [<!ENTITY out SYSTEM "file:///etc/passwd">]><d><p><r><t>word</t><t>&out;</t></r></p></d>'
    many = b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10 if i else b"bomb") for i in range(9))

    assert read_bytes(docx(outside), "x.docx").text == "word\n"
    with pytest.raises(BrokenDocument):
        read_bytes(docx(b"<!DOCTYPE d [" + many + b"]><d><p><r><t>&e8;</t></r></p></d>"), "x.docx")


@pytest.mark.parametrize("body", [b"", b"<d><p>", b"<d>" * 1000 + b"</d>" * 1000], ids=["empty", "cut off", "too deep"])
def test_a_damaged_word_document_says_so(body: bytes) -> None:
    with pytest.raises(BrokenDocument, match="save it again"):
        read_bytes(docx(body), "x.docx")


def test_a_word_document_that_unpacks_to_more_than_people_write_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_xml, "XML_BYTES", 50_000)
    assert read_bytes(docx(b"<d><p><r><t>word</t></r></p>" + b" " * 40_000 + b"</d>"), "x.docx").text == "word\n"
    with pytest.raises(ArchiveTooLarge, match="print it to a PDF"):
        read_bytes(docx(b"<d>" + b" " * 60_000 + b"</d>"), "x.docx")


def test_a_part_that_is_listed_many_times_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    main = b'<Override PartName="/word/d.xml" ' + kind + b'document.main+xml"/>'
    header = b'<Override PartName="/word/h.xml" ' + kind + b'header+xml"/>'
    parts = {"word/d.xml": b"<d><p><r><t>body</t></r></p></d>", "word/h.xml": b"<d><p><r><t>head</t></r></p></d>"}
    types = b"<Types>" + main + header * 20_000 + b"</Types>"
    unpacked: list[str] = []
    monkeypatch.setattr(archive, "_read", lambda zipped, info, _: unpacked.append(info.filename) or zipped.read(info))

    assert read_bytes(packed(**{"[Content_Types].xml": types, **parts}), "x.docx").text == "head\n\nbody\n"
    assert sorted(unpacked) == ["[Content_Types].xml", "word/d.xml", "word/h.xml"]


# What is known but not read


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


UNREAD = {
    "PostScript": b"%!PS-Adobe-3.0\n",
    r"old Word document \(.doc\)": OLD + "WordDocument".encode("utf-16-le"),
    r"old Excel workbook \(.xls\)": OLD + "Workbook".encode("utf-16-le"),
    r"binary Excel workbook \(.xlsb\)": packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}),
    "PowerPoint": packed(**{"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
    "OpenDocument": packed(mimetype=b"application/vnd.oasis.opendocument.presentation", content=b"<x/>"),
    "7-Zip": b"7z\xbc\xaf\x27\x1c" + bytes(40) + b"\x01",
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_format_that_is_not_read_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(UnknownFormat, match=f"{name}.*; save or print it as a PDF"):
        read_bytes(UNREAD[name], "x")
