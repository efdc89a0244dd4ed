"""What the application works with: workers, a store, who may do what, and what requests may cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nerkit.crew import Crew
from nerkit.labels import Schema
from nerkit.reading.isolated import IsolatedReader
from nerkit.service.access import Access, AuditLog
from nerkit.service.figures import ServiceFigures
from nerkit.service.held_uploads import HeldUploads
from nerkit.service.hook_delivery import HookDelivery
from nerkit.service.hooks import HookRules
from nerkit.service.jobs import Jobs
from nerkit.store import RecordStore

FAILURES = 1000
"""Documents that failed whose answers are held; these are in no store."""


@dataclass(frozen=True)
class ServiceLimits:
    """What requests may cost: bytes of a document, documents that wait, seconds until a body is there.

    `rate` is how many documents a minute each holder of a token may send; None for any number.
    """

    size: int = 50 << 20
    waiting: int = 32
    seconds: float = 60.0
    rate: int | None = None


@dataclass
class Service:
    """What the application works with. `jobs` are documents that nobody has the result of yet, by id.

    `model` is what there is to say of the model, ready for JSON. `keep` says whether the store keeps the documents
    themselves.
    """

    crew: Crew
    store: RecordStore
    schema: Schema
    access: Access
    audit: AuditLog = field(default_factory=lambda: AuditLog(None))
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    figures: ServiceFigures = field(default_factory=ServiceFigures)
    keep: bool = False
    hook_rules: HookRules = field(default_factory=HookRules)
    model: dict[str, Any] = field(default_factory=dict)
    uploads: HeldUploads = field(default_factory=HeldUploads)
    drawer: IsolatedReader = field(default_factory=IsolatedReader)
    failures: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.limits.waiting)
        self.hooks = HookDelivery(self.hook_rules, lambda what: self.figures.hooks.labels(what).inc())

    def failed(self, id: str, line: bytes) -> None:
        """Holds the answer of a document that failed, in place of the oldest one."""
        self.failures[id] = line
        if len(self.failures) > FAILURES:
            del self.failures[next(iter(self.failures))]
