"""Keys with their values on any page, whatever its kind."""

from nerkit.pairs.find import find_pairs
from nerkit.pairs.pair import Pair

__all__ = ["Pair", "find_pairs"]
