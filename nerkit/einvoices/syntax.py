"""The syntaxes of e-invoices: which field stands where, as XPaths in TOML (`syntaxes/`), and what profiles promise."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

SYNTAXES = ("ubl", "cii", "zugferd1", "order_x")

Lines = Literal["must", "may", "none"]


@dataclass(frozen=True, slots=True)
class Joined:
    """A text that is put together from elements below the one that `at` finds: its lines, and the parts of each."""

    at: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class WrittenPaths:
    """What only writing needs: `terms` and cells of `tables` that no reader looks for.

    `order` has the elements of every parent by their local names. Amounts whose element ends in `currency` name theirs;
    `dates` is the code of the form of a date, empty for that of XML Schema.
    """

    terms: Mapping[str, str]
    tables: Mapping[str, Mapping[str, str]]
    order: tuple[str, ...]
    currency: str
    dates: str = ""


@dataclass(frozen=True)
class Syntax:
    """Where everything stands in XML of one syntax: XPaths from the root, those of cells from their row.

    `roots` are the names of root elements in Clark's notation. The variable `$currency` is that of the invoice.
    """

    name: str
    kinds: tuple[str, ...]
    roots: tuple[str, ...]
    namespaces: Mapping[str, str]
    about: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, Joined]
    tables: Mapping[str, Mapping[str, str]]
    """"line_items", "allowances", "charges", "taxes", "attachments": cell → XPath; "at" finds the rows."""
    written: WrittenPaths


@dataclass(frozen=True, slots=True)
class Profile:
    """What XML of a guideline holds: `lines`, and the fields that it `needs`."""

    name: str
    marks: tuple[str, ...]
    lines: Lines
    needs: tuple[str, ...]


_TABLES = ("line_items", "allowances", "charges", "taxes", "attachments")
_WRITTEN_TABLES = ("payment", "line_items", "allowances", "charges", "taxes")


@cache
def syntaxes() -> Mapping[str, Syntax]:
    """The syntaxes by the names of their root elements."""
    return {root: syntax for name in SYNTAXES for syntax in (_syntax(name),) for root in syntax.roots}


@cache
def profiles() -> tuple[Profile, ...]:
    """The profiles, the more special ones first."""
    return tuple(
        Profile(row["name"], tuple(row["marks"]), row["lines"], tuple(row["needs"])) for row in _profiles()["profiles"]
    )


@cache
def credit_codes() -> frozenset[str]:
    """The type codes (UNTDID 1001) of documents whose positive amounts are given back."""
    return frozenset(_profiles()["codes"]["credit"])


@cache
def profile_codes(table: Literal["written", "terms"] = "written") -> Mapping[str, str]:
    """What is written where a record does not say, or the numbers of the business terms that EN 16931 wants."""
    return {name: str(text) for name, text in _profiles()[table].items()}


def profile_of(guideline: str) -> Profile | None:
    """The profile that an identifier of a guideline names; None for one that is not known."""
    folded = guideline.lower()
    return next((profile for profile in profiles() if all(mark in folded for mark in profile.marks)), None)


def _profiles() -> dict[str, Any]:
    return _read("profiles.toml")


def _read(*path: str) -> dict[str, Any]:
    return tomllib.loads(files("nerkit.einvoices").joinpath(*path).read_text(encoding="utf-8"))


def _tables(name: str) -> dict[str, Any]:
    """The TOML of a syntax, joined into that of the one that it extends."""
    raw = _read("syntaxes", f"{name}.toml")
    if (other := raw.pop("extends", None)) is None:
        return raw
    below = _tables(other)
    return {
        key: {**below.get(key, {}), **raw[key]} if isinstance(raw.get(key), dict) else raw.get(key, below.get(key))
        for key in below | raw
    }


def _syntax(name: str) -> Syntax:
    raw = _tables(name)
    parts = raw["parts"]

    def filled(path: str) -> str:
        for part, stands in parts.items():
            path = path.replace(f"{{{part}}}", stands)
        return path

    def all_filled(paths: Mapping[str, str]) -> dict[str, str]:
        return {name: filled(path) for name, path in paths.items()}

    prefixes, written = raw["namespaces"], raw["written"]
    roots = (root.split(":") for root in raw["roots"])
    return Syntax(
        name=raw["name"],
        kinds=tuple(raw["kinds"]),
        roots=tuple(f"{{{prefixes[prefix]}}}{local}" for prefix, local in roots),
        namespaces=prefixes,
        about=all_filled(raw["about"]),
        fields={field: tuple(map(filled, paths)) for field, paths in raw["fields"].items()},
        joined={
            field: Joined(filled(row["at"]), tuple(map(tuple, row["lines"]))) for field, row in raw["joined"].items()
        },
        tables={table: all_filled(raw[table]) for table in _TABLES},
        written=WrittenPaths(
            all_filled(written["terms"]),
            {table: all_filled(written[table]) for table in _WRITTEN_TABLES},
            tuple(written["order"]),
            written["currency"],
            written.get("dates", ""),
        ),
    )
