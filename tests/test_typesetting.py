"""A text set on pages is the same text, and every word has a place on a page."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.augmentation.typesetting import typeset
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text

WORDS = st.lists(
    st.sampled_from(["Agreement", "the", "a", "ACME", "of", "2004,", "\n", "\n\n", "\f", "   "]), max_size=400
)


@given(WORDS, st.integers())
def test_offsets_stay_and_every_word_stands_on_its_page(parts: list[str], seed: int) -> None:
    plain = document_from_text(" ".join(parts), "made")
    spans = tuple(Span(word.start, word.end, "TITLE") for word in plain.words[:3])

    paged = typeset(LabelledDocument(plain, spans), Random(seed))

    document = paged.document
    assert paged.spans == spans
    assert len(document.text) == len(plain.text)
    assert [(w.start, w.end) for w in document.words] == [(w.start, w.end) for w in plain.words]
    assert document.text.split() == plain.text.split()
    for word in document.words:
        page = document.page_of(word.start)
        assert page is not None
        assert word.box is not None
        assert word.box.page == page.number
        assert 0 <= word.box.top < word.box.bottom <= page.height


def test_a_long_text_runs_over_lines_and_pages_as_a_reader_would_give_it() -> None:
    plain = document_from_text("The parties agree as follows. " * 600, "made")
    document = typeset(LabelledDocument(plain), Random(1)).document
    assert len(document.pages) > 3
    assert document.text.count("\f") == len(document.pages) - 1
    assert max(len(line) for line in document.text.splitlines()) < 150
