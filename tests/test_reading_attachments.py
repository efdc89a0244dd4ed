"""Files in a PDF are documents of their own, as those of a mail; what only another program shows is said."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from container_material import listed, mail, zipped
from pikepdf import Array, AttachedFileSpec, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ArchiveTooLarge, BrokenPdf, MissingFile
from nerkit.reading import attachments, files, read
from nerkit.reading.attachments import attached
from nerkit.reading.files import find
from nerkit.reading.isolated import IsolatedReader


def page(*lines: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for i, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * i, line)
    canvas.save()
    return buffer.getvalue()


def holding(contents: dict[str, bytes], *, portfolio: bool = False) -> bytes:
    """A letter with files attached, or the cover page of a portfolio of them."""
    with pikepdf.open(io.BytesIO(page("See what is attached"))) as pdf:
        for name, content in contents.items():
            pdf.attachments[name] = AttachedFileSpec(pdf, content, filename=name)
        if portfolio:
            pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


BILL = page("Invoice number: 4711", "Total 119.00 EUR")


def test_a_pdf_attached_to_a_pdf_is_read_by_its_name_in_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(holding({"bill.pdf": BILL, "note.txt": b"Net 30 days", "factur-x.xml": b"<x/>"}))

    assert listed(path) == ["letter.pdf", "letter.pdf/bill.pdf", "letter.pdf/note.txt"]
    assert not find([path]).passed_over  # XML in a PDF is part of what the PDF says
    assert read(path).text == "See what is attached\n"
    assert [notice.code for notice in read(path).warnings] == ["xml-foreign"]
    assert "4711" in read(path / "bill.pdf").text
    assert read(path / "note.txt").text == "Net 30 days"
    with pytest.raises(MissingFile):
        read(path / "other.pdf")


def test_a_file_on_a_page_and_one_in_a_branching_list_are_found_each_once(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    with pikepdf.open(io.BytesIO(page("A pin is on this page"))) as pdf:
        pinned, listed_too, associated = (
            AttachedFileSpec(pdf, content, filename=name).obj
            for name, content in (("pin.txt", b"pinned"), ("list.txt", b"in the list"), ("of.txt", b"associated"))
        )
        pin = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=pinned)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(pin)])
        leaf = Dictionary(Names=Array(["a", listed_too, "b", pinned]), Limits=Array(["a", "b"]))
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Kids=Array([pdf.make_indirect(leaf)])))
        pdf.Root.AF = Array([associated, listed_too])
        pdf.save(path)

    assert listed(path)[1:] == [f"letter.pdf/{name}" for name in ("list.txt", "pin.txt", "of.txt")]
    assert read(path / "pin.txt").text == "pinned"


def test_containers_stand_in_one_another_whatever_they_are(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(holding({"bill.pdf": BILL}), "application", "pdf", filename="letter.pdf")
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"mail.eml": message.as_bytes(), "a.pdf": holding({"more.zip": zipped({"b.txt": "b"})})}))

    assert listed(path) == [
        "all.zip/mail.eml",
        "all.zip/mail.eml/letter.pdf",
        "all.zip/mail.eml/letter.pdf/bill.pdf",
        "all.zip/a.pdf",
        "all.zip/a.pdf/more.zip/b.txt",
    ]
    assert "4711" in read(path / "mail.eml/letter.pdf/bill.pdf").text
    assert read(path / "a.pdf/more.zip/b.txt").text == "b"


def test_names_in_a_pdf_lead_nowhere_and_two_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    with pikepdf.open(io.BytesIO(page("x"))) as pdf:
        for key, content in (("1", b"first"), ("2", b"second")):
            pdf.attachments[key] = AttachedFileSpec(pdf, content, filename="../a\x1b.txt")
        pdf.save(path)

    names = [".._a_.txt", ".._a_ (2).txt"]
    assert listed(path)[1:] == [f"letter.pdf/{name}" for name in names]
    assert [read(path / name).text for name in names] == ["first", "second"]


def test_a_portfolio_says_that_its_page_is_a_cover_and_whether_its_files_are_read(tmp_path: Path) -> None:
    for name, contents in (
        ("documents.pdf", {"a.pdf": BILL, "b.dwg": b"x"}),
        ("drawings.pdf", {"b.dwg": b"x"}),
    ):
        (tmp_path / name).write_bytes(holding(contents, portfolio=True))
    (tmp_path / "letter.pdf").write_bytes(holding({"b.dwg": b"x"}))

    (said,) = read(tmp_path / "documents.pdf").warnings
    assert (said.code, said.page) == ("portfolio", None)
    assert "2 files" in said.message
    (said,) = read(tmp_path / "drawings.pdf").warnings
    assert said.code == "attachments"
    assert read(tmp_path / "letter.pdf").warnings == ()


def test_what_is_attached_is_bounded_in_number_and_in_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(holding({f"{i}.txt": bytes(2000) + b"x" for i in range(6)}))
    monkeypatch.setattr(attachments, "MEMBER_BYTES", 1000)
    with pytest.raises(ArchiveTooLarge):
        read(path / "3.txt")

    monkeypatch.setattr(files, "DOCUMENTS", 5)
    assert find([path]).files == [path]
    assert [notice.code for notice in read(path).warnings] == ["attachments"]


def test_a_bomb_in_a_pdf_is_not_unpacked_in_the_process_that_reads(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(holding({"bomb.txt": bytes(300 << 20), "good.txt": b"good"}))

    with IsolatedReader() as reader:
        assert len(reader.find(bomb).files) == 3
        with pytest.raises((BrokenPdf, ArchiveTooLarge), match="256 MB"):
            reader.read(bomb / "bomb.txt")
        assert reader.read(bomb / "good.txt").text == "good"


@pytest.mark.parametrize(
    "broken",
    ["<< /Names 5 >>", "[ 1 2 ]", "<< /Names [ (a) << /EF 7 >> (b) null (c) << /EF << /F 1 0 R >> >> ] >>"],
)
def test_a_list_of_files_that_is_none_holds_none_and_the_pdf_is_read(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "letter.pdf"
    data = page("Still read").replace(b"/PageMode", f"/Names << /EmbeddedFiles {broken} >> /PageMode".encode())
    path.write_bytes(data)

    assert attached(path, "letter.pdf") == {}
    assert listed(path) == ["letter.pdf"]
    assert read(path).text == "Still read\n"


def test_a_run_tags_the_letter_and_what_is_attached_to_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(holding({"bill.pdf": BILL}))

    done = CliRunner().invoke(app, ["tag", str(path), "--workers", "0"])

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["source"] for row in rows] == [str(path), str(path / "bill.pdf")]
    assert rows[1]["record"]["total_amount"][0]["value"] == "119.00"


WAIT = (
    "Please wait...",
    "If this message is not eventually replaced by the proper contents of the document, your PDF viewer",
    "may not be able to display this type of document. Upgrade to the latest version of the viewer.",
)
SHOWN = ("INVOICE", "Invoice number: 4711", "Invoice date: 14 May 2021", "Total 119.00 EUR")


def xfa(*lines: str, dynamic: bool) -> bytes:
    """A form with XFA in it; a dynamic one has but a page that stands in for it."""
    with pikepdf.open(io.BytesIO(page(*lines))) as pdf:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
        if dynamic:
            pdf.Root.NeedsRendering = True
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_form_that_only_its_xfa_shows_is_said_and_is_of_no_kind(tmp_path: Path) -> None:
    (tmp_path / "dynamic.pdf").write_bytes(xfa(*WAIT, dynamic=True))
    (tmp_path / "static.pdf").write_bytes(xfa(*SHOWN, dynamic=False))

    done = CliRunner().invoke(app, ["tag", str(tmp_path), "--workers", "0"])

    dynamic, static = (json.loads(line) for line in done.stdout.splitlines())
    assert [warning["code"] for warning in dynamic["warnings"]] == ["xfa"]
    assert (dynamic["kind"], dynamic["record"]) == ("other", {})
    assert static["warnings"] == []
    assert static["kind"] == "invoice"


def test_a_pdf_whose_pages_do_not_add_up_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = (Path(__file__).parents[1] / "corpora/samples/services-contract.pdf").read_bytes()
    broken = whole.replace(b"/Count 6", b"/Count 2").replace(b"\n6 0 obj", b"\n6 0 obx")
    (tmp_path / "broken.pdf").write_bytes(broken)
    assert "MASTER SERVICES AGREEMENT" in read(tmp_path / "broken.pdf").text
