"""A contract under other names says the same of everything but its names."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.augmentation.renaming import renamed, role_words
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.language.tokenizer import tokenize
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
    assert "ACME, Inc" not in text
    assert "Acme Inc" not in text
    assert "John Smith" not in text
    assert [text[span.start : span.end] for span in new.open_spans] == ["This Agreement", "two years"]


TOKENS = (
    "LOAN AGREEMENT\n"
    "The Lender , Shi Rongbin of 12 Hill Road , Beijing , lends to Airland International , Inc. through the Bank .\n"
    "SHI RONGBIN and each other lender pay the Bank in China .\n"
)


def general(text: str, *mentions: tuple[str, str], source: str = "loan") -> LabelledDocument:
    found, position = [], 0
    for label, mention in mentions:
        position = text.index(mention, position)
        found.append(Span(position, position + len(mention), label))
        position += len(mention)
    return LabelledDocument(document_from_text(text, source), tuple(found), frozenset({"PER", "ORG", "LOC"}))


LOAN = general(
    TOKENS,
    ("PER", "Lender"),
    ("PER", "Shi Rongbin"),
    ("LOC", "12 Hill Road"),
    ("LOC", "Beijing"),
    ("ORG", "Airland International , Inc."),
    ("ORG", "Bank"),
    ("PER", "SHI RONGBIN"),
    ("ORG", "Bank"),
    ("LOC", "China"),
)
OTHER = general("The Bank and Worksoft agree .", ("ORG", "Bank"), ("ORG", "Worksoft"), source="other")


def test_roles_are_words_in_lower_case_or_of_two_documents() -> None:
    assert role_words([LOAN, OTHER]) == {"lender", "bank"}
    assert role_words([OTHER]) == frozenset()


@given(st.integers())
def test_persons_companies_and_places_change_and_roles_stay(seed: int) -> None:
    new = renamed(LOAN, Random(seed), role_words([LOAN, OTHER]))
    text = new.document.text
    found = [text[span.start : span.end] for span in new.spans]
    assert [found[0], found[5], found[7]] == ["Lender", "Bank", "Bank"]
    assert not any(old in text for old in ("Shi Rongbin", "Airland International", "Beijing", "12 Hill Road"))
    assert found[6] == found[1].upper()
    assert any(char.isdigit() for char in found[2])
    assert [span.label for span in new.spans] == [span.label for span in LOAN.spans]


@given(st.integers())
def test_names_among_given_tokens_are_tokens_too(seed: int) -> None:
    document = renamed(LOAN, Random(seed)).document
    assert tokenize(document).forms == document.text.split()
    assert document.text.count("\n") == TOKENS.count("\n")
