"""CoNLL columns: one token a line, a blank line after each sentence, -DOCSTART- before each document.

Columns are named in order, the last one standing at the end of the line: "token", "tag", and "-" for one that says
nothing here. Read are IO, IOB1, IOB2, BILOU and BIOES. A document's text is its tokens with a space between, a line for
a sentence: names, white space and what the tags cannot say get lost on the way here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from nerkit.corpora.conll_corpora import TaggedToken, from_sentences
from nerkit.corpora.interchange.example import (
    Borders,
    ConversionReport,
    Draft,
    InterchangeDocument,
    InterchangeOptions,
    extras,
    finish,
    lose_extras,
    used_labels,
)
from nerkit.corpora.interchange.json_rows import read_text, write_text
from nerkit.corpora.interchange.token_spans import aligned, tokens_of, without_overlaps
from nerkit.errors import CorpusError
from nerkit.tagging.bilou import TagSet, TokenSpan

SUFFIX = ".conll"
_START = "-DOCSTART-"
_TAG = re.compile(r"O|[BILUES]-\S+")
Sentence = list[TaggedToken]


def read(path: Path, options: InterchangeOptions, report: ConversionReport) -> list[InterchangeDocument]:
    """The examples of a file. Raises `CorpusError` that names the line."""
    return finish([_draft(sentences, i, path) for i, sentences in enumerate(_documents(path, options), 1)], report)


def _draft(sentences: list[Sentence], number: int, path: Path) -> Draft:
    made = from_sentences(f"{path.stem}-{number}", sentences, frozenset())
    tokens = [(word.start, word.end) for word in made.document.words]
    return Draft(made.document.source, made.document.text, list(made.spans), tokens)


def _documents(path: Path, options: InterchangeOptions) -> Iterator[list[Sentence]]:
    sentences: list[Sentence] = []
    sentence: Sentence = []
    started = False
    for number, line in enumerate(read_text(path).removeprefix("\ufeff").split("\n"), start=1):
        columns = re.split(r"[ \t]+", line.strip(" \t\r"))
        if columns == [""] or columns[0] == _START:
            sentences += [sentence] if sentence else []
            sentence = []
            if columns[0] == _START:
                if started or sentences:
                    yield sentences
                sentences, started = [], True
            continue
        sentence.append(_token(columns, options, f"{path}, line {number}"))
    sentences += [sentence] if sentence else []
    if started or sentences:
        yield sentences


def _token(columns: list[str], options: InterchangeOptions, where: str) -> TaggedToken:
    at_token, at_tag = options.columns.index("token"), options.columns.index("tag") - len(options.columns)
    if len(columns) < max(2, len(options.columns)):
        raise CorpusError(f"{where}: expected at least the columns {' '.join(options.columns)}")
    if not _TAG.fullmatch(columns[at_tag]):
        raise CorpusError(f"{where}: no tag of BIO, BILOU, BIOES or IO in the column for it; see --columns")
    return columns[at_token], columns[at_tag]


def write(
    path: Path, examples: Sequence[InterchangeDocument], options: InterchangeOptions, report: ConversionReport
) -> None:
    """Write the examples with tags of `options.scheme`; a line of the text is a sentence."""
    used = used_labels(examples)
    tags = TagSet(tuple(sorted({_word(label) for label in used})), options.scheme)
    report.lose("labels with white space, renamed", sum(_word(label) != label for label in used))
    write_text(path, "".join(_document(example, used, tags, options, report) for example in examples))


def _document(
    example: InterchangeDocument,
    used: frozenset[str],
    tags: TagSet,
    options: InterchangeOptions,
    report: ConversionReport,
) -> str:
    text = example.text
    tokens = [(start, end) for start, end in tokens_of(example) if not text[start:end].isspace()]
    kept, others = without_overlaps(aligned(example, tokens, options, report))
    _count_losses(example, used, tokens, kept, options, report)
    report.lose("overlapping spans", len(others))
    names = tags.encode((TokenSpan(s.start, s.end, _word(s.label)) for s in kept), len(tokens))
    inside = {i for span in kept for i in range(span.start + 1, span.end)}
    lines = [_line(_START, "O", options), ""]
    for i, (start, end) in enumerate(tokens):
        if i and i not in inside and "\n" in text[tokens[i - 1][1] : start]:
            lines.append("")
        lines.append(_line(_word(text[start:end]), tags.names[names[i]], options))
    return "\n".join([*lines, "", ""])


def _line(token: str, tag: str, options: InterchangeOptions) -> str:
    return "\t".join({"token": token, "tag": tag}.get(column, "_") for column in options.columns)


def _word(text: str) -> str:
    """The text with no separator of columns or lines in it."""
    return re.sub(r"\s", "_", text)


def _count_losses(
    example: InterchangeDocument,
    used: frozenset[str],
    tokens: list[Borders],
    spans: list[TokenSpan],
    options: InterchangeOptions,
    report: ConversionReport,
) -> None:
    report.lose("documents' names")
    lose_extras(extras(example, used, has_tokens=True), report)
    between = (example.text[one[1] : other[0]] for one, other in pairwise(tokens))
    edges = bool(tokens) and (tokens[0][0] > 0 or tokens[-1][1] < len(example.text.removesuffix("\n")))
    report.lose("documents' white space", int(edges or any(gap not in (" ", "\n") for gap in between)))
    report.lose(
        "tokens with white space in them", sum(_word(example.text[s:e]) != example.text[s:e] for s, e in tokens)
    )
    if options.scheme == "IO":
        joined = sum(one.end == other.start and one.label == other.label for one, other in pairwise(spans))
        report.lose("borders between neighbouring spans of one label", joined)
