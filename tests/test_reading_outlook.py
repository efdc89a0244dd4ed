"""Messages of Outlook are read as the mails that they are."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from container_material import listed
from fuzz.outlook_material import attached, attached_message, compound, message, properties

from nerkit.errors import BrokenDocument, UnknownFormat
from nerkit.reading import read, read_bytes

SUBJECT, BODY, HTML, RTF = 0x0037, 0x1000, 0x1013, 0x1009


def test_a_message_is_its_headers_its_body_and_its_attachments(tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    files = attached("bill.txt", b"Invoice 17 of 5,000 EUR " * 300), attached("x.exe", b"no")
    path.write_bytes(compound(message({SUBJECT: "Rechnung für Mai", BODY: "Hello.\r\nBye.\r\n"}, *files)))

    assert read(path).text == (
        "From: Jo Smith <jo@bright.example>\nTo: AP <ap@hollis.example>\nDate: Thu, 14 Mar 2024 10:00:00 +0000\n"
        "Subject: Rechnung für Mai\nAttachments: bill.txt, x.exe\n\nHello.\nBye.\n"
    )
    assert listed(path) == ["a.msg", "a.msg/bill.txt"]
    assert read(path / "bill.txt").text == "Invoice 17 of 5,000 EUR " * 300


def test_a_message_in_a_message_is_a_mail_with_its_own_attachments(tmp_path: Path) -> None:
    inner = message({SUBJECT: "Inner", BODY: "See the bill."}, attached("bill.txt", b"Invoice 17"), head=24)
    path = tmp_path / "a.msg"
    path.write_bytes(compound(message({BODY: "FYI"}, attached_message("Inner", inner))))

    assert listed(path) == ["a.msg", "a.msg/Inner.eml", "a.msg/Inner.eml/bill.txt"]
    assert read(path / "Inner.eml").text.endswith("Subject: Inner\nAttachments: bill.txt\n\nSee the bill.\n")


def test_a_message_in_an_archive_and_in_a_mail_is_looked_into(tmp_path: Path) -> None:
    from container_material import mail, zipped

    data = compound(message({BODY: "Hello."}, attached("bill.txt", b"Invoice 17")))
    (tmp_path / "a.zip").write_bytes(zipped({"b.msg": data}))
    outer = mail("FYI\n")
    outer.add_attachment(data, "application", "vnd.ms-outlook", filename="c.msg")
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())

    assert listed(tmp_path / "a.zip") == ["a.zip/b.msg", "a.zip/b.msg/bill.txt"]
    assert listed(tmp_path / "a.eml") == ["a.eml", "a.eml/c.msg", "a.eml/c.msg/bill.txt"]


def test_a_page_is_read_where_there_is_no_plain_text() -> None:
    page = "<html><body><table><tr><td>Total</td><td>5 €</td></tr></table></body></html>".encode()

    assert read_bytes(compound(message({HTML: page})), "a.msg").text.endswith("\n\nTotal\t5 €\n")


def test_packed_rich_text_is_read_where_there_is_nothing_else() -> None:
    # The example of MS-OXRTFCP, 3.1: "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af82068656c090020627705b06c647d0a800fa0"
    )
    assert read_bytes(compound(message({RTF: packed})), "a.msg").text.endswith("\n\nhello world\n")


def test_text_in_a_code_page_is_decoded_by_it() -> None:
    tree = message({})
    tree |= properties(32, {}, {(0x3FFD, 3): 1250})
    tree["__substg1.0_1000001E"] = "Żółta Łódź".encode("cp1250")

    assert read_bytes(compound(tree), "a.msg").text.endswith("\n\nŻółta Łódź\n")


def test_a_damaged_message_says_so_and_another_compound_file_is_no_message() -> None:
    data = compound(message({BODY: "Hello."}))
    damaged = bytearray(data)
    damaged[48:52] = struct.pack("<I", 0xFFFFFFF0)  # where its directory begins

    with pytest.raises(BrokenDocument, match="Outlook"):
        read_bytes(bytes(damaged), "a.msg")
    with pytest.raises(UnknownFormat, match=r"\.doc"):
        read_bytes(compound({"WordDocument": b"x"}), "a.doc")


def test_messages_nested_without_end_are_broken() -> None:
    tree = message({BODY: "Hello."}, head=24)
    for _ in range(15):
        tree = message({BODY: "Hello."}, attached_message("x", tree), head=24)

    with pytest.raises(BrokenDocument):
        read_bytes(compound(tree), "a.msg")
