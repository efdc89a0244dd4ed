"""Corpora in CoNLL columns: one token a line, its tag in the last column, a blank line after each sentence.

The text joins the tokens of a sentence with single spaces and puts every sentence on a line of its own; the document's
words are exactly the given tokens. Tags may be IO, IOB1, IOB2, BILOU or BIOES, and the labels are the corpus's own.
Files whose names say `train`, `dev` (or `valid`, `testa`) and `test` (or `testb`) give the splits, of a folder or one
by one; where there is no dev file, every tenth document of the train file is dev. A corpus of one file, or of files
with other names, is divided by the order of its documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.splits import check_split, select
from nerkit.document import Document, Word
from nerkit.errors import CorpusError

_MAX_SENTENCES = 100
"""A longer document is given in parts, as "train-0003.2": some of these corpora are one file without borders."""
_DEV_EVERY = 10
_SPLITS = {
    "train": {"train", "training"},
    "dev": {"dev", "devel", "development", "valid", "validation", "testa"},
    "test": {"test", "testb"},
}
_SUFFIXES = (".txt", ".tsv", ".iob2", ".iob", ".bio", ".conll")  # of two files of one name the last is taken
_OTHER_SUFFIXES = {".train", ".testa", ".testb", ".conll02", ".conll03", ".conllu"}

TaggedToken = tuple[str, str]
"""A token and its tag."""


def read(folder: Path, split: str = "all", prefix: str = "") -> Iterator[LabelledDocument]:
    """The documents of `split`, of a folder or of one file; all labels of the corpus are closed.

    `prefix`: the files of a folder that are read begin so. Raises `CorpusError` for a bad line or no file.
    """
    check_split(split)
    parts = _parts(folder, prefix)
    files = list(parts.values()) or (sorted(folder.glob("*.conll")) if folder.is_dir() else [folder])
    if not files:
        raise CorpusError(f"{folder} holds no train.conll, dev.conll or test.conll, nor any other .conll file")
    closed = frozenset(tag[2:] for file in files for _, _, tag in _rows(file) if tag[1:2] == "-")
    if not parts:
        yield from select((document for file in files for document in _documents(file, closed)), split)
    whole = any(
        _names(file.name) == {"dev"} for file in (parts.values() if folder.is_dir() else folder.parent.iterdir())
    )
    for name, file in parts.items():
        for i, document in enumerate(_documents(file, closed)):
            part = "dev" if name == "train" and not whole and i % _DEV_EVERY == 0 else name
            if split in ("all", part):
                yield document


def _parts(path: Path, prefix: str) -> dict[str, Path]:
    """The file of each split that a folder has, or the one that a file is by its name."""
    if not path.is_dir():
        return {split: path for split in _SPLITS if _names(path.name) == {split}}
    plain = {file.name: file for file in sorted(path.glob(f"{prefix}*")) if file.is_file()}
    found: dict[str, Path] = {}
    for split, words in _SPLITS.items():
        exact = [plain[word + suffix] for word in words for suffix in _SUFFIXES if word + suffix in plain]
        named = [file for name, file in plain.items() if _is_columns(file) and _names(name) == {split}]
        several = {file.stem for file in exact} if exact else named
        if len(several) > 1:
            both = " and ".join(sorted(file.name for file in exact or named))
            raise CorpusError(f"{path}: {both} are both of the split {split}; give each corpus a folder of its own")
        if several:
            found[split] = (exact or named)[-1]
    return found


def _is_columns(file: Path) -> bool:
    return file.suffix in _SUFFIXES or file.suffix in _OTHER_SUFFIXES


def _names(name: str) -> set[str]:
    """The splits that the words of a file's name say."""
    return {split for word in re.split(r"[^a-z]+", name.lower()) for split, words in _SPLITS.items() if word in words}


def _documents(path: Path, closed: frozenset[str]) -> Iterator[LabelledDocument]:
    number = part = 1
    sentences: list[list[TaggedToken]] = []
    for sentence in (*_sentences(path), None):
        if sentences and (sentence is None or len(sentences) == _MAX_SENTENCES):
            whole = f"{path.stem}-{number:04d}"
            yield replace(from_sentences(f"{whole}.{part}", sentences, closed), group=whole)
            sentences = []
            part += 1
        if sentence:
            sentences.append(sentence)
        elif part > 1:
            number, part = number + 1, 1


def _sentences(path: Path) -> Iterator[list[TaggedToken] | None]:
    """The sentences of a file, None at a document border."""
    sentence: list[TaggedToken] = []
    line_before = 0
    for line, token, tag in _rows(path):
        if sentence and (line != line_before + 1 or token == "-DOCSTART-"):
            yield sentence
            sentence = []
        if token == "-DOCSTART-":
            yield None
        else:
            sentence.append((token, tag))
        line_before = line
    if sentence:
        yield sentence


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line number from 1, token, tag; blank lines are left out."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    for number, line in enumerate(lines, start=1):
        columns = line.split()
        if not columns:
            continue
        tag = columns[-1]
        if len(columns) < 2 or not (tag == "O" or (tag[0] in "BILUES" and tag[1:2] == "-" and tag[2:])):
            raise CorpusError(f"{path}, line {number}: expected a token and, in the last column, its tag")
        yield number, columns[0], tag


def from_sentences(source: str, sentences: Sequence[Sequence[TaggedToken]], closed: frozenset[str]) -> LabelledDocument:
    """The document that sentences of tokens make, with the spans that their tags make in any of the schemes."""
    pieces: list[str] = []
    words: list[Word] = []
    spans: list[Span] = []
    at = 0
    for sentence in sentences:
        before = "O"
        for i, (token, tag) in enumerate(sentence):
            end = at + len(token)
            words.append(Word(at, end))
            pieces += (token, "\n" if i == len(sentence) - 1 else " ")
            if _continues(before, tag):
                spans[-1] = Span(spans[-1].start, end, spans[-1].label)
            elif tag != "O":
                spans.append(Span(at, end, tag[2:]))
            at, before = end + 1, tag
    return LabelledDocument(Document(source, "".join(pieces), tuple(words), ()), tuple(spans), closed)


def _continues(before: str, tag: str) -> bool:
    """Whether `tag` goes on with the entity of the tag before it."""
    return tag[0] in "ILE" and before[0] in "BI" and tag[2:] == before[2:]
