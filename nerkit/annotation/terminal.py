"""Annotating in a terminal: a line at a prompt is a command, and what it does is saved before the next prompt."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console

from nerkit.annotation.desk import Desk
from nerkit.annotation.marks import Change, Mark, Proposal
from nerkit.annotation.numbered_lines import NumberedLines
from nerkit.annotation.screen import MarkOrProposal, last_line, plain, show_items, show_lines, show_words
from nerkit.annotation.store import Conflict, Work
from nerkit.errors import AnnotationError, NoDocuments

HELP = """\
KEY TEXT      mark that text with a label, as in 1 NIKE, Inc.; KEY is a label's key or its name
KEY @12 TEXT  only in line 12; @* TEXT wherever it stands
KEY @12:3-5   words 3 to 5 of line 12; @12:8-13:2 goes over the line's end; @12 alone numbers its words
KEY #4        give mention or proposal 4 this label
+ 1 3-5       accept proposals; + alone accepts the first one shown, A all of the document
- 2           delete a mention or reject a proposal
U, R          undo, redo
.             go on to the next proposal; Enter shows the next lines, T 40 line 40
F, C TEXT     flag, comment
D             done, and on to the next document
N, P, L       next document, previous one, list of all
?, Q          this help, quit"""

_WORDS = {
    "accept": "+", "all": "A", "reject": "-", "delete": "-", "undo": "U", "redo": "R", "flag": "F", "comment": "C",
    "done": "D", "next": "N", "previous": "P", "list": "L", "text": "T", "help": "?", "quit": "Q", "exit": "Q",
}  # fmt: skip
_POLL = 0.2


def work_through(desk: Desk) -> None:
    """Annotate one document after another until the person quits. Raises NoDocuments where none can be read."""
    with suppress(ImportError):
        import readline  # noqa: F401 — the prompt then has a history and arrow keys
    console = Console(highlight=False, emoji=False)
    with desk.at_work():
        try:
            Session(desk, console).run()
        except (EOFError, KeyboardInterrupt):
            console.print()


class Session:
    """One person at one terminal."""

    def __init__(self, desk: Desk, console: Console) -> None:
        self.desk, self.project, self.console = desk, desk.project, console
        self.keys: dict[str, str] = {row["key"]: row["label"] for row in self.project.palette() if row["key"]}
        self.labels = {row["label"] for row in self.project.palette()}
        self.id = 0
        self.top = 1
        self.bottom = 1
        self.commands: dict[str, Callable[[str], None]] = {
            "": self.go_on, "+": self.accept, "-": self.remove, "A": self.accept_all, "U": self.undo, "R": self.redo,
            "F": self.flag, "C": self.comment, "D": self.done, "N": self.next, "P": self.previous, "L": self.list_all,
            "T": self.show_from, ".": self.next_proposal, "?": self.help,
        }  # fmt: skip

    def run(self) -> None:
        """Take commands until one is to quit; EOFError and KeyboardInterrupt where the person ends it another way."""
        self.console.print(" ".join(f"{key} {plain(label)}" for key, label in self.keys.items()), style="dim")
        self.console.print("? lists the commands. All that you do is saved at once.", style="dim")
        self.open(self._first())
        while (line := self._asked()) != "Q":
            name, _, rest = line.partition(" ")
            try:
                if command := self.commands.get(name):
                    command(rest.strip())
                elif name.startswith("@"):
                    show_words(self.console, self.lines, _numbers(name[1:])[0])
                else:
                    self.give(self._label(name), rest.strip())
            except Conflict as conflict:
                self.take(conflict.work)
                self.show("changed in another window; this is the present state, repeat what you did")
            except (ValueError, AnnotationError) as error:
                self.say(error.message if isinstance(error, AnnotationError) else str(error))

    def _asked(self) -> str:
        line = input(f"{Path(self.source).name if self.source.isprintable() else self.id}> ").strip()
        name, space, rest = line.partition(" ")
        return _WORDS.get(name, name) + space + rest

    # ---- documents

    def open(self, row: dict[str, Any]) -> None:
        """Turn to a document."""
        self.id, self.source = row["id"], row["source"]
        self.lines = NumberedLines(self.project.store.document(self.id).text, self.project.store.tokens(self.id))
        rows = self.project.queue()
        done = sum(each["done"] for each in rows)
        place = next(i for i, each in enumerate(rows, 1) if each["id"] == self.id)
        why = f" · Why now: {row['reason']}" if row["reason"] else ""
        self.console.rule(plain(Path(self.source).name))
        self.console.print(plain(f"{place} of {len(rows)}, {done} done{why}"), style="dim", markup=False)
        for said in self.desk.faults:
            self.say(said)
        if self.desk.learning and (said := self.desk.learning.said()):
            self.say(said)
        self.top = 1
        self.refresh()
        self.show()

    def _first(self) -> dict[str, Any]:
        """The document to begin with, once one is read."""
        told = False
        while True:
            rows = self.project.queue()
            unaided = self.desk.preparation.model is None or self.desk.preparation.fault
            ready = [row for row in rows if row["ready"] and (row["reason"] or unaided)]
            if ready:
                return next((row for row in ready if not row["done"]), ready[0])
            if all(row["fault"] for row in rows):
                for row in rows:
                    self.say(f"{row['source']}: {row['fault']}")
                raise NoDocuments("none of the documents could be read; see what stands above")
            if self.desk.preparation.fault:
                raise AnnotationError(self.desk.preparation.fault)
            if not told:
                self.console.print("Reading documents …", style="dim")
                told = True
            time.sleep(_POLL)

    def next(self, _: str, by: int = 1) -> None:
        """The next document in the order in which they are best done."""
        rows = [row for row in self.project.queue() if row["ready"]]
        place = next(i for i, row in enumerate(rows) if row["id"] == self.id) + by
        if not 0 <= place < len(rows):
            raise ValueError("this is the last document" if by > 0 else "this is the first document")
        self.open(rows[place])

    def previous(self, _: str) -> None:
        """The one before."""
        self.next("", -1)

    def done(self, _: str) -> None:
        """The document is done; the next one that is not."""
        self._saved(self.project.note(self.id, self.work.version, done=True))
        rows = self.project.queue()
        following = next((row for row in rows if row["ready"] and not row["done"]), None)
        if following:
            self.open(following)
        else:
            left = sum(not row["ready"] and not row["fault"] for row in rows)
            self.say(f"saved as done; {left} documents are still being read" if left else "all documents are done")

    def list_all(self, _: str) -> None:
        """All documents."""
        for row in self.project.queue():
            state = "!" if row["fault"] else "✓" if row["done"] else " " if row["ready"] else "…"
            flag, why = "⚑ " if row["flagged"] else "", row["fault"] or row["reason"] or ""
            name = Path(row["source"]).name
            self.console.print(plain(f"{state} {flag}{name}  {row['mentions']} mentions  {why}"), markup=False)

    # ---- what is shown

    def take(self, work: Work) -> None:
        """Go on from a state of the work; the items are mentions and open proposals, counted from 1."""
        self.work = work
        self.items: list[MarkOrProposal] = sorted(
            [*work.mentions, *self.project.proposals(work)], key=lambda item: (item.start, item.end)
        )

    def refresh(self) -> None:
        """See what was saved or proposed elsewhere."""
        self.take(self.project.store.work(self.id, self.project.annotator))

    def say(self, message: str) -> None:
        """A line to the person."""
        self.console.print(plain(message), style="yellow", markup=False)

    def show(self, said: str = "") -> None:
        """The lines from `top` on that fit, and what is marked in them."""
        width, height = self.console.size
        self.bottom = last_line(self.lines, self.top, max(height - 12, 8), width)
        if self.lines.spans:
            show_lines(self.console, self.lines, self.top, self.bottom, self.items)
        show_items(self.console, self.lines, list(self._shown()))
        notes = [("flagged", self.work.flagged), ("done", self.work.closed is not None), (self.work.comment, True)]
        if said_of_it := " · ".join(note for note, holds in notes if note and holds):
            self.say(said_of_it)
        if said:
            self.say(said)

    def _shown(self) -> Iterator[tuple[int, MarkOrProposal]]:
        for number, item in enumerate(self.items, 1):
            if self.top <= self.lines.number(item.start) <= self.bottom:
                yield number, item

    def go_on(self, _: str) -> None:
        """The next lines."""
        self.refresh()
        if self.bottom >= len(self.lines.spans):
            raise ValueError("this is the end of the text; T 1 goes back to its start, D is done")
        self.top = self.bottom + 1
        self.show()

    def show_from(self, line: str) -> None:
        """The lines from a line on, or those that are shown once more."""
        self.refresh()
        if line:
            self.top = min(max(_numbers(line)[0], 1), max(len(self.lines.spans), 1))
        self.show()

    def next_proposal(self, _: str) -> None:
        """The lines of the next proposal behind those that are shown, or of the first one."""
        self.refresh()
        numbers = [self.lines.number(item.start) for item in self.items if isinstance(item, Proposal)]
        if not numbers:
            raise ValueError("nothing is proposed here any more")
        self.top = max(next((number for number in numbers if number > self.bottom), numbers[0]) - 1, 1)
        self.show()

    def help(self, _: str) -> None:
        """The commands."""
        self.console.print(HELP, markup=False)

    # ---- changes

    def _saved(self, work: Work) -> None:
        self.take(work)
        self.desk.saved(work)

    def _change(self, removed: list[Mark], added: list[Mark]) -> None:
        self._saved(self.project.change(self.id, self.work.version, Change(tuple(removed), tuple(added))))
        self.show()

    def _label(self, name: str) -> str:
        if name in self.keys or name in self.labels:
            return self.keys.get(name, name)
        raise ValueError(f"there is no command or label {plain(name)!r}; ? lists the commands")

    def give(self, label: str, place: str) -> None:
        """Mark words with a label."""
        if place.startswith("#"):
            spans = [(item.start, item.end) for item in self._picked(place)]
        else:
            spans = self._meant(place)
        removed = [mark for mark in self.work.mentions if any(mark.start < e and s < mark.end for s, e in spans)]
        added = [Mark(start, end, label) for start, end in spans]
        self._change([mark for mark in removed if mark not in added], added)

    def _meant(self, place: str) -> list[tuple[int, int]]:
        spans = self.lines.find(place)
        if len(spans) > 1 and not place.startswith("@"):
            marked = self.work.mentions
            spans = [s for s in spans if not any(mark.start < s[1] and s[0] < mark.end for mark in marked)] or spans
            if len(spans) > 1:
                numbers = dict.fromkeys(str(self.lines.number(start)) for start, _ in spans)
                raise ValueError(f"it stands in lines {', '.join(numbers)}: put @LINE or @* before the text")
        return spans

    def _picked(self, numbers: str) -> list[MarkOrProposal]:
        wanted = _numbers(numbers)
        if any(not 1 <= number <= len(self.items) for number in wanted):
            raise ValueError(f"there are {len(self.items)} mentions and proposals, from #1")
        return [self.items[number - 1] for number in wanted]

    def accept(self, numbers: str) -> None:
        """Accept proposals."""
        if numbers:
            picked = [item for item in self._picked(numbers) if isinstance(item, Proposal)]
        else:
            picked = [item for _, item in self._shown() if isinstance(item, Proposal)][:1]
        if not picked:
            raise ValueError("no proposal is shown; . goes on to the next one")
        self._accept(picked)

    def accept_all(self, _: str) -> None:
        """Accept all proposals; where some overlap, the surest."""
        self._accept(sorted(self.project.proposals(self.work), key=lambda proposal: -proposal.confidence))

    def _accept(self, proposals: list[Proposal]) -> None:
        added: list[Mark] = []
        for proposal in proposals:
            if not any(mark.meets(proposal) for mark in added):
                added.append(Mark(proposal.start, proposal.end, proposal.label))
        self._change([mark for mark in self.work.mentions if any(mark.meets(new) for new in added)], added)

    def remove(self, numbers: str) -> None:
        """Delete mentions, reject proposals."""
        if not numbers:
            raise ValueError("say which, as in - 2")
        picked = self._picked(numbers)
        mentions = [item for item in picked if isinstance(item, Mark)]
        rejected = [Mark(item.start, item.end, item.label, "no") for item in picked if isinstance(item, Proposal)]
        self._change(mentions, rejected)

    def undo(self, _: str) -> None:
        """Take the last change back."""
        self._saved(self.project.store.undo(self.id, self.project.annotator, self.work.version))
        self.show()

    def redo(self, _: str) -> None:
        """Do again what was taken back."""
        self._saved(self.project.store.redo(self.id, self.project.annotator, self.work.version))
        self.show()

    def flag(self, _: str) -> None:
        """Set or take away the flag."""
        self._saved(self.project.note(self.id, self.work.version, flagged=not self.work.flagged))
        self.say("flagged" if self.work.flagged else "no longer flagged")

    def comment(self, text: str) -> None:
        """Set the comment; no text takes it away."""
        self._saved(self.project.note(self.id, self.work.version, comment=text))
        self.say("comment saved" if text else "comment taken away")


def _numbers(text: str) -> list[int]:
    """The numbers in "1 3-5" or "#1, #3-#5"."""
    found: list[int] = []
    for part in re.split(r"[\s,]+", text.replace("#", "").strip()):
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if match is None:
            raise ValueError("give numbers, as in 1 3-5")
        found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return found
