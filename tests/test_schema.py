"""The schema that a user can change: what it may hold, what is refused, and what a kind of one's own gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.cli.record_table import shown
from nerkit.document import Document, Entity
from nerkit.errors import SchemaError
from nerkit.labels import Schema, builtin, source
from nerkit.records import build

LETTER = """
[labels.SENDER]
type = "name"
means = "who writes"
words = ["from"]

[labels.READER]
type = "name"
means = "who is written to"
words = ["to"]

[labels.WRITTEN_ON]
type = "date"
means = "when it was written"

[labels.ANSWER_BY]
type = "date"
means = "when an answer is wanted"

[kinds.letter]
fields = ["sender", "reader", "written_on", "answer_by"]
cues = ['\\bdear\\b', 'yours sincerely']

[[checks]]
name = "answer after letter"
relation = "order"
fields = ["written_on", "answer_by"]
"""

TEXT = "From Ann Lee\nTo Bo Day\n3 May 2024\nDear Bo, please answer by 1 May 2024. Yours sincerely, Ann"


def entities() -> list[Entity]:
    found = [("SENDER", "Ann Lee"), ("READER", "Bo Day"), ("WRITTEN_ON", "3 May 2024"), ("ANSWER_BY", "1 May 2024")]
    return [Entity(label, TEXT.index(text), TEXT.index(text) + len(text), text, 0.95) for label, text in found]


def test_the_schema_that_is_printed_is_the_one_in_use() -> None:
    printed = CliRunner().invoke(app, ["info", "--schema"]).stdout
    assert printed == source()
    assert Schema.parse(printed) == builtin()


def test_a_kind_of_ones_own_needs_a_schema_and_no_python() -> None:
    record = build(Document("a.txt", TEXT, (), ()), entities(), schema=Schema.parse(LETTER))
    assert record.kind == "letter"
    assert {name: value.value for name, (value,) in record.fields.items()} == {
        "sender": "Ann Lee",
        "reader": "Bo Day",
        "written_on": "2024-05-03",
        "answer_by": "2024-05-01",
    }
    (check,) = record.checks
    assert (check.check, check.passed, check.detail) == ("answer after letter", False, "2 days before")


def test_a_document_of_none_of_the_schemas_kinds_is_of_another_kind() -> None:
    schema = Schema.parse(LETTER.replace("[[checks]]", "[kinds.note]\nfields = ['written_on']\n[[checks]]"))
    record = build(Document("a.txt", "Mix flour and milk.", (), ()), [], schema=schema)
    assert (record.kind, record.fields) == ("other", {})


def test_where_there_is_only_one_kind_every_document_is_of_it() -> None:
    record = build(Document("a.txt", "Mix flour and milk.", (), ()), [], schema=Schema.parse(LETTER))
    assert (record.kind, record.kind_confidence) == ("letter", 1.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[kinds.letter]", "[kinds.letter"), "this is not TOML"),
        (('type = "date"', 'type = "day"'), "my.toml:13: labels.WRITTEN_ON.type: 'day' is none of name, title"),
        (("means = ", "meaning = "), "my.toml:4: labels.SENDER.meaning: there is no such key; did you mean 'means'?"),
        (('"sender", ', '"writer", '), "the field 'writer' has no label: add [labels.WRITER]"),
        (
            ('relation = "order"', 'relation = "sorted"'),
            "26: checks.0.relation: 'sorted' is none of sum, order",
        ),
        (('fields = ["written_on", "answer_by"]', 'fields = ["written_on", "sender"]'), "'sender' is no field of type"),
        (('fields = ["written_on", "answer_by"]', 'fields = ["written_on"]'), "it needs 2 fields or more, not 1"),
        (("dear", "de(ar"), "kinds.letter.cues: missing )"),
        (("[labels.SENDER]", "[labels.sender]"), "capital letters"),
        (("cues =", "many = ['date']\ncues ="), "'date' is in many but not in fields"),
        (("cues =", "colour = 'red'\ncues ="), "kinds.letter.colour: there is no such key"),
    ],
)
def test_a_schema_that_is_wrong_is_refused_in_one_line(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(LETTER.replace(*change), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        Schema.read(path)
    assert said in caught.value.message
    assert str(path) in caught.value.message
    assert "\n" not in caught.value.message


def test_a_schema_that_is_missing_or_no_text_is_an_error_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.toml", tmp_path / "bytes.toml", tmp_path):
        with pytest.raises(SchemaError, match=r"bad-schema|schema|read"):
            Schema.read(path)
    assert SchemaError.code == "bad-schema"


def test_nerkit_tag_takes_a_schema_and_its_kinds(tmp_path: Path) -> None:
    mine = source().replace("[kinds.invoice]", "[kinds.bill]")
    (tmp_path / "my.toml").write_text(mine, encoding="utf-8")
    (tmp_path / "a.txt").write_text("Invoice No. 4711\nInvoice date 3 May 2024\nTotal 119.00 EUR\n", encoding="utf-8")
    command = ["tag", str(tmp_path / "a.txt"), "--schema", str(tmp_path / "my.toml"), "--kind", "bill"]
    done = CliRunner().invoke(app, [*command, "--explain", "invoice_number", "--format", "json"])
    told = json.loads(done.stdout)
    assert told["kind"] == "bill"
    assert told["record"]["invoice_number"][0]["value"] == "4711"
    (chosen,) = [candidate for candidate in told["explained"]["candidates"] if candidate["chosen"]]
    assert chosen["value"] == "4711"
    assert chosen["why"]["label words left"] > 0


def test_a_kind_or_a_field_that_does_not_exist_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Total 5.00", encoding="utf-8")
    wrong_kind = CliRunner().invoke(app, ["tag", str(tmp_path / "a.txt"), "--kind", "letter"])
    assert "use auto, contract, invoice, receipt" in str(wrong_kind.exception)
    wrong_field = CliRunner().invoke(app, ["tag", str(tmp_path / "a.txt"), "--explain", "totl"])
    assert "total_amount" in str(wrong_field.exception)
    assert wrong_field.stdout == ""


def test_an_amount_of_ones_own_has_a_currency_and_is_shown_as_an_amount() -> None:
    schema = Schema.parse(
        '[labels.FREIGHT]\ntype = "amount"\nmeans = "what the carrier gets"\n[kinds.waybill]\nfields = ["freight"]\n'
    )
    text = "Freight 1250.00"
    entity = Entity("FREIGHT", 8, 15, "1250.00", 0.95)
    record = build(Document("a.txt", text, (), ()), [entity], kind="waybill", schema=schema)
    (freight,) = record.to_dict()["record"]["freight"]
    assert (freight["value"], freight["currency"]) == ("1250.00", None)
    (value,) = record.fields["freight"]
    assert shown(value.type, value) == "1,250.00 (no currency)"
