"""What is wrong with an annotated corpus, told before anything is trained on it."""

from nerkit.corpora.debug.debug_report import DebugReport, debug
from nerkit.corpora.debug.findings import FaultPlace, Finding, Severity
from nerkit.corpora.debug.parts import CorpusPart, read_parts

__all__ = ["CorpusPart", "DebugReport", "FaultPlace", "Finding", "Severity", "debug", "read_parts"]
