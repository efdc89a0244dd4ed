"""What the tagger knows of a token: its form, its place on the page, its neighbours, its characters."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch

from nerkit.document import Box, Document, Page, Word
from nerkit.language.tokenizer import tokenize
from nerkit.reading import document_from_text
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.character_encoder import CHARACTER_ENCODERS
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.forms import Index, Vocabulary, shape
from nerkit.tagging.softmax import TokenSoftmax
from nerkit.tagging.token_features import LAYOUT, TokenFeatures, featurise

TEXT = "Invoice\tNo\t4711\nTotal due\t12.50\n\fmiddle\n\fone\n\flast"
PLACES = {
    "Invoice": Box(1, 0, 0, 60, 10),
    "No": Box(1, 300, 0, 330, 10),
    "4711": Box(1, 540, 0, 600, 10),
    "Total": Box(1, 0, 400, 60, 420),
    "due": Box(1, 70, 400, 100, 420),
    "12.50": Box(1, 300, 400, 360, 420),
    "middle": Box(2, 0, 799, 60, 809),
    "one": Box(3, 0, 100, 60, 107),
    "last": Box(4, 30, 100, 60, 110),
}
VOCABULARY = Vocabulary(
    pretrained=(Index(["invoice", "total"]),),
    trained=Index(["total", "00.00"]),
    shapes=Index(["Xx", "dd.dd"]),
    characters=Index("abcdefghijklmnopqrstuvwxyz"),
)


def placed() -> Document:
    """Four pages of 600 by 800 points with a line or two each."""
    words = tuple(Word(m.start(), m.end(), PLACES[m[0]]) for m in re.finditer(r"\S+", TEXT))
    pages, start = [], 0
    for number, part in enumerate(TEXT.split("\f"), start=1):
        pages.append(Page(number, 600, 800, start, start + len(part)))
        start += len(part) + 1
    return Document("made", TEXT, words, tuple(pages))


def features_of(document: Document) -> tuple[tuple[str, ...], TokenFeatures]:
    tokens = tokenize(document)
    return tuple(tokens.forms), featurise(document, tokens, VOCABULARY)


def layout_of(document: Document) -> dict[str, dict[str, int]]:
    """The layout features of each token by their names."""
    forms, found = features_of(document)
    return {form: dict(zip(LAYOUT, row, strict=True)) for form, row in zip(forms, found.layout.tolist(), strict=True)}


def test_each_token_has_the_row_of_its_form_and_padding_an_empty_one() -> None:
    forms, found = features_of(document_from_text("total of total 12.50", "text"))
    assert found.rows[found.forms].tolist() == VOCABULARY.rows(list(forms)).tolist()
    assert not found.rows[0].any()


class TestLayout:
    def test_a_token_knows_its_cell_and_how_many_its_line_has(self) -> None:
        layout = layout_of(placed())
        assert [(row["column"], row["cells in line"]) for row in layout.values()] == [
            *((0, 2), (1, 2), (2, 2)),  # one less than there are
            *((0, 1), (0, 1), (1, 1)),
            *((0, 0), (0, 0), (0, 0)),
        ]
        many = layout_of(document_from_text("\t".join("abcdefgh"), "text"))
        assert [(row["column"], row["cells in line"]) for row in many.values()] == [
            *((0, 4), (1, 4), (2, 4), (3, 4)),
            *[(4, 4)] * 4,
        ]

    def test_it_knows_whether_it_begins_ends_or_fills_its_cell(self) -> None:
        layout = layout_of(document_from_text("one two three\tfour", "text"))
        assert [row["place in cell"] for row in layout.values()] == [0, 1, 2, 3]

    def test_it_knows_the_edges_of_its_cell_in_tenths_of_the_page(self) -> None:
        edges = {form: (row["left edge"], row["right edge"]) for form, row in layout_of(placed()).items()}
        assert edges["No"] == (5, 5)
        assert edges["4711"] == (9, 10)
        assert edges["due"] == (0, 1), "the cell begins with its first word"

    def test_it_knows_the_page_and_the_eighth_of_it(self) -> None:
        places = {form: (row["page"], row["height on page"]) for form, row in layout_of(placed()).items()}
        assert places["Invoice"] == (1, 1)
        assert places["Total"] == (1, 5)
        assert places["middle"] == (2, 8)
        assert places["one"] == (4, 2), "neither of the first two nor the last"
        assert places["last"] == (3, 2)
        assert {(row["page"], row["height on page"]) for row in layout_of(document_from_text("a b", "x")).values()} == {
            (0, 0)
        }

    def test_it_knows_how_large_it_is_beside_what_is_usual_on_its_page(self) -> None:
        heights = [7.9, 8.1, *[10.0] * 6, 11.4, 11.6, 14.9, 15.1, 19.9, 20.1]
        text = " ".join(f"w{i}" for i in range(len(heights)))
        words = tuple(
            Word(m.start(), m.end(), Box(1, 20.0 * i, 0, 20.0 * i + 9, heights[i]))
            for i, m in enumerate(re.finditer(r"\S+", text))
        )
        document = Document("made", text, words, (Page(1, 600, 800, 0, len(text)),))
        sizes = [row["text size"] for row in layout_of(document).values()]
        assert sizes == [1, *[2] * 8, 3, 3, 4, 4, 5], "four fifths, then 1.15, 1.5 and 2 times as high"
        assert {row["text size"] for row in layout_of(document_from_text("a b", "x")).values()} == {0}

    def test_it_knows_how_far_it_is_from_start_and_end(self) -> None:
        text = " ".join("abcdefghijklmnopqrstuvwxyz")
        rows = list(layout_of(document_from_text(text, "x")).values())
        assert [row["distance from start"] for row in rows] == [0, 1, 1, 2, 2, 2, 2, *[3] * 8, *[4] * 11]
        assert [row["distance from end"] for row in rows[-8:]] == [2, 1, 1, 1, 1, 1, 0, 0]

    def test_it_knows_how_far_above_the_next_cell_is(self) -> None:
        rows = layout_of(document_from_text("head\nbelow\n" + "x" * 90 + "\nlow", "text"))
        assert [row["line above"] for row in rows.values()] == [0, 1, 0, 2]

    def test_each_feature_takes_every_value_that_it_has_a_place_for(self) -> None:
        """The first value and the last one of each; one less is a crash on a page, one more is never learned."""
        text = "edge low\tx\ty\tz\tu\tv\n" + "word " * 2100 + "\nlow"
        boxes = [*[Box(1, 600, 0, 600, 10)] * 4, *[Box(1, 0, 800, 600, 830)] * 3, *[Box(3, 0, 0, 5, 10)] * 2101]
        found = [Word(m.start(), m.end(), box) for m, box in zip(re.finditer(r"\S+", text), boxes, strict=True)]
        pages = tuple(Page(number, 600, 800, 0, len(text)) for number in range(1, 5))
        plain_text = document_from_text("head\nbelow\n" + "x" * 90 + "\nlow", "text")
        documents = (Document("made", text, tuple(found), pages), placed(), plain_text)
        layout = np.concatenate([features_of(document)[1].layout for document in documents])
        assert dict(zip(LAYOUT, layout.max(0) + 1, strict=True)) == LAYOUT
        assert layout.min(0).tolist() == [0] * len(LAYOUT)


class TestNeighbours:
    def test_a_token_sees_what_stands_left_of_it_and_above_it(self) -> None:
        forms, found = features_of(placed())
        row = {form: int(found.forms[i]) for i, form in enumerate(forms)}
        at = forms.index("12.50")
        assert found.left[at].tolist() == [row["Total"], row["due"], 0, 0, 0]
        assert found.above[at].tolist() == [row["No"], 0, 0, 0, 0]
        assert found.left[0].tolist() == found.above[0].tolist() == [0] * 5

    def test_of_a_long_cell_it_sees_the_five_tokens_nearest_to_it(self) -> None:
        forms, found = features_of(document_from_text("a b c d e f g\th", "text"))
        assert [forms[row - 1] for row in found.left[forms.index("h")]] == ["c", "d", "e", "f", "g"]

    def test_a_stretch_has_the_features_of_its_tokens(self) -> None:
        _, found = features_of(placed())
        part = found.stretch(2, 5)
        assert len(part) == 3
        for name in ("forms", "layout", "left", "above"):
            assert np.array_equal(getattr(part, name), getattr(found, name)[2:5])


class TestForms:
    def test_a_form_has_the_ids_of_its_word_its_shape_and_its_characters(self) -> None:
        assert VOCABULARY.row("Invoice").tolist() == [2, 1, 2, 1, 15, 23, 16, 10, 4, 6, *[0] * 13]
        assert VOCABULARY.row("total").tolist()[:3] == [3, 2, 1]
        assert VOCABULARY.row("12.50").tolist()[:3] == [1, 3, 3]
        assert VOCABULARY.columns == 23

    def test_an_index_has_a_place_for_padding_and_one_for_what_it_does_not_know(self) -> None:
        index = Index(["a", "b"])
        assert (len(index), index("a"), index("b"), index("c")) == (4, 2, 3, 1)

    def test_of_a_long_form_the_first_twelve_and_the_last_eight_characters_are_read(self) -> None:
        long = "abcdefghijklmnopqrstuvwxyz"
        assert VOCABULARY.row(long)[3:].tolist() == VOCABULARY.row(long[:12] + long[-8:])[3:].tolist()
        assert VOCABULARY.row(long[:20])[3:].tolist() == [2 + i for i in range(20)]

    @pytest.mark.parametrize(
        ("form", "shaped"),
        [
            ("12.03.2024", "dd.dd.dddd"),
            ("B.V.", "X.X."),
            ("Müller", "Xx"),
            ("12345", "n"),
            ("1234", "dddd"),
            ("ÀB", "X"),
        ],
    )
    def test_a_shape_folds_letters_and_keeps_digits_apart_up_to_four(self, form: str, shaped: str) -> None:
        assert shape(form) == shaped


@pytest.mark.parametrize("name", ["cnn", "gru"])
def test_characters_behind_a_form_change_nothing_of_its_vector(name: str) -> None:
    torch.manual_seed(3)
    encoder = CHARACTER_ENCODERS[name](characters=9, filters=8).eval()
    ids = torch.tensor([[2, 3, 4, 0, 0], [5, 6, 7, 8, 2], [3, 0, 0, 0, 0]])
    with torch.no_grad():
        together = encoder(ids)
        alone = [encoder(row[row != 0][None])[0] for row in ids]
    assert together.shape == (3, encoder.output_size)
    for row, vector in zip(together, alone, strict=True):
        assert torch.allclose(row, vector, atol=1e-6)
    assert not torch.allclose(together[0], together[2]), "it reads more than the first character"


@pytest.mark.parametrize(
    "curve", [(-0.1, 1.0, 0.0), (1.0, -0.1, 0.0), (1.0, 1.0, float("nan")), (1.0, float("inf"), 0.0)]
)
def test_a_curve_that_turns_the_order_round_is_refused(curve: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="rise"):
        Calibration.from_dict({"pooled": curve, "curves": {}, "thresholds": {}})
    assert (
        Calibration.from_dict({"pooled": (0.0, 0.0, 0.0), "curves": {}, "thresholds": {}}).confidence("X", 0.3) == 0.5
    )


def test_the_loss_of_a_softmax_is_the_sum_over_the_tokens_of_each_sequence() -> None:
    torch.manual_seed(5)
    tagset = TagSet(("A",))
    emissions, lengths = torch.randn(2, 3, len(tagset), dtype=torch.double), torch.tensor([3, 1])
    allowed = torch.zeros(emissions.shape, dtype=torch.bool)
    allowed[:, :, 1:3] = True
    losses = TokenSoftmax(tagset).loss(emissions, lengths, allowed, temperature=2.0)
    each = -(torch.softmax(emissions / 2, -1)[:, :, 1:3].sum(-1)).log()
    assert torch.allclose(losses, torch.stack([each[0].sum(), each[1, 0]]))


def test_a_word_beside_its_page_stands_at_the_edge() -> None:
    words = (Word(0, 4, Box(1, -900, 10, -850, 20)), Word(5, 10, Box(1, 900, 10, 950, 20)))
    document = Document("paper.pdf", "left\tright", words, (Page(1, 600, 800, 0, 10),))
    layout = featurise(document, tokenize(document), VOCABULARY).layout
    assert layout[:, 3].tolist() == [0, 10]
    assert layout[:, 4].tolist() == [0, 10]
