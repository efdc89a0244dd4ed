"""spaCy without torch and without its commands, in nerkit's own processes: tagging never asks for them.

spaCy imports thinc, and thinc imports torch where it is installed, to know whether there is a GPU: a second and 100 MB.
And spaCy imports all of its command line for one function, `spacy.info`: a third of the rest. A program that uses
nerkit as a library may want either, so this is for the command line and for worker processes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


class _LeanSpacy(MetaPathFinder):
    """Says that there is no torch while thinc is finding out, and puts off the commands while spaCy is imported.

    Whoever asks later is served.
    """

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name == "torch" and _begun("thinc.compat", "has_torch"):
            raise ModuleNotFoundError("thinc does without torch here", name=name)
        if name in ("spacy.cli", "spacy.cli.info") and _begun("spacy", "load"):
            spec = PathFinder.find_spec(name, path)
            if spec and spec.loader:
                spec.loader = _PutOff(spec.loader)
            return spec
        return None


class _PutOff(Loader):
    """Runs a module when something is asked of it that it has not, or `info` is called."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        def run(name: str) -> Any:
            if name.startswith("__"):  # the import itself asks, as for `__path__`
                raise AttributeError(name)
            del module.__dict__["__getattr__"]
            module.__dict__.pop("info", None)
            self._loader.exec_module(module)
            return getattr(module, name)

        module.__dict__["__getattr__"] = run
        if module.__name__ == "spacy.cli.info":
            module.__dict__["info"] = lambda *given, **named: run("info")(*given, **named)


def _begun(module: str, last: str) -> bool:
    """Whether a module is being imported: it is there, and a name that it makes near its end is not."""
    found = sys.modules.get(module)
    return found is not None and not hasattr(found, last)


def keep_spacy_lean() -> None:
    """From now on in this process; it changes nothing where spaCy is imported already."""
    if not any(isinstance(finder, _LeanSpacy) for finder in sys.meta_path):
        sys.meta_path.insert(0, _LeanSpacy())
