"""Documents as the command line names them: files, folders, and corpora as NAME=FOLDER."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nerkit.cli.messages import say_failure

if TYPE_CHECKING:
    from nerkit.corpora.labelled import LabelledDocument
    from nerkit.document import Document
    from nerkit.result import Failure

Texts = Annotated[
    list[Path] | None, typer.Argument(metavar="TEXT", help="Files or folders, of any format that nerkit reads.")
]
Corpora = Annotated[
    list[str] | None,
    typer.Option("--corpus", metavar="NAME=FOLDER", help="Also the train split of a corpus, as cuad=data/cuad."),
]


def load_named(corpus: str, split: str) -> list[LabelledDocument]:
    """The documents of one split of "cuad=data/cuad"; raises `CorpusError` where there are none."""
    from nerkit.corpora.registry import load

    name, equals, folder = corpus.partition("=")
    if not equals:
        raise typer.BadParameter(f"a corpus is NAME=FOLDER, as cuad=data/cuad, not {corpus!r}")
    return load(name, Path(folder), split)


def folders(corpora: Sequence[str]) -> list[Path]:
    """Where corpora lie, which are named as "cuad=data/cuad"."""
    return [Path(corpus.partition("=")[2]) for corpus in corpora if "=" in corpus]


def documents(paths: Sequence[Path], corpora: Sequence[str], failed: list[Failure]) -> Iterator[Document]:
    """The documents of corpora, files and folders; one that cannot be read is said, and added to `failed`."""
    from nerkit.cli.inputs import expand
    from nerkit.reading.isolated import IsolatedReader
    from nerkit.result import Failure

    for corpus in corpora:
        yield from (labelled.document for labelled in load_named(corpus, "train"))
    with IsolatedReader() as reader:
        for source in expand([str(path) for path in paths], reader):
            try:
                found = reader.read(source) if isinstance(source, Path) else source
            except Exception as error:
                found = Failure.of(str(source), error)
            if isinstance(found, Failure):
                failed.append(found)
                say_failure(found)
            else:
                yield found
