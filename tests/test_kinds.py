"""Which kind a document is, by what it says; and that a document of no known kind says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nerkit.document import Document, Entity
from nerkit.labels import builtin
from nerkit.labels.words import with_words
from nerkit.pipeline import Pipeline, load
from nerkit.reading import document_from_text
from nerkit.records import build
from nerkit.records.kind_detection import detect

LETTER = """Dear Margaret,

Thank you for your letter of 3 March. It was lovely to hear that the garden has survived the winter. We were in Cornwall
for two weeks and it rained nearly every day. I paid £45.00 for a raincoat, which I then left on the train!

With love,
Eleanor"""

RECIPE = """Quiche lorraine

Pour 4 personnes
1 pâte brisée
200 g de lardons
3 oeufs
20 cl de crème fraîche

Préchauffez le four à 200 °C. Battez les oeufs avec la crème et enfournez pour 35 minutes."""

REPORT = """Befundbericht

Patient: Musterfrau, Erika, geb. 12.03.1961
Untersuchung vom 08.11.2021: Sonographie Abdomen
Leber normal groß, keine Raumforderung. Kontrolle in 12 Monaten empfohlen.

Dr. med. K. Lindner"""

JUDGEMENT = """ACÓRDÃO

Vistos, relatados e discutidos estes autos, acordam os ministros do tribunal, em 12 de maio de 2015, por unanimidade,
negar provimento ao recurso interposto por José da Silva, nos termos do voto do relator."""

PAYSLIP = """Nordlicht Maschinenbau GmbH
Werftstraße 12, 24143 Kiel

Entgeltabrechnung                         Mai 2024
Personal-Nr.: 00417         Steuerklasse: 1

1000      Gehalt                              3.450,00
1020      Überstunden                 6,00      148,32
          Gesamtbrutto                        3.598,32
Lohnsteuer                                      471,16
Nettoverdienst                                2.371,52
Auszahlungsbetrag                             2.371,52 €
Überweisung auf IBAN DE75 5121 0800 1245 1261 99 am 29.05.2024"""

STATEMENT = """Cedar & Pine Supplies Ltd
VAT No GB123456789
STATEMENT OF ACCOUNT
To: Harbour Mills Ltd                         Date: 31 May 2024

02/05/2024   Invoice 4711     1,190.00              1,190.00
09/05/2024   Payment                     1,190.00   0.00
16/05/2024   Invoice 4755       357.00                357.00

Total due                                             357.00
Please pay to IBAN GB33BUKB20201555555555"""

QUOTE = """Menuiserie Dubois SARL
SIRET 732 829 320 00074

DEVIS N° D-2024-118
Date : 03/05/2024
Client : M. Martin

Fenêtre chêne            2     450,00     900,00
Total HT                                  900,00 €
TVA 20 %                                  180,00 €
Total TTC                               1 080,00 €"""

LABORATORY = """Northside Medical Laboratory
LABORATORY REPORT
Patient: John Sample      DOB: 07/04/1967
Order number: 240503-117  Reported: 05/04/2024

