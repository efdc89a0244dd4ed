"""Forms with linked keys and values: made ones are read back as they were printed, archived ones as they are given."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from nerkit.corpora import naf, printed_forms
from nerkit.corpora.linked import LinkedDocument
from nerkit.corpora.printed import generate_forms
from nerkit.corpora.printed.form import form_languages, form_wording
from nerkit.pairs.linker import Linker
from nerkit.training.linker_fitting import LinkTruth, key_words, train_linker

COUNT = 24


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[LinkedDocument]]:
    folder = tmp_path_factory.mktemp("forms")
    generate_forms(folder, COUNT, seed=3)
    return folder, list(printed_forms.read_linked(folder))


def texts(linked: LinkedDocument) -> dict[int, str]:
    groups: dict[int, list[str]] = {}
    for word, group in zip(linked.document.words, linked.owner, strict=True):
        groups.setdefault(group, []).append(linked.document.text[word.start : word.end])
    return {group: " ".join(words) for group, words in groups.items()}


def test_keys_and_values_are_read_back_where_they_were_printed(forms: tuple[Path, list[LinkedDocument]]) -> None:
    folder, read = forms
    printed = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    right = wanted = 0
    for linked, row in zip(read, printed, strict=True):
        said = {mention["label"]: " ".join(mention["text"].split()) for mention in row["mentions"]}
        found = texts(linked)
        pairs = [(found.get(a), found.get(b)) for a, b in linked.links]
        for label, key in said.items():
            role, _, number = label.partition("-")
            if role == "KEY" and f"VALUE-{number}" in said:
                wanted += 1
                right += (key, said[f"VALUE-{number}"]) in pairs
    assert wanted > 10 * COUNT
    assert right > 0.95 * wanted


def test_every_wording_of_forms_has_the_same_kinds_of_answers() -> None:
    english = form_wording("en")
    assert len(form_languages()) >= 10
    for language in form_languages():
        words = form_wording(language)
        assert words.keys() == english.keys(), language
        assert words["keys"].keys() == english["keys"].keys(), language
        assert words["table"].keys() == english["table"].keys(), language


def test_a_linker_is_trained_on_them(forms: tuple[Path, list[LinkedDocument]]) -> None:
    _, read = forms
    truths = [LinkTruth.of(linked) for linked in read]
    linker = Linker.parse(train_linker(truths[:20], truths[20:]))
    right = said = 0
    for truth in truths[20:]:
        found = linker(truth.material).pairs[:, 0] > 0.5
        said += int(found.sum())
        right += int(truth.right[found, 0].sum())
    assert said
    assert right > 0.5 * said
    assert set(json.loads(key_words(read))) == {"words", "keys"}


def test_boxes_of_the_archives_are_linked_where_both_have_text(tmp_path: Path) -> None:
    def box(name: str, kind: str, x: int, text: str | None) -> dict[str, object]:
        return {"id": name, "type": kind, "poly": [[x, 10], [x + 90, 10], [x + 90, 22], [x, 22]], "text": text}

    boxes = [
        *(box("t0", "text", 10, "Rank"), box("f0", "field", 110, "«private»")),
        *(box("t1", "text", 300, "Age"), box("f1", "field", 400, None)),
    ]
    row = {"document": "a", "split": "test", "pairs": [["t0", "f0"], ["t1", "f1"]], "boxes": boxes}
    with gzip.open(tmp_path / naf.FILE, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    (linked,) = naf.read_linked(tmp_path, "test")
    found = texts(linked)
    assert [(found[a], found[b]) for a, b in linked.links] == [("Rank", "private")]
    assert {found[key] for key in linked.keys} == {"Rank", "Age"}
