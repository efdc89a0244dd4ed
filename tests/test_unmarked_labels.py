"""What a corpus marks only in general may be something more exact, where it does not say what."""

from __future__ import annotations

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.forms import Index, Vocabulary
from nerkit.training.examples import allowed_tags, examples

LABELS = ("AMOUNT", "RENT", "DEPOSIT", "TERM")
TAGS = TagSet(LABELS, "BILOU")
VOCABULARY = Vocabulary((), Index([]), Index([]), Index([]))
TEXT = "The tenant pays EUR 500.00 on signing"


def tags_of_the_amount(closed: set[str], label: str = "AMOUNT") -> list[set[str]]:
    """The tags that each token of "EUR 500.00" may have."""
    start = TEXT.index("EUR")
    spans = (Span(start, start + len("EUR 500.00"), label),)
    (segment,) = examples(LabelledDocument(document_from_text(TEXT, "t"), spans, frozenset(closed)), VOCABULARY, TAGS)
    allowed = allowed_tags([segment])[0]
    return [{name for name, may in zip(TAGS.names, row.tolist(), strict=True) if may} for row in allowed[3:5]]


def test_an_amount_may_be_a_rent_where_the_corpus_marks_no_rents() -> None:
    assert tags_of_the_amount({"AMOUNT", "DEPOSIT", "TERM"}) == [{"B-AMOUNT", "B-RENT"}, {"L-AMOUNT", "L-RENT"}]


def test_an_amount_is_nothing_else_where_the_corpus_marks_all_labels() -> None:
    assert tags_of_the_amount(set(LABELS)) == [{"B-AMOUNT"}, {"L-AMOUNT"}]


def test_an_amount_is_never_a_length_of_time() -> None:
    assert tags_of_the_amount({"AMOUNT"})[0] == {"B-AMOUNT", "B-RENT", "B-DEPOSIT"}


def test_what_has_a_role_keeps_it() -> None:
    assert tags_of_the_amount({"RENT"}, "RENT") == [{"B-RENT"}, {"L-RENT"}]
