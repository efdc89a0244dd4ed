"""The whole flow, for one file or many: read, tag, build the record."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from copy import copy
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

from nerkit import models
from nerkit.budget import Budget, spending
from nerkit.document import Document, Notice
from nerkit.document_result import result_of
from nerkit.errors import NerkitError, OptionError, passing_codes
from nerkit.keyword_options import checked, meant, part
from nerkit.labels import Schema, builtin
from nerkit.language.lean_spacy import keep_spacy_lean
from nerkit.pipeline_options import PipelineOptions
from nerkit.reading.isolated import IsolatedReader, Limits
from nerkit.reading.ocr_languages import check_languages
from nerkit.reading.options import ReadingOptions
from nerkit.reading.passwords import check_passwords
from nerkit.reading.remote import RemoteFile
from nerkit.result import Failure, Result

if TYPE_CHECKING:
    from nerkit.engines import RunEngine
    from nerkit.engines.carried_folder import CarriedFolder
    from nerkit.page_stream import Part
    from nerkit.records.choosing.scorer import Scorer
    from nerkit.tagging import Tagger

Source = str | Path | RemoteFile | Document
FoundT = TypeVar("FoundT")

SCHEMA = "schema.toml"
"""The name of a model's own schema in its folder."""


def load(model: str | Path | None = None, *, schema: str | Path | None = None) -> Pipeline:
    """The pipeline with a bundled model or with the model in a folder; the default model where None is given.

    `schema` is a TOML file of labels, kinds of document and checks. Raises `ModelError` where there is no such model or
    it cannot be used, `SchemaError` likewise.
    """
    pipeline = Pipeline(models.find(model), schema=Schema.read(Path(schema)) if schema else None)
    pipeline.reader.start()  # gets ready while the model is loaded
    _ = pipeline.tagger, pipeline.scorer
    return pipeline


