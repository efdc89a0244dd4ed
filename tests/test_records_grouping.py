"""Mentions of one value become one candidate, and no others do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nerkit.document import Box, Entity
from nerkit.records.grouping import group
from nerkit.records.mentions import Mention
from nerkit.values import read_value

BOX = Box(1, 100.0, 20.0, 200.0, 30.0)


def mentions(type: str, *texts: str, boxes: tuple[Box, ...] = ()) -> list[Mention]:
    found = []
    for i, text in enumerate(texts):
        entity = Entity("LABEL", 20 * i, 20 * i + len(text), text, 0.9, boxes[i : i + 1])
        found.append(Mention(i, entity, read_value(type, text)))
    return found


def grouped(type: str, *texts: str) -> list[tuple[str, str | None, tuple[int, ...]]]:
    return [(one.value, one.currency, one.entities) for one in group(type, mentions(type, *texts))]


class TestAmounts:
    @pytest.mark.parametrize("texts", [("100.00", "EUR 100.00", "USD 100.00"), ("EUR 100.00", "100.00", "USD 100.00")])
    def test_a_number_without_a_currency_makes_no_two_currencies_one(self, texts: tuple[str, ...]) -> None:
        found = {(value, currency, *places) for value, currency, places in grouped("amount", *texts)}
        assert found == {
            ("100.00", None, texts.index("100.00")),
            ("100.00", "EUR", texts.index("EUR 100.00")),
            ("100.00", "USD", 2),
        }

    def test_it_is_in_the_currency_that_stands_beside_it_elsewhere(self) -> None:
        assert grouped("amount", "100.00", "EUR 100.00", "7.00") == [("100.00", "EUR", (0, 1)), ("7.00", None, (2,))]

    def test_the_same_number_in_two_currencies_is_two_amounts(self) -> None:
        assert grouped("amount", "EUR 5.00", "USD 5.00", "€ 5.00") == [("5.00", "EUR", (0, 2)), ("5.00", "USD", (1,))]

    def test_different_numbers_in_one_currency_are_different_amounts(self) -> None:
        assert grouped("amount", "EUR 5.00", "EUR 5.01") == [("5.00", "EUR", (0,)), ("5.01", "EUR", (1,))]


class TestDates:
    def test_an_ambiguous_date_joins_the_one_reading_that_stands_elsewhere_without_doubt(self) -> None:
        (one,) = group("date", mentions("date", "03/04/2024", "3 April 2024"))
        assert (one.value, one.readings, one.entities, one.start) == ("2024-04-03", (), (0, 1), 0)

    def test_it_stays_ambiguous_where_both_readings_or_none_stand_elsewhere(self) -> None:
        both = group("date", mentions("date", "3 April 2024", "03/04/2024", "4 March 2024"))
        assert [(one.value, bool(one.readings), one.entities) for one in both] == [
            ("2024-04-03", False, (0,)),
            (both[1].value, True, (1,)),
            ("2024-03-04", False, (2,)),
        ]
        none = group("date", mentions("date", "03/04/2024", "5 April 2024"))
        assert [(bool(one.readings), one.entities) for one in none] == [(True, (0,)), (False, (1,))]


class TestAddresses:
    """The lines of an address stand below one another; boxes are 10 points high."""

    @pytest.mark.parametrize(
        ("x0", "top", "one"),
        [
            (100.0, 30.0, True),
            (100.0, 38.9, True),
            (100.0, 39.1, False),
            (109.0, 32.0, True),
            (110.0, 32.0, False),
            (91.0, 32.0, True),
            (90.0, 32.0, False),
            (100.0, 21.1, True),
            (100.0, 20.9, False),
        ],
    )
    def test_a_line_belongs_to_the_one_that_stands_close_above_it(self, x0: float, top: float, one: bool) -> None:
        boxes = (Box(1, 100.0, 20.0, 200.0, 30.0), Box(1, x0, top, x0 + 90, top + 10.0))
        found = group("text", mentions("text", "1 High Street", "Newtown", boxes=boxes))
        assert [line.value for line in found] == (["1 High Street Newtown"] if one else ["1 High Street", "Newtown"])

    def test_lines_on_two_pages_are_two_addresses(self) -> None:
        boxes = (Box(1, 100.0, 20.0, 200.0, 30.0), Box(2, 100.0, 32.0, 190.0, 42.0))
        assert len(group("text", mentions("text", "1 High Street", "Newtown", boxes=boxes))) == 2

    def test_a_line_is_compared_with_the_last_line_of_what_stands_above(self) -> None:
        first = mentions("text", "1 High Street", "Newtown", boxes=(Box(1, 100.0, 20.0, 200.0, 30.0),))
        tall = replace(first[0], entity=replace(first[0].entity, boxes=(BOX, replace(BOX, top=32.0, bottom=42.0))))
        low = replace(first[1], entity=replace(first[1].entity, boxes=(replace(BOX, top=44.0, bottom=54.0),)))
        assert [line.value for line in group("text", [tall, low])] == ["1 High Street Newtown"]
