"""Numbers written out in English, German and French, cardinal and ordinal, in plain text (`folding.plain`)."""

from __future__ import annotations

import re
from decimal import Decimal

_ONE_BY_ONE = {  # the words for first, first + 1, …
    0: (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
        "siebzehn achtzehn neunzehn",
    ),
    1: ("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",),
}
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante septante quatre-vingt nonante",
)
_CARDINALS: dict[str, int] = {
    **{word: n for start, rows in _ONE_BY_ONE.items() for row in rows for n, word in enumerate(row.split(), start)},
    **{word: 10 * n for row in _TENS for n, word in enumerate(row.split(), 2)},
    **dict.fromkeys(("ein", "eine", "einen", "einem", "einer", "eines", "une"), 1),
    **{"fuenf": 5, "zwoelf": 12, "fuenfzehn": 15, "dreissig": 30, "fourty": 40, "fuenfzig": 50, "quatre-vingts": 80},
    **{"zweier": 2, "dreier": 3, "huitante": 80, "octante": 80},
    # Hundreds take an s in French; "six cents" is English money more often.
    **{f"{word} cents": 100 * n for n, word in enumerate(("deux", "trois", "quatre", "cinq"), 2)},
    **{"sept cents": 700, "huit cents": 800, "neuf cents": 900},
}
_SCALES: dict[str, int] = {
    **{"hundred": 100, "hundert": 100, "cent": 100},
    **dict.fromkeys(("thousand", "tausend", "mille", "mil"), 1000),
    **{"lakh": 10**5, "crore": 10**7},
    **dict.fromkeys(("million", "millionen", "millions"), 10**6),
    **dict.fromkeys(("billion", "milliarde", "milliarden", "milliard", "milliards"), 10**9),
}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# The hundred of "deux cent", not the cents of "five cents" and "fünfzig Cent".
_NO_FRENCH = "zig ßig ssig zehn elf zwolf zwei drei vier funf sechs sieben acht teen ty".split()  # noqa: SIM905
_HUNDRED = "".join(f"(?<!{end}\\s)" for end in _NO_FRENCH) + "cent(?!s|imes?)"
_WORD = f"(?>{_alternatives(_CARDINALS | _SCALES)})".replace("|cent|", f"|{_HUNDRED}|")

NUMBER_WORDS = rf"(?<![a-z]){_WORD}(?:[\s-]{{0,8}}(?:(?:and|et)[\s-]+|und\s?)?{_WORD}){{0,10}}+"
"""A pattern for a number in words, German ones glued. Atomic groups keep it linear: "achtzehn" must not split anew."""

_HALF = r"[\s-](?:and[\s-](?:an?|one)[\s-])?half"
_HALF_A = r"(?:one[\s-]half(?:\s(?:of\s)?an?)?|half\san?|an?\shalf)\s(?:hundred|thousand|million|billion)"
_MILLIONS = r"(?:millionen|million|milliarden?|milliard)"
_HALF_OF_THEM = rf"(?:(?:eine[rn]?\s)?halbe[nr]?\s|(?:un\s)?demi[\s-]){_MILLIONS}"
_GERMAN_HALF = rf"(?:anderthalb|(?:ein|zwei|drei|vier|fuenf|funf)einhalb)(?:\s{_MILLIONS})?"

MIXED_WORDS = (
    rf"(?:(?<![a-z])(?:{_HALF_A}|{_HALF_OF_THEM}|{_GERMAN_HALF})(?:(?![a-z])|(?=jahrig|monatig))"
    rf"|{NUMBER_WORDS}(?:{_HALF}(?:\s(?:million|billion))?(?![a-z]))?)"
)
"""A pattern for what `read_mixed` reads: "two and a half million", "half a million", "anderthalb", "eighteen"."""


def read_cardinal(words: str) -> int | None:
    """The number that the words of plain text name, None where they name none ("two three").

    >>> read_cardinal("one hundred and eighty"), read_cardinal("einundzwanzig"), read_cardinal("quatre-vingt-dix")
    (180, 21, 90)
    """
    total = group = 0
    found = after_und = False
    for match in re.finditer(rf"(und)|({_WORD})|[\s-]+|and|et|(.)", words):
        und, word, other = match.groups()
        if other:
            return None
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                group = max(group, 1) * 100
            else:
                total, group = total + max(group, 1) * scale, 0
        elif word:
            if not _joins(group, _CARDINALS[word], after_und):
                return None
            group += _CARDINALS[word]
        found = found or bool(word)
        after_und = bool(und)
    return total + group if found else None