class Pipeline:
    """A model, and everything before and after it. `folder` holds the model, which is loaded on first use.

    `reader` reads the files, in a process of its own: `Limits` says what a file may cost there. `schema` is the model's
    own, `schema.toml` in its folder, unless given, and nerkit's where it has none (of a model whose labels fill no
    field there, the labels alone). `budget` is what a document may cost once it is read: that of the environment unless
    given.

    Raises `ConfigError` where the environment sets a budget that is none, and `SchemaError` where the model's own
    schema cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        reader: IsolatedReader | None = None,
        schema: Schema | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.folder = folder
        self.reader = reader or IsolatedReader()
        self.budget = budget or Budget.from_environment()
        own = folder / SCHEMA
        self.schema = schema or (Schema.read(own) if own.is_file() else builtin().for_model(models.labels(folder)))

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger; raises `ModelError` where it cannot be loaded."""
        from nerkit.tagging import Tagger

        return Tagger.load(self.folder)

    @cached_property
    def scorer(self) -> Scorer:
        """What chooses among the candidates for a field; raises `ModelError` where it cannot be loaded."""
        from nerkit.records.choosing.scorer import Scorer

        return Scorer.load(self.folder)

    def __call__(self, source: Source, **options: Unpack[PipelineOptions]) -> Result:
        """The result for a file, a document or a text.

        A `Path` is a file, and a `RemoteFile` one in an object store.
        A `str` is a file where it names one, or where it looks like a file name (one line that ends
        in a suffix that nerkit reads, as "invoice.pdf"); any other `str` is the text itself. `text` and `Path` leave no
        doubt. A file is taken as one document; where it looks like several, a warning says so (see `documents`).

        Raises `OptionError` for an option that does not exist or does not fit, `ReadingError` where the file cannot be
        read, whatever is in it (it is read in a process of its own), and `TaggingTimedOut` or `TaggingOutOfMemory`
        where what stands in it costs more than the pipeline's budget.
        """
        return self._one(source, self.checked(options))

    def documents(self, source: Source, **options: Unpack[PipelineOptions]) -> list[Result]:
        """The result of each of the documents in a file, in the order of their pages; it raises what a call does."""
        return list(self._run(source, self.checked(options)))

    def text(self, text: str, *, source: str = "text", **options: Unpack[PipelineOptions]) -> Result:
        """The result for a text; `source` names it in the output. Raises `OptionError`."""
        return self._text(text, source, self.checked(options))

    def stream(
        self,
        sources: Iterable[Source | Failure],
        *,
        workers: int = 2,
        retries: int = 0,
        engine: RunEngine | None = None,
        **options: Unpack[PipelineOptions],
    ) -> Generator[Result | Failure, None, None]:
        """The results of each file, one for each document in it, or its failure, in order; no error ends the stream.

        A `str` here is always a file. With `workers` above 0 the files are done in that many processes, so that even a
        crash costs one file only; a script that calls this needs the usual `if __name__ == "__main__":`. With 0 they
        are tagged in this process. An `engine` (`nerkit.engines.opened_engine`) does them with workers of
        its own.
        A `Failure` among the sources comes out again in its place. A file that fails of what may pass
        (`nerkit.errors.passing_codes`: a crash, memory, time) is tried again, `retries` times at most.

        Raises `OptionError` at once, before a file is taken, and `ModelError` where the model cannot be loaded.
        """
        chosen = self.checked(options)
        for name, value, what in (("workers", workers, "processes"), ("retries", retries, "further tries")):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise OptionError(f"{name} cannot be {value!r}; it is a number of {what}, or 0 for none")
        again = partial(retried, retries)
        if workers == 0 and engine is None:
            return _each(_attempts(self, source, chosen, again) for source in sources)
        from nerkit.engines import LocalEngine, in_order

        where = engine or LocalEngine(workers)
        prepare = partial(_prepare, worker_pipeline(self, elsewhere=where.elsewhere), chosen)
        return _each(in_order(where, sources, prepare, _failed, again, here=partial(attempt, self, options=chosen)))

    def with_schema(self, schema: Schema) -> Pipeline:
        """The same pipeline with another schema; both have one reader, and the model once it is loaded."""
        other = copy(self)
        other.schema = schema
        return other

    def checked(self, options: PipelineOptions) -> PipelineOptions:
        """All options, those that are not given with their defaults.

        Raises `OptionError` for what does not exist or does not fit, also a kind or a field that the schema has not and
        a language that Tesseract has no data for.
        """
        chosen = checked(PipelineOptions, options)
        if chosen["kind"] not in (kinds := ["auto", *self.schema.kinds]):
            raise OptionError(f"there is no kind of document {chosen['kind']!r}; {meant(chosen['kind'], kinds)}")
        if field := chosen["explain"]:
            from nerkit.records.explanation import check_field

            check_field(field, self.schema)
        if chosen["fields"] is not None:
            from nerkit.fields import wanted_fields

            chosen["fields"] = wanted_fields(chosen["fields"])
        if chosen["memory"] is not None:
            from nerkit.layouts import LayoutMemory

            chosen["memory"] = LayoutMemory.of(chosen["memory"])
        check_languages(chosen)
        check_passwords(chosen)
        return chosen

    def _one(self, source: Source, options: PipelineOptions) -> Result:
        """The result for a source as one document, with a warning where it looks like several."""
        document = self._document(source, options)
        result = self._tag(document, options)
        if isinstance(source, Document) or len(found := self._parted(document, options)) < 2:
            return result
        pages = ", ".join(f"{part.first}–{part.last}" for part in found)
        said = f"looks like {len(found)} documents, on pages {pages}; take them one by one, or say that it is whole"
        notice = Notice("several-documents", said)
        return replace(result, record=replace(result.record, warnings=(*result.record.warnings, notice)))

    def _run(self, source: Source, options: PipelineOptions) -> tuple[Result, ...]:
        """The results for the documents of a source, with options that are checked and complete."""
        document = self._document(source, options)
        found = self._parted(document, options)
        if len(found) < 2:
            return (self._tag(document, options),)
        from nerkit.page_stream import part_of

        return tuple(replace(self._tag(part_of(document, part), options), part=part) for part in found)

    def _parted(self, document: Document, options: PipelineOptions) -> list[Part]:
        from nerkit.page_stream import parts
        from nerkit.reading.standing import standing

        if options["whole"] or len(document.pages) < 2:
            return []
        with spending(self.budget, document.source):
            return parts(standing(document))

    def _document(self, source: Source, options: PipelineOptions) -> Document:
        from nerkit.reading import document_from_text

        if isinstance(source, Document):
            return source
        if isinstance(source, RemoteFile):
            return self.reader.read_bytes(source.content(), source.url, **part(ReadingOptions, options))
        if isinstance(source, Path) or _names_file(source):
            return self._read(source, options)
        return document_from_text(source, "text")

    def _text(self, text: str, source: str, options: PipelineOptions) -> Result:
        from nerkit.reading import document_from_text

        return self._tag(document_from_text(text, source), options)

    def _read(self, path: str | Path, options: PipelineOptions) -> Document:
        with self.reader.reading(path, **part(ReadingOptions, options)) as document:
            _ = self.tagger  # loaded, the first time, while the file is read
            return document()

    def _tag(self, document: Document, options: PipelineOptions) -> Result:
        _ = self.tagger, self.scorer  # to load them is no cost of this document
        with spending(self.budget, document.source):
            return result_of(document, options, self.schema, self.tagger, self.scorer)


