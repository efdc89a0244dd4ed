"""A report and a comparison as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table as Grid

from nerkit.evaluation.calibration import Outcome, by_label, reliability
from nerkit.evaluation.table import Figure, Rates, Table

if TYPE_CHECKING:
    from nerkit.evaluation.report import Comparison, Report

_MISTAKEN, _WORST = 12, 10
"""How many rows the tables of what is worst have; all of them are in JSON."""


def report_tables(report: Report) -> Iterator[Grid | str]:
    """The tables of a report, what matters most first."""
    for note in report.predictions.notes:
        yield f"note: {note}\n"
    if report.span_table.names:
        yield score_table("Entities", report.span_table)
        yield rates_table("Entities, by measure", report.measures.rates())
        yield rates_table("Words", report.token_table.micro.rates() | {"macro": None}, report.token_table.macro_f1())
    if report.record_table.names:
        grid = score_table("Records", report.record_table)
        grid.caption = f"{grid.caption}\nwhole records right: {report.whole_records}"
        yield grid
    if report.found:
        yield confidence_table(report.found)
    for name, parts in report.slices.items():
        yield rates_table(f"Entities by {name}", parts.rates())
    if mistaken := report.confusion.mistaken():
        grid = _grid("Wanted, and what was found instead", "found", "times")
        for wanted, found, count in mistaken[:_MISTAKEN]:
            grid.add_row(wanted, found, str(count))
        yield grid
    if worst := report.to_dict()["worst"]:
        grid = _grid("Worst documents", "missed", "extra", "F1", "wrong fields")
        for row in worst[:_WORST]:
            counted = row["hits"] + row["missed"] + row["extra"]
            f1 = f"{row['f1']:.3f}" if counted else "–"
            grid.add_row(row["source"], str(row["missed"]), str(row["extra"]), f1, str(len(row["fields"])))
        yield grid


def comparison_tables(comparison: Comparison) -> Iterator[Grid | str]:
    """The differences by label, and the sentences that say what they come to."""
    if comparison.labels:
        grid = _grid(f"F1 of entities against {comparison.theirs.predictions.name}", "difference", "95 % interval", "p")
        for label, row in comparison.labels.items():
            interval = f"{row.f1.low:+.3f} to {row.f1.high:+.3f}"
            grid.add_row(label, f"{row.f1.value:+.3f}", interval, f"{row.p:.3f}{' *' if row.means_something else ''}")
        yield grid
    yield from comparison.sentences


def score_table(title: str, table: Table) -> Grid:
    """A row for each name with the interval of its F1, all names together last."""
    rates = table.rates()
    grid = rates_table(title, {**rates, "micro": table.micro.rates()["micro"]})
    if len(rates) > 1:
        grid.rows[-2].end_section = True
    f1 = table.micro.rates()["micro"].f1
    grid.caption = f"micro F1 {f1.value:.4f}, 95 % interval {f1.low:.4f} to {f1.high:.4f}\nmacro F1 {table.macro_f1()}"
    return grid


def rates_table(title: str, rates: Mapping[str, Rates | None], macro: Figure | None = None) -> Grid:
    """A row for each name; one without rates is the macro average."""
    grid = _grid(title, "P", "R", "F1", "95 % interval", "wanted", "found")
    for name, row in rates.items():
        if row is None:
            assert macro is not None
            grid.add_row(name, "", "", f"{macro.value:.3f}", _interval(macro), "", "")
        else:
            values = (f"{each.value:.3f}" if each else "–" for each in (row.said_precision, row.said_recall, row.f1))
            grid.add_row(name, *values, _interval(row.f1), f"{row.wanted:g}", f"{row.found:g}")
    return grid


def confidence_table(found: Sequence[Outcome]) -> Grid:
    """A row for each label, all labels last: how sure the entities are, how many are right, and the gap."""
    grid = _grid("Confidence", "found", "confidence", "right", "ECE", "by chance")
    grid.caption = "ECE: expected calibration error, 15 equal bins"
    groups = [*by_label(found).items(), ("all", found)]
    for number, (label, group) in enumerate(groups, start=1):
        measured = reliability(group)
        confidence = sum(outcome.confidence for outcome in group) / len(group)
        right = sum(outcome.right for outcome in group) / len(group)
        values = (f"{figure:.3f}" for figure in (confidence, right, measured.ece, measured.floor))
        grid.add_row(label, str(len(group)), *values, end_section=number == len(groups) - 1)
    return grid


def _interval(figure: Figure) -> str:
    return f"{figure.low:.3f} – {figure.high:.3f}"


def _grid(title: str, *columns: str) -> Grid:
    grid = Grid(title=title, title_justify="left", caption_justify="left")
    grid.add_column("", overflow="fold")
    for column in columns:
        grid.add_column(column, justify="right", no_wrap=True)
    return grid
