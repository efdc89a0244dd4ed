"""Damaged texts, each read as every type of value: `python -m tests.fuzz.values --count 20000 --seed 1`.

What has to hold for every text, whatever its document says:

- `read_value` of every type gives a `Value` and never raises. Without a value it says why, and has neither currency nor
  alternatives. With one, the value is in the canonical form of its type, is none of its alternatives, and reads as
  itself, in the same document and alone; only an amount has a currency.
- `read_due_date` gives a day not before the invoice, and the rule it applied, or no value and the reason.
- `mentions`, `find_worded` and `find_terms` give stretches of the text, in order and apart, and a mention can be read.
- `context_of` never raises.

A case is named by seed and number. Texts that broke this are printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from nerkit.values import Context, read_value
from nerkit.values.context import context_of
from nerkit.values.folding import plain
from nerkit.values.mentions import mentions
from nerkit.values.payment_terms import find_terms, read_due_date
from nerkit.values.reader import TYPES
from nerkit.values.worded_amounts import find_worded

SEEDS = re.split(
    r"[|\n]",
    """
this 6th day of January, 2012|den 5. März 2018|le quinze mars deux mille vingt|03/04/2024|l5.O3.2018|2024-12-31T10:00
June 1-5, 2018|am fünften März zweitausendachtzehn|5.III.2018|as of the date last signed below|May __, 2014
ThuAug09,2012|04t28t20|20.12. - 23.12.2019|net 30|within 14 days of invoice|zahlbar innerhalb 10 Tagen ohne Abzug
2% 10 net 30|à 30 jours fin de mois|due on receipt|10 Werktage|1,234.56|1.234,56|1 234,56|1'234.56|(500.00)|500-
USD 5 million|Five Hundred Thousand Dollars ($500,000)|1.234,-- €|RM 9.00|kr 200|$l,234.5O
One Hundred Twenty-Three and 45/100 Dollars|two and a half million euros|RINGGIT MALAYSIA NINE AND CENTS FIFTY ONLY
50¢|Rs.1,00,000/-|- 5 €|19 v.H.|0 %|exempt|reverse charge|8½%|1/2 of 1%|twelve and one-half percent (12.5%)
50 basis points|steuerfrei nach § 4 UStG|19 °/o|5 ‰|two (2) years|eighteen months|anderthalb Jahre
thirty [30] or more days|the third anniversary|dix-huit mois|P1Y6M|month-to-month|PT48H|2½ years
DE89 3704 0044 0532 0130 00|IBAN-Nr. GB29 NWBK 6016 l331 9268 19|BIC COBADEFFXXX|PBNKDEFF370 Postbank
USt-IdNr. DE136695976|ATU13585627|FR 40 303 265 045|CHE-107.787.577 MWST|P.IVA 00743110157|NL 123456789B13
Invoice No.: INV-12/7|# 123|No. No. 5|laws of England and Wales|the Commonwealth of Massachusetts|N.Y.|Deleware
droit allemand|the laws of the State of Ruritania|Zurich, Switzerland|Acme Corp., a Delaware corporation
by and between “NIKE, Inc.” (the "Company")|_____ Inc.|Herrn Max Müller GmbH & Co. KG, mit Sitz in Ulm|/s/ J. Doe
""".strip(),
)
"""Texts of every type, as documents have them."""

_ODD = "0123456789.,/-'’() \t\n\f$€£¥%§#:;\"“”&lOISBo|½¾²٣५Ⅷ\u00a0\u202f\u200b\ufeff\ud7ff\U0001f600ßİıﬁÅé"
_WORDS = re.split(
    " ", "of the and et und day days Tage year (2) USD EUR $ € % net a million May mai Inc. GmbH law 1 12 2024 ."
)

_CANONICAL = {
    "date": r"\d{4}-\d\d-\d\d",
    "amount": r"-?\d+(?:\.\d{2,})?",
    "percent": r"-?\d+(?:\.\d+)?",
    "duration": r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?(?:T\d+(?:\.\d+)?H)?",
    "iban": r"[A-Z0-9]{15,34}",
    "bic": r"[A-Z0-9]{8}(?:[A-Z0-9]{3})?",
    "vat_id": r"[A-Z0-9+*/]+",
}
_FORMS = {type: re.compile(form, re.ASCII) for type, form in _CANONICAL.items()}


@dataclass(frozen=True)
class Case:
    """A text, the document it stands in, and the invoice's date."""

    name: str
    text: str
    context: Context
    issued: date | None


