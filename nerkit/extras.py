"""What a plain installation leaves out: packages that an extra brings, and what only a clone holds."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from nerkit.errors import ExtraMissing

_CLONE = Path(__file__).parents[1]


def require(extra: str, *modules: str) -> None:
    """Raises `ExtraMissing`, which says what to type, where one of the modules that an extra brings is not there."""
    for module in modules:
        if find_spec(module) is None:
            raise ExtraMissing(f"{module} is not installed; {how_to_install(extra)}")


def require_clone(package: str, what: str) -> None:
    """Raises `ExtraMissing` where a package of nerkit is not there: generators and benchmarks are in no wheel."""
    if find_spec(package) is None:
        raise ExtraMissing(f"{what} come with nerkit's repository, not with the installed package; run it in a clone")


def how_to_install(extra: str) -> str:
    """What to type for an extra of nerkit's: in a clone its make, elsewhere pip with the packages themselves."""
    if (_CLONE / "Makefile").is_file():
        return f"type `make install EXTRAS={extra}` in nerkit's folder"
    return f"type `pip install {' '.join(repr(package) for package in _packages(extra))}`"


def _packages(extra: str) -> list[str]:
    """The packages of an extra and of the extras in it, with their versions."""
    from importlib.metadata import requires

    from packaging.requirements import Requirement

    found = []
    for requirement in map(Requirement, requires("nerkit") or ()):
        if requirement.marker and not requirement.marker.evaluate() and requirement.marker.evaluate({"extra": extra}):
            if requirement.name == "nerkit":
                found += [package for part in sorted(requirement.extras) for package in _packages(part)]
            else:
                found.append(f"{requirement.name}{requirement.specifier}")
    return found
