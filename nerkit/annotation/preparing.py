"""Documents are read and pre-annotated in the background, while the first ones are worked on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from nerkit.annotation.marks import Proposal
from nerkit.annotation.store import Listed, Store
from nerkit.annotation.uncertainty import doubt, reason
from nerkit.document import Document
from nerkit.errors import NerkitError
from nerkit.reading.isolated import IsolatedReader

if TYPE_CHECKING:
    from nerkit.tagging import Tagger


class Preparation:
    """Reads the documents of a store that were not read yet and puts the proposals of a model beside them.

    `model` is the folder of a model, None for no proposals. `labels`: only these are proposed. `fault` says what stands
    in the way of all of it, such as a model that cannot be loaded.
    """

    def __init__(self, store: Store, labels: Sequence[str], model: Path | None, **reading: Any) -> None:
        self.store = store
        self.labels = frozenset(labels)
        self.model = model
        self.reading = reading
        self.fault: str | None = None
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin, and go on whenever another model is to propose; `run` does it once and waits."""
        self._thread.start()

    def propose_with(self, model: Path) -> None:
        """Another model proposes from now on, for the documents that nobody has done."""
        self.model = model
        self._wake.set()

    def stop(self) -> None:
        """End after the document at hand."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._wake.clear()
                self.run()
                self._wake.wait()
        except NerkitError as error:
            self.fault = error.message
        except Exception as error:
            self.fault = f"documents are no longer read: unexpected {type(error).__name__}"

    def run(self) -> None:
        """Read what is not read, then propose; raises ModelError, AnnotationError and WorkerFailed."""
        model, tagger = self.model, self._tagger()
        waiting = sorted(self.store.listed(), key=lambda listed: (listed.ready, -(listed.doubt or 0.0)))
        with IsolatedReader() as reader:
            for listed in waiting:
                if self._wake.is_set():
                    return
                if not listed.ready:
                    document = self._read(listed, reader)
                    if document is None:
                        continue
                elif tagger and listed.proposer != str(model):
                    document = self.store.document(listed.id)
                else:
                    continue
                # A model that has learnt from a document says nothing new about it, and would give its answers away.
                if tagger and listed.id not in self.store.done():
                    self._propose(listed.id, document, tagger, str(model))

    def _read(self, listed: Listed, reader: IsolatedReader) -> Document | None:
        try:
            document = reader.read(Path(listed.source), **self.reading)
        except NerkitError as error:
            self.store.set_fault(listed.id, f"{error.code}: {error.message}")
            return None
        self.store.set_document(listed.id, document, token_borders(document))
        return document

    def _tagger(self) -> Tagger | None:
        if self.model is None:
            return None
        from nerkit.tagging import Tagger

        return Tagger.load(self.model)

    def _propose(self, id: int, document: Document, tagger: Tagger, model: str) -> None:
        entities = [entity for entity in tagger.tag(document) if entity.label in self.labels]
        nats = doubt(tagger, document)
        proposals = [Proposal(e.start, e.end, e.label, e.confidence, "model") for e in entities]
        self.store.set_proposals(id, proposals, nats, reason(entities, nats), model)


def token_borders(document: Document) -> list[int]:
    """The start and the end of each token in turn."""
    from nerkit.language.tokenizer import tokenize

    tokens = tokenize(document)
    borders = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    return cast("list[int]", [offset for pair in borders for offset in pair])
