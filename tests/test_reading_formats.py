"""Formats without pages, and the rarer images: what a person sees in them is the text, whatever the file is called."""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
import zlib

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, features

from nerkit.document import Document
from nerkit.errors import BrokenDocument, BrokenImage, EmptyFile, ImageTooLarge, TooManyPages, UnknownFormat
from nerkit.reading import read_bytes
from nerkit.reading.detect import detect
from nerkit.reading.flow import Flow


def html(body: str, head: str = "") -> str:
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "x.html").text


# Text


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("Grüße aus Köln: 5 € für die Möbel\n", "cp1252", "Windows-1252"),
        ("This “Agreement” – as set out in § 5 – is Meadow’s.\n", "cp1252", "Windows-1252"),
        ("Faktura: Żółta Łódź Sp. z o.o., ul. Świętokrzyska 5, należność 1 250,00 zł\n", "cp1250", "Windows-1250"),
        ("Facture n° 17: 1 250,00 € payables à réception, Évry\n", "iso8859-15", "ISO-8859-15"),
        ("請求書 番号 1234 株式会社山田商事 御中 合計金額 12,345円\n", "shift_jis", "Shift-JIS"),
        ("Vevő: Kovács Kft., fizetési határidő 8 nap\n", "cp1250", "Windows-1250"),
        ("Cumpărător: Preţul total, cu TVA\n", "cp1250", "Windows-1250"),
        ("Smlouva o nájmu bytu, kterou uzavřely strany\n", "cp1250", "Windows-1250"),
        ("Satıcı: Şişli A.Ş.\n", "cp1254", "Windows-1254"),
        ("Condições de pagamento; não há comissões\n", "cp1252", "Windows-1252"),
        ("5 m³ Wasser à 12 £\n", "cp1252", "Windows-1252"),
        ("Счёт № 12 от 5 мая 2024 г. Продавец: ООО «Ромашка», Москва\n", "cp1251", "Windows-1251"),
        ("Agreement of 1 May 2024 über 5 €\n", "utf-16-le", "UTF-16-LE"),
        ("Agreement of 1 May 2024 über 5 €\n", "utf-16-be", "UTF-16-BE"),
    ],
)
def test_text_in_another_encoding_is_read_and_says_what_was_assumed(text: str, encoding: str, said: str) -> None:
    document = read_bytes(text.encode(encoding), "x.txt")

    assert document.text == text
    assert len(document.warnings) == 1
    assert f"taken for {said}:" in document.warnings[0]


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_that_says_its_encoding_needs_no_warning(mark: str) -> None:
    assert read_bytes("Grüße, 5 €\n".encode(mark), "x.txt").warnings == ()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_every_utf_8_text_comes_back_as_it_is(text: str) -> None:
    data = b"A " + text.encode()
    document = read_bytes(data, "x.txt")

    assert document.text == data.decode()
    assert document.warnings == ()


def test_markdown_is_read_as_a_viewer_shows_it() -> None:
    text = (
        '# Services Agreement\n**Seller:** Ash & Co. _(the "Seller")_\n1. Term: [two years](https://example.org)\n\n'
        "| Fee | Term |\n|---|---:|\n| 5 EUR | 2 years |\n"
    )

    assert read_bytes(text.encode(), "x.md").text == (
        'Services Agreement\n\nSeller: Ash & Co. (the "Seller")\n1. Term: two years\n\nFee\tTerm\n5 EUR\t2 years\n'
    )


def test_a_table_in_plain_text_is_read_as_one_and_other_plain_text_as_it_is() -> None:
    table = "Item | Price\n--- | ---\nDesk | 5 EUR\n"
    rules = "Total *net*\n-----------\n5_000_ EUR\n"

    assert read_bytes(table.encode(), "x.txt").text == "Item\tPrice\nDesk\t5 EUR\n"
    assert read_bytes(rules.encode(), "x.txt").text == rules


def test_a_memorandum_is_no_mail() -> None:
    assert detect(b"From: The board\nTo: All staff\nDate: 1 May 2024\n\nBy this memorandum ...\n") == "text"


# Web pages


