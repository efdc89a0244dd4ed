"""From a config and its documents to a network that is trained to the end."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import torch

from nerkit.tagging.model import Model
from nerkit.tagging.network_config import NetworkConfig
from nerkit.tagging.storage import load_model, save_model
from nerkit.training.checkpoint import has_checkpoint
from nerkit.training.config import RunConfig
from nerkit.training.device import pick_device
from nerkit.training.epoch_progress import OnEpoch, OnStep
from nerkit.training.examples import examples
from nerkit.training.material import Material, variants
from nerkit.training.preflight import check_material
from nerkit.training.sampling import Pool
from nerkit.training.trainer import Trainer
from nerkit.training.transfer import load_start, start_from
from nerkit.training.vocabulary import build_vocabulary


def fit(
    config: RunConfig,
    material: Material,
    on_step: OnStep,
    on_epoch: OnEpoch,
    *,
    resume: bool = False,
    checked: bool = False,
) -> Trainer:
    """Train to the last epoch; the best model, not yet calibrated, is then in the trainer's folder.

    `checked`: the material is part of one that was found sound. Raises `ConfigError` before the first step where
    something is wrong.
    """
    settings = config.training
    if settings.threads:
        torch.set_num_threads(settings.threads)
    torch.manual_seed(settings.seed)
    start = load_start(config.init) if config.init else None
    known = start.tagset.labels if start else ()
    labels = config.labels or known or config.label_names
    if not checked:
        check_material(config, material, labels, known)
    checkpoints = config.output / "checkpoint"
    resume = resume and has_checkpoint(checkpoints)
    if not resume and checkpoints.exists():
        shutil.rmtree(checkpoints)
    initial = checkpoints / "initial"
    model = load_model(initial) if resume else _model(config, material, labels, start)
    if not resume:
        save_model(model, initial)
    pools = [
        Pool(
            [
                example
                for document in variants(documents, corpus, number)
                for example in examples(document, model.vocabulary, model.tagset)
            ],
            corpus,
        )
        for number, (documents, corpus) in enumerate(zip(material.train, config.train, strict=True))
    ]
    model.network.to(pick_device(settings.device))
    trainer = Trainer(model, pools, material.dev, settings, checkpoints)
    if resume:
        trainer.resume()
    trainer.run(on_step, on_epoch)
    return trainer


def _model(config: RunConfig, material: Material, labels: Sequence[str], start: Model | None) -> Model:
    documents = [document for documents in material.train for document in documents]
    if start:
        model = start_from(start, documents, config.network, labels, config.training.min_count)
    else:
        vocabulary, tables = build_vocabulary(documents, config.vectors or (), config.training.min_count)
        model = Model.build(NetworkConfig(**config.network.model_dump()), vocabulary, labels, tables)
    model.card = {"name": config.name}
    return model
