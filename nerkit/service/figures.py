"""ServiceFigures of the service for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class ServiceFigures:
    """What was asked, what came of it, and how long it took; a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.answers = Counter("nerkit_answers", "Answers by status.", ["status"], registry=self._registry)
        self.documents = Counter(
            "nerkit_documents", "Documents by kind, or by the code of the error.", ["what"], registry=self._registry
        )
        self.seconds = Histogram(
            "nerkit_document_seconds",
            "From a document's coming to its result.",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
            registry=self._registry,
        )
        self.waiting = Gauge("nerkit_waiting", "Documents that wait or are worked on.", registry=self._registry)

    def text(self) -> bytes:
        """In the format that Prometheus reads."""
        return generate_latest(self._registry)
