"""Files of every kind: what can be read is read, and what cannot says so with a code and a remedy."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from nerkit.errors import (
    BrokenArchive,
    BrokenImage,
    BrokenPdf,
    EmptyFile,
    EncryptedPdf,
    ImageTooLarge,
    ImageTooSmall,
    MissingFile,
    NoPages,
    ReadingError,
    UnknownFormat,
    UnreadableFile,
)
from nerkit.reading import document_from_text, files_in, read, read_bytes


def pdf(*texts: str, encrypt: object = None) -> bytes:
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=(400, 300), encrypt=encrypt)
    for text in texts:
        drawing.drawString(50, 200, text)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def png(width: int, height: int, mode: str = "L") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height), 255).save(buffer, "PNG")
    return buffer.getvalue()


def pdf_without_pages() -> bytes:
    buffer = io.BytesIO()
    empty = pypdfium2.PdfDocument.new()
    empty.save(buffer)
    empty.close()
    return buffer.getvalue()


BAD_FILES = {
    "empty": (b"", "x.pdf", EmptyFile),
    "blank": (b" \n\t ", "x.txt", EmptyFile),
    "zeros": (bytes(5000), "x.pdf", EmptyFile),
    "binary": (bytes(range(256)) * 4, "x.dat", UnknownFormat),
    "damaged zip named pdf": (b"PK\x03\x04" + bytes(range(32)) * 9, "x.pdf", BrokenArchive),
    "text named pdf": (b"This is no PDF.", "x.pdf", UnknownFormat),
    "web page named pdf": (b"<!DOCTYPE html><html><body>Not found</body></html>", "x.pdf", UnknownFormat),
    "web page without text": (b"<html><body><script>Hello</script></body></html>", "x.html", EmptyFile),
    "text named png": (b"This is no image.", "x.PNG", UnknownFormat),
    "header only": (b"%PDF-1.7\n", "x.pdf", BrokenPdf),
    "pdf cut off": (pdf("Hello")[:300], "x.pdf", BrokenPdf),
    "no pages": (pdf_without_pages(), "x.pdf", NoPages),
    "png cut off": (png(600, 600, "RGB")[:60], "x.png", BrokenImage),
    "jpeg header only": (b"\xff\xd8\xff\xe0" + bytes(40), "x.jpg", BrokenImage),
    "tiff header only": (b"II*\x00" + b"\xff" * 40, "x.tif", BrokenImage),
    "one pixel": (png(1, 1), "x.png", ImageTooSmall),
    "a line of pixels": (png(3000, 1), "x.png", ImageTooSmall),
    "too many pixels": (png(10_001, 10_000, "1"), "x.png", ImageTooLarge),
    "a decompression bomb": (png(20_000, 20_000, "1"), "x.png", ImageTooLarge),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gives_its_code_and_one_line_that_says_what_to_do(name: str) -> None:
    data, source, expected = BAD_FILES[name]

    with pytest.raises(ReadingError) as caught:
        read_bytes(data, source)

    assert type(caught.value) is expected
    assert caught.value.message.startswith(f"{source}: ")
    assert "\n" not in caught.value.message
    assert "Hello" not in caught.value.message


def test_an_encrypted_pdf_asks_to_be_saved_without_its_password() -> None:
    locked = pdf("Hello", encrypt=StandardEncryption("secret", canPrint=0))

    with pytest.raises(EncryptedPdf, match="without"):
        read_bytes(locked, "x.pdf")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read(tmp_path / "nothing.pdf")
    with pytest.raises(UnreadableFile, match="folder"):
        read(tmp_path)


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """The superuser may read everything; who runs the tests as root is nobody in this block."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("Hello")
    path.chmod(0)

    with as_ordinary_user(), pytest.raises(UnreadableFile, match="permission"):
        read(path)


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "really-a.txt"
    path.write_bytes(b"some junk before the header\n" + pdf("Hello there"))

    assert read(path).text == "Hello there\n"


@pytest.mark.parametrize(
    "data",
    [
        "Grüße, 5 €\n".encode(),
        codecs.BOM_UTF8 + "Grüße, 5 €\n".encode(),
        codecs.BOM_UTF16_LE + "Grüße, 5 €\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Grüße, 5 €\n".encode("utf-16-be"),
        "Grüße, 5 €\n".encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "windows-1252"],
)
def test_text_is_read_in_the_encodings_it_comes_in(data: bytes) -> None:
    assert read_bytes(data, "x.txt").text == "Grüße, 5 €\n"


def test_plain_text_is_kept_as_it_is_with_exact_offsets() -> None:
    text = "\r\n  Agreement\tdated\u00a01 May\f next\n"

    document = document_from_text(text, "x.txt")

    assert document.text == text
    assert document.pages == ()
    assert [text[w.start : w.end] for w in document.words] == ["Agreement", "dated", "1", "May", "next"]
    assert all(word.box is None for word in document.words)


def test_a_folder_is_its_documents_sorted_without_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.PNG", "notes.pages", ".hidden.pdf", "sub/c.txt", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    named = tmp_path / "notes.pages"

    found = files_in([named, tmp_path, tmp_path / "b.pdf"])

    assert found == [named, tmp_path / "a.PNG", tmp_path / "b.pdf", tmp_path / "sub/c.txt"]
