"""Learning while documents are annotated: rounds, what they measure on, kills, and where the model is used."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.annotation.learning import Learning
from nerkit.annotation.marks import Change, Mark
from nerkit.annotation.preparing import Preparation, token_borders
from nerkit.annotation.rounds import Round, RoundOutcome, begin, learnt, parted, rounds
from nerkit.annotation.store import Store
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text, read

LABELS = ["NUMMER_日", "DATE"]
DONE = 6


def text(number: int) -> str:
    return f"Invoice {number} of {1 + number % 28} May 2024\nPlease pay soon.\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Eight invoices, six of them done."""
    store = Store(tmp_path / "corpus.sqlite")
    for number in range(4711, 4711 + DONE + 2):
        file = tmp_path / f"{number}.txt"
        file.write_text(text(number))
        (id,) = store.add([str(file)])
        document = read(file)
        store.set_document(id, document, token_borders(document))
        if id <= DONE:
            store.change(id, "ann", 0, Change(added=(Mark(8, 12, LABELS[0]),)))
            store.note(id, "ann", 1, closed=LABELS)
    return store


def wait_until(holds: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def over(folder: Path) -> bool:
    return bool(rounds(folder)) and rounds(folder)[-1].outcome is not None


def test_one_of_two_servers_learns_what_is_done_and_for_both_the_model_proposes(store: Store, tmp_path: Path) -> None:
    preparation = Preparation(store, LABELS, None)
    learning = Learning(store, LABELS, None, tmp_path / "learning", DONE, preparation.propose_with)
    taken: list[Path] = []
    other = Learning(Store(store.path), LABELS, None, learning.folder, DONE, taken.append)
    assert learning.shown()["missing"] == 0
    for each in (preparation, learning, other):
        each.start()
    wait_until(lambda: over(learning.folder))
    (made,) = rounds(learning.folder)
    assert made.sizes == (4, 2)
    assert made.outcome is not None
    assert made.outcome.fault is None
    assert made.history
    wait_until(lambda: store.proposer(DONE + 1) and store.proposer(DONE + 2))
    assert store.proposer(DONE + 1) == str(made.model) == str(learnt(learning.folder))
    assert {listed.proposer for listed in store.listed() if listed.id <= DONE} == {None}
    assert learning.shown()["missing"] == DONE
    assert f"learnt from 4 documents: dev F1 {made.outcome.after:.2f} on 2 held out" == learning.said()
    wait_until(lambda: taken)
    for each in (other, learning, preparation):
        each.stop()
    assert taken == [made.model]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_killed_server_takes_the_learner_with_it_and_the_next_one_goes_on(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "corpus.learning"
    command = [sys.executable, "-m", "nerkit", "annotate", ".", "--to", "corpus.jsonl", "--labels", ",".join(LABELS)]
    command += ["--no-model", "--no-browser", "--learn", str(DONE)]

    def begun() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)

    before = [work.marks for work in store.works()]
    server = begun()
    wait_until(lambda: rounds(folder) and rounds(folder)[0].history)
    learners = children(server.pid)
    assert learners
    server.kill()
    server.wait()
    wait_until(lambda: not any(map(alive, learners)))
    seen = rounds(folder)[0].history
    assert [work.marks for work in store.works()] == before
    server = begun()
    wait_until(lambda: over(folder))
    server.send_signal(signal.SIGINT)
    assert server.wait(60) == 130
    (made,) = rounds(folder)
    assert made.outcome is not None
    assert made.outcome.fault is None
    assert made.history[: len(seen)] == seen


def children(pid: int) -> list[int]:
    """The learners among the processes that a process has started."""
    found = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [child for child in found if stat(child)[1:2] == [str(pid)] and "nerkit.annotation.learner" in line(child)]


def alive(pid: int) -> bool:
    return stat(pid)[:1] not in ([], ["Z"])


def stat(pid: int) -> list[str]:
    """State, parent and what follows; nothing for a process that has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_a_learner_that_is_killed_ends_its_round_and_says_so(store: Store, tmp_path: Path) -> None:
    learning = Learning(store, LABELS, None, tmp_path / "learning", DONE, lambda _: None)
    learning.start()
    wait_until(lambda: learning._process)
    assert learning._process
    learning._process.kill()
    wait_until(lambda: over(learning.folder))
    learning.stop()
    assert "failed: the learning process ended with status -9" in learning.said()
    assert learnt(learning.folder) is None


def test_a_model_that_got_worse_is_not_taken(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "learning"
    for scores in [(0.5, 0.7), (0.5, 0.4)]:
        made = begin(folder, documents(DONE), LABELS, None)
        assert made
        made.model.mkdir()
        (made.model / "config.json").write_text("{}")
        made.end(RoundOutcome(*scores))
    assert learnt(folder) == Round(folder / "001").model


def test_two_documents_with_mentions_are_the_least_to_learn_from(tmp_path: Path) -> None:
    empty = LabelledDocument(document_from_text("Nothing\n", "0.txt"), closed=frozenset(LABELS))
    assert begin(tmp_path / "learning", [*documents(1), empty], LABELS, None) is None
    assert not (tmp_path / "learning").exists()
    assert begin(tmp_path / "learning", documents(2), LABELS, None) is not None


@given(st.integers(2, 40), st.randoms(use_true_random=False))
def test_what_is_held_out_does_not_depend_on_the_order_in_which_documents_are_done(
    count: int, order: random.Random
) -> None:
    given_, shuffled = documents(count), documents(count)
    order.shuffle(shuffled)
    parts, others = parted(given_), parted(shuffled)
    assert parts
    assert others
    train, dev = ({each.document.source for each in part} for part in parts)
    assert dev == {each.document.source for each in others[1]}
    assert train | dev == {each.document.source for each in given_}
    assert not train & dev
    assert 0 < len(dev) <= max(1, count / 5 + 1)


def documents(count: int) -> list[LabelledDocument]:
    return [
        LabelledDocument(
            document_from_text(text(1000 + number), f"{number}.txt"), (Span(8, 12, LABELS[0]),), frozenset(LABELS)
        )
        for number in range(count)
    ]


def test_a_round_that_is_no_json_counts_as_none(tmp_path: Path) -> None:
    made = begin(tmp_path / "learning", documents(3), LABELS, None)
    assert made
    assert json.loads((made.folder / "round.json").read_text()) == {"train": 2, "dev": 1, "done": 3}
    (made.folder / "outcome.json").write_text("{")
    assert made.outcome is None
