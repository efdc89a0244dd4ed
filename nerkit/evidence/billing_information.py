"""The invoice's own data in a Swiss QR bill: Swico's syntax S1, "//S1/10/NUMBER/11/YYMMDD/…"."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

_PREFIX = "//S1/"
_TAG = re.compile(r"(?<!\\)/")
_MOST_DAYS = 999


@dataclass(frozen=True, slots=True)
class Billing:
    """Dates as ISO 8601, the VAT id without punctuation, rates in percent; what is not said is None."""

    invoice_number: str | None = None
    invoice_date: str | None = None
    order_number: str | None = None
    vat_id: str | None = None
    delivery_date: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    tax_rate: str | None = None
    due_date: str | None = None


def billing_of(text: str) -> Billing:
    """What the billing information says; nothing where it is of another syntax."""
    if not text.startswith(_PREFIX):
        return Billing()
    parts = [part.replace("\\/", "/").replace("\\\\", "\\") for part in _TAG.split(text[len(_PREFIX) :])]
    said = {tag: value.strip() for tag, value in zip(parts[::2], parts[1::2], strict=False) if value.strip()}
    issued = _day(said.get("11", ""))
    days = [_day(day) for day in (said.get("31", "")[:6], said.get("31", "")[6:])]
    return Billing(
        said.get("10"),
        issued.isoformat() if issued else None,
        said.get("20"),
        f"CHE{said['30']}" if re.fullmatch(r"\d{9}", said.get("30", "")) else None,
        days[0].isoformat() if days[0] and not days[1] else None,
        days[0].isoformat() if days[0] and days[1] else None,
        days[1].isoformat() if days[0] and days[1] else None,
        said["32"] if re.fullmatch(r"\d{1,2}(?:\.\d{1,3})?", said.get("32", "")) else None,
        _due(issued, said.get("40", "")),
    )


def _day(text: str) -> date | None:
    if re.fullmatch(r"\d{6}", text):
        with suppress(ValueError):
            return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    return None


def _due(issued: date | None, conditions: str) -> str | None:
    """The day by which all is due: that without a discount, "0:30" for thirty days."""
    net = re.search(r"(?:^|;)0(?:\.0*)?:(\d{1,3})(?:;|$)", conditions)
    return (issued + timedelta(days=int(net[1]))).isoformat() if issued and net and int(net[1]) <= _MOST_DAYS else None
