"""Lines whose description stands around the line of their numbers, and rows that are called like charges."""

from __future__ import annotations

from line_items_material import rows

HEADING = "Omschrijving                    Aantal     Prijs/st          Bedrag\n\n"


def test_the_description_of_a_row_may_stand_above_and_below_its_numbers() -> None:
    text = (
        f"{HEADING}Double A printpapier - A4 - 1\n"
        "                                  1        € 22,50         € 22,50\n"
        "DOOS - 5 pakken x 500 vel\n\n"
        "                                            Totaal         € 22,50\n"
    )
    (row,) = rows(text)
    assert (row["description"], row["quantity"], row["amount"]) == (
        "Double A printpapier - A4 - 1 DOOS - 5 pakken x 500 vel", "1", "22.50",
    )  # fmt: skip


def test_each_of_several_rows_has_the_lines_around_its_numbers() -> None:
    text = (
        "Description\tQuantity\tUnit price\tAmount\n\n"
        "For Switch Wireless Controller for\nConsole Wireless\t40\t18.50\t740.00\nGamepad\n\n"
        "Wall Charger for DSi AC Adapter\nfor 3DS Power Supply for\t1000\t0.715\t715.00\n3DSXL\n\n"
        "Total\t1,455.00\n"
    )
    assert [row["description"] for row in rows(text)] == [
        "For Switch Wireless Controller for Console Wireless Gamepad",
        "Wall Charger for DSi AC Adapter for 3DS Power Supply for 3DSXL",
    ]


def test_the_title_of_a_group_is_no_part_of_its_first_row() -> None:
    table = "Description\tQty\tPrice\tAmount\nTea\t2\t1.50\t3.00\n\nFrom the oven\nCake\t2\t2.50\t5.00\nTotal\t8.00\n"
    assert [row["description"] for row in rows(table)] == ["Tea", "Cake"]


def test_a_row_that_is_counted_is_a_line_whatever_it_is_called() -> None:
    table = "Pos\tDescription\tQty\tAmount\n1\tFreight Dover - Calais\t28\t86.52\n2\tRent\t5\t142.00\nTotal\t228.52\n"
    assert [row["description"] for row in rows(table)] == ["Freight Dover - Calais", "Rent"]


def test_of_several_tables_those_count_that_add_up_to_what_is_stated() -> None:
    other = "Description\tAmount\nTel 030\t1234.50\n\n"
    table = "Description\tQty\tPrice\tAmount\nTea\t2\t1.50\t3.00\nCake\t2\t2.50\t5.00\nTotal\t8.00\n"
    assert [row["description"] for row in rows(other + table)] == ["Tea", "Cake"]
