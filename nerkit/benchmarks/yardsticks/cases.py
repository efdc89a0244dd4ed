"""Small files of which each shows one kind of fault, with what must be true of the result.

A folder of cases holds the files and `cases.jsonl`, a line a case: `source`, and any of `want` {FIELD: [VALUE, …]}, all
values of a field; `lines` [[START OF THE DESCRIPTION, AMOUNT], …], all line items; `kind`; `currency` {FIELD: CODE};
`warns`, a word of a warning; `records`, how many results are of a known kind; `members`, whether a file inside the file
is a result of its own; `documents` [[FIRST PAGE, LAST PAGE], …], the pages of each result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from nerkit.errors import CorpusError
from nerkit.evaluation.compare import comparable

FILE = "cases.jsonl"

_ANY_OF = frozenset({"title", "governing_law"})
"""Fields of one value, of which a case names the forms that are right."""

Output = Mapping[str, Any]
"""A line that `nerkit tag --format jsonl` writes."""


class Case(BaseModel):
    """A file, and what must be true of what comes out of it."""

    model_config = ConfigDict(extra="forbid")

    source: str
    why: str = ""
    want: dict[str, list[str]] = {}
    lines: list[tuple[str, str]] | None = None
    kind: str | None = None
    currency: dict[str, str] = {}
    warns: str | None = None
    records: int | None = None
    members: bool = False
    documents: list[tuple[int, int]] | None = None

    def outputs(self, outputs: Sequence[Output]) -> list[Output]:
        """Those of the outputs that are of this file, or of a file inside it."""
        return [output for output in outputs if self.source in PurePath(output["source"]).parts]

    def faults(self, outputs: Sequence[Output]) -> list[str]:
        """The fields that are wrong and the demands that are not met; ["result"] where there is no result at all."""
        if not outputs or ("error" in outputs[0] and not self.warns):
            return ["result"]
        fields = [field for field in self.want if not _is_right(field, self.want[field], _fullest(outputs))]
        return fields + [name for name, holds in _DEMANDS.items() if not holds(self, outputs)]


def read_cases(folder: Path) -> list[Case]:
    """The cases of a folder. Raises `CorpusError` that names the line that is none."""
    path = folder / FILE
    if not path.is_file():
        raise CorpusError(f"{path} does not exist: give the folder that holds the cases and {FILE}")
    return list(_read(path))


def _read(path: Path) -> Iterator[Case]:
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            yield Case.model_validate_json(line)
        except ValidationError:
            raise CorpusError(f"{path}, line {number}: not a case") from None


def _fullest(outputs: Sequence[Output]) -> Output:
    return max(outputs, key=lambda output: len(output.get("record") or {}))


def _values(output: Output, field: str) -> list[Mapping[str, Any]]:
    return list((output.get("record") or {}).get(field, []))


def _is_right(field: str, values: Sequence[str], output: Output) -> bool:
    wanted = {comparable(field, value) for value in values}
    found = {comparable(field, value["value"]) for value in _values(output, field)}
    return len(found) == 1 and found <= wanted if field in _ANY_OF and wanted else found == wanted


def _lines(case: Case, outputs: Sequence[Output]) -> bool:
    if case.lines is None:
        return True
    found = [[_cell(line, name) for name in ("description", "amount")] for line in _items(_fullest(outputs))]
    return len(found) == len(case.lines) and all(
        (comparable("description", text) or "").startswith(comparable("description", start) or "")
        and comparable("amount", amount) == comparable("amount", wanted)
        for (text, amount), (start, wanted) in zip(found, case.lines, strict=True)
    )


def _items(output: Output) -> list[Mapping[str, Any]]:
    return list(output.get("line_items") or [])


def _cell(line: Mapping[str, Any], name: str) -> str:
    cell = line.get(name) or ""
    return str(cell.get("value") or "" if isinstance(cell, Mapping) else cell)


def _currency(case: Case, outputs: Sequence[Output]) -> bool:
    output = _fullest(outputs)
    return all(
        {value.get("currency") for value in _values(output, field)} == {code} for field, code in case.currency.items()
    )


def _warns(case: Case, outputs: Sequence[Output]) -> bool:
    said = (str(said).lower() for output in outputs for said in (*output.get("warnings", ()), output.get("error", "")))
    return case.warns is None or any(case.warns in text for text in said)


def _records(case: Case, outputs: Sequence[Output]) -> bool:
    return case.records is None or sum(output.get("kind", "other") != "other" for output in outputs) == case.records


def _members(case: Case, outputs: Sequence[Output]) -> bool:
    return not case.members or any(PurePath(output["source"]).name != case.source for output in outputs)


def _documents(case: Case, outputs: Sequence[Output]) -> bool:
    pages = [tuple(output.get("page_range") or ()) for output in outputs]
    return case.documents is None or pages == case.documents


_DEMANDS: Mapping[str, Callable[[Case, Sequence[Output]], bool]] = MappingProxyType(
    {
        "lines": _lines,
        "kind": lambda case, outputs: case.kind in (None, outputs[0].get("kind")),
        "currency": _currency,
        "warns": _warns,
        "records": _records,
        "members": _members,
        "documents": _documents,
    }
)
