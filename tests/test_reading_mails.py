"""Mails: header and body are a document, and so is each attachment."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from container_material import listed, mail

from nerkit.errors import (
    BrokenDocument,
    EncryptedFile,
)
from nerkit.reading import read
from nerkit.reading.files import find


def text_of(path: Path, message: EmailMessage) -> str:
    path.write_bytes(message.as_bytes())
    return read(path).text


def test_a_mail_is_its_headers_and_its_body_and_its_attachments_are_documents(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(b"Invoice 17", "text", "plain", filename="bill.txt")
    message.add_attachment(b"no", "application", "vnd.ms-excel", filename="sheet.xls")
    path = tmp_path / "mail.eml"

    assert text_of(path, message) == (
        "From: Cedar & Pine <billing@cedar.example>\nTo: ap@buyer.example\nDate: Mon, 06 May 2024 10:00:00 +0200\n"
        "Subject: Rechnung für Mai\nAttachments: bill.txt, sheet.xls\n\nPlease find our invoice.\n"
    )
    assert listed(path) == ["mail.eml", "mail.eml/bill.txt"]
    assert read(path / "bill.txt").text == "Invoice 17"
    assert find([path]).passed_over == {".xls": 1}


def test_of_two_versions_the_plain_one_is_read_unless_it_is_empty(tmp_path: Path) -> None:
    page = "<p>Shown <b>bold</b></p>"

    assert text_of(tmp_path / "a.eml", mail("Plain.\n", page)).endswith("\n\nPlain.\n")
    assert text_of(tmp_path / "b.eml", mail(" \n", page)).endswith("\n\nShown bold\n")


def test_a_mail_of_html_alone_keeps_its_tables(tmp_path: Path) -> None:
    message = mail(None)
    message.set_content("<table><tr><td>Total</td><td>5 €</td></tr></table>", subtype="html", charset="iso8859-15")

    assert text_of(tmp_path / "a.eml", message).endswith("\n\nTotal\t5 €\n")


def test_logos_are_passed_over_and_photographs_are_not(tmp_path: Path) -> None:
    message = mail()
    for name, size in (("logo.png", 2000), ("photo.png", 200_000)):
        message.add_attachment(bytes(size), "image", "png", filename=name, cid=f"<{name}>", disposition="inline")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())

    assert listed(path) == ["a.eml", "a.eml/photo.png"]


def test_a_forwarded_mail_is_a_mail_of_its_own(tmp_path: Path) -> None:
    inner = mail("The invoice is attached.\n")
    inner.add_attachment(b"Invoice 17", "text", "plain", filename="../bill.txt")
    outer = mail("See below.\n")
    outer.add_attachment(inner)
    path = tmp_path / "outer.eml"
    path.write_bytes(outer.as_bytes())

    assert listed(path) == ["outer.eml", "outer.eml/part-1.eml", "outer.eml/part-1.eml/.._bill.txt"]
    assert read(path / "part-1.eml").text.endswith("\n\nThe invoice is attached.\n")
    assert read(path / "part-1.eml/.._bill.txt").text == "Invoice 17"


def test_an_attachment_without_a_name_has_the_suffix_of_its_type(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(b"%PDF-1.7", "application", "pdf")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())

    assert listed(path) == ["a.eml", "a.eml/part-1.pdf"]


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\nDate: not a date\nMIME-Version: 1.0\nContent-Type: text/plain; charset=no-such\n\nGr\xfc\xdfe\n",
        b'From: =?utf-8?B?!!!?= <<>,;:\nTo: "\nMessage-ID: <\nContent-Transfer-Encoding: base64\n\nGr!\n',
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nGr",
    ],
    ids=["unknown charset", "malformed headers", "cut off"],
)
def test_a_malformed_mail_is_read_as_far_as_it_goes(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(raw)

    assert "Gr" in read(path).text or "From:" in read(path).text


def test_a_mail_nested_without_end_is_broken_and_an_encrypted_one_says_so(tmp_path: Path) -> None:
    start = b"MIME-Version: 1.0\nFrom: a@b.example\n"
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(5000))
    (tmp_path / "deep.eml").write_bytes(start + parts)
    (tmp_path / "locked.eml").write_bytes(start + b"Content-Type: multipart/encrypted; boundary=x\n\n--x--\n")

    with pytest.raises(BrokenDocument, match="nested"):
        read(tmp_path / "deep.eml")
    assert find([tmp_path / "deep.eml"]).files == [tmp_path / "deep.eml"]
    with pytest.raises(EncryptedFile):
        read(tmp_path / "locked.eml")
