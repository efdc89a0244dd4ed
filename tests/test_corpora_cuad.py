"""CUAD: answers of lawyers become names, dates and durations, marked where they stand in the contract."""

import csv
from pathlib import Path

import pytest
from corpora_material import texts

from nerkit.corpora import cuad, cuad_answers
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import CorpusError


def open_texts(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[s.start : s.end] for s in labelled.open_spans if s.label == label]


# Parties of CUAD's answers


@pytest.mark.parametrize(
    ("answer", "quotes", "names"),
    [
        ('Blue Rock Inc. ("Rock"); Tea Corp ("Buyer", "Tea")', ["Rock", "Tea Corp"], ["Blue Rock Inc", "Tea Corp"]),
        ("Blue Rock Inc.(“Rock”); Mary Poe", [], ["Blue Rock Inc", "Mary Poe"]),
        ('Rock (UK) Ltd ("Rock"), Tea LLC ("Tea")', [], ["Rock (UK) Ltd", "Tea LLC"]),
        ('Rock Inc ("Rock"); Tea LLC ("Tea"); Rock and Tea (each a "Party")', [], ["Rock Inc", "Tea LLC"]),
        ('Rock Inc d/b/a Stones ("Rock")', ["Stones"], ["Rock Inc"]),
        ("Rock Corp, Tea Corp", ["Rock Corp", "Tea Corp"], ["Rock Corp", "Tea Corp"]),
        ("Rock Holdings, Inc.; the Seller; Franchisee", [], ["Rock Holdings, Inc"]),
        ("Rock Holdings, Inc. and its affiliates", [], ["Rock Holdings, Inc"]),
    ],
)
def test_names_are_told_from_roles(answer, quotes, names):
    assert [party.names[0] for party in cuad_answers.parties(answer, quotes).parties] == names


def test_a_quote_mends_the_spelling_of_an_answer_and_short_names_are_aliases():
    parties = cuad_answers.parties('Kiromik Labs, Inc ("Company")', ["Kiromic Labs, Inc", "Company", "Kiromic"])
    assert parties.parties[0].names == ("Kiromik Labs, Inc", "Kiromic Labs, Inc")
    assert parties.aliases == ("Company", "Kiromic")


def test_dates_of_answers_are_complete_ones_only():
    assert [d.isoformat() for d in cuad_answers.dates("12/31/98; []/[]/2020; 07/[]/2000; 1/2/45")] == [
        "1998-12-31",
        "2045-01-02",
    ]


@pytest.mark.parametrize(
    ("answer", "iso"),
    [("successive 1 year", ["P1Y"]), ("2 successive 5 years", ["P5Y"]), ("perpetual", []), ("0.5 year", ["P6M"])],
)
def test_durations_of_answers_are_read(answer, iso):
    assert cuad_answers.durations(answer) == iso


def test_places_of_answers_have_a_reading_with_and_without_the_country():
    assert cuad_answers.places("Ontario, Canada") == [["Ontario, Canada", "Ontario"]]
    assert "England and Wales" in cuad_answers.places("England; Wales")[0]
    assert cuad_answers.places("Texas; the state in which the breach occurs") == [["Texas"]]


# CUAD


CONTRACT = """Exhibit 10.1

                      SUPPLY AGREEMENT

This Supply Agreement is made as of March 1, 2005 by and between Blue Rock, Inc., a Delaware corporation organized
under the laws of the State of Delaware ("Rock"), and Tea Leaves Limited ("Supplier").

1. Term. This Agreement is effective as of April 1, 2005 and shall continue for an initial term of three (3) years,
until April 1, 2008. It shall renew for successive one (1) year terms unless either party gives at least sixty (60)
days' written notice. Rock shall pay $1,000.00 within thirty (30) days with interest of 2%.

Source: BLUE ROCK INC, 10-K, 3/9/2005

2. Law. This Agreement is governed by the laws of the State of Delaware, and the courts of Ohio have jurisdiction.
The notes, too, are subject to the laws of Delaware. The Supply Agreement of March 1, 2005 stands.

BLUE ROCK, INC.            TEA LEAVES LIMITED
"""


ANSWERS = {
    "Document Name": ("['SUPPLY AGREEMENT']", "SUPPLY AGREEMENT"),
    "Parties": (
        "['Blue Rock, Inc.', 'Rock', 'Tea Leaves Limited', 'Supplier']",
        'Blue Rock, Inc. ("Rock"); Tea Leaves Limited ("Supplier")',
    ),
    "Agreement Date": ("['March 1, 2005']", "3/1/05"),
    "Effective Date": ("['This Agreement is effective as of April 1, 2005 and shall continue']", "4/1/05"),
    "Expiration Date": ("['shall continue for an initial term of three (3) years,\\nuntil April 1, 2008.']", "4/1/08"),
    "Renewal Term": (
        "['It shall renew for successive one (1) year terms unless either party gives at least sixty (60) days']",
        "successive 1 year",
    ),
    "Notice Period To Terminate Renewal": (
        "['unless either party gives at least sixty (60) days\\' written notice']",
        "60 days",
    ),
    "Governing Law": (
        "['This Agreement is governed by the laws of the State of Delaware, and the courts of Ohio']",
        "Delaware",
    ),
}


