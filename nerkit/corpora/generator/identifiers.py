"""Numbers that invoices carry: bank accounts, tax identifiers, numbers of invoices and orders."""

from __future__ import annotations

import datetime as dt
from random import Random

_IBAN_SHAPES = {
    "DE": "18n", "AT": "16n", "CH": "5n12c", "FR": "10n11c2n", "BE": "12n", "NL": "4a10n", "IT": "1a10n12c", "ES": "20n",
    "GB": "4a14n", "IE": "4a14n", "LU": "3n13c", "DK": "14n", "SE": "20n", "PL": "24n", "PT": "21n", "CZ": "20n",
}  # fmt: skip
_VAT_SHAPES = {
    "DE": "9n", "AT": "U8n", "BE": "0 9n", "FR": "2n 9n", "NL": "9nB2n", "IT": "11n", "ES": "B8n", "GB": "9n", "IE": "7nW",
    "LU": "8n", "DK": "8n", "SE": "12n", "PL": "10n", "PT": "9n", "CZ": "8n", "FI": "8n", "HU": "8n",
}  # fmt: skip
_BANKS = {
    "de": ("Sparkasse {place}", "Volksbank {place} eG", "Raiffeisenbank {place}", "Nordbank AG", "Kreditbank {place}", "Privatbank {name} & Co.",
           "Stadtsparkasse {place}", "Landesbank", "Handelsbank AG", "Kantonalbank {place}"),
    "fr": ("Banque {name}", "Crédit {place}", "Caisse d'Épargne {place}", "Banque Populaire {place}", "Crédit du Centre", "Banque Cantonale"),
    "en": ("{name} Bank", "Bank of {place}", "First {place} Bank", "{name} & Co. Bank plc", "Northern Trust Savings", "{place} Credit Union"),
}  # fmt: skip


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


def iban(country: str, rng: Random) -> str:
    """An IBAN without spaces; its checksum holds, except in one of twelve (the kind that samples and tests show)."""
    country = {"RO": "CH"}.get(country, country)
    if country not in _IBAN_SHAPES:
        country = "GB"
    body = _fill(_IBAN_SHAPES[country], rng)
    if rng.random() < 0.08:
        digits = "12345678901234567890123456789"
        return country + "12" + digits[: len(body)] if _IBAN_SHAPES[country].isalnum() else country + "00" + body
    number = "".join(str(int(char, 36)) for char in body + country + "00")
    return f"{country}{98 - int(number) % 97:02d}{body}"


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


def bic(country: str, rng: Random) -> str:
    """A BIC of eight or eleven characters."""
    country = {"RO": "CH"}.get(country, country)
    bank = "".join(rng.choice("ABCDEFGHKLMNOPRSTUVW") for _ in range(4))
    place = rng.choice("ABCDFGHKLMPRSTW") + rng.choice("ABCDEFHKLMNRST2345679")
    return (
        bank
        + country
        + place
        + rng.choice(("", "XXX", "XXX", "".join(rng.choice("ABCDEFGHK123456789") for _ in range(3))))
    )


def vat_id(country: str, rng: Random) -> str | None:
    """A VAT identifier as printed, None for a country without one."""
    if country in ("CH", "RO"):
        digits = _fill("9n", rng)
        suffix = rng.choice((" MWST", "", " TVA")) if country == "CH" else rng.choice((" TVA", ""))
        return f"CHE-{digits[:3]}.{digits[3:6]}.{digits[6:]}{suffix}"
    if country not in _VAT_SHAPES:
        return None
    if rng.random() < 0.06:
        return country + ("U12345678" if country == "AT" else "123456789")
    tight = country + _fill(_VAT_SHAPES[country], rng).replace(" ", "")
    draw = rng.random()
    if draw < 0.75:
        return tight
    rest = tight[2:]
    if draw < 0.87:
        return f"{tight[:2]} {rest}"
    return f"{tight[:2]} " + " ".join(rest[i : i + 3] for i in range(0, len(rest), 3))


def bank(language: str, place: str, name: str, rng: Random) -> str:
    """A bank's name."""
    return rng.choice(_BANKS[language]).format(place=place, name=name)


def tax_number(country: str, rng: Random) -> str:
    """A tax number that is no VAT identifier."""
    shape = {"DE": "3n/3n/5n", "FR": "3n 3n 3n 5n", "AT": "2n 3n/4n", "US": "2n-7n"}.get(country, "10n")
    return _fill(shape, rng)


def document_number(rng: Random, day: dt.date, prefixes: tuple[str, ...]) -> str:
    """The number of an invoice or an order, in one of the common patterns."""
    serial = rng.choice((rng.randrange(1, 999), rng.randrange(1000, 99999), rng.randrange(100000, 9999999)))
    year, prefix = day.year, rng.choice(prefixes)
    letters = "".join(rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(2))
    return rng.choice(
        (
            f"{serial}", f"{serial:05d}", f"{rng.randrange(10**5, 10**7)}", f"{rng.randrange(10**5, 10**8)}",
            f"{year}-{serial:04d}", f"{prefix}-{year}-{serial:04d}", f"{prefix}{serial:06d}", f"{year}/{serial}",
            f"{prefix}-{serial}", f"{year % 100}-{serial:05d}", f"{prefix}{year}{serial:04d}", f"{serial}-{rng.randrange(1, 9)}",
            f"{prefix}-{year:04d}{day.month:02d}{day.day:02d}/{serial}", f"{letters}{serial:05d}", f"{serial}/{year}", f"{prefix} {serial}",
            f"{year}{serial:05d}", f"{rng.randrange(10, 99)}.{rng.randrange(100, 999)}.{rng.randrange(100, 999)}-{year}", f"{year}.{serial}",
            f"{rng.randrange(10**8, 10**10)}", f"{letters}-{day.month:02d}/{serial}", f"{serial} / {year}", f"#{serial:04d}",
        )
    )  # fmt: skip
