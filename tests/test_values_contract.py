"""What holds for every type of value: no text makes a reader fail, and canonical forms read as themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.evaluation.compare import comparable
from nerkit.labels import labels
from nerkit.locales import codes, locale
from nerkit.locales.folding import plain
from nerkit.values import Context, read_value
from nerkit.values.places import _known
from nerkit.values.typed_values import TYPES

LIKELY = st.text(alphabet="0123456789.,/-'() $€%#:lOISB\nRMandthfyers½aeiouäé", max_size=40)
TOKENS = r"""
the a an and each Inc. Ltd Acme corporation its affiliates ( ) " “ ” ' , . ; : - – # No. Nr. Invoice IBAN BIC VAT DE GB
1 0 9 12 31 2024 1999 000 5.00 1,234 1.234 $ € EUR RM kr KWD million % percent two twenty hundred und et half ½ 1/2
years months days hours Tage ans January Mai day of st first anniversary P T Y M State laws New York Korea SC
"""
PIECES = st.lists(st.sampled_from([*TOKENS.split(), " ", "\n", "\t"]), max_size=12)
TEXTS = st.text(max_size=60) | LIKELY | PIECES.map("".join) | PIECES.map(" ".join)
CONTEXTS = st.builds(
    Context,
    language=st.sampled_from(["en", "de", "fr", "pt", None]),
    day_first=st.sampled_from([True, False, None]),
    currency=st.sampled_from(["EUR", "USD", "KWD", None]),
)


def test_every_label_has_a_reader() -> None:
    assert {label.type for label in labels().values()} <= set(TYPES)


@pytest.mark.parametrize("type", TYPES)
@settings(max_examples=150)
@given(text=TEXTS, context=CONTEXTS)
def test_no_text_fails_and_a_canonical_form_reads_as_itself(type: str, text: str, context: Context) -> None:
    value = read_value(type, text, context)
    if value.value is None:
        assert value.note
        assert not value.alternatives
        assert value.currency is None
        return
    assert value.value not in value.alternatives
    again = read_value(type, value.value, context)
    assert again.value == value.value
    if type != "name":  # what describes a name is said in the words of its document's language
        assert read_value(type, value.value).value == value.value


@pytest.mark.parametrize("type", ["date", "amount", "percent", "duration", "place"])
def test_a_note_holds_nothing_of_the_text(type: str) -> None:
    assert "Secret" not in (read_value(type, "Secretland 123456789012345678901234567890").note or "")


@pytest.mark.parametrize("language", [None, *codes()])
def test_every_jurisdiction_reads_as_itself_in_every_language(language: str | None) -> None:
    context = Context(language=language)
    for shown in {shown for _, shown in _known(None).values()}:
        assert read_value("place", shown, context).value == shown
        assert read_value("place", f"the laws of {shown}", context).value == shown


@pytest.mark.parametrize("language", codes())
def test_every_place_that_a_language_names_is_one_that_there_is(language: str) -> None:
    places = locale(language).places
    for shown in (*places.names, *places.adjectives):
        assert read_value("place", shown).value == shown


@given(st.text())
def test_plain_text_has_the_offsets_of_the_original(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("type", "field", "text", "same_as"),
    [
        ("date", "due_date", "this 6th day of January, 2012", "6 January 2012"),
        ("amount", "total_amount", "$1,880.00", "$1,880.00"),
        ("amount", "total_amount", "USD 5 million", "5000000.00"),
        ("percent", "tax_rate", "19,00 %", "19.00"),
        ("duration", "term", "one year and six months", "18_months"),
        ("duration", "notice_period", "two weeks", "14 days"),
        ("place", "governing_law", "the laws of the State of New York", "State of New York"),
        ("name", "party", "NIKE, Inc.", "Nike Inc"),
        ("iban", "iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ],
)
def test_canonical_forms_are_what_evaluation_compares(type: str, field: str, text: str, same_as: str) -> None:
    value = read_value(type, text).value
    assert comparable(field, value) == comparable(field, same_as) is not None
