"""A picture of a run: the loss, and precision, recall and F1 on the dev documents, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nerkit.output import whole


def plot_training(history: Sequence[Mapping[str, float]], kept_epoch: int, path: Path) -> None:
    """Draw the rows of a history as a PNG; the best epoch is marked."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    epochs = [row["epoch"] for row in history]
    figure = Figure(figsize=(7, 6), layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True)
    above.plot(epochs, [row["loss"] for row in history], color="black", marker="o", markersize=3)
    above.set_ylabel("loss a token")
    if all(row["loss"] > 0 for row in history):
        above.set_yscale("log")
    for name, style in (("precision", "--"), ("recall", ":"), ("f1", "-")):
        values = [row[f"dev_{name}"] for row in history]
        below.plot(epochs, values, style, label=name.replace("f1", "F1"), marker="o", markersize=3)
    kept = next((row["dev_f1"] for row in history if row["epoch"] == kept_epoch), 0.0)
    for axes in (above, below):
        axes.axvline(kept_epoch, color="grey", linewidth=0.8)
        axes.grid(alpha=0.3)
    below.set_title(f"kept: epoch {kept_epoch}, dev F1 {kept:.4f}", fontsize="medium")
    below.set_ylabel("dev documents")
    below.set_xlabel("epoch")
    below.xaxis.set_major_locator(MaxNLocator(integer=True))
    below.legend()
    with whole(path) as part:
        figure.savefig(part, format="png", dpi=110)
