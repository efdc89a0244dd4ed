"""Files that need a password are opened with those that are given, which are never said, handed on or kept."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import pyzipper
from docx import Document as WordDocument
from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from test_reading_attachments import holding
from typer.testing import CliRunner

import nerkit
from nerkit.cli.main import app
from nerkit.errors import EncryptedFile, EncryptedPdf, OptionError
from nerkit.reading import passwords, read
from nerkit.reading.files import find
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions

SECRET, WORDS = "Grüße-sesame-7", "Invoice number: 4711"


def locked_pdf(path: Path, secret: str, revision: int = 4) -> Path:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, WORDS)
    canvas.save()
    with pikepdf.open(buffer) as pdf:
        modern = revision >= 4
        pdf.save(path, encryption=pikepdf.Encryption(user=secret, R=revision, aes=modern, metadata=modern))
    return path


def locked_zip(path: Path) -> Path:
    with pyzipper.AESZipFile(path, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as zipped:
        zipped.setpassword(SECRET.encode())
        zipped.writestr("bill.txt", WORDS)
        zipped.encryption = zipped.pwd = None
        zipped.writestr("open.txt", "open")
    return path


def locked_word(path: Path) -> Path:
    plain, build = io.BytesIO(), WordDocument()
    build.add_paragraph(WORDS)
    build.save(plain)
    locked = io.BytesIO()
    OOXMLFile(plain).encrypt(SECRET, locked)
    path.write_bytes(locked.getvalue())
    return path


def classic_zip() -> bytes:
    """A member locked in the first way (APPNOTE 6.1), which the standard library opens and never makes."""
    from zlib import crc32

    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(key: int, byte: int) -> int:
        return crc32(bytes([byte]), key ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def turn(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    def encrypted(byte: int) -> int:
        half = keys[2] | 2
        found = byte ^ ((half * (half ^ 1) >> 8) & 0xFF)
        turn(byte)
        return found

    for byte in SECRET.encode():
        turn(byte)
    content = WORDS.encode()
    check = crc32(content)
    body = bytes(map(encrypted, bytes(11) + bytes([check >> 24]) + content))
    fields = b"\x14\0\x01\0\0\0\0\0\0\0" + b"".join(n.to_bytes(4, "little") for n in (check, len(body), len(content)))
    name = b"bill.txt"
    local = b"PK\3\4" + fields + len(name).to_bytes(2, "little") + b"\0\0" + name + body
    central = b"PK\1\2\x14\0" + fields + len(name).to_bytes(2, "little") + bytes(16) + name
    end = b"PK\5\6\0\0\0\0\1\0\1\0" + len(central).to_bytes(4, "little") + len(local).to_bytes(4, "little") + b"\0\0"
    return local + central + end


def test_a_locked_pdf_opens_with_its_password_and_says_when_there_is_none_or_a_wrong_one(tmp_path: Path) -> None:
    for revision in (2, 3, 4, 6):
        path = locked_pdf(tmp_path / f"{revision}.pdf", "sesame", revision)
        assert read(path, password="sesame").text == f"{WORDS}\n"
        with pytest.raises(EncryptedPdf, match="needs a password"):
            read(path)
        with pytest.raises(EncryptedPdf, match="no password that was given opens it") as raised:
            read(path, password="an other one")
        assert "an other one" not in str(raised.value)


def test_members_of_a_zip_open_with_their_password_in_both_ways_of_locking(tmp_path: Path) -> None:
    (tmp_path / "classic.zip").write_bytes(classic_zip())
    locked_zip(tmp_path / "aes.zip")
    for name in ("classic.zip", "aes.zip"):
        member = tmp_path / name / "bill.txt"
        assert read(member, password=SECRET).text == WORDS
        with pytest.raises(EncryptedFile, match="needs a password"):
            read(member)
        with pytest.raises(EncryptedFile, match="no password that was given"):
            read(member, password="wrong")
    assert read(tmp_path / "aes.zip/open.txt").text == "open"


def test_an_office_document_opens_with_its_password(tmp_path: Path) -> None:
    path = locked_word(tmp_path / "contract.docx")
    assert read(path, password=SECRET).text == f"{WORDS}\n"
    with pytest.raises(EncryptedFile, match="Office document with a password"):
        read(path)
    with pytest.raises(EncryptedFile, match="no password that was given"):
        read(path, password="wrong")


def test_each_password_of_a_file_is_tried_also_on_what_is_attached_to_a_locked_file(tmp_path: Path) -> None:
    inner = locked_pdf(tmp_path / "inner.pdf", "second").read_bytes()
    with pikepdf.open(io.BytesIO(holding({"inner.pdf": inner}))) as pdf:
        pdf.save(tmp_path / "outer.pdf", encryption=pikepdf.Encryption(user="third", owner="o"))
    listed = tmp_path / "passwords.txt"
    listed.write_bytes("\ufeffwrong\r\n\r\nsecond\r\nthird\r\n".encode())

    given: ReadingOptions = {"passwords": str(listed)}
    assert find([tmp_path / "outer.pdf"], passwords.passwords_of(given)).files == [
        tmp_path / "outer.pdf",
        tmp_path / "outer.pdf/inner.pdf",
    ]
    with IsolatedReader() as reader:
        assert reader.read(tmp_path / "outer.pdf/inner.pdf", **given).text == f"{WORDS}\n"
        assert len(reader.pictures(tmp_path / "outer.pdf", "outer.pdf", dpi=36, **given)) == 1


def test_a_list_of_passwords_that_cannot_be_used_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, odd = tmp_path / "many.txt", tmp_path / "odd.txt"
    many.write_text("a\nb\nc\n")
    odd.write_bytes(b"\xff\xfe\xff")
    monkeypatch.setattr(passwords, "MOST", 2)
    for wrong in (many, odd, tmp_path / "none.txt"):
        with pytest.raises(OptionError, match="passwords"):
            nerkit.Pipeline(nerkit.models.find()).checked({"passwords": str(wrong)})
    with pytest.raises(OptionError) as raised:
        read(many, password=1234)  # type: ignore[arg-type]
    assert "1234" not in str(raised.value)


@pytest.mark.parametrize("way", ["option", "environment", "file"])
def test_the_command_opens_locked_files_and_says_their_password_to_nobody(tmp_path: Path, way: str) -> None:
    locked_pdf(tmp_path / "bill.pdf", "sesame")
    locked_zip(tmp_path / "all.zip")
    (tmp_path / "secrets").write_text(f"sesame\n{SECRET}\n")
    spying = tmp_path / "bin" / "tesseract"
    spying.parent.mkdir()
    spying.write_text(f"#!/bin/sh\ncat /proc/$PPID/environ /proc/self/environ >> {tmp_path}/seen\nexit 1\n")
    spying.chmod(0o755)
    canvas = Canvas(str(tmp_path / "blank.pdf"), encrypt=StandardEncryption("sesame"))
    canvas.drawInlineImage(str(Path(__file__).parents[1] / "docs" / "annotate.png"), 0, 0, 400, 300)
    canvas.save()
    given = {"option": ["--password", "sesame"], "environment": [], "file": ["--passwords", "secrets"]}[way]
    environment = {**os.environ, "PATH": f"{spying.parent}:{os.environ['PATH']}"}
    if way == "environment":
        environment["NERKIT_PASSWORD"] = "sesame"

    names = ["bill.pdf", "blank.pdf", "all.zip"]
    done = subprocess.run(
        [sys.executable, "-m", "nerkit", "tag", *names, "--workers", "0", "--ocr-engine", "tesseract", *given],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        env=environment,
    )

    rows = {row["source"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert (rows["bill.pdf"]["pages"], "error" in rows["blank.pdf"]) == (1, True)
    assert ("error" in rows["all.zip/bill.txt"]) == (way != "file")
    assert "sesame" not in done.stdout + done.stderr
    assert b"sesame" not in (tmp_path / "seen").read_bytes()


def test_pages_of_a_locked_pdf_are_drawn_and_marked(tmp_path: Path) -> None:
    path = locked_pdf(tmp_path / "bill.pdf", "sesame")
    for form in ("html", "pdf"):
        out = tmp_path / f"out.{form}"
        done = CliRunner().invoke(app, ["tag", str(path), "--workers", "0", "--password", "sesame", "-o", str(out)])
        assert done.exit_code == 0, done.output
        assert b"data:image/jpeg" in out.read_bytes() or form == "pdf"
    assert read(tmp_path / "out.pdf", password="sesame").text == f"{WORDS}\n"
