"""Numbers of documents, accounts, banks and tax payers.

A checksum that does not hold is said in the note and costs nothing else: samples and typing errors are part of real
documents. What does not even have the form of the identifier is none. Characters that OCR confuses are mended only
where that makes the identifier valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nerkit.values.folding import fold_space
from nerkit.values.value import Value

_TO_DIGIT = str.maketrans("OQILSB", "001158")
_TO_LETTER = str.maketrans("0158", "OISB")
_LABEL = re.compile(
    r"^(?:[#№:;,.\s]+|(?:invoice|inv|order|contract|rechnung|rechnungs|facture|commande|bestell)?[\s-]?"
    r"(?:number|nummer|num[ée]ro|no\.|nr\.|n[°º]|num\.)[\s.:#]*)",
    re.IGNORECASE,
)
_IBAN_LABEL = re.compile(r"^\W*IBAN\b[\s.:#-]*", re.IGNORECASE)
_BIC_LABEL = re.compile(r"^\W*(?:(?:BIC|SWIFT)(?:\s?/\s?(?:BIC|SWIFT))?(?:[\s-]code)?)\b[\s.:#-]*", re.IGNORECASE)
_VAT_LABEL = re.compile(
    r"^\W*(?:USt[\s.-]*Id(?:ent)?[\s.-]*(?:Nr|Nummer)?|Umsatzsteuer[\w\s.-]*?|(?:EU[\s-]*)?VAT(?:[\s-]*(?:Reg(?:istration)?|ID|Id))*"
    r"(?:[\s.]*(?:No|Number|Nr))?|(?:N°\s*)?TVA(?:[\s-]*intra\w*)?|UID(?:[\s-]*Nr)?)(?![A-Za-z])[\s.:#°-]*",
    re.IGNORECASE,
)
_CHECKSUM = "checksum does not hold"
_MENDED = "characters that OCR confuses were mended"


def read_identifier(text: str) -> Value:
    """The number of a document as it stands, without the "No.", "#" or ":" before it; inner spaces stay."""
    value = fold_space(text)
    while (shorter := _LABEL.sub("", value, count=1).rstrip(" ,;:.")) != value:
        value = shorter
    return Value(value) if any(char.isalnum() for char in value) else Value(None, note="no identifier")


def read_iban(text: str) -> Value:
    """An account number in upper case without spaces (ISO 13616)."""
    return _checked(_bare(text, _IBAN_LABEL), _valid_iban, _mend_iban, _has_form_of_iban)


def read_bic(text: str) -> Value:
    """A bank's code in upper case without spaces (ISO 9362)."""

    def mend(code: str) -> str:
        return code[:6].translate(_TO_LETTER) + code[6:]

    return _checked(_bare(text, _BIC_LABEL), _valid_bic, mend, _has_form_of_bic)


def read_vat_id(text: str) -> Value:
    """A tax payer's identifier in upper case without spaces, dots and hyphens; the country's letters stay."""

    def mend(code: str) -> str:
        return code[:2].translate(_TO_LETTER) + code[2:].translate(_TO_DIGIT)

    return _checked(_bare(text, _VAT_LABEL), _valid_vat_id, mend, _has_form_of_vat_id)


def _bare(text: str, label: re.Pattern[str]) -> str:
    """The letters and digits behind the label, however often it stands there."""
    while (code := re.sub(r"[^0-9A-Za-z+*/]", "", label.sub("", text))) != text:
        text = code
    return code


def _checked(
    code: str, valid: Callable[[str], bool], mend: Callable[[str], str], has_form: Callable[[str], bool]
) -> Value:
    upper = code.upper()
    if not any(char.isalnum() for char in upper):
        return Value(None, note="no identifier")
    if valid(upper):
        return Value(upper)
    # A lower-case l is a misread 1; in upper case it would be an L.
    for mended in (mend(upper), mend(code.replace("l", "1").upper())):
        if valid(mended):
            return Value(mended, note=_MENDED)
    if has_form(upper):
        return Value(upper, note=_CHECKSUM)
    return Value(None, note="not in the form of such an identifier")


def _has_form_of_iban(code: str) -> bool:
    # Misread digits are letters, so only the frame is asked for: country, check digits, 11 to 30 characters.
    return bool(re.fullmatch(r"[A-Z]{2}[0-9OQILSB]{2}[A-Z0-9]{11,30}", code)) and sum(map(str.isdigit, code)) >= 8


def _has_form_of_bic(code: str) -> bool:
    return bool(re.fullmatch(r"[A-Z015]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", code))


def _has_form_of_vat_id(code: str) -> bool:
    """Whether the country has such identifiers, and they are as long and of such characters as this one."""
    from stdnum import get_cc_module
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

    country = {"EL": "GR", "XI": "GB"}.get(code[:2], code[:2])
    module = get_cc_module(country.lower(), "vat") if country.isalpha() and country.isascii() else None
    if module is None:
        return False
    for candidate in (code, code[2:]):
        try:
            module.validate(candidate)
        except (InvalidChecksum, InvalidComponent):
            return True
        except ValidationError:
            continue
        return True
    return False


def _valid_iban(code: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(code, check_country=False))


def _valid_bic(code: str) -> bool:
    from stdnum import bic

    return bool(bic.is_valid(code))


def _valid_vat_id(code: str) -> bool:
    from stdnum import get_cc_module
    from stdnum.eu import vat

    if vat.is_valid(code):
        return True
    module = get_cc_module(code[:2].lower(), "vat") if code[:2].isalpha() and code[:2] in ("GB", "NO", "CH") else None
    return bool(module and (module.is_valid(code) or module.is_valid(code[2:])))


def _mend_iban(code: str) -> str:
    """Letters where the country's format has digits become digits, and the other way round."""
    from stdnum import numdb

    country = code[:2].translate(_TO_LETTER)
    structure = dict(numdb.get("iban").info(country)[0][1]).get("bban", "") if country else ""
    kinds = "aann" + "".join(int(n) * kind for n, kind in re.findall(r"(\d+)!([nac])", structure))
    return "".join(
        char.translate(_TO_DIGIT) if kind == "n" else char.translate(_TO_LETTER) if kind == "a" else char
        for char, kind in zip(code, kinds.ljust(len(code), "c"), strict=False)
    )
