"""nerkit's own processes import spaCy without torch and without its commands, and both are there for who asks."""

from __future__ import annotations

import subprocess
import sys

BEFORE = "import sys; from nerkit.language.lean_spacy import keep_spacy_lean; keep_spacy_lean(); import spacy\n"


def said(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEFORE + code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_spacy_comes_without_torch_and_without_what_its_commands_need() -> None:
    assert said("print([name for name in ('torch', 'weasel', 'httpx') if name in sys.modules])") == "[]"
    assert said("print([token.text for token in spacy.blank('en')('It pays.')])") == "['It', 'pays', '.']"


def test_torch_and_the_commands_are_there_for_who_asks_later() -> None:
    assert said("import torch; print(torch.ones(2).sum().item())") == "2.0"
    assert said("print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)") == "True"
    assert said("import spacy.cli; print(callable(spacy.cli.download), callable(spacy.cli.info))") == "True True"
    assert said("from spacy.cli.init_config import init_config; print(init_config().get('nlp')['lang'])") == "en"
