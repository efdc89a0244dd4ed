"""Scans whose text or values are known: receipts of SROIE, invoices and orders of adbuy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from nerkit.reading.resolution import is_scan, scale_for_ocr

_VALUES = ("contract_num", "advertiser", "gross_amount", "flight_from", "flight_to")

TruthLine = tuple[str, float, float, float, float]
"""The text of a line and its box: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page: its picture in grey levels, made anew at each call; the text given for it; values that are on it.

    `texts` is the same text in each order that a reader may take.
    """

    image: Callable[[], Image.Image]
    texts: tuple[str, ...]
    values: tuple[str, ...] = ()


def scans(folder: Path, count: int) -> list[Scan]:
    """Up to `count` scans of a corpus, evenly spread: SROIE's folder has `img`, adbuy's has `pdf`."""
    found = list(_receipts(folder) if (folder / "img").is_dir() else _station_invoices(folder))
    step = max(len(found) / count, 1.0)
    return [found[int(i * step)] for i in range(min(count, len(found)))]


def _receipts(folder: Path) -> Iterator[Scan]:
    """Receipts with a picture, and their given lines: in the given order, and row by row."""
    images = {path.stem: path for path in sorted((folder / "img").iterdir())}
    for row in _rows(folder / "train.jsonl"):
        if path := images.get(row["document"]):
            lines = [(line["text"], *line["box"]) for line in row["lines"]]
            orders = lines, _by_rows(lines)
            yield Scan(partial(_gray, path), tuple("\n".join(text for text, *_ in order) for order in orders))


def _by_rows(lines: Sequence[TruthLine]) -> list[TruthLine]:
    """Rows from the top, the lines of each from the left; as given they follow their top edges, wherever they stand."""
    rows: list[list[TruthLine]] = []
    for line in sorted(lines, key=lambda line: line[2] + line[4]):
        if rows and (line[2] + line[4]) / 2 < rows[-1][0][4]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line[1])]


def _station_invoices(folder: Path) -> Iterator[Scan]:
    """First pages that are one picture.

    Nobody has written down what stands on them. The text given is the hidden layer that the scanner's own OCR left, in
    its order: it shows how far two programs agree, not which one is right. The values are the gold ones.
    """
    for row in _rows(folder / "labels.jsonl"):
        path = folder / "pdf" / row["document"]
        with closing(pdfium.PdfDocument(path)) as pdf, closing(pdf[0]) as page, closing(page.get_textpage()) as layer:
            if len(pdf) == 1 and is_scan(page):
                values = tuple(str(row[key]) for key in _VALUES if row.get(key))
                yield Scan(partial(_rendered, path), (layer.get_text_range(),), values)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _gray(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("L")


def _rendered(path: Path) -> Image.Image:
    with (
        closing(pdfium.PdfDocument(path)) as pdf,
        closing(pdf[0]) as page,
        closing(page.render(scale=scale_for_ocr(page), grayscale=True)) as bitmap,
    ):
        image: Image.Image = bitmap.to_pil().convert("L")
        return image
