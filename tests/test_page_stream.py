"""Several documents in one file are found, each with its pages, and a single one is not torn apart."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from code_material import lettered_pdf

from nerkit import load
from nerkit.cli.split import split_file
from nerkit.document import Document
from nerkit.page_stream import Part, part_of, parts
from nerkit.page_stream.page_facts import page_facts
from nerkit.page_stream.page_number import PageNumber, page_number
from nerkit.page_stream.segmentation import best_segmentation
from nerkit.page_stream.stream_model import StreamModel, default_model
from nerkit.reading.reader import read_bytes
from nerkit.training.stream_weights import learned


def invoice(number: str, seller: str, pages: int = 1, day: str = "5 June 2024") -> list[list[str]]:
    """The lines of each page of an invoice."""
    head = [
        seller,
        "1 High Street, London",
        "INVOICE",
        f"Invoice No.: {number}",
        f"Invoice date: {day}",
        "To: Mill Ltd",
    ]
    rows = [f"{item} units of {seller.split()[0]} ware   {item}.00   {item * 3}.00" for item in range(1, 25)]
    every = []
    for page in range(1, pages + 1):
        own = head if page == 1 else ["Item   Quantity   Price   Amount"]
        end = ["Total amount: GBP 1,234.00", "Thank you."] if page == pages else []
        every.append([*own, *rows[: 8 if page == pages else 24], *end, f"Page {page} of {pages}"])
    return every


def read(*documents: list[list[str]]) -> Document:
    return read_bytes(lettered_pdf([page for document in documents for page in document]), "file.pdf")


FIRST, SECOND = invoice("A-4711", "Acorn Paper Ltd"), invoice("990-17", "Brook & Sons plc", 2, "9 May 2023")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Page 2 of 5", PageNumber(2, 5)),
        ("Seite 3 von 4", PageNumber(3, 4)),
        ("Rechnung 17   Seite: 1/2", PageNumber(1, 2)),
        ("Página 2 de 3", PageNumber(2, 3)),
        ("Strona 1 z 2", PageNumber(1, 2)),
        ("- 4 -", PageNumber(4, None, worded=False)),
        ("2/3", PageNumber(2, 3, worded=False)),
        ("Page 5 of 4", None),
        ("stage 2", None),
        ("12.50", None),
        ("Print Date\t03/11/20\tPage\t1 of\t2", PageNumber(1, 2)),
        ("Non-Disclosure Agreement - Page 4", PageNumber(4)),
        ("S. 3", PageNumber(3)),
        ("as page 3 says, the tenant pays", None),
        ("Kölner-Str. 6 *****", None),
        ("10:00PM\t:30\t2\tp-6\t$40.00", None),
        ("BLZ: 700 901 00\tBIC: GENODEF1M04", None),
    ],
)
def test_the_number_of_a_page_is_read_in_every_language(line: str, said: PageNumber | None) -> None:
    assert page_number(["Some text", line]) == said


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("cost", [0.0, 1.5])
def test_the_best_segmentation_and_its_probability_are_those_of_enumeration(seed: int, cost: float) -> None:
    random = np.random.default_rng(seed)
    pages = int(random.integers(1, 7))
    borders, segments = random.normal(size=pages) * 2, random.normal(size=(pages, pages))
    scores = {}
    for chosen in itertools.product([False, True], repeat=pages - 1):
        begins = [0, *(i for i, is_border in enumerate(chosen, 1) if is_border)]
        ends = [*(begin - 1 for begin in begins[1:]), pages - 1]
        inside = sum(segments[a, b] for a, b in zip(begins, ends, strict=True))
        scores[tuple(begins)] = inside + sum(borders[i] for i in begins[1:])
    best = max(scores, key=lambda begins: scores[begins] - cost * (len(begins) - 1))
    found, probability = best_segmentation(borders, segments, cost)
    assert tuple(found) == best
    assert probability == pytest.approx(math.exp(scores[best]) / sum(map(math.exp, scores.values())))


def test_two_invoices_in_a_file_are_two_documents_with_their_own_words_and_places() -> None:
    document = read(FIRST, SECOND)
    found = parts(document)
    assert [(part.first, part.last) for part in found] == [(1, 1), (2, 3)]
    assert all(0.5 < part.probability <= 1 for part in found)
    second = part_of(document, found[1])
    assert second.text == document.text[document.pages[1].start :]
    assert "Acorn" not in second.text
    assert [page.number for page in second.pages] == [2, 3]
    assert {word.box.page for word in second.words if word.box} == {2, 3}
    assert [second.text[w.start : w.end] for w in second.words] == [
        document.text[w.start : w.end] for w in document.words if w.box and w.box.page > 1
    ]


def test_a_file_of_one_document_is_one_however_long() -> None:
    for document in (FIRST, SECOND, invoice("7", "Acorn Paper Ltd", 14)):
        pages = read(document)
        assert parts(pages) == [Part(1, 1, 1, len(document), parts(pages)[0].probability)]


def test_a_blank_page_belongs_to_the_document_in_front_of_it() -> None:
    found = parts(read(FIRST, [[]], SECOND, [[]]))
    assert [(part.first, part.last) for part in found] == [(1, 2), (3, 5)]


def test_each_document_is_a_result_of_its_own(tmp_path: Path) -> None:
    pipeline, file = load(), tmp_path / "two.pdf"
    file.write_bytes(lettered_pdf([*FIRST, *SECOND]))
    rows = [result.to_dict() for result in pipeline.stream([file], workers=0)]
    assert [(row["page_range"], row["pages"], row["part"], row["parts"]) for row in rows] == [
        *(([1, 1], 1, 1, 2), ([2, 3], 2, 2, 2)),
    ]
    assert "Brook" not in json.dumps(rows[0])
    assert "Acorn" not in json.dumps(rows[1])
    assert {box["page"] for entity in rows[1]["entities"] for box in entity["boxes"]} <= {2, 3}
    (whole,) = pipeline.stream([file], workers=0, whole=True)
    assert "page_range" not in whole.to_dict()
    assert [len(each.document.pages) for each in pipeline.documents(file)] == [1, 2]
    assert "several-documents" in [notice.code for notice in pipeline(file).record.warnings]


def test_split_writes_each_document_with_its_pages_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "two.pdf"
    file.write_bytes(lettered_pdf([*FIRST, *SECOND]))
    written = split_file(file, tmp_path / "parts")
    assert [(path.name, first, last) for path, first, last in written] == [("two-1.pdf", 1, 1), ("two-2.pdf", 2, 3)]
    with pikepdf.open(file) as whole:
        was = [page.Contents.read_bytes() for page in whole.pages]
    copied = []
    for path, _, _ in written:
        with pikepdf.open(path) as part:
            copied += [page.Contents.read_bytes() for page in part.pages]
    assert copied == was


def test_the_model_is_a_file_that_can_be_read_and_learned_anew() -> None:
    model = default_model()
    again = StreamModel.parse(model.dump())
    assert again.cost == model.cost
    assert again.borders == {name: pytest.approx(weight, abs=0.006) for name, weight in model.borders.items()}
    one, two = page_facts(read(FIRST)), page_facts(read(SECOND))
    taught = learned([([*one, *two], [0, 1]), (two, [0]), ([*two, *one], [0, 2])], decay=0.01)
    assert taught.part([*one, *two])[0] == [0, 1]
    assert taught.part(two)[0] == [0]
    assert replace(taught, cost=50.0).part([*one, *two])[0] == [0]


def test_a_model_that_is_learned_on_keeps_the_weights_that_it_has() -> None:
    two = page_facts(read(SECOND))
    before = replace(default_model(), borders={"always": -1.5})
    on = learned([(two, [0]), ([*two, *two], [0, len(two)])], before=before)
    assert (on.borders["always"], on.segments) == (-1.5, before.segments)
    assert len(on.borders) > 1
