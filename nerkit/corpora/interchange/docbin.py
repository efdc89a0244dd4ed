"""spaCy's `DocBin` (.spacy), the format that `spacy train` reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nerkit.corpora.interchange.example import (
    ConversionReport,
    InterchangeDocument,
    InterchangeOptions,
    finish,
    used_labels,
)
from nerkit.corpora.interchange.json_rows import write_bytes
from nerkit.corpora.interchange.spacy_docs import doc_of, draft_from_doc
from nerkit.errors import CorpusError

SUFFIX = ".spacy"


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file. Raises `CorpusError`."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        docs = list(DocBin().from_bytes(path.read_bytes()).get_docs(Vocab()))
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror})") from None
    except Exception:  # whatever zlib, msgpack and numpy say about bytes that are no DocBin
        raise CorpusError(f"{path} is no DocBin that spaCy {_version()} can read") from None
    return finish([draft_from_doc(doc, f"{path.stem}-{i}", report) for i, doc in enumerate(docs, 1)], report)


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples; what spaCy has no place for goes to `doc.user_data["nerkit"]`."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab, used = Vocab(), used_labels(examples)
    docs = DocBin(store_user_data=True)
    for example in examples:
        docs.add(doc_of(example, vocab, used, options, report))
    write_bytes(path, docs.to_bytes())


def _version() -> str:
    from spacy.about import __version__

    return str(__version__)
