"""Values separated by commas, semicolons or bars: rows in cells, and plain text stays what it is."""

from __future__ import annotations

import pytest

from nerkit.errors import FileTooLarge
from nerkit.reading import read_bytes, separated, sheets


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("x.csv", "Item;Preis\nTisch;5,00\n", "Item\tPreis\nTisch\t5,00\n"),
        ("x.csv", 'Item,Price\n"Desk, of ""oak""",5\n', 'Item\tPrice\nDesk, of "oak"\t5\n'),
        (
            "x.csv",
            "Orders of May\n\nItem;Qty;Price\nDesk;2;5,00\n",
            "Orders of May\n\nItem\tQty\tPrice\nDesk\t2\t5,00\n",
        ),
        ("x.csv", 'a,"two\nlines"\nb,c\n', "a\ttwo\nlines\nb\tc\n"),
        ("x.tsv", 'a\t"b c"\n', "a\tb c\n"),
        ("x", "Item,Qty,Price\nDesk,2,5.00\nLamp,1,3.50\n", "Item\tQty\tPrice\nDesk\t2\t5.00\nLamp\t1\t3.50\n"),
        ("x.txt", "a|b|c\nd|e|f\ng||i\n", "a\tb\tc\nd\te\tf\ng\ti\n"),
    ],
)
def test_records_are_lines_and_tabs_part_their_cells(name: str, text: str, shown: str) -> None:
    assert read_bytes(text.encode(), name).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ms Lane, dear Mr Ash, dear all,\nI came, I saw, I paid,\nnow, then, ever,\n",
        "12,50,100\n1,2\n3,4,5\n",
        "Item,Price\nDesk,5\nLamp,3\n",
        '{"a":1,"b":2,"c":3}\n{"a":1,"b":2,"c":3}\n{"a":1,"b":2,"c":3}\n',
        "a,b,c\nd,e,f\n",
        f"a,b,{'c' * 100}\nd,e,f\ng,h,i\n",
        'Name\t"Ash"\tInc.\n' * 3,
    ],
    ids=["sentences", "uneven", "two fields", "JSON lines", "two lines", "long", "tabs"],
)
def test_other_text_stays_what_it_is(text: str) -> None:
    assert read_bytes(text.encode(), "x.txt").text == text


def test_a_file_called_a_table_that_is_none_is_text() -> None:
    assert read_bytes(b"no table\nat all\n", "x.csv").text == "no table\nat all\n"
    assert read_bytes(b"a," + b"b" * 200_000, "x.csv").text == "a," + "b" * 200_000


def test_text_with_more_cells_than_anyone_reads_stays_text_unless_it_is_called_a_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (separated, sheets):
        monkeypatch.setattr(module, "MOST_CELLS", 100)
    text = "a,b,c\n" * 40

    assert read_bytes(text.encode(), "x.txt").text == text
    with pytest.raises(FileTooLarge):
        read_bytes(text.encode(), "x.csv")
