"""Percentages as plain numbers: "19", "8.25"; what bears no tax is "0"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nerkit.locales.folding import fold_space, plain
from nerkit.values.confusions import MENDED, mended_percent
from nerkit.values.decimals import NUMERAL, readings
from nerkit.values.number_words import mixed_words, number_words, read_mixed
from nerkit.values.value import Context, Value

# OCR reads the sign as "°/o", "o/o" and "0/0".
_SIGN = (
    r"(?:[%٪]|[°o]\s?/\s?[o0]\b|0/0\b|per\s?cent(?:um)?\b|percent\b|pct\b|prozent\b|v\.?\s?h\b\.?|"
    r"vom hundert\b|pour\s?cent\b|p\.\s?cent\b)"
)
_GAP = r"[ \t]{0,2}\n?[ ]{0,3}"
_FRACTION = r"(?:(?P<whole>\d{1,3})[\s-])?(?P<over>\d)/(?P<under>[1-9])|(?P<of_half>\d{0,3})\s?(?P<vulgar>[½¼¾])"
_PERCENT = re.compile(
    rf"(?:(?P<words>{mixed_words()}){_GAP}(?:per\s?cent|percent)?{_GAP}\({_GAP}(?P<figures>{NUMERAL}){_GAP}(?P<inner>{_SIGN})?{_GAP}\)"
    rf"(?:{_GAP}{_SIGN})?"
    rf"|(?:{_FRACTION}){_GAP}(?:of{_GAP}(?:1|one){_GAP})?{_SIGN}"
    rf"|(?P<sign>(?<![\w.,-])-)?(?<![\d.,])(?P<number>{NUMERAL}){_GAP}(?:\({_GAP}{number_words()}{_GAP}\){_GAP})?{_SIGN}"
    rf"|(?P<only>{mixed_words()}){_GAP}{_SIGN})",
    re.ASCII,
)
_FINER = re.compile(
    rf"(?P<number>{NUMERAL})\s?(?:(?P<thousandth>‰|per mil\b|promille\b)|(?:basis points?|bps?|bp)\b)", re.ASCII
)
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
# Words in front of a number in words that make it a part of one: "forty-four hundredths of one percent (0.44%)".
_PARTIAL = re.compile(r"(?:\b(?:of|and|point|half|quarters?|tenths?|hundredths?)|-)\s*$")
_PARTS_OF_ONE = {
    **{
        "half": 2,
        "halves": 2,
        "halbes": 2,
        "halben": 2,
        "demi": 2,
        "third": 3,
        "quarter": 4,
        "fourth": 4,
        "viertel": 4,
    },
    **{"fifth": 5, "eighth": 8, "tenth": 10, "sixteenth": 16, "hundredth": 100},
}
_PARTS = re.compile(
    rf"(?:(?P<count>{number_words()})[\s-])?(?:\b(?P<of>half|halves|third|quarter|fourth|fifth|eighth|tenth|sixteenth|hundredth)"
    rf"s?\sof\s(?:an?|one|1)\s?|\b(?:une?\s)?(?P<of_percent>halbe[sn]|demi|viertel)[\s-]?){_SIGN}",
    re.ASCII,
)
_RANGE_TO = re.compile(rf"(?<![\w.,/(])(?P<first>{NUMERAL})\s?%?\s?(?:-|(?:to|bis|a|or|oder|ou)\s)\s?$", re.ASCII)
_BARE = re.compile(rf"(?<!§)(?<!§ )-?{NUMERAL}", re.ASCII)

# Why no tax is due, in the terms of EN 16931 (BT-118); the first that fits.
_UNTAXED = {
    why: re.compile(rf"(?<![a-z])(?:{words})")
    for why, words in {
        "reverse charge": r"reverse[\s-]?charge|steuerschuldner|autoliquidation|ubergang der steuerschuld|§\s?13\s?b\b",
        "intra-community supply": r"intra[\s-]?(?:community|eu\b)|innergemeinschaftlich|intracommunautaire",
        "export outside the EU": r"exports?\b|exportation|ausfuhr|exportlieferung",
        "zero rated": r"(?:zero|nil)[\s-]?(?:rated?\b|vat)|nil\b|null(?:steuer)?satz|taux (?:zero|nul)\b",
        "outside the scope of tax": r"(?:outside|out of)\s(?:the\s)?scope|nicht (?:umsatz)?steuerbar|hors champ|"
        r"(?:not|non)[\s-]?(?:taxable|taxed)|nontaxable|not subject to (?:vat|tax|gst)",
        "exempt from tax": r"(?:tax|vat|duty)[\s-]?free|exempt|(?:umsatz|mehrwert)?steuer[\s-]?(?:frei|befreit)|exoner|"
        r"kleinunternehmer|§\s?19\s(?:abs\S*\s\d\s)?ustg|non assujetti|tva non applicable|no (?:vat|tax|gst)\b|"
        r"(?:ohne|keine)\s(?:mwst|ust|(?:umsatz|mehrwert)?steuer)|sans tva",
    }.items()
}


@dataclass(frozen=True, slots=True)
class FoundPercent:
    """`text[start:end]` is a percentage with its sign or word; `others` is what words beside the figures say."""

    start: int
    end: int
    number: Decimal
    others: tuple[Decimal, ...] = ()


def find_percents(text: str, language: str | None = None) -> Iterator[FoundPercent]:
    """All percentages in plain text, in order, without overlaps."""
    for match in _PERCENT.finditer(text):
        if match["words"] and "cent" not in match[0] and "%" not in match[0]:
            continue  # "two (2)" is a number, but of something else
        number = _number(match, language)
        if number is not None:
            if match["inner"] and _PARTIAL.search(text, max(0, match.start() - 20), match.start()):
                yield FoundPercent(match.start("figures"), match.end("inner"), number)
                continue
            in_words = read_mixed(match["words"]) if match["words"] else None
            others = () if in_words in (None, number) else (in_words,)
            yield FoundPercent(match.start(), match.end(), number, others)


def read_percent(text: str, context: Context = Context()) -> Value:  # noqa: B008
    """The first percentage of the text, or its first bare number, without trailing zeros: "19", "8.25", "0".

    Contract: no text raises. What bears no tax ("exempt", "reverse charge", "steuerfrei") is "0" with the reason as its
    note. Where the words beside the figures say another number, and where the text is a range ("10-15%"), the second
    one stands in `alternatives`, and the note says so. The value is None, with a note, where the text has no number. A
    value reads as itself.
    """
    mended = mended_percent(text)
    folded = plain(fold_space(mended))
    hit = next(find_percents(folded, context.language), None)
    why = next((why for why, words in _UNTAXED.items() if words.search(folded)), None)
    if (part := _PARTS.search(folded)) and (hit is None or part.start() <= hit.start < part.end()):
        return Value(_written(_part(part)))
    if hit is not None and (first := _range_before(folded, hit, context.language)) is not None:
        return Value(_written(first), alternatives=(_written(hit.number),), note="a range, from its first to its last")
    if hit is not None:
        others = tuple(map(_written, hit.others))
        note = "words and figures differ" if others else MENDED if mended != text else None
        return Value(_written(hit.number), alternatives=others, note=note or (None if hit.number else why))
    finer = _FINER.search(folded)
    if finer and (number := _decimal(finer["number"], context.language)) is not None:
        return Value(_written(number / (10 if finer["thousandth"] else 100)))
    if why:
        return Value("0", note=why)
    # "S1 19,00": a digit behind letters is a code before it is a rate.
    for match in sorted(_BARE.finditer(folded), key=lambda match: folded[: match.start()][-1:].isalpha()):
        number = _decimal(match[0].lstrip("-"), context.language)
        if number is not None:
            return Value(_written(-number if match[0].startswith("-") else number))
    return Value(None, note="no percentage")


def _part(match: re.Match[str]) -> Decimal:
    """The number of "three quarters of one percent" and "ein halbes Prozent"."""
    count = read_mixed(match["count"]) if match["count"] else None
    return (count or 1) / Decimal(_PARTS_OF_ONE[match["of"] or match["of_percent"]])


def _range_before(text: str, hit: FoundPercent, language: str | None) -> Decimal | None:
    """The number with which the range begins that ends with a percentage; None where it is no range."""
    match = _RANGE_TO.search(text, max(0, hit.start - 20), hit.start)
    first = _decimal(match["first"], language) if match else None
    return first if first is not None and first < hit.number else None


def _number(match: re.Match[str], language: str | None) -> Decimal | None:
    if match["over"]:
        return int(match["whole"] or 0) + Decimal(match["over"]) / Decimal(match["under"])
    if match["vulgar"]:
        return int(match["of_half"] or 0) + _VULGAR[match["vulgar"]]
    if match["only"]:
        return read_mixed(match["only"])
    read = _decimal(match["figures"] or match["number"], language)
    return -read if read is not None and match["sign"] else read


def _decimal(numeral: str, language: str | None) -> Decimal | None:
    # A rate in the thousands is rarer than one of three decimals; only an English comma parts groups.
    read = readings(numeral)
    return (max(read) if language == "en" and "," in numeral else min(read)) if read else None


def _written(number: Decimal) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
