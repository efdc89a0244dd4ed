"""A model from a stranger runs nothing, takes no more memory than its files, and where it is wrong that is an error."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

import nerkit
from nerkit.errors import ModelError
from nerkit.reading import document_from_text
from nerkit.records.choosing.scorer import FILE, Scorer
from nerkit.result import Failure
from nerkit.tagging import Tagger
from nerkit.tagging.confidence import Calibration
from nerkit.tagging.storage import load_model, save_model
from tests.test_menu import build

DEEP = "[" * 100_000


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "sound"
    save_model(build(), folder)
    return folder


@pytest.fixture
def model(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "model"))


def change(file: Path, edit: Callable[[Any], object]) -> None:
    content = json.loads(file.read_text(encoding="utf-8"))
    edit(content)
    file.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    "sizes",
    [
        {"layers": 1_000_000_000},
        {"layers": 2},
        {"layers": -1},
        {"hidden": 10**12},
        {"trained_size": 10**9},
        {"filters": 10**9},
        {"neighbour_size": 10**15},
        {"layout_size": 0},
        {"hidden": "large"},
        {"encoder": "rm -rf"},
        {"encoder": "tcn", "layers": 60},
        {"scheme": ["BILOU"]},
        {"depth": 3},
    ],
    ids=str,
)
def test_sizes_are_held_against_the_tensors_before_anything_is_built(model: Path, sizes: dict[str, Any]) -> None:
    change(model / "config.json", lambda config: config["network"].update(sizes))
    with pytest.raises(ModelError, match="damaged"):
        load_model(model)


@pytest.mark.parametrize(
    "config",
    [
        {"labels": [f"L{i}" for i in range(200_000)]},
        {"labels": ["PARTY", "PARTY"]},
        {"labels": "AB"},
        {"labels": [1, 2]},
        {"labels": ["PARTY", "\x1b[2J"]},
        {"vectors": [{"size": 10**12}]},
        {"vectors": [{"size": 12}] * 3},
        {"vectors": {"size": 12}},
        {"network": []},
        {"format": float("nan")},
        {"format": "2"},
        {"temperature": 0},
        {"temperature": float("nan")},
        {"temperature": float("inf")},
        {"temperature": 1e-300},
        {"temperature": -1},
        {"temperature": "warm"},
        {"temperature": [1]},
        {"calibration": []},
        {"calibration": {"pooled": [1, 1, float("nan")], "curves": {}, "thresholds": {}}},
        {"calibration": {"pooled": [1, 1], "curves": {}, "thresholds": {}}},
        {"calibration": {"pooled": [1, 1, 0], "curves": {}, "thresholds": {"PARTY": float("nan")}}},
        {"calibration": {"pooled": [1, 1, 0], "curves": [], "thresholds": {}}},
    ],
    ids=lambda config: str(config)[:50],
)
def test_a_config_of_a_wrong_shape_is_a_coded_error(model: Path, config: dict[str, Any]) -> None:
    change(model / "config.json", lambda content: content.update(config))
    with pytest.raises(ModelError):
        load_model(model)


@pytest.mark.parametrize("file", ["config.json", "vocabulary.json", "card.json"])
@pytest.mark.parametrize("content", [DEEP, "[]", "null", '"text"', "{", "\x00", '{"a":' * 500 + "1" + "}" * 500])
def test_json_of_a_wrong_shape_is_a_coded_error(model: Path, file: str, content: str) -> None:
    (model / file).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="damaged"):
        load_model(model)


@pytest.mark.parametrize("words", ["abc", None, [1, 2], [["a"]], {"a": 1}])
def test_a_vocabulary_is_lists_of_words(model: Path, words: Any) -> None:
    change(model / "vocabulary.json", lambda content: content.update(characters=words))
    with pytest.raises(ModelError, match="damaged"):
        load_model(model)


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -float("inf"), 1e30, -1e30])
@pytest.mark.parametrize("name", ["output.bias", "crf.transitions", "embedding.tables.0.scales"])
def test_weights_that_are_no_numbers_are_an_error_and_not_an_empty_record(
    model: Path, name: str, weight: float
) -> None:
    state = load_file(model / "model.safetensors")
    state[name].view(-1)[-1] = weight
    save_file(state, model / "model.safetensors")
    with pytest.raises(ModelError, match="damaged"):
        load_model(model)


def test_weights_that_add_up_to_no_numbers_are_an_error_while_tagging() -> None:
    model = build(encoder="tcn", layers=3)
    with torch.no_grad():
        for weights in model.network.parameters():
            weights.fill_(1e15)
    with pytest.raises(ModelError, match="no numbers"):
        Tagger(model, "huge").tag(document_from_text("Acme Inc. of 3 May 2024", "text"))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_scorer_that_cannot_be_loaded_is_an_error_of_the_run_and_not_a_crash_of_its_workers(
    model: Path, tmp_path: Path, workers: int
) -> None:
    (model / FILE).write_text("least = nan", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Acme Inc. of 3 May 2024")
    with pytest.raises(ModelError, match="scorer"):
        list(nerkit.Pipeline(model).stream([tmp_path / "a.txt"], workers=workers))
    with pytest.raises(ModelError, match="scorer"):
        nerkit.load(model)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_document_in_which_the_weights_give_no_numbers_is_a_failure_of_that_file(
    tmp_path: Path, workers: int
) -> None:
    model = build(encoder="tcn", layers=12)
    with torch.no_grad():
        for weights in model.network.parameters():
            weights.fill_(9_000.0)
    save_model(model, tmp_path / "huge")
    (tmp_path / "a.txt").write_text("Acme Inc. of 3 May 2024")
    files = [tmp_path / "a.txt", tmp_path / "none.txt"]
    outcomes = list(nerkit.Pipeline(tmp_path / "huge").stream(files, workers=workers))
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Failure)] == ["bad-model", "missing-file"]


def test_tensors_of_other_shapes_missing_or_too_many_are_a_coded_error(sound: Path, tmp_path: Path) -> None:
    state = load_file(sound / "model.safetensors")
    wrong = [
        {name: tensor for name, tensor in state.items() if name != "output.bias"},
        {**state, "more": torch.zeros(3)},
        {**state, "output.bias": torch.zeros(3)},
        {**state, "crf.transitions": torch.zeros(1)},
    ]
    for number, tensors in enumerate(wrong):
        model = Path(shutil.copytree(sound, tmp_path / str(number)))
        save_file(tensors, model / "model.safetensors")
        with pytest.raises(ModelError, match="damaged"):
            load_model(model)


@pytest.mark.parametrize("members", [[], [""], ["."], [".."], "ab", [7], ["member-1"] * 2, None])
def test_an_ensemble_holds_each_of_its_members_once_and_never_itself(sound: Path, tmp_path: Path, members: Any) -> None:
    folder = tmp_path / "outer" / "all"
    shutil.copytree(sound, folder / "member-1")
    for config in (folder / "config.json", folder.parent / "config.json"):
        config.write_text(json.dumps({"format": 2, "members": members, "temperature": 1.0}), encoding="utf-8")
    with pytest.raises(ModelError):
        load_model(folder)


def test_links_among_members_do_not_multiply(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bomb"
    folder.mkdir()
    names = [f"member-{number}" for number in range(10)]
    for name in names:
        (folder / name).symlink_to(folder if name != "member-0" else sound)
    (folder / "config.json").write_text(json.dumps({"format": 2, "members": names, "temperature": 1}), encoding="utf-8")
    with pytest.raises(ModelError, match="member of itself"):
        load_model(folder)


def test_a_device_in_the_place_of_a_file_is_not_read(model: Path) -> None:
    (model / "vocabulary.json").unlink()
    (model / "vocabulary.json").symlink_to("/dev/zero")
    with pytest.raises(ModelError, match="missing"):
        load_model(model)


def test_a_steep_curve_gives_a_confidence_all_the_same() -> None:
    curve = Calibration.from_dict({"pooled": [1e6, 1e6, 0.0], "curves": {}, "thresholds": {}})
    assert curve.confidence("PARTY", 1e-9) == pytest.approx(0, abs=1e-9)
    assert curve.confidence("PARTY", 1 - 1e-9) == pytest.approx(1)


@pytest.mark.parametrize(
    "scorer",
    [
        "least = nan",
        "least = 7",
        "least = true\nweights = 3",
        'least = 0.5\n[weights."all fields"]\nbias = nan',
        'least = 0.5\n[weights."all fields"]\nbias = inf',
        'least = 0.5\n[weights."all fields"]\nbias = 1e300',
        'least = 0.5\n[weights."all fields"]\nbias = [1]',
        "least = 0.5\n[agreement.sum]\nholds = inf\nfails = 0",
        "least = 0.5\nagreement = [1]",
        f"least = {DEEP}",
        "least = " + "9" * 5000,
    ],
    ids=lambda text: text[:40],
)
def test_a_scorer_of_a_wrong_shape_is_a_coded_error(tmp_path: Path, scorer: str) -> None:
    (tmp_path / FILE).write_text(scorer, encoding="utf-8")
    with pytest.raises(ModelError, match="scorer"):
        Scorer.load(tmp_path)
