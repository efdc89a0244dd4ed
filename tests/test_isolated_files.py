"""Reading in a process of its own: whatever a file holds, the document or a coded error comes back."""

from __future__ import annotations

import io
import os
import socket
import zlib
from pathlib import Path
from typing import get_args

import pytest
from fuzz.reading import BROKEN, run
from hypothesis import given
from hypothesis import strategies as st
from isolated_material import TEXT
from PIL import Image

import nerkit
from nerkit.document import Aside, AsideKind, Box, Document, Notice, NoticeCode, Page, Table, TableCell, Word
from nerkit.errors import (
    EmptyFile,
    MissingFile,
    NerkitError,
    NoPicture,
    OutOfMemory,
    UnreadableFile,
)
from nerkit.reading import wire
from nerkit.reading.heartbeat import FORM
from nerkit.reading.isolated import IsolatedReader, Limits
from nerkit.reading.left_out import Tries
from nerkit.result import Failure


def pdf(page: str = "", content: bytes = b"", *others: str, pages: str = "/Kids [3 0 R] /Count 1") -> bytes:
    """A PDF of one page; `others` are its objects from number 5 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages {pages} >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] {page} >>".encode(),
        b"<< /Length %d %s >>\nstream\n%s\nendstream"
        % (len(content), b"/Filter /FlateDecode" * content.startswith(b"\x78"), content),
        *(other.encode("latin-1") for other in others),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % numbered for numbered in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def png(width: int, height: int, packed: bytes) -> bytes:
    """A PNG that says it has this size, whatever is in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def zeros(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(megabytes)), packer.flush()])


FONT = "/Resources << /Font << /F 5 0 R >> /XObject << /X 4 0 R /Y 5 0 R >> /Pattern << /P 5 0 R >> >>"


SHOWN = b"BT /F 12 Tf 72 700 Td (Total 119.00 EUR) Tj ET"


