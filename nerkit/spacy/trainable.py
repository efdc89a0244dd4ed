"""The trainable pipeline component: `nlp.add_pipe("nerkit_ner")`, for `spacy train`.

spaCy itself imports this in every program: torch comes in with the first model, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import srsly
from spacy import util
from spacy.errors import Errors
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example, validate_examples, validate_get_examples
from thinc.api import Model as Layer
from thinc.api import Optimizer

from nerkit.document import Entity
from nerkit.spacy.alignment import align, place, warn_left_out
from nerkit.spacy.extensions import register, write
from nerkit.spacy.multiprocessing_guard import keep_to_one_thread
from nerkit.spacy.reference import document_of, labelled
from nerkit.spacy.requirement import require
from nerkit.tagging.storage import load_model, save_model
from nerkit.tagging.subwords import index_of
from nerkit.tagging.tagger import Tagger
from nerkit.tagging.tagging_model import batches

if TYPE_CHECKING:
    from nerkit.corpora.labelled import LabelledDocument
    from nerkit.spacy.model_shim import BatchEmissions, Gradients, ModelShim
    from nerkit.tagging.model import Model
    from nerkit.training.examples import TrainingSegment as Stretch

ScoringCallback = Callable[..., dict[str, Any]]

DEFAULTS = {
    "model": {"@architectures": "nerkit.BiGRUCRF.v1"},
    "overwrite_ents": False,
    "unknown_spans_key": "unknown",
    "scorer": {"@scorers": "spacy.ner_scorer.v1"},
}


class NerkitNer(TrainablePipe):  # type: ignore[misc]
    """nerkit's tagger, trained by spaCy on the entities of its own examples.

    It tags texts by nerkit's own tokens, whatever the tokenizer of the pipeline, so that its folder `model` in a stored
    pipeline is a model for the whole of nerkit. Every entity has the CRF's probability as `span._.confidence`.

    `overwrite_ents`: whether entities of other components give way where they overlap. `unknown_spans_key`: the
    stretches `spans[unknown_spans_key]` of a reference are not annotated; see `nerkit.spacy.reference.labelled`.
    """

    def __init__(
        self,
        vocab: Any,
        model: Layer[Any, BatchEmissions],
        name: str = "nerkit_ner",
        *,
        overwrite_ents: bool = False,
        unknown_spans_key: str = "unknown",
        scorer: ScoringCallback | None = None,
    ) -> None:
        super().__init__(vocab, model, name, overwrite_ents=overwrite_ents, unknown_spans_key=unknown_spans_key)
        self.scorer = scorer
        register()

    @property
    def tagging_model(self) -> Model | None:
        """The nerkit model inside; None before it is initialised or loaded."""
        return self._shim.model

    @property
    def _shim(self) -> ModelShim:
        from nerkit.spacy.model_shim import ModelShim

        shim = self.model.shims[0] if self.model.shims else None
        if not isinstance(shim, ModelShim):
            raise ValueError(f"{self.name}: the model has to be made by an architecture of nerkit (nerkit.BiGRUCRF.v1)")
        return shim

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that are learned, those of the training data unless the config names them."""
        model = self.tagging_model
        return model.tagset.labels if model else ()

    @property
    def label_data(self) -> tuple[str, ...]:
        """What `spacy init labels` writes."""
        return self.labels

    def predict(self, docs: Iterable[Doc]) -> list[list[Entity]]:
        """The entities of each `Doc`, with their probabilities; nothing changes."""
        model = self.tagging_model
        if model is None:
            raise ValueError(Errors.E109.format(name=self.name))
        keep_to_one_thread()
        return list(Tagger(model, self.name).tag_many(map(document_of, docs)))

    def set_annotations(self, docs: Iterable[Doc], found: Sequence[Sequence[Entity]]) -> None:
        """Write `doc.ents` and `span._.confidence`. An entity that ends within a token takes the whole token."""
        for doc, entities in zip(docs, found, strict=True):
            aligned = align(doc, entities)
            chances = {(one.first, one.last, one.entity.label): one.entity.confidence for one in aligned}
            ours, left_out = place(doc, aligned, bool(self.cfg["overwrite_ents"]))
            if left_out:
                warn_left_out(self.name, None)
            for span in ours:
                write(span, confidence=chances[span.start, span.end, span.label_])

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: list[str] | None = None,
        vectors: str | None = None,
        most_frequent: int = 60_000,
        min_count: int = 2,
    ) -> None:
        """Make the vocabulary and a new network from the examples.

        `labels`: those to learn, all of the examples by default. `vectors`: a file of word vectors, or the name or
        folder of a nerkit model to take them from ("default": the bundled one); by default the static vectors of the
        pipeline. Of vectors the `most_frequent` first words are kept, and those of the examples. Words that occur
        `min_count` times in the examples get trained vectors too.
        """
        from nerkit.spacy.static import vectors_of, vectors_of_pipeline
        from nerkit.tagging.model import Model
        from nerkit.training.vocabulary import Coverage, build_vocabulary

        validate_get_examples(get_examples, "NerkitNer.initialize")
        examples = list(get_examples())
        found = labels or sorted({ent.label_ for example in examples for ent in example.reference.ents})
        if not found:
            raise ValueError(Errors.E143.format(name=self.name))
        documents = [self._labelled(example, found) for example in examples]
        wanted = Coverage.of(each.document for each in documents).keys
        if vectors:
            tables = vectors_of(vectors, wanted, most_frequent)
        else:
            tables = vectors_of_pipeline((nlp or self).vocab, wanted, most_frequent)
        vocabulary, _ = build_vocabulary(documents, [], min_count)
        vocabulary = replace(vocabulary, pretrained=tuple(index_of(table.words, table.buckets) for table in tables))
        model = Model.build(self._shim.sizes, vocabulary, found, tables)
        model.card = {"name": self.name}
        self._shim.model = model

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from a batch; adds the negative log likelihood to `losses[name]`.

        `drop` is not used: dropout is a part of the architecture.
        """
        examples = list(examples)
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        validate_examples(examples, "NerkitNer.update")
        stretches = self._stretches(examples)
        tokens = sum(map(len, stretches))
        for batch in batches([each.features for each in stretches]):
            chosen = [stretches[i] for i in batch]
            scores, backprop = self.model.begin_update([each.features for each in chosen])
            loss, gradients = self.get_loss(chosen, scores)
            backprop([gradient / tokens for gradient in gradients])
            losses[self.name] += loss
        if sgd is not None and stretches:
            self.finish_update(sgd)
        return losses

    def get_loss(self, examples: Sequence[Stretch], scores: BatchEmissions) -> tuple[float, Gradients]:
        """Negative log likelihood of all that agrees with the annotation, and its gradients."""
        import torch

        from nerkit.training.examples import allowed_tags

        emissions, lengths = scores
        crf = self._shim.model.network.crf  # type: ignore[union-attr]
        each = crf.loss(emissions, lengths, allowed_tags(examples))
        # No legal sequence agrees with an annotation that contradicts itself: it teaches nothing.
        loss = each[torch.isfinite(each)].sum()
        gradients = torch.autograd.grad(loss, [emissions, *crf.parameters()], allow_unused=True, materialize_grads=True)
        return float(loss.detach()), gradients

    def _labelled(self, example: Example, labels: Sequence[str]) -> LabelledDocument:
        return labelled(example, labels, str(self.cfg["unknown_spans_key"]))

    def _stretches(self, found: Iterable[Example]) -> list[Stretch]:
        from nerkit.training.examples import examples

        model = self.tagging_model
        if model is None:
            raise ValueError(Errors.E109.format(name=self.name))
        return [
            stretch
            for example in found
            for stretch in examples(self._labelled(example, self.labels), model.vocabulary, model.tagset)
        ]

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings, and the model as a folder that `nerkit tag --model` takes too."""
        model = self.tagging_model
        writers: dict[str, Callable[[Path], Any]] = {"cfg": lambda place: srsly.write_json(place, self.cfg)}
        if model is not None:
            writers["model"] = lambda place: save_model(model, place)
        util.to_disk(path, writers, list(exclude))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NerkitNer:
        """Take what `to_disk` wrote. Raises `ModelError` where the model cannot be used."""

        def read_model(place: Path) -> None:
            if place.exists():
                self._shim.model = load_model(place)

        readers: dict[str, Callable[[Path], Any]] = {
            "cfg": lambda place: self.cfg.update(srsly.read_json(place)),
            "model": read_model,
        }
        util.from_disk(path, readers, list(exclude))
        return self


@Language.factory(
    "nerkit_ner",
    default_config=DEFAULTS,
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "span._.confidence"],
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_nerkit_ner(
    nlp: Language,
    name: str,
    model: Layer[Any, Any],  # spaCy checks settings by these types: all of them are there
    overwrite_ents: bool,
    unknown_spans_key: str,
    scorer: ScoringCallback | None,
) -> NerkitNer:
    """What spaCy calls for `nlp.add_pipe("nerkit_ner")`."""
    require(nlp)
    return NerkitNer(
        nlp.vocab, model, name, overwrite_ents=overwrite_ents, unknown_spans_key=unknown_spans_key, scorer=scorer
    )
