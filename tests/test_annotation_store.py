"""Annotations: what is saved, undone, exported, compared and put in order."""

import itertools
import math
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nerkit.annotation.differing import differing
from nerkit.annotation.export import Corpus, settled
from nerkit.annotation.marks import ADJUDICATED, Change, Mark, Proposal, open_proposals
from nerkit.annotation.palette import chosen, palette
from nerkit.annotation.preparing import Preparation
from nerkit.annotation.project import Project
from nerkit.annotation.store import Conflict, Store, Work
from nerkit.annotation.uncertainty import entropies
from nerkit.corpora import jsonl
from nerkit.errors import AnnotationError, ConfigError, KeyMissing, Tampered
from nerkit.labels import Schema
from nerkit.lock import Lock
from nerkit.tagging.bilou import TagSet
from nerkit.tagging.crf import ConstrainedCRF

TEXT = "Invoice 4711 of 3 May 2024\nTotal EUR 19.00\n"
NUMBER = Mark(8, 12, "INVOICE_NUMBER")
DATE = Mark(16, 26, "INVOICE_DATE")
TOTAL = Mark(33, 42, "TOTAL_AMOUNT")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    source = tmp_path / "invoice.txt"
    source.write_text(TEXT)
    store = Store(tmp_path / "corpus.sqlite")
    store.add([str(source)])
    Preparation(store, chosen("invoice"), None).run()
    return store


def add(store: Store, *marks: Mark, annotator: str = "ann") -> Work:
    return store.change(1, annotator, store.work(1, annotator).version, Change(added=marks))


def test_a_change_survives_without_closing_the_file(store: Store) -> None:
    add(store, NUMBER)
    again = Store(store.path)
    assert again.work(1, "ann").marks == (NUMBER,)
    assert again.document(1).text == TEXT


def test_windows_that_open_a_new_project_at_once_all_get_it(tmp_path: Path) -> None:
    windows = 8
    together = threading.Barrier(windows)

    def opened(path: Path) -> list[int]:
        together.wait()
        return Store(path).add(["a.txt"])

    with ThreadPoolExecutor(windows) as threads:
        for number in range(20):
            path = tmp_path / f"{number}.sqlite"
            assert list(threads.map(opened, [path] * windows)) == [[1]] * windows


@given(st.lists(st.sampled_from(["add", "remove", "undo", "redo"]), max_size=12))
def test_undo_and_redo_walk_back_and_forth_through_the_states(tmp_path_factory, actions: list[str]) -> None:
    store = Store(tmp_path_factory.mktemp("store") / "corpus.sqlite")
    store.add(["a.txt"])
    states: list[tuple[Mark, ...]] = [()]
    at = 0
    for number, action in enumerate(actions):
        work = store.work(1, "ann")
        if action == "undo":
            work, at = store.undo(1, "ann", work.version), max(at - 1, 0)
        elif action == "redo":
            work, at = store.redo(1, "ann", work.version), min(at + 1, len(states) - 1)
        elif action == "add" or not states[at]:
            mark = Mark(10 * number, 10 * number + 5, "DATE")
            work = store.change(1, "ann", work.version, Change(added=(mark,)))
            states[at + 1 :], at = [(*states[at], mark)], at + 1
        else:
            work = store.change(1, "ann", work.version, Change(removed=states[at][:1]))
            states[at + 1 :], at = [states[at][1:]], at + 1
        assert work.marks == states[at]
    store.close()


def test_a_change_of_an_old_version_is_refused_and_nothing_is_lost(store: Store) -> None:
    other = Store(store.path)  # another process
    seen = other.work(1, "ann").version
    add(store, NUMBER)
    with pytest.raises(Conflict) as conflict:
        other.change(1, "ann", seen, Change(added=(DATE,)))
    assert conflict.value.work.marks == (NUMBER,)
    assert store.work(1, "ann").marks == (NUMBER,)


def test_two_mentions_never_overlap(store: Store) -> None:
    add(store, DATE)
    with pytest.raises(ValueError, match="overlap"):
        add(store, Mark(20, 30, "DUE_DATE"))
    assert store.work(1, "ann").marks == (DATE,)


