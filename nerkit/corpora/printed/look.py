"""How a printed document looks: one draw of fonts, sizes, colours, rules and distances, as CSS."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_PLAIN = ("'Liberation Sans', sans-serif", "'Liberation Sans', sans-serif", "'DejaVu Sans', sans-serif")
_NARROW = ("'Liberation Sans Narrow', sans-serif", "'DejaVu Sans Condensed', sans-serif")
_SERIF = ("'Liberation Serif', serif", "'DejaVu Serif', serif")
_TYPED = ("'Liberation Mono', monospace",)
_FILLS = ("#eee", "#f4f4f4", "#dde6f0", "#fff", "#e8e8e8")
_ACCENTS = ("#000", "#000", "#333", "#1a4f8a", "#0b6e4f", "#8a1c1c", "#7a5195", "#c0561a", "#2a7f9e")


@dataclass(frozen=True)
class PageLook:
    """The style of one document; `upper` and `colon` say how labels are written, `table` how lines are ruled."""

    css: str
    upper: bool
    colon: str
    table: str
    bold_labels: bool


def look(rng: Random, *, roll: bool = False) -> PageLook:
    """A look; of a narrow roll of paper where `roll`."""
    size = rng.choice((7.5, 8, 8.5, 9, 9, 9.5, 10, 10, 10.5, 11))
    font = rng.choice(_PLAIN + _NARROW + _TYPED * 3 if roll else _PLAIN * 2 + _NARROW + _SERIF + _TYPED)
    margins = (4, 4) if roll else (rng.choice((10, 14, 18, 20, 25)), rng.choice((10, 14, 18, 20, 25)))
    css = (
        f"--size:{size}pt;--font:{font};--accent:{rng.choice(_ACCENTS)};--left:{margins[0]}mm;--right:{margins[1]}mm;"
        f"--top:{rng.choice((8, 12, 15, 20))}mm;--leading:{rng.choice((1.15, 1.2, 1.3, 1.4, 1.5))};"
        f"--gap:{rng.choice((6, 10, 14, 20, 28))}pt;--pad:{rng.choice((1, 2, 3, 4, 6))}pt;"
        f"--title:{rng.choice((1.2, 1.5, 1.8, 2.2, 3))}em;--fill:{rng.choice(_FILLS)};"
    )
    return PageLook(
        css=css,
        upper=rng.random() < 0.14,
        colon=rng.choice((":", ":", ":", "", "", " :", ".")),
        table=rng.choice(("ruled", "grid", "zebra", "open", "filled", "filled", "heads")),
        bold_labels=rng.random() < 0.35,
    )
