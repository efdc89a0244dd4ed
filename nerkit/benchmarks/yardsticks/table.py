"""The table of all figures, as a file that people and programs read."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from nerkit.errors import ConfigError
from nerkit.evaluation.counts import CountTable, Rates

_DIGITS = 5
_INNERMOST = re.compile(r"[\[{][^\[\]{}]*[\]}]")
"""What has nothing inside it: the counts of a name, an interval. Each stands on one line, so that changes are seen."""


class FigureCounts(BaseModel):
    """F1 of a field, a label or a case, and the counts that it comes from."""

    model_config = ConfigDict(extra="forbid")

    f1: float
    hits: int
    extra: int
    missed: int

    @classmethod
    def of(cls, rates: Rates) -> FigureCounts:
        """The rates of one name, rounded."""
        return cls(f1=_rounded(rates.f1.value), hits=rates.hits, extra=rates.extra, missed=rates.missed)


class YardstickFigure(FigureCounts):
    """Micro F1 over all names with its 95 % bootstrap interval over documents, precision, recall, and each name."""

    documents: int
    interval: tuple[float, float]
    precision: float
    recall: float
    by_name: dict[str, FigureCounts]

    @classmethod
    def of_table(cls, table: CountTable) -> YardstickFigure:
        """The figure of the counts of each document."""
        micro = table.micro.rates()["micro"]
        return cls(
            **FigureCounts.of(micro).model_dump(),
            documents=len(table.counts),
            interval=(_rounded(micro.f1.low), _rounded(micro.f1.high)),
            precision=_rounded(micro.precision.value),
            recall=_rounded(micro.recall.value),
            by_name={name: FigureCounts.of(rates) for name, rates in table.rates().items()},
        )

    def __str__(self) -> str:
        return f"{self.f1:.3f} ({self.interval[0]:.3f} – {self.interval[1]:.3f})"


class YardstickResult(BaseModel):
    """What one yardstick gave: its figures by what they are of, and how many documents could not be read."""

    model_config = ConfigDict(extra="forbid")

    unread: int = 0
    figures: dict[str, YardstickFigure]


class YardstickTable(BaseModel):
    """The figures of all yardsticks, and the model and the versions that they were measured with."""

    model_config = ConfigDict(extra="forbid")

    measured_with: dict[str, str]
    yardsticks: dict[str, YardstickResult]

    @classmethod
    def read(cls, path: Path) -> YardstickTable:
        """The table in a file. Raises `ConfigError` where there is none."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise ConfigError(f"{path} cannot be read ({error.strerror}): run `make yardsticks` first") from None
        except ValidationError:
            raise ConfigError(f"{path} is no table of yardsticks: run `make yardsticks` again") from None

    def write(self, path: Path) -> None:
        """Writes the table; the file is whole or as it was before."""
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        flat = _INNERMOST.sub(lambda match: " ".join(match[0].split()), self.model_dump_json(indent=1))
        new.write_text(flat + "\n", encoding="utf-8")
        new.replace(path)


def _rounded(value: float) -> float:
    return round(value, _DIGITS)
