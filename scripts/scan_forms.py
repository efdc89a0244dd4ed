"""Forms as scans: `scan_forms.py FORMS-FOLDER SCANS-FOLDER [COUNT]`, for `fit_certainty.py`.

The forms are those of `nerkit generate --what forms`, in languages of Latin letters, every other one English. Each is
drawn at 75 to 150 dpi, blurred, dimmed, with noise, some in black and white: a PDF of the same size and gold.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
from PIL import Image

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


def main(forms: Path, scans: Path, count: int = 120) -> None:
    """Write the scans of the first forms of one page, and their gold."""
    scans.mkdir(exist_ok=True)
    rows = [json.loads(line) for line in (forms / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    english = [row for row in rows if row["language"] == "en"]
    others = [row for row in rows if row["language"] in LANGUAGES[1:]]
    chosen = [row for pair in zip(english, others, strict=False) for row in pair][:count]
    with (scans / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for number, row in enumerate(chosen):
            with pypdfium2.PdfDocument(forms / row["source"]) as pdf:
                if len(pdf) == 1:
                    scanned(pdf[0], number).save(scans / row["source"], "PDF", resolution=dpi_of(number))
                    gold.write(json.dumps(row, ensure_ascii=False) + "\n")


def dpi_of(number: int) -> int:
    """The resolution of a scan."""
    return Random(number).choice([75, 90, 100, 120, 150])


def scanned(page: pypdfium2.PdfPage, number: int) -> Image.Image:
    """A page as a poor scanner gives it."""
    import cv2

    rng, noise, dpi = Random(-number - 1), np.random.default_rng(number), dpi_of(number)
    drawn = np.asarray(page.render(scale=dpi / 72).to_pil().convert("L")).astype(np.float32)
    image = cv2.GaussianBlur(drawn, (0, 0), rng.choice([0.5, 0.8, 1.0, 1.2]) * dpi / 110)
    image = image * rng.uniform(0.6, 1) + rng.uniform(0, 40)
    image = image + noise.normal(0, rng.choice([5, 12, 22, 32]), image.shape)
    if rng.random() < 0.4:
        image = np.where(image > rng.uniform(110, 190), 255, 0)
    specks, share = noise.random(image.shape), rng.choice([0, 0.001, 0.004, 0.01])
    image = np.where(specks < share, 0, np.where(specks > 1 - share, 255, image))
    return Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]))