def test_a_full_disk_says_so_and_keeps_what_was_saved(store: Store) -> None:
    add(store, NUMBER)
    store._db.execute(f"PRAGMA max_page_count = {store._db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(AnnotationError, match=r"not saved .*full"):
        store.note(1, "ann", 1, comment="x" * 500_000)
    assert store.work(1, "ann").marks == (NUMBER,)


def test_a_file_that_is_no_project_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "corpus.sqlite"
    path.write_text("my notes, which are long enough to be taken for the head of a database " * 3)
    before = path.read_bytes()
    with pytest.raises(AnnotationError, match="not saved"):
        Store(path)
    assert path.read_bytes() == before
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(AnnotationError, match="another version"):
        Store(other)


def test_a_mention_over_a_part_of_a_proposal_answers_it_and_so_does_its_rejection() -> None:
    proposal = Proposal(16, 26, "DUE_DATE", 0.7, "model")
    assert open_proposals([proposal], [NUMBER]) == [proposal]
    assert open_proposals([proposal], [Mark(24, 30, "DATE")]) == []
    assert open_proposals([proposal], [Mark(16, 26, "DUE_DATE", "no")]) == []
    assert open_proposals([proposal], [Mark(16, 26, "DATE", "no")]) == [proposal]


def test_a_document_in_work_leaves_all_labels_open_and_a_done_one_closes_the_chosen(
    store: Store, tmp_path: Path
) -> None:
    corpus = Corpus(store, tmp_path / "corpus.jsonl")
    add(store, NUMBER)
    corpus.write()
    (begun,) = jsonl.read(tmp_path / "corpus.jsonl")
    assert begun.spans == (NUMBER.span,)
    assert begun.closed == frozenset()
    store.note(1, "ann", 1, closed=["INVOICE_NUMBER", "DUE_DATE"])
    corpus.write()
    (done,) = jsonl.read(tmp_path / "corpus.jsonl")
    assert done.closed == {"INVOICE_NUMBER", "DUE_DATE"}
    assert done.document == store.document(1)
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_where_annotators_differ_the_span_is_open_until_it_is_adjudicated() -> None:
    def done(annotator: str, *marks: Mark) -> Work:
        return Work(1, annotator, version=1, marks=marks, closed=("INVOICE_NUMBER", "INVOICE_DATE"))

    both = [done("ann", NUMBER, DATE), done("ben", NUMBER)]
    assert settled(both)[:2] == ((NUMBER.span,), (DATE.span,))
    assert settled([*both, done(ADJUDICATED, NUMBER, DATE)])[:2] == ((NUMBER.span, DATE.span), ())
    begun = Work(1, "ben", version=1, marks=(TOTAL,))
    assert settled([both[0], begun])[:2] == ((NUMBER.span, DATE.span), ())


def test_the_adjudicator_is_proposed_what_the_others_marked(store: Store) -> None:
    add(store, NUMBER, DATE, annotator="ann")
    add(store, NUMBER, annotator="ben")
    project = Project(store, chosen("invoice"), ADJUDICATED)
    shown = {(row["label"], row["by"], row["confidence"]) for row in project.work(1)["proposals"]}
    assert shown == {("INVOICE_NUMBER", "ann, ben", 1.0), ("INVOICE_DATE", "ann", 0.5)}
    (place,) = project.differences(1)["places"]
    assert [[mark["text"] for mark in side] for side in place["marks"]] == [["3 May 2024"], []]
    assert project.queue()[0]["reason"] == "ann and ben differ in 1 place"


def test_two_readings_of_one_thing_stand_side_by_side_in_one_place() -> None:
    whole, half, other = Mark(8, 20, "PARTY"), Mark(12, 26, "PARTY"), Mark(30, 34, "DATE")
    ann = Work(1, "ann", version=1, marks=(Mark(0, 4, "TITLE"), whole, other))
    ben = replace(ann, annotator="ben", marks=(Mark(0, 4, "TITLE"), half, other))
    (place,) = differing([ann, ben])
    assert (place.start, place.end, place.by["ann"], place.by["ben"]) == (8, 26, [whole], [half])
    assert differing([ann, ann]) == []


def test_annotators_see_each_others_marks_only_once_they_have_done_the_document(store: Store) -> None:
    add(store, NUMBER, annotator="ann")
    add(store, NUMBER, DATE, annotator="ben")
    store.note(1, "ben", 1, closed=["DATE"])
    ann = Project(store, chosen("invoice"), "ann")
    assert ann.differences(1)["places"] == []
    assert all(row["by"] == "model" for row in ann.work(1)["proposals"])
    ann.note(1, 1, done=True)
    assert [place["start"] for place in ann.differences(1)["places"]] == [DATE.start]


def test_work_that_is_not_done_is_not_compared_with_work_that_is(store: Store) -> None:
    add(store, NUMBER, DATE, annotator="ann")
    store.note(1, "ann", 1, closed=["DATE"])
    add(store, NUMBER, annotator="ben")
    judge = Project(store, chosen("invoice"), ADJUDICATED)
    assert judge.differences(1) == {"annotators": ["ann"], "places": []}
    assert judge.queue()[0]["reason"] == "only ann has done it"
    assert judge.agreement() == []


def test_agreement_of_a_case_worked_by_hand(store: Store) -> None:
    # 9 words. Both mark "4711"; ann alone marks the 3 words of the date: F1 2·1/(2+1) of all mentions. Of the date's
    # label 6 of 9 words are seen alike, and chance would see 6 of 9 alike as well.
    for name, marks in {"ann": (NUMBER, DATE), "ben": (NUMBER,)}.items():
        add(store, *marks, annotator=name)
        store.note(1, name, 1, closed=["DATE"])
    (pair,) = Project(store, chosen("invoice"), "ann").agreement()
    rows = {row["label"]: row for row in pair["labels"]}
    assert (pair["annotators"], pair["documents"]) == (["ann", "ben"], 1)
    assert rows["all"]["f1"]["value"] == pytest.approx(2 / 3)
    assert rows["INVOICE_NUMBER"]["kappa"]["value"] == 1.0
    assert rows["INVOICE_DATE"]["kappa"]["value"] == pytest.approx(0.0)
    assert (rows["INVOICE_DATE"]["first"], rows["INVOICE_DATE"]["second"]) == (1, 0)


def test_entropy_agrees_with_the_enumeration_of_all_sequences() -> None:
    torch.manual_seed(3)
    tagset = TagSet(("A", "B"))
    crf = ConstrainedCRF(tagset)
    lengths = torch.tensor([4, 1, 3])
    emissions = torch.randn(3, 4, len(tagset), dtype=torch.float64)
    start, transitions, end = (score.detach() for score in crf.scores())
    wanted = []
    for row, length in enumerate(lengths.tolist()):
        scores = []
        for path in itertools.product(range(len(tagset)), repeat=length):
            score = start[path[0]] + end[path[-1]] + sum(emissions[row, t, tag] for t, tag in enumerate(path))
            scores.append(score + sum(transitions[a, b] for a, b in itertools.pairwise(path)))
        chances = torch.stack(scores).softmax(0)
        wanted.append(-sum(p * math.log(p) for p in chances.tolist() if p > 0))
    found = entropies(crf.posterior(emissions, lengths), lengths.tolist())
    assert found == pytest.approx(wanted)


def test_what_the_model_is_least_sure_of_comes_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "corpus.sqlite")
    store.add(["sure.txt", "unsure.txt", "unread.txt", "broken.pdf"])
    with store._transaction() as db:
        db.execute("UPDATE documents SET content = '{}' WHERE id < 3")
    store.set_proposals(1, [], 0.001, "sure of all")
    store.set_proposals(2, [], 0.2, "unsure of DUE_DATE (41%)")
    store.set_fault(4, "broken-pdf: …")
    queue = Project(store, ["DATE"], "ann").queue()
    assert [row["source"] for row in queue] == ["unsure.txt", "sure.txt", "unread.txt", "broken.pdf"]
    assert queue[0]["reason"] == "unsure of DUE_DATE (41%)"


