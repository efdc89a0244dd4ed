"""Fits how sure pairs are: `fit_certainty.py NAF-FOLDER FORMS-FOLDER WILDRECEIPT-FOLDER [SCANS-FOLDER]`.

The forms are those of `nerkit generate FORMS-FOLDER --what forms --count 3200 --seed 2`, the scans those of
`scan_forms.py FORMS-FOLDER SCANS-FOLDER`. Changes `nerkit/pairs/linker.safetensors`, in a minute on one core.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import nerkit
from nerkit.corpora import naf, printed_forms, wildreceipt
from nerkit.corpora.linked import LinkedDocument
from nerkit.pairs import linker
from nerkit.pairs.phrase_features import Features
from nerkit.training.certainty_fitting import judged, with_certainty
from nerkit.training.linker_fitting import LinkTruth
from nerkit.training.linker_material import misread, without_places

FILE = Path(nerkit.__file__).parent / "pairs" / linker.FILE

FORMS, RECEIPTS = 150, 200


def main(archives: Path, printed: Path, receipts: Path, scans: Path | None = None) -> None:
    """Judge what the linker says of each family, fit, write."""
    write(
        # As a reader gives them: the corpus's own boxes are easier phrases than those that are found.
        [replace(one, units=None) for one in naf.read_linked(archives, "valid")],
        list(islice(printed_forms.read_linked(printed, "dev"), FORMS)),
        list(islice(wildreceipt.read_linked(receipts), RECEIPTS)),
        list(printed_forms.read_linked(scans)) if scans else [],
    )


def write(
    archived: list[LinkedDocument],
    printed: list[LinkedDocument],
    receipts: list[LinkedDocument],
    scanned: list[LinkedDocument],
) -> None:
    """Each family counts the same, however many pairs it has."""
    damaged = [replace(misread(one, Random(i)), texts={}) for i, one in enumerate(printed)]
    plain = [without_places(one) for one in printed[::2]]
    families = (archived, [*printed, *damaged, *plain], receipts, scanned)
    FILE.write_bytes(with_certainty(FILE.read_bytes(), [_judged(family) for family in families if family]))


def _judged(documents: Iterable[LinkedDocument]) -> tuple[Features, Features]:
    steps, right = judged(linker.default(), map(LinkTruth.of, documents))
    print(f"{len(right)} pairs, {right.mean():.3f} of them right")
    return steps, right


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
