"""Annotate by what is known already, through the interface that the page in the browser uses.

    python annotate_by_gold.py GOLD.jsonl nerkit annotate documents --to mine.jsonl --labels …

starts the command, marks each document as GOLD.jsonl has it under the same file name, says that it is done, and ends
the command as Ctrl+C does. Standard library only.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class Page:
    """A browser without a window: it trades the token of the address for a cookie and asks for JSON."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=60)
        self.headers = {"Content-Type": "application/json"}
        for pause in range(20):  # the address is printed a moment before the server listens
            try:
                self.connection.request("GET", f"/?{parts.query}")
                break
            except ConnectionRefusedError:
                self.connection.close()
                time.sleep(0.1 * pause)
        response = self.connection.getresponse()
        response.read()
        self.headers["Cookie"] = response.headers["Set-Cookie"].partition(";")[0]

    def ask(self, path: str, body: Any = None) -> Any:
        """The answer to a GET, or to a POST of `body`."""
        self.connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, self.headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status} {answer.decode()}")
        return json.loads(answer)


def annotate(page: Page, gold: dict[str, dict[str, Any]]) -> int:
    """Mark every document in the order that the page proposes; gives the number of marks."""
    marks, done = 0, set[int]()
    while left := [row for row in page.ask("/api/documents")["documents"] if not row["done"] and not row["fault"]]:
        ready = [row for row in left if row["ready"]]
        if not ready:
            time.sleep(0.2)  # documents are still being read
            continue
        row = ready[0]
        if row["id"] in done:
            raise SystemExit(f"{row['source']} was done and is not")
        done.add(row["id"])
        marks += mark(page, row["id"], gold[Path(row["source"]).name])
    return marks


def mark(page: Page, number: int, gold: dict[str, Any]) -> int:
    """One document: its marks one after another, as a person sets them, then done."""
    if page.ask(f"/api/documents/{number}")["text"] != gold["text"]:
        raise SystemExit(f"{gold['source']}: the page shows another text than the gold is about")
    version = page.ask(f"/api/documents/{number}/work")["version"]
    for span in gold["spans"]:
        new = {"start": span["start"], "end": span["end"], "label": span["label"], "verdict": "yes"}
        version = page.ask(f"/api/documents/{number}/change", {"version": version, "add": [new]})["version"]
    page.ask(f"/api/documents/{number}/note", {"version": version, "done": True})
    return len(gold["spans"])


def main(path: str, *command: str) -> None:
    """Start the command, annotate, end it."""
    rows = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    gold = {Path(row["source"]).name: row for row in rows}
    server = subprocess.Popen([*command, "--no-browser"], stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    address = next((line.strip() for line in server.stderr if line.startswith("http")), None)
    if address is None:
        raise SystemExit(server.wait())
    started = time.monotonic()
    try:
        marks = annotate(Page(address), gold)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate()
    print(f"{len(gold)} documents with {marks} marks in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
