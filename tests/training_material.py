"""A tiny corpus and tiny vectors, made here, that a real training run can learn from."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import document_from_text

NAMES = ("Acme", "Borealis", "Cardinal", "Dorado", "Evergreen", "Fulcrum", "Granite", "Halcyon")
FORMS = ("Inc.", "LLC", "GmbH", "Ltd.")
MONTHS = ("January", "March", "June", "September")
LABELS = frozenset({"PARTY", "AGREEMENT_DATE"})


def contract(rng: random.Random, number: int) -> LabelledDocument:
    parts: list[tuple[str, str | None]] = [
        ("THIS AGREEMENT is made on ", None),
        (f"{rng.choice(MONTHS)} {rng.randint(1, 28)}, {rng.randint(2001, 2020)}", "AGREEMENT_DATE"),
        (" by and between ", None),
        (f"{rng.choice(NAMES)} {rng.choice(NAMES)} {rng.choice(FORMS)}", "PARTY"),
        (" and ", None),
        (f"{rng.choice(NAMES)} {rng.choice(FORMS)}", "PARTY"),
        (" , who agree as follows.\nThe fee is due each month.", None),
    ]
    text = ""
    spans = []
    for part, label in parts:
        if label:
            spans.append(Span(len(text), len(text) + len(part), label))
        text += part
    return LabelledDocument(document_from_text(text, f"contract-{number}"), tuple(spans), LABELS)


def write_material(folder: Path, *, train: int = 60, dev: int = 10) -> Path:
    """Corpora, vectors and a config for them; gives the config."""
    rng = random.Random(5)
    folder.mkdir(parents=True, exist_ok=True)
    documents = [contract(rng, i) for i in range(train + dev)]
    jsonl.write(folder / "train.jsonl", documents[:train])
    jsonl.write(folder / "dev.jsonl", documents[train:])
    words = sorted({word.lower() for d in documents for word in d.document.text.split()})
    vectors = np.random.default_rng(5).normal(size=(len(words), 16)).astype(np.float16)
    np.savez(folder / "vectors.npz", words=np.array(words), vectors=vectors)
    config = folder / "config.toml"
    config.write_text(
        f"""
name = "tiny"
output = "{folder / "run"}"
labels = ["PARTY", "AGREEMENT_DATE"]
[vectors]
path = "{folder / "vectors.npz"}"
[network]
hidden = 24
dropout = 0.1
[training]
epochs = 6
batch_tokens = 256
learning_rate = 0.02
warmup_steps = 4
averaging = 0.5
threads = 1
[[train]]
reader = "jsonl"
path = "{folder / "train.jsonl"}"
split = "all"
[[dev]]
reader = "jsonl"
path = "{folder / "dev.jsonl"}"
split = "all"
""",
        encoding="utf-8",
    )
    return config
