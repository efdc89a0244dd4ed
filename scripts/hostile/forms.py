"""Crafted files about what is filled in and stated: boxes, fields, leaders, machine-readable zones, e-invoices."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.e_invoice_material import CII

_ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C06UTO7408122F1204159ZE184226B<<<<<10\n\n"
"""A check digit of it is wrong."""

_LEASE = (
    "LEASE AGREEMENT\n\nThis Agreement is made as of 12 March 2024 by and between {0}Ltd, the Landlord, and {0}Inc., "
    "the Tenant. {0}Inc. shall pay the rent within ten days of receipt of an invoice.\n"
)


def crafted_forms(size: int) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each file."""
    yield "squares.pdf", _page(lambda canvas, x, y, _: canvas.rect(x, y, 6, 6), size)
    yield "squares-in-squares.pdf", _page(lambda canvas, *_: canvas.rect(100, 100, 6, 6), size)
    yield "fields-to-tick.pdf", _page(_field, size // 4)
    yield "boxes.txt", ("\u2610 married \u2612 single " * size).encode()
    yield "leaders.txt", _LEASE.format("\u2026 " * min(size // 10, 100) + "Alpha ").encode()
    yield "stars.txt", _LEASE.format("*" * min(size, 300) + " Alpha ").encode()
    yield "zones.txt", (_ZONE * size).encode()
    for name, number in (("nines", "9" * 30), ("smallest", "0." + "0" * 29 + "1"), ("largest", "-" + "9" * 15)):
        stated = re.sub(r"(<ram:\w*(?:Amount|Quantity|Percent)\b[^>]*>)[^<]*", rf"\g<1>{number}", CII)
        yield f"e-invoice-of-{name}.xml", stated.encode()
    yield "hundreds.txt", ("hundred " * 7 + "trillion dollars and fifty cents, ").encode() * (size // 10)


def _page(draw: Callable[[Any, float, float, int], None], count: int) -> bytes:
    """A page on which something is drawn so many times, apart from each other where there is room."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 800, "Invoice INV-20417")
    for i in range(count):
        draw(canvas, 30 + 8 * (i % 66), 20 + 8 * (i // 66 % 96), i)
    canvas.save()
    return out.getvalue()


def _field(canvas: Any, x: float, y: float, number: int) -> None:
    canvas.acroForm.checkbox(name=f"f{number}", x=x, y=y, size=6, checked=number % 2 == 0)
