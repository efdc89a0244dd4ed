"""The flow from Python: files, documents and texts become results, one by one or as a stream."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import nerkit
from nerkit import models
from nerkit.errors import EmptyFile, MissingFile, ModelError
from nerkit.reading.isolated import IsolatedReader, Limits
from nerkit.result import Failure, Result

TEXT = 'This Agreement is made on March 3, 2020 between Acme Industries, Inc. ("Acme") and Meadow Bank LLC.\n'


@pytest.fixture(scope="module")
def pipeline() -> nerkit.Pipeline:
    return nerkit.load()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Five contracts that differ in their date."""
    paths = [tmp_path / f"{day}.txt" for day in range(1, 6)]
    for day, path in enumerate(paths, start=1):
        path.write_text(TEXT.replace("March 3", f"March {day}"))
    return paths


def test_a_path_a_document_and_a_text_give_the_same_entities(pipeline: nerkit.Pipeline, tmp_path: Path) -> None:
    path = tmp_path / "contract.txt"
    path.write_text(TEXT)
    by_path = pipeline(path)
    assert by_path.source == str(path)
    assert pipeline(str(path)) == by_path
    assert pipeline(nerkit.read(path)) == by_path
    assert pipeline(TEXT).entities == by_path.entities
    assert pipeline.text(TEXT).entities == by_path.entities


@pytest.mark.parametrize("name", ["no-such-file.pdf", "no such folder/scan.TIFF", "invoice.txt"])
def test_a_string_that_looks_like_a_file_is_never_taken_for_text(pipeline: nerkit.Pipeline, name: str) -> None:
    with pytest.raises(MissingFile):
        pipeline(name)


@pytest.mark.parametrize("text", ["See the attached terms.pdf\nof Acme Inc.", "x" * 100_000, "Total: 5.00 EUR", "a\0b"])
def test_other_strings_are_text(pipeline: nerkit.Pipeline, text: str) -> None:
    assert pipeline(text).document.text == text


def test_the_dictionary_of_a_result_is_json_with_rounded_numbers(pipeline: nerkit.Pipeline) -> None:
    result = pipeline(TEXT)
    row = result.to_dict()
    assert json.loads(json.dumps(row)) == row
    assert [entity["text"] for entity in row["entities"]] == [entity.text for entity in result.entities]
    assert all(round(entity["confidence"], 4) == entity["confidence"] for entity in row["entities"])


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stream_gives_what_one_by_one_gives_in_order(
    pipeline: nerkit.Pipeline, files: list[Path], workers: int
) -> None:
    streamed = [outcome.to_dict() for outcome in pipeline.stream(files, workers=workers)]
    assert streamed == [pipeline(path).to_dict() for path in files]


@pytest.mark.parametrize("workers", [0, 2])
def test_an_error_is_a_value_in_its_place_and_the_stream_goes_on(
    pipeline: nerkit.Pipeline, files: list[Path], workers: int
) -> None:
    files[1].write_text("")
    files[3].unlink()
    outcomes = list(pipeline.stream(files, workers=workers))
    assert [type(outcome) for outcome in outcomes] == [Result, Failure, Result, Failure, Result]
    codes = [outcome.code for outcome in outcomes if isinstance(outcome, Failure)]
    assert codes == [EmptyFile.code, MissingFile.code]


def test_a_stream_goes_on_after_more_errors_than_it_looks_ahead(pipeline: nerkit.Pipeline, files: list[Path]) -> None:
    missing = [Failure(f"{i}.pdf", "missing-file", "not there") for i in range(30)]
    outcomes = list(pipeline.stream([*missing, files[0]], workers=2))
    assert outcomes[:30] == missing
    assert isinstance(outcomes[30], Result)
    assert len(outcomes) == 31


def test_a_stream_takes_its_files_as_it_needs_them(pipeline: nerkit.Pipeline, files: list[Path]) -> None:
    taken = []

    def endless() -> Iterator[Path]:
        while True:
            taken.append(files[0])
            yield files[0]

    stream = pipeline.stream(endless(), workers=1)
    assert isinstance(next(iter(stream)), Result)
    assert len(taken) < 20
    stream.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_a_process_that_dies_costs_one_file(pipeline: nerkit.Pipeline, files: list[Path], endless: Path) -> None:
    def kill() -> None:
        with endless.with_name("begun").open() as begun:
            begun.read()
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    outcomes = list(pipeline.stream([files[0], endless, files[1]], workers=1))
    killer.join()
    assert [outcome.source for outcome in outcomes] == [str(files[0]), str(endless), str(files[1])]
    assert [type(outcome) for outcome in outcomes] == [Result, Failure, Result]
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].code == "worker-failed"
    assert "signal 9" in outcomes[1].message


@pytest.mark.parametrize("workers", [0, 1])
def test_a_file_that_kills_its_reader_costs_one_file(files: list[Path], tmp_path: Path, workers: int) -> None:
    pipeline = nerkit.Pipeline(models.find(), IsolatedReader(Limits(memory=600 << 20)))
    bomb = tmp_path / "bomb.png"
    Image.new("L", (9_990, 9_990), "white").save(bomb)
    outcomes = list(pipeline.stream([files[0], bomb, files[1]], workers=workers))
    assert [type(outcome) for outcome in outcomes] == [Result, Failure, Result]
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].code == "out-of-memory"


def test_a_model_that_is_missing_is_no_fault_of_a_file_that_is_missing_too(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        list(nerkit.Pipeline(tmp_path).stream([tmp_path / "none.pdf"], workers=0))


def test_a_failure_says_nothing_of_what_an_uncoded_error_said() -> None:
    failure = Failure.of("a.pdf", ValueError("cannot parse IBAN DE02120300000000202051"))
    assert failure.code == "internal"
    assert "DE02" not in failure.message


@pytest.mark.parametrize("workers", [0, 2])
def test_a_damaged_model_is_an_error_of_the_run_and_not_of_its_files(
    files: list[Path], tmp_path: Path, workers: int
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    damaged = nerkit.Pipeline(models.find(tmp_path / "model"))
    with pytest.raises(ModelError):
        list(damaged.stream(files, workers=workers))


def test_a_model_is_found_by_name_or_by_folder(tmp_path: Path) -> None:
    assert models.find() == models.find("default") == models.find(models.find())
    with pytest.raises(ModelError, match="default"):
        models.find(tmp_path)
    with pytest.raises(ModelError):
        models.find("../default")


def test_of_a_model_with_labels_of_its_own_comes_what_it_was_asked_for(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models.find(), tmp_path / "model"))
    config = json.loads((folder / "config.json").read_text())
    config["labels"] = [f"MY_{name}" for name in config["labels"]]
    (folder / "config.json").write_text(json.dumps(config))
    text = "Invoice No. RE-0815\nDate: 12 March 2024\nTotal amount: EUR 1,880.00\nIBAN DE89 3704 0044 0532 0130 00\n"
    own, usual = nerkit.load(folder)(text), nerkit.load()(text)
    assert {entity.label for entity in usual.entities} >= {"INVOICE_NUMBER", "IBAN"}
    assert own.entities
    assert {entity.label for entity in own.entities} <= {*config["labels"]}
    assert (own.record.kind, dict(own.record.fields)) == ("other", {})

    schema = tmp_path / "schema.toml"
    schema.write_text(nerkit.labels.source())
    assert "IBAN" in {entity.label for entity in nerkit.load(folder, schema=schema)(text).entities}, "it was asked for"
