"""Fits how sure pairs are: `fit_certainty.py NAF-FOLDER FORMS-FOLDER SCANS-FOLDER WILDRECEIPT-FOLDER`.

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

RECEIPTS = 200


def main(archives: Path, printed: Path, scans: Path, receipts: Path) -> None:
    """Judge what the linker says of each family, fit, write."""
    write(
        list(naf.read_linked(archives, "valid")),
        list(printed_forms.read_linked(printed, "dev")),
        list(printed_forms.read_linked(scans)),
        list(islice(wildreceipt.read_linked(receipts), RECEIPTS)),
    )


def write(
    archived: list[LinkedDocument],
    printed: list[LinkedDocument],
    scanned: list[LinkedDocument],
    receipts: list[LinkedDocument],
) -> None:
    """Each family counts the same, however many pairs it has."""
    damaged = [replace(misread(one, Random(i)), texts={}) for i, one in enumerate(printed)]
    plain = [without_places(one) for one in printed[::2]]
    families = (archived, [*printed, *damaged, *plain], scanned, receipts)
    FILE.write_bytes(with_certainty(FILE.read_bytes(), list(map(_judged, families))))


def _judged(documents: Iterable[LinkedDocument]) -> tuple[Features, Features]:
    steps, right = judged(linker.default(), map(LinkTruth.of, documents))
    print(f"{len(right)} pairs, {right.mean():.3f} of them right")
    return steps, right


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
