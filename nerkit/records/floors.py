"""How probable an entity must be to count."""

FLOOR = 0.1
"""An entity less probable than this is left out."""

CONFIDENCE_FLOOR = 0.3
"""An entity less probable than this is more likely wrong than right and has a rival reading: no field is made of it."""

DOUBTED = 0.6
"""A party less probable than this is none where the text tells that this person acts for another one."""
