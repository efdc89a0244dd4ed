"""Rules of a schema: what becomes of values once they are chosen, and what the output says of it."""

from __future__ import annotations

from typing import Any

import pytest

from nerkit.errors import SchemaError
from nerkit.labels import Schema
from nerkit.reading import document_from_text
from nerkit.records import Record, build, with_found

LABELS = """
[labels.CARRIER]
type = "name"
means = "who brings it"
words = ["carrier"]
find = "words"

[labels.NUMBER]
type = "identifier"
means = "number of the note"
words = ["note"]
find = "words"

[labels.DAY]
type = "date"
means = "day of the note"
words = ["day"]
find = "words"

[labels.KEY]
type = "identifier"
means = "number and day"

[kinds.note]
fields = ["carrier", "number", "day", "key"]
"""
TEXT = "Carrier: dhl freight gmbh\nNote: ls-0017 a\nDay: 3 May 2024"


def record(rule: str) -> Record:
    schema = Schema.parse(LABELS + "[[rules]]\nname = 'mine'\n" + rule)
    document = document_from_text(TEXT, "a.txt")
    return build(document, with_found(document, (), schema), schema=schema)


def told(rule: str, field: str) -> dict[str, Any]:
    (row,) = record(rule).to_dict()["record"][field]
    return {key: row[key] for key in ("value", "rules", "derived") if key in row}


def test_a_value_is_replaced_by_another_whatever_its_case() -> None:
    assert told("field = 'carrier'\nreplace = { 'DHL Freight GmbH' = 'DHL' }", "carrier") == {
        "value": "DHL",
        "rules": [{"rule": "mine", "was": "dhl freight gmbh"}],
    }


def test_a_pattern_is_replaced_where_it_is_found() -> None:
    rule = "field = 'number'\npattern = '^ls-0*(\\d+).*'\nto = 'LS/\\1'"
    assert told(rule, "number")["value"] == "LS/17"


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        ("'upper', 'no_spaces'", "LS-0017A"),
        ("'digits'", "0017"),
        ("'digits', 'no_leading_zeros'", "17"),
    ],
)
def test_steps_make_values_alike(steps: str, value: str) -> None:
    assert told(f"field = 'number'\nnormalise = [{steps}]", "number")["value"] == value


def test_fields_are_combined_where_there_is_no_value() -> None:
    row = told("field = 'key'\ncombine = '{number}/{day}'", "key")
    assert row == {"value": "ls-0017 a/2024-05-03", "derived": "number + day", "rules": [{"rule": "mine"}]}
    assert told("field = 'carrier'\ncombine = '{number}'", "carrier") == {"value": "dhl freight gmbh"}


def test_a_rule_that_has_nothing_to_do_says_nothing() -> None:
    assert told("field = 'carrier'\nreplace = { UPS = 'United Parcel Service' }", "carrier") == {
        "value": "dhl freight gmbh"
    }
    assert "key" not in record("field = 'key'\ncombine = '{key}-{day}'").fields


def test_a_rule_of_another_kind_does_not_act() -> None:
    schema = LABELS + "[kinds.other]\nfields = ['day']\ntitles = ['other']\n"
    rule = "[[rules]]\nname = 'mine'\nfield = 'carrier'\nnormalise = ['upper']\nkinds = ['other']\n"
    document = document_from_text(TEXT, "a.txt")
    own = Schema.parse(schema + rule)
    found = build(document, with_found(document, (), own), kind="note", schema=own).fields["carrier"]
    assert found[0].value == "dhl freight gmbh"


def test_a_date_stays_a_date() -> None:
    made = record("field = 'day'\npattern = '2024-05-03'\nto = '2024-06-01'")
    assert made.fields["day"][0].value == "2024-06-01"
    kept = record("field = 'day'\npattern = '2024.*'\nto = 'soon'")
    assert kept.fields["day"][0].value == "2024-05-03"
    assert tuple(map(str, kept.warnings)) == ("day: the rule 'mine' makes no date of a value, which stays as it was",)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "field = 'carier'\nnormalise = ['upper']",
            "'mine': the field 'carier' has no label; did you mean 'carrier'?",
        ),
        ("field = 'carrier'", "'mine': a rule has one of replace, pattern (with to), normalise, combine"),
        ("field = 'carrier'\npattern = 'a'", "'mine': pattern and to go together"),
        ("field = 'carrier'\nto = 'a'\npattern = '(?=a)'", "pattern: 'mine': it cannot look ahead"),
        (
            "field = 'carrier'\nto = '\\2'\npattern = '(a)'",
            "to: 'mine': there is no group 2: the pattern has 1 in round brackets",
        ),
        ("field = 'carrier'\nto = '\\g<key>'\npattern = '(?P<value>a)'", "to: 'mine': there is no group key"),
        ("field = 'carrier'\nto = 'C:\\x'\npattern = 'a'", "to: 'mine': behind \\ comes the number of a group"),
        ("field = 'carrier'\nnormalise = ['uper']", "'uper' is none of upper, lower, digits"),
        ("field = 'key'\ncombine = 'x'", "combine: 'mine': it names no field"),
        ("field = 'key'\ncombine = '{dai}'", "combine: 'mine': the field 'dai' has no label; did you mean 'day'?"),
        (
            "field = 'key'\ncombine = '{day}'\nkinds = ['nte']",
            "'mine': there is no kind 'nte'; did you mean 'note'?",
        ),
    ],
)
def test_a_rule_that_cannot_act_is_told_before_anything_is_read(rule: str, said: str) -> None:
    with pytest.raises(SchemaError) as error:
        record(rule)
    assert said in error.value.message
