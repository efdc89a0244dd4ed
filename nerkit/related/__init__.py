"""Which documents of a run belong together: the same again, a copy, a credit note and its invoice."""

from __future__ import annotations

from nerkit.related.fingerprint import Fingerprint, fingerprint
from nerkit.related.sightings import Relation, Sightings

__all__ = ["Fingerprint", "Relation", "Sightings", "fingerprint"]
