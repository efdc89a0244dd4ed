"""Tables on forms: rows that begin with a name are pairs, lists of things are none, and sums below them are."""

from __future__ import annotations

from nerkit.pairs import Pair, find_pairs
from nerkit.reading import document_from_text

REPORT = """\
LABORATORY REPORT

Patient Name: Lucia Ortega

Test              Result     Units      Reference Range
Glucose           112        mg/dL      70-99
Creatinine        0.82       mg/dL      0.50-1.10
Sodium            141        mmol/L     136-145
"""

ORDER = """\
PURCHASE ORDER

PO Number: 4500118273

Part           Description          Qty     Unit price     Amount
KB-6204        Deep groove bearing  400     3.15           1,260.00
KB-NU210       Roller bearing       60      41.90          2,514.00
Total                                                      3,774.00
"""


def pairs_of(text: str) -> dict[str, Pair]:
    return {pair.key: pair for pair in find_pairs(document_from_text(text, "text"))}


def test_a_row_of_results_is_a_pair_with_its_further_cells_by_their_headings() -> None:
    found = pairs_of(REPORT)
    assert {key: pair.value for key, pair in found.items() if pair.row} == {
        "Glucose": "112",
        "Creatinine": "0.82",
        "Sodium": "141",
    }
    assert found["Creatinine"].to_dict()["row"] == {"Units": "mg/dL", "Reference Range": "0.50-1.10"}
    assert found["Patient Name"].value == "Lucia Ortega"


def test_the_value_of_a_row_is_its_first_number_and_not_a_code_before_it() -> None:
    found = pairs_of(
        "Client: Township of Alder Creek\n\n"
        "Parameter         Method          Result       Unit\n"
        "Nitrate           EPA 300.0       4.1          mg/L\n"
        "Arsenic           EPA 200.8       0.002        mg/L\n"
    )
    assert {key: pair.value for key, pair in found.items() if pair.row} == {"Nitrate": "4.1", "Arsenic": "0.002"}
    assert dict(found["Nitrate"].row) == {"Method": "EPA 300.0", "Unit": "mg/L"}


def test_an_empty_cell_is_not_filled_from_its_neighbour() -> None:
    found = pairs_of(REPORT.replace("0.82       mg/dL ", "0.82             "))
    assert found["Creatinine"].to_dict()["row"] == {"Reference Range": "0.50-1.10"}


def test_items_of_an_order_are_no_pairs_and_the_sum_below_them_is() -> None:
    assert {key: pair.value for key, pair in pairs_of(ORDER).items()} == {
        "PO Number": "4500118273",
        "Total": "3,774.00",
    }


def test_a_new_table_begins_below_a_heading_of_its_own() -> None:
    second = """
Urine

Test              Result     Units      Reference Range
pH                6.1        -          5-8
Density           1.015      g/mL       1.005-1.030
"""
    found = pairs_of(REPORT + second)
    assert {key for key, pair in found.items() if pair.row} >= {"Glucose", "Creatinine", "Sodium", "Density"}


def test_dots_lead_from_a_key_to_its_value() -> None:
    text = "Date received ........ 18.03.2024\nMode of transport .... road\nGross weight.......... 2410\n"
    assert {key: pair.value for key, pair in pairs_of(text).items()} == {
        "Date received": "18.03.2024",
        "Mode of transport": "road",
        "Gross weight": "2410",
    }


def test_a_colon_in_a_column_of_its_own_belongs_to_the_key() -> None:
    text = "Customer             :    Brightwell Aerospace Ltd\nSerial Number        :    88310-A\n"
    assert {key: pair.value for key, pair in pairs_of(text).items()} == {
        "Customer": "Brightwell Aerospace Ltd",
        "Serial Number": "88310-A",
    }


def test_a_key_that_nobody_knows_is_told_by_the_rows_around_it() -> None:
    found = pairs_of(
        "Date received        02/28/1955\n"
        "Policy number        AX-11870/3\n"
        "Ombudsman            Edil Bruni S.r.l.\n"
        "Phone                0151 2345678\n"
        "Email                bruni@edil.example\n"
    )
    assert found["Ombudsman"].value == "Edil Bruni S.r.l."
    assert found["Ombudsman"].confidence < 0.9


def test_keys_side_by_side_have_the_one_row_below_them_as_their_values() -> None:
    found = pairs_of(
        "N° de contrat        Date d'effet        Durée          Gestionnaire\n"
        "AV-3301.882          01/09/2011          20 ans         Mme Roussel\n"
    )
    assert {key: pair.value for key, pair in found.items()} == {
        "N° de contrat": "AV-3301.882",
        "Date d'effet": "01/09/2011",
        "Durée": "20 ans",
        "Gestionnaire": "Mme Roussel",
    }
