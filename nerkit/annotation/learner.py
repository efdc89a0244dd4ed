"""The process that learns, at a low priority: `python -m nerkit.annotation.learner ROUND`.

It ends when its standard input does, so that it never outlives the server; the next one goes on from its checkpoint.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from nerkit.annotation.rounds import Round, RoundOutcome
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import NerkitError


def main(folder: Path) -> None:
    """Train as the config of a round says, and write what it brought."""
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)
    learning = Round(folder)
    try:
        learning.end(learn(learning))
    except NerkitError as error:
        learning.end(RoundOutcome(fault=error.message))
    except OSError as error:
        learning.end(RoundOutcome(fault=error.strerror or "a file could not be read or written"))
    except Exception as error:
        learning.end(RoundOutcome(fault=f"unexpected {type(error).__name__}"))


def learn(learning: Round) -> RoundOutcome:
    """Train, or go on training, and measure on the round's dev documents; raises what training raises."""
    from nerkit.corpora import jsonl
    from nerkit.training import train
    from nerkit.training.config import load_config

    config = load_config(learning.config)
    dev = list(jsonl.read(learning.folder / "dev.jsonl"))
    before = f1(Path(config.init), dev, config.labels) if config.init else None
    return RoundOutcome(before, f1(train(learning.config, resume=True), dev, config.labels))


def f1(model: Path, dev: Sequence[LabelledDocument], labels: Sequence[str]) -> float:
    """Strict micro F1 of a model's mentions of the labels."""
    from nerkit.evaluation.span_scores import span_scores
    from nerkit.tagging import Tagger

    tagger = Tagger.load(model)
    found = [[entity for entity in tagger.tag(each.document) if entity.label in labels] for each in dev]
    return span_scores(dev, found).micro.f1


def _end_with_the_server() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
