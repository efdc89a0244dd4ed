"""Annotations as a corpus in nerkit's own format, ready to train on.

A document that is done has the chosen labels closed; one in work leaves them open, so that what was not marked yet is
no example of "nothing". Where annotators differ and nobody settled it, what they agree on are spans, the rest is open.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from nerkit.annotation.marks import ADJUDICATED
from nerkit.annotation.store import Store, Work
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.errors import AnnotationError


def labelled_documents(store: Store, annotator: str | None = None) -> Iterator[LabelledDocument]:
    """The documents that were worked on, in order: by `annotator` alone, or what all of them make together."""
    for id, works in _begun(store, annotator).items():
        yield _labelled(store, id, works)


def _begun(store: Store, annotator: str | None = None) -> dict[int, list[Work]]:
    works: dict[int, list[Work]] = {}
    for work in store.works():
        if work.touched and annotator in (None, work.annotator):
            works.setdefault(work.document, []).append(work)
    return works


def _labelled(store: Store, id: int, works: Sequence[Work]) -> LabelledDocument:
    spans, open_spans, closed = settled(works)
    return LabelledDocument(store.document(id), spans, closed, open_spans)


def settled(works: Sequence[Work]) -> tuple[tuple[Span, ...], tuple[Span, ...], frozenset[str]]:
    """Spans, open spans and closed labels of the works on one document; what was adjudicated decides alone."""
    judged = [work for work in works if work.annotator == ADJUDICATED and work.closed is not None]
    # Work that is not done says nothing about what it leaves out, so it cannot differ from work that is.
    done = judged or [work for work in works if work.closed is not None] or list(works[:1])
    sides = [{mark.span for mark in work.mentions} for work in done]
    agreed = set.intersection(*sides)
    closed = frozenset.intersection(*(frozenset(work.closed or ()) for work in done))
    return tuple(_in_order(agreed)), tuple(_in_order(set.union(*sides) - agreed)), closed


def _in_order(spans: set[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end, span.label))


class Corpus:
    """The corpus file of a store. Lines are kept, so that only those of documents that changed are made anew."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        self.path = path
        self._lines: dict[int, tuple[object, str]] = {}

    def write(self) -> None:
        """Write it; the file is whole at any time. Raises AnnotationError."""
        temporary: Path | None = None
        try:
            with NamedTemporaryFile(
                "w",
                encoding="utf-8",
                errors="backslashreplace",
                newline="\n",
                dir=self.path.parent,
                prefix=f".{self.path.name}.",
                delete=False,
            ) as file:
                temporary = Path(file.name)
                for id, works in _begun(self.store).items():
                    file.write(self._line(id, works))
            temporary.replace(self.path)
        except OSError as error:
            raise AnnotationError(
                f"{self.path}: cannot be written ({error.strerror}); the work itself is safe in {self.store.path}"
            ) from error
        finally:
            if temporary is not None:
                with suppress(OSError):
                    os.unlink(temporary)  # noqa: PTH108 — gone already when all went well

    def _line(self, id: int, works: Sequence[Work]) -> str:
        state = [(work.annotator, work.version) for work in works]
        kept = self._lines.get(id)
        if kept is None or kept[0] != state:
            line = json.dumps(jsonl.row_of(_labelled(self.store, id, works)), ensure_ascii=False) + "\n"
            kept = self._lines[id] = state, line
        return kept[1]


class Exporter:
    """Writes the corpus soon after a change, not at each one; `fault` says why the last time failed."""

    def __init__(self, store: Store, path: Path, pause: float = 1.0) -> None:
        self.store = store
        self.path = path
        self.corpus = Corpus(store, path)
        self.fault: str | None = None
        self._pause = pause
        self._changed = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to watch; work that a killed process did not export is written at once."""
        if any(work.touched for work in self.store.works()):
            self._changed.set()
        self._thread.start()

    def changed(self) -> None:
        """Say that something was saved."""
        self._changed.set()

    def stop(self) -> None:
        """Write what is not written yet and end."""
        self._ended.set()
        self._changed.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._write()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._changed.wait()
            self._ended.wait(self._pause)
            if not self._ended.is_set():
                self._changed.clear()
                self._write()

    def _write(self) -> None:
        if not any(work.touched for work in self.store.works()):
            return
        try:
            self.corpus.write()
            self.fault = None
        except AnnotationError as error:
            self.fault = error.message
