"""What can be wrong with the documents of a run: told before its first step."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import ConfigError
from nerkit.labels import labels as known_labels
from nerkit.training.config import CorpusConfig, RunConfig
from nerkit.training.material import Material, groups

logger = logging.getLogger(__name__)


def check_material(config: RunConfig, material: Material, labels: Sequence[str], known: Collection[str] = ()) -> None:
    """Refuse, with a `ConfigError`, labels that do not exist and documents that teach or measure nothing; warn of more.

    A label exists where a corpus knows it, nerkit does, or `known` holds it (those of the model that is the start).
    """
    _check_labels(config, material, labels, known)
    for corpus, documents in zip(config.train, material.train, strict=True):
        _compare(corpus, documents, labels)
    if not _mentioned(material.dev) & set(labels):
        raise ConfigError("the dev documents hold no entity of any of the model's labels: no epoch could be judged")
    _check_apart(material)
    _check_folds(config.calibration.folds, len(groups(config, material)))


def _check_labels(config: RunConfig, material: Material, labels: Sequence[str], known: Collection[str]) -> None:
    documents = [document for documents in material.train for document in documents]
    mentioned = _mentioned(documents)
    if not mentioned & set(labels):
        raise ConfigError("the training corpora hold no entity of any of the model's labels")
    exist = mentioned.union(known, known_labels(), *{document.closed for document in documents})
    for label in labels:
        if label not in exist:
            close = get_close_matches(label, sorted(exist), n=1)
            hint = f"is {close[0]} meant?" if close else "see `labels` in the config"
            raise ConfigError(f"label {label} does not exist in any training corpus; {hint}")
    without = [label for label in labels if label not in mentioned]
    if without and config.labels:
        logger.warning("no training corpus has an entity of these labels: %s", ", ".join(without))


def _compare(corpus: CorpusConfig, documents: Sequence[LabelledDocument], labels: Sequence[str]) -> None:
    """Warn of a corpus and labels that do not meet, or not fully."""
    mentioned, name = _mentioned(documents), f"{corpus.reader} ({corpus.path.name})"
    left_out = sorted(mentioned - set(labels))
    if not mentioned & set(labels):
        logger.warning("corpus %s holds no entity of any of the model's labels", name)
    elif left_out:
        logger.warning("corpus %s has labels that the model leaves out: %s", name, ", ".join(left_out))


def _check_apart(material: Material) -> None:
    texts = {_fold(document) for documents in material.train for document in documents}
    shared = sum(_fold(document) in texts for document in material.dev)
    if shared:
        consequence = "dev scores and confidences will be too high"
        logger.warning("%d dev documents have the text of a training document: %s", shared, consequence)


def _check_folds(folds: int, found: int) -> None:
    if folds > found:
        raise ConfigError(
            f"calibration.folds is {folds}, but the first training corpus has {found} documents or groups of them"
        )


def _fold(document: LabelledDocument) -> int:
    """A hash of the text that case and white space do not change."""
    return hash("".join(document.document.text.split()).casefold())


def _mentioned(documents: Iterable[LabelledDocument]) -> set[str]:
    return {span.label for document in documents for span in document.spans}
