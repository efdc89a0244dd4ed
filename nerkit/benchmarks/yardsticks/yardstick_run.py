"""One run over the yardsticks: what was measured before with the same code, model and documents is taken as it is."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Collection, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nerkit
from nerkit.benchmarks.yardsticks.catalogue import Yardstick, catalogue
from nerkit.benchmarks.yardsticks.measuring import measure
from nerkit.benchmarks.yardsticks.remembered import RememberingTagger, digest_of
from nerkit.benchmarks.yardsticks.table import YardstickFigure, YardstickResult, YardstickTable
from nerkit.corpora.cache import cache_folder
from nerkit.errors import ConfigError, CorpusError
from nerkit.pipeline import Pipeline, load
from nerkit.training.once import read_json, write_json

TABLE = "table.json"
"""The name of the table in the folder of a run."""

_SOURCES = (".py", ".toml", ".json", ".txt")


class YardstickRun:
    """The yardsticks on the corpora in `data`, with what is kept of them in `folder`.

    Raises `ConfigError` for a yardstick that does not exist, `CorpusError` where there is no such folder.
    """

    def __init__(self, data: Path, folder: Path, model: str | None = None, *, only: Collection[str] = ()) -> None:
        if unknown := sorted(set(only) - catalogue().keys()):
            raise ConfigError(f"there is no yardstick {unknown[0]!r}; choose some of {', '.join(catalogue())}")
        if not data.is_dir():
            raise CorpusError(f"{data} does not exist: give the folder of the corpora, `make yardsticks DATA=FOLDER`")
        self.data = data
        self.folder = folder
        self.names = [name for name in catalogue() if not only or name in only]
        self._pipeline = _remembering(load(model))
        self._same = _digest(digest_of(Path(nerkit.__file__).parent, *_SOURCES), digest_of(self._pipeline.folder))

    def results(self, *, again: bool = False) -> Iterator[tuple[str, YardstickResult | None]]:
        """Each yardstick with its result, as it is done; None where its folder is not there.

        `again` measures what was done before too. The table is written anew after each.
        """
        done: dict[str, YardstickResult] = {}
        for name in self.names:
            yardstick = catalogue()[name]
            if not (self.data / yardstick.folder).exists():
                yield name, None
                continue
            done[name] = self._result(name, yardstick, again)
            YardstickTable(measured_with=self._versions(), yardsticks=done).write(self.folder / TABLE)
            yield name, done[name]

    def _result(self, name: str, yardstick: Yardstick, again: bool) -> YardstickResult:
        path = self.folder / name / "result.json"
        same = _digest(self._same, yardstick.model_dump_json(), *_listing(self.data / yardstick.folder))
        kept = read_json(path)
        if again or kept.get("fingerprint") != same:
            measured = measure(yardstick, self.data, self._pipeline, path.parent)
            figures = {what: YardstickFigure.of_table(table) for what, table in measured.tables.items()}
            result = YardstickResult(unread=measured.unread, figures=figures)
            kept = {"fingerprint": same, "result": result.model_dump(mode="json")}
            write_json(path, kept)
        return YardstickResult.model_validate(kept["result"])

    def _versions(self) -> dict[str, str]:
        return {
            "model": f"{self._pipeline.tagger.name} {digest_of(self._pipeline.folder)}",
            **{name: _version(name) for name in ("torch", "spacy", "rapidocr")},
            "tesseract": _tesseract(),
        }


def _remembering(pipeline: Pipeline) -> Pipeline:
    # What takes the tagger's place does what the pipeline asks of it.
    vars(pipeline)["tagger"] = RememberingTagger(pipeline.tagger, pipeline.folder, cache_folder() / "tagged")
    return pipeline


def _listing(folder: Path) -> Iterator[str]:
    """The files of a folder with their sizes and times: enough to see that one was changed."""
    for path in sorted(folder.rglob("*")):
        status = path.stat()
        yield json.dumps([str(path.relative_to(folder)), status.st_size, status.st_mtime_ns])


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _tesseract() -> str:
    try:
        said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False, timeout=10)
    except OSError:
        return "none"
    return said.stdout.split("\n")[0].removeprefix("tesseract ").strip() or "none"
