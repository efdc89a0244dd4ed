"""How good the entities and the records are."""

from nerkit.evaluation.agreement import Agreement, agreement
from nerkit.evaluation.comparison import Comparison
from nerkit.evaluation.predictions import Predictions, predict, read_predictions
from nerkit.evaluation.records import Gold, record_scores, score_files
from nerkit.evaluation.report import Report, evaluate
from nerkit.evaluation.scores import Counts, Scores
from nerkit.evaluation.spans import span_scores

__all__ = [
    "Agreement",
    "Comparison",
    "Counts",
    "Gold",
    "Predictions",
    "Report",
    "Scores",
    "agreement",
    "evaluate",
    "predict",
    "read_predictions",
    "record_scores",
    "score_files",
    "span_scores",
]
