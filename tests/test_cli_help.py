"""What helps a person at the terminal: examples, completion, less or more to read, and words of nerkit's own."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError
from nerkit.training.config import load_config

INVOICE = "Invoice number: INV-20417\nInvoice date: 14 May 2021\n\nTotal\t119.00 EUR\n"


def commands(group: Any, name: str = "nerkit") -> Iterator[tuple[str, Any]]:
    for own, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {own}")
        else:
            yield f"{name} {own}", command


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_ends_with_examples_that_it_understands(name: str) -> None:
    command = COMMANDS[name]
    first, *examples = command.epilog.splitlines()
    assert first == "Examples:"
    assert examples
    for example in examples:
        assert example.strip().startswith(f"{name} ") or example.strip() == name
        arguments = shlex.split(example.partition("> ")[0])[len(name.split()) :]
        context = command.context_class(command, info_name=name)
        command.make_parser(context).parse_args(arguments)  # raises for an option that there is not


def test_examples_stand_one_a_line() -> None:
    shown = CliRunner().invoke(app, ["train", "--help"]).stdout
    assert [line.strip() for line in shown.strip().splitlines()[-4:]] == [
        "Examples:",
        "nerkit train mine.toml",
        "nerkit train mine.toml --set training.epochs=10",
        "nerkit train mine.toml --resume",
    ]


@pytest.mark.parametrize("arguments", [["--help"], ["tag", "--help"], ["store", "--help"], ["store", "find", "--help"]])
def test_no_type_stands_behind_a_flag_that_takes_no_value(arguments: list[str]) -> None:
    shown = CliRunner().invoke(app, arguments).stdout
    assert "--help" in shown
    assert "bool" not in shown


def test_a_shell_can_complete_commands_options_and_choices(tmp_path: Path) -> None:
    def completed(line: str) -> list[str]:
        asked = {"_NERKIT_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
        command = "import sys; sys.argv = ['nerkit']; from nerkit.cli.main import run; run()"
        done = subprocess.run(
            [sys.executable, "-c", command], env=os.environ | asked, capture_output=True, text=True, check=False
        )
        return done.stdout.split()

    assert completed("nerkit ta") == ["tag"]
    assert completed("nerkit tag --resu") == ["--resume"]
    assert completed("nerkit tag --ocr ") == ["auto", "always", "never"]
    assert "--install-completion" in CliRunner().invoke(app, ["--help"]).stdout


def test_quiet_says_errors_alone_and_verbose_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(INVOICE)
    Path("notes.xyz").write_text("passed over")
    usual, quiet, verbose = (
        CliRunner().invoke(app, ["tag", ".", "none.txt", "--workers", "0", *more]).stderr.splitlines()
        for more in ([], ["--quiet"], ["--verbose"])
    )
    error = "error[missing-file]: none.txt: there is no such file; check the path"
    passed_over = "note: .: 1 file passed over (1 .xyz)"
    assert quiet == [error]
    assert usual[:-1] == [passed_over, error]
    assert usual[-1].startswith("2 files, 1 page in ")
    assert [verbose[0], verbose[-2]] == [passed_over, error]
    assert verbose[1].startswith("tagging with ")
    assert verbose[2].startswith("a.txt: invoice, text, ")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("training.epochs=many", 'training.epochs: it has to be a whole number, not "many"'),
        ("training.epochs=0", "training.epochs: it has to be at least 1, not 0"),
        ("training.epochs=1.5", "training.epochs: it has to be a whole number, not 1.5"),
        ("network.dropout=1", "network.dropout: it has to be less than 1, not 1"),
        ("network.encoder=rnn", 'network.encoder: it has to be "gru", "lstm", "mingru" or "tcn", not "rnn"'),
        ("network.residual=maybe", 'network.residual: it has to be true or false, not "maybe"'),
        ("labels=PARTY", 'labels: it has to be a list in brackets, not "PARTY"'),
        ("name=3", "name: it has to be a text in quotes, not 3"),
        ("training=5", "training: it has to be a table, not 5"),
        ("train=[]", "train: it must not be empty"),
        ("train.0.path=3", "train.0.path: it has to be a path in quotes, not 3"),
        ("sweep.x=1", "sweep.x: it has to be a table, not 1"),
    ],
)
def test_what_is_wrong_with_a_config_is_said_in_words_of_nerkits_own(tmp_path: Path, setting: str, said: str) -> None:
    config = tmp_path / "mine.toml"
    corpus = 'reader = "jsonl"\npath = "corpus.jsonl"\n'
    config.write_text(f'name = "mine"\noutput = "run"\ninit = "default"\n[[train]]\n{corpus}[[dev]]\n{corpus}')
    with pytest.raises(ConfigError) as error:
        load_config(config, [setting])
    assert error.value.message == f"{config}: {said}"


def test_an_explanation_in_a_pipe_is_json_with_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(INVOICE)
    told = json.loads(CliRunner().invoke(app, ["tag", "a.txt", "--explain", "total_amount"]).stdout)
    (chosen,) = [candidate for candidate in told["explained"]["candidates"] if candidate["chosen"]]
    assert chosen["value"] == told["record"]["total_amount"][0]["value"] == "119.00"
    assert chosen["why"]