BAD = {
    "image.png": png(50_000, 50_000, zeros(1)),
    "bomb.png": png(3_000, 3_000, zeros(900)),
    "lying.png": png(4_000, 4_000, zlib.compress(b"few")),
    "flate.pdf": pdf("", zlib.compress(zlib.compress(bytes(600 << 20), 1), 1)),
    "flate2.pdf": pdf("", zeros(1500)),
    "cycle.pdf": pdf(pages="/Kids [2 0 R 3 0 R] /Count 2"),
    "parents.pdf": pdf(pages="/Kids [3 0 R] /Count 1 /Parent 2 0 R"),
    "many.pdf": pdf(pages=f"/Kids [{'3 0 R ' * 20_000}] /Count 20000"),
    "count.pdf": pdf(pages="/Kids [3 0 R] /Count 2000000000"),
    "nested-arrays.pdf": pdf(f"/Annots {'[' * 10_000}{']' * 10_000}", SHOWN),
    "nested-operands.pdf": pdf(FONT, b"[" * 10_000 + b" TJ " + SHOWN),
    "nested-states.pdf": pdf(FONT, b"q " * 1_000_000 + SHOWN),
    "wide.pdf": pdf("/Rotate 90 /MediaBox [0 0 1e9 792]", b"0 0 1000000000 792 re f"),
    "huge.pdf": pdf("/MediaBox [0 0 1e30 1e30]", b"0 0 m 1e30 1e30 l S"),
    "font.pdf": pdf(
        FONT,
        SHOWN,
        "<< /Type /Font /Subtype /TrueType /BaseFont /Bad /FontDescriptor 6 0 R >>",
        "<< /Type /FontDescriptor /FontName /Bad /Flags 4 /FontFile2 7 0 R >>",
        "<< /Length 64 >>\nstream\n\0\1\0\0\0\4\0\x80glyf\0\0\0\0\0\0\0\0\xff\xff\xff\xffloca"
        + "\xff" * 36
        + "\nendstream",
    ),
    "form-in-itself.pdf": pdf(
        FONT,
        b"/Y Do",
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {FONT} /Length 12 >>\nstream\n/Y Do /Y Do \nendstream",
    ),
    "type3-in-itself.pdf": pdf(
        FONT,
        b"BT /F 12 Tf (aaaa) Tj ET",
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> "
        f"/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9] {FONT} >>",
        "<< /Length 33 >>\nstream\n9 0 d0 BT /F 12 Tf (aaaa) Tj ET  \nendstream",
    ),
    "pattern.pdf": pdf(
        FONT,
        b"/Pattern cs /P scn 0 0 612 792 re f",
        "<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 "
        "/Resources << >> /Length 13 >>\nstream\n0 0 1 1 re f \nendstream",
    ),
    "nothing.pdf": b"",
    "head.pdf": b"%PDF-1.7",
    "mail.eml": b"From: a@b.example\nSubject: x\n" + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 1_500,
    "nested.html": b"<html><body>" + b"<div><table><tr><td>" * 20_000 + b"Total 119.00 EUR",
    "long.txt": b"\xff\xfe" + "Total\n".encode("utf-16-le") * 100 + b"\xd8",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_document_or_a_coded_error_and_the_next_one_is_read(
    reader: IsolatedReader, good: Path, name: str
) -> None:
    bad = good.with_name(name)
    bad.write_bytes(BAD[name])
    outcome = attempt(reader, bad)
    assert outcome.source == str(bad)
    assert not isinstance(outcome, Failure) or outcome.code not in (NerkitError.code, "internal", "worker-failed")
    assert reader.read(good).text == TEXT


def test_damaged_files_of_all_formats_are_documents_or_coded_errors() -> None:
    outcomes = run(60, seed=1, folders=[])
    assert [outcome for outcome in outcomes if BROKEN & set(outcome.codes)] == []
    assert {"document", "broken-image", "broken-pdf"} <= {code for outcome in outcomes for code in outcome.codes}


@pytest.mark.parametrize("path", ["corpora/samples/services-contract.pdf", "corpora/samples/receipt.pdf"])
def test_the_document_is_the_one_that_reading_here_gives(reader: IsolatedReader, path: str) -> None:
    whole = Path(__file__).parents[1] / path
    assert reader.read(whole) == nerkit.read(whole)
    assert reader.read_bytes(whole.read_bytes(), str(whole)) == nerkit.read(whole)


def test_errors_come_back_as_themselves(reader: IsolatedReader, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(EmptyFile, match=r"empty\.txt"):
        reader.read(tmp_path / "empty.txt")
    with pytest.raises(MissingFile):
        reader.read(tmp_path / "none.txt")
    with pytest.raises(MissingFile):
        reader.read("a\0b.txt")


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_is_refused_and_not_waited_for(reader: IsolatedReader, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "invoice.pdf"
    with socket.socket(socket.AF_UNIX) as bound:
        match kind:
            case "pipe":
                os.mkfifo(path)
            case "socket":
                bound.bind(str(path))
            case "device":
                path.symlink_to("/dev/zero")
        with pytest.raises(UnreadableFile):
            reader.read(path)


def test_a_folder_is_listed_past_pipes_and_what_is_no_archive(reader: IsolatedReader, good: Path) -> None:
    os.mkfifo(good.with_name("a.pdf"))
    good.with_name("b.zip").write_bytes(b"PK\3\4 and no more")
    assert reader.find(good.parent).files == [good.with_name("b.zip"), good]


def test_more_memory_than_allowed_is_an_error_of_the_file(good: Path) -> None:
    large = good.with_name("large.png")
    large.write_bytes(png(9_990, 9_990, zeros(96)))
    with IsolatedReader(Limits(memory=300 << 20)) as reader:
        with pytest.raises(OutOfMemory, match="memory"):
            reader.read(large)
        assert reader.read(good).text == TEXT


def attempt(reader: IsolatedReader, path: Path) -> Document | Failure:
    try:
        return reader.read(path)
    except Exception as error:
        return Failure.of(str(path), error)


floats = st.floats(allow_nan=False)


boxes = st.builds(Box, st.integers(1, 2**40), floats, floats, floats, floats)


words = st.builds(Word, st.integers(0, 2**40), st.integers(0, 2**40), st.none() | boxes, st.none() | st.floats(0, 1))


small = st.integers(0, 99)


cells = st.builds(TableCell, small, small, boxes, st.lists(small).map(tuple), small, small)


notices = st.builds(Notice, st.sampled_from(get_args(NoticeCode)), st.text(), st.none() | small)

documents = st.builds(
    Document,
    source=st.text(st.characters()),
    text=st.text(st.characters()),
    words=st.lists(words).map(tuple),
    pages=st.lists(st.builds(Page, small, floats, floats, small, small, st.sampled_from(["text", "ocr"]))).map(tuple),
    language=st.none() | st.just("en"),
    warnings=st.lists(notices).map(tuple),
    rules=st.lists(boxes).map(tuple),
    tables=st.lists(st.builds(Table, boxes, small, small, st.lists(cells).map(tuple))).map(tuple),
    asides=st.lists(st.builds(Aside, small, small, st.sampled_from(get_args(AsideKind)))).map(tuple),
)


@given(documents)
def test_a_document_survives_the_way_between_two_processes(document: Document) -> None:
    assert wire.document_from_json(wire.loads(wire.dumps(wire.document_to_json(document)))) == document


def test_a_file_that_vanishes_while_a_run_goes_is_missing_and_the_next_one_is_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT)
    with IsolatedReader() as reader:
        files = reader.find(tmp_path).files
        with reader.reading(files[0]) as document:
            files[1].unlink()
            assert document().text == TEXT
        with pytest.raises(MissingFile):
            reader.read(files[1])
        assert reader.read(files[2]).text == TEXT


def test_pictures_of_pages_are_drawn_in_the_child() -> None:
    with IsolatedReader() as reader:
        ((number, picture),) = reader.pictures(pdf("", SHOWN), "a.pdf", {1}, dpi=36)
        with pytest.raises(NoPicture):
            reader.pictures(TEXT.encode(), "a.txt")

    assert number == 1
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.size) == ("PNG", (306, 396))


def test_a_page_too_large_to_be_drawn_is_an_error_and_the_next_one_is_drawn() -> None:
    with IsolatedReader(Limits(memory=300 << 20)) as reader:
        with pytest.raises(OutOfMemory):
            reader.pictures(png(9_900, 9_900, zeros(95)), "huge.png")
        assert len(reader.pictures(pdf("", SHOWN), "a.pdf")) == 1


def doubling(levels: int) -> bytes:
    """A PDF of three pages; the second draws a form that draws two of the next, and so on."""
    names = [f"/Resources << /XObject << /X {number} 0 R >> >>" for number in range(8, 8 + levels)]
    forms = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {name} /Length 11 >>\nstream\n/X Do /X Do\nendstream"
        for name in names[1:]
    ]
    text = "BT /F 12 Tf 72 700 Td (Total 119.00 EUR) Tj ET"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R {} >>"
    font = "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    return pdf(
        font,
        text.encode(),
        page.format(6, names[0]),
        "<< /Length 11 >>\nstream\n/X Do /X Do\nendstream",
        page.format(4, font),
        *forms,
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {font} /Length {len(text)} >>\nstream\n{text}\nendstream",
        pages="/Kids [3 0 R 5 0 R 7 0 R] /Count 3",
    )


