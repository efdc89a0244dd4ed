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
from nerkit.fields.asked_type import asks_for_address, counted
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


def test_names_may_stand_in_a_list_and_hold_commas_there(pipeline: nerkit.Pipeline) -> None:
    fields, _ = filled(pipeline, ["monthly rent", "start date, day"])
    assert fields == {"monthly rent": "$1,250.00", "start date, day": "2024-05-01"}


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
    "fields", ["", " , ", {}, {"properties": {}}, {"properties": 3}, 7, "no-such-file.json", [], ["rent", 7]]
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


PARTIES = (
    "LEASE\n\n"
    "Landlord: Northgate Homes Ltd\nAddress: 4 Station Road, Leeds LS1 4DY\n"
    "Tenant: Grace Hopper\nAddress: 71 Mill Lane, York YO1 7HU\n"
    "Email address: grace@hopper.example\n"
    "Term: 5 years\nNotice period: 30 days\n"
)


def test_who_asks_for_an_address_gets_that_address_and_no_name(pipeline: nerkit.Pipeline) -> None:
    said = pipeline.text(PARTIES, fields=["landlord's address", "tenant's address", "landlord"]).to_dict()["fields"]
    assert said == {
        "landlord's address": "4 Station Road, Leeds LS1 4DY",
        "tenant's address": "71 Mill Lane, York YO1 7HU",
        "landlord": "Northgate Homes Ltd",
    }
    assert pipeline.text(LEASE, fields="landlord's address").to_dict()["fields"] == {"landlord's address": None}


def test_who_asks_for_an_address_of_mail_gets_that(pipeline: nerkit.Pipeline) -> None:
    assert pipeline.text(PARTIES, fields="email address").to_dict()["fields"] == {
        "email address": "grace@hopper.example"
    }


@pytest.mark.parametrize(
    ("name", "asked"),
    [("Anschrift des Vermieters", True), ("Lieferadresse", True), ("dirección del arrendador", True),
     ("E-Mail-Adresse", False), ("Vermieter", False), ("Telefon", False)],
)  # fmt: skip
def test_the_name_of_a_field_says_whether_an_address_is_asked_for(name: str, asked: bool) -> None:
    assert asks_for_address(name) is asked


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("term_months", 60),
        ("term_years", 5),
        ("laufzeit_monate", 60),
        ("notice_period_days", 30),
        ("notice_weeks", None),
    ],
)
def test_a_length_of_time_is_a_number_of_the_unit_that_is_asked_for(
    pipeline: nerkit.Pipeline, name: str, number: int
) -> None:
    schema = {"properties": {name: {"type": "integer"}}}
    said = pipeline.text(PARTIES, fields=schema).to_dict()
    assert said["fields"] == {name: number}


@pytest.mark.parametrize(
    ("duration", "unit", "count"),
    [("P5Y", "M", 60), ("P18M", "Y", 1.5), ("P2W", "D", 14), ("P6M", "Q", 2), ("P1M", "D", None), ("PT8H", "H", 8)],
)
def test_only_what_can_be_counted_is(duration: str, unit: str, count: float | None) -> None:
    assert counted(duration, unit) == count


def test_an_array_of_objects_takes_the_parties_of_a_contract(pipeline: nerkit.Pipeline) -> None:
    text = (
        "LEASE AGREEMENT\n\nThis Lease Agreement is made on 3 May 2024 by and between Northgate Homes Ltd, a company "
        'of Leeds (the "Landlord"), and Fairfax Bakery Inc. (the "Tenant").\n\n1. Term. The initial term of this '
        "Agreement is five (5) years.\n\n2. Governing Law. This Agreement is governed by the laws of England.\n"
    )
    column = {"type": "string"}
    rows = {"type": "array", "items": {"properties": {"name": column, "role": column}}}
    said = pipeline.text(text, fields={"properties": {"parties": rows, "term_months": {"type": "integer"}}}).to_dict()
    assert said["fields"] == {
        "parties": [
            {"name": "Northgate Homes Ltd", "role": "Landlord"},
            {"name": "Fairfax Bakery Inc.", "role": "Tenant"},
        ],
        "term_months": 60,
    }
    assert said["sources"]["/parties/0/name"]["text"] == "Northgate Homes Ltd"


def test_an_array_of_objects_takes_the_rows_of_a_laboratory_report(pipeline: nerkit.Pipeline) -> None:
    text = (
        "LABORATORY REPORT\n\nPatient: Grace Hopper\n\n"
        "Test          Result     Units     Reference Range\n"
        "Glucose       112        mg/dL     70-99\n"
        "Creatinine    0.82       mg/dL     0.57-1.00\n"
        "Sodium        139        mmol/L    134-144\n"
    )
    columns = {name: {"type": "string"} for name in ("test", "units", "reference_range")} | {
        "value": {"type": "number"}
    }
    schema = {"properties": {"results": {"type": "array", "items": {"properties": columns}}}}
    said = pipeline.text(text, fields=schema).to_dict()["fields"]
    assert said["results"][0] == {"test": "Glucose", "value": 112, "units": "mg/dL", "reference_range": "70-99"}
    assert [row["value"] for row in said["results"]] == [112, 0.82, 139]
