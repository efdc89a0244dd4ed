"""Keys and values of any page: what a person reads off a form, each with its place and how sure it is."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import nerkit
from nerkit.cli.main import app
from nerkit.corpora.boxes import TextBox, document_from_boxes
from nerkit.errors import ModelError
from nerkit.pairs import Pair, find_pairs
from nerkit.pairs.assignment import LEAST, Link, links
from nerkit.pairs.linker import Layers, Linker
from nerkit.pairs.phrase import phrases
from nerkit.reading import document_from_text

REPORT = (
    "LABORATORY REPORT\n\n"
    "Patient name: Lucia Ortega          Patient ID: MRN-553018\n"
    "Date of birth: 04/22/1979           Sex: F\n"
    "Specimen: Serum                     Accession No: A24-0019482\n\n"
    "All values are within the reference range.\n"
)


def pairs_of(text: str) -> dict[str, str | None]:
    return {pair.key: pair.value for pair in find_pairs(document_from_text(text, "text"))}


def placed(*boxes: tuple[str, float, float]) -> tuple[Pair, ...]:
    """The pairs of a page on which texts stand at a place (left, top), twelve points high."""
    document, _ = document_from_boxes(
        "page", [TextBox(text, x, y, x + 5.5 * len(text), y + 10) for text, x, y in [*boxes, (".", 590, 830)]]
    )
    return find_pairs(document)


def test_several_pairs_in_a_line_are_parted() -> None:
    assert pairs_of(REPORT) == {
        "Patient name": "Lucia Ortega",
        "Patient ID": "MRN-553018",
        "Date of birth": "04/22/1979",
        "Sex": "F",
        "Specimen": "Serum",
        "Accession No": "A24-0019482",
    }


def test_a_pair_says_what_its_value_is_and_where_both_stand() -> None:
    document = document_from_text(REPORT, "text")
    date = next(pair for pair in find_pairs(document) if pair.key == "Date of birth")
    assert date.type == "date"
    assert [document.text[start:end] for start, end in date.spans] == ["04/22/1979"]
    assert [document.text[start:end] for start, end in date.key_spans] == ["Date of birth:"]
    assert 0.5 < date.confidence <= 1


def test_a_value_stands_below_its_key() -> None:
    found = placed(
        ("Policy number", 50, 100), ("Date of birth", 250, 100), ("AX-11870/3", 50, 114), ("04/22/1979", 250, 114)
    )
    assert {pair.key: pair.value for pair in found} == {"Policy number": "AX-11870/3", "Date of birth": "04/22/1979"}
    assert all(pair.boxes[0].top > pair.key_boxes[0].top for pair in found)


def test_a_value_of_several_lines_is_one_value() -> None:
    found = placed(
        *(("Ship to:", 50, 100), ("Halden Engineering Inc.", 50, 113), ("2200 Foundry Rd", 50, 126)),
        *(("Dayton, OH 45402", 50, 139), ("Order date:", 50, 180), ("2024-05-06", 150, 180)),
    )
    ship = next(pair for pair in found if pair.key == "Ship to")
    assert ship.value == "Halden Engineering Inc. 2200 Foundry Rd Dayton, OH 45402"
    assert len(ship.boxes) == 3


def test_a_ticked_option_answers_its_question_and_a_box_alone_is_true_or_false() -> None:
    text = "Would you recommend us?   [X] Yes  [ ] No\n\n[x] I agree to the terms\n[ ] Send me news\n"
    found = {pair.key: pair for pair in find_pairs(document_from_text(text, "text"))}
    assert found["Would you recommend us?"].value == "Yes"
    assert found["I agree to the terms"].to_dict()["value"] is True
    assert found["Send me news"].to_dict()["value"] is False


def test_an_empty_field_is_a_pair_without_a_value() -> None:
    found = pairs_of("Name: Grace Hopper\nDate of birth:\nPhone: 0151 2345678\nEmail: grace@navy.example\n")
    assert found["Date of birth"] is None
    assert found["Name"] == "Grace Hopper"


def test_a_value_with_a_colon_in_it_is_one_value() -> None:
    found = find_pairs(document_from_text("From: Priya Nair\nSubject: Reminder: benefits close 30 November\n", "text"))
    assert ("Subject", "Reminder: benefits close 30 November") in {(pair.key, pair.value) for pair in found}


WAYBILL = """\
WAYBILL