def read_mixed(words: str) -> Decimal | None:
    """As `read_cardinal`, with halves.

    >>> read_mixed("two and a half million"), read_mixed("one-half"), read_mixed("zweieinhalb")
    (Decimal('2500000.0'), Decimal('0.5'), Decimal('2.5'))
    >>> read_mixed("eine halbe million"), read_mixed("un demi-million")
    (Decimal('500000.0'), Decimal('500000.0'))
    """
    words = re.sub(r"^(?:(?:eine[rn]?\s)?halbe[nr]?|(?:un\s)?demi)[\s-]", "half ", words)
    words = re.sub(r"einhalb(?![a-z])", " half", re.sub(r"^anderthalb", "eineinhalb", words))
    scale = re.search(rf"half\s(?:(?:of\s)?an?\s)?(hundred|thousand|billion|{_MILLIONS})$", words)
    power = _SCALES[scale[1]] if scale else 1
    words = words[: scale.start()] + "half" if scale else words
    whole, half = re.subn(r"(?:^|[\s-])half$", "", words)
    if half:
        whole = re.sub(r"(?:[\s-]and[\s-]|^)(?:an?|one)$", "", whole)
    number = read_cardinal(whole) if whole else 0 if half else None
    return None if number is None else (number + Decimal("0.5")) * power if half else Decimal(number)


def _joins(group: int, number: int, after_und: bool) -> bool:
    """Whether `number` may follow what the group holds: 20 + 1, 100 + 25, 60 + 11 and 10 + 8 (fr), 1 und 20 (de)."""
    rest = group % 100
    if after_und and 0 < rest < 10:
        return number % 10 == 0 and number >= 20
    if rest in (10, 70, 90) and 7 <= number <= 9:
        return True
    return rest == 0 or (rest % 10 == 0 and rest > 10 and 0 < number < 10) or (rest in (60, 80) and 10 <= number < 20)


_UNITS = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"


def _ordinals() -> dict[str, int]:
    units, teens = _UNITS.split(), _TEENS.split()
    ordinals = {word: n for n, word in enumerate(units + teens, 1)} | {"twentieth": 20, "thirtieth": 30}
    for tens, value in (("twenty", 20), ("thirty", 30)):
        ordinals |= {f"{tens}{glue}{word}": value + n for glue in "- " for n, word in enumerate(units, 1)}
    return ordinals


ORDINALS = _ordinals()
"""English ordinals, "first" to "thirty-ninth", with their numbers."""


def _german_ordinals() -> dict[str, int]:
    units = _ONE_BY_ONE[0][1].split()
    stems = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    stems |= {n: f"{units[n]}t" for n in range(2, 20) if n not in stems}
    for n in range(20, 32):
        tens, one = "zwanzig" if n < 30 else "dreißig", "ein" if n % 10 == 1 else units[n % 10]
        stems[n] = (f"{one}und{tens}" if n % 10 else tens) + "st"
    spelt = {form: n for n, stem in stems.items() for form in (stem, stem.replace("ß", "ss"))}
    return {f"{stem}e{ending}": n for stem, n in spelt.items() for ending in ("n", "r", "s", "")}


def _french_days() -> dict[str, int]:
    days = {word: n for row in _ONE_BY_ONE[1] for n, word in enumerate(row.split(), 1) if n > 1} | {"premier": 1}
    days |= {"dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "vingt": 20, "trente": 30}
    days |= {f"vingt{glue}{word}": 20 + n for word, n in list(days.items()) if 1 < n < 10 for glue in "- "}
    return days | {f"{tens}{glue}un": n for tens, n in (("vingt", 21), ("trente", 31)) for glue in ("-et-", " et ")}


DAYS_IN_WORDS = ORDINALS | _german_ordinals() | _french_days()
"""How a day of a month is written out: "first", "einundzwanzigsten", "quinze", with its number."""

ORDINAL_WORDS = f"(?:{_alternatives(ORDINALS)})"
"""A pattern for one of `ORDINALS`."""

DAY_WORDS = f"(?:{_alternatives(DAYS_IN_WORDS)})"
"""A pattern for one of `DAYS_IN_WORDS`."""
