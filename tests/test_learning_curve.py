"""`nerkit learning-curve`: runs on growing shares, the law through them, and what it says of more documents."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError
from nerkit.training.curve import CurvePoint, LearningCurve
from nerkit.training.learning_curve import FOLDER, PLOT, POINT, RESULT, learning_curve
from nerkit.training.power_law import fit
from tests.training_material import write_material

SIZES = np.array([20.0, 40, 80, 140, 200])


class TestPowerLaw:
    @given(a=st.floats(0.5, 1), b=st.floats(0.05, 0.5), c=st.floats(0.2, 2))
    def test_a_curve_that_follows_a_law_is_found_again(self, a: float, b: float, c: float) -> None:
        def law(n: np.ndarray) -> np.ndarray:
            return a - b * (n / 20) ** -c

        found = fit(SIZES, law(SIZES)[None])
        assert found.at(SIZES)[0] == pytest.approx(law(SIZES), abs=2e-3)
        assert found.at(400.0)[0, 0] == pytest.approx(law(np.array(400.0)), abs=0.01)

    @given(scores=st.lists(st.floats(0, 1), min_size=5, max_size=5))
    def test_more_documents_never_harm_and_no_score_passes_one(self, scores: list[float]) -> None:
        law = fit(SIZES, np.array([scores]))
        ahead = law.at(np.array([200.0, 400, 4000, 1e9]))[0]
        assert np.all(np.diff(ahead) >= -1e-12)
        assert ahead[-1] <= 1 + 1e-12

    def test_two_sizes_are_too_few(self) -> None:
        with pytest.raises(ValueError, match="3 sizes"):
            fit(SIZES[:2], np.array([[0.1, 0.2]]))


def curve(scores: list[float], *, dev: int = 200, noise: float = 0.0) -> LearningCurve:
    """Two runs at each size; each dev document has one hundred wanted spans, of which so many are found."""
    rng = np.random.default_rng(1)
    points = []
    for size, score in zip(SIZES, scores, strict=True):
        for seed in (1, 2):
            hits = 100 * np.clip(score + noise * rng.normal(size=dev), 0, 1)
            points.append(CurvePoint(size / 200, seed, int(size), np.stack([hits, 100 - hits, 100 - hits], axis=1)))
    return LearningCurve("made", points)


class TestWhatItSays:
    def test_a_curve_that_still_climbs_has_not_saturated(self) -> None:
        climbing = curve([0.9 - 0.5 * (n / 20) ** -0.4 for n in SIZES], noise=0.05)
        assert climbing.saturated is False
        assert climbing.gain.low <= 0.5 * (10**-0.4 - 20**-0.4) <= climbing.gain.high
        assert "more documents pay" in climbing.sentence
        assert "Twice the 200 documents" in climbing.sentence

    def test_a_flat_curve_has_saturated(self) -> None:
        flat = curve([0.8, 0.9, 0.91, 0.911, 0.911], noise=0.02)
        assert flat.saturated is True
        assert "bring little" in flat.sentence

    def test_few_dev_documents_do_not_decide(self) -> None:
        unsure = curve([0.70, 0.78, 0.80, 0.83, 0.835], dev=10, noise=0.3)
        assert unsure.saturated is None
        assert "cannot be told" in unsure.sentence

    @pytest.mark.parametrize("dev", [1, 2, 9])
    def test_of_fewer_than_ten_dev_documents_nothing_can_be_said(self, dev: int) -> None:
        flat = curve([0.8, 0.9, 0.91, 0.911, 0.911], dev=dev)
        assert flat.saturated is None
        assert flat.sentence.startswith(f"{dev} dev document")
        assert "too few to say what more documents would bring" in flat.sentence
        told = flat.to_dict()
        assert told["gain"] is None
        assert told["twice"] is None

    def test_a_curve_that_is_no_power_law_is_not_looked_ahead_on(self) -> None:
        broken = curve([0.0, 0.0, 0.0, 0.6, 1.0])
        assert broken.saturated is None
        assert "off a power law" in broken.sentence

    def test_one_size_alone_does_not_decide_that_a_curve_is_flat(self) -> None:
        """The smallest size lies far below the law of the others, which still climb by a point or two a doubling."""
        climbing = curve([0.55, 0.89, 0.91, 0.93, 0.95], noise=0.02)
        assert climbing.saturated is not True
        assert climbing.gain.high > 0.01

    def test_a_gain_cannot_pass_what_is_left(self) -> None:
        assert curve([0.2, 0.5, 0.8, 0.97, 1.0]).gain.high == 0


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_material(tmp_path_factory.mktemp("curve"), train=24, dev=4)
    path.write_text(path.read_text(encoding="utf-8").replace("epochs = 6", "epochs = 2"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def done(config: Path) -> LearningCurve:
    return learning_curve(config, shares=(0.25, 0.5, 1.0), seeds=2)


class TestRuns:
    def test_each_share_is_trained_with_each_seed(self, done: LearningCurve) -> None:
        runs = [(point.share, point.seed, point.documents) for point in done.points]
        assert runs == [(0.25, 1, 6), (0.25, 2, 6), (0.5, 1, 12), (0.5, 2, 12), (1.0, 1, 24), (1.0, 2, 24)]
        assert all(len(point.counts) == 4 for point in done.points)

    def test_plot_and_numbers_stand_in_the_output(self, config: Path, done: LearningCurve) -> None:
        folder = config.parent / "run" / FOLDER
        kept = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        assert kept == json.loads(json.dumps(done.to_dict()))
        assert [row["documents"] for row in kept["points"]] == [6, 12, 24]
        with Image.open(folder / PLOT) as picture:
            assert picture.format == "PNG"
        assert not list(folder.glob("**/*.safetensors")), "runs that are done leave no weights behind"

    def test_runs_that_are_done_are_not_done_again(self, config: Path, done: LearningCurve) -> None:
        folder = config.parent / "run" / FOLDER
        kept = {path: path.stat().st_mtime_ns for path in folder.glob(f"*/{POINT}")}
        again = learning_curve(config, shares=(0.25, 0.5, 1.0), seeds=2)
        assert {path: path.stat().st_mtime_ns for path in folder.glob(f"*/{POINT}")} == kept
        assert again.to_dict() == done.to_dict()

    def test_a_curve_that_was_stopped_goes_on_and_another_config_begins_anew(
        self, config: Path, done: LearningCurve
    ) -> None:
        folder = config.parent / "run" / FOLDER
        lost = folder / "share-0.5-seed-2" / POINT
        before = lost.read_text(encoding="utf-8")
        lost.unlink()
        learning_curve(config, shares=(0.25, 0.5, 1.0), seeds=2)
        assert lost.read_text(encoding="utf-8") == before
        other = learning_curve(config, ["training.epochs=1"], shares=(0.25, 0.5, 1.0), seeds=1)
        assert lost.read_text(encoding="utf-8") == before, "the second seed was not asked for"
        assert json.loads((folder / "share-0.5-seed-1" / POINT).read_text())["fingerprint"] not in before
        assert len(other.points) == 3

    @pytest.mark.parametrize("shares", [(0.5, 1.0), (0.5, 0.5, 1.0), (0.0, 0.5, 1.0), (0.5, 1.0, 2.0)])
    def test_shares_that_make_no_curve_are_refused(self, config: Path, shares: tuple[float, ...]) -> None:
        with pytest.raises(ConfigError, match="three different shares"):
            learning_curve(config, shares=shares)

    def test_the_command_says_it_in_a_sentence(self, config: Path) -> None:
        output = config.parent / "said"
        arguments = [
            "--shares",
            "0.25,0.5,1",
            "--seeds",
            "1",
            "--set",
            "training.epochs=1",
            "--set",
            f"output={output}",
        ]
        said = CliRunner().invoke(app, ["learning-curve", str(config), *arguments])
        assert said.exit_code == 0, said.output
        assert "24 documents: dev F1" in said.stdout
        assert said.stdout.strip().endswith(str(output / FOLDER / PLOT))
        assert CliRunner().invoke(app, ["learning-curve", str(config), "--shares", "x"]).exit_code == 2
