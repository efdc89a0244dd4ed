"""What a text costs to read grows as the text does: the steps that Python takes are counted, nothing is timed."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from counted_calls import calls
from openpyxl import Workbook

from nerkit.reading import read_bytes
from nerkit.reading.quotes import beside


def mail(size: int) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@b.example", "<1@b.example>"
    message.set_content("Jo wrote:\n> x\n\nFrom: a@b.example\nSubject: x\n\ny\n" * (size // 50))
    return message.as_bytes()


def sheet(size: int) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for _ in range(size // 20):
        book.active.append(["Desk", 5.5])
    book.save(out)
    return out.getvalue()


KINDS: dict[str, Callable[[int], bytes]] = {
    "lines": lambda size: b"Invoice 17 of 5,00 EUR\n" * (size // 23),
    "one line": lambda size: b"Invoice 17 of 5,00 EUR " * (size // 23),
    "one word": lambda size: b"x" * size,
    "blank lines": lambda size: b"x" + b"\n" * size + b"x",
    "another encoding": lambda size: "Größe 5 €\n".encode("cp1252") * (size // 10),
    "Markdown": lambda size: b"a | b\n---|---\n" + b"5 EUR | *x*\n" * (size // 12),
    "separated": lambda size: b"Item,Qty,Price\n" * (size // 15),
    "page": lambda size: b"<html>" + b"<p>x <b>y</b></p>" * (size // 17),
    "rows of a page": lambda size: b"<html><table>" + b"<tr><td>x<td>y</tr>" * (size // 19) + b"</table>",
    "one row of a page": lambda size: b"<html><table><tr>" + b"<td>x</td>" * (size // 10) + b"</table>",
    "mail": mail,
    "Rich Text": lambda size: rb"{\rtf1 " + rb"\b x\b0\par \trowd\intbl a\cell b\cell\row\pard " * (size // 48) + b"}",
    "notes": lambda size: rb"{\rtf1 " + rb"{\footnote x}" * (size // 13) + b"}",
    "one row of Rich Text": lambda size: rb"{\rtf1\trowd\intbl " + rb"x\cell " * (size // 7) + rb"\row}",
    "rows of a sheet": sheet,
}


@pytest.mark.parametrize("kind", KINDS)
def test_four_times_the_text_takes_four_times_the_steps(kind: str) -> None:
    tiny, small, large = (KINDS[kind](size) for size in (200, 2_000, 8_000))
    read_bytes(small, "x")  # what is made once
    fixed, some, more = (calls(lambda data=data: read_bytes(data, "x")) for data in (tiny, small, large))  # type: ignore[misc]

    assert more - fixed < 4.5 * (some - fixed) + 300


def test_a_chain_of_forwarded_mails_takes_no_more_than_a_step_a_line() -> None:
    def chain(count: int) -> str:
        return "".join(f"From: p{i}@x.example\nSubject: x\n\n" for i in range(count))

    first, second = (calls(lambda count=count: beside(chain(count), 0, ())) for count in (200, 800))  # type: ignore[misc]
    assert second < 4.5 * first


def test_ten_megabytes_and_a_line_of_one_are_read_whole() -> None:
    line = b"Invoice 17 of 5,00 EUR "
    text, long = line.replace(b"R ", b"R\n") * (10_000_000 // 23), line * (1_000_000 // 23)

    for data in (text, long):
        document = read_bytes(data, "x.txt")
        assert document.text == data.decode()
        assert len(document.words) == len(data) // 23 * 5
