"""Files become `Doc`s: every token knows its page and box, and any component of spaCy can work on them."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Unpack

from spacy.language import Language
from spacy.tokens import Doc, Span

from nerkit.document import Document
from nerkit.errors import DocError
from nerkit.reading.isolated import IsolatedReader
from nerkit.reading.options import ReadingOptions
from nerkit.result import Failure
from nerkit.spacy import layout_attributes
from nerkit.spacy.alignment import doc_tokens
from nerkit.spacy.extensions import register
from nerkit.spacy.stored import store

OnError = Callable[[str | Path, Exception], None]


def doc_from_file(nlp: Language, path: str | Path, **options: Unpack[ReadingOptions]) -> Doc:
    """A file as a `Doc`, processed by the pipeline. `options` are those of `nerkit.read`.

    Raises `ReadingError` where it cannot be read, and what `doc_from_document` raises.
    """
    return nlp(doc_from_document(nlp, _reader().read(path, **options)))


def docs_from_files(
    nlp: Language,
    paths: Iterable[str | Path],
    *,
    on_error: OnError | None = None,
    batch_size: int = 16,
    n_process: int = 1,
    readers: int = 2,
    **options: Unpack[ReadingOptions],
) -> Iterator[Doc]:
    """Files as `Doc`s, in order, through `nlp.pipe`; `doc._.document.source` says which one each is.

    As many files as `readers` says, and at least one, are read at a time, each in a process, while `nlp.pipe` works on
    those before them.

    A file that cannot be read is left out: `on_error(path, error)` is told, and may raise; without it there is a
    warning. Errors in a component go to the pipeline's own error handler.
    """
    docs = _unprocessed(nlp, _read_ahead(paths, max(readers, 1), options), on_error or _warn)
    yield from nlp.pipe(docs, batch_size=batch_size, n_process=n_process)


def doc_from_document(nlp: Language, document: Document) -> Doc:
    """A document as a `Doc` of the pipeline's tokens, not processed yet: pages, boxes, lines, blocks, cells, sentences.

    Raises `DocError` where the text is longer than `nlp.max_length` or the tokenizer does not keep it as it is.
    """
    text = document.text
    if len(text) > nlp.max_length:
        raise DocError(
            f"{document.source}: {len(text)} characters, more than nlp.max_length ({nlp.max_length}); set it higher"
        )
    register()
    doc = nlp.make_doc(text)
    if doc.text != text:
        raise DocError(
            f"{document.source}: the pipeline's tokenizer changes the text; take one that keeps every character"
        )
    store(doc, document)
    tokens = doc_tokens(doc)

    def span(stretch: layout_attributes.Stretch, label: str = "", id: str = "") -> Span:
        return Span(doc, *tokens.covering(*stretch), label=label, span_id=id)

    doc.spans["lines"] = [span(stretch, "LINE") for stretch in layout_attributes.lines(text)]
    doc.spans["blocks"] = [span(stretch, "BLOCK") for stretch in layout_attributes.blocks(text)]
    doc.spans["table_cells"] = [
        span(stretch, "TABLE_CELL", id) for id, stretches in layout_attributes.cells(document) for stretch in stretches
    ]
    for start in layout_attributes.sentence_starts(text):
        doc[tokens.covering(start, start + 1)[0]].is_sent_start = True
    return doc


def _unprocessed(
    nlp: Language, files: Iterable[tuple[str | Path, Future[Document]]], on_error: OnError
) -> Iterator[Doc]:
    for path, document in files:
        try:
            doc = doc_from_document(nlp, document.result())
        except Exception as error:
            on_error(path, error)
        else:
            yield doc


def _read_ahead(
    paths: Iterable[str | Path], readers: int, options: ReadingOptions
) -> Iterator[tuple[str | Path, Future[Document]]]:
    """Each path with its document to come; at most two documents a reader are ahead of what is asked for."""
    idle: SimpleQueue[IsolatedReader] = SimpleQueue()

    def read(path: str | Path) -> Document:
        reader = idle.get()
        try:
            return reader.read(path, **options)
        finally:
            idle.put(reader)

    with ExitStack() as stack:
        for _ in range(readers):
            idle.put(stack.enter_context(IsolatedReader()))
        pool = ThreadPoolExecutor(readers)  # a thread only waits for its reader's process
        stack.callback(pool.shutdown, cancel_futures=True)
        left = iter(paths)
        begun = deque[tuple[str | Path, Future[Document]]]()
        while True:
            begun.extend((path, pool.submit(read, path)) for path in islice(left, 2 * readers - len(begun)))
            if not begun:
                return
            yield begun.popleft()


def _warn(path: str | Path, error: Exception) -> None:
    failure = Failure.of(str(path), error)
    warnings.warn(f"left out: {failure.message} ({failure.code})", stacklevel=2)


@cache
def _reader() -> IsolatedReader:
    """One process that reads, for all of them."""
    return IsolatedReader()
