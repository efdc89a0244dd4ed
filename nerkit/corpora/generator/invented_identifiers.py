"""Numbers that invoices carry: bank accounts, tax identifiers, numbers of invoices and orders."""

from __future__ import annotations

import datetime as dt
from random import Random

from nerkit.corpora.augmentation.countries import Country

_SAMPLE_LIKE = 0.08
"""Share of identifiers that count their digits up, as samples and tests do."""

_TOO_SHORT = 0.02
"""Share of IBANs that lack some of their last characters."""

_NUMBERS = (
    "{n}",
    "{n:05d}",
    "{long}",
    "{long}",
    "{day:%Y}-{n:04d}",
    "{prefix}-{day:%Y}-{n:04d}",
    "{prefix}{n:06d}",
    "{day:%Y}/{n}",
    "{prefix}-{n}",
    "{day:%y}-{n:05d}",
    "{prefix}{day:%Y}{n:04d}",
    "{n}-{two}",
    "{prefix}-{day:%Y%m%d}/{n}",
    "{letters}{n:05d}",
    "{n}/{day:%Y}",
    "{prefix} {n}",
    "{day:%Y}{n:05d}",
    "{two}.{three}.{n}-{day:%Y}",
    "{day:%Y}.{n}",
    "{letters}-{day:%m}/{n}",
    "{n} / {day:%Y}",
    "#{n:04d}",
    "{prefix}/{day:%y}/{n:04d}",
    "{two}{letters}{three}",
)


def _fill(shape: str, rng: Random) -> str:
    out, count = "", ""
    for char in shape:
        if char.isdigit() and (count or char != "0"):
            count += char
        elif count and char in "nac":
            pool = {"n": "0123456789", "a": "ABCDEFGHJKLMNPRSTUVW", "c": "0123456789ABCDEFGHJK"}[char]
            out += "".join(rng.choice(pool) for _ in range(int(count)))
            count = ""
        else:
            out += char
    return out


def iban(country: Country, rng: Random) -> str:
    """An IBAN without spaces; its checksum holds, except in one of twelve (the kind that samples and tests show)."""
    shape, code = (country.iban, country.iso) if country.iban else ("4a14n", "GB")
    body = _fill(shape, rng)
    if rng.random() < _SAMPLE_LIKE:
        return code + "12" + "".join(str((i + 1) % 10) if char.isdigit() else char for i, char in enumerate(body))
    if rng.random() < _TOO_SHORT:
        return f"{code}{rng.randrange(10, 99)}{body[: -rng.randrange(1, 6)]}"
    number = "".join(str(int(char, 36)) for char in f"{body}{code}00")
    return f"{code}{98 - int(number) % 97:02d}{body}"


def spaced(text: str, rng: Random) -> str:
    """The IBAN as printed: in fours, all together, or in other groups."""
    draw = rng.random()
    if draw < 0.55:
        return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
    if draw < 0.85:
        return text
    if draw < 0.93:
        return f"{text[:4]} {text[4:12]} {text[12:]}".strip()
    return f"{text[:2]} {text[2:4]} " + " ".join(text[i : i + 4] for i in range(4, len(text), 4))


def bic(country: Country, rng: Random) -> str:
    """A BIC of eight or eleven characters."""
    bank = "".join(rng.choices("ABCDEFGHKLMNOPRSTUVW", k=4))
    place = rng.choice("ABCDFGHKLMPRSTW") + rng.choice("ABCDEFHKLMNRST2345679")
    branch = rng.choice(("", "XXX", "XXX", "".join(rng.choices("ABCDEFGHK123456789", k=3))))
    return f"{bank}{country.iso}{place}{branch}"


def vat_id(country: Country, rng: Random) -> str | None:
    """A VAT identifier as printed, None for a country without one; its checksum holds by chance only."""
    if not country.vat_id:
        return None
    body = _fill(country.vat_id, rng)
    if country.iso == "CH":
        return f"CHE-{body}{rng.choice((' MWST', ' TVA', '', ''))}"
    body = body.replace(" ", "")
    if rng.random() < _SAMPLE_LIKE:
        return country.iso + "".join(str((i + 1) % 10) if char.isdigit() else char for i, char in enumerate(body))
    draw = rng.random()
    if draw < 0.75:
        return f"{country.iso}{body}"
    if draw < 0.87:
        return f"{country.iso} {body}"
    return f"{country.iso} " + " ".join(body[i : i + 3] for i in range(0, len(body), 3))


def tax_number(country: str, rng: Random) -> str:
    """A tax number that is no VAT identifier."""
    shape = {"DE": "3n/3n/5n", "FR": "3n 3n 3n 5n", "AT": "2n 3n/4n", "US": "2n-7n"}.get(country, "10n")
    return _fill(shape, rng)


def document_number(rng: Random, day: dt.date, prefixes: tuple[str, ...]) -> str:
    """The number of an invoice or an order, in one of the common patterns."""
    serial = rng.choice((rng.randrange(1, 999), rng.randrange(1000, 99999), rng.randrange(100000, 9999999)))
    return rng.choice(_NUMBERS).format(
        n=serial,
        day=day,
        prefix=rng.choice(prefixes),
        letters="".join(rng.choices("ABCDEFGHKLMNPRSTUVWX", k=2)),
        two=rng.randrange(10, 99),
        three=rng.randrange(100, 999),
        long=rng.randrange(10**5, 10 ** rng.choice((7, 8, 10))),
    )


def buyers_order_number(rng: Random, day: dt.date, prefixes: tuple[str, ...]) -> str:
    """An order's number as the buyer's own system gives it: often with letters that stand for the buyer or its site."""
    if rng.random() < 0.7:
        return document_number(rng, day, prefixes)
    letters = "".join(rng.choices("ABCDEFGHJKLMNPRSTVWXYZ", k=rng.choice((1, 2, 3, 3, 4))))
    return f"{letters}{rng.choice('--- /')}{rng.randrange(100, 10 ** rng.choice((4, 4, 5, 6)))}"
