"""What a config chooses of a run: its schedule, its precision, its start, what it samples; and what a run leaves."""

from __future__ import annotations

import json
import random
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.errors import ConfigError, ModelError
from nerkit.reading import document_from_text
from nerkit.tagging import Tagger
from nerkit.tagging.model import Model
from nerkit.tagging.network import Batch
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.storage import load_model
from nerkit.training import train
from nerkit.training.calibration import HeldOut, calibrate
from nerkit.training.config import NetworkSizes, load_config
from nerkit.training.examples import allowed_tags, examples
from nerkit.training.sampling import Pool, epoch_batches
from nerkit.training.schedule import SCHEDULES, rate
from nerkit.training.transfer import load_start, start_from
from nerkit.training.vocabulary import build_vocabulary
from tests.training_material import contract, write_material

TEXT = "THIS AGREEMENT is made on June 3, 2015 by and between Granite Fulcrum LLC and Dorado GmbH , who agree."


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_material(tmp_path_factory.mktemp("options"), train=40, dev=8)
    text = path.read_text(encoding="utf-8").replace("epochs = 6", "epochs = 5")
    path.write_text(text + '[card]\nlicence = "MIT"\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def model(config: Path) -> Path:
    return train(config)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_learning_rate_rises_to_its_height_and_never_rises_again(schedule: str) -> None:
    rates = [rate(schedule, step, 100, 10) for step in range(1, 131)]
    assert rates[:9] == sorted(rates[:9])
    assert rates[0] == 0.1
    assert max(rates) <= 1
    assert rates[9:] == sorted(rates[9:], reverse=True)
    assert rates[-1] == pytest.approx({"constant": 1.0}.get(schedule, 0.05))


def test_half_of_a_cosine_is_done_at_half_of_the_steps() -> None:
    assert rate("cosine", 50, 100, 0) == pytest.approx((1 + 0.05) / 2)
    assert rate("cosine", 25, 100, 0) > rate("linear", 25, 100, 0)


@pytest.mark.parametrize("override", ["training.schedule=cosine", "training.precision=bfloat16"])
def test_a_model_learns_with_it_and_learns_something_else_than_without(
    config: Path, model: Path, tmp_path: Path, override: str
) -> None:
    other = train(config, [override, f"output={tmp_path}"])
    weights, others = load_file(model / "model.safetensors"), load_file(other / "model.safetensors")
    assert {name: tensor.dtype for name, tensor in others.items()} == {n: t.dtype for n, t in weights.items()}
    assert any(not torch.equal(weights[name], others[name]) for name in weights)
    assert json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))["dev"]["micro"]["f1"] > 0.9


def test_mixed_precision_gives_one_model_for_one_seed(config: Path, tmp_path: Path) -> None:
    overrides = ["training.precision=bfloat16", "training.epochs=1"]
    folders = [train(config, [*overrides, f"output={tmp_path / name}"]) for name in "ab"]
    first, second = (load_file(folder / "model.safetensors") for folder in folders)
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_run_leaves_its_figures_a_card_and_a_picture(config: Path, model: Path) -> None:
    metrics = json.loads((model.parent / "metrics.json").read_text(encoding="utf-8"))
    card = (model / "README.md").read_text(encoding="utf-8")
    assert card.startswith("# tiny\n")
    assert "- licence: MIT" in card
    micro = metrics["dev"]["micro"]
    assert f"| micro average |  |  | {micro['hits'] + micro['missed']} | {micro['precision']:.3f} |" in card
    assert f"\n| jsonl: train.jsonl | all | 40 | {40 * 3} |\n" in card
    assert f"temperature {metrics['temperature']:.3f}" in card
    assert "fewer than 50 mentions in training: AGREEMENT_DATE (40)." in card
    assert len(metrics["history"]) == 5
    assert metrics["calibration"]["entities"] == micro["hits"] + micro["extra"]
    with Image.open(model / "training.png") as picture:
        assert len(picture.convert("L").getcolors() or []) > 10


