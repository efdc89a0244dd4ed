"""The picture of a learning curve."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nerkit.output import whole
from nerkit.training.curve import LearningCurve


def plot_curve(curve: LearningCurve, path: Path) -> None:
    """Draw dev F1 against the number of documents, with intervals and the law up to twice as many, as a PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Picture

    ahead = [2 * curve.sizes[-1]] if curve.looks_ahead else []
    sizes = np.geomspace(curve.sizes[0], [*curve.sizes, *ahead][-1], 60)
    law = [curve.predicted(size) for size in sizes]
    picture = Picture(figsize=(7, 4.5), layout="constrained")
    FigureCanvasAgg(picture)
    axes = picture.subplots()
    axes.fill_between(sizes, [f.low for f in law], [f.high for f in law], alpha=0.15, linewidth=0)
    axes.plot(sizes, [f.value for f in law], linewidth=1, label="power law, 95 % interval")
    seen = curve.figures()
    spread = ([max(0.0, f.value - f.low) for f in seen], [max(0.0, f.high - f.value) for f in seen])
    axes.errorbar(curve.sizes, [f.value for f in seen], spread, fmt="o", color="black", capsize=3, label="mean of runs")
    sizes_of_runs, scores = [p.documents for p in curve.points], [p.f1 for p in curve.points]
    axes.scatter(sizes_of_runs, scores, s=10, color="grey", label="runs", zorder=3)
    axes.axvline(curve.sizes[-1], color="grey", linewidth=0.8, linestyle="--")
    axes.set_xscale("log")
    axes.set_xticks([*curve.sizes, *ahead], [f"{size:.0f}" for size in [*curve.sizes, *ahead]])
    axes.minorticks_off()
    axes.set_xlabel("documents trained on")
    axes.set_ylabel("dev F1, strict")
    value, low, high = (100 * each for each in (curve.gain.value, curve.gain.low, curve.gain.high))
    bring = (
        f"twice the documents bring {value:+.1f} points ({low:.1f} to {high:.1f})"
        if ahead
        else "too few dev documents to look ahead"
    )
    axes.set_title(f"{curve.name}: {bring}", fontsize="medium")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    with whole(path) as part:
        picture.savefig(part, format="png", dpi=110)
