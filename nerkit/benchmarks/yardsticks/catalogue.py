"""What is measured: a name, the folder, how its documents are read and what is counted in them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("catalogue.toml")


class Yardstick(BaseModel):
    """One corpus that is measured; `folder` lies in the folder of all corpora."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str
    corpus: str | None = None
    measure: Literal["records", "lines", "cases", "wanted"] = "records"


@cache
def catalogue() -> dict[str, Yardstick]:
    """All yardsticks by name, in the order in which they are measured."""
    with _FILE.open("rb") as file:
        return {name: Yardstick.model_validate(row) for name, row in tomllib.load(file).items()}
