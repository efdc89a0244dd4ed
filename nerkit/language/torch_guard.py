"""spaCy without torch, in nerkit's own processes: a second and 100 MB for what tagging never asks for.

spaCy imports thinc, and thinc imports torch where it is installed, to know whether there is a GPU. A program that uses
nerkit as a library may want thinc to know torch later on, so this is for the command line and for worker processes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class _NoTorchForThinc(MetaPathFinder):
    """Says that there is no torch as long as thinc is finding out; whoever asks later is served."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == "torch" and (compat := sys.modules.get("thinc.compat")) and not hasattr(compat, "has_torch"):
            raise ModuleNotFoundError("thinc does without torch here", name=name)


def keep_torch_from_thinc() -> None:
    """From now on in this process; it changes nothing where spaCy or torch is imported already."""
    if not any(isinstance(finder, _NoTorchForThinc) for finder in sys.meta_path):
        sys.meta_path.insert(0, _NoTorchForThinc())
