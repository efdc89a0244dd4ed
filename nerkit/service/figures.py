"""Figures of the service for Prometheus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from nerkit.exports.exported_values import exported_values
from nerkit.labels import Schema

OTHER = "other"
"""What stands for names that only the schema of a request has: a client could make any number of them."""

MOST_CHECKS = 100
"""Names of checks that are told apart."""


class ServiceFigures:
    """What was asked, what came of it, how sure it was, and how long it took; a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._checks: set[str] = set()
        self.answers = Counter("nerkit_answers", "Answers by status.", ["status"], registry=self._registry)
        self.documents = Counter(
            "nerkit_documents", "Documents by kind, or by the code of the error.", ["what"], registry=self._registry
        )
        self.checks = Counter(
            "nerkit_checks", "Checks of records, passed or failed.", ["check", "outcome"], registry=self._registry
        )
        self.confidence = Histogram(
            "nerkit_value_confidence",
            "Confidences of values.",
            buckets=(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "nerkit_document_seconds",
            "From a document's coming to its result.",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
            registry=self._registry,
        )
        self.waiting = Gauge("nerkit_waiting", "Documents that wait or are worked on.", registry=self._registry)
        self.hooks = Counter("nerkit_hooks", "Webhooks, delivered or failed.", ["outcome"], registry=self._registry)

    def count(self, row: Mapping[str, Any], seconds: float, schema: Schema, *, own: bool) -> None:
        """Counts the result of a document, or its failure; `own` says whether it was made with this schema."""
        self.seconds.observe(seconds)
        if "error" in row:
            self.documents.labels(row["error"]["code"]).inc()
            return
        self.documents.labels(row["kind"] if row["kind"] in schema.kinds else OTHER).inc()
        for check in row["checks"]:
            name = check["check"]
            if own and len(self._checks) < MOST_CHECKS:
                self._checks.add(name)
            name = name if name in self._checks else OTHER
            self.checks.labels(name, "passed" if check["passed"] else "failed").inc()
        for value in exported_values(row):
            self.confidence.observe(value.confidence)

    def text(self) -> bytes:
        """In the format that Prometheus reads."""
        return generate_latest(self._registry)