def write_cuad(folder: Path, answers: dict[str, tuple[str, str]], text: str = CONTRACT) -> Path:
    row = {"document": "a"}
    for name, (quotes, answer) in answers.items():
        row |= {name: quotes, name + ("- Answer" if name.startswith("Notice") else "-Answer"): answer}
    (folder / "text").mkdir()
    (folder / "text" / "a.txt").write_text(text, encoding="utf-8")
    with (folder / "clauses.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return folder


@pytest.fixture
def contract(tmp_path) -> LabelledDocument:
    return next(cuad.read(write_cuad(tmp_path, ANSWERS)))


@pytest.mark.parametrize(
    ("label", "entities"),
    [
        ("TITLE", ["SUPPLY AGREEMENT"]),
        ("PARTY", ["Blue Rock, Inc.", "Tea Leaves Limited", "BLUE ROCK, INC.", "TEA LEAVES LIMITED"]),
        ("EFFECTIVE_DATE", ["April 1, 2005"]),
        ("EXPIRATION_DATE", ["April 1, 2008"]),
        ("TERM", ["three (3) years"]),
        ("RENEWAL_TERM", ["one (1) year"]),
        ("NOTICE_PERIOD", ["sixty (60)\ndays"]),
        ("GOVERNING_LAW", ["Delaware"]),
        ("DATE", ["3/9/2005"]),
        ("DURATION", ["thirty (30) days"]),
        ("AMOUNT", ["$1,000.00"]),
        ("PERCENT", ["2%"]),
    ],
)
def test_the_value_inside_a_clause_is_the_entity(contract, label, entities):
    assert texts(contract, label) == entities


def test_the_date_of_the_agreement_is_marked_where_it_is_made(contract):
    assert texts(contract, "AGREEMENT_DATE")[0] == "March 1, 2005"


def test_the_governing_law_is_the_one_of_the_clause_not_the_one_of_incorporation(contract):
    (span,) = [s for s in contract.spans if s.label == "GOVERNING_LAW"]
    assert contract.document.text[: span.start].endswith("is governed by the laws of the State of ")


def test_what_may_or_may_not_be_an_entity_stays_open(contract):
    assert open_texts(contract, "TITLE") == ["Supply Agreement", "Supply Agreement"]
    assert open_texts(contract, "PARTY") == ["BLUE ROCK INC"]  # put there by the filing system
    assert open_texts(contract, "GOVERNING_LAW") == ["Delaware"]  # "The notes, too"
    assert "EXPIRATION_DATE" not in {span.label for span in contract.open_spans}


def test_labels_of_invoices_cannot_occur_in_a_contract(contract):
    assert {"BIC", "SELLER", "PARTY", "DATE"} <= contract.closed


def test_the_gold_record_has_canonical_values_and_tolerates_roles(contract):
    record = contract.record
    assert record["party"] == [["Blue Rock, Inc."], ["Tea Leaves Limited"]]
    assert record["agreement_date"] == [["2005-03-01"]]
    assert record["effective_date"] == [["2005-04-01"]]
    assert record["expiration_date"] == [["2008-04-01"]]
    assert (record["renewal_term"], record["notice_period"]) == ([["P1Y"]], [["P60D"]])
    assert record["governing_law"] == [["Delaware"]]
    assert contract.tolerated == {"party": ["Rock", "Supplier"]}


def test_an_answer_whose_value_stands_nowhere_leaves_its_clause_open(tmp_path):
    answers = ANSWERS | {"Renewal Term": ("['It shall renew for successive one (1) year terms']", "successive 7 years")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers)))
    assert texts(labelled, "RENEWAL_TERM") == []
    assert open_texts(labelled, "RENEWAL_TERM") == ["It shall renew for successive one (1) year terms"]


def test_a_name_that_stands_nowhere_leaves_the_label_open_in_the_whole_document(tmp_path):
    answers = ANSWERS | {"Parties": ("['Blue Rock, Inc.']", 'Blue Rock, Inc. ("Rock"); Verdant Hills SARL ("Hills")')}
    labelled = next(cuad.read(write_cuad(tmp_path, answers)))
    assert "PARTY" not in labelled.closed
    assert texts(labelled, "PARTY")


def test_blank_dates_are_no_gold_and_their_place_stays_open(tmp_path):
    text = CONTRACT.replace("March 1, 2005", "March __, 2005")
    answers = ANSWERS | {"Agreement Date": ("['March __, 2005']", "3/[]/05")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers, text)))
    assert "agreement_date" not in labelled.record
    assert texts(labelled, "AGREEMENT_DATE") == []
    assert "March __, 2005" in open_texts(labelled, "AGREEMENT_DATE")


def test_a_date_that_is_both_is_the_agreement_date_and_gold_for_both(tmp_path):
    answers = ANSWERS | {"Effective Date": ("['March 1, 2005']", "3/1/05")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers)))
    assert texts(labelled, "EFFECTIVE_DATE") == []
    assert labelled.record["effective_date"] == labelled.record["agreement_date"] == [["2005-03-01"]]


def test_an_anniversary_is_a_term(tmp_path):
    old = "for an initial term of three (3) years,\nuntil April 1, 2008."
    new = "until the third (3rd) anniversary of that day."
    answers = ANSWERS | {"Expiration Date": (f"['shall continue {new}']", "4/1/08")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers, CONTRACT.replace(old, new))))
    assert texts(labelled, "TERM") == ["third (3rd) anniversary"]


def test_a_row_that_is_not_as_in_cuad_names_the_contract_and_not_its_text(tmp_path):
    folder = write_cuad(tmp_path, ANSWERS | {"Parties": ("not a list: secret", "x")})
    with pytest.raises(CorpusError, match=r"clauses\.csv: the row of 'a'") as error:
        list(cuad.read(folder))
    assert "secret" not in error.value.message
