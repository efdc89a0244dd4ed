"""Two spaCy pipelines trained on the same documents, one with nerkit and one with spaCy's `ner`, measured alike.

Each is trained until its own rule ends it, spaCy after 1,600 steps and nerkit after five epochs without a better dev
F1. Both are folders then that `spacy.load` opens; each is measured in a process of its own, in turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.evaluation import span_scores
from nerkit.evaluation.counts import CountTable
from nerkit.evaluation.significance import Difference, difference

_WARM_UP = 4
_EFFICIENT = {"width": 96, "depth": 4}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one pipeline did with the test documents: words a second of CPU time, peak memory in MB."""

    speed: float
    peak: float
    entities: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class PipelineTrial:
    """A trained pipeline: F1 on the test documents, CPU seconds of its training, MB on disk, and each measurement."""

    name: str
    seed: int
    f1: float
    training: float
    size: float
    runs: tuple[Measured, ...]


def trials(
    parts: tuple[Sequence[LabelledDocument], Sequence[LabelledDocument], Sequence[LabelledDocument]],
    vectors: Path,
    scratch: Path,
    seeds: int,
    rounds: int,
) -> Iterator[PipelineTrial]:
    """Both pipelines for each seed, trained on the first part with the second as dev, measured on the third."""
    train, dev, test = parts
    for seed in range(1, seeds + 1):
        made: dict[str, tuple[Path, float]] = {}
        for name, make in PIPELINES.items():
            (place := scratch / f"{name.replace(' ', '-')}-{seed}").mkdir(parents=True)
            started = time.process_time()
            made[name] = make(train, dev, place, vectors, seed), time.process_time() - started
        runs = [{name: measured(path, test) for name, (path, _) in made.items()} for _ in range(rounds)]
        for name, (path, seconds) in made.items():
            f1 = span_scores(test, runs[0][name].entities).micro.f1
            yield PipelineTrial(name, seed, f1, seconds, size(path), tuple(run[name] for run in runs))


def apart(
    test: Sequence[LabelledDocument], ours: Sequence[PipelineTrial], theirs: Sequence[PipelineTrial]
) -> Difference:
    """F1 of one pipeline minus that of the other; the seeds of each are summed document by document."""
    name = "spans"
    tables = []
    for found in (ours, theirs):
        rows = []
        for trial in found:
            for number, (document, entities) in enumerate(zip(test, trial.runs[0].entities, strict=True)):
                counts = span_scores([document], [entities]).micro
                rows.append((number, name, (counts.hits, counts.extra, counts.missed)))
        tables.append(CountTable.of(rows, len(test)))
    return difference(*tables)[name]


def nerkit_pipeline(
    train: Sequence[LabelledDocument], dev: Sequence[LabelledDocument], folder: Path, vectors: Path, seed: int = 1
) -> Path:
    """Train nerkit with its default config, put it into a pipeline of its own, and give the pipeline's folder."""
    import spacy

    from nerkit.benchmarks.speed import train_nerkit

    train_nerkit(train, dev, folder, vectors, seed)
    nlp = spacy.blank("en")
    nlp.add_pipe("nerkit", config={"model": str(folder / "run" / "model"), "record": False})
    nlp.to_disk(folder / "pipeline")
    return folder / "pipeline"


def spacy_pipeline(
    train: Sequence[LabelledDocument], dev: Sequence[LabelledDocument], folder: Path, vectors: Path, seed: int = 1
) -> Path:
    """Train `ner` by `spacy train`: the efficient config of `spacy init config`, with these static vectors.

    Everything else, when to stop too, is as spaCy sets it. Gives the pipeline's folder.
    """
    from spacy.cli.init_config import init_config
    from spacy.cli.train import train as spacy_train

    _write_vectors(vectors, folder / "vectors")
    for name, documents in (("train", train), ("dev", dev)):
        _docs(documents, folder / f"{name}.spacy")
    config = init_config(lang="en", pipeline=["ner"], optimize="efficiency")
    config.to_disk(folder / "config.cfg")
    spacy_train(
        folder / "config.cfg",
        folder / "run",
        overrides={
            "system.seed": seed,
            "paths.train": str(folder / "train.spacy"),
            "paths.dev": str(folder / "dev.spacy"),
            "initialize.vectors": str(folder / "vectors"),
            "components.tok2vec.model.embed.include_static_vectors": True,
            **{f"components.tok2vec.model.encode.{key}": value for key, value in _EFFICIENT.items()},
        },
    )
    return folder / "run" / "model-best"


PIPELINES: dict[str, Callable[..., Path]] = {"nerkit": nerkit_pipeline, "spaCy ner": spacy_pipeline}
"""What trains each pipeline, by its name."""


def measured(pipeline: Path, documents: Sequence[LabelledDocument]) -> Measured:
    """Tag the documents in a new process, from text to entities."""
    texts = [document.document.text for document in documents]
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (pipeline, texts))


def size(folder: Path) -> float:
    """All files of a folder in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _measure(pipeline: Path, texts: Sequence[str]) -> Measured:
    import spacy
    import torch

    torch.set_num_threads(1)
    nlp = spacy.load(pipeline)
    for _ in nlp.pipe(texts[:_WARM_UP]):
        pass
    started = time.process_time()
    docs = list(nlp.pipe(texts))
    seconds = time.process_time() - started
    words = sum(not token.is_space for doc in docs for token in doc)
    entities = tuple(tuple(Span(e.start_char, e.end_char, e.label_) for e in doc.ents) for doc in docs)
    return Measured(words / seconds, _peak(), entities)


def _peak() -> float:
    """Peak memory of this process in MB. What `resource` says begins with that of the process it was made by."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _write_vectors(path: Path, folder: Path) -> None:
    import numpy as np
    import spacy
    from spacy.vectors import Vectors

    nlp = spacy.blank("en")
    with np.load(path, allow_pickle=False) as data:
        keys = [nlp.vocab.strings.add(word) for word in data["words"].tolist()]
        nlp.vocab.vectors = Vectors(data=data["vectors"].astype(np.float32), keys=keys, strings=nlp.vocab.strings)
    nlp.to_disk(folder)


def _docs(documents: Sequence[LabelledDocument], path: Path) -> None:
    """Whole documents in spaCy's own tokens; all that is not marked is outside."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    packed = DocBin()
    for document in documents:
        doc = nlp.make_doc(document.document.text)
        spans = [doc.char_span(s.start, s.end, label=s.label, alignment_mode="expand") for s in document.spans]
        doc.ents = filter_spans([span for span in spans if span is not None])
        packed.add(doc)
    packed.to_disk(path)
