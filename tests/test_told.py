"""What running text says of a contract's fields by the words around a value, where the tagger has seen no role."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_material import marked

from nerkit.labels import builtin
from nerkit.records.finders import with_found


def found(text: str, language: str) -> dict[str, list[str]]:
    document, entities = marked(text)
    values: dict[str, list[str]] = {}
    for entity in with_found(replace(document, language=language), entities, builtin(), "contract"):
        values.setdefault(entity.label.lower(), []).append(entity.text)
    return values


@pytest.mark.parametrize(
    ("language", "clause", "field", "value"),
    [
        ("en", "The rent is payable monthly. The monthly rent shall be [[AMOUNT|$900]], in advance.", "rent", "$900"),
        (
            "en",
            "SECURITY DEPOSIT. Upon signing, Tenant shall deposit $14,900.00 with Landlord.",
            "deposit",
            "$14,900.00",
        ),
        ("en", "The employee works 37.5 hours per week.", "working_hours", "37.5"),
        ("en", "You are employed as Senior Data Engineer, reporting to Mary.", "job_title", "Senior Data Engineer"),
        ("en", "Invoices are payable net [[DURATION|45 days]] from receipt.", "payment_terms", "45 days"),
        ("de", "Die Nettokaltmiete beträgt monatlich [[AMOUNT|845,00 EUR]].", "rent", "845,00 EUR"),
        ("de", "Die Kündigungsfrist beträgt für den Mieter drei Monate.", "termination_notice", "drei Monate"),
        ("de", "Sie wird als Köchin eingestellt.", "job_title", "Köchin"),
        ("de", "Sie wird ab dem 1. Februar 2025 als Verkäuferin eingestellt.", "job_title", "Verkäuferin"),
        ("en", "She shall serve as Head of Sales and shall report to the board.", "job_title", "Head of Sales"),
        ("es", "Prestará sus servicios como Analista a partir del 16 de enero de 2023.", "job_title", "Analista"),
        ("en", "Disputes belong before the courts of Hessen alone.", "venue", "Hessen"),
        ("de", "Sie wird vertreten durch Frau Eva Lang\nMieter\tJan Maria Beck", "representative", "Eva Lang"),
        ("fr", "Les factures sont payables à trente jours.", "payment_terms", "trente jours"),
        ("fr", "Elle bénéficie de 25 jours ouvrés de congés par an.", "leave_days", "25"),
        ("es", "Pagará los honorarios de 900 € cada mes.", "fee", "900 €"),
        ("it", "La retribuzione lorda mensile è pari a euro 1.980,00.", "salary", "euro 1.980,00"),
        ("pt", "A renda mensal é de 780,00 €, a pagar em janeiro.", "rent", "780,00 €"),
        ("nl", "De waarborgsom bedraagt € 2.550,00.", "deposit", "€ 2.550,00"),
        ("nl", "Op de overeenkomst is het Nederlandse recht van toepassing.", "governing_law", "Nederlandse recht"),
        ("de", "Gerichtsstand ist, soweit zulässig, Emden.", "venue", "Emden"),
        (
            "fr",
            "La société est représentée par son président, Monsieur Alain TESSIER.",
            "representative",
            "Alain TESSIER",
        ),
        ("pt", "A empresa, representada pelo seu gerente, Paulo Antunes, vende.", "representative", "Paulo Antunes"),
        (
            "es",
            "La sociedad, representada por su administradora única, Rosa Lara, vende.",
            "representative",
            "Rosa Lara",
        ),
        ("it", "vive nell'immobile sito in [[PARTY_ADDRESS|Via Roma 3]]", "property", "Via Roma 3"),
        ("fr", "Toute somme non payée porte intérêt au taux de 12 % l'an.", "late_interest", "12 %"),
    ],
)
def test_the_words_around_a_value_say_what_it_is(language: str, clause: str, field: str, value: str) -> None:
    assert found(clause, language)[field] == [value]


@pytest.mark.parametrize(
    "clause",
    [
        "A rent of the usual kind. The sum of $50 is due for keys.",  # another sentence
        "The rent is due within 5 days, and a charge of $50 otherwise.",  # a time stands between
        "The rent is what both agree upon, after having heard all of those who live in the house, and $50.",  # too far
    ],
)
def test_words_that_stand_apart_from_a_value_say_nothing_of_it(clause: str) -> None:
    assert "rent" not in found(clause, "en")


def test_what_the_tagger_saw_and_its_words_bear_out_is_left_alone() -> None:
    seen = "The [[RENT|$900]] of rent are due. The monthly rent shall be $950."
    assert found(seen, "en")["rent"] == ["$900"]
    other = "The rent is the [[DEPOSIT|$900]] that was left as a deposit."
    assert "rent" not in found(other, "en")


def test_of_two_fields_that_words_give_to_one_value_the_one_with_more_words_has_it() -> None:
    probation = "Il periodo di prova della durata di tre mesi decorre da oggi."
    assert found(probation, "it") == {"probation": ["tre mesi"]}


@pytest.mark.parametrize(
    ("language", "clause", "field"),
    [
        ("fr", "La société est représentée par qui en a le pouvoir et loge chez Paul Martin.", "representative"),
        ("fr", "Toute somme non payée porte intérêt au taux de 12 % l'an.", "interest_rate"),
        ("de", "Er erhält eine Abfindung in Höhe von 48.000,00 Euro brutto.", "salary"),
    ],
)
def test_words_that_speak_against_a_field_outweigh_those_around_a_value(language: str, clause: str, field: str) -> None:
    assert field not in found(clause, language)


def test_the_first_of_two_values_is_the_surer_one() -> None:
    text = "The base rent shall be $900 at first. From May on the rent shall be $950."
    document, entities = marked(text)
    rents = with_found(replace(document, language="en"), entities, builtin(), "contract")
    assert [one.text for one in sorted(rents, key=lambda one: -one.confidence)] == ["$900", "$950"]
