"""What contracts write in the way of their language: who signs beside the parties, dates and lengths of time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_material import marked, values

from nerkit.labels import builtin
from nerkit.records import Record, build, with_found
from nerkit.values import Context, read_value


def record_of(text: str, language: str) -> Record:
    document, entities = marked(text)
    document = replace(document, language=language)
    return build(document, with_found(document, entities, builtin(), "contract"), kind="contract")


GERMAN = (
    "Zwischen Frau [[PARTY:0.7|Hanna Brink]] (nachstehend „Vermieterin“) und\nHerrn [[PARTY:0.7|Tobias Krüger]], geb. "
    "am 14.03.1991, und Frau [[PARTY:0.7|Leonie Sander]] (nachstehend „Mieter“) wird folgender Vertrag geschlossen. "
)


def test_a_person_joined_to_others_by_a_title_is_a_party() -> None:
    assert values(record_of(GERMAN, "de"), "party") == ["Hanna Brink", "Tobias Krüger", "Leonie Sander"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt", "Testemunhas:\n1. "), ("en", "APPROVED AS TO FORM:\n"), ("fr", "En présence de "), ("de", "Zeugen: ")],
)
def test_who_signs_as_a_witness_or_a_lawyer_is_no_party(language: str, words: str) -> None:
    text = (
        "[[PARTY|Acme Ltd]] sells. "
        + "The goods are sold as they are. " * 120
        + words
        + "[[PARTY|John Black]]\nBy: John Black"
    )
    assert values(record_of(text, language), "party") == ["Acme Ltd"]


def test_who_acts_for_a_party_as_the_text_tells_is_none_where_the_tagger_doubts_it() -> None:
    text = "Entre [[PARTY|Acme SARL]] et l'association [[PARTY|Bo]], représentée par sa présidente, Madame "
    doubted = record_of(text + "[[PARTY:0.4|Anne Morel]].", "fr")
    assert values(doubted, "party") == ["Acme SARL", "Bo"]
    assert values(doubted, "representative") == ["Anne Morel"]


def test_a_party_behind_as_and_a_role_is_found() -> None:
    text = (
        "Como VENDEDOR: Rafael Montero Cruz, con domicilio en Sevilla.\nComo COMPRADORA: Inés Barragán Solís, casada."
    )
    assert values(record_of(text, "es"), "party") == ["Rafael Montero Cruz", "Inés Barragán Solís"]


def test_a_date_goes_on_before_what_the_tagger_saw_of_it() -> None:
    text = "Se firma en Bogotá, a los nueve (9) días del [[AGREEMENT_DATE|mes de agosto de 2023]]."
    assert values(record_of(text, "es"), "agreement_date") == ["2023-08-09"]


def test_terms_in_force_from_a_day_do_not_end_on_it() -> None:
    record = record_of("Conditions en vigueur au [[EFFECTIVE_DATE|15 mars 2024]].", "fr")
    assert (values(record, "effective_date"), values(record, "expiration_date")) == (["2024-03-15"], [])


def test_thousands_go_on_in_the_next_line() -> None:
    assert values(record_of("Le loyer annuel est de [[RENT|18\n000 €]] hors taxes.", "fr"), "rent") == ["18000"]


def test_a_unit_stands_before_its_number_in_italian_alone() -> None:
    assert read_value("duration", "anni 4 (quattro)", Context("it")).value == "P4Y"
    assert read_value("duration", "years 4", Context("en")).value is None


def test_the_day_on_which_a_loan_is_paid_back_starts_nothing() -> None:
    record = record_of("Das Darlehen ist am [[EFFECTIVE_DATE|14.02.2029]] in einer Summe zurückzuzahlen.", "de")
    assert values(record, "effective_date") == []
    assert values(record, "maturity_date") == ["2029-02-14"]


def test_who_stands_in_an_annex_alone_is_no_party() -> None:
    body = '[[PARTY|Acme Ltd]] ("Processor") and the customer agree. ' + "Data is processed as told. " * 50
    annex = "\n\nAnnex I – List of Sub-processors\n[[PARTY|Bo Hosting Ltd]]\tHosting\n[[PARTY|Cy Mail Inc.]]\tMail\n"
    assert values(record_of(body + annex, "en"), "party") == ["Acme Ltd"]
    signing = "\n\nSchedule 1\nPrices are agreed.\n[[PARTY|Bo Ltd]]\nBy: Ann Bo\n"
    assert values(record_of(body + signing, "en"), "party") == ["Acme Ltd", "Bo Ltd"]
