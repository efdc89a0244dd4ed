"""Numbers of the lists and headings of an OpenDocument, which its text does not hold, and what its styles hide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from nerkit.reading.word_styles import attribute, in_form, name_of

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level is numbered; `form` is None for bullets. `levels` are how many of its number are shown."""

    form: str | None
    start: int = 1
    before: str = ""
    behind: str = ""
    levels: int = 1


class OpenStyles:
    """The styles in `roots`, those of the document and those of its content."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._hidden: set[str] = set()
        self._counts: dict[str, dict[int, int]] = {}
        self.outline: str | None = None
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style", "{*}style"):
                name = attribute(style, "name") or ""
                if name_of(style) == "style":
                    if any(attribute(each, "display") in ("none", "false") for each in style):
                        self._hidden.add(name)
                    continue
                self._lists[name] = dict(_levels(style))
                if name_of(style) == "outline-style":
                    self.outline = name

    def hides(self, element: etree._Element) -> bool:
        """Whether the style of a run of text or of a sheet hides it."""
        return attribute(element, "style-name") in self._hidden

    def restart(self, style: str) -> None:
        """A list of this style begins that does not go on with the numbers of the one before."""
        self._counts.pop(style, None)

    def next(self, style: str | None, level: int) -> str:
        """The number of the next item, with a space behind it; empty where it has none."""
        levels = self._lists.get(style or "", {})
        if style is None or level not in levels:
            return ""
        at = levels[level]
        if at.form is None:
            return "• "
        counts = self._counts.setdefault(style, {})
        counts[level] = counts.get(level, at.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        shown = range(max(0, level - at.levels + 1), level + 1)
        numbers = [in_form(counts.setdefault(i, levels[i].start), levels[i].form or "") for i in shown if i in levels]
        number = f"{at.before}{'.'.join(filter(None, numbers))}{at.behind}" if at.form != "none" else ""
        return f"{number} " if number.strip() else ""


def _levels(style: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in style:
        depth = int(attribute(level, "level") or 0) - 1
        if name_of(level) == "list-level-style-bullet":
            yield depth, _Level(None)
        elif name_of(level) in ("list-level-style-number", "outline-level-style"):
            yield (
                depth,
                _Level(
                    _FORMS.get(attribute(level, "num-format") or "", "decimal"),
                    int(attribute(level, "start-value") or 1),
                    attribute(level, "num-prefix") or "",
                    attribute(level, "num-suffix") or "",
                    min(int(attribute(level, "display-levels") or 1), _DEEPEST),
                ),
            )
