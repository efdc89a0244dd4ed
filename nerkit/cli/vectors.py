"""`nerkit vectors`: word vectors to train taggers on, of one's own text or of others' files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nerkit.cli.corpora import Corpora, Texts, documents, folders
from nerkit.cli.plain_help import PlainGroup
from nerkit.cli.running import command
from nerkit.output import check_output

if TYPE_CHECKING:
    from nerkit.result import Failure
    from nerkit.tagging.vectors import Loss

app = typer.Typer(cls=PlainGroup, name="vectors", help="Train, import and prune word vectors.", no_args_is_help=True)

Out = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="OUT", help="The file to write: .npz, .bin (word2vec binary), .txt or .vec."
    ),
]


@app.callback()
def main() -> None:
    """Train, import and prune word vectors."""


@command(app, examples=("nerkit vectors train inbox/ -o own.npz", "nerkit vectors train texts/ -o own.npz --size 50"))
def train(
    output: Out,
    texts: Texts = None,
    corpus: Corpora = None,
    size: Annotated[int, typer.Option(min=1, help="Length of a vector.")] = 100,
    epochs: Annotated[int, typer.Option(min=1, help="How many times the text is read.")] = 5,
    window: Annotated[int, typer.Option(min=1, help="Words to each side that a word is to foretell.")] = 5,
    min_count: Annotated[int, typer.Option(min=1, help="How often a word must occur.")] = 5,
    seed: Annotated[int, typer.Option(help="The same seed gives the same vectors, with one worker.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 1,
    parts: Annotated[
        int, typer.Option(min=0, metavar="N", help="Keep N vectors of parts of words, for words not seen; in an .npz.")
    ] = 0,
) -> None:
    """Train fastText vectors on your own text."""
    from nerkit.tagging.vector_files import check_suffix, save_vectors
    from nerkit.training.word_vectors import train_vectors

    check_suffix(output, parts=bool(parts))
    _check(output, texts or [], corpus or [])
    failed: list[Failure] = []
    found = train_vectors(
        documents(texts or [], corpus or [], failed),
        **{"size": size, "epochs": epochs, "window": window, "min_count": min_count, "seed": seed, "workers": workers},
        buckets=parts,
    )
    save_vectors(found.words, output, found.parts)
    typer.echo(f"{output}: {len(found.words):,} words, {found.words.vector_size} numbers each")
    if failed:
        raise typer.Exit(3)


@command(app, "import", examples=("nerkit vectors import glove.6B.100d.txt -o glove.npz",))
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="word2vec, fastText, GloVe or .npz; .gz too.")],
    output: Out,
) -> None:
    """Rewrite a file of vectors; its format is recognised by its content."""
    from nerkit.tagging.vector_files import check_suffix, detect, load_vectors, save_vectors

    check_suffix(output)
    _check(output, [file])
    keyed = load_vectors(file)
    save_vectors(keyed, output)
    typer.echo(f"{output}: {len(keyed):,} words, {keyed.vector_size} numbers each, from {detect(file)}")


@command(app, examples=("nerkit vectors prune glove.npz -o small.npz --vocabulary inbox/ --int8",))
def prune(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="word2vec, fastText, GloVe or .npz; .gz too.")],
    output: Out,
    vocabulary: Annotated[
        list[Path] | None,
        typer.Option(metavar="TEXT", help="Keep the words of a file or a folder; can be given several times."),
    ] = None,
    corpus: Corpora = None,
    most_frequent: Annotated[int, typer.Option(min=0, metavar="N", help="Keep the first N words.")] = 0,
    int8: Annotated[bool, typer.Option("--int8", help="Eight bits a number, in an .npz.")] = False,
) -> None:
    """Keep some of the words of a file, and say what that loses."""
    from nerkit.tagging.vector_files import check_suffix, load_vectors, save_vectors, subset
    from nerkit.tagging.vectors import measure, table_of
    from nerkit.tagging.vectors import prune as prune_words
    from nerkit.training.vocabulary import Coverage

    if not (vocabulary or corpus or most_frequent):
        raise typer.BadParameter("say what to keep: --vocabulary TEXT, --corpus NAME=FOLDER or --most-frequent N")
    check_suffix(output, int8=int8)
    _check(output, [file, *(vocabulary or [])], corpus or [])
    keyed = load_vectors(file)
    failed: list[Failure] = []
    text = Coverage.of(documents(vocabulary or [], corpus or [], failed))
    words = prune_words(keyed, most_frequent, text.keys)
    kept = table_of(keyed, words) if int8 else subset(keyed, words)
    save_vectors(kept, output)
    typer.echo(f"kept {len(words):,} of {len(keyed):,} words in {output.stat().st_size / 1e6:.1f} MB")
    if text.tokens:
        typer.echo(
            f"of the text's tokens {text.share(words):.1%} are known, {text.share(keyed.index_to_key):.1%} before"
        )
    if len(words) > 1:
        typer.echo(_said(measure(keyed, words, kept.vectors)))
    if failed:
        raise typer.Exit(3)


def _check(output: Path, reads: Sequence[Path], corpora: Sequence[str] = ()) -> None:
    from nerkit.reading import files_in

    if output.exists():  # else its folder is made
        check_output(output, [*files_in(reads), *folders(corpora)])


def _said(loss: Loss) -> str:
    return (
        f"cosine to the original: {loss.cosine:.5f} on average, {loss.least_cosine:.5f} at least\n"
        f"ten nearest neighbours that stay: {loss.overlap_kept:.1%} among the words kept, "
        f"{loss.overlap_all:.1%} among all words"
    )
