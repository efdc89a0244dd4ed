"""The pipeline component: `nlp.add_pipe("nerkit")`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import minibatch

from nerkit import models
from nerkit.document import Document, Entity
from nerkit.errors import ConfigError, ModelError
from nerkit.labels import Schema, kinds
from nerkit.labels.schema_tables import files_of
from nerkit.pipeline import SCHEMA, Pipeline
from nerkit.reading import document_from_text
from nerkit.spacy.alignment import align, place, warn_left_out
from nerkit.spacy.extensions import ASSIGNS, register, write
from nerkit.spacy.multiprocessing_guard import keep_to_one_thread
from nerkit.spacy.requirement import require
from nerkit.spacy.stored import stored
from nerkit.values.value import Value

if TYPE_CHECKING:
    from nerkit.pairs import Pair
    from nerkit.records.choosing.scorer import Scorer
    from nerkit.records.record import Record
    from nerkit.tagging import Tagger

DEFAULTS = {
    "model": None,
    "kind": "auto",
    "min_confidence": 0.0,
    "overwrite_ents": False,
    "spans_key": "nerkit",
    "record": True,
    "pairs": False,
}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is found in one `Doc`; `values` are those of the entities, in the same order."""

    entities: tuple[Entity, ...]
    values: tuple[Value | None, ...]
    record: Record | None
    pairs: tuple[Pair, ...] | None


@dataclass(frozen=True, slots=True)
class _Model:
    """What lies in a model's folder; `own` are the files of its schema, of what that names, and of its scorer."""

    tagger: Tagger
    schema: Schema
    scorer: Scorer
    own: Mapping[str, bytes]

    @classmethod
    def load(cls, folder: Path) -> _Model:
        from nerkit.records.choosing.scorer import FILE

        whole = Pipeline(folder)
        files = [*(files_of(folder / SCHEMA) if (folder / SCHEMA).is_file() else ()), folder / FILE]
        own = {path.name: path.read_bytes() for path in files if path.is_file() and path.parent == folder}
        return cls(whole.tagger, whole.schema, whole.scorer, own)

    def save(self, folder: Path) -> None:
        from nerkit.tagging.storage import save_model

        save_model(self.tagger.model, folder)
        for name, content in self.own.items():
            (folder / name).write_bytes(content)