def cases(count: int, seed: int) -> Iterator[Case]:
    """Damaged texts; the same for the same seed."""
    for number in range(count):
        rng = Random(f"{seed}-{number}")
        text = rng.choice(SEEDS)
        for _ in range(rng.randrange(4)):
            text = rng.choice(_DAMAGES)(text, rng)
        context = Context(
            rng.choice(("en", "de", "fr", None)),
            rng.choice((True, False, None)),
            rng.choice(("EUR", "USD", "KWD", None)),
            rng.choice((".", ",", None)),
        )
        issued = rng.choice((date(2024, 1, 31), date(2024, 2, 29), date(9999, 12, 31), date(1, 1, 1), None))
        yield Case(f"{seed}-{number}", text[:2000], context, issued)


def broken(case: Case) -> list[str]:
    """What of the contract the case breaks, in words; nothing where all of it holds."""
    found = []
    checks: dict[str, Callable[[], bool]] = {
        **{type: lambda type=type: _value_holds(type, case.text, case.context) for type in TYPES},  # type: ignore[misc]
        "due date": lambda: _due_date_holds(case.text, case.issued),
        "mentions": lambda: _stretches_hold(case.text, mentions(case.text)) and _readable(case.text),
        "worded": lambda: _stretches_hold(case.text, list(find_worded(case.text))),
        "terms": lambda: _stretches_hold(case.text, list(find_terms(plain(case.text)))),
        "context": lambda: isinstance(context_of(case.text), Context),
    }
    for name, holds in checks.items():
        try:
            if not holds():
                found.append(name)
        except Exception:
            found.append(f"{name} raises {traceback.format_exc(limit=-1).splitlines()[-1]}")
    return found


def _value_holds(type: str, text: str, context: Context) -> bool:
    value = read_value(type, text, context)
    if value.value is None:
        return bool(value.note) and not value.alternatives and value.currency is None
    form = _FORMS.get(type)
    return (
        (form is None or form.fullmatch(value.value) is not None)
        and value.value not in value.alternatives
        and (value.currency is None or type == "amount")
        and read_value(type, value.value, context).value == value.value
        and read_value(type, value.value).value == value.value
    )


def _due_date_holds(text: str, issued: date | None) -> bool:
    value = read_due_date(text, issued)
    days = [date.fromisoformat(day) for day in (value.value, *value.alternatives) if day]
    return bool(value.note) and (issued is not None or not days) and all(issued and day >= issued for day in days)


def _stretches_hold(text: str, found: Sequence) -> bool:  # type: ignore[type-arg]
    in_text = all(0 <= hit.start < hit.end <= len(text) for hit in found)
    return in_text and all(a.end <= b.start for a, b in pairwise(found))


def _readable(text: str) -> bool:
    return all(read_value(hit.type, text[hit.start : hit.end]).value is not None for hit in mentions(text))


def _splice(text: str, rng: Random) -> str:
    other = rng.choice(SEEDS)
    return text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other)) :]


def _insert(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + "".join(rng.choice(_ODD) for _ in range(rng.choice((1, 1, 3)))) + text[at:]


def _put_word(text: str, rng: Random) -> str:
    words = text.split(" ")
    words.insert(rng.randrange(len(words) + 1), rng.choice(_WORDS))
    return " ".join(words)


def _change(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(_ODD) + text[at + 1 :]


def _delete(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.choice((1, 1, 2, 5)) :]


def _repeat(text: str, rng: Random) -> str:
    at = rng.randrange(len(text) + 1)
    piece = text[at : at + rng.choice((1, 3, 8))]
    return text[:at] + piece * rng.choice((2, 3, 40)) + text[at:]


def _any(text: str, rng: Random) -> str:
    return "".join(chr(rng.choice((rng.randrange(32, 0x250), rng.randrange(0xE000, 0x1FFFF)))) for _ in range(9)) + text


def _recase(text: str, rng: Random) -> str:
    return rng.choice((text.upper(), text.lower(), text.swapcase(), text[::-1]))


_DAMAGES = (_splice, _splice, _insert, _insert, _put_word, _put_word, _change, _change, _delete, _repeat, _any, _recase)


def main() -> int:
    """Prints how many texts broke what, and the slowest one; 1 where one did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="how many broken texts are printed")
    chosen = parser.parse_args()
    bad: list[tuple[Case, list[str]]] = []
    slowest = (0.0, "none")
    for case in cases(chosen.count, chosen.seed):
        begin = time.perf_counter()
        if found := broken(case):
            bad.append((case, found))
        slowest = max(slowest, (time.perf_counter() - begin, case.name))
    for case, found in bad[: chosen.show]:
        print(f"{case.name}: {', '.join(found)}: {case.text!r} in {case.context}, {case.issued}")
    for what, count in Counter(name.split(" raises")[0] for _, found in bad for name in found).most_common():
        print(f"{what}: {count} texts")
    print(f"{chosen.count} texts, broken: {len(bad) or 'none'}; slowest {slowest[1]} in {slowest[0]:.2f} s")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