def test_labels_come_by_name_by_kind_and_in_any_script() -> None:
    assert chosen("TERM, Größe,日付") == ("TERM", "Größe", "日付")
    sums = ("NET_AMOUNT", "TAX_AMOUNT", "ROUNDING_AMOUNT", "TOTAL_AMOUNT")
    assert chosen("receipt") == ("SELLER", "ADDRESS", "INVOICE_DATE", *sums)
    with pytest.raises(ConfigError, match="white space"):
        chosen("DUE DATE")
    with pytest.raises(ConfigError, match="no label"):
        chosen(" , ")


def test_a_schema_of_ones_own_gives_labels_their_meanings_and_the_record(store: Store) -> None:
    schema = Schema.parse(
        """
        [labels.WRITTEN_ON]
        type = "date"
        means = "when it was written"
        [kinds.letter]
        fields = ["written_on"]
        evidence = { written_on = 3.0 }
        cues = ["invoice"]
        """
    )
    assert chosen(None, schema) == chosen("letter", schema) == ("WRITTEN_ON",)
    project = Project(store, chosen(None, schema), "ann", schema)
    assert [(row["label"], row["means"]) for row in project.palette()] == [("WRITTEN_ON", "when it was written")]
    project.change(1, 0, Change(added=(replace(DATE, label="WRITTEN_ON"),)))
    record = project.record(1)
    assert (record["kind"], record["record"]["written_on"][0]["value"]) == ("letter", "2024-05-03")


