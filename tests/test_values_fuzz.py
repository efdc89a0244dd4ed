"""Every public function of values keeps its promise for any text: random ones, and seeded damage to likely ones."""

from __future__ import annotations

import inspect
import pkgutil
from datetime import date
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nerkit.values
from nerkit.values import Context, Value
from tests.fuzz import value_contracts, values

ANY = st.text(st.characters(), max_size=80)  # with lone surrogates and control characters
LONG = st.builds(
    lambda piece, count, end: piece * count + end,
    st.sampled_from(["9", "9.", "1,", "one ", "und", "1/2 ", "Mai ", "1.1.", "(", '"', "$ ", "l", "DE", "net ", "% "]),
    st.integers(200, 2000),
    st.sampled_from(["", " EUR", " %", " years", "2024"]),
)
CONTEXTS = st.builds(
    Context,
    language=st.sampled_from(["en", "de", "fr", "pt", None]),
    day_first=st.sampled_from([True, False, None]),
    currency=st.sampled_from(["EUR", "USD", "KWD", None]),
    decimal_mark=st.sampled_from([".", ",", None]),
)


MODULES = {module.name: f"nerkit.values.{module.name}" for module in pkgutil.iter_modules(nerkit.values.__path__)}
MODULES["folding"] = "nerkit.locales.folding"


def public_functions() -> set[str]:
    """All functions of the modules of `nerkit.values`, and of the folding, whose names have no underscore."""
    return {
        f"{name}.{function}"
        for name, module in MODULES.items()
        for function, member in inspect.getmembers(import_module(module), inspect.isfunction)
        if not function.startswith("_") and member.__module__ == module
    }


def test_every_public_function_has_a_promise_and_a_check_of_it() -> None:
    assert public_functions() == set(value_contracts.CHECKS)
    for name in public_functions():
        module, _, function = name.partition(".")
        assert inspect.getdoc(getattr(import_module(MODULES[module]), function))


@pytest.mark.parametrize("name", value_contracts.CHECKS)
@settings(max_examples=60)
@given(text=ANY, context=CONTEXTS, issued=st.dates() | st.none())
def test_a_public_function_keeps_its_promise_for_any_text(
    name: str, text: str, context: Context, issued: date | None
) -> None:
    assert value_contracts.CHECKS[name](text, context, issued)


@settings(max_examples=25, deadline=None)
@given(text=LONG)
def test_no_long_text_of_one_repeated_piece_breaks_anything(text: str) -> None:
    assert value_contracts.broken(text, Context(), None) == []


def test_damaged_texts_break_nothing() -> None:
    found = [(case.text, value_contracts.broken(case.text, case.context, case.issued)) for case in values.cases(300, 3)]
    assert [(text, names) for text, names in found if names] == []


def test_the_same_seed_gives_the_same_texts() -> None:
    assert list(values.cases(20, 5)) == list(values.cases(20, 5)) != list(values.cases(20, 6))


@pytest.mark.parametrize(
    "wrong",
    [
        Value("31.12.2024"),
        Value(None),
        Value(None, alternatives=("2024-12-31",), note="why"),
        Value("2024-12-31", alternatives=("2024-12-31",)),
        Value("2024-12-31", currency="EUR"),
    ],
)
def test_a_value_that_breaks_the_promise_is_found(wrong: Value) -> None:
    assert not value_contracts.reads("date", lambda *_: wrong)("31.12.2024", Context(), None)


def test_a_function_that_raises_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(value_contracts.CHECKS, "made.up", lambda *_: 1 // 0)  # type: ignore[arg-type, return-value]
    assert value_contracts.broken("x", Context(), None) == ["made.up raises ZeroDivisionError"]
