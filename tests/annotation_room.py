"""The room in which somebody annotates, in a real browser: a project, the servers on it, and what the page shows."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page, expect

from nerkit.annotation.desk import Desk
from nerkit.annotation.export import Exporter
from nerkit.annotation.learning import Learning
from nerkit.annotation.palette import chosen
from nerkit.annotation.preparing import Preparation, token_borders
from nerkit.annotation.project import Project
from nerkit.annotation.remembering import Remembering
from nerkit.annotation.serving import Serving
from nerkit.annotation.store import Store
from nerkit.reading import read

TEXT = "Invoice 4711 of 3 May 2024\nSeller: Möbel 😀 GmbH\nTotal EUR 19.00\n"


SAMPLE = Path(__file__).parents[1] / "corpora/samples/services-contract.pdf"


LABELS = "INVOICE_NUMBER,INVOICE_DATE,SELLER,TOTAL_AMOUNT"  # their keys are 1, 2, 3 and 4


class Room:
    """A project file in a folder, and the servers on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[Serving] = []

    def serve(
        self, annotator: str = "ann", port: int = 0, names: str = LABELS, learn: int = 0, memory: Path | None = None
    ) -> Serving:
        store = Store(self.folder / "corpus.sqlite")
        labels = chosen(names)
        exporter, preparation = Exporter(store, self.folder / "corpus.jsonl"), Preparation(store, labels, None)
        rounds = self.folder / "corpus.learning"
        learning = Learning(store, labels, None, rounds, learn, preparation.propose_with) if learn else None
        remembering = Remembering(memory) if memory else None
        desk = Desk(Project(store, labels, annotator), exporter, preparation, learning, remembering)
        serving = Serving(desk, port)
        serving.start()
        self.running.append(serving)
        return serving

    def stop(self, serving: Serving) -> None:
        self.running.remove(serving)
        serving.stop()
        serving.desk.project.store.close()

    def add(self, name: str, text: str | bytes) -> int:
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        store = Store(self.folder / "corpus.sqlite")
        (id,) = store.add([str(self.folder / name)])
        document = read(self.folder / name)
        store.set_document(id, document, token_borders(document))
        store.close()
        return id

    def marks(self, id: int = 1, annotator: str = "ann") -> list[tuple[int, int, str]]:
        store = Store(self.folder / "corpus.sqlite")
        mentions = store.work(id, annotator).mentions
        store.close()
        return [(mark.start, mark.end, mark.label) for mark in mentions]


class Addressed(Protocol):
    address: str


Opened = Callable[[Addressed], Page]


def wait_for(page: Page, *labels: str) -> None:
    marks = page.locator("mark:not(.proposal)")
    expect(marks).to_have_count(len(labels))
    for place, label in enumerate(labels):
        expect(marks.nth(place)).to_have_attribute("data-label", label)
