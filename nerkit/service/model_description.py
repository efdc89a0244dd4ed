"""What there is to say of a model in a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from nerkit.errors import ModelError
from nerkit.parsing import json_of, text_of


def description_of(folder: Path) -> dict[str, Any]:
    """Its name, a digest of its files, and the labels that it knows, ready for JSON. Raises `ModelError`."""
    try:
        labels = list(json_of(text_of(folder / "config.json"))["labels"])
        card = folder / "card.json"
        about = json_of(text_of(card)) if card.is_file() else {}
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            with path.open("rb") as file:
                digest.update(path.name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
        return {"name": str(about.get("name", folder.name)), "digest": digest.hexdigest()[:16], "labels": labels}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise ModelError(f"{folder}: config.json does not say which labels it knows; get the model again") from None
