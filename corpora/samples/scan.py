"""Scans of clean PDFs, as an office scanner would make them."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter


def scan(source: Path, path: Path, pages: int, angle: float, seed: int) -> None:
    """The first pages of a PDF as a scanner gives them: images of grey paper, askew, with noise."""
    random = np.random.default_rng(seed)
    images = []
    document = pypdfium2.PdfDocument(source)
    for i in range(pages):
        page = document[i].render(scale=150 / 72, grayscale=True).to_pil().convert("L")
        page = page.rotate(angle * (1 if i % 2 == 0 else -0.8), Image.Resampling.BICUBIC, fillcolor=255).filter(
            ImageFilter.GaussianBlur(0.5)
        )
        ink = np.asarray(page, dtype=np.float32)
        rows, columns = ink.shape
        paper = 222 + 14 * np.linspace(0, 1, columns)[None, :] - 9 * np.linspace(0, 1, rows)[:, None]
        shade = 45 + (ink / 255) * (paper - 45) + random.normal(0, 4.2, ink.shape)
        for _ in range(40):  # specks of dust
            y, x = int(random.integers(rows - 3)), int(random.integers(columns - 3))
            shade[y : y + int(random.integers(1, 3)), x : x + int(random.integers(1, 3))] -= 90
        images.append(Image.fromarray(np.clip(shade, 0, 255).astype(np.uint8)))
    buffer, epoch = BytesIO(), time.gmtime(0)
    images[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=150,
        quality=60,
        creationDate=epoch,
        modDate=epoch,
    )
    path.write_bytes(buffer.getvalue())
