"""What a run of yardsticks measured goes to where the project states it.

    python -m scripts.figures runs/yardsticks/table.json

docs/yardsticks.json takes the yardsticks of the table and keeps the others; README.md, docs/benchmarks.md and the
bundled model's card take their F1, precision, recall and intervals, and those of fields. Nothing else of these files is
touched; `tests/test_yardsticks.py` holds them together.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from nerkit.benchmarks.yardsticks.table import YardstickTable

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "yardsticks.json"


def main(measured: Path) -> None:
    """Takes over the figures of a table; raises ConfigError where there is none."""
    new = YardstickTable.read(measured)
    table = YardstickTable.read(TABLE)
    table = table.model_copy(
        update={"measured_with": new.measured_with, "yardsticks": {**table.yardsticks, **new.yardsticks}}
    )
    table.write(TABLE)
    _rewrite(ROOT / "README.md", lambda text: _readme(text, table))
    _rewrite(ROOT / "docs" / "benchmarks.md", lambda text: _benchmarks(text, table))
    _rewrite(ROOT / "nerkit" / "models" / "default" / "card.json", lambda text: _card(text, table))


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def _readme(text: str, table: YardstickTable) -> str:
    for name, result in table.yardsticks.items():
        if "records" in result.figures:
            figure = result.figures["records"]
            text = re.sub(rf"\| 0\.\d+ \([^)]*\) \| `{name}` \|", f"| {figure} | `{name}` |", text)
    return text


def _benchmarks(text: str, table: YardstickTable) -> str:
    for name, result in table.yardsticks.items():
        figure = next(iter(result.figures.values()))
        stated = (
            f"| {figure.precision:.3f} | {figure.recall:.3f} | **{figure.f1:.3f}** | {_interval(figure.interval)} |"
        )
        text = re.sub(rf"(?m)^(\| `{name}`:.*?)\| 0\.\d+ \| 0\.\d+ \| \*\*.*$", lambda row: row[1] + stated, text)  # noqa: B023
        if name == "cases":
            text = re.sub(r"`cases`: \d+ of \d+", f"`cases`: {figure.hits} of {figure.hits + figure.missed}", text)
        if name == "wild-contracts-wanted":
            stated = f"P {figure.precision:.3f}, R {figure.recall:.3f}, F1 **{figure.f1:.3f}** "
            stated += f"({_interval(figure.interval)})"
            text = re.sub(r"P 0\.\d+, R 0\.\d+, F1 \*\*0\.\d+\*\* \([^)]*\)", stated, text, count=1)
    return _fields(text, table)


def _fields(text: str, table: YardstickTable) -> str:
    """The table of fields: where a cell states a figure, or several for several fields, it states the new ones."""
    before, head, rest = text.partition("| field | ")
    rows, gap, after = rest.partition("\n\n")
    first, line, *others = rows.split("\n")
    names = [name.strip() for name in first.strip(" |").split("|")]
    for number, row in enumerate(others):
        fields, *cells = (cell.strip() for cell in row.strip()[1:-1].split("|"))
        for i, (name, cell) in enumerate(zip(names, cells, strict=True)):
            if cell:
                by_name = table.yardsticks[name].figures["records"].by_name
                cells[i] = ", ".join(f"{by_name[field].f1:.3f}" for field in fields.split(", "))
        others[number] = "|" + "".join(f" {cell} |" if cell else " |" for cell in [fields, *cells])
    return before + head + "\n".join([first, line, *others]) + gap + after


def _card(text: str, table: YardstickTable) -> str:
    for name, result in table.yardsticks.items():
        if "records" in result.figures:
            text = re.sub(rf'"{name}": 0\.\d+', f'"{name}": {result.figures["records"].f1:.3f}', text)
    return text


def _interval(ends: tuple[float, float]) -> str:
    return "{:.3f} – {:.3f}".format(*ends)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
