"""Training in spaCy: `nerkit_ner` behind `spacy train`, evaluate, package, debug data and a project."""

import inspect
import json
import shutil
from pathlib import Path

import pytest
import spacy
import srsly
import torch
from spacy.cli.debug_data import debug_data
from spacy.cli.evaluate import evaluate
from spacy.cli.init_config import fill_config
from spacy.cli.package import package
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy_training_material import LABELS, SMALL, TEXTS, blank, contracts, examples, gold, trained

from nerkit.document import Box, Document, Page, Word
from nerkit.errors import ModelError
from nerkit.spacy import doc_from_document
from nerkit.spacy.layers import bigru_crf
from nerkit.spacy.reference import document_of, labelled
from nerkit.training.config import NetworkSizes

PROJECT = Path(__file__).parent.parent / "docs" / "spacy"


def entities(doc: Doc) -> list[tuple[str, str, float]]:
    return [(ent.text, ent.label_, ent._.confidence) for ent in doc.ents]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, and what `spacy init fill-config` and `spacy train` make of it with the config of the docs."""
    folder = tmp_path_factory.mktemp("training")
    nlp = spacy.blank("en")
    for name, documents in (("train", contracts(104)), ("dev", contracts(12, seed=4))):
        DocBin(docs=[gold(nlp, each) for each in documents], store_user_data=True).to_disk(folder / f"{name}.spacy")
    fill_config(folder / "config.cfg", PROJECT / "configs" / "base.cfg", silent=True)
    train(folder / "config.cfg", folder / "out", overrides=overrides(folder))
    return folder


def overrides(folder: Path) -> dict[str, object]:
    return {
        "paths.train": str(folder / "train.spacy"),
        "paths.dev": str(folder / "dev.spacy"),
        "training.max_epochs": 5,
        "training.eval_frequency": 20,
        "training.batcher.size": 250,
        "training.optimizer.learn_rate": 0.01,
        "components.nerkit_ner.model.hidden": 16,
        "initialize.components.nerkit_ner.vectors": None,
    }


@pytest.fixture(scope="module")
def nlp(folder: Path) -> Language:
    return spacy.load(folder / "out" / "model-best")


def test_spacy_train_learns_and_spacy_evaluate_says_so(folder: Path) -> None:
    scores = evaluate(str(folder / "out" / "model-best"), folder / "dev.spacy", silent=True)
    assert scores["ents_f"] > 0.9
    assert set(scores["ents_per_type"]) == set(LABELS)


def test_the_architecture_has_the_settings_of_nerkits_own_training_with_the_same_defaults() -> None:
    settings = {name: parameter.default for name, parameter in inspect.signature(bigru_crf).parameters.items()}
    assert settings == {name: field.default for name, field in NetworkSizes.model_fields.items()}


def test_fill_config_writes_every_setting(folder: Path) -> None:
    config = spacy.util.load_config(folder / "config.cfg")
    model = config["components"]["nerkit_ner"]["model"]
    assert set(model) == {"@architectures", *NetworkSizes.model_fields}


def test_debug_data_accepts_the_corpus(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    debug_data(folder / "config.cfg", config_overrides=overrides(folder), silent=False)
    assert "Pipeline can be initialized with data" in capsys.readouterr().out


def test_a_stored_pipeline_predicts_the_very_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "stored")
    from_disk = spacy.load(tmp_path / "stored")
    from_bytes = spacy.blank("en")
    from_bytes.add_pipe("nerkit_ner")
    from_bytes.from_bytes(nlp.to_bytes())
    for text in TEXTS:
        found = entities(nlp(text))
        assert found
        assert entities(from_disk(text)) == found
        assert entities(from_bytes(text)) == found


def test_no_pickle_is_stored(folder: Path) -> None:
    stored = {path.name for path in (folder / "out" / "model-best" / "nerkit_ner").rglob("*") if path.is_file()}
    assert stored == {"cfg", "card.json", "config.json", "vocabulary.json", "model.safetensors"}


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_stream_gives_what_single_texts_give(nlp: Language, n_process: int) -> None:
    for text, doc in zip(TEXTS, nlp.pipe(TEXTS, batch_size=2, n_process=n_process), strict=True):
        one_by_one = entities(nlp(text))
        assert [found[:2] for found in entities(doc)] == [found[:2] for found in one_by_one]
        chances = [chance for *_, chance in one_by_one]
        assert [chance for *_, chance in entities(doc)] == pytest.approx(chances, abs=1e-5)


def test_confidences_are_probabilities(nlp: Language) -> None:
    assert all(0 < chance <= 1 for text in TEXTS for *_, chance in entities(nlp(text)))


def test_predicting_changes_nothing(nlp: Language) -> None:
    doc = nlp.make_doc(TEXTS[0])
    before = doc.to_bytes()
    found = nlp.get_pipe("nerkit_ner").predict([doc])
    assert doc.to_bytes() == before
    nlp.get_pipe("nerkit_ner").set_annotations([doc], found)
    assert [ent.label_ for ent in doc.ents] == [entity.label for entity in found[0]]


def test_empty_and_blank_texts_have_no_entities(nlp: Language) -> None:
    assert [doc.ents for doc in nlp.pipe(["", "  \n"])] == [(), ()]


def test_entities_of_other_components_stay(nlp: Language) -> None:
    doc = nlp.make_doc(TEXTS[0])
    ours = nlp(TEXTS[0]).ents[0]
    doc.ents = [Span(doc, ours.start, ours.start + 1, label="THEIRS")]
    with pytest.warns(UserWarning, match="found no room"):
        assert nlp(doc).ents[0].label_ == "THEIRS"


def test_the_model_within_is_one_for_all_of_nerkit(folder: Path, nlp: Language) -> None:
    other = spacy.blank("en")
    other.add_pipe("nerkit", config={"model": str(folder / "out" / "model-best" / "nerkit_ner" / "model")})
    for text in TEXTS:
        assert entities(other(text)) == entities(nlp(text))


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # spaCy leaves closing the files it writes to chance
def test_a_package_loads(folder: Path, nlp: Language, tmp_path: Path) -> None:
    package(folder / "out" / "model-best", tmp_path, name="tiny", version="1.2.3", create_sdist=False, silent=True)
    again = spacy.load(tmp_path / "en_tiny-1.2.3" / "en_tiny" / "en_tiny-1.2.3")
    assert entities(again(TEXTS[0])) == entities(nlp(TEXTS[0]))
    assert [name.partition(">")[0] for name in again.meta["requirements"]].count("nerkit") == 1


def test_the_same_seed_gives_the_same_pipeline() -> None:
    first, second = (trained(blank(), examples(spacy.blank("en"), contracts(8)), epochs=1) for _ in range(2))
    assert first.to_bytes(exclude=["vocab"]) == second.to_bytes(exclude=["vocab"])


def test_averaged_weights_come_and_go() -> None:
    nlp = blank()
    learned = examples(nlp, contracts(8))
    optimizer = nlp.initialize(lambda: learned)
    optimizer.averages = {}
    nlp.update(learned, sgd=optimizer)
    nlp.update(learned, sgd=optimizer)
    network = nlp.get_pipe("nerkit_ner").tagging_model.network
    now = network.output.weight.detach().clone()
    with nlp.use_params(optimizer.averages):
        assert not torch.equal(network.output.weight, now)
    assert torch.equal(network.output.weight, now)


def test_a_stored_pipeline_can_be_trained_on(folder: Path) -> None:
    """What it knew is turned round: each label becomes the next one, which no chance of dropout can hide."""
    nlp = spacy.load(folder / "out" / "model-best")
    other = dict(zip(LABELS, [*LABELS[1:], LABELS[0]], strict=True))
    learned = examples(nlp, contracts(8, seed=9))
    for example in learned:
        spans = [Span(example.reference, ent.start, ent.end, other[ent.label_]) for ent in example.reference.ents]
        example.reference.set_ents(spans)
    optimizer = nlp.resume_training()
    losses = [nlp.update(learned, sgd=optimizer)["nerkit_ner"] for _ in range(20)]
    assert losses[-1] < losses[0] / 2


def test_vectors_of_a_nerkit_model_are_used(folder: Path) -> None:
    nlp = trained(blank(), examples(spacy.blank("en"), contracts(4)), epochs=0, vectors="default")
    index = nlp.get_pipe("nerkit_ner").tagging_model.vocabulary.pretrained[0]
    assert "agreement" in index
    assert len(index) > 10_000


# Pages


@pytest.mark.parametrize(("reader", "keeps"), [("nerkit.Corpus.v1", True), ("spacy.Corpus.v1", False)])
def test_nerkits_reader_keeps_the_pages(reader: str, keeps: bool, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    words = (Word(0, 5, Box(1, 50, 60, 90, 70)), Word(6, 12, Box(1, 95, 60, 140, 70)))
    document = Document("paper.pdf", "Total 119.00", words, (Page(1, 595, 842, 0, 12),))
    doc = doc_from_document(nlp, document)
    doc.ents = [Span(doc, 1, 2, label="TOTAL_AMOUNT")]
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "corpus.spacy")
    read = spacy.registry.readers.get(reader)
    [example] = read(tmp_path / "corpus.spacy", gold_preproc=False, max_length=0, limit=0, augmenter=None)(nlp)
    assert (document_of(example.predicted) == document) is keeps
    assert (labelled(example, ["TOTAL_AMOUNT"], "unknown").document.pages == document.pages) is keeps


# Mistakes


def test_a_pipeline_that_was_not_initialised_says_so() -> None:
    with pytest.raises(ValueError, match="initialize"):
        blank()("Some text.")


def test_a_pipeline_that_was_not_initialised_can_be_stored_and_initialised_later(tmp_path: Path) -> None:
    blank().to_disk(tmp_path / "stored")
    nlp = trained(spacy.load(tmp_path / "stored"), examples(spacy.blank("en"), contracts(4)), epochs=1)
    assert nlp.get_pipe("nerkit_ner").labels == LABELS


def test_a_corpus_without_entities_is_refused() -> None:
    nlp = blank()
    text = Example(nlp.make_doc("No entity."), nlp.make_doc("No entity."))
    with pytest.raises(ValueError, match="Labels for component 'nerkit_ner' not initialized"):
        nlp.initialize(lambda: [text])


def test_texts_that_differ_are_refused(folder: Path) -> None:
    nlp = spacy.load(folder / "out" / "model-best")
    reference = gold(nlp, contracts(1)[0])
    with pytest.raises(ValueError, match="must match between reference and predicted"):
        nlp.update([Example(nlp.make_doc("Another text."), reference)])


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="encoder"):
        blank(model={**SMALL, "encoder": "transformer"})


def test_a_model_with_paths_in_it_is_refused() -> None:
    shim = bigru_crf().shims[0]
    with pytest.raises(ModelError, match="folder"):
        shim.from_bytes(srsly.msgpack_dumps({"../config.json": b"{}"}))


# The project of the docs


def test_the_project_of_the_docs_runs_to_the_end(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from weasel.cli.run import project_run

    project = tmp_path / "project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("assets", "corpus", "training", "packages"))
    small = {"vars.documents": 10, "vars.epochs": 1, "vars.hidden": 8}
    project_run(project, "all", overrides=small)
    assert "ents_f" in json.loads((project / "training" / "metrics.json").read_text())
    made = project / "packages" / "en_agreements-0.1.0" / "en_agreements" / "en_agreements-0.1.0"
    assert "TITLE" in spacy.load(made).get_pipe("nerkit_ner").labels
