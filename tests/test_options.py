"""Options are checked once, before anything is read; what is wrong is said with what would be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import nerkit
from nerkit import models
from nerkit.errors import FieldError, OptionError
from nerkit.keyword_options import checked, options_of
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.options import ReadingOptions

WRONG = [
    ({"min_confidnce": 0.99}, "did you mean 'min_confidence'?"),
    ({"ocr": "allways"}, "did you mean 'always'?"),
    ({"ocr_engine": "abbyy"}, "use auto, tesseract, rapidocr"),
    ({"kind": "bill"}, "use auto, contract, invoice, receipt"),
    ({"kind": "invoices"}, "did you mean 'invoice'?"),
    ({"min_confidence": 1.5}, "a number from 0 to 1"),
    ({"min_confidence": float("nan")}, "a number from 0 to 1"),
    ({"min_confidence": True}, "a number from 0 to 1"),
    ({"cache": "no"}, "True or False"),
    ({"ocr_languages": "eng+xyz"}, "eng"),
    ({"ocr_languages": None}, "such as 'auto'"),
]


@pytest.fixture
def pipeline() -> nerkit.Pipeline:
    """A pipeline whose model nobody has needed yet."""
    return nerkit.Pipeline(models.find())


def nothing_taken() -> Iterator[Path]:
    raise AssertionError("a file was taken before the options were looked at")
    yield


@pytest.mark.parametrize(("options", "right"), WRONG, ids=str)
def test_a_wrong_option_is_named_with_the_right_ones(
    pipeline: nerkit.Pipeline, options: dict[str, Any], right: str
) -> None:
    with pytest.raises(OptionError) as said:
        pipeline("Total: 5.00 EUR", **options)
    assert next(iter(options)) in said.value.message or str(options["kind"]) in said.value.message
    assert right in said.value.message
    assert "tagger" not in vars(pipeline), "no model is loaded for it"


@pytest.mark.parametrize(("options", "right"), WRONG, ids=str)
@pytest.mark.parametrize("workers", [0, 2])
def test_a_stream_says_so_before_it_takes_a_file(
    pipeline: nerkit.Pipeline, options: dict[str, Any], right: str, workers: int
) -> None:
    with pytest.raises(OptionError):
        pipeline.stream(nothing_taken(), workers=workers, **options)


@pytest.mark.parametrize("workers", ["2", None, 1.5, -1])
def test_a_stream_says_at_once_what_is_no_number_of_processes(pipeline: nerkit.Pipeline, workers: Any) -> None:
    with pytest.raises(OptionError, match="it is a number of processes, or 0 for none"):
        pipeline.stream(nothing_taken(), workers=workers)


def test_a_field_to_explain_that_no_kind_has_is_said_at_once(pipeline: nerkit.Pipeline) -> None:
    with pytest.raises(FieldError):
        pipeline.stream(nothing_taken(), explain="totl")


def test_reading_alone_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Total: 5.00 EUR")
    with pytest.raises(OptionError, match="did you mean 'ocr'"):
        nerkit.read(tmp_path / "a.txt", orc="never")  # type: ignore[call-arg]


def test_a_kind_and_an_engine_of_ones_own_are_right(pipeline: nerkit.Pipeline) -> None:
    chosen = pipeline.checked({"kind": "receipt", "ocr_languages": "eng"})
    assert chosen["kind"] == "receipt"
    assert chosen["ocr"] == "auto"
    assert set(chosen) == set(options_of(PipelineOptions))


def test_no_option_changes_a_default_that_is_not_named() -> None:
    usual = {"ocr": "auto", "ocr_languages": "auto", "ocr_engine": "auto", "cache": True}
    assert checked(ReadingOptions, {}) == {**usual, "password": None, "passwords": None}


@pytest.mark.parametrize("command", ["tag", "read", "annotate"])
def test_a_command_has_every_option_of_reading_with_its_default(command: str) -> None:
    from nerkit.cli.main import app

    shown = {parameter.name: parameter for parameter in get_command(app).commands[command].params}  # type: ignore[attr-defined]
    for name, (_, option) in options_of(ReadingOptions).items():
        assert shown[name].default == option.default
        assert shown[name].help == option.help


@pytest.mark.parametrize(
    "arguments",
    [
        ["tag", "no-such-file.txt", "--ocr-languages", "eng+xyz"],
        ["read", "no-such-file.txt", "--ocr-languages", "xyz"],
        ["annotate", "no-such-file.txt", "--ocr-languages", "xyz"],
        ["tag", "no-such-file.txt", "--kind", "bill"],
    ],
    ids=" ".join,
)
def test_on_the_command_line_it_is_said_before_any_file_is_read(arguments: list[str]) -> None:
    from nerkit.cli.main import app

    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, OptionError)
