"""Mails: header and body are a document, and so is each attachment."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from container_material import listed, mail

from nerkit.document import Document
from nerkit.errors import (
    ArchiveTooLarge,
    BrokenDocument,
    EncryptedFile,
)
from nerkit.reading import read, read_bytes
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


def test_a_small_scan_is_a_document_unless_the_text_shows_it(tmp_path: Path) -> None:
    message = mail("See the scan.\n", '<p>See the scan.</p><img src="cid:logo@x">')
    for name in ("logo", "scan"):
        message.add_attachment(bytes(2000), "image", "png", filename=f"{name}.png", cid=f"<{name}@x>")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())

    assert listed(path) == ["a.eml", "a.eml/scan.png"]


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


def test_a_forwarded_mail_is_a_mail_whatever_its_subject_ends_in(tmp_path: Path) -> None:
    outer = mail("See below.\n")
    outer.add_attachment(mail("Inner.\n"), filename="Re: invoice 17.pdf")
    path = tmp_path / "outer.eml"
    path.write_bytes(outer.as_bytes())

    assert listed(path) == ["outer.eml", "outer.eml/Re: invoice 17.pdf.eml"]
    assert read(path / "Re: invoice 17.pdf.eml").text.endswith("\n\nInner.\n")


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
    parts = [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(5000)]
    (tmp_path / "deep.eml").write_bytes(start + b"".join(parts))
    (tmp_path / "locked.eml").write_bytes(start + b"Content-Type: multipart/encrypted; boundary=x\n\n--x--\n")

    for depth in (5000, *range(480, 495)):  # at some of these the mail can just be parsed and no more
        with pytest.raises(BrokenDocument, match="nested"):
            read_bytes(start + b"".join(parts[:depth]), "deep.eml")
    assert find([tmp_path / "deep.eml"]).files == [tmp_path / "deep.eml"]
    with pytest.raises(EncryptedFile):
        read(tmp_path / "locked.eml")


def test_a_mail_of_thousands_of_parts_is_refused() -> None:
    start = b"MIME-Version: 1.0\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n"

    with pytest.raises(ArchiveTooLarge, match="2000 parts"):
        read_bytes(start + b"--x\n\nx\n" * 2001, "a.eml")


# What a mail says itself, and what stands beside it


def asides(document: Document) -> list[tuple[str, str]]:
    return [(aside.kind, document.text[aside.start : aside.end]) for aside in document.asides]


def quoted(body: str, html: str | None = None) -> list[str]:
    message = mail(body, html)
    return [text for kind, text in asides(read_bytes(message.as_bytes(), "a.eml")) if kind == "quoted"]


def test_the_headers_of_a_mail_and_the_documents_that_it_brings_stand_beside_its_text() -> None:
    message = mail("Hello.\n")
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="bill.pdf")
    document = read_bytes(message.as_bytes(), "a.eml")

    (header, head), attached = asides(document)
    assert (header, head.splitlines()[0]) == ("header", "From: Cedar & Pine <billing@cedar.example>")
    assert attached == ("attachments", "Attachments: bill.pdf")
    assert document.own.text.strip() == "Hello."
    assert [document.text[word.start : word.end] for word in document.own.words] == ["Hello."]


def test_a_file_that_is_no_document_is_no_document_that_a_mail_brings() -> None:
    message = mail("Hello.\n")
    message.add_attachment(b"BEGIN:VCARD", "text", "vcard", filename="jo.vcf")

    assert [kind for kind, _ in asides(read_bytes(message.as_bytes(), "a.eml"))] == ["header"]


def test_lines_with_marks_are_quoted_with_the_sentence_above_them() -> None:
    body = (
        "Thanks, paid.\n\nOn Mon, 6 May 2024, Jo Smith\n<jo@x.example> wrote:\n\n> The total is 54.00\n>\n> Jo\n\n"
        "Which total?\n> 54.00 is it\n> I think\n\nBye\n"
    )

    assert quoted(body) == [
        "On Mon, 6 May 2024, Jo Smith\n<jo@x.example> wrote:\n\n> The total is 54.00\n>\n> Jo\n",
        "> 54.00 is it\n> I think\n",
    ]


def test_one_line_with_a_mark_is_no_quotation() -> None:
    assert quoted("Total\n> 54.00\nBye\n") == []


def test_quotations_of_a_page_have_marks_as_those_of_plain_text() -> None:
    page = "<p>Thanks.</p><p>Am 6. Mai schrieb Jo:</p><blockquote><p>Summe</p><p>54,00 €</p></blockquote><p>Gruß</p>"

    assert quoted(" \n", page) == ["Am 6. Mai schrieb Jo:\n\n> Summe\n>\n> 54,00 €\n"]


ANSWERED = """\
-----Ursprüngliche Nachricht-----
Von: AP <ap@buyer.example>
Gesendet: Montag, 6. Mai 2024 10:00
An: billing@cedar.example
Betreff: Rechnung 17

Die Summe ist 54,00 €.

Von: Cedar & Pine <billing@cedar.example>
Betreff: Rechnung 17

Anbei."""


def test_what_an_answer_answers_is_quoted_to_its_end() -> None:
    assert quoted(f"Danke, bezahlt.\n\n{ANSWERED}\n") == [ANSWERED]


def test_a_mail_that_is_forwarded_is_said_and_only_its_header_stands_beside_it() -> None:
    head = "From: *Jo* <jo@x.example>\nDate: Mon, 6 May 2024\nSubject: Invoice 17\nTo: <me@cedar.example>"
    body = f"FYI\n\n---------- Forwarded message ---------\n{head}\n\nTotal: 54.00\n"
    document = read_bytes(mail(body).as_bytes(), "a.eml")

    assert [(kind, text.splitlines()[-1]) for kind, text in asides(document)[1:]] == [
        ("header", "To: <me@cedar.example>")
    ]
    assert "Forwarded" not in document.own.text
    assert document.own.text.split() == ["FYI", "Total:", "54.00"]


def test_what_a_forwarded_mail_answers_is_quoted() -> None:
    body = (
        "FYI\n\nFrom: Jo <jo@x.example>\nTo: Me <me@cedar.example>\nSubject: Re: Invoice 17\n\nTotal: 54.00\n\n"
        "From: Me <me@cedar.example>\nTo: Jo <jo@x.example>\nSubject: Invoice 17\n\nWhat is the total?\n"
    )
    assert quoted(body) == [body.strip()[body.index("From: Me") :]]


def test_lines_that_only_look_like_a_header_are_text() -> None:
    assert quoted("From: 1 May 2024\nTo: 31 May 2024\nTotal: 54.00\n") == []
