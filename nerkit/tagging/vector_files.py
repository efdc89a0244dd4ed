"""Files of word vectors: every common format is recognised by its content and read through gensim, without pickle."""

from __future__ import annotations

import gzip
import struct
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np

from nerkit.errors import ConfigError
from nerkit.extras import require
from nerkit.output import whole, written_to
from nerkit.tagging.vectors import Float32Array, VectorTable

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

_FASTTEXT_MAGIC = struct.pack("<i", 793712314)
_HEAD = 1 << 16


class VectorFormat(StrEnum):
    """Formats that can be read."""

    NPZ = "npz"
    FASTTEXT = "fastText binary"
    BINARY = "word2vec binary"
    TEXT = "word2vec text"
    GLOVE = "GloVe text"


def load_vectors(path: Path) -> KeyedVectors:
    """Vectors as gensim's KeyedVectors, the words in the file's order, by frequency as a rule.

    The file is an .npz of nerkit, or word2vec text (also fastText's .vec), word2vec binary, fastText binary or GloVe
    text; all but the .npz may be gzipped. Raises `ConfigError` where it is none of these or damaged.
    """
    kind = detect(path)
    require("train", "gensim")
    from gensim.models import KeyedVectors

    try:
        if kind is VectorFormat.NPZ:
            return _load_npz(path)
        if kind is VectorFormat.FASTTEXT:
            from gensim.models.fasttext import load_facebook_vectors

            # Its vectors of parts of words are left out: what is kept is a table of words.
            fast = load_facebook_vectors(str(path))
            return _keyed(fast.index_to_key, fast.vectors)
        if kind is VectorFormat.GLOVE:
            return _load_glove(path)
        return KeyedVectors.load_word2vec_format(
            str(path), binary=kind is VectorFormat.BINARY, unicode_errors="replace"
        )
    except (OSError, ValueError, KeyError, EOFError, struct.error, zipfile.BadZipFile) as error:
        raise ConfigError(f"{path} looks like {kind} but cannot be read ({type(error).__name__})") from error


def detect(path: Path) -> VectorFormat:
    """The format of a file, by its content. Raises `ConfigError` where it is missing or none that can be read."""
    if not path.is_file():
        raise ConfigError(f"there is no file of word vectors at {path}")
    try:
        with _opened(path) as file:
            head = file.read(_HEAD)
    except (OSError, EOFError) as error:
        raise ConfigError(f"{path} cannot be read ({type(error).__name__})") from error
    if head.startswith(b"PK"):
        return VectorFormat.NPZ
    if head.startswith(_FASTTEXT_MAGIC):
        return VectorFormat.FASTTEXT
    if head.startswith(b"\x80"):
        raise ConfigError(
            f"{path} is a pickle, which could run code: write it with gensim's save_word2vec_format and import that"
        )
    first, _, rest = head.partition(b"\n")
    header = first.split()
    if len(header) == 2 and all(part.isdigit() for part in header):
        return VectorFormat.TEXT if _is_vector(rest.partition(b"\n")[0], int(header[1])) else VectorFormat.BINARY
    if _is_vector(first, len(header) - 1):
        return VectorFormat.GLOVE
    raise ConfigError(f"{path} is no file of word vectors: word2vec, fastText, GloVe and .npz can be read")


def _is_vector(line: bytes, size: int) -> bool:
    """Whether a line is a word and `size` numbers."""
    parts = line.rstrip().split(b" ")
    if size < 1 or len(parts) != size + 1:
        return False
    try:
        return all(np.isfinite(float(part)) for part in parts[1:])
    except ValueError:
        return False


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _load_glove(path: Path) -> KeyedVectors:
    """GloVe's text has no first line with sizes, and some of its words hold spaces."""
    found: dict[str, Float32Array] = {}
    size = 0
    with _opened(path) as file:
        for line in file:
            size = size or line.rstrip().count(b" ")
            word, *numbers = line.rstrip().rsplit(b" ", size)
            found.setdefault(word.decode(errors="replace"), np.array(numbers, dtype=np.float32))
    return _keyed(list(found), np.stack(list(found.values())))


def _load_npz(path: Path) -> KeyedVectors:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
        if "codes" in data:
            vectors = data["codes"] * data["scales"].astype(np.float32)[:, None]
        else:
            vectors = data["vectors"].astype(np.float32)
        return _keyed(data["words"].tolist(), vectors)


def load_parts(path: Path) -> Float32Array | None:
    """Vectors of the parts of words (`nerkit.tagging.subwords`), where an .npz has them. *Shape:* (buckets, size)."""
    if detect(path) is not VectorFormat.NPZ:
        return None
    with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
        return data["parts"].astype(np.float32) if "parts" in data else None


def _keyed(words: Sequence[str], vectors: Float32Array) -> KeyedVectors:
    require("train", "gensim")
    from gensim.models import KeyedVectors

    keyed = KeyedVectors(vectors.shape[1])
    keyed.add_vectors(list(words), vectors)
    return keyed


def subset(keyed: KeyedVectors, words: Sequence[str]) -> KeyedVectors:
    """The vectors of these words alone."""
    rows = [keyed.key_to_index[word] for word in words]
    return _keyed(words, keyed.vectors[rows])


def save_vectors(keyed: KeyedVectors | VectorTable, path: Path, parts: Float32Array | None = None) -> None:
    """Write vectors in the format that the suffix names: .npz, .bin (word2vec binary), .txt or .vec (word2vec text).

    A `VectorTable` keeps its eight bits only in .npz, which alone holds vectors of the `parts` of words. Raises
    `ConfigError` for any other suffix, and `OutputError`.
    """
    check_suffix(path)
    with written_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part:
        if path.suffix == ".npz":
            with part.open("wb") as file:
                _save_npz(keyed, file, parts)
        else:
            table = _keyed(keyed.words, keyed.vectors) if isinstance(keyed, VectorTable) else keyed
            table.save_word2vec_format(str(part), binary=path.suffix == ".bin")


def _save_npz(keyed: KeyedVectors | VectorTable, to: IO[bytes], parts: Float32Array | None) -> None:
    more: dict[str, Any] = {} if parts is None else {"parts": parts}
    if isinstance(keyed, VectorTable):
        np.savez_compressed(to, words=np.array(keyed.words), codes=keyed.codes, scales=keyed.scales, **more)
    else:
        np.savez_compressed(to, words=np.array(keyed.index_to_key), vectors=keyed.vectors, **more)


def check_suffix(path: Path, *, int8: bool = False, parts: bool = False) -> None:
    """Raises `ConfigError` where vectors cannot be written to a file of this name."""
    if path.suffix not in (".npz", ".bin", ".txt", ".vec"):
        raise ConfigError(f"{path}: name the file .npz, .bin (word2vec binary), .txt or .vec (word2vec text)")
    if int8 and path.suffix != ".npz":
        raise ConfigError(f"{path}: only an .npz file holds vectors in eight bits")
    if parts and path.suffix != ".npz":
        raise ConfigError(f"{path}: only an .npz file holds vectors of parts of words")
