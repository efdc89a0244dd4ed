"""Tagging beside spaCy's `ner`, trained on the same sentences: tokens a second of CPU time, and F1 of the entities."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.evaluation import Scores, span_scores
from nerkit.language.segments import segments
from nerkit.language.tokenizer import tokenize
from nerkit.tagging import Tagger
from nerkit.training.examples import token_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

GROUP = 8
"""Documents of a batch that both tag in turn."""

_RESAMPLES = 1000
_EMPTY = 0.1
_PIPE_BATCH = 128
_WIDTH = 96


@dataclass(frozen=True, slots=True)
class TaggingTurn:
    """CPU seconds that each took for one batch of documents."""

    tokens: int
    ours: float
    theirs: float


def turns(tagger: Tagger, nlp: Language, documents: Sequence[LabelledDocument], rounds: int) -> Iterator[TaggingTurn]:
    """Both tag the same batches in turn, `rounds` times all of them, the second of a batch first the next time.

    nerkit starts from the document and finds its tokens itself; spaCy is given the tokens.
    """
    groups = [documents[i : i + GROUP] for i in range(0, len(documents), GROUP)]
    for number in range(-1, rounds):
        for group in groups:
            words = [words for document in group for words in _sentences(document)]
            jobs: list[Callable[[], object]] = [
                lambda group=group: list(tagger.tag_many(document.document for document in group)),  # type: ignore[misc]
                lambda words=words: _tagged(nlp, words),  # type: ignore[misc]
            ]
            seconds = {job: _seconds(jobs[job]) for job in ((0, 1) if number % 2 else (1, 0))}
            if number >= 0:  # the first round warms both up
                yield TaggingTurn(sum(map(len, words)), seconds[0], seconds[1])


def ratio(found: Sequence[TaggingTurn], seed: int = 1) -> tuple[float, float, float]:
    """How many times spaCy's tokens a second nerkit tags, and its 95 % interval by bootstrap over batches."""
    rng = random.Random(seed)

    def of(chosen: Sequence[TaggingTurn]) -> float:
        return sum(turn.theirs for turn in chosen) / sum(turn.ours for turn in chosen)

    ratios = sorted(of(rng.choices(found, k=len(found))) for _ in range(_RESAMPLES))
    return of(found), ratios[int(0.025 * _RESAMPLES)], ratios[int(0.975 * _RESAMPLES)]


def train_nerkit(
    train: Sequence[LabelledDocument], dev: Sequence[LabelledDocument], folder: Path, vectors: Path, seed: int = 1
) -> Tagger:
    """A tagger with the default config, trained on these documents alone for the labels that they have."""
    from nerkit.corpora import jsonl
    from nerkit.training.run import train as run

    corpora = []
    for name, documents in (("train", train), ("dev", dev)):
        jsonl.write(folder / f"{name}.jsonl", documents)
        corpora.append(f'[[{name}]]\nreader = "jsonl"\npath = "{folder / name}.jsonl"\nsplit = "all"\n')
    corpora[0] += f"empty = {_EMPTY}\n"
    labels = sorted({span.label for document in train for span in document.spans})
    config = folder / "speed.toml"
    config.write_text(
        f'name = "speed"\noutput = "{folder / "run"}"\nlabels = {json.dumps(labels)}\n'
        f'[vectors]\npath = "{vectors.resolve()}"\n[training]\nthreads = 1\nseed = {seed}\n{"".join(corpora)}',
        encoding="utf-8",
    )
    return Tagger.load(run(config))


def train_spacy(documents: Sequence[LabelledDocument], tagger: Tagger, vectors: Path, minutes: float) -> Language:
    """A spaCy `ner` (tok2vec of width 96 and depth 4 with static vectors) after so many minutes of training.

    Its sentences are nerkit's segments; of those without an entity every epoch takes a tenth, as nerkit's training.
    """
    import numpy as np
    import spacy
    from spacy.vectors import Vectors
    from thinc.api import fix_random_seed

    rng = random.Random(1)
    fix_random_seed(1)
    nlp = spacy.blank("en")
    with np.load(vectors, allow_pickle=False) as data:
        keys = [nlp.vocab.strings.add(word) for word in data["words"].tolist()]
        nlp.vocab.vectors = Vectors(data=data["vectors"].astype(np.float32), keys=keys, strings=nlp.vocab.strings)
    nlp.add_pipe("ner", config={"model": _model()})
    full, empty = _examples(nlp, documents, tagger)
    optimizer = nlp.initialize(lambda: full)
    end = time.process_time() + 60 * minutes
    while time.process_time() < end:
        epoch = full + [example for example in empty if rng.random() < _EMPTY]
        rng.shuffle(epoch)
        for start in range(0, len(epoch), 16):
            nlp.update(epoch[start : start + 16], sgd=optimizer, drop=0.1)
            if time.process_time() > end:
                break
    return nlp


def scores(tagger: Tagger, nlp: Language, documents: Sequence[LabelledDocument]) -> tuple[Scores, Scores]:
    """Strict span scores of nerkit and of spaCy, for the labels that the corpus marks."""
    ours = list(tagger.tag_many(document.document for document in documents))
    theirs = [list(_spacy_spans(nlp, document)) for document in documents]
    return span_scores(documents, ours), span_scores(documents, theirs)


def _model() -> dict[str, Any]:
    rows = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500}
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": _WIDTH,
                "attrs": list(rows),
                "rows": list(rows.values()),
                "include_static_vectors": True,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": _WIDTH,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }


def _examples(
    nlp: Language, documents: Sequence[LabelledDocument], tagger: Tagger
) -> tuple[list[Example], list[Example]]:
    """Training examples with and without an entity."""
    from spacy.tokens import Doc
    from spacy.training import Example

    full: list[Example] = []
    empty: list[Example] = []
    tagset = tagger.model.tagset
    for document in documents:
        tokens = tokenize(document.document)
        spans = token_spans(document.spans, tokens, tagset)
        for start, end in segments(document.document, tokens):
            inside = [span for span in spans if start <= span.start and span.end <= end]
            tags = ["O"] * (end - start)
            for span in inside:
                tags[span.start - start : span.end - start] = _biluo(span.end - span.start, span.label)
            doc = Doc(nlp.vocab, words=list(tokens.forms[start:end]))
            (full if inside else empty).append(Example.from_dict(doc, {"entities": tags}))
    return full, empty


def _biluo(length: int, label: str) -> list[str]:
    if length == 1:
        return [f"U-{label}"]
    return [f"B-{label}", *[f"I-{label}"] * (length - 2), f"L-{label}"]


def _sentences(document: LabelledDocument) -> list[list[str]]:
    tokens = tokenize(document.document)
    return [list(tokens.forms[start:end]) for start, end in segments(document.document, tokens)]


def _tagged(nlp: Language, sentences: Sequence[list[str]]) -> list[Any]:
    from spacy.tokens import Doc

    return list(nlp.pipe((Doc(nlp.vocab, words=words) for words in sentences), batch_size=_PIPE_BATCH))


def _spacy_spans(nlp: Language, document: LabelledDocument) -> Iterator[Span]:
    tokens = tokenize(document.document)
    cuts = segments(document.document, tokens)
    for (first, _), doc in zip(cuts, _tagged(nlp, [list(tokens.forms[a:b]) for a, b in cuts]), strict=True):
        for entity in doc.ents:
            start, end = int(tokens.starts[first + entity.start]), int(tokens.ends[first + entity.end - 1])
            yield Span(start, end, entity.label_)


def _seconds(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started
