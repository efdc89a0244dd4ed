"""The words and parts of words of ten languages that the bundled model begins with: `ten_languages.py DATA OUT.npz`.

fastText over raw text: statutes, contracts, judgments and what the generators print, in lower case, digits as zeros.
DATA holds `laws`, `cuad`, `echr`, `lener-br` and `fin`; MADE are folders of generated documents.
"""

from __future__ import annotations

import lzma
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from nerkit.corpora import generated
from nerkit.tagging.forms import normal
from nerkit.tagging.subwords import LENGTH
from nerkit.tagging.vector_files import save_vectors

SIZE, EPOCHS, LEAST, BUCKETS, AT_ONCE = 64, 2, 5, 40_000, 60
_TOKEN = re.compile(r"\w+|[^\w\s]")


def texts(data: Path, made: list[Path]) -> Iterator[str]:
    """All texts, statutes line by line."""
    for path in sorted((data / "cuad" / "text").glob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted((data / "laws").glob("*.txt.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from lines
    for path in sorted(path for name in ("echr", "lener-br", "fin") for path in (data / name).rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".py"):
            rows = path.read_text(encoding="utf-8", errors="replace").splitlines()
            yield " ".join(row.split()[0] for row in rows if row.split())
    for folder in made:
        for labelled in generated.read(folder):
            yield labelled.document.text


def main(data: Path, out: Path, made: Annotated[list[Path] | None, typer.Option()] = None) -> None:
    """Learn the vectors and write them."""
    from gensim.models import FastText, KeyedVectors

    found = ([normal(token) for token in _TOKEN.findall(text)] for text in texts(data, made or []))
    pieces = [words[i : i + AT_ONCE] for words in found for i in range(0, len(words), AT_ONCE)]
    random.Random(1).shuffle(pieces)
    sizes = {"vector_size": SIZE, "window": 5, "min_count": LEAST, "bucket": BUCKETS, "min_n": LENGTH, "max_n": LENGTH}
    model = FastText(pieces, sg=1, epochs=EPOCHS, sample=1e-4, workers=2, seed=1, **sizes)
    keyed = KeyedVectors(SIZE)
    keyed.add_vectors(model.wv.index_to_key, model.wv.vectors)
    save_vectors(keyed, out, model.wv.vectors_ngrams)
    typer.echo(f"{out}: {len(keyed):,} words, {BUCKETS:,} parts")


if __name__ == "__main__":
    typer.run(main)
