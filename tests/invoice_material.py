"""The text of a short invoice, for tests of what happens to many."""

from __future__ import annotations

_TEXT = """\
Brightwater Supplies Ltd
12 Mill Lane, Leeds LS1 4AB

INVOICE

Invoice number\tINV-{number}
Invoice date\t14 May 2021

Bill to: Hartwell Foods Ltd

Description\tQuantity\tUnit price\tAmount
Paper, A4\t10\t10.00\t100.00

Net total\t100.00 EUR
VAT 19 %\t19.00 EUR
Total\t119.00 EUR

IBAN: DE89 3704 0044 0532 0130 00
"""


def invoice(number: int) -> str:
    """An invoice INV-`number`."""
    return _TEXT.format(number=number)
