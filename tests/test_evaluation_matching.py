"""Wanted and found spans in pairs: worked by hand, against seqeval, and against every assignment there is."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Document, Entity, Page, Word
from nerkit.evaluation import span_scores
from nerkit.evaluation.confusion import MISSED, SPURIOUS, confusion
from nerkit.evaluation.judged_spans import marks, table, threshold_table
from nerkit.evaluation.matching import MEASURES, categories, measure_table, overlap, pairs
from nerkit.evaluation.slices import slice_tables
from nerkit.evaluation.token_scores import token_table, word_labels

LABELS = ("PARTY", "DATE", "TERM")

WANTED = [Span(0, 5, "PARTY"), Span(10, 20, "DATE"), Span(30, 40, "PARTY"), Span(50, 60, "PARTY")]
FOUND = [Span(0, 5, "PARTY"), Span(10, 20, "PARTY"), Span(32, 40, "PARTY"), Span(70, 75, "DATE")]


def document(*spans: Span, closed: tuple[str, ...] = LABELS, text: str = "x" * 100) -> LabelledDocument:
    words = tuple(Word(i, i + 1) for i in range(len(text)) if not text[i].isspace())
    return LabelledDocument(Document("a.txt", text, words, ()), spans, frozenset(closed))


def entities(*spans: Span, confidence: float = 0.9) -> list[Entity]:
    return [Entity(span.label, span.start, span.end, "", confidence) for span in spans]


class TestMeasures:
    @pytest.mark.parametrize(
        ("measure", "expected", "points"),
        [
            ("strict", {"correct": 1, "incorrect": 2, "missing": 1, "spurious": 1}, 1),
            ("exact", {"correct": 2, "incorrect": 1, "missing": 1, "spurious": 1}, 2),
            ("partial", {"correct": 2, "partial": 1, "missing": 1, "spurious": 1}, 2.5),
            ("type", {"correct": 2, "incorrect": 1, "missing": 1, "spurious": 1}, 2),
        ],
    )
    def test_worked_by_hand(self, measure: str, expected: dict[str, int], points: float) -> None:
        assert categories(WANTED, FOUND, measure) == expected
        rates = measure_table([(WANTED, FOUND)]).rates()[measure]
        assert rates.precision.value == rates.recall.value == rates.f1.value == points / 4

    def test_a_span_across_two_wanted_ones_earns_once(self) -> None:
        wanted = [Span(0, 10, "PARTY"), Span(11, 20, "PARTY")]
        assert categories(wanted, [Span(0, 20, "PARTY")], "partial") == {"partial": 1, "missing": 1}
        assert categories([Span(0, 20, "PARTY")], wanted, "type") == {"correct": 1, "spurious": 1}

    def test_the_first_fitting_pair_is_not_taken_where_another_leaves_room_for_more(self) -> None:
        wanted = [Span(0, 10, "PARTY"), Span(10, 20, "PARTY")]
        found = [Span(5, 15, "PARTY"), Span(0, 3, "PARTY")]
        assert set(pairs(wanted, found, MEASURES["partial"])) == {(wanted[0], found[1]), (wanted[1], found[0])}

    def test_an_exact_pair_is_worth_more_than_keeping_everyone_busy(self) -> None:
        wanted = [Span(0, 4, "PARTY"), Span(5, 9, "PARTY")]
        assert pairs(wanted, [Span(0, 9, "PARTY"), Span(0, 4, "PARTY")]) == [
            (wanted[0], Span(0, 4, "PARTY")),
            (wanted[1], Span(0, 9, "PARTY")),
        ]

    spans = st.builds(
        lambda start, size, label: Span(start, start + size, label),
        st.integers(0, 12),
        st.integers(1, 5),
        st.sampled_from(LABELS),
    )
    few = st.lists(spans, max_size=4, unique=True)

    @given(wanted=few, found=few, measure=st.sampled_from(sorted(MEASURES)))
    def test_no_other_assignment_earns_more_or_has_more_pairs(
        self, wanted: list[Span], found: list[Span], measure: str
    ) -> None:
        credit = MEASURES[measure]

        def worth(chosen: list[tuple[Span, Span]]) -> tuple[float, int]:
            return sum(credit(a, b) for a, b in chosen), len(chosen)

        short, long = sorted((wanted, found), key=len)
        every = [
            [(a, b) if short is wanted else (b, a) for a, b in zip(short, order, strict=False) if overlap(a, b)]
            for order in permutations(long)
        ]
        chosen = pairs(wanted, found, credit)
        assert all(overlap(a, b) for a, b in chosen)
        assert len({a for a, _ in chosen}) == len({b for _, b in chosen}) == len(chosen)
        assert worth(chosen) == max(worth(each) for each in every)

    @given(data=st.data(), wanted=few, found=few)
    def test_the_order_of_the_spans_does_not_matter(self, data: st.DataObject, wanted: list, found: list) -> None:
        again = data.draw(st.permutations(wanted)), data.draw(st.permutations(found))
        assert pairs(*again) == pairs(wanted, found)
        for measure in MEASURES:
            assert categories(*again, measure) == categories(wanted, found, measure)

    @given(wanted=few, found=few)
    def test_what_asks_for_less_gives_no_less(self, wanted: list[Span], found: list[Span]) -> None:
        rates = {name: row.f1.value for name, row in measure_table([(wanted, found)]).rates().items()}
        assert rates["strict"] <= rates["exact"] <= rates["partial"]
        assert rates["strict"] <= rates["type"]
        strict = span_scores([document(*wanted)], [found]).micro
        assert rates["strict"] == pytest.approx(strict.f1)


TAGS = st.lists(st.sampled_from(["O", *(f"{p}-{label}" for p in "BI" for label in LABELS)]), min_size=1, max_size=12)


def legal(tags: list[str]) -> list[str]:
    """The same tags where an entity that begins with I begins with B."""
    previous = ["O", *tags]
    return [f"B{t[1:]}" if t[0] == "I" and p[1:] != t[1:] else t for p, t in zip(previous, tags, strict=False)]


def spans_of(tags: list[str]) -> list[Span]:
    starts = [i for i, tag in enumerate(tags) if tag[0] == "B"]
    ends = (next((j for j in range(i + 1, len(tags)) if tags[j][0] != "I"), len(tags)) for i in starts)
    return [Span(i, end, tags[i][2:]) for i, end in zip(starts, ends, strict=True)]


@given(rows=st.lists(st.tuples(TAGS, TAGS), min_size=1, max_size=4))
def test_strict_scores_are_those_of_seqeval(rows: list[tuple[list[str], list[str]]]) -> None:
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    size = [min(len(a), len(b)) for a, b in rows]
    wanted = [legal(a[:n]) for (a, _), n in zip(rows, size, strict=True)]
    found = [legal(b[:n]) for (_, b), n in zip(rows, size, strict=True)]
    assume(any(tag != "O" for tags in wanted for tag in tags))
    theirs = classification_report(wanted, found, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    gold = [document(*spans_of(tags)) for tags in wanted]
    found_marks = marks(gold, [entities(*spans_of(tags)) for tags in found])
    ours = table(found_marks, len(gold), lambda mark: mark.span.label)
    for name, rates in {**ours.rates(), "micro avg": ours.micro.rates()["micro"]}.items():
        for ours_of, theirs_of in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score")):
            assert getattr(rates, ours_of).value == pytest.approx(theirs[name][theirs_of]), name
        assert rates.wanted == theirs[name]["support"]


class TestErrors:
    def test_confusion_tells_labels_borders_missed_and_spurious_apart(self) -> None:
        result = confusion([document(*WANTED)], [entities(*FOUND)])
        assert result.labels == {
            ("PARTY", "PARTY"): 2,
            ("DATE", "PARTY"): 1,
            ("PARTY", MISSED): 1,
            (SPURIOUS, "DATE"): 1,
        }
        assert result.borders == {("PARTY", "too short"): 1}
        assert result.mistaken() == [("DATE", "PARTY", 1)]

    @pytest.mark.parametrize(
        ("found", "border"), [((8, 21), "too long"), ((11, 20), "too short"), ((12, 25), "shifted")]
    )
    def test_borders_are_too_long_too_short_or_shifted(self, found: tuple[int, int], border: str) -> None:
        result = confusion([document(Span(10, 20, "DATE"))], [entities(Span(*found, "DATE"))])
        assert result.borders == {("DATE", border): 1}

    def test_what_the_corpus_leaves_unknown_is_not_spurious_but_may_stand_in_for_what_is_wanted(self) -> None:
        gold = document(Span(0, 5, "PARTY"), closed=("PARTY",))
        result = confusion([gold], [entities(Span(0, 5, "TERM"), Span(8, 9, "TERM"))])
        assert result.labels == {("PARTY", "TERM"): 1}


class TestWords:
    def test_a_word_has_the_label_of_the_span_that_holds_most_of_it(self) -> None:
        doc = Document("a", "one three", (Word(0, 3), Word(4, 9)), ())
        assert word_labels(doc, [Span(0, 5, "DATE"), Span(5, 9, "TERM")]) == ["DATE", "TERM"]
        assert word_labels(doc, [Span(3, 4, "DATE")]) == [None, None]

    def test_words_are_counted_by_label_whatever_the_borders(self) -> None:
        gold = document(Span(0, 4, "DATE"), Span(6, 8, "PARTY"), text="x" * 10)
        rates = token_table([gold], [[Span(2, 8, "DATE"), Span(9, 10, "TERM")]]).rates()
        assert (rates["DATE"].hits, rates["DATE"].missed, rates["DATE"].extra) == (2, 2, 4)
        assert (rates["PARTY"].hits, rates["PARTY"].missed) == (0, 2)
        assert rates["TERM"].extra == 1


class TestParts:
    def test_spans_are_counted_by_page_and_by_how_the_page_was_read(self) -> None:
        pages = (Page(1, 600, 800, 0, 50), Page(2, 600, 800, 50, 100, source="ocr"))
        words = tuple(Word(i, i + 1) for i in range(100))
        gold = LabelledDocument(Document("a", "x" * 100, words, pages), tuple(WANTED), frozenset(LABELS), kind="order")
        parts = slice_tables(marks([gold], [entities(*FOUND)]), [gold])
        by_page, by_source = parts["page"].by_name(), parts["how it was read"].by_name()
        assert set(parts) == {"page", "how it was read"}, "one document has one kind and one length"
        assert by_page["page 1"] == by_source["text layer"]
        assert (by_page["page 1"].hits, by_page["page 1"].extra, by_page["page 1"].missed) == (1, 2, 2)
        assert (by_page["page 2"].hits, by_page["page 2"].extra, by_page["page 2"].missed) == (0, 1, 1)

    def test_parts_stand_in_their_natural_order(self) -> None:
        gold = [document(Span(0, 2, "DATE"), text="x" * n) for n in (12, 4000, 150)]
        (parts,) = slice_tables(marks(gold, [[], [], []]), gold).values()
        assert parts.names == ("0–99 words", "100–299 words", "3000–9999 words")

    def test_with_a_higher_threshold_less_is_found(self) -> None:
        gold = document(Span(0, 5, "PARTY"), Span(10, 15, "PARTY"))
        found = [*entities(Span(0, 5, "PARTY"), confidence=0.97), *entities(Span(20, 25, "PARTY"), confidence=0.42)]
        rates = threshold_table(marks([gold], [found]), 1).rates()
        assert (rates["0.4"].precision.value, rates["0.4"].recall.value) == (0.5, 0.5)
        assert (rates["0.45"].precision.value, rates["0.45"].recall.value) == (1, 0.5)
        assert rates["0.98"].hits == 0
