"""Boxes of forms, columns of labels, lines to fill in: what is drawn and what stands alike tells keys from values."""

from __future__ import annotations

from dataclasses import replace

from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.document import Box, Document, Table, TableCell
from nerkit.pairs import find_pairs

Placed = tuple[str, float, float]


def page(*texts: Placed) -> Document:
    """A page on which texts stand at a place (left, top), ten points high."""
    boxes = [TextBox(text, x, y, x + 5.5 * len(text), y + 10) for text, x, y in [*texts, (".", 590, 830)]]
    return document_from_boxes("page", boxes)[0]


def pairs_of(document: Document) -> dict[str, str | None]:
    return {pair.key: pair.value for pair in find_pairs(document)}


def with_cells(document: Document, columns: int, width: float, height: float, top: float, rows: int) -> Document:
    """The page with a ruled table of cells that are all of one size."""
    cells = []
    for row in range(rows):
        for column in range(columns):
            box = Box(1, 40 + column * width, top + row * height, 40 + (column + 1) * width, top + (row + 1) * height)
            inside = [
                i
                for i, word in enumerate(document.words)
                if word.box and box.x0 <= word.box.x0 < box.x1 and box.top <= word.box.top < box.bottom
            ]
            cells.append(TableCell(row, column, box, tuple(inside)))
    whole = Box(1, 40, top, 40 + columns * width, top + rows * height)
    return replace(document, tables=(Table(whole, rows, columns, tuple(cells)),))


WAYBILL = (
    ("1 Absender", 45, 100), ("2 Empf\u00e4nger", 245, 100), ("3 Grumblort", 445, 100),
    ("M\u00f6belwerk Rh\u00f6n", 45, 112), ("De Eik", 245, 112), ("Eindhoven", 445, 112),
    ("Bad Neustadt", 45, 124),
    ("4 Datum", 45, 140), ("5 Anlage", 245, 140), ("6 Packst\u00fccke", 445, 140),
    ("14.03.2024", 45, 152), ("Lieferschein", 245, 152), ("48", 445, 152),
)  # fmt: skip


def test_ruled_boxes_have_their_caption_above_what_is_filled_in() -> None:
    assert pairs_of(with_cells(page(*WAYBILL), 3, 200, 40, 98, 2)) == {
        "1 Absender": "M\u00f6belwerk Rh\u00f6n Bad Neustadt",
        "2 Empf\u00e4nger": "De Eik",
        "3 Grumblort": "Eindhoven",
        "4 Datum": "14.03.2024",
        "5 Anlage": "Lieferschein",
        "6 Packst\u00fccke": "48",
    }


def test_captions_may_stand_below_what_is_filled_in() -> None:
    found = pairs_of(
        page(
            ("DELACROIX", 50, 100), ("SIMONE", 250, 100), ("LAST NAME", 50, 112), ("FIRST NAME", 250, 112),
            ("1904 LOYOLA DR", 50, 140), ("70062", 250, 140), ("ADDRESS", 50, 152), ("ZIP CODE", 250, 152),
            ("BROWN", 50, 180), ("09/17/1996", 250, 180), ("EYE COLOR", 50, 192), ("DATE OF BIRTH", 250, 192),
        )
    )  # fmt: skip
    assert found == {
        "LAST NAME": "DELACROIX",
        "FIRST NAME": "SIMONE",
        "ADDRESS": "1904 LOYOLA DR",
        "ZIP CODE": "70062",
        "EYE COLOR": "BROWN",
        "DATE OF BIRTH": "09/17/1996",
    }


def test_no_row_of_a_column_of_labels_goes_on_in_the_next() -> None:
    rows = {
        "Versicherungsnehmer": "Torsten Behrmann",
        "Amtliches Kennzeichen": "LG-TB 771",
        "Hersteller": "VW Golf",
        "Erstzulassung": "03.08.2018",
        "Beginn": "01.04.2024",
    }
    texts = [
        each
        for i, (key, value) in enumerate(rows.items())
        for each in ((key, 50, 100 + 14 * i), (value, 250, 100 + 14 * i))
    ]
    assert pairs_of(page(*texts)) == rows


def test_what_stands_on_a_line_to_fill_in_answers_what_stands_before_it() -> None:
    document = page(("Patient Name Vernon Tsosie", 50, 100), ("Age 72", 50, 130))
    drawn = (Box(1, 50 + 5.5 * 13, 110, 50 + 5.5 * 26, 110.5), Box(1, 50 + 5.5 * 4, 140, 50 + 5.5 * 6, 140.5))
    assert pairs_of(replace(document, rules=drawn)) == {"Patient Name": "Vernon Tsosie", "Age": "72"}


def test_words_in_different_ruled_cells_are_no_one_phrase() -> None:
    document = page(("General aggregate $", 45, 100), ("2,000,000", 150, 100))
    assert pairs_of(with_cells(document, 2, 102, 20, 96, 1)) == pairs_of(document)
