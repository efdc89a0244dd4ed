"""The process that reads: `python -m nerkit.reading.worker BYTES`, the other end of `nerkit.reading.isolated`.

Frames of `nerkit.reading.wire` come in on standard input and go out on standard output. A request is a JSON object:
what to `do`, the `source` that errors name, `path` (a file, with the `folder` that it is relative to) and `options`;
without `path` the file's content follows as a frame of its own. "read" asks for the document, "find" for the files in
a container, "draw" (`pages`, `dpi`, `cleaning`) for pictures of the pages, "mark" (`marks`, `sizes`) for a copy with
marks, "split" (`ranges`) for copies of some pages. Until the answer, each sign of life is an empty frame or the number
of the page that comes next, -1 for a form; the answer is `{"document": …}`, `{"found": …}`, `{"pictures": …}`,
`{"pdf": …}`, `{"pdfs": …}`, `{"error": [code, message]}` or, for a fault of nerkit, `{"fault": kind}`.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import traceback
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from nerkit.errors import NESTED, BrokenDocument, NerkitError, OutOfMemory
from nerkit.reading import heartbeat, left_out, processes, wire
from nerkit.reading.passwords import passwords_of

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

    def alive(page: int | None) -> None:
        with writing:
            wire.write_frame(answers, wire.ALIVE if page is None else b"%d" % page)

    from nerkit.reading import attachments, pdf, reader  # noqa: F401  # most files are PDFs: imported while no one waits

    attachments.bound_unpacking()
    processes.groups_of_their_own = False  # so that they end with ours
    heartbeat.listen(alive)
    heartbeat.alive()
    while True:
        request = wire.loads(requests.get())
        content = None if "path" in request else requests.get()
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
    source = request["source"]
    try:
        if "folder" in request:
            with suppress(OSError):  # it has gone: the file in it will be missing
                os.chdir(request["folder"])
        left_out.pages = dict(request.get("left_out", ()))
        return wire.dumps(_DOES[request["do"]](request, content))
    except NerkitError as error:
        return wire.dumps({"error": (error.code, error.message)})
    except RecursionError:
        return wire.dumps({"error": (BrokenDocument.code, f"{source}: {NESTED}")})
    except Exception as error:
        if isinstance(error, MemoryError) or getattr(error, "code", None) == _CV2_NO_MEMORY:
            message = f"{source}: takes more memory to read than a reader may have; print it to a new PDF"
            return wire.dumps({"error": (OutOfMemory.code, message)})
        if os.environ.get("NERKIT_DEBUG"):
            traceback.print_exc()
        return wire.dumps({"fault": type(error).__name__})


def _read(request: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    from nerkit.reading.reader import read, read_bytes

    if content is None:
        document = read(Path(request["path"]), **request["options"])
    else:
        document = read_bytes(content, request["source"], **request["options"])
    return {"document": wire.document_to_json(document)}


def _find(request: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    from nerkit.reading.files import find

    found = find([request["path"]], passwords_of(request["options"]))
    return {"found": ([str(file) for file in found.files], dict(found.passed_over))}


def _draw(request: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    from nerkit.reading.render import cleaning_images, page_images

    data, passwords = _content(request, content)
    pages = request["pages"]
    if request["cleaning"]:
        images = cleaning_images(data, request["source"], pages, passwords=passwords)
    else:
        images = page_images(data, request["source"], pages, dpi=request["dpi"], passwords=passwords)
    drawn = []
    for number, image in images:
        png = io.BytesIO()
        image.save(png, "PNG", compress_level=1)
        drawn.append((number, b64encode(png.getvalue()).decode("ascii")))
        heartbeat.alive()
    return {"pictures": drawn}


def _mark(request: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    from nerkit.reading.highlighting import Highlight, marked

    data, passwords = _content(request, content)
    marks = [Highlight.from_json(row) for row in request["marks"]]
    sizes = {number: (width, height) for number, (width, height) in request["sizes"]}
    return {"pdf": b64encode(marked(data, request["source"], marks, sizes, passwords)).decode("ascii")}


def _split(request: dict[str, Any], content: bytes | None) -> dict[str, Any]:
    from nerkit.reading.page_ranges import page_ranges

    data, passwords = _content(request, content)
    ranges = [(first, last) for first, last in request["ranges"]]
    return {"pdfs": [b64encode(pdf).decode("ascii") for pdf in page_ranges(data, request["source"], ranges, passwords)]}


def _content(request: dict[str, Any], content: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    """The content of the file that a request is about, and the passwords that open it."""
    from nerkit.reading import containers

    passwords = passwords_of(request["options"])
    return containers.content(Path(request["path"]), passwords) if content is None else content, passwords


_DOES: dict[str, Callable[[dict[str, Any], bytes | None], dict[str, Any]]] = {
    "read": _read,
    "find": _find,
    "draw": _draw,
    "mark": _mark,
    "split": _split,
}


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
