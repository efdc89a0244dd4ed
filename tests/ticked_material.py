"""Forms with boxes to tick, made here: drawn, typed or as fields, empty, ticked, crossed or painted over."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from nerkit.corpora.printed.browser import printer

_WORDS = [
    "Married",
    "Single",
    "Employed",
    "Retired",
    "Smoking",
    "Parking",
    "Delivery",
    "Pickup",
    "Monthly",
    "Yearly",
    "Furnished",
    "Heating",
    "Internet",
    "Insurance",
    "Deposit",
    "Garage",
    "Balcony",
    "Elevator",
    "Express",
    "Standard",
    "Invoice",
    "Transfer",
    "Cash",
    "Cheque",
    "Consent",
    "Newsletter",
    "Diabetes",
    "Asthma",
]
_MARKS = {
    "tick": '<path d="M2 6 L5 10 L11 1" stroke="#111" stroke-width="1.6" fill="none"/>',
    "cross": '<path d="M2 2 L10 10 M10 2 L2 10" stroke="#111" stroke-width="1.4" fill="none"/>',
    "pen": '<path d="M1 7 C3 9 4 12 5 11 S9 2 13 -1" stroke="#1a3a8a" stroke-width="1.5" fill="none"/>',
    "full": '<rect x="2.2" y="2.2" width="7.6" height="7.6" fill="#111"/>',
}
_TYPED = (("☒", "☐"), ("☑", "☐"), ("■", "□"))


@dataclass(frozen=True)
class TickedForm:
    """A form: its page as a PDF, and which of its options are ticked."""

    pdf: bytes
    options: dict[str, bool]


def _box(style: str, ticked: bool, rng: Random, side: int) -> str:
    if style == "input":
        return f'<input type="checkbox" {"checked" if ticked else ""}>'
    if style == "radio":
        return f'<input type="radio" {"checked" if ticked else ""}>'
    if style == "typed":
        on, off = _TYPED[side % len(_TYPED)]
        return f'<span style="font-family:DejaVu Sans">{on if ticked else off}</span>'
    if style == "letter":
        inner = '<text x="2.4" y="10" font-size="10">X</text>' if ticked else ""
    else:
        inner = _MARKS[rng.choice(("tick", "cross", "pen", "full"))] if ticked else ""
    return (
        f'<svg width="{side}" height="{side}" viewBox="0 0 12 12" style="overflow:visible"><rect x=".5" y=".5" '
        f'width="11" height="11" fill="none" stroke="#222" stroke-width="1"/>{inner}</svg>'
    )


def ticked_forms(
    count: int, seed: int, styles: Sequence[str] = ("drawn", "letter", "typed", "input", "radio")
) -> list[TickedForm]:
    """`count` forms, each of one style."""
    forms = []
    with printer() as browser:
        for number in range(count):
            rng = Random(f"{seed}-{number}")
            style, side, size = styles[number % len(styles)], rng.choice((10, 12, 14)), rng.choice((10, 11, 12))
            words = rng.sample(_WORDS, 14)
            options = {word: rng.random() < 0.45 for word in words}
            rows = []
            for i in range(0, 14, 2):
                cells = "".join(
                    f'<td style="width:45%">{_box(style, options[word], rng, side)} {word}</td>'
                    for word in words[i : i + 2]
                )
                rows.append(f"<tr>{cells}</tr>")
            table = f'<table style="width:100%">{"".join(rows)}</table>'
            body = (
                f"<h2>Application no. {rng.randrange(1000, 9999)}</h2>"
                "<p>Please complete all parts of this form in capital letters and return it within a month.</p>"
                f"{table}<p>Signed in Ottawa, the applicant</p>"
            )
            css = f"@page{{size:A4;margin:20mm}}body{{font:{size}pt Liberation Sans;line-height:1.9}}"
            forms.append(TickedForm(browser.pdf(f"<!doctype html><style>{css}</style>{body}"), options))
    return forms


def scanned(pdf: bytes, seed: int, *, photo: bool = False) -> bytes:
    """The page as a scanner gives it, or as a telephone does: askew, noisy, blurred, unevenly lit."""
    rng = np.random.default_rng(seed)
    page = pdfium.PdfDocument(pdf)[0]
    image = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    image = image.rotate(float(rng.uniform(-1.2, 1.2)), fillcolor=255, resample=Image.Resampling.BICUBIC)
    image = image.filter(ImageFilter.GaussianBlur(0.9 if photo else 0.5))
    pixels = np.asarray(image, dtype=np.float32)
    if photo:
        light = np.linspace(0.72, 1.0, pixels.shape[1])[None, :] * np.linspace(1.0, 0.85, pixels.shape[0])[:, None]
        pixels = pixels * light
    pixels = np.clip(pixels + rng.normal(0, 6, pixels.shape), 0, 255)
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(out, "JPEG", quality=60 if photo else 80, dpi=(200, 200))
    return out.getvalue()


def states(text: str, options: Sequence[str]) -> dict[str, bool]:
    """Which options stand behind a box in a text, and whether it has a mark."""
    found = {}
    for option in options:
        for line in text.splitlines():
            before, there, _ = line.partition(option)
            if there:
                for box, ticked in (("[x]", True), ("[ ]", False)):
                    if before.rstrip().endswith(box):
                        found[option] = ticked
    return found