Outcome = tuple[Result, ...] | Failure
"""What comes of a file: a result for each document in it, or its failure."""


def attempt(pipeline: Pipeline, source: Source | Failure, options: PipelineOptions) -> Outcome:
    """The results for one source, an error as a value. A `str` is a file; a `Failure` stays what it is.

    `options` are checked and complete. Raises `ModelError`: a model that cannot be loaded is no fault of the file.
    """
    return _attempted(pipeline, source, lambda meant: pipeline._run(meant, options))


def attempt_as_one(pipeline: Pipeline, source: Source | Failure, options: PipelineOptions) -> Result | Failure:
    """The same for who takes every file as one document; a warning says where it looks like several."""
    return _attempted(pipeline, source, lambda meant: pipeline._one(meant, options))


def _attempted(pipeline: Pipeline, source: Source | Failure, do: Callable[[Source], FoundT]) -> FoundT | Failure:
    if isinstance(source, Failure):
        return source
    _ = pipeline.tagger, pipeline.scorer
    try:
        return do(Path(source) if isinstance(source, str) else source)
    except Exception as error:
        if not isinstance(error, NerkitError) and os.environ.get("NERKIT_DEBUG"):
            traceback.print_exc()
        return _failed(source, error)


def _each(outcomes: Generator[Outcome, None, None]) -> Generator[Result | Failure, None, None]:
    with closing(outcomes):
        for outcome in outcomes:
            yield from (outcome,) if isinstance(outcome, Failure) else outcome


def _attempts(
    pipeline: Pipeline,
    source: Source | Failure,
    options: PipelineOptions,
    again: Callable[[Outcome, int], bool],
) -> Outcome:
    tries = 1
    while again(outcome := attempt(pipeline, source, options), tries):
        tries += 1
    return outcome


def retried(retries: int, outcome: Outcome, tries: int) -> bool:
    """Whether a file with this outcome is tried again, after so many `tries`."""
    return tries <= retries and isinstance(outcome, Failure) and outcome.code in passing_codes()


def _failed(source: Source | Failure, error: Exception) -> Failure:
    match source:
        case Failure():
            return source
        case Document():
            return Failure.of(source.source, error)
        case RemoteFile():
            return Failure.of(source.url, error)
    return Failure.of(str(source), error)


def worker_pipeline(pipeline: Pipeline, *, elsewhere: bool = False) -> Callable[[], Pipeline]:
    """What makes the same pipeline in a process of its own, ready to tag on one core; it can be pickled.

    With `elsewhere` it has the model in it: the process may run on another machine.
    """
    from nerkit.engines.carried_folder import CarriedFolder

    folder = CarriedFolder.of(pipeline.folder) if elsewhere else pipeline.folder
    return partial(_worker_pipeline, folder, pipeline.reader.limits, pipeline.schema, pipeline.budget)


def _worker_pipeline(folder: Path | CarriedFolder, limits: Limits, schema: Schema, budget: Budget) -> Pipeline:
    if not isinstance(folder, Path):
        with folder.unpacked() as unpacked:
            return _worker_pipeline(unpacked, limits, schema, budget)
    keep_spacy_lean()
    pipeline = Pipeline(folder, IsolatedReader(limits), schema, budget)
    pipeline.reader.start()
    _ = pipeline.tagger, pipeline.scorer
    return pipeline


def _prepare(make: Callable[[], Pipeline], options: PipelineOptions) -> Callable[[Source | Failure], Outcome]:
    """What a worker process does with each source, with a model and a reader of its own."""
    pipeline = make()
    return lambda source: attempt(pipeline, source, options)


def _names_file(text: str) -> bool:
    from nerkit.reading.formats import suffixes

    line = text.strip()
    if not line or "\n" in line:
        return False
    try:
        return Path(text).is_file() or Path(line).suffix.lower() in suffixes()
    except (OSError, ValueError):  # too long for a path, or with a null character
        return False
