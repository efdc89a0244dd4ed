"""Fields that a user names are filled in from what stands on the page, or are null with the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from typer.testing import CliRunner

import nerkit
from nerkit.cli.main import app
from nerkit.errors import OptionError
from nerkit.fields import WantedField, wanted_fields
from nerkit.fields.likeness import likeness

LEASE = (
    "TENANCY SHEET\n\n"
    "Tenant: Grace Hopper                Landlord: Northgate Homes Ltd\n"
    "Monthly rent: $1,250.00             Deposit: $2,500.00\n"
    "Start date: 1 May 2024              Number of rooms: 3\n"
    "Payment method: Bank transfer       Pets: no\n\n"
    "Keep this copy for your records.\n"
)


@pytest.fixture(scope="module")
def pipeline() -> nerkit.Pipeline:
    return nerkit.load()


def filled(pipeline: nerkit.Pipeline, fields: object) -> tuple[dict[str, Any], dict[str, Any]]:
    said = pipeline.text(LEASE, fields=fields).to_dict()
    return said["fields"], said["sources"]


def test_names_are_filled_in_and_say_where_their_values_stand(pipeline: nerkit.Pipeline) -> None:
    fields, sources = filled(pipeline, "monthly rent, deposit, shoe size")
    assert fields == {"monthly rent": "$1,250.00", "deposit": "$2,500.00", "shoe size": None}
    assert sources["/deposit"]["text"] == "$2,500.00"
    assert 0.4 < sources["/deposit"]["confidence"] <= 1
    assert sources["/shoe size"] == {"reason": "nothing on the document answers to this name"}


class Lease(BaseModel):
    """What is asked of a lease."""

    monthly_rent: float
    start_date: str = Field(json_schema_extra={"format": "date"})
    rooms: int = Field(description="number of rooms")
    payment: Literal["cash", "bank transfer"] = Field(description="payment method")
    pets: bool
    landlord: str
    guarantor: str | None = None


def test_a_pydantic_model_gets_values_of_its_types(pipeline: nerkit.Pipeline) -> None:
    fields, _ = filled(pipeline, Lease)
    assert Lease.model_validate(fields) == Lease(
        monthly_rent=1250,
        start_date="2024-05-01",
        rooms=3,
        payment="bank transfer",
        pets=False,
        landlord="Northgate Homes Ltd",
    )


def test_nested_objects_keep_their_shape_and_sources_are_json_pointers(pipeline: nerkit.Pipeline) -> None:
    schema = {"properties": {"lease": {"type": "object", "properties": {"deposit": {"type": "number"}}}}}
    fields, sources = filled(pipeline, schema)
    assert fields == {"lease": {"deposit": 2500}}
    assert "/lease/deposit" in sources


def test_a_value_that_is_no_member_of_an_enum_is_null_with_the_reason(pipeline: nerkit.Pipeline) -> None:
    fields, sources = filled(pipeline, {"properties": {"payment method": {"enum": ["cheque", "card"]}}})
    assert fields == {"payment method": None}
    assert "none of the values that are allowed" in sources["/payment method"]["reason"]


def test_every_value_stands_in_the_document(pipeline: nerkit.Pipeline) -> None:
    _, sources = filled(pipeline, "tenant, landlord, rent, start, rooms, payment, vessel")
    for source in sources.values():
        assert "reason" in source or source["text"] in LEASE


def test_the_command_takes_a_file_of_json_schema(tmp_path: Path) -> None:
    (tmp_path / "lease.txt").write_text(LEASE)
    (tmp_path / "fields.json").write_text(json.dumps({"properties": {"tenant": {"type": "string"}}}))
    shown = CliRunner().invoke(
        app, ["tag", str(tmp_path / "lease.txt"), "--format", "json", "--fields", str(tmp_path / "fields.json")]
    )
    assert json.loads(shown.stdout)["fields"] == {"tenant": "Grace Hopper"}


def test_the_table_shows_what_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "lease.txt").write_text(LEASE)
    shown = CliRunner().invoke(
        app, ["tag", str(tmp_path / "lease.txt"), "--format", "table", "--fields", "tenant, vessel"]
    )
    assert "Grace Hopper" in shown.stdout
    assert "nothing on the document answers" in shown.stdout


@pytest.mark.parametrize(
    "fields", ["", " , ", {}, {"properties": {}}, {"properties": 3}, 7, "no-such-file.json", [], ["rent"]]
)
def test_what_names_no_fields_is_an_error_that_says_what_would(fields: object) -> None:
    with pytest.raises(OptionError, match="field"):
        wanted_fields(fields)


def test_a_schema_that_refers_to_itself_ends(pipeline: nerkit.Pipeline) -> None:
    schema = {"$defs": {"a": {"$ref": "#/$defs/a"}}, "properties": {"x": {"$ref": "#/$defs/a"}}}
    assert filled(pipeline, schema)[0] == {"x": None}
    deep: dict[str, Any] = {"$defs": {"a": {"type": "object", "properties": {"b": {"$ref": "#/$defs/a"}}}}}
    with pytest.raises(OptionError):
        wanted_fields({**deep, "properties": {"x": {"$ref": "#/$defs/a"}}})


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetrical_and_a_share(a: str, b: str) -> None:
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == pytest.approx(likeness(b, a))


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("invoice number", "Invoice No.", "Invoice date"),
        ("rechnungsnummer", "Invoice no", "Invoice date"),
        ("start date", "Start", "End date"),
        ("monthly rent", "Rent per month", "Monthly fee"),
    ],
)
def test_names_of_one_thing_are_more_alike_than_others(asked: str, near: str, far: str) -> None:
    assert likeness(asked, near) > likeness(asked, far)


def test_names_are_parted_into_words() -> None:
    assert wanted_fields({"properties": {"monthlyRent": {"title": "Rent"}}}) == (
        WantedField(("monthlyRent",), ("monthly rent", "Rent")),
    )