class Nerkit(Pipe):
    """Tags the texts, or the files, that a pipeline processes. `predict` finds, `set_annotations` writes.

    The model is loaded on first use. `kind`: "auto" or a kind of document. `min_confidence`: entities less sure are
    left out. `overwrite_ents`: whether entities of other components give way to ours where they overlap. `spans_key`:
    all entities stand in `doc.spans[spans_key]`, also those that find no room in `doc.ents`; None for no such group.
    `record`: whether the record is built. `pairs`: whether keys and values of the page are looked for in documents of
    all kinds, not only where the record is of none.
    """

    def __init__(
        self,
        name: str = "nerkit",
        *,
        model: str | Path | None = None,
        kind: str = "auto",
        min_confidence: float = 0.0,
        overwrite_ents: bool = False,
        spans_key: str | None = "nerkit",
        record: bool = True,
        pairs: bool = False,
    ) -> None:
        if model is None:  # another one may have kinds of its own
            _check_kind(name, kind, kinds())
        if not 0 <= min_confidence <= 1:
            raise ConfigError(f"{name}: min_confidence has to be between 0 and 1")
        self.name = name
        self.source = model
        self.kind = kind
        self.min_confidence = min_confidence
        self.overwrite_ents = overwrite_ents
        self.spans_key = spans_key
        self.record = record
        self.pairs = pairs
        self._model: _Model | None = None
        register()

    @property
    def tagger(self) -> Tagger:
        """The model; raises `ModelError` where there is none, or where it is damaged or needs another nerkit."""
        return self._loaded().tagger

    def _loaded(self, folder: Path | None = None) -> _Model:
        """The model, taken from `folder` where one is given; raises `ModelError`, `SchemaError` and `ConfigError`."""
        if folder or self._model is None:
            model = _Model.load(folder or models.find(self.source))
            _check_kind(self.name, self.kind, model.schema.kinds)
            self._model = model
        return self._model

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the model; none where it is not there (yet: spaCy asks while it loads a pipeline)."""
        try:
            return tuple(self.tagger.model.tagset.labels)
        except ModelError:
            return ()

    def __call__(self, doc: Doc) -> Doc:
        """Tag one `Doc`, in place."""
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Tag a stream, short texts together. A `Doc` that fails goes to the error handler, the others come out."""
        handle = self.get_error_handler()
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            try:
                self.set_annotations(docs, self.predict(docs))
                done = docs
            except Exception:
                done = list(self._one_by_one(docs, handle))
            yield from done

    def _one_by_one(self, docs: Sequence[Doc], handle: Callable[..., None]) -> Iterator[Doc]:
        for doc in docs:
            try:
                yield self(doc)
            except Exception as error:
                handle(self.name, self, [doc], error)

    def predict(self, docs: Sequence[Doc]) -> list[Prediction]:
        """What is found in each `Doc`; none of them changes."""
        keep_to_one_thread()
        documents = [stored(doc) or document_from_text(doc.text, "text") for doc in docs]
        tagged = self.tagger.tag_many(documents)
        return [self._found(document, entities) for document, entities in zip(documents, tagged, strict=True)]

    def set_annotations(self, docs: Sequence[Doc], found: Sequence[Prediction]) -> None:
        """Write what was found: entities, attributes, spans, and `doc.user_data[name]` with all the rest."""
        for doc, one in zip(docs, found, strict=True):
            self._annotate(doc, one)

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """Precision, recall and F1 of the entities, as spaCy's `ner` has them."""
        scores: dict[str, Any] = get_ner_prf(examples, **options)
        return scores

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder: safetensors, JSON and words."""
        self._loaded().save(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Nerkit:
        """Take the model in a folder. Raises `ModelError` where it cannot be used."""
        self._loaded(Path(path))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The files of the model."""
        from nerkit.spacy.packing import pack

        return pack(self._loaded().save)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Nerkit:
        """Take the model that `to_bytes` gave. Raises `ModelError` where it cannot be used."""
        from nerkit.spacy.packing import unpacked

        with unpacked(data, self.name) as folder:
            return self.from_disk(folder)

    def _found(self, document: Document, tagged: Iterable[Entity]) -> Prediction:
        from nerkit.pairs import find_pairs
        from nerkit.records import build, with_found
        from nerkit.records.mentions import Readings

        model = self._loaded()
        found = with_found(document, tuple(tagged), model.schema, self.kind)
        entities = tuple(entity for entity in found if entity.confidence >= self.min_confidence)
        read = Readings.of(document, entities, model.schema)
        if not self.record:
            pairs = find_pairs(document, entities) if self.pairs else None
            return Prediction(entities, read.values, None, pairs)
        record = build(document, entities, kind=self.kind, schema=model.schema, scorer=model.scorer, read=read)
        asked = self.pairs or record.kind not in model.schema.kinds
        return Prediction(entities, read.values, record, find_pairs(document, entities) if asked else None)

    def _annotate(self, doc: Doc, found: Prediction) -> None:
        aligned = align(doc, found.entities)
        _, left_out = place(doc, aligned, self.overwrite_ents)
        if left_out:
            warn_left_out(self.name, self.spans_key)
        spans = [Span(doc, one.first, one.last, label=one.entity.label) for one in aligned]
        for i in sorted(range(len(spans)), key=lambda i: found.entities[i].confidence):  # the surest has the last word
            value = found.values[i]
            write(
                spans[i],
                confidence=found.entities[i].confidence,
                value=value.value if value else None,
                currency=value.currency if value else None,
            )
        if self.spans_key:
            doc.spans[self.spans_key] = spans
        rest = found.record.to_dict() if found.record else {}
        pairs = None if found.pairs is None else [pair.to_dict() for pair in found.pairs]
        write(doc, record=rest.pop("record", None), kind=rest.get("kind"), pairs=pairs)
        doc.user_data[self.name] = {
            "model": self.tagger.name,
            "entities": [_plain(entity, value) for entity, value in zip(found.entities, found.values, strict=True)],
            "misaligned": [
                {"entity": i, "start": spans[i].start_char, "end": spans[i].end_char}
                for i, one in enumerate(aligned)
                if not one.exact
            ],
            "left_out": left_out,
            **rest,
        }


def _check_kind(name: str, kind: str, known: Iterable[str]) -> None:
    if kind != "auto" and kind not in known:
        raise ConfigError(f"{name}: unknown kind {kind!r}: use auto, {', '.join(known)}")


def _plain(entity: Entity, value: Value | None) -> dict[str, Any]:
    """An entity as numbers and strings; the record's `entities` are indices of these."""
    return {
        "label": entity.label,
        "start": entity.start,
        "end": entity.end,
        "confidence": entity.confidence,
        "value": value.value if value else None,
        "currency": value.currency if value else None,
    }


@Language.factory(
    "nerkit",
    default_config=DEFAULTS,
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", *ASSIGNS],
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_nerkit(
    nlp: Language,
    name: str,
    model: str | None,
    kind: str,
    min_confidence: float,
    overwrite_ents: bool,
    spans_key: str | None,
    record: bool,
    pairs: bool,
) -> Nerkit:
    """The component from the config of a pipeline. Raises `ConfigError`."""
    require(nlp)
    return Nerkit(
        name,
        model=model,
        kind=kind,
        min_confidence=min_confidence,
        overwrite_ents=overwrite_ents,
        spans_key=spans_key,
        record=record,
        pairs=pairs,
    )
