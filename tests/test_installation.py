"""What is installed to tag: no generators and no benchmarks, no package that only training needs; and what to type."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from nerkit.errors import ExtraMissing
from nerkit.extras import require
from nerkit.tagging.storage import save_model
from tests.test_menu import build

ROOT = Path(__file__).parents[1]
OF_EXTRAS = (
    "faker",
    "fastapi",
    "gensim",
    "matplotlib",
    "optuna",
    "reportlab",
    "scipy",
    "torch",
    "uvicorn",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (packed,) = folder.glob("*.whl")
    with ZipFile(packed) as file:
        file.extractall(folder / "site")
    # As in an environment without the extras.
    missing = "import sys\n" + "".join(f"sys.modules[{name!r}] = None\n" for name in OF_EXTRAS)
    (folder / "site" / "sitecustomize.py").write_text(missing)
    return folder / "site"


def nerkit(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line of an installation."""
    return subprocess.run(
        [sys.executable, "-m", "nerkit", *arguments],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_what_tags_and_nothing_that_makes_or_measures_models(wheel: Path) -> None:
    assert (wheel / "nerkit" / "models" / "default" / "model.safetensors").is_file()
    assert (wheel / "nerkit" / "corpora" / "augmentation" / "lexicon" / "names.toml").is_file()
    for left_out in ("benchmarks", "corpora/generator", "corpora/agreements"):
        assert not (wheel / "nerkit" / left_out).exists()


def test_tagging_needs_no_extra(wheel: Path) -> None:
    done = nerkit(wheel, "tag", str(ROOT / "corpora" / "samples" / "invoice-usd-en.pdf"), "--format", "json")

    assert json.loads(done.stdout)["record"]["total_amount"]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("generate", "made"), "error[extra-missing]: the generators come with nerkit's repository"),
        (("benchmark", "reading", "."), "error[extra-missing]: the benchmarks come with nerkit's repository"),
        (("evaluate", "default", "gold.jsonl"), "scipy is not installed; type `pip install 'faker>="),
        (("vectors", "train", "gold.jsonl", "-o", "v.npz"), "torch is not installed; type `pip install 'faker>="),
        (("train", "config.toml"), "torch is not installed; type `pip install 'faker>="),
        (("ensemble", "default", "default", "-o", "both"), "torch is not installed; type `pip install 'faker>="),
        (("tag", "gold.jsonl", "--model", "lstm"), "torch is not installed; type `pip install 'faker>="),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_is_not_installed_is_said_in_one_line_with_what_to_type(
    wheel: Path, arguments: tuple[str, ...], said: str
) -> None:
    save_model(build(encoder="lstm"), wheel / "lstm")
    (wheel / "gold.jsonl").write_text('{"text": "the the the the the a a a a a"}\n')
    done = nerkit(wheel, *arguments)

    assert done.returncode == 2
    assert done.stderr.startswith("error[extra-missing]")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_extra_of_extras_names_all_their_packages(wheel: Path) -> None:
    code = "from nerkit.extras import how_to_install; print(how_to_install('annotate'))"
    told = subprocess.run([sys.executable, "-c", code], cwd=wheel, capture_output=True, text=True, check=True).stdout

    assert "'scipy>=" in told
    assert "'fastapi>=" in told


def test_in_a_clone_make_installs_an_extra() -> None:
    with pytest.raises(ExtraMissing, match="nowhere_at_all is not installed; type `make install EXTRAS=annotate`"):
        require("annotate", "nowhere_at_all")
