"""No stage behind reading does more than twice the work on twice as much.

Work is counted in calls of Python's functions: of a document of n lines and of one of 2n.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from counted_calls import calls

from nerkit.document import Box, Document, Entity, Page, Word
from nerkit.labels import builtin
from nerkit.language.segments import LONGEST, segments
from nerkit.language.tokenizer import tokenize
from nerkit.reading import document_from_text
from nerkit.records import build, with_found
from nerkit.values import read_value
from nerkit.values.durations import find_durations
from nerkit.values.found_identifiers import find_identifiers
from nerkit.values.money import find_amounts
from nerkit.values.number_words import read_year
from nerkit.values.payment_terms import find_terms
from nerkit.values.percent import find_percents
from nerkit.values.typed_spans import mentions
from nerkit.values.typed_values import TYPES
from nerkit.values.value import LONGEST as LONGEST_VALUE
from nerkit.values.worded_amounts import find_worded

GROWTH = 2.6
"""How much more work twice as much may be: sorting and what is done once leave some room around 2."""


def labelled(text: str, *marks: tuple[str, str]) -> tuple[Document, list[Entity]]:
    """A document, and an entity of each label on each line, at the text between two marks."""
    document = document_from_text(text, "a.txt")
    entities, begin = [], 0
    for line in text.splitlines(keepends=True):
        for label, part in marks:
            for piece in line.split("\t"):
                if part in piece:
                    start = begin + line.index(piece)
                    words = piece.rstrip("\n")
                    entities.append(Entity(label, start, start + len(words), words, 0.9))
        begin += len(line)
    return document, sorted(entities, key=lambda entity: entity.start)


def cells(count: int) -> tuple[Document, list[Entity]]:
    text = "INVOICE\nSum\t" + "\t".join(f"{n}.{n % 100:02}" for n in range(1, count + 1)) + "\n"
    document = document_from_text(text, "a.txt")
    spans = [(word.start, word.end) for word in document.words[2:]]
    return document, [Entity("AMOUNT", start, end, text[start:end], 0.9) for start, end in spans]


def totals(count: int) -> tuple[Document, list[Entity]]:
    return labelled("".join(f"Total\t{n}.{n % 100:02} EUR\n" for n in range(1, count + 1)), ("TOTAL_AMOUNT", "EUR"))


def taxes(count: int) -> tuple[Document, list[Entity]]:
    lines = (f"VAT\t{n / 1000:.3f}%\t{n}.00\t{n * n / 100000:.2f} EUR\n" for n in range(1, count + 1))
    return labelled("".join(lines), ("PERCENT", "%"), ("TAX_AMOUNT", "EUR"))


def rows(count: int) -> tuple[Document, list[Entity]]:
    lines = (f"{n}\tTea\t2\t{n}.50\t{2 * n + 1}.00\n" for n in range(1, count + 1))
    text = "INVOICE\nPos\tDescription\tQuantity\tUnit price\tAmount\n" + "".join(lines)
    return labelled(text, ("AMOUNT", ".00"))


def unheaded(count: int) -> tuple[Document, list[Entity]]:
    lines = (f"Tea {chr(97 + n % 26)}\t{n}.00\nDiscount\t-{n}.50\n" for n in range(1, count + 1))
    return labelled("RECEIPT\n" + "".join(lines) + "Total\t1.00\n", ("AMOUNT", ".00"))


def discounts(count: int) -> tuple[Document, list[Entity]]:
    lines = (f"Tea\t2\t{n}.50\t{2 * n + 1}.00\nDiscount\t\t\t-1.00\n" for n in range(1, count + 1))
    text = "INVOICE\nDescription\tQuantity\tUnit price\tAmount\n" + "".join(lines)
    return labelled(text + f"Sum\t\t\t{count * (count + 1)}.00\n", ("AMOUNT", ".00"))


def addresses(count: int) -> tuple[Document, list[Entity]]:
    """Addresses of three lines on pages of forty lines."""
    text, words, entities = "", [], []
    for n in range(count):
        start, page = len(text), n // 40 + 1
        text += f"Street{n}\n"
        box = Box(page, 10.0, 20.0 * (n % 40) + (n % 3) * -8, 80.0, 20.0 * (n % 40) + 10)
        words.append(Word(start, len(text) - 1, box))
        entities.append(Entity("ADDRESS", start, len(text) - 1, text[start:-1], 0.9, (box,)))
    pages = tuple(Page(number, 600.0, 820.0, 0, len(text)) for number in range(1, count // 40 + 2))
    return Document("a.pdf", text, tuple(words), pages), entities


@pytest.mark.parametrize("make", [cells, totals, taxes, rows, unheaded, discounts, addresses])
def test_the_record_of_an_invoice_twice_as_long_takes_twice_the_work(
    make: Callable[[int], tuple[Document, list[Entity]]],
) -> None:
    build(*make(10), kind="invoice")  # patterns are made once
    once, twice = (calls(partial(build, *make(n), kind="invoice")) for n in (150, 300))
    assert twice <= GROWTH * once


def names(count: int) -> tuple[Document, list[Entity]]:
    text = "".join(f'Alpha{n} Trading Ltd\t(the "Seller{n}")\tAlpha{n}\n' for n in range(count))
    document, entities = labelled(text, ("PARTY", "Alpha"))
    return document, entities


def fragments(count: int) -> tuple[Document, list[Entity]]:
    text = "".join(f"Great Alpha{n} Trading Ltd\tAlpha{n} Trading Ltd\n" for n in range(count))
    return labelled(text, ("PARTY", "Alpha"))


@pytest.mark.parametrize("make", [names, fragments])
def test_the_parties_of_a_contract_twice_as_long_take_twice_the_work(
    make: Callable[[int], tuple[Document, list[Entity]]],
) -> None:
    build(*make(10), kind="contract")
    once, twice = (calls(partial(build, *make(n), kind="contract")) for n in (150, 300))
    assert twice <= GROWTH * once


def test_what_is_found_in_a_contract_of_many_doubted_parties_takes_twice_the_work_for_twice_as_many() -> None:
    def found(count: int) -> Callable[[], object]:
        document, entities = labelled("".join(f"Alpha{n} Ltd\tand the fee\n" for n in range(count)), ("PARTY", "Alpha"))
        doubted = [replace(entity, confidence=0.55) for entity in entities]
        return partial(with_found, document, doubted, builtin(), "contract")

    found(10)()
    assert calls(found(600)) <= GROWTH * calls(found(300))


@pytest.mark.parametrize("sign", [*'_("$', "a.", "x"])
def test_a_word_of_any_length_comes_apart_in_tokens_of_bounded_length(sign: str) -> None:
    word = sign * 3_000
    tokens = tokenize(document_from_text(f"Total {word} 12.00", "a.txt"))
    assert "".join(tokens.forms) == f"Total{word}12.00"
    assert max(map(len, tokens.forms)) <= 256
    assert set(tokens.words.tolist()) == {0, 1, 2}


def test_a_run_of_signs_comes_apart_as_a_short_one_does() -> None:
    tokens = tokenize(document_from_text("(" * 300 + "Name" + ")" * 300, "a.txt"))
    assert tokens.forms == [*"(" * 300, "Name", *")" * 300]


def test_a_segment_without_any_break_ends_all_the_same() -> None:
    document = document_from_text("word " * (LONGEST + 10), "a.txt")
    assert segments(document, tokenize(document)) == [(0, LONGEST), (LONGEST, LONGEST + 10)]


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("piece", ["1,2 (", "hundred "])
def test_a_text_of_any_length_is_read_with_bounded_work(type: str, piece: str) -> None:
    read_value(type, piece)
    once, twice = (calls(partial(read_value, type, piece * n)) for n in (1_000, 2_000))
    assert twice <= GROWTH * once


def test_amounts_in_words_are_looked_for_in_the_languages_whose_own_words_are_there() -> None:
    text = "five hundred dollars, " * 50
    assert len(list(find_worded(text))) == len(list(find_worded(text, "en"))) == 50
    known, unknown = (calls(lambda language=language: list(find_worded(text, language))) for language in ("en", None))
    assert unknown < 4 * known


def test_text_without_a_word_about_payment_is_looked_through_once() -> None:
    text = "30 days, 7 (2) May 3 1,000.00 " * 50
    assert not list(find_terms(text))
    assert calls(lambda: list(find_terms(text))) < 50


def test_cells_of_terms_are_read_as_far_as_any_value() -> None:
    assert list(find_terms("net 30\n" * LONGEST_VALUE, "en", alone=True))[-1].end <= LONGEST_VALUE


def test_a_length_of_time_is_the_same_wherever_it_stands_in_a_text() -> None:
    apart = "x " * 700
    text = apart.join(["one year and six months, ", "thirty (30) calendar days or ", "two years and a half; 18 months"])
    alone = [hit.value for part in text.split(apart) for hit in find_durations(part, "en")]
    assert alone == ["P1Y6M", "P30D", "P30M", "P18M"]
    assert [hit.value for hit in find_durations(text, "en")] == alone
    assert not any(hit.start > 8 for n in range(60) for hit in find_durations(f"one year{' ' * n} thirty mots", "en"))


def test_a_hit_that_a_text_says_again_costs_next_to_nothing() -> None:
    """Calls for a hit: what it means is worked out once, in whichever of the languages."""
    for find, hit, most in (
        (find_durations, "twelve (12) months ", 20),
        (find_worded, "five hundred dollars, ", 60),
        (find_terms, "payable within 30 days. ", 60),
        (mentions, "24 hours ", 60),
        (find_amounts, "EUR 1,234.50 ", 21),
        (find_percents, "five percent ", 15),
    ):
        text = hit * 300
        assert len(list(find(text))) == 300
        assert calls(lambda find=find, text=text: list(find(text))) < 300 * most, find


def test_twice_as_many_accounts_and_codes_of_banks_take_twice_the_work() -> None:
    def banks(count: int) -> str:
        return "IBAN DE89 3704 0044 0532 0130 00 COBADEFFXXX\n" * count

    assert len(list(find_identifiers("bic", banks(300)))) == 300
    once, twice = (calls(lambda count=count: list(find_identifiers("bic", banks(count)))) for count in (150, 300))
    assert twice <= GROWTH * once


def test_a_date_behind_a_page_of_text_is_none_of_it() -> None:
    assert read_value("date", "x " * (LONGEST_VALUE // 2) + "March 3, 2020").value is None
    assert read_value("date", "x " * (LONGEST_VALUE // 2 - 20) + "March 3, 2020").value == "2020-03-03"


def test_a_number_in_words_without_end_is_none() -> None:
    assert read_year("nineteen " * 10_000) is None


def test_patterns_of_what_names_a_length_of_time_are_made_once() -> None:
    read_value("duration", "12.00")
    assert calls(partial(read_value, "duration", "12.00")) < 500