@given(st.lists(st.text("ABCXYZ_ÄÖ日", min_size=1), unique=True, max_size=60))
def test_no_two_labels_share_a_key(names: list[str]) -> None:
    keys = [choice.key for choice in palette(names) if choice.key]
    assert len(keys) == len(set(keys)) == min(len(names), 36)


class TestUnderALock:
    def test_no_text_of_a_document_stands_in_a_locked_project(self, tmp_path: Path) -> None:
        lock = Lock([bytes(32)])
        (tmp_path / "invoice.txt").write_text(TEXT)
        store = Store(tmp_path / "corpus.sqlite", lock)
        store.add([str(tmp_path / "invoice.txt")])
        Preparation(store, chosen("invoice"), None).run()
        add(store, NUMBER)
        work = store.note(1, "ann", 1, comment="ask the supplier")
        store.close()
        written = b"".join(path.read_bytes() for path in tmp_path.glob("corpus.sqlite*"))
        assert written
        for secret in (b"4711", b"Invoice", b"19.00", b"ask the supplier"):
            assert secret not in written
        again = Store(tmp_path / "corpus.sqlite", Lock([b"x" * 32, bytes(32)]))  # a newer key before the older one
        assert again.work(1, "ann") == work
        assert again.work(1, "ann").comment == "ask the supplier"
        assert again.document(1).text == TEXT
        assert again.tokens(1)

    def test_a_project_is_opened_with_its_key_alone(self, store: Store, tmp_path: Path) -> None:
        Store(tmp_path / "locked.sqlite", Lock([bytes(32)])).close()
        with pytest.raises(KeyMissing, match="name its key"):
            Store(tmp_path / "locked.sqlite")
        with pytest.raises(KeyMissing, match="another key"):
            Store(tmp_path / "locked.sqlite", Lock([b"x" * 32]))
        with pytest.raises(KeyMissing, match="begun without a lock"):
            Store(store.path, Lock([bytes(32)]))
        assert Store(store.path).document(1).text == TEXT

    def test_what_was_changed_in_it_is_said(self, tmp_path: Path) -> None:
        lock = Lock([bytes(32)])
        for name, text in (("a.txt", TEXT), ("b.txt", TEXT.replace("4711", "4712"))):
            (tmp_path / name).write_text(text)
        store = Store(tmp_path / "corpus.sqlite", lock)
        store.add([str(tmp_path / name) for name in ("a.txt", "b.txt")])
        Preparation(store, chosen("invoice"), None).run()
        store.close()
        for change in (
            "UPDATE documents SET content = (SELECT content FROM documents WHERE id = 2)",
            "UPDATE documents SET content = '{}'",
        ):
            with sqlite3.connect(tmp_path / "corpus.sqlite") as db:
                db.execute(f"{change} WHERE id = 1")
            db.close()
            with pytest.raises(Tampered):
                Store(tmp_path / "corpus.sqlite", lock).document(1)
