"""What is kept of a form is what would be computed of it, whatever was met before."""

from __future__ import annotations

import numpy as np

from nerkit.tagging import known_forms
from nerkit.tagging.known_forms import KnownForms
from nerkit.tagging.stretch_batch import Ids


def known(asked: list[int]) -> KnownForms:
    """Sums and differences of two ids; `asked` counts what is computed."""

    def compute(rows: Ids) -> tuple[np.ndarray, ...]:
        asked.append(int(rows.any(1).sum()))
        return rows.sum(1, keepdims=True).astype(np.float32), (rows[:, :1] - rows[:, 1:]).astype(np.float32)

    return KnownForms(compute, (1, 1), np.dtype(np.float32))


def found(forms: KnownForms, rows: Ids) -> list[list[float]]:
    tables, places = forms(rows)
    return [table[places, 0].tolist() for table in tables]


def test_a_form_met_before_is_not_computed_again_and_gives_the_same() -> None:
    asked: list[int] = []
    forms = known(asked)
    assert found(forms, np.array([[3, 1], [5, 2]])) == [[4, 7], [2, 3]]
    assert found(forms, np.array([[5, 2], [9, 4], [3, 1]])) == [[7, 13, 4], [3, 5, 2]]
    assert found(forms, np.array([[9, 4]])) == [[13], [5]]
    assert asked == [2, 1]


def test_more_forms_than_are_kept_are_computed_each_time() -> None:
    asked: list[int] = []
    forms = known(asked)
    most = known_forms._REMEMBERED
    first = np.stack((np.arange(1, most), np.ones(most - 1, dtype=np.int64)), 1)
    found(forms, first)
    more = np.array([[1, 1], [most + 1, 7], [2, 1], [most + 2, 7]])
    wanted = [[2, most + 8, 3, most + 9], [0, most - 6, 1, most - 5]]
    assert sum(asked) == most - 1
    for times in (1, 2):
        assert found(forms, more) == wanted
        assert sum(asked) == most - 1 + 2 * times
