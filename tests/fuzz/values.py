"""Damaged texts, each read as every type of value: `python -m tests.fuzz.values --count 20000 --seed 1`.

What has to hold for each of them, whatever its document says, stands in `value_contracts`.

A case is named by seed and number. Texts that broke this are printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from nerkit.values import Context
from tests.fuzz.value_contracts import broken

SEEDS = re.split(
    r"[|\n]",
    """
this 6th day of January, 2012|den 5. März 2018|le quinze mars deux mille vingt|03/04/2024|l5.O3.2018
2024-12-31T10:00|June 1-5, 2018|15.01.–02.02.2024|du 1er au 31 mars 2024|Aug 19, 2O1O
am fünften März zweitausendachtzehn|5.III.2018|as of the date last signed below|May __, 2014|ThuAug09,2012
04t28t20|20.12. - 23.12.2019|net 30|within 14 days of invoice|zahlbar innerhalb 10 Tagen ohne Abzug
zum 15. des Folgemonats|2% 10 net 30|à 30 jours fin de mois|due on receipt|10 Werktage|1,234.56|1.234,56
1 234,56|1'234.56|(500.00)|500-|USD 5 million|Five Hundred Thousand Dollars ($500,000)|1.234,-- €|RM 9.00
kr 200|$l,234.5O|One Hundred Twenty-Three and 45/100 Dollars|two and a half million euros
RINGGIT MALAYSIA NINE AND CENTS FIFTY ONLY|10 T€|eine halbe Million Euro|EUR 500,00 (in Worten: fünfhundert)
$l2.50|500.00 CR|50¢|Rs.1,00,000/-|- 5 €|19 v.H.|0 %|exempt|reverse charge|8½%|1/2 of 1%
twelve and one-half percent (12.5%)|50 basis points|three-quarters of one percent|10-15 %|l9%
steuerfrei nach § 4 UStG|19 °/o|5 ‰|two (2) years|eighteen months|anderthalb Jahre|3-5 years|3O days
un an et demi|thirty [30] or more days|the third anniversary|dix-huit mois|P1Y6M|month-to-month|PT48H|2½ years
DE89 3704 0044 0532 0130 00|IBAN-Nr. GB29 NWBK 6016 l331 9268 19|BIC COBADEFFXXX|PBNKDEFF370 Postbank
USt-IdNr. DE136695976|ATU13585627|FR 40 303 265 045|CHE-107.787.577 MWST|P.IVA 00743110157|NL 123456789B13
1.250,5 kg|4 Paletten|kg 12|3 m³|-7|Tel. 0431 / 123 45-0|+1 (212) 555-0123|Info (at) Nord.DE.|x@y.example|www.A.de/p).|HTTPS://a.org:80/b_(c)?d
Invoice No.: INV-12/7|# 123|No. No. 5|laws of England and Wales|the Commonwealth of Massachusetts|N.Y.
Deleware|droit allemand|the laws of the State of Ruritania|Zurich, Switzerland
Acme Corp., a Delaware corporation|by and between “NIKE, Inc.” (the "Company")|_____ Inc.
Herrn Max Müller GmbH & Co. KG, mit Sitz in Ulm|/s/ J. Doe
""".strip(),
)
"""Texts of every type, as documents have them."""

_ODD = "0123456789.,/-'’() \t\n\f$€£¥%§#:;\"“”&lOISBo|½¾²٣५Ⅷ\u00a0\u202f\u200b\ufeff\ud7ff\U0001f600ßİıﬁÅé"
_WORDS = re.split(
    " ", "of the and et und day days Tage year (2) USD EUR $ € % net a million May mai Inc. GmbH law 1 12 2024 ."
)


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
        if found := broken(case.text, case.context, case.issued):
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
