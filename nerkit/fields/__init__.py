"""Fields that a user names, filled from what stands on a document, without training."""

from nerkit.fields.answer import AnswerSource, FilledFields
from nerkit.fields.answering import fill
from nerkit.fields.wanted import WantedField, wanted_fields

__all__ = ["AnswerSource", "FilledFields", "WantedField", "fill", "wanted_fields"]
