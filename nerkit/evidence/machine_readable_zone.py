"""Machine-readable zones of passports, identity cards and visas (ICAO Doc 9303: TD3, TD1, TD2, MRV-A, MRV-B).

Each form is a table of where its parts stand and of what its check digits are about (weights 7, 3, 1, modulo 10;
part 3, section 4.9). A scan confuses letters and digits: where only one of the two may stand it is repaired. Where a
number of both fails its check digit, and one sign read otherwise mends it in one way alone, it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FILL = "<"

_TO_DIGIT = str.maketrans("OQDIJLZSBGTA", "000111258674")
_TO_LETTER = str.maketrans("01258", "OIZSB")
_CONFUSED = ("O0", "QO", "D0", "I1", "Z2", "S5", "B8", "G6", "L1")
"""Pairs of signs that scans take for one another."""

_WEIGHTS = (7, 3, 1)

Place = tuple[int, int, int]
"""Line, first column, and the column behind the last."""


@dataclass(frozen=True)
class ZoneForm:
    """`checks` says of which places the check digit at (line, column) is; `codes` are first letters of the zone."""

    name: str
    lines: int
    width: int
    codes: str
    parts: Mapping[str, Place]
    checks: Mapping[str, tuple[tuple[int, int], tuple[Place, ...]]]


_TWO = {"issuer": (0, 2, 5), "number": (1, 0, 9), "nationality": (1, 10, 13), "birth": (1, 13, 19), "sex": (1, 20, 21)}
_TWO_CHECKS: dict[str, tuple[tuple[int, int], tuple[Place, ...]]] = {
    "number": ((1, 9), ((1, 0, 9),)),
    "birth": ((1, 19), ((1, 13, 19),)),
    "expiry": ((1, 27), ((1, 21, 27),)),
}


def _of_two_lines(name: str, width: int, codes: str, last: int | None) -> ZoneForm:
    """A form of two lines, whose last check digit, if it has one, is of the second line up to it."""
    parts = {**_TWO, "expiry": (1, 21, 27), "name": (0, 5, width)}
    checks = dict(_TWO_CHECKS)
    if last is not None:
        checks["all"] = ((1, last), ((1, 0, 10), (1, 13, 20), (1, 21, last)))
    return ZoneForm(name, 2, width, codes, parts, checks)


FORMS = (
    ZoneForm(
        *("TD1", 3, 30, "IAC"),
        {
            "issuer": (0, 2, 5), "number": (0, 5, 14), "birth": (1, 0, 6), "sex": (1, 7, 8), "expiry": (1, 8, 14),
            "nationality": (1, 15, 18), "name": (2, 0, 30),
        },
        {
            "number": ((0, 14), ((0, 5, 14),)),
            "birth": ((1, 6), ((1, 0, 6),)),
            "expiry": ((1, 14), ((1, 8, 14),)),
            "all": ((1, 29), ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29))),
        },
    ),
    _of_two_lines("TD3", 44, "P", 43),
    _of_two_lines("TD2", 36, "IAC", 35),
    _of_two_lines("MRV-A", 44, "V", None),
    _of_two_lines("MRV-B", 36, "V", None),
)  # fmt: skip


@dataclass(frozen=True)
class Zone:
    """What a zone says: its form, its parts as they stand, and the check digits that fail."""

    form: str
    parts: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def holder(self) -> str:
        """Given names and surname."""
        surname, _, given = self.parts["name"].partition(2 * FILL)
        return " ".join(f"{given} {surname}".replace(FILL, " ").split())

    @property
    def sex(self) -> str:
        """M, F, or X where it is not said."""
        return self.parts["sex"].replace(FILL, "X")

    @property
    def expiry_date(self) -> str | None:
        """An ISO date. No zone is older than 1980."""
        said = self.parts["expiry"]
        return _date(("19" if said[:2] >= "80" else "20") + said)

    @property
    def birth_date(self) -> str | None:
        """An ISO date, the last before the expiry that two figures of a year allow; None where it is not known."""
        expiry = self.expiry_date or "2099"
        said = [_date(century + self.parts["birth"]) for century in ("20", "19")]
        return next((one for one in said if one and one < expiry), None)


def _date(digits: str) -> str | None:
    year, month, day = digits[:4], digits[4:6], digits[6:8]
    if not digits.isdecimal() or not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return None
    return f"{year}-{month}-{day}"


def zone_of(lines: Sequence[str]) -> Zone | None:
    """The zone that stands in lines of text, two or three; None where their form is that of none.

    Lines may have spaces in them, and fillers at their ends may be lacking or too many.
    """
    folded = [_folded(line) for line in lines]
    for form in FORMS:
        if form.lines == len(lines) and folded[0][:1] in form.codes and folded[0]:
            fitted = [_fitted(line, form.width) for line in folded]
            if all(fitted):
                return _read([line for line in fitted if line], form)
    return None


def _folded(line: str) -> str:
    """A line as it was printed: no spaces, and fillers that a scan took for other marks."""
    plain = "".join(line.split()).upper()
    for mark in "«‹〈＜(":
        plain = plain.replace(mark, 2 * FILL if mark == "«" else FILL)
    return plain


def _fitted(line: str, width: int) -> str | None:
    """A line of this width: its longest run of fillers is made longer or shorter by a few. None where it cannot be."""
    if any(not (c.isascii() and (c.isupper() or c.isdigit() or c == FILL)) for c in line):
        return None
    lacking = width - len(line)
    if not lacking:
        return line
    longest = max((run for run in _runs(line)), key=lambda run: run[1] - run[0], default=None)
    if longest is None or abs(lacking) > 4 or longest[1] - longest[0] + lacking < 1 or longest[1] - longest[0] < 3:
        return None
    start, end = longest
    return line[:start] + FILL * (end - start + lacking) + line[end:]


def _runs(line: str) -> Iterator[tuple[int, int]]:
    start = None
    for i, c in enumerate([*line, ""]):
        if c == FILL:
            start = i if start is None else start
        elif start is not None:
            yield start, i
            start = None


def _read(lines: Sequence[str], form: ZoneForm) -> Zone | None:
    rows = [list(line) for line in lines]
    for name in ("birth", "expiry"):
        _translate(rows, form.parts[name], _TO_DIGIT)
    for name in ("issuer", "nationality", "name"):
        _translate(rows, form.parts[name], _TO_LETTER)
    for (line, column), _ in form.checks.values():
        if rows[line][column] != FILL:
            _translate(rows, (line, column, column + 1), _TO_DIGIT)
    if rows[form.parts["sex"][0]][form.parts["sex"][1]] not in "MFX<":
        return None
    if _faults(rows, form):
        rows = _mended(rows, form)
    parts = {name: "".join(rows[line][a:b]) for name, (line, a, b) in form.parts.items()}
    return Zone(form.name, {**parts, "number": parts["number"].rstrip(FILL)}, tuple(_faults(rows, form)))


def _translate(rows: Sequence[list[str]], place: Place, table: Mapping[int, int]) -> None:
    line, start, end = place
    rows[line][start:end] = "".join(rows[line][start:end]).translate(table)


def _mended(rows: list[list[str]], form: ZoneForm) -> list[list[str]]:
    """The zone with one sign of its number read otherwise, where that in one way alone satisfies all checks."""
    line, start, end = form.parts["number"]
    found = []
    for column in range(start, end):
        for pair in _CONFUSED:
            if rows[line][column] in pair:
                other = [list(row) for row in rows]
                other[line][column] = pair.replace(rows[line][column], "")
                if not _faults(other, form):
                    found.append(other)
    return found[0] if len(found) == 1 else rows


def _faults(rows: Sequence[Sequence[str]], form: ZoneForm) -> list[str]:
    """The check digits that are not those of their places."""
    wrong = []
    for name, ((line, column), places) in form.checks.items():
        covered = "".join("".join(rows[row][start:end]) for row, start, end in places)
        if rows[line][column] != str(check_digit(covered)):
            wrong.append(name)
    return wrong


def check_digit(text: str) -> int:
    """The check digit of letters, digits and fillers: ICAO Doc 9303, part 3, section 4.9."""
    return sum(_value(c) * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10


def _value(c: str) -> int:
    return 0 if c == FILL else int(c, 36)
