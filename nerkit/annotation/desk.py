"""All that one annotator works with, and what runs beside the work: reading, proposing, exporting and learning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from nerkit.annotation.export import Exporter
from nerkit.annotation.learning import Learning
from nerkit.annotation.preparing import Preparation
from nerkit.annotation.presence import Presence
from nerkit.annotation.project import Project
from nerkit.annotation.remembering import Remembering
from nerkit.annotation.store import Work
from nerkit.reading.isolated import IsolatedReader


@dataclass
class Desk:
    """A project with its helpers; `presence` knows which browser tabs are open, `drawer` draws pages as pictures."""

    project: Project
    exporter: Exporter
    preparation: Preparation
    learning: Learning | None = None
    remembering: Remembering | None = None
    presence: Presence = field(default_factory=Presence)
    drawer: IsolatedReader = field(default_factory=IsolatedReader)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Within the block documents are read, proposed for and exported, and learnt from where that is wanted."""
        helpers = [helper for helper in (self.exporter, self.preparation, self.learning) if helper]
        for helper in helpers:
            helper.start()
        try:
            yield
        finally:
            for helper in reversed(helpers):
                helper.stop()
            self.drawer.close()

    def saved(self, work: Work) -> None:
        """Say that this work was saved: it is exported soon, and remembered once the document is done."""
        self.exporter.changed()
        if self.remembering and work.closed is not None:
            self.remembering.learn(self.project, work.document)

    @property
    def proposes(self) -> bool:
        """Whether a model proposes for each document that is read and not done."""
        return self.preparation.model is not None and self.preparation.fault is None

    @property
    def faults(self) -> list[str]:
        """What stands in the way of the helpers, in words for the annotator."""
        helpers = (self.preparation, self.exporter, self.learning, self.remembering)
        return [helper.fault for helper in helpers if helper and helper.fault]
