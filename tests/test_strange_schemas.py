"""A schema from a stranger is a coded error or quick work: its numbers, its nesting, its files and its patterns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError, SchemaError
from nerkit.labels import Schema
from nerkit.reading import document_from_text
from nerkit.records.kind_detection import classify
from nerkit.training.config import load_config

SCHEMA = """
extends = "nerkit"

[labels.FOO]
type = "identifier"
means = "a number"
{label}

[kinds.foo]
fields = ["foo"]
{kind}
"""


def fault_of(folder: Path, text: str) -> str:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError) as raised:
        Schema.read(path)
    return raised.value.message


@pytest.mark.parametrize(
    "words",
    [
        "[" * 100_000,
        "[" * 400 + "]" * 400,
        "{a=" * 10_000,
        "1\nwords." + "a." * 5_000 + "b = 1",
        "1\n[" + "a . " * 20_000 + "b]",
    ],
    ids=lambda words: words[:9],
)
def test_toml_that_nests_deeply_is_not_followed(tmp_path: Path, words: str) -> None:
    assert "nests deeper" in fault_of(tmp_path, SCHEMA.format(label=f"words = {words}", kind=""))
    config = tmp_path / "train.toml"
    config.write_text(f"name = {words}", encoding="utf-8")
    with pytest.raises(ConfigError, match="nests deeper"):
        load_config(config)


def test_a_number_of_5000_digits_is_a_coded_error(tmp_path: Path) -> None:
    assert "digits" in fault_of(tmp_path, SCHEMA.format(label="confidence = " + "9" * 5_000, kind=""))


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e308", "-1001.0"])
@pytest.mark.parametrize(
    "key", ["bar = {}", "bar_without_pages = {}", "title = {}", "evidence = {{foo = {}}}", "shape = {{short = {}}}"]
)
def test_what_speaks_for_a_kind_is_a_number_within_reason(tmp_path: Path, key: str, number: str) -> None:
    assert "number of nats" in fault_of(tmp_path, SCHEMA.format(label="", kind=key.format(number)))


def test_the_highest_bar_that_may_be_is_one_that_nothing_passes() -> None:
    schema = Schema.parse(SCHEMA.format(label="", kind="bar = 1000.0\nevidence = {foo = 1000.0}\ncues = ['foo']"))
    assert classify(document_from_text("foo foo", "text"), [], schema.kinds)[0] == "other"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(" * 20_000 + "a" + ")" * 20_000, "longer than"),
        ("((a{1000}){1000}){1000}", "repeats"),
        (r"(\pL{1,30}){1,30}", "too large"),
        ("a(?=b)", "look ahead"),
        (r"(a)\1", "own groups"),
        ("(a", "missing"),
    ],
    ids=lambda text: text[:12],
)
@pytest.mark.parametrize("where", ["pattern", "cues", "not_cues"])
def test_no_pattern_takes_more_than_a_linear_engine_gives(tmp_path: Path, where: str, pattern: str, said: str) -> None:
    own = {"label": "pattern = '{}'", "kind": ""} if where == "pattern" else {"label": "", "kind": where + " = ['{}']"}
    text = SCHEMA.format(**own).replace("{}", pattern)
    assert said in fault_of(tmp_path, text)


@pytest.mark.parametrize("cue", ["(a+)+$", "(a|a)+$", "(a*)*b|c", "(.*a){20}$"])
def test_a_cue_that_backtracks_without_end_elsewhere_is_found_or_not_at_once(cue: str) -> None:
    schema = Schema.parse(SCHEMA.format(label="", kind=f"cues = ['{cue}']"))
    document = document_from_text("a" * 5_000 + "!", "text")
    assert classify(document, [], schema.kinds)[0] == "other"


def test_a_list_of_values_or_another_schema_is_a_file_and_no_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("/dev/zero", "pipe", "."):
        assert "no regular file" in fault_of(tmp_path, SCHEMA.format(label=f'values = "{name}"', kind=""))
        assert "no regular file" in fault_of(tmp_path, f'extends = "{name}"')
    assert "null" in fault_of(tmp_path, 'extends = "a\\u0000b"')
    with pytest.raises(SchemaError, match="no regular file"):
        Schema.read(tmp_path / "pipe")


def test_of_a_thousand_mistakes_the_first_are_named(tmp_path: Path) -> None:
    kinds = "".join(f"[kinds.k{number}]\nfields = ['nothing{number}']\n" for number in range(1_000))
    _, found = Schema.examine(f'extends = "nerkit"\n{kinds}')
    assert len(found) == 200
    assert found[0].key == "kinds.k0.fields"


def test_a_name_in_a_schema_steers_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[labels."\\u001b[2J\\u202e"]\ntype = "name"\n', encoding="utf-8")
    said = CliRunner().invoke(app, ["schema", "check", str(path)]).stderr
    assert "\x1b" not in said
    assert "\\x1b[2J\\u202e" in said
