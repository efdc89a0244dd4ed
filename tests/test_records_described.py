"""What is known of a document and of each candidate, number by number: what the choice between them rests on."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from record_material import marked

from nerkit.document import Box, Document, Page, Word
from nerkit.labels import builtin
from nerkit.labels.words import with_words
from nerkit.records import explain
from nerkit.records.choosing.candidate_features import Describer, FeatureValues, logit
from nerkit.records.grouping import group
from nerkit.records.mentions import Mention, Readings
from nerkit.records.shape import ends, shape
from nerkit.records.titles import called as kinds_called
from nerkit.records.titles import headings, name_another

SCHEMA = with_words(builtin(), None)


def described(text: str, field: str, *, boxes: dict[str, Box] | None = None) -> dict[str, FeatureValues]:
    """The features of the candidates for a field of an invoice, by their values."""
    document, entities = marked(text)
    if boxes:
        words = tuple(replace(w, box=boxes.get(document.text[w.start : w.end])) for w in document.words)
        pages = (Page(1, 600, 800, 0, len(document.text)), Page(2, 600, 800, len(document.text), len(document.text)))
        document = Document("made", document.text, words, pages)
        entities = [replace(e, boxes=document.boxes(e.start, e.end)) for e in entities]
    mentions: list[Mention] = Readings.of(document, entities, SCHEMA).likely
    candidates = group(SCHEMA.labels[field.upper()].type, mentions)
    rows = Describer(document, SCHEMA, SCHEMA.kinds["invoice"]).describe(field, candidates)
    return {candidate.value: row for candidate, row in zip(candidates, rows, strict=True)}


class TestCandidates:
    def test_what_the_tagger_says(self) -> None:
        rows = described(
            "a [[TOTAL_AMOUNT:0.8|5.00]] b [[TOTAL_AMOUNT:0.6|7.00]] c [[AMOUNT:0.7|5.00]] d [[AMOUNT:0.4|9.00]] "
            "e [[TOTAL_AMOUNT:0.7|5.00]]",
            "total_amount",
        )
        five, seven, nine = rows["5.00"], rows["7.00"], rows["9.00"]
        assert five["confidence"] == pytest.approx(math.log(0.8 / 0.2))
        assert five["repeated"] == pytest.approx(math.log(2))
        assert five["also AMOUNT"] == 0.7
        assert nine["only AMOUNT"] == 0.4
        assert "confidence" not in nine
        assert five["surer than others"] == pytest.approx(logit(0.8) - logit(0.6))
        assert seven["surer than others"] == pytest.approx(logit(0.6) - logit(0.8))
        assert nine["surer than others"] == -3.0, "no further than that"
        assert [row.get("first", 0.0) for row in rows.values()] == [1.0, 0.0, 0.0]
        assert "only candidate" not in five
        assert five["kind is invoice"] == five["bias"] == 1.0

    def test_one_alone_is_the_only_candidate_and_surer_than_none(self) -> None:
        (row,) = described("a [[TOTAL_AMOUNT|5.00]]", "total_amount").values()
        assert row["only candidate"] == 1.0
        assert "surer than others" not in row

    def test_what_an_amount_is(self) -> None:
        rows = described("[[AMOUNT|-9.00]] [[AMOUNT|9.00]] [[AMOUNT|0]] [[AMOUNT|7]] [[AMOUNT|€ 8,50]]", "total_amount")
        assert [row.get("largest", 0.0) for row in rows.values()] == [1.0, 1.0, 0.0, 0.0, 0.0]
        assert [row.get("negative", 0.0) for row in rows.values()] == [1.0, 0.0, 0.0, 0.0, 0.0]
        assert [row.get("zero", 0.0) for row in rows.values()] == [0.0, 0.0, 1.0, 0.0, 0.0]
        assert [row.get("with cents", 0.0) for row in rows.values()] == [1.0, 1.0, 0.0, 0.0, 1.0]

    def test_what_a_number_of_a_document_is(self) -> None:
        rows = described("[[INVOICE_NUMBER|AB-1234]] [[INVOICE_NUMBER|xyz]]", "invoice_number")
        (first, second) = rows.values()
        assert first["digits"] == pytest.approx(4 / 7)
        assert first["capitals"] == 1.0
        assert first["length"] == pytest.approx(math.log(7) - 2.5)
        assert "without a digit" not in first
        assert (second.get("digits", 0.0), second.get("capitals", 0.0), second["without a digit"]) == (0.0, 0.0, 1.0)

    def test_shares_of_a_single_character_are_whole(self) -> None:
        rows = described("[[INVOICE_NUMBER|7]] [[INVOICE_NUMBER|X]]", "invoice_number")
        assert (rows["7"]["digits"], rows["X"]["capitals"]) == (1.0, 1.0)
        assert rows["7"]["length"] == -2.5

    def test_where_it_stands(self) -> None:
        boxes = {
            "Sum": Box(1, 0, 0, 60, 10),
            "5.00": Box(1, 300, 200, 450, 220),
            "of": Box(1, 0, 300, 60, 310),
            "7.00": Box(2, 0, 0, 60, 10),
            "9.00": Box(1, 0, 0, 600, 200),
        }
        text = "Sum [[AMOUNT|5.00]] of [[AMOUNT|7.00]] [[AMOUNT|9.00]]"
        rows = described(text, "total_amount", boxes=boxes)
        five, seven, nine = rows["5.00"], rows["7.00"], rows["9.00"]
        assert five["high on the page"] == pytest.approx(0.75)
        assert five["right on the page"] == pytest.approx(0.75)
        assert (five["on the first page"], seven.get("on the first page", 0.0)) == (1.0, 0.0)
        assert five["large"] == pytest.approx(math.log(2)), "words are 10 points high there"
        assert nine["large"] == 2.0, "no more than that"
        assert seven.get("large", 0.0) == 0.0

    def test_what_stands_around_it(self) -> None:
        rows = described("Total amount\t[[AMOUNT|5.00]]\nVAT\t[[AMOUNT|1.00]]\nand\t[[AMOUNT|2.00]]", "total_amount")
        assert [row.get("label words left", 0.0) for row in rows.values()] == [1.0, 0.0, 0.0]
        assert [row.get("other label words left", 0.0) for row in rows.values()] == [0.0, 1.0, 0.0]

    @pytest.mark.parametrize(("chance", "odds"), [(0.5, 0.0), (1.0, math.log(199)), (0.0, -math.log(199))])
    def test_odds_have_bounds(self, chance: float, odds: float) -> None:
        assert logit(chance) == pytest.approx(odds)


def of_pages(text: str, *sizes: tuple[float, float]) -> Document:
    words = tuple(Word(0, 1) for _ in text[:1])
    return Document("made", text, words, tuple(Page(i, *size, 0, len(text)) for i, size in enumerate(sizes, start=1)))


class TestShapes:
    @pytest.mark.parametrize(
        ("count", "short", "long"), [(249, True, False), (250, False, False), (450, False, False), (451, False, True)]
    )
    def test_texts_are_short_or_long(self, count: int, short: bool, long: bool) -> None:
        found = shape(["word"] * count, of_pages(""))
        assert (found["short"], found["long"]) == (short, long)

    @pytest.mark.parametrize(
        ("figures", "prose", "many"), [(5, True, False), (6, False, False), (15, False, False), (16, False, True)]
    )
    def test_running_text_has_hardly_any_figures_and_a_form_has_many(
        self, figures: int, prose: bool, many: bool
    ) -> None:
        found = shape(["12"] * figures + ["word"] * (100 - figures), of_pages(""))
        assert (found["prose"], found["figures"]) == (prose, many)

    def test_figures_at_the_head_of_a_long_text_count(self) -> None:
        assert shape(["12"] * 64 + ["word"] * 1000, of_pages(""))["figures"]
        assert not shape(["12"] * 60 + ["word"] * 1000, of_pages(""))["figures"]

    def test_pages_are_several_wide_or_narrow(self) -> None:
        one, two = of_pages("", (360, 601)), of_pages("", (360, 600), (501, 700))
        assert [shape([], one)[name] for name in ("pages", "wide", "narrow")] == [False, False, True]
        assert [shape([], two)[name] for name in ("pages", "wide", "narrow")] == [True, True, False]
        assert not shape([], of_pages("", (500, 700)))["wide"]
        assert not shape([], of_pages(""))["narrow"]

    @pytest.mark.parametrize(("count", "kept"), [(499, 499), (500, 500), (501, 500)])
    def test_of_a_long_text_the_first_four_hundred_words_and_the_last_hundred_are_looked_at(
        self, count: int, kept: int
    ) -> None:
        words = [f"w{i}" for i in range(count)]
        looked_at = ends(words).split()
        assert len(looked_at) == kept
        assert looked_at[:400] == words[:400]
        assert looked_at[-99:] == words[-99:]

    @pytest.mark.parametrize(("text", "clock"), [("at 12:30 pm", True), ("at 7:05:59", True), ("ratio 112:30", False)])
    def test_a_time_of_day_is_a_clock(self, text: str, clock: bool) -> None:
        assert shape(text.split(), of_pages(""))["clock"] == clock


def heads(text: str) -> list[str]:
    return [" ".join(heading.words) for heading in headings(of_pages(text))]


class TestTitles:
    @pytest.mark.parametrize(
        ("line", "called"),
        [
            ("Delivery note", True),
            ("DELIVERY NOTE", True),
            ("Delivery note No. 4711", True),
            ("Delivery note for the May 2024", True),
            ("Delivery note for the whole of last May 2024", True),
            ("Delivery note for the whole of what was last May 2024", False),
            ("Delivery note for May", False),
            ("Your delivery note 4711", True),
            ("Delivery note No.\t4711", True),
            ("Delivery", False),
        ],
    )
    def test_a_heading_is_a_title_with_a_number_and_six_words_at_most(self, line: str, called: bool) -> None:
        assert bool(kinds_called(headings(of_pages(line)), {"delivery": ["delivery note"]})) == called

    def test_another_title_counts_unless_it_is_referred_to(self) -> None:
        def named(*lines: str) -> bool:
            return name_another(headings(of_pages("\n".join(lines))), ["quote"], ["invoice"])

        assert named("Quote")
        assert named("Quote No. 17")
        assert not named("Invoice", "Quote")
        assert not named("Quote No. 17", "Invoice No. 3")
        assert named("Quote", "Invoice No. 3")
        assert not named("Letter")

    @pytest.mark.parametrize(("line", "seen"), [(20, True), (21, False)])
    def test_a_title_stands_in_the_first_twenty_lines(self, line: int, seen: bool) -> None:
        text = "\n\n".join(["Title" if i == line else "x" for i in range(1, 30)])
        assert ("title" in heads(text)) == seen


class TestExplained:
    def test_reasons_come_with_the_weightiest_first_and_none_too_small_to_show(self) -> None:
        document, entities = marked("Total amount\t[[TOTAL_AMOUNT:0.8|€ 5.00]]\nNet\t[[NET_AMOUNT:0.6|4.00]]")
        explanation = explain("total_amount", document, entities, "invoice")
        first = explanation.candidates[0]
        points = [abs(value) for value in first.reasons.values()]
        assert points == sorted(points, reverse=True)
        assert min(points) >= 0.005
        rows = explanation.to_dict()["candidates"]
        assert rows[0]["currency"] == "EUR"
        assert (
            "currency"
            not in explain("due_date", *marked("due [[DUE_DATE|1 May 2024]]"), "invoice").to_dict()["candidates"][0]
        )
