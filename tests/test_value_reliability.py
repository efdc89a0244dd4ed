"""How sure the values of records are, held against which of them are right."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.evaluation.records import Gold
from nerkit.evaluation.value_reliability import value_outcomes

GOLD = Gold(
    {"seller": [["Nord Werft AG", "Nord Werft"]], "total_amount": [["100.00"]], "due_date": [["2024-05-01"]]},
    tolerated={"due_date": ["2024-05-31"]},
    unasked=frozenset({"invoice_date"}),
)


def record(**values: tuple[str, float]) -> dict[str, list[dict[str, object]]]:
    return {name: [{"value": value, "confidence": sure}] for name, (value, sure) in values.items()}


def test_each_value_of_a_field_that_is_asked_is_right_or_wrong() -> None:
    said = record(seller=("NORD WERFT", 0.9), total_amount=("10.00", 0.6))
    found = {(one.label, one.confidence, one.right) for one in value_outcomes([GOLD], [said])}
    assert found == {("seller", 0.9, True), ("total_amount", 0.6, False)}


def test_what_counts_neither_way_is_left_out() -> None:
    said = record(due_date=("2024-05-31", 0.9), invoice_date=("2024-04-30", 0.8), buyer=("Ost AG", 0.7))
    assert value_outcomes([GOLD], [said]) == []
    assert value_outcomes([GOLD], [None]) == []


def test_a_field_that_the_gold_of_another_document_holds_is_wrong_here() -> None:
    other = Gold({"buyer": [["Ost AG"]]})
    (found,) = value_outcomes([GOLD, other], [record(buyer=("Ost AG", 0.7)), None])
    assert not found.right


def test_gold_and_records_of_different_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        value_outcomes([GOLD], [])


def test_the_command_says_it_of_the_outputs_that_yardsticks_kept(tmp_path: Path) -> None:
    folder = tmp_path / "bills"
    folder.mkdir()
    rows = [{"source": f"{i}.pdf", "record": {"total_amount": [["1.00"]]}} for i in range(4)]
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = [record(total_amount=("1.00" if i else "2.00", 0.95)) for i in range(4)]
    outputs = [{"source": f"/somewhere/{i}.pdf", "record": each} for i, each in enumerate(said)]
    (folder / "predictions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in outputs))
    told = CliRunner().invoke(app, ["benchmark", "confidences", str(tmp_path)])
    assert told.exit_code == 0
    assert told.output.startswith("bills                 4 values   error 0.275")
    assert told.output.rstrip().endswith("from 0.90: 0.75 of 4")
