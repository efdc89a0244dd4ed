"""How good the entities and the records are."""

from nerkit.evaluation.annotator_agreement import AnnotatorAgreement, agreement
from nerkit.evaluation.comparison import Comparison
from nerkit.evaluation.evaluation_report import EvaluationReport, evaluate
from nerkit.evaluation.predictions import Predictions, predict, read_predictions
from nerkit.evaluation.records import Gold, record_scores, score_files
from nerkit.evaluation.scores import Counts, Scores
from nerkit.evaluation.span_scores import span_scores

__all__ = [
    "AnnotatorAgreement",
    "Comparison",
    "Counts",
    "EvaluationReport",
    "Gold",
    "Predictions",
    "Scores",
    "agreement",
    "evaluate",
    "predict",
    "read_predictions",
    "record_scores",
    "score_files",
    "span_scores",
]
