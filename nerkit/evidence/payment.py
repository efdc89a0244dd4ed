"""What a payment code says: the Swiss QR bill (SIX, version 2) and the EPC's code of a SEPA transfer (EPC069-12)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from nerkit.evidence.billing_information import Billing, billing_of

Scheme = Literal["swiss-qr-bill", "epc"]

_LINES = {"SPC": (31, 34), "BCD": (7, 12)}  # at least and at most
_STRUCTURED = "S"
_CENTS = Decimal("0.01")
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{0,2})?")


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, or who pays: a name and the lines of an address, the country as ISO 3166 code."""

    name: str
    lines: tuple[str, ...] = ()
    country: str | None = None

    @property
    def address(self) -> str:
        """The address in one line, without the country."""
        return ", ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Payment:
    """A transfer as a code asks for it; what the code leaves open is None.

    `amount` is a decimal of two places, `reference` has no spaces. `faults` says which checksums fail, by field.
    """

    scheme: Scheme
    iban: str
    payee: Payee
    amount: str | None = None
    currency: str | None = None
    bic: str | None = None
    reference: str | None = None
    message: str | None = None
    debtor: Payee | None = None
    billing: Billing = field(default_factory=Billing)
    faults: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The payment as it stands in the output."""
        row = {
            key: getattr(self, key) for key in ("scheme", "iban", "bic", "amount", "currency", "reference", "message")
        }
        for key in ("payee", "debtor"):
            who: Payee | None = getattr(self, key)
            if who:
                row[key] = {"name": who.name, "address": who.address or None, "country": who.country}
        return {key: value for key, value in row.items() if value is not None}


def payment_of(text: str) -> Payment | None:
    """The payment that a code's text asks for; None where it is no payment code, or one that breaks its own rules."""
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", text.strip("\n\r"))]
    least, most = _LINES.get(lines[0], (0, 0))
    if not least or len(lines) > most:
        return None
    lines += [""] * (most - len(lines))
    return _swiss(lines) if lines[0] == "SPC" else _sepa(lines)


def _swiss(lines: Sequence[str]) -> Payment | None:
    payee, debtor = _party(lines[4:11]), _party(lines[20:27])
    amount = _amount(lines[18])
    if not lines[1].startswith("02") or payee is None or lines[30] != "EPD" or (lines[18] and amount is None):
        return None
    iban, reference = _squeezed(lines[3]), _squeezed(lines[28]) or None
    return Payment(
        "swiss-qr-bill",
        iban,
        payee,
        amount,
        lines[19] or None,
        reference=reference,
        message=lines[29] or None,
        debtor=debtor,
        billing=billing_of(lines[31]),
        faults=_faults(iban, reference, lines[27]),
    )


def _sepa(lines: Sequence[str]) -> Payment | None:
    amount = _amount(lines[7].removeprefix("EUR"))
    if lines[1] not in ("001", "002") or not lines[5] or (lines[7] and (amount is None or lines[7][:3] != "EUR")):
        return None
    iban, reference = _squeezed(lines[6]), _squeezed(lines[9]) or None
    return Payment(
        "epc",
        iban,
        Payee(lines[5]),
        amount,
        "EUR",
        bic=_squeezed(lines[4]) or None,
        reference=reference,
        message=lines[10] or None,
        faults=_faults(iban, reference, "SCOR"),
    )


def _party(lines: Sequence[str]) -> Payee | None:
    """Name and address: by street, house, postcode and town ("S"), or by two lines ("K")."""
    kind, name, first, second, postcode, town, country = lines
    if not name:
        return None
    if kind == _STRUCTURED:
        first, second = f"{first} {second}".strip(), f"{postcode} {town}".strip()
    return Payee(name, tuple(filter(None, (first, second))), country or None)


def _amount(text: str) -> str | None:
    try:
        return str(Decimal(text).quantize(_CENTS)) if _AMOUNT.fullmatch(text) else None
    except InvalidOperation:
        return None


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()


def _faults(iban: str, reference: str | None, kind: str) -> tuple[str, ...]:
    """The fields whose check digits are wrong."""
    from stdnum import iban as ibans
    from stdnum import iso11649
    from stdnum.ch import esr

    checked: Mapping[str, Any] = {"QRR": esr.is_valid, "SCOR": iso11649.is_valid}
    faults = [] if ibans.is_valid(iban) else ["iban"]
    if reference and kind in checked and not checked[kind](reference):
        faults.append("reference")
    return tuple(faults)
