"""The text of an amount in the one spelling that `money` reads: signs, thousands by letter, spaces within numbers."""

from __future__ import annotations

import re
from functools import cache

from nerkit.locales import words_for
from nerkit.locales.folding import plain
from nerkit.locales.word_patterns import any_of
from nerkit.values.currencies import PLAIN_CODES

_DASH = "-\u2012\u2013\u2212"
# A minus at the very end, also behind the currency: "500,00 €-". Behind a comma or a point it stands for decimals.
_SIGN_BEHIND = re.compile(rf"(?<=\d)(?P<mark>\s?(?:[€$£]|[A-Z]{{3}})?)\s?[{_DASH}]\s*$")
_MARK = rf"(?:€|kr|{'|'.join(sorted(PLAIN_CODES))})"
_CENTS_BEHIND = re.compile(r"(?<![\d.,])(?P<whole>\d{1,6})\s?€\s?(?P<cents>\d\d)(?![\d.,])")  # "12€50"
_US_DOLLARS = re.compile(r"\$(?P<number>\s?\d[\d.,]*\d)\s?\(?U\.?S\b\.?\)?")
# Spaces that OCR and PDFs set around the marks of a number that is unmistakable without them.
_SPACED = re.compile(
    r"(?<![\d.,])\d{1,3}(?: ?, ?\d{3})+(?! ?,)(?: ?\. ?\d\d)?(?![\d,])"
    r"|(?<![\d.,])\d{1,3}(?: ?\. ?\d{3})+ ?, ?\d\d(?!\d)"
    r"|(?<![\d.,])\d{1,3}(?:(?:,\d{3})* ?\. ?|(?:\.\d{3})* ?, ?)\d\d(?=\s?(?:[€$£]|[A-Z]{3})?$)"
)


class _Forms:
    """What says in words that an amount is negative, and in letters that it counts thousands or millions."""

    def __init__(self, language: str | None) -> None:
        money = words_for(language).money
        self.minus = re.compile(rf"\s*(?:[{_DASH}]\s+|{any_of(money.minus)}\s+)(?=\S)")
        credit = "|".join(map(re.escape, money.credit)) or "(?!)"
        self.credit = re.compile(rf"(?<=[.,]\d\d)(?:(?P<closing>\))|(?!\)))\s?(?:{credit})\b\.?")
        self.behind = re.compile(rf"(?<=[.,]\d\d)\s?(?:{credit})\b")
        thousand = "".join(letter.upper() + letter.lower() for letter in ("k", *money.glued_thousand))
        self.glued = tuple(
            (re.compile(form), spelt)
            for letters, spelt in ((thousand, "k"), ("Mm", "m"))
            for form, spelt in (
                (
                    rf"(?<![A-Za-z])[{letters}](?P<mark>{_MARK})\s?(?=\d)(?P<number>[\d.,]*\d)",
                    rf"\g<mark> \g<number> {spelt} ",
                ),
                (rf"(?<=\d)\s?[{letters}](?={_MARK}(?![A-Za-z]))", f" {spelt} "),
            )
        )


@cache
def _forms(language: str | None) -> _Forms:
    return _Forms(language)


# Brackets that are all of a cell or all that is behind a label: in running text "five dollars ($5)" is not negative.
_OPENING = re.compile(r"(?:^|[\n\t\f]|\s\s|:\s)(?P<bracket>\(\s?)$")
_CLOSING = re.compile(r"\s?\)(?=[\n\t\f]|\s\s|\s?$)")
_MINUS_BEHIND = re.compile(rf"[{_DASH}](?=[\n\t\f]|\s\s|\s?$)")
_MINUS_BEFORE = re.compile(rf"(?:^|[\n\t\f]|\s\s)(?P<minus>[{_DASH}]\s?)$")


def with_sign(text: str, start: int, end: int, language: str | None = None) -> tuple[int, int]:
    """The stretch of an amount with what makes it negative: brackets that are all of a cell, a minus, "CR" behind it.

    `text` is a document or a line of it, with its cells apart. No text raises.
    """
    inner, outer = start + (text[start : start + 1] == "("), end - (text[end - 1 : end] == ")")
    if inner < outer:
        opening, closing = _OPENING.search(text, max(0, inner - 4), inner), _CLOSING.match(text, outer)
        if opening and closing:
            return opening.start("bracket"), closing.end()
    if behind := _forms(language).behind.match(text, end) or _MINUS_BEHIND.match(text, end):
        return start, behind.end()
    before = _MINUS_BEFORE.search(text, max(0, start - 4), start)
    return (before.start("minus"), end) if before else (start, end)


def amount_text(text: str, language: str | None = None) -> str:
    """The text with its minus first, "T€" as "k €", "$5 US" as "US$5", and no spaces around the marks of numbers.

    What says in a document of that language that an amount is owed or credited, "CR" behind it too, becomes a minus. No
    text raises.
    """
    forms = _forms(language)
    if minus := forms.minus.match(plain(text)):
        text = "-" + text[minus.end() :]
    text = _SIGN_BEHIND.sub(r"-\g<mark>", text)
    text = forms.credit.sub(lambda match: match["closing"] or "-", text)
    for form, spelt in forms.glued:
        text = form.sub(spelt, text)
    text = _CENTS_BEHIND.sub(r"\g<whole>,\g<cents> €", text)
    text = _US_DOLLARS.sub(r"US$\g<number>", text)
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
