"""Figures as tables for the terminal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from rich.console import Console
from rich.table import Table as Grid

from nerkit.evaluation.counts import CountTable, Figure, Rates
from nerkit.evaluation.reliability import JudgedEntity, by_label, reliability


def score_table(title: str, table: CountTable) -> Grid:
    """A row for each name with the interval of its F1, all names together last."""
    rates = table.rates()
    grid = rates_table(title, {**rates, "micro": table.micro.rates()["micro"]})
    if len(rates) > 1:
        grid.rows[-2].end_section = True
    f1 = table.micro.rates()["micro"].f1
    interval = "no interval of one document" if f1.alone else f"95 % interval {f1.said_interval('.4f', ' to ')}"
    grid.caption = f"micro F1 {f1.value:.4f}, {interval}\nmacro F1 {table.macro_f1()}"
    return grid


def rates_table(title: str, rates: Mapping[str, Rates | None], macro: Figure | None = None) -> Grid:
    """A row for each name; one without rates is the macro average."""
    grid = grid_of(title, "P", "R", "F1", "95 % interval", "wanted", "found")
    for name, row in rates.items():
        if row is None:
            assert macro is not None
            grid.add_row(name, "", "", f"{macro.value:.3f}", macro.said_interval(), "", "")
        else:
            values = (f"{each.value:.3f}" if each else "–" for each in (row.said_precision, row.said_recall, row.f1))
            grid.add_row(name, *values, row.f1.said_interval(), f"{row.wanted:g}", f"{row.found:g}")
    return grid


def confidence_table(found: Sequence[JudgedEntity]) -> Grid:
    """A row for each label, all labels last: how sure the entities are, how many are right, and the gap."""
    grid = grid_of("Confidence", "found", "confidence", "right", "ECE", "by chance")
    grid.caption = "ECE: expected calibration error, 15 equal bins"
    groups = [*by_label(found).items(), ("all", found)]
    for number, (label, group) in enumerate(groups, start=1):
        measured = reliability(group)
        confidence = sum(outcome.confidence for outcome in group) / len(group)
        right = sum(outcome.right for outcome in group) / len(group)
        values = (f"{figure:.3f}" for figure in (confidence, right, measured.ece, measured.floor))
        grid.add_row(label, str(len(group)), *values, end_section=number == len(groups) - 1)
    return grid


def short_names(sources: Sequence[str]) -> list[str]:
    """The names of the files where they tell the documents apart, else the sources as they are."""
    names = [PurePath(source).name for source in sources]
    return names if len(set(names)) == len(set(sources)) else list(sources)


def as_text(page: object, width: int = 100) -> str:
    """What rich prints of it, without colours."""
    text = io.StringIO()
    Console(file=text, width=width).print(page)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().splitlines())


def grid_of(title: str, *columns: str) -> Grid:
    """An empty table whose first column names what the others are about."""
    grid = Grid(title=title, title_justify="left", caption_justify="left")
    grid.add_column("", overflow="fold")
    for column in columns:
        grid.add_column(column, justify="right", no_wrap=True)
    return grid
