"""Identifiers keep their characters; a checksum that fails costs a note, never the value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.iso7064 import mod_97_10

from nerkit.values import read_value
from nerkit.values.confusions import MENDED
from nerkit.values.found_identifiers import find_identifiers

GERMAN_IBANS = st.integers(0, 10**18 - 1).map(
    lambda number: f"DE{mod_97_10.calc_check_digits(f'{number:018}DE')}{number:018}"
)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("iban", "IBAN: GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
        ("iban", "61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
        ("bic", "WELADED1MST", "WELADED1MST"),
        ("bic", "SWIFT/BIC DEUTDEFF500", "DEUTDEFF500"),
        ("vat_id", "USt-IdNr.: DE 136 695 976", "DE136695976"),
        ("vat_id", "VAT No. GB 980 7806 84", "GB980780684"),
        ("vat_id", "FR 40 303 265 045", "FR40303265045"),
        ("iban", "Sparkasse DE89 3704 0044 0532 0130 00 BIC COBADEFF", "DE89370400440532013000"),
        ("bic", "Postbank PBNKDEFF", "PBNKDEFF"),
        ("vat_id", "Umsatzsteuer-Identifikationsnummer: DE136695976", "DE136695976"),
        ("vat_id", "VAT ID DE136695976 Steuernummer 12/345/678", "DE136695976"),
        ("vat_id", "MwSt-Nr. CHE-107.787.577 MWST", "CHE107787577MWST"),
        ("vat_id", "P.IVA 00743110157", "00743110157"),
        ("vat_id", "CIF: B58378431", "B58378431"),
        ("vat_id", "ABN 83 914 571 673", "83914571673"),
        ("vat_id", "VAT reg no 980 7806 84", "980780684"),
        ("vat_id", "Org.nr 995 525 828 MVA", "995525828MVA"),
        ("vat_id", "NIP 856-734-62-15", "8567346215"),
        ("vat_id", "CHE-107.787.577", "CHE107787577"),
        ("vat_id", "Partita IVA 00743110157", "00743110157"),
        ("vat_id", "BTW-nr. 4495445B01", "4495445B01"),
        ("vat_id", "525-244-57-67", "5252445767"),
        ("vat_id", "N° TVA intracommunautaire : FR 40 303 265 045", "FR40303265045"),
        ("identifier", "# 123-45", "123-45"),
        ("identifier", "Invoice No.: INV 12", "INV 12"),
        ("identifier", "Nr. 7 ", "7"),
        ("identifier", "NO123", "NO123"),
        ("identifier", "Rechnungs-Nr.: 2024/031", "2024/031"),
        ("identifier", "Rechnungsnummer 2024-031", "2024-031"),
        ("identifier", "Nummer der Rechnung: 17", "17"),
        ("identifier", "FACTURE N° F2023-1187", "F2023-1187"),
        ("identifier", "PO# 4500098771", "4500098771"),
        ("identifier", "Invoice 88", "88"),
        ("identifier", "Order 66-A", "Order 66-A"),
        ("identifier", "Rechnungsnr 2024-031", "2024-031"),
        ("identifier", "Numéro de la facture : 17", "17"),
        ("identifier", "INV-2024-001", "INV-2024-001"),
        ("identifier", "RE 2024 - 17", "RE 2024 - 17"),
        ("identifier", "(12345)", "12345"),
        ("identifier", "12345)", "12345"),
        ("identifier", "A(2)7", "A(2)7"),
        ("identifier", "R-2020/1.", "R-2020/1"),
        ("identifier", "01.234.567.8-2014-1", "01.234.567.8-2014-1"),
    ],
)
def test_an_identifier_loses_its_label_and_its_spaces(type: str, text: str, value: str) -> None:
    read = read_value(type, text)
    assert (read.value, read.note) == (value, None)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("iban", "DE75 1234 5678 0000 0012 34", "DE75123456780000001234"),
        ("vat_id", "DE 123456789", "DE123456789"),
        ("vat_id", "Ihre USt.-IdentNr.: DE123456789", "DE123456789"),
        ("vat_id", "USt-IdNr. DE1234567890", "DE1234567890"),
        ("vat_id", "DE12435679", "DE12435679"),
        ("iban", "IBAN-Nr.: DE75 1234 5678 0000 0012 34", "DE75123456780000001234"),
    ],
)
def test_a_checksum_that_fails_is_noted_and_the_value_stays(type: str, text: str, value: str) -> None:
    read = read_value(type, text)
    assert read.value == value
    assert read.note == "checksum does not hold"


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("iban", "DE89 37O4 0044 0532 0l30 00", "DE89370400440532013000"),
        ("iban", "DE89 3704 0044 OS32 0130 00", "DE89370400440532013000"),
        ("bic", "C0BADEFF", "COBADEFF"),
        ("vat_id", "DEI36695976", "DE136695976"),
    ],
)
def test_ocr_confusions_are_mended_where_the_checksum_then_holds(type: str, text: str, value: str) -> None:
    read = read_value(type, text)
    assert read.value == value
    assert read.note is not None
    assert "mended" in read.note


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("iban", "GE2020211"),
        ("iban", "en16931:2017"),
        ("bic", "BANK"),
        ("bic", "INVOICENO12"),
        ("vat_id", "201/113/40209"),
        ("vat_id", "L87654321012345"),
        ("vat_id", "DE5467894567876500"),
        ("vat_id", "DE 37079 Göttingen"),
        ("vat_id", "AUFTRAG123456789"),
    ],
)
def test_what_does_not_have_the_form_of_an_identifier_is_none(type: str, text: str) -> None:
    read = read_value(type, text)
    assert read.value is None
    assert read.note is not None


@given(GERMAN_IBANS, st.data())
def test_an_iban_whose_digits_ocr_took_for_letters_comes_back(code: str, data: st.DataObject) -> None:
    assert iban.is_valid(code, check_country=False)
    wrong = "".join(
        data.draw(st.sampled_from(options))
        if i > 1 and (options := {"0": "0O", "1": "1Il", "5": "5S", "8": "8B"}.get(char))
        else char
        for i, char in enumerate(code)
    )
    assert read_value("iban", wrong).value == code


@pytest.mark.parametrize("type", ["iban", "bic", "vat_id", "identifier"])
def test_a_text_without_letters_and_digits_is_no_identifier(type: str) -> None:
    assert read_value(type, " .:/ ").value is None


@pytest.mark.parametrize("filler", ["( ", ") ", "- ", "No ", "1 "])
def test_pages_of_text_are_no_number_of_a_document(filler: str) -> None:
    read = read_value("identifier", filler * 10_000)
    assert (read.value, read.note) == (None, "too long for an identifier")


VAT_IDS = """ATU13585627 BE403019261 BG175074752 CY10259033P CZ25123891 DE136695976 DK13585628 EE100931558 EL094259216
    ESB58378431 FI20774740 FR40303265045 HR33392005961 HU12892312 IE6433435F IT00743110157 LT119511515 LU15027442
    LV40003521600 MT11679112 NL4495445B01 PL8567346215 PT501964843 RO18547290 SE123456789701 SI50223054 SK2022749619
    GB980780684 XI980780684 NO995525828MVA CHE107787577IVA TR4540536920 RU7827004526""".split()  # noqa: SIM905
IBANS = """AT611904300234573201 BE68539007547034 BG80BNBG96611020345678 CY17002001280000001200527600
    CZ6508000000192000145399 DE89370400440532013000 DK5000400440116243 EE382200221020145685 ES9121000418450200051332
    FI2112345600000785 FR1420041010050500013M02606 GR1601101250000000012300695 HR1210010051863000160
    HU42117730161111101800000000 IE29AIBK93115212345678 IT60X0542811101000000123456 LT121000011101001000
    LU280019400644750000 LV80BANK0000435195001 MT84MALT011000012345MTLCAST001S NL91ABNA0417164300
    PL61109010140000071219812874 PT50000201231234567890154 RO49AAAA1B31007593840000 SE4550000000058398257466
    SI56263300012039086 SK3112000000198742637541 GB82WEST12345698765432 CH9300762011623852957
    NO9386011117947""".split()  # noqa: SIM905


@pytest.mark.parametrize("code", VAT_IDS)
def test_vat_ids_of_every_state_of_the_union_and_of_others_are_valid(code: str) -> None:
    spaced = f"{code[:2]} {code[2:5]} {code[5:]}"
    assert read_value("vat_id", spaced).value == code
    assert read_value("vat_id", spaced).note is None


@pytest.mark.parametrize("code", IBANS)
def test_account_numbers_of_every_state_of_the_union_and_of_others_are_valid(code: str) -> None:
    read = read_value("iban", "IBAN " + " ".join(code[i : i + 4] for i in range(0, len(code), 4)))
    assert (read.value, read.note) == (code, None)


@pytest.mark.parametrize(
    ("type", "code"), [*(("vat_id", code) for code in VAT_IDS), *(("iban", code) for code in IBANS)]
)
@pytest.mark.parametrize(("digit", "letter"), [("0", "O"), ("1", "I")])
def test_one_digit_that_ocr_took_for_a_letter_comes_back_in_every_state(
    type: str, code: str, digit: str, letter: str
) -> None:
    at = code.find(digit, 2)
    confused = code[:at] + letter + code[at + 1 :] if at > 0 else code
    read = read_value(type, confused)
    assert (read.value, read.note) == (code, MENDED if at > 0 else None)


def test_a_number_whose_checksum_fails_is_known_by_its_name_and_reads_as_itself() -> None:
    named = read_value("vat_id", "VAT00000")
    assert named.value == "00000"
    assert read_value("vat_id", "00000") == named


def test_the_first_digits_of_an_account_are_no_vat_id() -> None:
    code = "PL 61 1020 5226"  # passes the checksum of Polish tax payers
    assert [hit.evidence for hit in find_identifiers("vat_id", f"Kod {code}\n")] == ["alone"]
    assert not list(find_identifiers("vat_id", f"Konto: {code} 0000 6102 0417 7895\n"))
