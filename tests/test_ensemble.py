"""Several models as one: averaged scores, one decode, one folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.errors import ModelError, OutputError
from nerkit.pipeline import load
from nerkit.reading import document_from_text
from nerkit.tagging import Model, Tagger
from nerkit.tagging.network import Batch
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.tagging_model import WINDOW
from nerkit.training.ensembling import ensemble
from tests.test_menu import DOCUMENTS, build, learn

DOCUMENT = DOCUMENTS[0].document


@pytest.fixture(scope="module")
def members() -> list[Model]:
    """Models that have nothing in common but their tags: another seed, encoder, decoder, vocabulary and vectors."""
    models = [
        build(seed=1),
        build(seed=2, encoder="tcn", characters="none", tables=[False, True]),
        build(seed=3, decoder="softmax", tables=[], words=20),
    ]
    for model in models:
        learn(model, 20)
    return models


def scores(model: Model) -> torch.Tensor:
    with torch.no_grad():
        return model.emissions([stretch for _, stretch in model.read(DOCUMENT)[1]])[0]


def test_the_scores_of_an_ensemble_are_the_mean_of_its_members(members: list[Model]) -> None:
    joint = Model.ensemble(members)
    assert torch.allclose(scores(joint), torch.stack([scores(member) for member in members]).mean(0), atol=1e-5)
    mean = torch.stack([member.network.crf.transitions for member in members]).mean(0)
    assert torch.allclose(joint.network.crf.transitions, mean)


def test_a_sentence_longer_than_a_window_is_read_by_every_member(members: list[Model]) -> None:
    document = document_from_text(" ".join(["Acme", "Inc.", "and"] * (WINDOW // 2)), "long")
    joint = Model.ensemble(members)
    (_, stretch), *none = joint.read(document)[1]
    assert not none
    assert len(stretch) > WINDOW
    with torch.no_grad():
        long, at_once = joint.emissions([stretch])[0], joint.network.emissions(Batch.of([stretch]))
    assert torch.allclose(long, at_once, atol=1e-4)


def test_an_ensemble_of_one_model_with_itself_is_that_model(members: list[Model]) -> None:
    alone = Tagger(members[0], "one").tag(DOCUMENT)
    twice = Tagger(Model.ensemble([members[0]] * 2), "two").tag(DOCUMENT)
    assert [(e.label, e.text) for e in twice] == [(e.label, e.text) for e in alone] != []
    assert [e.confidence for e in twice] == pytest.approx([e.confidence for e in alone], abs=1e-5)


def test_an_ensemble_is_a_folder_like_any_model(members: list[Model], tmp_path: Path) -> None:
    folders = [tmp_path / f"seed-{i}" for i in range(len(members))]
    for member, folder in zip(members, folders, strict=True):
        save_model(member, folder)
    output = ensemble(folders, tmp_path / "all")
    wanted = Tagger(Model.ensemble(members), "all").tag(DOCUMENT)
    for folder in folders:
        (folder / "config.json").unlink()  # the ensemble has its own copies
    assert load(output).tagger.tag(DOCUMENT) == wanted != []
    assert Tagger.load(output).name == "all"
    assert Tagger.load(output).card["ensemble of"] == ["seed-0", "seed-1", "seed-2"]
    # An ensemble of ensembles, and one saved again, are ensembles too.
    again = ensemble([output, output], tmp_path / "again")
    assert [(e.label, e.text) for e in Tagger.load(again).tag(DOCUMENT)] == [(e.label, e.text) for e in wanted]
    save_model(load_model(output), tmp_path / "copy")
    assert Tagger.load(tmp_path / "copy").tag(DOCUMENT) == wanted


def test_members_with_other_tags_are_refused(members: list[Model]) -> None:
    with pytest.raises(ModelError, match="same scheme"):
        Model.ensemble([members[0], build(scheme="BIO")])


def test_an_existing_folder_is_never_written_over(members: list[Model], tmp_path: Path) -> None:
    save_model(members[0], tmp_path / "one")
    with pytest.raises(OutputError, match="already"):
        ensemble([tmp_path / "one", tmp_path / "one"], tmp_path / "one")


def test_a_member_outside_the_ensembles_folder_is_not_reached(members: list[Model], tmp_path: Path) -> None:
    save_model(members[0], tmp_path / "secret")
    output = ensemble([tmp_path / "secret"] * 2, tmp_path / "all")
    config = (output / "config.json").read_text(encoding="utf-8").replace("member-1", "../secret")
    (output / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError):
        load_model(output)


def test_the_command_fits_the_confidences_of_an_ensemble(members: list[Model], tmp_path: Path) -> None:
    for number, member in enumerate(members):
        save_model(member, tmp_path / str(number))
    jsonl.write(tmp_path / "dev.jsonl", DOCUMENTS)
    arguments = ["ensemble", *(str(tmp_path / str(n)) for n in range(3)), "-o", str(tmp_path / "all")]
    runner = CliRunner()
    result = runner.invoke(app, [*arguments, "--calibrate-on", f"jsonl={tmp_path / 'dev.jsonl'}", "--name", "trio"])
    assert result.exit_code == 0, result.output
    fitted = load_model(tmp_path / "all")
    assert fitted.card["name"] == "trio"
    assert fitted.temperature != 1.0
    assert set(fitted.calibration.curves) == {"PARTY", "AGREEMENT_DATE"}
    assert runner.invoke(app, ["ensemble", str(tmp_path / "0"), "-o", str(tmp_path / "x")]).exit_code == 2
