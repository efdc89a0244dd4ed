"""What a training run says before its first step, when its config or its documents cannot work or may mislead."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.errors import ConfigError
from nerkit.reading import document_from_text
from nerkit.training.config import RunConfig, check_config, load_config
from nerkit.training.device import pick_device
from nerkit.training.material import Material, variants
from nerkit.training.preflight import check_material
from tests.training_material import LABELS, contract, write_material

RNG = random.Random(7)
TRAIN = [contract(RNG, number) for number in range(8)]
DEV = [contract(RNG, number) for number in range(100, 103)]
TABLES = {
    "name": "x",
    "output": "x",
    "vectors": [],
    "train": [{"reader": "jsonl", "path": "corpora/ours.jsonl"}],
    "dev": [{"reader": "jsonl", "path": "corpora/ours.jsonl", "split": "dev"}],
}


def check(
    labels: Sequence[str],
    train: Sequence[LabelledDocument] = TRAIN,
    dev: Sequence[LabelledDocument] = DEV,
    known: Sequence[str] = (),
) -> None:
    config = check_config({**TABLES, "labels": list(labels)}, "config.toml")
    check_material(config, Material([train], dev), labels, known)


def test_documents_and_labels_that_fit_together_pass_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    check(sorted(LABELS))
    assert not caplog.records


def test_a_label_that_no_corpus_knows_is_refused_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(ConfigError, match="PARTEI does not exist in any training corpus; is PARTY meant"):
        check(["PARTY", "PARTEI"])


def test_a_label_of_the_model_to_start_from_exists(caplog: pytest.LogCaptureFixture) -> None:
    check(["PARTY", "PARTEI"], known=["PARTEI"])
    assert "no training corpus has an entity of these labels: PARTEI" in caplog.text


def test_a_label_of_a_corpus_that_the_config_leaves_out_is_named(caplog: pytest.LogCaptureFixture) -> None:
    check(["PARTY"])
    assert caplog.messages == ["corpus jsonl (ours.jsonl) has labels that the model leaves out: AGREEMENT_DATE"]


def test_documents_in_which_nothing_is_annotated_are_refused() -> None:
    bare = [replace(document, spans=()) for document in TRAIN]
    with pytest.raises(ConfigError, match="training corpora hold no entity"):
        check(["PARTY"], train=bare)
    with pytest.raises(ConfigError, match="dev documents hold no entity"):
        check(["PARTY"], dev=bare)


def test_a_dev_document_that_is_trained_on_is_found_whatever_its_case_and_white_space(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = TRAIN[3].document.text.upper().replace(" ", "\n  ")
    check(sorted(LABELS), dev=[*DEV, LabelledDocument(document_from_text(text, "again"), (), LABELS)])
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert caplog.messages[0].startswith("1 dev documents have the text of a training document")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("training.epocs=3", "there is no key training.epocs; is epochs meant"),
        ("train.0.wieght=3", "there is no key train.0.wieght; is weight meant"),
        ("colour=3", "there is no key colour$"),
        ("train.4.weight=3", "train.4 is not a table"),
        ("training.schedule=stairs", "training.schedule: .*linear"),
        ("training.precision=float16", "training.precision"),
        ("dev.0.empty=0.1", "dev documents are taken as they are; leave empty out"),
        ("init=default", "leave vectors out"),
    ],
)
def test_a_config_that_cannot_work_says_what_to_change(tmp_path: Path, override: str, message: str) -> None:
    config = write_material(tmp_path, train=2, dev=1)
    with pytest.raises(ConfigError, match=message):
        load_config(config, [override])


def test_one_of_several_tables_can_be_overridden(tmp_path: Path) -> None:
    config = load_config(write_material(tmp_path, train=2, dev=1), ["train.0.renamed=3.0"])
    assert config.train[0].renamed == 3


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_cuda_without_a_gpu_is_refused_and_auto_takes_the_cpu() -> None:
    assert pick_device("auto") == torch.device("cpu")
    with pytest.raises(ConfigError, match="no GPU"):
        pick_device("cuda")


def corpus(**keys: float) -> RunConfig:
    return check_config({**TABLES, "train": [{"reader": "jsonl", "path": "x", **keys}]}, "config.toml")


def test_documents_come_as_often_under_other_names_as_the_config_says() -> None:
    found = list(variants(TRAIN, corpus(renamed=2.5).train[0], 0))
    assert 3 * len(TRAIN) < len(found) < 4 * len(TRAIN)
    assert [document for document in found if document in TRAIN] == TRAIN
    parties = {text_of(document, "PARTY") for document in found}
    assert len(parties) == len(found)


def text_of(document: LabelledDocument, label: str) -> tuple[str, ...]:
    def text(span: Span) -> str:
        return document.document.text[span.start : span.end]

    return tuple(text(span) for span in document.spans if span.label == label)
