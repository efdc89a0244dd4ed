"""What other packages add to nerkit: OCR engines, file formats and readers of corpora, by entry points.

A package that names something in one of these groups is found when it is installed, and loaded when it is asked for:
`docs/plugins.md` has an example of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from nerkit.errors import BrokenPlugin, NerkitError

if TYPE_CHECKING:  # loaded late: most commands need none of it
    from importlib.metadata import EntryPoint

GROUPS = ("nerkit.ocr_engines", "nerkit.formats", "nerkit.corpora")


@dataclass(frozen=True)
class Group:
    """The entry points of a group by name: nerkit's `own`, as "module:attribute", and those of other packages.

    What is nerkit's own keeps its name, whoever else uses it.
    """

    name: str
    own: Mapping[str, str]

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in installed(self.name)

    def names(self) -> list[str]:
        """Nerkit's own names in their order, then those that packages add."""
        return [*self.own, *self.added()]

    def added(self) -> list[str]:
        """The names that packages add."""
        return [name for name in installed(self.name) if name not in self.own]

    @contextmanager
    def using(self, name: str, *known: type[Exception]) -> Iterator[Any]:
        """What stands behind a name, loaded; raises `BrokenPlugin` where a package's cannot be loaded or fails in use.

        Errors with a code and `known` ones go through as they are, and so do all faults of nerkit's own.
        """
        if name in self.own:
            from importlib.metadata import EntryPoint

            yield EntryPoint(name, self.own[name], self.name).load()
            return
        entry = installed(self.name)[name]
        try:
            yield entry.load()
        except Exception as error:
            if isinstance(error, (NerkitError, *known)) or os.environ.get("NERKIT_DEBUG"):
                raise
            cure = "remove it or ask its makers, NERKIT_DEBUG=1 shows where"
            raise BrokenPlugin(f"{origin(entry)} fails ({type(error).__name__}); {cure}") from error


@cache
def installed(group: str) -> dict[str, EntryPoint]:
    """The entry points that installed packages have in a group, by name."""
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in sorted(entry_points(group=group), key=lambda entry: entry.name)}


def overview() -> list[dict[str, str | None]]:
    """All plug-ins that are installed: group, name, package, and the kind of error where one cannot be loaded."""
    return [
        {
            "group": group,
            "name": entry.name,
            "package": f"{entry.dist.name} {entry.dist.version}" if entry.dist else None,
            "fault": _fault(entry),
        }
        for group in GROUPS
        for entry in installed(group).values()
    ]


def _fault(entry: EntryPoint) -> str | None:
    try:
        entry.load()
    except Exception as error:
        return type(error).__name__
    return None


def origin(entry: EntryPoint) -> str:
    """A plug-in for people: its group, its name, and the package that brings it."""
    package = f" of {entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return f"the plug-in {entry.name} ({entry.group}){package}"
