"""What is wrong with an annotated corpus, told before anything is trained on it."""

from nerkit.corpora.debug.corpus_parts import CorpusPart, read_parts
from nerkit.corpora.debug.debug_report import DebugReport, debug
from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity

__all__ = ["CorpusPart", "DebugReport", "FaultPlace", "Finding", "Severity", "debug", "read_parts"]
