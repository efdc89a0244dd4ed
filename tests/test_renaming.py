"""A contract under other names says the same of everything but its names."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.generator.renaming import renamed
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text

TEXT = (
    "This Agreement of May 3, 2004 is made by ACME, Inc. and John Smith.\n"
    "The laws of Ohio govern it for two years.\nSigned: Acme Inc / John Smith"
)


def spans(*wanted: tuple[str, str]) -> tuple[Span, ...]:
    found, position = [], 0
    for label, text in wanted:
        position = TEXT.index(text, position)
        found.append(Span(position, position + len(text), label))
        position += len(text)
    return tuple(found)


CONTRACT = LabelledDocument(
    document_from_text(TEXT, "contract"),
    spans(
        ("AGREEMENT_DATE", "May 3, 2004"),
        ("PARTY", "ACME, Inc."),
        ("PARTY", "John Smith"),
        ("GOVERNING_LAW", "Ohio"),
        ("DURATION", "two years"),
        ("PARTY", "Acme Inc"),
        ("PARTY", "John Smith"),
    ),
    open_spans=spans(("TITLE", "This Agreement"), ("TERM", "two years")),
)


@given(st.integers())
def test_names_change_everywhere_alike_and_everything_else_stays(seed: int) -> None:
    new = renamed(CONTRACT, Random(seed))
    text = new.document.text
    found = [(span.label, text[span.start : span.end]) for span in new.spans]
    assert found[0] == ("AGREEMENT_DATE", "May 3, 2004")
    assert found[4] == ("DURATION", "two years")
    assert found[1] == found[5]
    assert found[2] == found[6]
    assert "ACME" not in text
    assert "John Smith" not in text
    assert [text[span.start : span.end] for span in new.open_spans] == ["This Agreement", "two years"]