def test_cells_are_parted_by_tabs_rows_by_lines_and_blocks_by_blank_lines() -> None:
    page = "<h1>Invoice</h1><table><tr><th>Item<th>Price</tr><tr><td>Desk</td><td>5 EUR</td></tr></table><p>Thanks"

    assert html(page) == "Invoice\n\nItem\tPrice\nDesk\t5 EUR\n\nThanks\n"


def test_lines_of_neighbouring_cells_stand_side_by_side() -> None:
    page = "<table><tr><td>Number<br>Date</td><td></td><td>17<br>1 May 2024</td></tr></table>"

    assert html(page) == "Number\t17\nDate\t1 May 2024\n"


def test_tables_within_tables_keep_their_rows() -> None:
    page = "<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table></td><td>d</td></tr></table>"

    assert html(page) == "a\tb\td\nc\n"


def test_what_a_browser_does_not_show_is_left_out() -> None:
    page = (
        "<script>secret()</script><style>secret</style><p hidden>secret</p><!-- secret --><template>secret</template>"
        '<div style="color: red; DISPLAY:none">secret</div><p>sh&shy;own\u200b</p>'
    )

    assert html(page, "<title>secret</title>") == "shown\n"


def test_white_space_and_entities_are_what_a_browser_makes_of_them() -> None:
    assert html("Fees:\n   <b>5&nbsp;000</b> &euro;&#33;<br><br>A &amp; B") == "Fees: 5 000 €!\n\nA & B\n"
    assert html("<pre>  Item    Price\n  Desk        5\n</pre>end") == "  Item    Price\n  Desk        5\n\nend\n"


def test_a_page_names_its_encoding_itself() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Счёт</body></html>'

    document = read_bytes(page.encode("cp1251"), "x.html")

    assert (document.text, document.warnings) == ("Счёт\n", ())


def test_a_page_that_is_utf_8_is_read_so_whatever_it_claims() -> None:
    assert html("Grüße, 5 €", '<meta charset="iso-8859-1">') == "Grüße, 5 €\n"


def test_a_page_in_the_wrapping_of_a_filing_is_a_page() -> None:
    page = b"<DOCUMENT>\n<TYPE>EX-10.1\n<TEXT>\n<HTML><BODY><P>Agreement</P></BODY></HTML>\n</TEXT>\n</DOCUMENT>"

    assert read_bytes(page, "ex10.txt").text == "Agreement\n"


def test_a_thousand_comments_do_not_take_for_ever_to_tell_a_page_from_text() -> None:
    assert detect(b"<!---->" * 1000 + b" plain") == "text"
    assert detect(b"<!---->" * 100 + b"<html>") == "html"


def test_a_page_without_text_is_empty_and_one_nested_without_end_is_broken() -> None:
    with pytest.raises(EmptyFile):
        html("<script>nothing()</script>")
    with pytest.raises(BrokenDocument, match="nested"):
        html("<div>" * 5000 + "deep")


@given(st.recursive(st.just("w"), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=30))
def test_no_word_of_a_table_is_lost_however_it_is_nested(shape: object) -> None:
    def table(item: object) -> str:
        cells = "".join(f"<td>{table(inner)}</td>" for inner in item) if isinstance(item, list) else None
        return f"<table><tr>{cells}</tr></table>" if cells else "w"

    page = table(shape)

    assert html(page).split() == ["w"] * page.count("w")


def test_a_flow_ends_in_one_line_feed_and_parts_blocks_by_one_blank_line() -> None:
    flow = Flow()
    flow.block()
    flow.text(" one ")
    flow.block()
    flow.block()
    flow.text("two")
    flow.line_feed()
    flow.line_feed()

    assert flow.finish() == "one\n\ntwo\n"


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


