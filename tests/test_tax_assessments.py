"""Tax assessments: a kind of their own, found by their titles and label words."""

from __future__ import annotations

from nerkit.labels import builtin
from nerkit.reading import document_from_text
from nerkit.records import build, with_found

BESCHEID = """Stadt Neuburg am Rhein
Steueramt

Kassenzeichen: 5.0142.77
Bescheiddatum: 02.05.2024

Gewerbesteuerbescheid 2022

Hebesatz: 430 %
Festgesetzt: 55.384,00 EUR
bereits gezahlt: 48.000,00 EUR
Nachzahlung: 7.384,00 EUR
fällig am: 05.06.2024

Rechtsbehelfsbelehrung: Gegen diesen Bescheid kann Einspruch eingelegt werden.
"""

AVIS = """Direction générale des finances publiques

AVIS D'IMPÔT SUR LES REVENUS

Numéro fiscal : 12 34 567 890 123
Date d'établissement : 12/07/2023
Montant de l'impôt : 2 410,00 €
Montant à restituer : 310,00 €
Délai de réclamation : deux ans
"""

NOTICE = """Canada Revenue Agency

NOTICE OF ASSESSMENT

Tax year: 2022
Date issued: May 3, 2023
Total payable: $9,412.00
Balance due: $796.00
You may object to this assessment. Taxable income is shown below.
"""


def fields(text: str) -> tuple[str, dict[str, list[str]]]:
    document = document_from_text(text, "a.txt")
    record = build(document, with_found(document, (), builtin()))
    return record.kind, {name: [value.value for value in values] for name, values in record.fields.items()}


def test_a_german_assessment_says_who_assesses_what_is_left_to_pay_and_until_when() -> None:
    assert fields(BESCHEID) == (
        "tax_assessment",
        {
            "authority": ["Stadt Neuburg am Rhein"],
            "tax_number": ["5.0142.77"],
            "tax_year": ["2022"],
            "assessment_date": ["2024-05-02"],
            "assessed_amount": ["55384.00"],
            "prepaid_amount": ["48000.00"],
            "arrears_amount": ["7384.00"],
            "due_date": ["2024-06-05"],
        },
    )


def test_a_french_assessment_says_what_is_paid_back() -> None:
    kind, found = fields(AVIS)
    assert kind == "tax_assessment"
    assert found["refund_amount"] == ["310.00"]
    assert found["objection_deadline"] == ["P2Y"]
    assert found["authority"] == ["Direction générale des finances publiques"]


def test_an_english_assessment_says_its_year() -> None:
    kind, found = fields(NOTICE)
    assert kind == "tax_assessment"
    assert (found["tax_year"], found["assessed_amount"], found["arrears_amount"]) == (["2022"], ["9412.00"], ["796.00"])


def test_an_invoice_of_a_town_is_none() -> None:
    text = "Stadt Neuburg\nRechnung Nr. 17\nSteuernummer: 12/345/678\nGesamtbetrag: 55,00 EUR\n"
    document = document_from_text(text, "a.txt")
    assert "AUTHORITY" not in {entity.label for entity in with_found(document, (), builtin())}
