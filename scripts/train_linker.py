"""Trains the linker of pairs that nerkit brings: `train_linker.py NAF-FOLDER FORMS-FOLDER`.

The forms are those of `nerkit generate FORMS-FOLDER --what forms --count 3200 --seed 2`. Writes `key_words.json` and
`linker.safetensors` into `nerkit/pairs`. Takes some minutes on one core. Of three seeds this one was the best on
documents of the trades.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nerkit
from nerkit.pairs import key_vocabulary, linker
from nerkit.training.linker_fitting import LinkTruth, key_words, train_linker
from nerkit.training.linker_material import LinkerMaterial

ROOM = Path(nerkit.__file__).parent / "pairs"


def main(archives: Path, printed: Path) -> None:
    """Read, count words, fit, write."""
    material = LinkerMaterial.read(archives, printed)
    (ROOM / key_vocabulary.FILE).write_text(key_words(material.learned), encoding="utf-8")
    key_vocabulary.KeyWords.default.cache_clear()
    learned = [LinkTruth.of(each) for each in material.learned]
    held_out = [LinkTruth.of(each) for each in material.held_out]
    (ROOM / linker.FILE).write_bytes(train_linker(learned, held_out, seed=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