Shipper
Name: Halden Engineering Inc.
City: Dayton

Consignee
Name: Optik Feller GmbH
City: Hamburg
"""


def test_the_heading_of_a_section_is_the_path_of_its_pairs() -> None:
    found = find_pairs(document_from_text(WAYBILL, "text"))
    assert [(*pair.path, pair.key, pair.value) for pair in found] == [
        ("Shipper", "Name", "Halden Engineering Inc."),
        ("Shipper", "City", "Dayton"),
        ("Consignee", "Name", "Optik Feller GmbH"),
        ("Consignee", "City", "Hamburg"),
    ]
    assert found[0].to_dict()["path"] == ["Shipper"]


def test_headings_side_by_side_are_paths_of_what_stands_below_each() -> None:
    found = placed(
        ("Waybill", 50, 60),
        *(("Shipper", 50, 100), ("Consignee", 300, 100), ("Name:", 50, 114), ("Halden Inc.", 100, 114)),
        *(("Name:", 300, 114), ("Optik Feller GmbH", 350, 114)),
    )
    assert {(pair.path, pair.value) for pair in found} == {
        (("Shipper",), "Halden Inc."),
        (("Consignee",), "Optik Feller GmbH"),
    }


@given(st.text(alphabet="Ab1:.,\t\n\f []x_€", max_size=200))
def test_any_text_gives_pairs_that_stand_in_it(text: str) -> None:
    document = document_from_text(text, "text")
    for pair in find_pairs(document):
        assert 0 < pair.confidence <= 1
        said = " ".join(" ".join(document.text[start:end].split()) for start, end in pair.spans)
        assert pair.value is None or pair.type == "check box" or pair.value == said


@given(st.text(alphabet="Ab1:.,\t\n\f []x_€", max_size=200))
def test_phrases_hold_every_word_once(text: str) -> None:
    document = document_from_text(text, "text")
    assert [i for phrase in phrases(document) for i in range(phrase.first, phrase.last)] == list(
        range(len(document.words))
    )


def consistent(chosen: tuple[Link, ...]) -> bool:
    values, keys = [link.value for link in chosen], {link.key for link in chosen}
    return len(set(values)) == len(values) and not keys.intersection(values)


def worth(chosen: tuple[Link, ...]) -> float:
    return sum(np.log(p / (1 - p)) - np.log(LEAST / (1 - LEAST)) for p in (link.probability for link in chosen))


@pytest.mark.parametrize("seed", range(20))
def test_the_links_are_together_the_most_probable_ones(seed: int) -> None:
    rng = Random(seed)
    every = [(a, b) for a in range(5) for b in range(5) if a != b]
    between = np.array(sorted(rng.sample(every, 9)))
    probabilities = np.array([rng.uniform(0.05, 0.98) for _ in between], np.float32)
    said = [Link((int(a),), (int(b),), float(p)) for (a, b), p in zip(between, probabilities, strict=True)]
    best = max(
        (chosen for n in range(6) for chosen in itertools.combinations(said, n) if consistent(chosen)), key=worth
    )
    found = links([(i,) for i in range(5)], between, probabilities)
    assert consistent(tuple(found))
    assert worth(tuple(found)) == pytest.approx(worth(best))


def test_the_layers_compute_what_torch_computes() -> None:
    torch.manual_seed(1)
    network = torch.nn.Sequential(torch.nn.Linear(7, 5), torch.nn.ReLU(), torch.nn.Linear(5, 2))
    weights = [p.detach().numpy() for p in network.parameters()]
    layers = Layers(np.zeros(7, np.float32), np.ones(7, np.float32), tuple(weights[::2]), tuple(weights[1::2]))
    inputs = torch.randn(11, 7)
    np.testing.assert_allclose(layers(inputs.numpy()), network(inputs).detach().numpy(), atol=1e-5)


def test_a_damaged_linker_is_an_error_with_a_code() -> None:
    with pytest.raises(ModelError, match="install nerkit anew"):
        Linker.parse(b"nonsense")


@pytest.fixture(scope="module")
def pipeline() -> nerkit.Pipeline:
    return nerkit.load()


INVOICE = "INVOICE\n\nInvoice number: 2024-17\nInvoice date: 5 May 2024\nTotal due: $120.00\n\nThank you!\n"


def test_a_document_of_no_known_kind_has_pairs_by_itself(pipeline: nerkit.Pipeline) -> None:
    result = pipeline.text(REPORT)
    assert result.record.kind == "other"
    assert result.pairs is not None
    assert len(result.pairs) == 6
    assert {pair["key"] for pair in result.to_dict()["pairs"]} >= {"Specimen", "Sex"}


def test_other_documents_have_pairs_where_that_is_asked_for(pipeline: nerkit.Pipeline) -> None:
    assert "pairs" not in pipeline.text(INVOICE).to_dict()
    found = {pair["key"]: pair for pair in pipeline.text(INVOICE, pairs=True).to_dict()["pairs"]}
    assert found["Total due"]["value"] == "$120.00"
    assert found["Total due"]["type"] == "amount"


def test_pairs_name_the_entities_that_their_values_hold(pipeline: nerkit.Pipeline) -> None:
    result = pipeline.text(INVOICE, pairs=True)
    assert result.pairs is not None
    held = {pair.key: [result.entities[i].label for i in pair.entities] for pair in result.pairs}
    assert "TOTAL_AMOUNT" in held["Total due"]


@pytest.mark.parametrize(("form", "wanted"), [("table", "Lucia Ortega"), ("csv", "Specimen"), ("html", "MRN-553018")])
def test_every_format_shows_pairs(tmp_path: Path, form: str, wanted: str) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    shown = CliRunner().invoke(app, ["tag", str(path), "--format", form])
    assert shown.exit_code == 0
    assert wanted in shown.stdout


def test_the_json_of_a_pair_is_what_the_documentation_says(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    shown = CliRunner().invoke(app, ["tag", str(path), "--format", "json", "--pairs"])
    pair = json.loads(shown.stdout)["pairs"][0]
    assert list(pair) == ["key", "value", "type", "confidence", "key_boxes", "boxes", "entities"]


def test_what_stands_in_running_text_behind_its_label_word_is_a_pair(pipeline: nerkit.Pipeline) -> None:
    text = "We pay the refund to the account IBAN DE89 3704 0044 0532 0130 00 (BIC COBADEFFXXX) within a week.\n"
    result = pipeline.text(text, pairs=True)
    assert result.pairs is not None
    assert [(pair.key, pair.value) for pair in result.pairs] == [
        ("IBAN", "DE89 3704 0044 0532 0130 00"),
        ("BIC", "COBADEFFXXX"),
    ]


def test_a_word_before_a_date_in_a_sentence_is_no_key(pipeline: nerkit.Pipeline) -> None:
    result = pipeline.text("The second half of the goods will arrive until 5 May 2024 at the latest.\n", pairs=True)
    assert result.pairs == ()


def test_boxes_of_two_questions_in_one_line_answer_each_its_own() -> None:
    document = document_from_text("Diabetes  [ ] Yes  [x] No        Asthma  [x] Yes  [ ] No\n", "text")
    assert {pair.key: pair.value for pair in find_pairs(document)} == {"Diabetes": "No", "Asthma": "Yes"}


def test_boxes_below_two_captions_in_one_line_answer_each_its_own() -> None:
    document = document_from_text(
        "5 CITIZENSHIP                       8 SEX\n[x] U.S. Citizen   [ ] Legal Alien   [x] Male   [ ] Female\n",
        "text",
    )
    assert {pair.key: pair.value for pair in find_pairs(document)} == {
        "5 CITIZENSHIP": "U.S. Citizen",
        "8 SEX": "Male",
    }


def test_several_boxes_below_a_line_of_its_own_answer_it_though_it_asks_nothing() -> None:
    assert pairs_of(
        "3a Classification. Check one of the following boxes.\n[x] Sole proprietor   [ ] Partnership\n"
    ) == {"3a Classification. Check one of the following boxes": "Sole proprietor"}


def test_an_answer_does_not_go_on_in_the_next_key_of_its_line() -> None:
    assert pairs_of("Breed: Beagle      Bonce: 6 yr\nOwner: R. Castellano\n") == {
        "Breed": "Beagle",
        "Bonce": "6 yr",
        "Owner": "R. Castellano",
    }
