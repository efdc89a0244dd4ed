"""The text of an entity becomes a typed value in canonical form, or says why it has none."""

from nerkit.values.typed_values import read_value
from nerkit.values.value import Context, Value

__all__ = ["Context", "Value", "read_value"]
