"""How good the entities and the records are."""

from nerkit.evaluation.records import Gold, record_scores, score_files
from nerkit.evaluation.report import Report, evaluate
from nerkit.evaluation.scores import Counts, Scores
from nerkit.evaluation.spans import span_scores

__all__ = ["Counts", "Gold", "Report", "Scores", "evaluate", "record_scores", "score_files", "span_scores"]
