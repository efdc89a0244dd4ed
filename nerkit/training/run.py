"""`nerkit train`: from a config to a trained model with its metrics and its card."""

from __future__ import annotations

import json
import logging
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from nerkit.corpora import registry
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import ConfigError
from nerkit.tagging.model import Model
from nerkit.tagging.network import NetworkConfig
from nerkit.tagging.storage import load_model, save_model
from nerkit.training.calibration import calibrate
from nerkit.training.config import CorpusConfig, RunConfig, load_config
from nerkit.training.examples import examples
from nerkit.training.sampling import Pool
from nerkit.training.trainer import OnStep, Trainer
from nerkit.training.vocabulary import build_vocabulary

logger = logging.getLogger(__name__)


def train(config_path: Path, overrides: Sequence[str] = (), *, resume: bool = False) -> Path:
    """Train as the config says and give the folder of the model; metrics stand in `metrics.json` beside it.

    Raises `ConfigError` and `CorpusError` before the first step where something is wrong.
    """
    config = load_config(config_path, overrides)
    settings = config.training
    if settings.threads:
        torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    train_sets = [_load(corpus) for corpus in config.train]
    dev = [document for corpus in config.dev for document in _load(corpus)]
    _check_apart(train_sets, dev)
    checkpoints = config.output / "checkpoint"
    if not resume and checkpoints.exists():
        shutil.rmtree(checkpoints)
    model = _model(config, train_sets, checkpoints, resume=resume)
    pools = [
        Pool(
            [
                e
                for document in _variants(documents, corpus, i)
                for e in examples(document, model.vocabulary, model.tagset)
            ],
            corpus,
        )
        for i, (documents, corpus) in enumerate(zip(train_sets, config.train, strict=True))
    ]
    _check_not_empty(pools)
    trainer = Trainer(model, pools, dev, settings, checkpoints)
    if resume:
        trainer.resume()
    with _progress(settings.epochs) as (on_step, on_epoch):
        trainer.run(on_step, on_epoch)
    return _finish(config, trainer, dev)


def _load(corpus: CorpusConfig) -> list[LabelledDocument]:
    documents = registry.load(corpus.reader, corpus.path, corpus.split)
    if not documents:
        raise ConfigError(f"corpus {corpus.reader!r} has no documents in its split {corpus.split!r}")
    return documents


def _variants(documents: Sequence[LabelledDocument], corpus: CorpusConfig, number: int) -> Iterator[LabelledDocument]:
    """The documents as the corpus's config wants them: with OCR errors, once more under other names, set on pages."""
    if not (corpus.noise or corpus.renamed or corpus.typeset):
        yield from documents
        return
    from nerkit.corpora.generator.noise import noisy
    from nerkit.corpora.generator.renaming import renamed
    from nerkit.corpora.generator.typesetting import typeset

    rng = random.Random(1_000_003 * number + len(documents))
    for document in documents:
        variants = [noisy(document, rng) if rng.random() < corpus.noise else document]
        if rng.random() < corpus.renamed:
            variants.append(renamed(document, rng))
        for variant in variants:
            on_pages = not variant.document.pages and rng.random() < corpus.typeset
            yield typeset(variant, rng) if on_pages else variant


def _check_apart(train_sets: Sequence[Sequence[LabelledDocument]], dev: Sequence[LabelledDocument]) -> None:
    texts = {hash(document.document.text) for documents in train_sets for document in documents}
    shared = sum(hash(document.document.text) in texts for document in dev)
    if shared:
        logger.warning("%d dev documents have the text of a training document: dev scores will be too high", shared)


def _check_not_empty(pools: Sequence[Pool]) -> None:
    if not any(not example.empty for pool in pools for example in pool.examples):
        raise ConfigError("the training corpora hold no entity of any of the model's labels")


def _model(
    config: RunConfig, train_sets: Sequence[Sequence[LabelledDocument]], checkpoints: Path, *, resume: bool
) -> Model:
    initial = checkpoints / "initial"
    if resume and initial.is_dir():
        return load_model(initial)
    documents = [document for documents in train_sets for document in documents]
    vocabulary, tables = build_vocabulary(documents, config.vectors, config.training.min_count)
    sizes = NetworkConfig(**config.network.model_dump())
    model = Model.build(sizes, vocabulary, config.label_names, tables)
    model.card = {"name": config.name}
    save_model(model, initial)
    return model


def _finish(config: RunConfig, trainer: Trainer, dev: Sequence[LabelledDocument]) -> Path:
    model = load_model(trainer.folder / "best")
    calibrate(model, dev)
    trainer.model = model
    scores = trainer.evaluate()
    metrics: dict[str, Any] = {
        "best_epoch": trainer.progress.best_epoch,
        "temperature": model.temperature,
        "dev": scores.to_dict(),
        "history": trainer.progress.history,
        "config": config.model_dump(mode="json"),
    }
    config.output.mkdir(parents=True, exist_ok=True)
    (config.output / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    corpora = [f"{corpus.path.name} ({corpus.split})" for corpus in config.train]
    model.card = {
        "name": config.name,
        **config.card,
        "trained on": corpora,
        "dev F1 of spans": round(scores.micro.f1, 4),
    }
    save_model(model, config.output / "model")
    return config.output / "model"


@contextmanager
def _progress(epochs: int) -> Iterator[tuple[OnStep, Any]]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("epoch 1", text="")
        epoch = 1

        def on_step(step: int, steps: int, loss: float, speed: float) -> None:
            text = f"loss {loss:.4f} · {speed:,.0f} tokens/s"
            bar.update(task, description=f"epoch {epoch}/{epochs}", completed=step, total=steps, text=text)

        def on_epoch(row: dict[str, float]) -> None:
            nonlocal epoch
            epoch = int(row["epoch"]) + 1
            line = f"epoch {row['epoch']}: loss {row['loss']:.4f}, dev F1 {row['dev_f1']:.4f}"
            bar.console.print(f"{line}, {row['tokens']:,.0f} tokens in {row['seconds']:.0f} s", highlight=False)

        yield on_step, on_epoch
