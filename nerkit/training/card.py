"""The card of a model: a page of Markdown in its folder that says what it is, all of it from the run's own data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nerkit.evaluation.reliability import Reliability
from nerkit.evaluation.scores import Counts, Scores
from nerkit.labels import explain
from nerkit.tagging.model import Model
from nerkit.training.config import CorpusConfig, RunConfig
from nerkit.training.material import Material
from nerkit.training.toml import to_toml

FEW = 50
"""Mentions in training below which the card warns of a label."""


@dataclass(frozen=True)
class Figures:
    """How a run went: its best epoch, the scores on dev, and confidences on the documents that they are fitted to."""

    kept_epoch: int
    dev: Scores
    reliability: Reliability
    history: Sequence[Mapping[str, float]]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "kept_epoch": self.kept_epoch,
            "dev": self.dev.to_dict(),
            "calibration": self.reliability.to_dict(),
            "history": list(self.history),
        }


def write_card(path: Path, config: RunConfig, material: Material, model: Model, figures: Figures) -> None:
    """Write the card of a model that is trained and calibrated."""
    path.write_text("\n".join(_lines(config, material, model, figures)) + "\n", encoding="utf-8")


def _lines(config: RunConfig, material: Material, model: Model, figures: Figures) -> Iterator[str]:
    micro, labels = figures.dev.micro, model.tagset.labels
    mentions = Counter(span.label for documents in material.train for each in documents for span in each.spans)
    yield f"# {config.name}\n"
    yield f"Model for nerkit, {len(labels)} labels; F1 of spans on {len(material.dev)} dev documents {micro.f1:.4f}.\n"
    yield from (f"- {key}: {value}" for key, value in config.card.items())
    yield "\n```sh\nnerkit tag FILE --model THIS_FOLDER\n```\n"
    yield "## Labels\n"
    yield from _table(
        ("label", "meaning", "in training", "in dev", "P", "R", "F1"),
        [
            *((name, explain(name) or "", mentions[name], *_rates(figures.dev.by_name.get(name))) for name in labels),
            ("micro average", "", "", *_rates(micro)),
        ],
    )
    yield "## Corpora\n"
    yield from _table(
        ("corpus", "split", "documents", "entities", "as"), _corpora(config.train, material.train, labels)
    )
    yield f"Dev: {', '.join(f'{each.path.name} ({each.split})' for each in config.dev)}.\n"
    if config.init:
        yield f"Training started from the weights of the model `{config.init}`.\n"
    yield "## Size\n"
    network = model.network
    words = [len(index.words) for index in getattr(model.vocabulary, "pretrained", ())]
    yield f"- {sum(each.numel() for each in network.parameters()):,} trained parameters"
    yield from (f"- a table of {count:,} pretrained words" for count in words)
    yield f"- {len(figures.history)} epochs, of which {figures.kept_epoch} is kept\n"
    yield "![loss and dev scores of each epoch](training.png)\n"
    yield "## Confidence\n"
    measured = figures.reliability
    yield f"- temperature {model.temperature:.3f}"
    folds = config.calibration.folds
    where = f"{folds} parts of the training documents, each left out in turn" if folds else "the dev documents"
    yield f"- expected calibration error {measured.ece:.4f} on {where} ({measured.floor:.4f} by chance)\n"
    yield "## Limits\n"
    fitted = "" if folds else " and fitted the confidences"
    yield f"- The dev documents chose the best epoch{fitted}: new documents may score lower."
    yield from _limits(labels, mentions, figures.dev)
    yield "\n## Config\n"
    yield f"```toml\n{to_toml(config.model_dump(mode='json', exclude_unset=True, exclude={'sweep'}))}```"


def _rates(counts: Counts | None) -> tuple[str, ...]:
    if counts is None:
        return ("0", "", "", "")
    return (str(counts.wanted), *(f"{rate:.3f}" for rate in (counts.precision, counts.recall, counts.f1)))


def _corpora(
    configs: Sequence[CorpusConfig], train: Sequence[Sequence[Any]], labels: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    for corpus, documents in zip(configs, train, strict=True):
        entities = sum(span.label in labels for document in documents for span in document.spans)
        sampling = corpus.model_dump(exclude_defaults=True, exclude={"reader", "path", "split"})
        how = ", ".join(f"{key} {value}" for key, value in sampling.items())
        yield f"{corpus.reader}: {corpus.path.name}", corpus.split, len(documents), entities, how


def _limits(labels: Sequence[str], mentions: Mapping[str, int], dev: Scores) -> Iterator[str]:
    few = [f"{name} ({mentions[name]})" for name in labels if mentions[name] < FEW]
    unmeasured = [name for name in labels if name not in dev.by_name or not dev.by_name[name].wanted]
    if few:
        yield f"- Labels with fewer than {FEW} mentions in training: {', '.join(few)}."
    if unmeasured:
        yield f"- Labels without a figure, which decide nothing or do not stand in dev: {', '.join(unmeasured)}."


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table of Markdown, without the columns that hold nothing."""
    cells = [[str(cell).replace("|", "/") for cell in row] for row in rows]
    filled = [i for i in range(len(head)) if any(row[i] for row in cells)]
    for row in (head, ["---"] * len(head), *cells):
        yield f"| {' | '.join(row[i] for i in filled)} |"
    yield ""
