"""The process that reads: `python -m nerkit.reading.worker BYTES`, the other end of `nerkit.reading.isolated`.

Frames of `nerkit.reading.wire` come in on standard input and go out on standard output. A request is a JSON object:
`path` (with `folder`, where it is relative) or `source`, and `options`; with `source` the file's content follows as a
frame of its own, with `find` the files in `path` are asked for, with `draw` (`pages` and `dpi`) pictures of the
content's pages. Until the answer, each sign of life is an empty frame; the answer is `{"document": …}`,
`{"found": …}`, `{"pictures": …}`, `{"error": [code, message]}` or, for a fault of nerkit, `{"fault": kind}`.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import traceback
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from nerkit.document import Document
from nerkit.errors import NerkitError, OutOfMemory
from nerkit.reading import heartbeat, processes, wire

_CV2_NO_MEMORY = -4


def main(memory: int) -> None:
    """Answers requests until standard input ends; `memory` is how many bytes this process may hold."""
    _limit(memory)
    requests: SimpleQueue[bytes] = SimpleQueue()
    incoming, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # no library and no program reads what is meant for us,
    os.dup2(2, 1)  # and what they print is no answer
    threading.Thread(target=_listen, args=(incoming, requests), daemon=True).start()
    writing = threading.Lock()

    def alive() -> None:
        with writing:
            wire.write_frame(answers, wire.ALIVE)

    from nerkit.reading import pdf, reader  # noqa: F401  # most files are PDFs: imported while no one waits for it

    processes.groups_of_their_own = False  # so that they end with ours
    heartbeat.listen(alive)
    heartbeat.alive()
    while True:
        request = wire.loads(requests.get())
        content = requests.get() if "source" in request else None
        heartbeat.alive()
        answer = _answer(request, content)
        with writing:
            wire.write_frame(answers, answer)


def _listen(stream: IO[bytes], requests: SimpleQueue[bytes]) -> None:
    """Passes requests on. Once the asking process has gone, whatever this one is at is of no use: it ends at once."""
    while (frame := wire.read_frame(stream)) is not None:
        requests.put(frame)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # and Tesseract with it
    os._exit(0)


def _answer(request: dict[str, Any], content: bytes | None) -> bytes:
    source = request.get("source") or request["path"]
    try:
        if "folder" in request:
            with suppress(OSError):  # it has gone: the file in it will be missing
                os.chdir(request["folder"])
        if request.get("find"):
            return wire.dumps({"found": _find(Path(source))})
        if (wanted := request.get("draw")) and content is not None:
            return wire.dumps({"pictures": _draw(content, source, **wanted)})
        return wire.dumps({"document": wire.document_to_json(_read(request, content))})
    except NerkitError as error:
        return wire.dumps({"error": (error.code, error.message)})
    except Exception as error:
        if isinstance(error, MemoryError) or getattr(error, "code", None) == _CV2_NO_MEMORY:
            message = f"{source}: takes more memory to read than a reader may have; print it to a new PDF"
            return wire.dumps({"error": (OutOfMemory.code, message)})
        if os.environ.get("NERKIT_DEBUG"):
            traceback.print_exc()
        return wire.dumps({"fault": type(error).__name__})


def _read(request: dict[str, Any], content: bytes | None) -> Document:
    from nerkit.reading.reader import read, read_bytes

    if content is not None:
        return read_bytes(content, request["source"], **request["options"])
    return read(Path(request["path"]), **request["options"])


def _find(path: Path) -> tuple[list[str], dict[str, int]]:
    from nerkit.reading.files import find

    found = find([path])
    return [str(file) for file in found.files], dict(found.passed_over)


def _draw(content: bytes, source: str, pages: list[int] | None, dpi: int) -> list[tuple[int, str]]:
    from nerkit.reading.render import page_images

    drawn = []
    for number, image in page_images(content, source, pages, dpi=dpi):
        png = io.BytesIO()
        image.save(png, "PNG", compress_level=1)
        drawn.append((number, b64encode(png.getvalue()).decode("ascii")))
        heartbeat.alive()
    return drawn


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    # What the process holds, and not what it maps: threads reserve far more addresses than they ever use.
    with suppress(ValueError, OSError):  # a lower limit stands already
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the document


if __name__ == "__main__":
    main(int(sys.argv[1]))
