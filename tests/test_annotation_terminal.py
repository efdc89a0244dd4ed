"""Annotating in a terminal, as a person does: the real program on a pseudo-terminal, line by line."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nerkit.annotation.marks import Proposal
from nerkit.annotation.numbered_lines import NumberedLines
from nerkit.annotation.preparing import token_borders
from nerkit.annotation.store import Store
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument
from nerkit.reading import read

TEXT = "Invoice 4711 of 3 May 2024\nSeller: Möbel 😀 GmbH\n\nTotal EUR 19.00\nMöbel 😀 GmbH, Bonn\n"
LABELS = "INVOICE_NUMBER,INVOICE_DATE,SELLER,TOTAL_AMOUNT"  # their keys are 1, 2, 3 and 4


class Terminal:
    """`nerkit annotate --terminal` on a terminal of 100 columns and 30 lines."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.shown = ""
        self.at, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        command = [sys.executable, "-m", "nerkit", "annotate", "--terminal", "--no-model", "--labels", LABELS]
        self.process = subprocess.Popen(
            [*command, "--annotator", "ann", *arguments],
            **{"stdin": end, "stdout": end, "stderr": end, "cwd": folder, "start_new_session": True},
            env=os.environ | {"TERM": "dumb"},
        )
        os.close(end)

    def until(self, pattern: str) -> str:
        """What is shown up to and with a pattern."""
        while not (found := re.search(pattern, self.shown)):
            if not select.select([self.at], [], [], 60)[0]:
                raise AssertionError(f"waited for {pattern!r}, saw {self.shown!r}")
            try:
                self.shown += os.read(self.at, 65536).decode(errors="replace").replace("\r", "")
            except OSError:  # the program has ended
                raise AssertionError(f"ended before {pattern!r}, with {self.shown!r}") from None
        seen, self.shown = self.shown[: found.end()], self.shown[found.end() :]
        return seen

    def do(self, line: str, then: str = r"\.\w+> $") -> str:
        os.write(self.at, f"{line}\n".encode())
        return self.until(then)

    def quit(self) -> int:
        os.write(self.at, b"Q\n")
        return self.process.wait(60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.at)


Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Terminal] = []

    def begin(*arguments: str) -> Terminal:
        running.append(Terminal(tmp_path, *arguments))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.close()


def corpus(folder: Path) -> list[LabelledDocument]:
    return list(jsonl.read(folder / "annotations.jsonl"))


def mentions(labelled: LabelledDocument) -> list[tuple[str, str]]:
    return [(span.label, labelled.document.text[span.start : span.end]) for span in labelled.spans]