def test_the_config_of_the_card_trains_the_same_model_again(model: Path, tmp_path: Path) -> None:
    card = (model / "README.md").read_text(encoding="utf-8")
    written = tmp_path / "config.toml"
    written.write_text(card.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert load_config(written).model_dump() == load_config(model.parent.parent / "config.toml").model_dump()
    assert tomllib.loads(written.read_text(encoding="utf-8"))["training"]["epochs"] == 5


@pytest.mark.parametrize("encoder", ["gru", "lstm", "tcn"])
@pytest.mark.parametrize("characters", ["cnn", "gru", "none"])
@pytest.mark.parametrize("decoder", ["crf", "softmax"])
def test_every_tensor_is_made_on_the_device_of_the_network(encoder: str, characters: str, decoder: str) -> None:
    documents = [contract(random.Random(1), number) for number in range(3)]
    vocabulary, _ = build_vocabulary(documents, [], 1)
    sizes = NetworkConfig(encoder=encoder, characters=characters, decoder=decoder, hidden=6, layers=2)
    model = Model.build(sizes, vocabulary, ["PARTY", "AGREEMENT_DATE"], [])
    found = [example for document in documents for example in examples(document, vocabulary, model.tagset)]
    batch, allowed, crf = Batch.of([example.features for example in found]), allowed_tags(found), model.network.crf
    # A tensor that named no device would be made on "meta", and no sum with one on the CPU can be taken.
    with torch.device("meta"):
        crf.loss(model.network.train().emissions(batch), batch.lengths, allowed).sum().backward()
        emissions = model.network.eval().emissions(batch).detach()
        chain = crf.posterior(emissions, batch.lengths)
        assert chain.path_probabilities([(0, 2, [0, 0])])[0] > 0
        assert len(crf.best(emissions, batch.lengths, chain)) == len(crf.k_best(emissions, batch.lengths, 2)) == 3


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_gpu_trains_a_model_that_the_cpu_can_use(config: Path, tmp_path: Path, precision: str) -> None:
    folder = train(config, ["training.device=cuda", f"training.precision={precision}", f"output={tmp_path}"])
    assert ("AGREEMENT_DATE", "June 3, 2015") in tagged(load_model(folder))


def test_a_terminal_shows_loss_dev_score_and_speed(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "160")
    train(config, ["training.epochs=2", f"output={tmp_path}"])
    shown = capsys.readouterr()
    assert re.search(r"epoch 2/2 .*loss \d\.\d{4} · dev F1 \d\.\d{4} · [\d,]+ tokens/s", shown.err)
    assert not shown.out


def tagged(model: Model, text: str = TEXT) -> list[tuple[str, str]]:
    entities = Tagger(model, "m").tag(document_from_text(text, "new"))
    return [(entity.label, entity.text) for entity in entities]


def novel(number: int) -> LabelledDocument:
    text = f"Zwischen der Firma Grünwald & Söhne KG und der Firma Acme GmbH, Rechnung №{number} über 20 €"
    start = text.index("Grünwald")
    return LabelledDocument(
        document_from_text(text, str(number)),
        (
            Span(start, start + len("Grünwald & Söhne KG"), "PARTY"),
            Span(text.index("№"), text.index(" über"), "NUMBER"),
        ),
        frozenset({"PARTY", "NUMBER"}),
    )


def test_a_start_from_a_trained_model_tags_as_that_one_did_before_its_first_step(model: Path) -> None:
    start = load_start(str(model))
    documents = [novel(number) for number in range(5)]
    new = start_from(start, documents, NetworkSizes(), start.tagset.labels, min_count=2)
    assert new.vocabulary.trained("söhne") > start.vocabulary.trained("söhne")
    for text in (TEXT, documents[0].document.text):
        new.network.eval()
        (features,) = (stretch for _, stretch in new.read(document_from_text(text, "x"))[1])
        (old,) = (stretch for _, stretch in start.read(document_from_text(text, "x"))[1])
        torch.testing.assert_close(new.emissions([features])[0], start.emissions([old])[0])


def test_a_start_keeps_what_the_labels_share_and_takes_sizes_that_are_set(model: Path) -> None:
    start = load_start(str(model))
    new = start_from(start, [novel(1)], NetworkSizes(dropout=0.2), ["NUMBER", "PARTY"], min_count=1)
    assert new.tagset.labels == ("NUMBER", "PARTY")
    assert new.network.config == replace(start.network.config, dropout=0.2)
    ours, theirs = (list(m.tagset.tags_of("PARTY")) for m in (new, start))
    assert torch.equal(new.network.output.weight[ours], start.network.output.weight[theirs])
    assert torch.equal(new.network.crf.transitions[ours][:, ours], start.network.crf.transitions[theirs][:, theirs])
    wider = start_from(start, [novel(1)], NetworkSizes(hidden=40, filters=70), ["PARTY"], min_count=1)
    assert wider.network.output.weight.shape[1] == 80
    assert torch.equal(wider.network.embedding.shapes.weight[:2], start.network.embedding.shapes.weight[:2])


def test_a_start_helps_a_run_of_one_epoch_and_is_told_in_the_card(config: Path, model: Path, tmp_path: Path) -> None:
    text = config.read_text(encoding="utf-8")
    text = text[: text.index("[vectors]")] + text[text.index("[training]") :]
    path = tmp_path / "config.toml"
    path.write_text(f'init = "{model}"\n{text}', encoding="utf-8")
    short = ["training.epochs=1", "training.learning_rate=0.001", f"output={tmp_path / 'run'}"]
    tuned = train(path, short)
    assert tagged(load_model(tuned)) == tagged(load_model(model))
    assert f"weights of the model `{model}`" in (tuned / "README.md").read_text(encoding="utf-8")
    assert load_model(tuned).card["started from"] == str(model)
    with pytest.raises(ModelError, match="there is no model"):
        train(path, [*short, "init=nowhere"])
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="vectors is missing"):
        load_config(path)