Hemoglobin           14.2      g/dL      13.5 - 17.2
Glucose              92        mg/dL     70 - 99"""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load()


class TestOther:
    @pytest.mark.parametrize(
        "text",
        [LETTER, RECIPE, REPORT, JUDGEMENT, LABORATORY],
        ids=["letter", "recipe", "report", "judgement", "laboratory"],
    )
    def test_a_document_of_no_known_kind_is_other_and_has_no_fields(self, pipeline: Pipeline, text: str) -> None:
        result = pipeline.text(text)
        assert result.record.kind == "other"
        assert result.record.kind_confidence > 0.5
        assert not result.record.fields
        assert "line_items" not in result.to_dict()

    @pytest.mark.parametrize(
        ("text", "kind"),
        [(PAYSLIP, "payslip"), (STATEMENT, "statement"), (QUOTE, "quote")],
        ids=lambda value: value[:9],
    )
    def test_what_calls_itself_something_else_is_no_invoice(self, pipeline: Pipeline, text: str, kind: str) -> None:
        assert pipeline.text(text).record.kind == kind

    def test_source_code_and_a_readme_are_other(self, pipeline: Pipeline) -> None:
        import argparse

        root = Path(__file__).parents[1]
        for path in (Path(argparse.__file__), root / "CHANGELOG.md"):
            result = pipeline.text(path.read_text(encoding="utf-8")[:6000], source=path.name)
            assert result.record.kind == "other", path.name

    def test_who_names_the_kind_gets_its_record(self, pipeline: Pipeline) -> None:
        assert pipeline.text(LETTER, kind="invoice").record.kind == "invoice"

    def test_nothing_at_all_is_other(self) -> None:
        record = build(Document("empty.txt", "", (), ()), [])
        assert (record.kind, record.fields) == ("other", {})


class TestKnown:
    def test_a_quote_that_an_invoice_refers_to_leaves_it_an_invoice(self, pipeline: Pipeline) -> None:
        text = "Devis N° D-2024-118\n" + QUOTE.replace("DEVIS N° D-2024-118", "FACTURE N° F-2024-77")
        assert pipeline.text(text).record.kind == "invoice"

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("services-contract.pdf", "contract"),
            ("contract.txt", "contract"),
            ("invoice-eur-de.pdf", "invoice"),
            ("invoice-usd-en.pdf", "invoice"),
            ("receipt.pdf", "receipt"),
        ],
    )
    def test_each_sample_is_of_its_kind(self, pipeline: Pipeline, name: str, kind: str) -> None:
        record = pipeline(Path(__file__).parents[1] / "corpora" / "samples" / name).record
        assert record.kind == kind
        assert record.kind_confidence > 0.8

    def test_figures_say_nothing_against_a_contract_that_calls_itself_one_and_prose_speaks_for_it(self) -> None:
        def probability(title: str, *words: str) -> float:
            document = document_from_text(f"{title}\n\n{' '.join(words * 50)}", "a.txt")
            kinds = {name: with_words(builtin(), "en").kinds[name] for name in ("contract", "invoice")}
            kind, probability = detect(document, [], kinds)
            return probability if kind == "contract" else 1 - probability

        some, figures, prose = ("pebbles", "ponds", *["moss"] * 7, "17"), ("pebbles", "17"), ("pebbles", "ponds")
        assert probability("Lease Agreement", *figures) == pytest.approx(probability("Lease Agreement", *some))
        assert probability("Lease Agreement", *prose) > probability("Lease Agreement", *some)
        assert probability("Ponds", *figures) < probability("Ponds", *some) < probability("Ponds", *prose)

    def test_more_evidence_makes_a_kind_more_probable(self) -> None:
        text = "Invoice no. 17\nIBAN DE89 3704 0044 0532 0130 00\nDue date 3 May 2024\nTotal 119.00"
        document = document_from_text(text, "a.txt")
        labelled = [("INVOICE_NUMBER", "17"), ("IBAN", "DE89 3704 0044 0532 0130 00"), ("TOTAL_AMOUNT", "119.00")]
        starts = [(label, text.index(words), words) for label, words in labelled]
        entities = [Entity(label, start, start + len(words), words, 0.9) for label, start, words in starts]
        few, many = build(document, entities[:1]), build(document, entities)
        assert few.kind == many.kind == "invoice"
        assert few.kind_confidence < many.kind_confidence
        unsure = build(document, [replace(entity, confidence=0.4) for entity in entities])
        assert unsure.kind_confidence < many.kind_confidence


def test_the_end_of_a_term_is_checked_and_may_be_the_day_before() -> None:
    text = "Agreement of {} for two years until {}"

    def check(start: str, end: str) -> bool:
        written = text.format(start, end)
        parts = (("EFFECTIVE_DATE", start), ("TERM", "two years"), ("EXPIRATION_DATE", end))
        entities = [Entity(label, at := written.index(words), at + len(words), words, 0.95) for label, words in parts]
        record = build(document_from_text(written, "a.txt"), entities, kind="contract")
        assert record.fields["expiration_date"][0].value
        return {check.check: check.passed for check in record.checks}["effective date + term = expiration date"]

    assert check("1 May 2020", "30 April 2022")
    assert check("1 May 2020", "1 May 2022")
    assert not check("1 May 2020", "1 May 2023")
