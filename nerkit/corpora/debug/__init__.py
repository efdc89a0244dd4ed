"""What is wrong with an annotated corpus, told before anything is trained on it."""

from nerkit.corpora.debug.findings import Finding, Place, Severity
from nerkit.corpora.debug.parts import Part, read_parts
from nerkit.corpora.debug.report import Report, debug

__all__ = ["Finding", "Part", "Place", "Report", "Severity", "debug", "read_parts"]
