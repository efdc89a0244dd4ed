"""A trial: a tagger trained as a config says, and how good it is on documents that it has not seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nerkit.corpora.labelled import LabelledDocument
from nerkit.evaluation import Scores, record_scores, span_scores
from nerkit.evaluation.reliability import JudgedEntity, Reliability, outcomes, reliability
from nerkit.evaluation.scores import Counts
from nerkit.labels import ROLELESS
from nerkit.records import build
from nerkit.tagging.model import Model
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.tagger import Tagger
from nerkit.training.calibration import HeldOut, calibrate
from nerkit.training.config import RunConfig
from nerkit.training.cross_fitting import held_out
from nerkit.training.epoch_progress import progress_bar
from nerkit.training.fitting import fit
from nerkit.training.material import Material
from nerkit.training.once import fingerprint, once

RESULT, MODEL = "score.json", "model"
JUDGED = ("found", "held")


@dataclass(frozen=True)
class Score:
    """What was found of the entities with a role, and of the values of records; the latter None without gold records.

    `found`: all entities that were found, with their confidences; `held`: the same of the documents that confidences
    are fitted to, each part with those of the others where there are several. A score of several test sets holds the
    sums of their counts, and what was found in all of them.
    """

    spans: Counts
    records: Counts | None = None
    found: tuple[JudgedEntity, ...] = ()
    held: tuple[JudgedEntity, ...] = ()

    @classmethod
    def of(cls, model: Model, documents: Sequence[LabelledDocument]) -> Score:
        """The score of a model on documents."""
        tagger = Tagger(model, "trial")
        found = list(tagger.tag_many(each.document for each in documents))
        by_label = span_scores(documents, found).by_name
        spans = Scores({name: counts for name, counts in by_label.items() if name not in ROLELESS})
        judged = tuple(outcomes(documents, found))
        if not any(labelled.record for labelled in documents):
            return cls(spans.micro, found=judged)
        records = [
            build(d.document, entities).to_dict()["record"] for d, entities in zip(documents, found, strict=True)
        ]
        return cls(spans.micro, record_scores(documents, records).micro, judged)

    def __add__(self, other: Score) -> Score:
        both = self.records and other.records and self.records + other.records
        return Score(self.spans + other.spans, both, self.found + other.found, self.held + other.held)

    @property
    def f1(self) -> float:
        """F1 of the records where there are any, of the entities otherwise."""
        return (self.records or self.spans).f1

    @property
    def reliability(self) -> Reliability:
        """How far the confidences are from how often they are right."""
        return reliability(self.found)

    @property
    def held_reliability(self) -> Reliability:
        """The same of the documents that confidences are fitted to."""
        return reliability(self.held)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "spans": self.spans.to_dict(),
            "records": self.records.to_dict() if self.records else None,
            "ece": self.reliability.ece,
            **{name: [[each.label, each.confidence, each.right] for each in getattr(self, name)] for name in JUDGED},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Score:
        """The inverse of `to_dict`."""
        spans, records = (
            row and Counts(row["hits"], row["extra"], row["missed"]) for row in (data["spans"], data["records"])
        )
        return cls(spans, records, *(tuple(JudgedEntity(*each) for each in data[name]) for name in JUDGED))


@dataclass(frozen=True)
class TrainingTrial:
    """What is trained on what, and tested on what. The output folder of `config` keeps the model and the score."""

    config: RunConfig
    material: Material
    test: Sequence[LabelledDocument]

    def score(self) -> Score:
        """The score; a trial that is done is not done again, unless its config or its documents have changed."""
        mark = fingerprint(self.config, *self.material.train, self.material.dev, self.test)
        return Score.from_dict(once(self.config.output / RESULT, mark, lambda resume: self._run(resume).to_dict()))

    @property
    def model(self) -> Model:
        """The model of a trial that is done: the best one by dev F1, with its confidences fitted."""
        return load_model(self.config.output / MODEL)

    @property
    def held(self) -> list[HeldOut]:
        """What the confidences of a trial that is done are fitted to."""
        return held_out(self.config, self.material, self.model, resume=True)

    def _run(self, resume: bool) -> Score:
        with progress_bar(self.config.training.epochs, str(self.config.output)) as (on_step, on_epoch):
            trainer = fit(self.config, self.material, on_step, on_epoch, resume=resume)
        model = load_model(trainer.folder / "best")
        model.network.to(trainer.model.device)
        held = held_out(self.config, self.material, model, resume=resume)
        score = _fitted(model, held, self.test)
        save_model(model, self.config.output / MODEL)
        shutil.rmtree(trainer.folder)
        return score


def _fitted(model: Model, held: Sequence[HeldOut], test: Sequence[LabelledDocument]) -> Score:
    """The score of a model whose confidences are fitted to what is held out."""
    judged = calibrate(model, held)
    return replace(Score.of(model, test), held=tuple(judged))


def seeded(config: RunConfig, seed: int, output: Path) -> RunConfig:
    """The same config with another seed and another output folder."""
    training = config.training.model_copy(update={"seed": seed})
    return config.model_copy(update={"training": training, "output": output})


def together(trials: Sequence[TrainingTrial]) -> Score:
    """The score of the models of trials as one, its confidences fitted to what those of the trials are."""
    parts = zip(*(trial.held for trial in trials), strict=True)
    held = [HeldOut(Model.ensemble([each.model for each in part]), part[0].documents) for part in parts]
    return _fitted(Model.ensemble([trial.model for trial in trials]), held, trials[0].test)


def rotations(material: Material, count: int) -> Iterator[tuple[Material, list[LabelledDocument]]]:
    """`count` divisions of the first training corpus, by position alone; every document is in one test part.

    Every `count`-th document tests, every tenth of the others is for dev.
    """
    documents, *others = material.train
    for number in range(count):
        rest = [document for i, document in enumerate(documents) if i % count != number]
        train = [document for i, document in enumerate(rest) if i % 10]
        yield Material([train, *others], rest[::10]), list(documents[number::count])
