"""Confidences: what sure means, how it is fitted, measured, stored and used."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.document import Entity
from nerkit.evaluation.reliability import JudgedEntity, outcomes, plot, reliability, thresholds
from nerkit.reading import document_from_text
from nerkit.tagging.confidence import Calibration
from nerkit.training.calibration import fit_calibration


def overconfident(label: str, count: int, seed: int) -> list[JudgedEntity]:
    """Entities that are right less often than their confidence says, the more so the less sure they are."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        true = rng.betavariate(4, 1)
        claimed = 1 - (1 - true) ** 2
        found.append(JudgedEntity(label, claimed, rng.random() < true))
    return found


def calibrated(calibration: Calibration, found: list[JudgedEntity]) -> list[JudgedEntity]:
    return [JudgedEntity(o.label, calibration.confidence(o.label, o.confidence), o.right) for o in found]


def test_fitted_curves_make_the_confidences_of_other_documents_honest() -> None:
    fitted = fit_calibration(overconfident("PARTY", 2000, 1))
    others = overconfident("PARTY", 2000, 2)
    assert reliability(others).ece > 0.1
    after = reliability(calibrated(fitted, others))
    assert after.ece < 0.03


def test_a_label_with_many_entities_gets_its_own_curve_and_a_rare_one_that_of_all() -> None:
    honest = [JudgedEntity("DATE", 0.9, i % 10 != 0) for i in range(1000)]
    found = [*overconfident("PARTY", 1000, 3), *honest, JudgedEntity("IBAN", 0.9, False)]
    fitted = fit_calibration(found)
    assert fitted.confidence("DATE", 0.9) == pytest.approx(0.9, abs=0.02)
    assert fitted.confidence("PARTY", 0.9) < 0.8
    pooled = Calibration(fitted.pooled).confidence("IBAN", 0.9)
    assert fitted.confidence("IBAN", 0.9) == pytest.approx(pooled, abs=0.05)
    assert fitted.confidence("a label of no document", 0.9) == pooled


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40),
    st.lists(st.floats(0, 1), min_size=2, max_size=2),
)
def test_what_was_surer_stays_surer_whatever_the_documents_say(
    seen: list[tuple[float, bool]], pair: list[float]
) -> None:
    fitted = fit_calibration([JudgedEntity("PARTY", confidence, right) for confidence, right in seen])
    low, high = sorted(pair)
    assert 0 <= fitted.confidence("PARTY", low) <= fitted.confidence("PARTY", high) <= 1


def test_without_documents_confidences_stay_as_they_are() -> None:
    assert fit_calibration([]).confidence("PARTY", 0.37) == 0.37


def test_a_calibration_comes_back_from_json_and_a_falling_curve_is_refused() -> None:
    fitted = fit_calibration(overconfident("PARTY", 100, 4))
    assert Calibration.from_dict(fitted.to_dict()) == fitted
    with pytest.raises(ValueError, match="rise"):
        Calibration.from_dict({"pooled": [-1.0, 1.0, 0.0], "curves": {}, "thresholds": {}})


def test_error_is_the_mean_gap_over_bins_of_equal_mass() -> None:
    found = [JudgedEntity("X", 0.6, i < 5) for i in range(10)] + [JudgedEntity("X", 0.9, True) for _ in range(10)]
    measured = reliability(found, bins=2)
    assert [(b.count, b.accuracy) for b in measured.bins] == [(10, 0.5), (10, 1.0)]
    assert measured.ece == pytest.approx((0.1 + 0.1) / 2)


def test_the_floor_is_what_honest_confidences_show_by_chance() -> None:
    rng = random.Random(5)
    honest = [JudgedEntity("X", p, rng.random() < p) for p in (rng.random() for _ in range(400))]
    measured = reliability(honest)
    assert measured.ece == pytest.approx(measured.floor, abs=0.02)
    assert reliability([JudgedEntity("X", 1.0, True)] * 20).floor == 0


def test_what_a_corpus_does_not_say_is_no_outcome() -> None:
    document = document_from_text("Acme and Borealis, 3 June", "t")
    gold = LabelledDocument(document, (Span(0, 4, "PARTY"),), frozenset({"PARTY"}))
    found = [Entity("PARTY", 0, 4, "Acme", 0.9), Entity("PARTY", 9, 17, "Borealis", 0.8)]
    unknown = Entity("DATE", 19, 25, "3 June", 0.7)
    assert outcomes([gold], [[*found, unknown]]) == [
        JudgedEntity("PARTY", 0.9, True),
        JudgedEntity("PARTY", 0.8, False),
    ]


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60), st.floats(0.5, 1))
def test_entities_above_the_threshold_have_the_wanted_precision(seen: list[tuple[int, bool]], precision: float) -> None:
    found = [JudgedEntity("PARTY", score / 20, right) for score, right in seen]
    kept = Calibration(thresholds=thresholds(found, precision))
    right = [o.right for o in found if kept.accepts(o.label, o.confidence)]
    assert sum(right) >= precision * len(right) - 1e-9
    # And no lower threshold has it: it keeps as many as can be.
    for score in {o.confidence for o in found}:
        above = [o.right for o in found if o.confidence >= score]
        assert sum(above) < precision * len(above) or len(above) <= len(right)


def test_reliability_is_drawn(tmp_path: Path) -> None:
    plot(overconfident("PARTY", 100, 6), tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
