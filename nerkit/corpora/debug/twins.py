"""Documents that come twice, or nearly so, in one part or in two: figures on a document that was learnt are no figures.

Two documents are near duplicates when four fifths of their runs of five words are the same (Jaccard). Candidates come
from MinHash signatures in bands (Broder 1997; Leskovec et al., Mining of Massive Datasets, ch. 3), and each is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nerkit.corpora.debug.corpus_parts import CorpusPart
from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity, counted
from nerkit.corpora.labelled import LabelledDocument

NEAR = 0.8
_RUN = 5
_BANDS, _ROWS = 32, 4

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Text:
    part: str
    document: LabelledDocument
    runs: Hashes


def twin_findings(parts: Sequence[CorpusPart]) -> Iterator[Finding]:
    """Documents that are the same or nearly so: across parts first, then inside one."""
    texts = [_Text(part.name, each, _runs(each)) for part in parts for each in part.documents]
    texts = [text for text in texts if len(text.runs)]
    across: dict[bool, dict[int, FaultPlace]] = {True: {}, False: {}}
    within: dict[bool, dict[int, FaultPlace]] = {True: {}, False: {}}
    for a, b, alike in _alike(texts):
        same = alike == 1.0
        # The later part is the one to mend: train, dev, test.
        one, other = texts[a], texts[b]
        found = (across if one.part != other.part else within)[same]
        how = "the same text as" if same else f"{alike:.0%} the same as"
        note = f"in {other.part}: {how} {Path(one.document.document.source).name} in {one.part}"
        found.setdefault(b, FaultPlace(other.document.document.source, note=note))
    for b in across[True]:
        across[False].pop(b, None)
    for b in within[True]:
        within[False].pop(b, None)
    for found, code, severity, says, advice in (
        (across[True], "same-document-in-two-parts", Severity.ERROR, "also in another part", _LEAK),
        (
            across[False],
            "near-duplicate-in-two-parts",
            Severity.WARNING,
            "nearly as one in another part",
            _LEAK,
        ),
        (within[True], "duplicate", Severity.WARNING, "in the same part twice", _TWICE),
        (within[False], "near-duplicate", Severity.NOTE, "nearly as another of its part", _TWICE),
    ):
        if found:
            verb = "is" if len(found) == 1 else "are"
            says = f"{counted(len(found), 'document')} {verb} {says}"
            yield Finding(code, severity, len(found), says, advice, list(found.values()))


def _alike(texts: Sequence[_Text]) -> Iterator[tuple[int, int, float]]:
    """Pairs of numbers, the earlier first, with the share of runs that both documents have; the most alike first."""
    candidates: set[tuple[int, ...]] = set()
    for group in _groups(texts):
        candidates.update(combinations(group, 2))
    pairs = []
    for a, b in candidates:
        shared = len(np.intersect1d(texts[a].runs, texts[b].runs, assume_unique=True))
        alike = shared / (len(texts[a].runs) + len(texts[b].runs) - shared)
        if alike >= NEAR:
            pairs.append((a, b, alike))
    return iter(sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])))


def _groups(texts: Sequence[_Text]) -> Iterator[list[int]]:
    """Numbers of documents whose signatures are the same in a band."""
    signatures = [_signature(text.runs) for text in texts]
    for band in range(_BANDS):
        groups: dict[bytes, list[int]] = defaultdict(list)
        for number, signature in enumerate(signatures):
            groups[signature[band * _ROWS : (band + 1) * _ROWS].tobytes()].append(number)
        yield from (group for group in groups.values() if len(group) > 1)


def _runs(labelled: LabelledDocument) -> Hashes:
    """The distinct runs of five words as numbers, case folded; a shorter document is one run. *Shape:* (runs)."""
    words = labelled.document.text.casefold().split()
    if not words:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)
    count = max(1, len(hashes) - _RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for i in range(min(_RUN, len(hashes))):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + hashes[i : i + count]
    return np.unique(runs)


def _signature(runs: Hashes) -> Hashes:
    """The least value of the runs under each of many random functions. *Shape:* (runs) → (bands · rows)."""
    rng = np.random.default_rng(0)
    factors = rng.integers(1 << 63, size=_BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    mixed = runs ^ (runs >> np.uint64(31))
    return np.array([(mixed * factor).min() for factor in factors], dtype=np.uint64)


_LEAK = "Leave them in one part alone: a figure about a document that the model has learnt by heart says too much."
_TWICE = "Keep one of them, unless your documents really repeat: what comes twice weighs twice."
