"""What the JSON object of a document is known by: its bytes, its text, its number with who issued it and its total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from nerkit.labels import Schema
from nerkit.labels.kind import PaymentPart
from nerkit.locales.folding import fold

Key = tuple[str, ...]

_ISSUERS: tuple[PaymentPart, ...] = ("payee", "iban", "vat_id")
"""By which of its parts an issuer is known again: one is enough, as a scan may spoil the others."""


@dataclass(frozen=True, slots=True)
class DocumentKeys:
    """The keys of a document by what they show.

    `numbers` are its own number with each name of its issuer; of what gives back the ones that it names are `credited`.
    """

    content: tuple[Key, ...]
    text: tuple[Key, ...]
    document: tuple[Key, ...]
    numbers: tuple[Key, ...]
    credited: tuple[Key, ...]
    is_copy: bool


def document_keys(row: Mapping[str, Any], content: str, schema: Schema) -> DocumentKeys:
    """The keys of a document: each only where all of it is there. `content` is a digest of the bytes of its file."""
    prints: Mapping[str, Any] = row.get("fingerprint") or {}
    marks = prints.get("marks", ())
    record: Mapping[str, Any] = row.get("record") or {}
    kind = schema.kinds.get(str(row.get("kind")))
    parts: Mapping[PaymentPart, str] = kind.payment if kind else {}

    def values(part: PaymentPart) -> Iterator[str]:
        return (_same(value["value"]) for value in record.get(parts.get(part, ""), ()))

    number = next(values("invoice_number"), "")
    issuers = [(part, value) for part in _ISSUERS for value in values(part)]
    total = next(iter(record.get(parts.get("total", ""), ())), None)
    numbers = tuple((number, *issuer) for issuer in issuers if number)
    sum_ = (f"{abs(Decimal(total['value'])):.2f}", total.get("currency") or "") if total else None
    said: Mapping[str, Any] = row.get("e_invoice") or {}
    gives_back = bool(said.get("credits") or "credit" in marks or (total and Decimal(total["value"]) < 0))
    # the number of its invoice may have been taken for its own
    named = (number, said.get("preceding", ""), *prints.get("numbers", ())) if gives_back else ()
    credited = {_same(text) for text in named} - {""}
    return DocumentKeys(
        (("bytes", content, str(row.get("part", ""))),) if content else (),
        (("text", prints["text"]),) if "text" in prints else (),
        tuple(("document", *key, *sum_) for key in numbers) if sum_ else (),
        () if gives_back else numbers,
        tuple((other, *issuer) for other, issuer in product(sorted(credited), issuers)),
        "copy" in marks,
    )


def _same(text: str) -> str:
    """A number or name as it is compared: letters and digits alone, without case and accents."""
    return "".join(filter(str.isalnum, fold(text)))