def test_two_documents_are_annotated_and_stand_in_the_corpus(start: Start, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("Nothing here\n")
    terminal = start("a.txt", "b.txt")
    assert "Invoice 4711 of 3 May 2024" in terminal.until(r"a\.txt> $")
    assert "[4711 INVOICE_NUMBER]" in terminal.do("1 4711")
    assert "1:Invoice  2:4711  3:of" in terminal.do("@1")
    terminal.do("INVOICE_DATE @1:4-6")
    assert "stands in lines 2, 4: put @LINE" in terminal.do("3 möbel 😀 gmbh")
    terminal.do("3 @* möbel 😀 gmbh")
    terminal.do("3 @3 EUR 19.00")
    assert "[EUR 19.00 TOTAL_AMOUNT]" in terminal.do("4 #4")
    assert "Invoice" not in terminal.do("T 2")
    terminal.do("- 5")
    terminal.do("U")
    terminal.do("R")
    assert "flagged" in terminal.do("F")
    terminal.do("C is the number right?")
    assert "b.txt" in terminal.do("D", r"b\.txt> $")
    assert "all documents are done" in terminal.do("done")
    assert terminal.quit() == 0
    first, second = corpus(tmp_path)
    assert mentions(first) == [
        ("INVOICE_NUMBER", "4711"),
        ("INVOICE_DATE", "3 May 2024"),
        ("SELLER", "Möbel 😀 GmbH"),
        ("TOTAL_AMOUNT", "EUR 19.00"),
    ]
    assert (second.spans, second.closed) == ((), frozenset(LABELS.split(",")))
    with_notes = Store(tmp_path / "annotations.sqlite").work(1, "ann")
    assert (with_notes.flagged, with_notes.comment) == (True, "is the number right?")


def test_proposals_are_accepted_relabelled_and_rejected(start: Start, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    store = Store(tmp_path / "annotations.sqlite")
    store.add([str(tmp_path / "a.txt")])
    document = read(tmp_path / "a.txt")
    store.set_document(1, document, token_borders(document))
    found = [(8, 12, "INVOICE_NUMBER", 0.98), (16, 26, "TOTAL_AMOUNT", 0.31), (35, 47, "SELLER", 0.52)]
    store.set_proposals(1, [Proposal(*row, "model") for row in found], 0.1, "unsure of TOTAL_AMOUNT (31%)")
    store.close()
    terminal = start("a.txt")
    assert "Why now: unsure of TOTAL_AMOUNT (31%)" in terminal.until("> $")
    terminal.do("+")
    terminal.do("2 #2")
    terminal.do("reject 3")
    assert "nothing is proposed here any more" in terminal.do(".")
    assert terminal.quit() == 0
    (labelled,) = corpus(tmp_path)
    assert mentions(labelled) == [("INVOICE_NUMBER", "4711"), ("INVOICE_DATE", "3 May 2024")]


def test_a_kill_loses_nothing(start: Start, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    terminal = start("a.txt")
    terminal.until("> $")
    terminal.do("1 4711")
    terminal.process.kill()
    terminal.process.wait()
    terminal = start("a.txt")
    assert "[4711 INVOICE_NUMBER]" in terminal.until("> $")
    os.write(terminal.at, b"\x04")  # Ctrl+D ends as Q does
    assert terminal.process.wait(60) == 0
    assert mentions(corpus(tmp_path)[0]) == [("INVOICE_NUMBER", "4711")]


def test_a_change_made_in_another_window_is_shown_before_anything_is_changed(start: Start, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    first, second = start("a.txt"), start("a.txt")
    first.until("> $")
    second.until("> $")
    first.do("1 4711")
    assert "changed in another window" in second.do("2 @1:4-6")
    second.do("2 @1:4-6")
    second.quit()
    first.quit()
    assert [label for label, _ in mentions(corpus(tmp_path)[0])] == ["INVOICE_NUMBER", "INVOICE_DATE"]


def test_no_document_can_send_the_terminal_commands(start: Start, tmp_path: Path) -> None:
    hostile = "Pay \x9b31m red \u202eodd [bold]EUR 5[/bold]\n"
    (tmp_path / "a.txt").write_text(hostile)
    terminal = start("a.txt")
    seen = terminal.until("> $") + terminal.do("@1") + terminal.do("1 @1:1-4")
    assert "[bold]EUR 5[/bold]" in seen
    assert not set("\x9b\u202e") & set(seen)
    assert terminal.quit() == 0


def test_what_cannot_be_read_is_named_and_what_can_is_done(start: Start, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    terminal = start("broken.pdf", "a.txt")
    terminal.until(r"a\.txt> $")
    assert re.search(r"! broken\.pdf .*broken-pdf", terminal.do("L"))
    assert "no command or label 'nonsense'" in terminal.do("nonsense")
    terminal.quit()
    alone = start("broken.pdf", "--to", "other.jsonl")
    assert "error[no-documents]" in alone.until("see what stands above")
    assert alone.process.wait(60) == 3


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("4711", ["4711"]),
        ("3 may", ["3 May"]),
        ("@1:4-6", ["3 May 2024"]),
        ("@1:6-2:1", ["2024\nSeller"]),
        ("@4 GmbH", ["GmbH"]),
        ("@* GmbH", ["GmbH", "GmbH"]),
        ("471", ["4711"]),
    ],
)
def test_places_name_whole_words(place: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in lines().find(place)] == found


@pytest.mark.parametrize("place", ["@9:1", "@1:7", "@1:0", "@1:3-2", "4712", "", "@2 4711", "@1:99999999999"])
def test_places_that_are_not_there_are_refused(place: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        lines().find(place)


def lines() -> NumberedLines:
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", TEXT)]
    return NumberedLines(TEXT, [offset for word in words for offset in word])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["empty"], "no-documents"),
        (["a.txt", "--labels", "DUE DATE"], "write it with _"),
        (["a.txt", "--to", "other.jsonl"], "name another corpus with --to"),
        (["a.txt", "--adjudicate", "--learn", "3"], "leave it out with --adjudicate"),
    ],
)
def test_what_cannot_be_annotated_is_refused_with_what_to_do(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "other.jsonl").write_text("not made by nerkit annotate\n")
    command = [sys.executable, "-m", "nerkit", "annotate", "--terminal", "--no-model", *arguments]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"})
    assert found.returncode in (2, 3)
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert (tmp_path / "other.jsonl").read_text() == "not made by nerkit annotate\n"
