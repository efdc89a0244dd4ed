"""RapidOCR: PaddleOCR's models run by ONNX Runtime; they lie in its package."""

from __future__ import annotations

import atexit
import json
import math
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec

import numpy as np

from nerkit.errors import ExtraMissing, OcrFailed
from nerkit.reading import processes
from nerkit.reading.cleaning import Pixels, gray
from nerkit.reading.engine import Recognised, Recognition
from nerkit.reading.options import ReadingOptions
from nerkit.reading.processes import Deadline, end, ended_at
from nerkit.reading.rapid_worker import HEAD

INSTALL = "type `pip install rapidocr onnxruntime`"

_SCRIPTS = frozenset({"Latn", "Grek", "Hans", "Hant", "Jpan"})  # ISO 15924; its models know their letters
_AT_A_TIME = 4  # processes: each takes up to a gigabyte, whatever the number of cores
_free = threading.BoundedSemaphore(_AT_A_TIME)
_idle: list[subprocess.Popen[bytes]] = []  # a worker is started once for many pages: loading its models takes seconds


def is_installed() -> bool:
    """Whether it is there: an installation may leave it out."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


def can_read(languages: str) -> bool:
    """Whether it knows the letters of languages that are named as Tesseract names them, such as "deu+eng"."""
    import pycountry
    from babel.core import get_global

    likely = get_global("likely_subtags")
    for name in languages.split("+"):
        found = pycountry.languages.get(alpha_3=name.partition("_")[0])
        script = likely.get(getattr(found, "alpha_2", name), "").split("_")
        if len(script) > 1 and script[1] not in _SCRIPTS:
            return False
    return True


def engine(options: ReadingOptions) -> RapidOcr:
    """RapidOCR, which asks for no language."""
    return RapidOcr()


class RapidOcr:
    """RapidOCR in processes of its own, one for each thread that reads; raises ExtraMissing.

    It finds lines and how they lie by itself, and is trained on photographs: pages come to it in grey, not cleaned.
    """

    name = "rapidocr"

    def __init__(self) -> None:
        if not is_installed():
            raise ExtraMissing(f"RapidOCR is not installed; {INSTALL}")

    @property
    def version(self) -> str:
        """Of the packages: the models come with them."""
        return _version()

    def recognise(self, pixels: Pixels, deadline: Deadline) -> Recognition:
        """Read an image in grey levels or in colour; raises OcrFailed."""
        page = gray(pixels)
        with _free, _worker() as worker:
            answer = json.loads(_ask(worker, HEAD.pack(*page.shape) + page.tobytes(), deadline))
        cos, sin = math.cos(answer["angle"]), math.sin(answer["angle"])
        back = np.array([[cos, -sin, 0.0], [sin, cos, 0.0]])
        rules = np.array(answer["rules"], dtype=np.float64).reshape(-1, 4)
        return Recognition([Recognised(*word) for word in answer["words"]], back, answer["turn"], rules)


@cache
def _version() -> str:
    return f"{version('rapidocr')} onnxruntime {version('onnxruntime')}"


def _ask(worker: subprocess.Popen[bytes], page: bytes, deadline: Deadline) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    with ended_at(deadline, worker):
        try:
            worker.stdin.write(page)
            worker.stdin.flush()
            line = worker.stdout.readline()
        except OSError:
            line = b""
    if line.endswith(b"\n"):
        return line
    if not deadline.left:
        raise deadline.passed()
    raise OcrFailed("RapidOCR ended in the middle of a page; it may have run out of memory")


@contextmanager
def _worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker that nobody else uses meanwhile; one that failed is not used again."""
    worker = _idle_worker() or _started()
    try:
        yield worker
    except BaseException:
        _stop(worker)
        raise
    _idle.append(worker)


def _idle_worker() -> subprocess.Popen[bytes] | None:
    with suppress(IndexError):
        while True:
            worker = _idle.pop()
            if worker.poll() is None:
                return worker
            _stop(worker)
    return None


def _started() -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "nerkit.reading.rapid_worker"],  # -P: no module of the current folder
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        start_new_session=processes.groups_of_their_own,
    )


def _stop(worker: subprocess.Popen[bytes]) -> None:
    with suppress(OSError), worker:  # OSError: what it was sent and did not read
        end(worker)


@atexit.register
def _stop_all() -> None:
    while _idle:
        _stop(_idle.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # a pipe with two users would mix up their pages
