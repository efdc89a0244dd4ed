"""Readers of invoice and receipt corpora: values that a corpus gives are labelled where the form announces them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nerkit.corpora import adbuy, registry, sroie, wildreceipt, zugferd
from nerkit.corpora.approximate import find_approximately
from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.corpora.cache import cache_folder, read_cached
from nerkit.corpora.cues import Cues
from nerkit.corpora.gold_records import write_gold
from nerkit.corpora.labelled import LabelledDocument
from nerkit.document import Box, Document
from nerkit.errors import CorpusError, MissingFile
from nerkit.reading.layout import assemble
from nerkit.reading.placed import PlacedPage, PlacedWord

WORDS = st.lists(st.text(st.sampled_from("abcdefgh1234"), min_size=1, max_size=6), min_size=2, max_size=6)


def form(*rows: str, column: float = 150) -> Document:
    """A page whose rows hold cells parted by "|", each cell at a fixed place; an empty cell stays empty."""
    words = []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row.split("|")):
            x = 20 + j * column
            for text in cell.split():
                words.append(PlacedWord(text, Box(1, x, 20 + 14 * i, x + 5 * len(text), 30 + 14 * i)))
                x += 5 * len(text) + 4
    return assemble("form.pdf", [PlacedPage(1, 900, 800, words)])


def texts(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[s.start : s.end] for s in labelled.spans if s.label == label]


def left_open(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[s.start : s.end] for s in labelled.open_spans if s.label == label]


INVOICE = form(
    "INVOICE||Invoice #|90211-1",
    "Advertiser|Friends of the Harbour|Invoice Date|03/29/20",
    "Order Flight|03/13/20 - 03/16/20|Order #|90211",
    "1|KABC|03/13/20|$300.00",
    "2|KABC|03/16/20|$700.00",
    "||Subtotal|$1,000.00",
    "||Gross Total|$1,000.00",
    "||Agency Commission|$150.00",
    "||Net Amount Due|$850.00",
)
INVOICE_ROW = {
    "advertiser": "Friends of the Harbour",
    "contract_num": "90211-1",
    "flight_from": "03/13/20",
    "flight_to": "03/16/20",
    "gross_amount": "$1,000.00",
}


def test_only_the_mention_that_the_form_announces_is_labelled_and_equal_ones_stay_open() -> None:
    labelled = adbuy.label(INVOICE, INVOICE_ROW)
    assert texts(labelled, "PERIOD_START") == ["03/13/20"]
    assert texts(labelled, "PERIOD_END") == ["03/16/20"]
    assert left_open(labelled, "PERIOD_START") == ["03/13/20"]
    assert left_open(labelled, "PERIOD_END") == ["03/16/20"]
    [total] = [s for s in labelled.spans if s.label == "TOTAL_AMOUNT"]
    assert INVOICE.text[: total.start].rstrip().endswith("Gross Total")
    assert left_open(labelled, "TOTAL_AMOUNT") == ["$1,000.00"]


def test_what_the_form_announces_beyond_the_corpus_is_labelled_too() -> None:
    labelled = adbuy.label(INVOICE, INVOICE_ROW)
    assert texts(labelled, "INVOICE_DATE") == ["03/29/20"]
    assert texts(labelled, "NET_AMOUNT") == ["$850.00"]
    assert texts(labelled, "ORDER_NUMBER") == ["90211"]
    assert texts(labelled, "AMOUNT") == ["$300.00", "$700.00", "$150.00"]


def test_the_gold_record_tolerates_the_number_that_the_corpus_does_not_ask_for() -> None:
    labelled = adbuy.label(INVOICE, INVOICE_ROW)
    assert labelled.record == {
        "invoice_number": [["90211-1"]],
        "buyer": [["Friends of the Harbour"]],
        "period_start": [["2020-03-13"]],
        "period_end": [["2020-03-16"]],
        "total_amount": [["1000.00"]],
    }
    assert "90211" in labelled.tolerated["order_number"]
    assert {"INVOICE_NUMBER", "BUYER", "PERIOD_START", "TOTAL_AMOUNT", "IBAN"} <= labelled.closed
    assert not {"ORDER_NUMBER", "SELLER", "TAX_AMOUNT"} & labelled.closed


CONTRACT = form(
    "CONTRACT||Contract / Revision|Alt Order #",
    "WXYZ||5551234|88812345",
    "||Contract Dates|Advertiser",
    "||10/13/20 - 10/19/20|Vote Blue PAC",
    "Totals|24|$94,850.00|",
)


def test_a_number_below_its_heading_makes_the_document_an_order() -> None:
    row = {
        "advertiser": "Vote Blue PAC",
        "contract_num": "5551234",
        "flight_from": "10/13/20",
        "flight_to": "10/19/20",
        "gross_amount": "$94,850.00",
    }
    labelled = adbuy.label(CONTRACT, row)
    assert texts(labelled, "ORDER_NUMBER") == ["5551234"]
    assert texts(labelled, "BUYER") == ["Vote Blue PAC"]
    assert texts(labelled, "PERIOD_START") == ["10/13/20"]
    assert texts(labelled, "TOTAL_AMOUNT") == ["$94,850.00"]
    assert "order_number" in labelled.record


def test_a_wrapped_name_and_a_period_that_contradicts_the_corpus_stay_open() -> None:
    document = form(
        "Contract #|5551234|Advertiser:|Tom Harbour for|Market|Erie",
        "|||Governor 2020",
        "Flight:|10/14/20 - 10/19/20",
    )
    row = {
        "advertiser": "Tom Harbour for Governor 2020",
        "contract_num": "5551234",
        "flight_from": "10/13/20",
        "flight_to": "10/19/20",
        "gross_amount": "",
    }
    labelled = adbuy.label(document, row)
    assert texts(labelled, "BUYER") == []
    assert left_open(labelled, "BUYER") == ["Tom Harbour for"]
    assert left_open(labelled, "PERIOD_START") == ["10/14/20"]
    assert texts(labelled, "PERIOD_END") == ["10/19/20"]
    assert "TOTAL_AMOUNT" not in labelled.closed


def write_receipts(folder: Path, count: int) -> None:
    lines = [
        {"text": "HARBOUR HARDWARE SDN BHD", "box": [100, 20, 400, 40]},
        {"text": "NO. 5, JALAN BESAR,", "box": [120, 50, 350, 70]},
        {"text": "81100 JOHOR BAHRU", "box": [120, 75, 350, 95]},
        {"text": "DATE: 04/03/2018 10:15", "box": [20, 130, 300, 150]},
        {"text": "SUBTOTAL", "box": [20, 200, 120, 220]},
        {"text": "9.40", "box": [400, 200, 450, 220]},
        {"text": "TOTAL INCL. GST", "box": [20, 230, 180, 250]},
        {"text": "RM9.40", "box": [385, 230, 450, 250]},
        {"text": "CASH", "box": [20, 260, 70, 280]},
        {"text": "9.40", "box": [400, 260, 450, 280]},
    ]
    expected = {
        "company": "HARBOR HARDWARE SDN BHD",
        "address": "NO 5, JALAN BESAR, 81100 JOHOR BAHRU.",
        "date": "04/03/2018",
        "total": "9.40",
    }
    rows = [{"document": f"{i:03}", "lines": lines, "expected": expected} for i in range(count)]
    (folder / "train.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def test_a_receipt_has_its_total_where_the_words_say_so_and_its_name_despite_a_misprint(tmp_path: Path) -> None:
    write_receipts(tmp_path, 1)
    [labelled] = sroie.read(tmp_path)
    assert texts(labelled, "TOTAL_AMOUNT") == ["RM9.40"]
    assert left_open(labelled, "TOTAL_AMOUNT") == ["9.40", "9.40"]
    assert texts(labelled, "SELLER") == ["HARBOUR HARDWARE SDN BHD"]
    assert texts(labelled, "ADDRESS") == ["NO. 5, JALAN BESAR,\n81100 JOHOR BAHRU"]
    assert labelled.record["invoice_date"] == [["2018-03-04"]]  # day first, as in Malaysia


def test_the_parts_of_a_corpus_are_apart_and_make_the_whole(tmp_path: Path) -> None:
    write_receipts(tmp_path, 30)
    names = {part: [d.document.source for d in sroie.read(tmp_path, part)] for part in ("train", "dev", "test")}
    assert sorted(name for part in names.values() for name in part) == [d.document.source for d in sroie.read(tmp_path)]
    assert names["test"] == ["000", "005", "010", "015", "020", "025"]
    with pytest.raises(CorpusError):
        list(sroie.read(tmp_path, "valid"))


def test_receipts_can_be_measured_from_their_pictures(tmp_path: Path) -> None:
    write_receipts(tmp_path, 6)
    (tmp_path / "img").mkdir()
    Image.new("L", (60, 60), 255).save(tmp_path / "img" / "005.png")
    (tmp_path / "img" / "000.png").write_bytes(b"no picture")
    broken, blank = registry.load("sroie-images", tmp_path, "test")
    assert [Path(each.document.source).name for each in (broken, blank)] == ["000.png", "005.png"]
    assert blank.record["total_amount"] == [["9.40"]]
    assert not broken.document.text, "what cannot be read has no values"
    assert "000.png" in broken.document.warnings[0].message


def test_boxes_of_one_class_join_to_a_name_and_a_box_gives_only_its_value(tmp_path: Path) -> None:
    def box(text: str, label: str, x: int, y: int) -> dict[str, object]:
        x1, y1 = x + 10 * len(text), y + 20
        return {"text": text, "label": label, "box": [x, y1, x1, y1, x1, y, x, y]}

    boxes = [
        box("$58.92", "Others", 300, 300),
        box("AMOUNT:$58.92", "Total_value", 300, 260),
        box("HarbourBar", "Store_name_value", 40, 20),
        box("andGrill", "Store_name_value", 40, 45),
        box("Tue09/20/16", "Date_value", 40, 120),
        box("Tax", "Tax_key", 40, 220),
        box("4.12", "Tax_value", 300, 220),
    ]
    row = {"document": "a.jpeg", "size": [500, 400], "boxes": boxes}
    (tmp_path / "train.jsonl").write_text(json.dumps(row), encoding="utf-8")
    [labelled] = wildreceipt.read(tmp_path)
    assert texts(labelled, "SELLER") == ["HarbourBar\nandGrill"]
    assert texts(labelled, "TOTAL_AMOUNT") == ["$58.92"]
    assert texts(labelled, "INVOICE_DATE") == ["09/20/16"]
    assert labelled.record["tax_amount"] == [["4.12"]]
    assert labelled.record["invoice_date"] == [["2016-09-20"]]
    assert "TOTAL_AMOUNT" in labelled.closed


def test_the_yardstick_of_e_invoices_gives_records_and_nothing_to_train_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NERKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "pdf").mkdir()
    Image.new("RGB", (200, 200), "white").save(tmp_path / "pdf" / "a.pdf")
    row = {
        "document": "a.pdf",
        "invoice_number": "471102",
        "buyer": "Herrn\nMax Mustermann",
        "iban": ["DE75123456780000001234"],
        "currency": "EUR",
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    [labelled] = zugferd.read(tmp_path, "test")
    assert labelled.record == {
        "invoice_number": [["471102"]],
        "buyer": [["Herrn Max Mustermann", "Max Mustermann"]],
        "iban": [["DE75123456780000001234"]],
    }
    assert not labelled.spans
    assert list(zugferd.read(tmp_path, "train")) == []


def test_a_file_is_read_once_and_its_document_comes_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NERKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text("Invoice 4711\nTotal\t9.40\n", encoding="utf-8")
    first = read_cached(tmp_path / "a.txt")
    [entry] = cache_folder().rglob("*.json")
    assert (entry.stat().st_mode & 0o077, entry.parent.stat().st_mode & 0o077) == (0, 0), "others could read it"
    assert read_cached(tmp_path / "a.txt") == first
    entry.write_text(entry.read_text(encoding="utf-8").replace("4711", "4712"), encoding="utf-8")
    assert "4712" in read_cached(tmp_path / "a.txt").text, "the entry was not used"
    entry.write_text("{damaged", encoding="utf-8")
    assert read_cached(tmp_path / "a.txt") == first
    (tmp_path / "a.txt").write_text("another text", encoding="utf-8")
    assert read_cached(tmp_path / "a.txt").text.strip() == "another text"
    with pytest.raises(MissingFile):
        read_cached(tmp_path / "none.pdf")


def test_gold_records_are_read_beside_their_files_as_they_were_written(tmp_path: Path) -> None:
    form = replace(adbuy.label(INVOICE, INVOICE_ROW), unasked=frozenset({"address"}))
    plain = LabelledDocument(Document("none.txt", "", (), ()), record={"total_amount": [["20.00"]]})
    (tmp_path / "form.txt").write_text("Invoice 90211-1", encoding="utf-8")
    form = replace(form, document=replace(form.document, source="form.txt"))
    assert write_gold([form, plain], tmp_path / "gold.jsonl") == 2
    there, missing = registry.load("gold", tmp_path, "test")
    assert there.document.text == "Invoice 90211-1"
    assert (there.record, there.tolerated, there.unasked) == (form.record, form.tolerated, form.unasked)
    assert (missing.document.text, missing.record["total_amount"]) == ("", [["20.00"]])
    assert missing.record["invoice_number"] == [], "what other lines have is wanted nowhere else"
    assert registry.load("gold", tmp_path, "train") == []


def test_a_line_that_is_no_gold_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="give the folder"):
        registry.load("gold", tmp_path)
    rows = ['{"source": "a.txt", "record": {}}', "", '{"source": "a.txt", "record": {"party": "Secret"}}']
    (tmp_path / "gold.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(CorpusError, match="line 3") as caught:
        registry.load("gold", tmp_path)
    assert "Secret" not in caught.value.message


def test_label_words_stand_left_of_a_value_or_above_it() -> None:
    cues, at = Cues(CONTRACT), CONTRACT.text.index
    assert cues.above(at("10/13/20"), at("10/13/20") + 8) == "Contract Dates"
    assert cues.left(at("$94,850.00")) == "Totals"  # the count between them is no label


def test_a_misread_name_is_found_with_its_mistakes_counted_and_another_name_is_not() -> None:
    text = "Bill to\tJamestwn Assoclates Inc\nJamestown Road"
    [place] = find_approximately(text, "Jamestown Associates Inc.")
    assert text[place.start : place.end] == "Jamestwn Assoclates Inc"
    assert place.errors == 2
    assert find_approximately(text, "Waterfront Strategies") == []


@given(WORDS, st.data())
def test_a_value_that_stands_in_the_text_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    value = data.draw(st.sampled_from(words))
    places = find_approximately(text, value, tolerance=0)
    assert places
    found = {(text[place.start : place.end].replace(" ", ""), place.errors) for place in places}
    assert found == {(value, 0)}, "white space is no error"


@given(WORDS)
def test_the_words_of_a_box_are_found_again_in_the_document(words: list[str]) -> None:
    boxes = [TextBox(word, 10, 30 * i, 10 + 12 * len(word), 30 * i + 20) for i, word in enumerate(words)]
    document, places = document_from_boxes("x", boxes)
    assert [[document.text[a:b] for a, b in stretches] for stretches in places] == [[word] for word in words]


def test_a_box_keeps_a_word_that_runs_over_the_end_of_its_line() -> None:
    boxes = [TextBox("Thank you for visit-", 10, 10, 210, 30), TextBox("ing us", 10, 40, 70, 60)]
    document, places = document_from_boxes("x", boxes)
    assert "visiting" in document.text
    assert [document.text[a:b] for a, b in places[0]] == ["Thank", "you", "for", "visit"]
    assert [document.text[a:b] for a, b in places[1]] == ["ing", "us"]
