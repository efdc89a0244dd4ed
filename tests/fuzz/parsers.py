"""Each parser of bytes that is nerkit's own, in this process: `python -m tests.fuzz.parsers --count 10000 --seed 1`.

What has to hold for every input: it gives what its type promises or raises a coded error, whatever the bytes are. An
input that reaches lines of the reading room which none has reached is kept in the corpus (`--corpus`, runs/fuzz unless
given), and later runs damage it further. A case is named by seed and number; what breaks the promise is kept in
`broken` beside the corpus.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from random import Random

import nerkit.reading
from nerkit.document import Document
from nerkit.errors import NerkitError
from nerkit.reading import archive, compressed_rtf, encoding, mail_parts, markdown, quotes, wire
from nerkit.reading.formats import read_as
from nerkit.reading.options import ReadingOptions

from .coverage import Coverage
from .mutations import mutated
from .seeds import parser_seeds

Promise = Callable[[bytes], bool]
"""Whether a parser keeps its promise for an input; a ReadingError is one way to keep it."""


def _document(kind: str, name: str = "x") -> Promise:
    return lambda data: holds(read_as(kind, data, name, ReadingOptions()))


def holds(document: Document) -> bool:
    """What every document promises: words and asides in order, within the text, and words free of white space."""
    words, asides = document.words, document.asides
    return (
        all(a.end <= b.start for a, b in pairwise(words))
        and all(len(document.text[word.start : word.end].split()) == 1 for word in words)
        and all(a.end <= b.start for a, b in pairwise(asides))
        and all(0 <= aside.start < aside.end <= len(document.text) for aside in asides)
        and len(document.own.text) == len(document.text)
    )


def _decodes(data: bytes) -> bool:
    decoded = encoding.decode(data)
    return decoded is None or not any(char in decoded.text for char in "\0\x01\x0b\x1b")


def _members(data: bytes) -> bool:
    for name, member in archive.members(BytesIO(data), "x").items():
        with suppress(NerkitError):
            member.content()
        if not name or name.startswith("/") or ".." in name.split("/"):
            return False
    return True


def _attachments(data: bytes) -> bool:
    files = mail_parts.files(mail_parts.parsed(data, "x"))
    return all(isinstance(member.content(), bytes) for member in files.values())


def _frames(data: bytes) -> bool:
    """A frame that was cut off is none, and one that was not is what was written."""
    stream = BytesIO(data)
    while (content := wire.read_frame(stream)) is not None:
        again = BytesIO()
        wire.write_frame(again, content)
        if wire.read_frame(BytesIO(again.getvalue())) != content:
            return False
    return True


def _unpacks(data: bytes) -> bool:
    with suppress(ValueError):
        return len(compressed_rtf.unpacked(data)) <= 17 * len(data)
    return True


def _quotes(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return holds(Document("x", text, (), (), asides=tuple(quotes.beside(text, 0, ("ap@buyer.example",)))))


PARSERS: dict[str, Promise] = {
    "encoding": _decodes,
    "text": _document("text"),
    "csv": _document("text", "x.csv"),
    "markdown": lambda data: isinstance(markdown.text_of_markdown(data.decode("utf-8", "replace"), "x"), str),
    "html": _document("html"),
    "mail": _document("mail"),
    "attachments": _attachments,
    "outlook": _document("mail"),
    "quotes": _quotes,
    "word": _document("word"),
    "excel": _document("excel"),
    "opendocument": _document("opendocument"),
    "rtf": _document("rtf"),
    "xml": _document("xml"),
    "packed rtf": _unpacks,
    "archive": _members,
    "wire": _frames,
}


@dataclass(frozen=True)
class ParserOutcome:
    """What became of an input: the code of an error, and how the promise was broken, None where it was kept."""

    parser: str
    name: str
    code: str | None
    broken: str | None
    seconds: float
    """CPU time."""


def run(count: int, seed: int, corpus: Path, parsers: dict[str, Promise] | None = None) -> Iterator[ParserOutcome]:
    """The outcome of each case; the same for the same seed and corpus. New inputs are kept in `corpus`."""
    parsers, coverage = parsers or PARSERS, Coverage(Path(nerkit.reading.__file__).parent)
    inputs = {name: [*parser_seeds()[name], *_kept(corpus / name)] for name in parsers}
    for name, known in inputs.items():
        for data in known:  # what they reach is nothing new
            with suppress(Exception):
                coverage.new_lines(lambda name=name, data=data: parsers[name](data))  # type: ignore[misc]
    for i in range(count):
        rng = Random(f"{seed}-{i}")
        name = list(parsers)[i % len(parsers)]
        data = mutated(rng.choice(inputs[name]), rng)
        before = len(coverage.seen)
        begin = time.process_time()
        code, broken = _outcome(lambda name=name, data=data: parsers[name](data), coverage)  # type: ignore[misc]
        yield ParserOutcome(name, f"{seed}-{i}-{name}", code, broken, time.process_time() - begin)
        if broken:
            _keep(corpus / "broken" / name, data)
        elif len(coverage.seen) > before:
            inputs[name].append(data)
            _keep(corpus / name, data)


def _outcome(keeps: Callable[[], bool], coverage: Coverage) -> tuple[str | None, str | None]:
    kept: list[bool] = []
    try:
        coverage.new_lines(lambda: kept.append(keeps()))
    except NerkitError as error:
        return error.code, None if error.code != NerkitError.code else "no code"
    except Exception as error:
        return None, type(error).__name__
    return None, None if kept[0] else "promise"


def _kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []


def _keep(folder: Path, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / sha256(data).hexdigest()[:16]).write_bytes(data)


def main() -> int:
    """Prints outcomes by parser, and the slowest cases; 1 where a promise was broken."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--corpus", type=Path, default=Path("runs/fuzz"))
    asked.add_argument("--only", action="append", choices=list(PARSERS), help="this parser alone, and others so named")
    chosen = asked.parse_args()
    parsers = {name: PARSERS[name] for name in chosen.only or PARSERS}
    outcomes = list(run(chosen.count, chosen.seed, chosen.corpus, parsers))
    print("| parser | inputs | kept | coded errors | broken | slowest |\n|---|---:|---:|---:|---:|---:|")
    for name in parsers:
        own = [each for each in outcomes if each.parser == name]
        coded, broken = sum(each.code is not None for each in own), sum(each.broken is not None for each in own)
        slowest = max((each.seconds for each in own), default=0.0)
        print(f"| {name} | {len(own)} | {len(own) - coded - broken} | {coded} | {broken} | {slowest:.2f} s |")
    faults = [f"{each.name} ({each.broken})" for each in outcomes if each.broken]
    print(f"{len(outcomes)} inputs, broken: {', '.join(faults) or 'none'}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