def test_the_last_epoch_is_kept_where_the_config_says_so(config: Path, tmp_path: Path) -> None:
    folder = train(config, ["training.keep=last", "training.learning_rate=0.01", f"output={tmp_path / 'run'}"])
    told = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    assert told["kept_epoch"] == len(told["history"]) == 5
    assert told["dev"]["micro"]["f1"] == pytest.approx(told["history"][-1]["dev_f1"])
    assert "5 epochs, of which 5 is kept" in (folder / "README.md").read_text(encoding="utf-8")


def test_segments_without_entities_are_left_out_of_epochs_but_not_of_calibration(config: Path, model: Path) -> None:
    # A model that has seen few segments without entities finds names in them; dev documents say how seldom rightly.
    fitted, whole = load_model(model), load_model(model)
    rng = random.Random(9)
    dev = [contract(rng, number) for number in range(20)]
    bare = [replace(contract(rng, number), spans=()) for number in range(20)]
    found = [example for document in bare for example in examples(document, whole.vocabulary, whole.tagset)]
    corpus = load_config(config, ["train.0.empty=0.0"]).train[0]
    assert all(example.empty for example in found)
    assert not epoch_batches([Pool(found, corpus)], 256, 1, 1)
    calibrate(fitted, [HeldOut(fitted, dev)])
    calibrate(whole, [HeldOut(whole, [*dev, *bare])])
    (sure, *_), (unsure, *_) = (Tagger(m, "m").tag(dev[0].document) for m in (fitted, whole))
    assert unsure.confidence < sure.confidence - 0.2


@pytest.mark.parametrize(("weight", "largest"), [(1, 512), (400, 4096)])
def test_batches_follow_from_the_size_of_an_epoch_unless_the_config_says_it(
    config: Path, model: Path, weight: int, largest: int
) -> None:
    rng, whole = random.Random(9), load_model(model)
    documents = [contract(rng, number) for number in range(100)]
    found = [example for each in documents for example in examples(each, whole.vocabulary, whole.tagset)]
    pool = Pool(found, load_config(config, [f"train.0.weight={weight}"]).train[0])
    for asked, most in ((0, largest), (1024, 1024)):
        batches = epoch_batches([pool], asked, 1, 1)
        padded = [len(batch) * max(map(len, batch)) for batch in batches]
        assert sum(map(len, batches)) == weight * len(found)
        assert 0.8 * most < max(padded) <= most


def test_labels_without_a_role_decide_where_a_model_has_no_others(tmp_path: Path) -> None:
    path = write_material(tmp_path, train=30, dev=6)
    for name in ("train", "dev", "config"):
        file = next(tmp_path.glob(f"{name}.*"))
        file.write_text(file.read_text(encoding="utf-8").replace("AGREEMENT_DATE", "DATE"), encoding="utf-8")
    folder = train(path, ['labels=["DATE"]', "training.epochs=4"])
    metrics = json.loads((folder.parent / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["dev"]["micro"]["f1"] > 0.9
    assert list(metrics["dev"]["by_name"]) == ["DATE"]
