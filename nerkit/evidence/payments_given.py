"""What the payment codes of a document give to its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nerkit.document import Code, Document, Notice
from nerkit.evidence.payment import Payment, payment_of
from nerkit.labels import Kind, Schema
from nerkit.records.given import Given

_SURE = 0.99
"""What has check digits of its own, or is protected by those of its code."""
_NAMED = 0.95
"""Names: who collects a payment is almost always who sells."""


def given_by_codes(document: Document, schema: Schema) -> tuple[dict[str, list[Given]], list[Notice]]:
    """The values for each kind of document that has a `payment`, and warnings of what a code says wrongly.

    What several payment codes say differently, as those of instalments, is given by none of them.
    """
    warnings: list[Notice] = []
    payments: list[tuple[Code, Payment]] = []
    for code in document.codes:
        payment = payment_of(code.text)
        if payment is None:
            if code.text[:4].strip() in ("SPC", "BCD"):
                warnings.append(_wrong(code, "breaks the rules of its form"))
            continue
        warnings += [_wrong(code, f"has wrong check digits: {fault}") for fault in payment.faults]
        if "iban" not in payment.faults:
            payments.append((code, payment))
    if not payments:
        return {}, warnings
    given = {}
    for kind in schema.kinds.values():
        if kind.payment:
            all_of_them = [list(_given(code, payment, kind)) for code, payment in payments]
            given[kind.name] = _agreed(all_of_them, kind)
    return given, warnings


def _wrong(code: Code, what: str) -> Notice:
    return Notice("code", f"its payment code {what}", code.box.page)


def _given(code: Code, payment: Payment, kind: Kind) -> Iterator[Given]:
    # Zero says that there is nothing to pay, not what the invoice comes to.
    amount = payment.amount if payment.amount and float(payment.amount) else None
    said: dict[str, tuple[str | None, float]] = {
        "iban": (payment.iban, _SURE),
        "bic": (payment.bic, _SURE),
        "amount": (amount, _SURE),
        "total": (amount, _NAMED),
        "reference": (payment.reference if "reference" not in payment.faults else None, _SURE),
        "payee": (payment.payee.name, _NAMED),
        "payee_address": (payment.payee.address, _NAMED),
        "debtor": (payment.debtor.name if payment.debtor else None, _NAMED),
        "debtor_address": (payment.debtor.address if payment.debtor else None, _NAMED),
        "rate": (payment.billing.tax_rate, _SURE),
        "due": (payment.billing.due_date, _SURE),
        **{name: (getattr(payment.billing, name), _SURE) for name in payment.billing.__slots__},
    }
    for part, field in kind.payment.items():
        value, confidence = said[part]
        if value:
            currency = payment.currency if part in ("amount", "total") else None
            given = Given(field, value, "qr", confidence, currency, boxes=(code.box,))
            # A deposit or an instalment is no other total.
            yield replace(given, contradicts=part != "total", gives_way=part == "total")


def _agreed(given: Sequence[Sequence[Given]], kind: Kind) -> list[Given]:
    """What one code says and no other says differently; fields of many take all."""
    agreed: dict[tuple[str, str], Given] = {}
    values: dict[str, set[str]] = {}
    for one in (one for of_code in given for one in of_code):
        values.setdefault(one.field, set()).add(one.value)
        agreed.setdefault((one.field, one.value), one)
    return [one for one in agreed.values() if len(values[one.field]) == 1 or one.field in kind.many]