# What is known but not read

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
UNREAD = {
    "Rich Text": b"{\\rtf1\\ansi Hello}",
    "PostScript": b"%!PS-Adobe-3.0\n",
    r"old Word document \(.doc\)": OLD + "WordDocument".encode("utf-16-le"),
    r"old Excel workbook \(.xls\)": OLD + "Workbook".encode("utf-16-le"),
    "Outlook message": OLD + "__substg1.0_0037001F".encode("utf-16-le"),
    "with a password": OLD + "EncryptedPackage".encode("utf-16-le"),
    r"Excel workbook \(.xlsx\)": packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}),
    "PowerPoint": packed(**{"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
    "OpenDocument": packed(mimetype=b"application/vnd.oasis.opendocument.text", content=b"<x/>"),
    "7-Zip": b"7z\xbc\xaf\x27\x1c" + bytes(40) + b"\x01",
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_format_that_is_not_read_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(UnknownFormat, match=f"{name}.*; save or print it as a PDF"):
        read_bytes(UNREAD[name], "x")


# Images


def picture(text: str) -> Image.Image:
    image = Image.new("RGB", (700, 120), "white")
    ImageDraw.Draw(image).text((40, 30), text, fill="black", font=ImageFont.load_default(48))
    return image


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "JPEG2000", "AVIF", "HEIF"])
def test_images_are_known_by_their_content(form: str) -> None:
    if form == "HEIF":
        pytest.importorskip("pillow_heif").register_heif_opener()
    if form == "AVIF" and not features.check("avif"):
        pytest.skip("Pillow is older than 11.3")
    buffer = io.BytesIO()
    picture("Invoice 12345").save(buffer, form)

    document = read_bytes(buffer.getvalue(), "no-suffix")

    assert document.text.split() == ["Invoice", "12345"]
    assert [page.number for page in document.pages] == [1]


def test_each_frame_of_a_tiff_is_a_page_and_those_of_an_animation_are_not() -> None:
    frames = [picture(f"Page {word}") for word in ("alpha", "beta", "gamma")]
    tiff, gif = io.BytesIO(), io.BytesIO()
    frames[0].save(tiff, "TIFF", save_all=True, append_images=frames[1:])
    frames[0].save(gif, "GIF", save_all=True, append_images=frames[1:])

    assert read_bytes(tiff.getvalue(), "x").text.split() == ["Page", "alpha", "Page", "beta", "Page", "gamma"]
    assert read_bytes(gif.getvalue(), "x").text.split() == ["Page", "alpha"]


def test_a_tiff_of_more_pages_than_anyone_has_is_refused() -> None:
    """Each frame is a directory of 54 bytes, and all show one and the same square."""
    first, size = 8 + 16 * 16, 54
    directory = struct.pack("<H", 4) + b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in ((256, 16), (257, 16), (262, 1), (273, 8))
    )
    ends = (struct.pack("<I", first + (i + 1) * size if i < 10_000 else 0) for i in range(10_001))
    tiff = b"II*\0" + struct.pack("<I", first) + bytes(16 * 16) + b"".join(directory + end for end in ends)

    with pytest.raises(TooManyPages):
        read_bytes(tiff, "endless.tiff")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + size + b"".join(more) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


LYING = {
    "png of 50,000 by 50,000": (png(50_000, 50_000), ImageTooLarge),
    "png without its pixels": (png(3000, 3000), BrokenImage),
    "png with a text of 500 MB": (
        png(300, 300, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(500 << 20), 9))),
        BrokenImage,
    ),
    "bmp of 60,000 by 60,000": (
        b"BM"
        + struct.pack("<IHHIIiiHHIIiiII", 200, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0)
        + bytes(146),
        ImageTooLarge,
    ),
    "gif that is cut off": (b"GIF89a" + struct.pack("<HH", 600, 600) + b"\0\0\0,", BrokenImage),
}


@pytest.mark.parametrize("name", LYING)
def test_an_image_that_lies_about_its_size_is_a_coded_error(name: str) -> None:
    data, expected = LYING[name]

    with pytest.raises(expected):
        read_bytes(data, "x")


def test_a_second_page_of_a_tiff_cannot_hide_a_huge_one() -> None:
    buffer = io.BytesIO()
    small, huge = Image.new("1", (300, 300), 1), Image.new("1", (11_000, 11_000), 1)
    small.save(buffer, "TIFF", save_all=True, append_images=[huge], compression="group4")

    with pytest.raises(ImageTooLarge):
        read_bytes(buffer.getvalue(), "x.tif")


def test_marks_of_utf_32_are_told_from_those_of_utf_16() -> None:
    assert read_bytes(codecs.BOM_UTF32_LE + "5 €".encode("utf-32-le"), "x.txt").text == "5 €"
