"""Languages are data: each has a file, and their words become patterns that find exactly them."""

from __future__ import annotations

import re

import pycountry
from hypothesis import given
from hypothesis import strategies as st

from nerkit.locales import codes, doubtful, locale, words_for
from nerkit.locales.countries.legal_forms import legal_forms
from nerkit.locales.folding import fold, plain, words, words_of
from nerkit.locales.word_patterns import any_of, whole


def test_every_language_has_a_name_and_words_by_which_it_is_known() -> None:
    for code in codes():
        assert locale(code).name
        assert len(locale(code).common) >= 20


def test_a_document_has_the_words_of_its_language_before_those_of_languages_beside_it() -> None:
    german = words_for("de").common
    assert german[0] == locale("de").common[0]
    assert set(locale("en").common) <= set(german)
    assert not set(locale("fr").common) <= set(german)


def test_a_document_of_no_known_language_may_hold_words_of_all() -> None:
    for unknown in (None, "xx"):
        assert all(set(locale(code).common) <= set(words_for(unknown).common) for code in codes())


@given(st.text(" \t\n\x0b\x0c\x1c\x85\xa0\u2003\u3000ab.é") | st.text())
def test_the_words_of_a_text_are_what_stands_between_its_spaces(text: str) -> None:
    assert words_of(text) == text.split()


@given(st.lists(st.text("abcß. -", min_size=1).filter(str.strip), min_size=1, max_size=12))
def test_a_pattern_of_words_finds_each_of_them_whole(words: list[str]) -> None:
    pattern = re.compile(any_of(words))
    for word in words:
        assert pattern.fullmatch(plain(" ".join(word.split())))


def test_full_stops_of_dotted_words_may_be_missing_or_spaced() -> None:
    pattern = re.compile(any_of(["S.A.S.", "Inc."], dotted=True))
    assert all(map(pattern.fullmatch, ("s.a.s.", "sas", "s. a. s.", "inc", "inc.")))
    assert not pattern.fullmatch("sxas")
    assert pattern.match("inc. of ohio")[0] == "inc."  # type: ignore[index]
    assert not re.compile(any_of(["S.A.S."])).fullmatch("sas")


def test_an_ellipsis_in_a_phrase_stands_for_up_to_four_words() -> None:
    pattern = re.compile(whole(["this … agreement"]))
    assert all(map(pattern.fullmatch, ("this agreement", "this\nnew agreement", "this master services agreement")))
    assert not pattern.search("this is a long way from an agreement")


def test_a_pattern_of_no_words_finds_nothing() -> None:
    assert not re.search(any_of([]), "anything")


def test_a_word_is_doubtful_where_it_is_a_common_word_of_another_language() -> None:
    common = next(word for word in locale("en").common if word not in locale("fr").common)
    assert doubtful({"fr": {common, "ans"}, "en": {"years"}}) == {common}
    assert doubtful({"fr": {common}, "en": {common}}) == set()
    assert doubtful({"fr": {common}}) == set()


def test_letters_with_strokes_are_plain_letters() -> None:
    assert plain("Łódź, Ørsted, œuvre") == "lodz, orsted, ouvre"


def test_a_star_stands_for_the_rest_of_a_word_and_words_without_one_stand_whole() -> None:
    pattern = re.compile(whole(["fällig*", "*steuer", "net", "E.O.M."]))
    assert [match[0] for match in pattern.finditer(plain("Fälligkeit, Umsatzsteuer, Steuern, net, Netz, E.O.M."))] == [
        "falligkeit",
        "umsatzsteuer",
        "net",
        "e.o.m.",
    ]
    assert not re.search(whole([]), "anything")


def test_a_legal_form_is_listed_once_and_in_countries_that_there_are() -> None:
    written = ["".join(words(name)) for form in legal_forms() for name in (form.name, *form.spellings)]
    assert len(written) >= len(set(written)) > 60
    for form in legal_forms():
        assert form.countries
        assert all(pycountry.countries.get(alpha_2=country) for country in form.countries)


def test_texts_are_compared_without_case_accents_and_letters_that_stand_for_two() -> None:
    assert fold("Straße Œuvre Łódź") == "strasse oeuvre lodz"
    assert words("S.à r.l. L'Œil & Cie") == ["sa", "rl", "loeil", "cie"]