def test_a_page_that_never_ends_is_left_out_and_the_others_are_read(good: Path) -> None:
    path = good.with_name("doubling.pdf")
    path.write_bytes(doubling(3))
    with IsolatedReader(Limits(silence=8, memory=1 << 30)) as reader:
        assert reader.read(path, ocr="never").text.count("Total 119.00 EUR") == 3
        path.write_bytes(doubling(28))
        document = reader.read(path, ocr="never")
        assert document.text.count("Total 119.00 EUR") == 2
        assert [page.number for page in document.pages] == [1, 2, 3]
        ((code, page),) = [(notice.code, notice.page) for notice in document.warnings]
        assert (code in ("page-timed-out", "damaged-page"), page) == (True, 2)
        assert reader.read(good).text == TEXT


def form(levels: int) -> bytes:
    """A PDF whose field consists twice of a field that does so too, and so on; PDFium visits each."""
    text = b"BT /F 12 Tf 72 700 Td (Total 119.00 EUR) Tj ET"
    font = "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    fields = [f"<< /T (f) /Kids [{number} 0 R {number} 0 R] >>" for number in range(7, 7 + levels)]
    last = "<< /T (f) /FT /Tx /V (7) >>"
    return pdf(font, text, "<< /Fields [6 0 R] >>", *fields, last, pages="/Kids [3 0 R] /Count 1").replace(
        b"/Type /Catalog", b"/Type /Catalog /AcroForm 5 0 R"
    )


def test_a_pdf_that_hangs_at_its_form_is_read_without_it(good: Path) -> None:
    path = good.with_name("form.pdf")
    with IsolatedReader(Limits(silence=8, memory=1 << 30)) as reader:
        path.write_bytes(form(3))
        assert reader.read(path, ocr="never").warnings == ()
        path.write_bytes(form(31))
        document = reader.read(path, ocr="never")
        assert document.text.split() == ["Total", "119.00", "EUR"]
        assert [notice.code for notice in document.warnings] == ["damaged-file"]
        assert reader.read(good).text == TEXT


@pytest.mark.parametrize(
    ("failures", "lost"),
    [
        ([(FORM, True)], {FORM}),  # the form itself
        ([(2, True)], {FORM}),  # a page with the form, and not without it
        ([(2, True), (2, False)], {2}),  # a page with the form and without it
        ([(2, True), (3, False)], {FORM, 3}),
        ([(2, True), (2, False), (3, True)], {2, 3}),
        ([(2, False), (3, False)], {2, 3}),
        ([(None, False)], None),
        ([(None, True), (None, False)], None),
        ([(2, False), (3, False), (4, False)], None),
        ([(2, True), (2, False), (3, True), (4, True)], None),
    ],
)
def test_the_form_is_left_out_before_a_page(failures: list[tuple[int | None, bool]], lost: set[int] | None) -> None:
    tries = Tries()
    *before, last = [tries.another(page, "page-timed-out", form=form) for page, form in failures]
    assert all(before)
    assert (set(tries.lost) if last else None) == lost


def test_a_frame_that_announces_more_than_any_memory_holds_is_none() -> None:
    for size in (1 << 40, (1 << 64) - 1):
        assert wire.read_frame(io.BytesIO(size.to_bytes(8, "big") + b"short")) is None
