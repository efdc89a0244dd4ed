"""`nerkit tag --format html`: one page that needs nothing else and shows what the document says, as text."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas
from typer.testing import CliRunner

from nerkit import cli
from nerkit.cli.html_page import entry, foot, head, section
from nerkit.cli.main import app
from nerkit.document import Document, Entity
from nerkit.labels import colour, labels
from nerkit.reading import document_from_text
from nerkit.records.record import Alternative, Check, FieldValue, Record
from nerkit.result import Failure, Result

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VOID = {"meta", "br", "input"}
NASTY = 'Total 100.00 </pre></article><script>alert(1)</script> & "x" \x00\x1b[2J 🧾 שלום\u202e'


class Page(HTMLParser):
    """A page as a browser takes it: elements, attributes, ids, and the text of some element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.text: Counter[str] = Counter()
        self.inside: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.inside[tag] = self.inside.get(tag, "") + data

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def result(text: str = NASTY, *entities: Entity, record: Record | None = None, source: str = "a.pdf") -> Result:
    return Result(document_from_text(text, source), entities, record or Record("invoice", 1.0), "model")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invoice of five pages; the last three say nothing."""
    path = tmp_path_factory.mktemp("html") / "bill.pdf"
    page = canvas.Canvas(str(path), pagesize=(400, 600))
    for lines in (["Brightwater Supplies Ltd", "Invoice number: INV-20417"], ["Total 119.00 EUR"], ["-"], ["-"], ["-"]):
        for i, line in enumerate(lines):
            page.drawString(40, 500 - 20 * i, line)
        page.showPage()
    page.save()
    return path


@given(st.text() | st.just(NASTY))
def test_whatever_a_document_says_is_shown_and_never_markup(text: str) -> None:
    start, end = len(text) // 3, len(text)
    entities = (Entity("PARTY", start, end, text[start:end], 0.5),) if start < end else ()
    value = FieldValue(text, 0.5, (0,) if entities else (), role=text, note=text, derived=text)
    record = Record("contract", 1.0, text, {"party": (value,)}, (Check(text, False, text),), (text,))
    page = Page(head(text) + section(result(text, *entities, record=record, source=text), 1, None))
    plain = Page(head("a") + section(result("b" * len(text), *entities, record=record), 1, None))
    assert page.elements == plain.elements
    assert page.open == ["html", "body"]


def test_a_script_in_a_document_is_shown_as_text() -> None:
    page = Page(section(result(), 1, None))
    assert "<script>alert(1)</script>" in page.inside["pre"]
    assert page.elements["script"] == 0
    assert not re.search("[\x00\x1b]", page.inside["pre"])


def test_a_page_with_pictures_needs_nothing_from_elsewhere(pdf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    done = CliRunner().invoke(app, ["tag", str(pdf), "-o", str(out), "--workers", "0", "--kind", "invoice"])
    assert done.exit_code == 0, done.output
    html = out.read_text(encoding="utf-8")
    page = Page(html)
    assert all(link.startswith(("#", "data:image/jpeg;base64,")) for link in page.values("href"))
    assert not page.values("src")
    assert not re.search(r"url\(|@import|https?:", html)
    assert page.elements["image"] == page.elements["figure"] == 2
    assert "3 pages without entities are not drawn" in html
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.values("href") if link[0] == "#"} <= set(page.ids)


def test_boxes_stand_on_the_page_where_the_words_stand(pdf: Path) -> None:
    from nerkit.reading import read

    document = read(pdf)
    start = document.text.index("INV-20417")
    boxes = document.boxes(start, start + 9)
    entity = Entity("INVOICE_NUMBER", start, start + 9, "INV-20417", 0.95, boxes)
    found = Result(document, (entity,), Record("invoice", 1.0), "model")
    page = Page(section(found, 1, pdf.read_bytes()))
    assert "0 0 400.0 600.0" in page.values("viewbox")
    edges = {
        name: float(value) for tag, name, value in page.attributes if tag == "rect" and name in ("x", "y", "width")
    }
    assert 115 < edges["x"] < 140
    assert 100 < edges["y"] < 115
    assert 45 < edges["width"] < 75
    assert "INVOICE_NUMBER: INV-20417 (95% sure)" in page.inside["title"]


def test_a_value_a_box_and_its_text_show_together() -> None:
    text = "Invoice INV-1"
    entity = Entity("INVOICE_NUMBER", 8, 13, "INV-1", 0.95)
    record = Record("invoice", 1.0, None, {"invoice_number": (FieldValue("INV-1", 0.95, (0,)),)})
    html = section(result(text, entity, record=record), 7, None)
    page = Page(html)
    assert sum("e7-0" in value.split() for value in page.values("class")) == 2
    assert "article:has(.e7-0:is(:hover,:focus-visible)) .e7-0" in html
    assert page.values("href")[0] == "#te7-0"
    assert "te7-0" in page.ids


def test_doubt_shows_doubtful_values_failed_checks_and_warnings() -> None:
    other = Alternative("2020-04-03", 0.5, (0,))
    value = FieldValue("2020-03-04", 0.55, (0,), ambiguous=True, alternatives=(other,))
    record = Record("invoice", 1.0, None, {"due_date": (value,)}, (Check("due ≥ issued", False, "off by 3"),), ("hm",))
    page = Page(section(result("03/04/2020", Entity("DUE_DATE", 0, 10, "03/04/2020", 0.55), record=record), 1, None))
    assert "2020-03-04" in page.inside["td"]
    assert "or 2020-04-03 ambiguous" in page.inside["td"]
    assert any("unsure" in value for value in page.values("class"))
    assert "✗ due ≥ issued: off by 3" in page.inside["li"]
    assert "! hm" in page.inside["li"]


def test_values_in_doubt_stand_before_the_others_and_failed_checks_before_those_that_hold() -> None:
    fields = {
        "invoice_number": (FieldValue("INV-1", 0.99, ()),),
        "due_date": (FieldValue("2020-03-04", 0.41, ()),),
        "iban": (FieldValue("DE00", 0.97, (), note="checksum does not hold"),),
    }
    checks = (Check("holds", True), Check("does not", False))
    html = section(result("a", record=Record("invoice", 1.0, None, fields, checks)), 1, None)
    order = ["Look at these first", "due date", "iban", "The others", "invoice number", "✗ does not", "✓ holds"]
    assert sorted(order, key=html.index) == order


def test_a_record_without_doubt_has_no_headings_within_it() -> None:
    sure = Record("invoice", 1.0, None, {"invoice_number": (FieldValue("INV-1", 0.99, ()),)})
    html = section(result("a", record=sure), 1, None)
    assert "Look at these first" not in html
    assert "The others" not in html


def test_several_files_have_an_index_that_says_what_is_left_to_do() -> None:
    doubtful = Record("receipt", 1.0, None, {"seller": (FieldValue("A", 0.3, ()),)}, (Check("sum", False),))
    broken = Failure("c", "empty-file", "no")
    outcomes = [result(source="<a>.pdf"), result("b", record=doubtful, source="b.pdf"), broken]
    sections = [section(outcome, number, None) for number, outcome in enumerate(outcomes, 1)]
    page = Page("".join([head("t"), *sections, foot([entry(outcome) for outcome in outcomes])]))
    assert [link for link in page.values("href") if link.startswith("#d")] == ["#d1", "#d2", "#d3"]
    assert {"d1", "d2", "d3"} <= set(page.ids)
    said = " ".join(page.inside["nav"].split())
    assert said == "Show All 3 To look at 1 Failed 1 <a>.pdf invoice b.pdf receipt · 2 to look at c empty-file"
    assert "body:has(#only-doubtful:checked)" in page.inside["style"]
    assert foot([entry(broken)]) == ""


def test_several_files_make_one_page_and_a_failure_has_its_place_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Total 119.00 EUR")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    out = tmp_path / "out.html"
    files = [str(tmp_path / name) for name in ("a.txt", "b.pdf")]
    done = CliRunner().invoke(app, ["tag", *files, "--workers", "0", "-o", str(out)])
    assert done.exit_code == 3
    page = Page(out.read_text(encoding="utf-8"))
    assert page.elements["article"] == page.elements["h1"] == 2
    assert page.inside["nav"].count("txt") == 1
    assert "broken-pdf" in page.inside["nav"]
    assert "broken-pdf" in page.inside["p"]


def test_a_failure_alone_says_its_code() -> None:
    assert "empty-file: &lt;none&gt;" in section(Failure("a", "empty-file", "<none>"), 1, None)


def test_every_label_has_a_colour_of_its_own_on_which_black_can_be_read() -> None:
    colours = {name: colour(name) for name in labels()}
    assert len(set(colours.values())) == len(colours)
    for hexes in (*colours.values(), colour("ANY OTHER")):
        red, green, blue = (part / 255 for part in bytes.fromhex(hexes[1:]))
        assert 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.3  # contrast above 7 to 1


def test_an_empty_text_makes_a_page_too() -> None:
    empty = Result(Document("a", "", (), ()), (), Record("invoice", 1.0), "model")
    assert "No fields found" in section(empty, 1, None)
    assert Path(cli.__file__).with_name("page.css").is_file()


def test_a_narrow_page_parts_no_word_but_one_that_is_too_long_for_it(browser: Browser, tmp_path: Path) -> None:
    values = {"seller": "Lindenhof Kaffeerösterei GmbH", "iban": "DE" + "1" * 300}
    record = Record("invoice", 1.0, None, {name: (FieldValue(value, 0.9, ()),) for name, value in values.items()})
    path = tmp_path / "page.html"
    path.write_text(head("a") + section(result(record=record), 1, None) + foot(()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto(path.as_uri())
    lines = page.evaluate(
        """() => {
            const text = document.querySelector(".value").firstChild, word = new Range();
            const start = text.data.indexOf("Kaffee");
            word.setStart(text, start);
            word.setEnd(text, start + "Kaffeerösterei".length);
            return word.getClientRects().length;
        }"""
    )
    assert lines == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.close()
