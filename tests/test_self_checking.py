"""Identifiers that prove themselves are found wherever they stand, by form and checksum, whatever the tagger says."""

from __future__ import annotations

import pytest
from stdnum import iban
from stdnum.it import iva

from nerkit.document import Entity
from nerkit.labels import Schema, builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

IBAN = "DE89 3704 0044 0532 0130 00"


def found(text: str, *entities: Entity) -> dict[str, list[str]]:
    """The texts of all entities by label, where the tagger finds those that are given."""
    by_label: dict[str, list[str]] = {}
    for entity in with_found(document_from_text(text, "a.txt"), entities, builtin()):
        by_label.setdefault(entity.label, []).append(entity.text)
    return by_label


@pytest.mark.parametrize(
    ("text", "label", "values"),
    [
        (f"Sparkasse {IBAN} thank you", "IBAN", [IBAN]),
        ("IBAN: DE88 3704 0044 0532 0130 00", "IBAN", []),  # the checksum does not hold
        ("IBAN DE89 3704 0044\n0532 0130 00 BIC", "IBAN", ["DE89 3704 0044\n0532 0130 00"]),
        ("IBAN DE89 3704 0044\n0532 0130 01 BIC", "IBAN", []),
        (f"{IBAN}\nGB29 NWBK 6016 1331 9268 19", "IBAN", [IBAN, "GB29 NWBK 6016 1331 9268 19"]),
        ("Nr konta 61 1090 1014 0000 0712 1981 2874", "IBAN", ["61 1090 1014 0000 0712 1981 2874"]),
        ("Nr konta 61 1090 1014 0000 0712 1981 2875", "IBAN", []),
        (f"{IBAN}\tCOBADEFFXXX", "BIC", ["COBADEFFXXX"]),
        ("SWIFT/BIC: COBADEFF", "BIC", ["COBADEFF"]),
        (f"RECHNUNG\n{IBAN}", "BIC", []),  # of Niue, were it a bank's code
        ("CONTRACT 17\nCOBADEFFXXX", "BIC", []),  # neither a name nor an account number beside it
        ("Muster GmbH · DE 136 695 976 · Köln", "VAT_ID", ["DE 136 695 976"]),
        ("Muster GmbH · DE 136 695 977 · Köln", "VAT_ID", []),
        ("Kunden-Nr. DE136695977\nUSt-IdNr.:\tDE136695977", "VAT_ID", ["DE136695977"]),  # its name stands before one
        ("DIČ: CZ26279690", "VAT_ID", ["CZ26279690"]),
        ("P.IVA 00743110157", "VAT_ID", ["00743110157"]),
        ("NIP: 856-734-62-15", "VAT_ID", ["856-734-62-15"]),
        ("Kontrahent nr 856-734-62-15", "VAT_ID", []),
        ("ABN 83 914 571 673", "VAT_ID", ["83 914 571 673"]),
        ("GSTIN: 27AAPFU0939F1ZV", "VAT_ID", ["27AAPFU0939F1ZV"]),
        ("MwSt-Nr. CHE-107.787.577 MWST", "VAT_ID", ["CHE-107.787.577"]),
        ("CUIT: 20-05536168-2", "VAT_ID", ["20-05536168-2"]),
        ("RUC: 20512333797", "VAT_ID", ["20512333797"]),
        ("NIT: 213123432-1", "VAT_ID", ["213123432-1"]),
        ("TVA intracommunautaire : FR 40 303 265 045 RCS Paris", "VAT_ID", ["FR 40 303 265 045"]),
    ],
)
def test_an_identifier_is_found_where_its_form_and_checksum_or_its_name_say_so(
    text: str, label: str, values: list[str]
) -> None:
    assert found(text).get(label, []) == values


def test_what_is_found_proves_itself_by_the_rules_of_its_country() -> None:
    (account,) = found(f"a {IBAN} b")["IBAN"]
    (payer,) = found("Partita IVA 00743110157")["VAT_ID"]
    assert iban.is_valid(account)
    assert iva.is_valid(payer)


def test_another_identifier_gives_way_to_one_that_proves_itself() -> None:
    text = "Nr. DE136695976"
    assert found(text, Entity("INVOICE_NUMBER", 4, 15, "DE136695976", 0.9)) == {"VAT_ID": ["DE136695976"]}
    part = Entity("VAT_ID", 6, 15, "136695976", 0.9)
    assert found(text, part) == {"VAT_ID": ["DE136695976"]}


def test_an_invoice_has_the_identifiers_that_stand_on_it_in_canonical_form() -> None:
    document = document_from_text(f"Invoice\nVAT no. DE 136 695 976\nPay to {IBAN}, COBADEFFXXX", "a.txt")
    record = build(document, with_found(document, (), builtin()), kind="invoice")
    values = {name: [value.value for value in values] for name, values in record.fields.items()}
    assert values["vat_id"] == ["DE136695976"]
    assert values["iban"] == ["DE89370400440532013000"]
    assert values["bic"] == ["COBADEFFXXX"]
    assert min(value.confidence for values in record.fields.values() for value in values) >= 0.9


def test_a_number_without_letters_stays_as_it_is_printed() -> None:
    document = document_from_text("FAKTURA\nNIP: 856-734-62-15", "a.txt")
    record = build(document, with_found(document, (), builtin()), kind="invoice")
    assert [value.value for value in record.fields["vat_id"]] == ["8567346215"]


def test_only_types_that_check_themselves_are_found_by_their_form() -> None:
    text = "[labels.NOTE]\ntype = 'date'\nmeans = 'x'\nfind = 'form'\n[kinds.a]\nfields = ['note']"
    with pytest.raises(Exception, match=r"a date has no form that checks itself: take it for iban, bic, vat_id"):
        Schema.parse(text)


def test_an_account_number_goes_on_in_the_cell_below_where_its_checksum_proves_it() -> None:
    text = "Rechnung\nZahlung\tBank\n30 Tage\tIBAN DE89 3704 0044\nnetto\t{}\n"

    def accounts(rest: str) -> list[str]:
        document = document_from_text(text.format(rest), "a.txt")
        start = document.text.index("DE89")
        entity = Entity("IBAN", start, start + len("DE89 3704 0044"), "DE89 3704 0044", 0.9)
        return [value.value for value in build(document, [entity], kind="invoice").fields.get("iban", ())]

    assert accounts("0532 0130 00") == ["DE89370400440532013000"]
    assert accounts("0532 0130 01") != ["DE89370400440532013001"]
