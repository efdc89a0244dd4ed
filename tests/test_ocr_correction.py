"""What Tesseract is unsure of is read again, and what it confuses is mended where there is no doubt."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from nerkit.corpora.augmentation.noise import noisy
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import OcrFailed
from nerkit.reading import document_from_text, read_bytes
from nerkit.reading.cleaning import Pixels
from nerkit.reading.engine import Recognised, Recognition
from nerkit.reading.processes import Deadline, TookTooLong
from nerkit.reading.second_look import SecondLook
from nerkit.values.context import context_of

LINES = ("Seller Northwind Paper", "Buyer Harbour Bookshop", "Total amount 1,880.00 EUR", "Payment within thirty days")


class Given:
    """An engine that gives what it was made with, or raises it."""

    name = "given"
    version = "1"

    def __init__(self, answer: Recognition | Exception) -> None:
        self._answer = answer
        self.pages: list[Pixels] = []

    @property
    def rows(self) -> list[int]:
        """How high what it was given was, in order."""
        return [len(page) for page in self.pages]

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        self.pages.append(pixels)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def found(text: str, confidence: float) -> Recognition:
    words = [Recognised(word, 100 * i, 10, 80, 20, confidence) for i, word in enumerate(text.split())]
    return Recognition(words, np.eye(2, 3), 0, np.zeros((0, 4)))


def read_by(quick: Recognition | Exception, strong: Recognition | Exception) -> tuple[Recognition, bool]:
    """What both make of a page together, and whether the strong engine was asked."""
    second = Given(strong)
    page = np.full((100, 100), 255, dtype=np.uint8)
    return SecondLook(Given(quick), second).recognise(page, Deadline(10)), bool(second.pages)


def text(recognition: Recognition) -> str:
    return " ".join(word.text for word in recognition.words)


def test_a_page_that_was_read_surely_is_not_read_again() -> None:
    page, asked = read_by(found("Total 12.50", 0.96), found("Total 72.50", 0.99))

    assert (text(page), asked) == ("Total 12.50", False)


def test_a_page_that_was_read_unsurely_is_read_again() -> None:
    page, asked = read_by(found("Tota1 l2,5O", 0.7), found("Total 12.50", 0.99))

    assert (text(page), asked) == ("Total 12.50", True)


def test_an_empty_page_is_not_read_again() -> None:
    page, asked = read_by(found("", 0.0), found("specks", 0.6))

    assert (text(page), asked) == ("", False)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (OcrFailed("RapidOCR ended; it may have run out of memory"), "RapidOCR ended"),
        (TookTooLong("took more than 60 s of processor time"), "took more than 60 s of processor time"),
    ],
)
def test_a_second_look_that_fails_leaves_what_the_first_one_saw_and_says_so(fault: Exception, why: str) -> None:
    page, asked = read_by(found("Tota1 l2,5O", 0.7), fault)

    assert (text(page), asked) == ("Tota1 l2,5O", True)
    assert [notice.code for notice in page.notices] == ["second-look"]
    assert f"({why})" in page.notices[0].message


def test_a_second_look_that_sees_nothing_leaves_what_the_first_one_saw() -> None:
    assert text(read_by(found("Tota1 l2,5O", 0.7), found("", 0.0))[0]) == "Tota1 l2,5O"


def test_a_page_whose_sample_was_read_unsurely_is_not_read_to_its_end_by_the_quick_engine() -> None:
    quick, strong = Given(found("Tota1 l2,5O", 0.7)), Given(found("Total 12.50", 0.99))

    page = SecondLook(quick, strong).recognise(np.full((3000, 2000), 255, dtype=np.uint8), Deadline(10))

    assert (text(page), quick.rows) == ("Total 12.50", [500])


def test_a_page_that_is_read_surely_costs_the_quick_engine_a_sample_more() -> None:
    quick, strong = Given(found("Total 12.50", 0.96)), Given(found("Total 72.50", 0.99))

    SecondLook(quick, strong).recognise(np.full((3000, 2000), 255, dtype=np.uint8), Deadline(10))

    assert (quick.rows, strong.rows) == ([500, 3000], [])


def test_the_sample_of_a_page_is_where_its_text_stands() -> None:
    sheet = Image.new("L", (2000, 3000), 255)
    for i, line in enumerate(LINES):
        ImageDraw.Draw(sheet).text((100, 2000 + 100 * i), line * 2, fill=0, font=ImageFont.load_default(60))
    quick = Given(found("Total 12.50", 0.96))

    SecondLook(quick, quick).recognise(np.asarray(sheet), Deadline(10))

    sample = quick.pages[0]
    assert np.count_nonzero(sample == 0) == np.count_nonzero(np.asarray(sheet) == 0)


def test_a_receipt_is_read_by_the_strong_engine_at_once() -> None:
    strip = Image.new("L", (700, 1600), 255)
    for i in range(30):
        ImageDraw.Draw(strip).text((40, 40 + 50 * i), LINES[i % 4], fill=0, font=ImageFont.load_default(30))
    quick, strong = Given(found("Tota1 l2,5O", 0.7)), Given(found("Total 12.50", 0.99))

    page = SecondLook(quick, strong).recognise(np.asarray(strip), Deadline(10))

    assert (text(page), quick.rows, strong.rows) == ("Total 12.50", [], [1600])


def photograph(lines: Sequence[str]) -> bytes:
    """A small and blurred picture of print, as of a receipt."""
    image = Image.new("L", (700, 90 * len(lines) + 60), 255)
    drawing = ImageDraw.Draw(image)
    for i, line in enumerate(lines):
        drawing.text((40, 40 + 90 * i), line, fill=60, font=ImageFont.load_default(40))
    small = image.resize((image.width // 3, image.height // 3), Image.Resampling.BILINEAR)
    blurred = small.filter(ImageFilter.GaussianBlur(1.0))
    noise = np.random.default_rng(1).normal(0, 14, (blurred.height, blurred.width))
    buffer = io.BytesIO()
    Image.fromarray(np.clip(np.asarray(blurred) + noise, 0, 255).astype(np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


def test_both_engines_together_read_a_bad_picture_as_the_strong_one_does() -> None:
    picture = photograph(LINES)

    alone, both = (read_bytes(picture, "photo.png", ocr_engine=engine) for engine in ("rapidocr", "auto"))

    assert both.text == alone.text
    assert both.text != read_bytes(picture, "photo.png", ocr_engine="tesseract").text


@pytest.mark.parametrize(
    "receipt",
    [
        "OCEAN TRADING SDN BND\nDate 05/04/2018\nTotal 12.50",
        "OCEAN TRADING SON BHD\nDate 05/04/2018\nTotal 12.50",
        "Date 05/04/2018\nTotal RM 12.50\nGST summary\tTax ($)\t0.75",
    ],
)
def test_a_sign_of_a_country_decides_the_order_of_a_date_though_a_letter_is_misread(receipt: str) -> None:
    assert context_of(receipt).day_first is True


def test_dollars_alone_speak_for_the_month_first() -> None:
    assert context_of("Date 05/04/2018\nTotal $12.50").day_first is False


def test_signs_of_two_countries_leave_the_order_of_a_date_open() -> None:
    assert context_of("Austin, TX 78701\nVAT included\nDate 05/04/2018").day_first is None


def spoilt(text: str) -> list[str]:
    """The lines of a text as simulated OCR reads them."""
    clean = LabelledDocument(document_from_text(text, "text"), spans=(), closed=frozenset())
    return noisy(clean, Random(1)).document.text.splitlines()


def test_simulated_ocr_takes_for_each_other_what_tesseract_does() -> None:
    read = Counter("".join(spoilt("ME0\n" * 5_000)))

    assert min(read["H"], read["N"]) > read["W"] > 0
    assert read["M"] < read["0"] < read["E"]  # M, 0 and E are misread in this order


def test_errors_of_simulated_ocr_gather_in_few_words() -> None:
    words = spoilt("8585858585\n" * 2_000)

    wrong = [sum(char not in "85" for char in word) for word in words if word != "8585858585"]
    assert len(wrong) < 0.35 * len(words)  # a third of what errors that know nothing of each other would spoil
    assert sum(wrong) > 1.4 * len(wrong)
