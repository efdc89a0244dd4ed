"""Finding a value in a text, however it is written there."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.align import find, fold


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("between ACME,\n Inc. and", "Acme Inc", ["ACME,\n Inc."]),
        ("“Société Générale S.A.”", "societe generale s.a", ["Société Générale S.A."]),
        ("Big Data Holdings (UK) Ltd", "Big Data Holdings UK", ["Big Data Holdings (UK)"]),
        ("by O’Brien–Smith\tPartners.", "O'Brien-Smith Partners", ["O’Brien–Smith\tPartners"]),
        ("Acmes and Macme and acme", "ACME", ["acme"]),
        ("900 and 9.00 and 19.00 and 9,00", "9.00", ["9.00"]),
        ("12-31-2010, 12–31–2010, 12/31/2010", "12-31-2010", ["12-31-2010", "12–31–2010"]),
        ("paid $9.00 today", "$9.00", ["$9.00"]),
        ("Name ........ Place", "Name Place", []),
        ("nothing here", "—", []),
    ],
)
def test_a_value_is_found_however_it_is_written(text, value, found):
    assert [text[start:end] for start, end in find(text, value)] == found


def test_a_quote_that_was_cut_off_takes_in_the_whole_word():
    text = "This Supply Agreement ends."
    assert find(text, "Supply Agreemen") == []
    assert find(text, "Supply Agreemen", whole_words=False) == [(5, 21)]


def test_only_the_stretch_that_was_asked_for_is_searched():
    text = "Ohio, then Ohio, then Ohio"
    assert find(text, "ohio", start=3, end=18) == [(11, 15)]


@given(
    st.lists(st.text(string.ascii_letters, min_size=2, max_size=8), min_size=1, max_size=5),
    st.sampled_from([" ", "\n", "\t", ", ", " - "]),
    st.booleans(),
)
def test_words_are_found_again_whatever_stands_between_them(words, gap, upper):
    written = gap.join(words).upper() if upper else gap.join(words)
    places = find(f"42; {written} 42", " ".join(words))
    assert (4, 4 + len(written)) in places or len(places) > 1
    assert all(fold(f"42; {written} 42"[a:b]) == fold("".join(words)) for a, b in places)
