"""What changes in the course of weeks is seen, and what does not is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from nerkit.cli.drift_page import drift_page
from nerkit.cli.main import app
from nerkit.store import Query, RecordStore, SqliteStore, StoreEntry
from nerkit.store.drift import drift, monday


def entry(number: int, at: str, kind: str = "invoice", sure: float = 0.9, passed: bool = True) -> StoreEntry:
    row: dict[str, Any] = {
        "source": f"{number}.pdf",
        "kind": kind,
        "model": "m",
        "record": {"seller": [{"value": "ACME", "confidence": sure, "entities": []}]},
        "entities": [],
        "checks": [{"check": "net + tax = total", "passed": passed}],
    }
    return StoreEntry(f"id{at}{number}", row, "m", "new", at=at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RecordStore]:
    """Three weeks: two that are alike, and one with other kinds, other confidences and failed checks."""
    with SqliteStore(tmp_path / "records.sqlite") as store:
        for day in ("2026-03-02", "2026-03-11"):
            store.put(
                entry(number, f"{day}T12:00:00.000+00:00", sure=0.85 + number % 10 / 100, passed=number % 10 > 0)
                for number in range(40)
            )
        store.put(
            entry(number, "2026-03-22T23:59:00.000+00:00", "receipt" if number % 2 else "invoice", 0.6, number % 2 > 0)
            for number in range(40)
        )
        yield store


def test_each_week_has_its_figures_and_what_moved_is_named(store: RecordStore) -> None:
    weeks = [week.to_dict() for week in drift(store)]
    assert [week["week"] for week in weeks] == ["2026-03-02", "2026-03-09", "2026-03-16"]
    assert [week["moved"] for week in weeks] == [[], [], ["confidence", "failed", "invoice", "receipt"]]
    assert weeks[0]["confidence"] == pytest.approx(0.895)
    assert (weeks[0]["failed"], weeks[2]["failed"]) == (0.1, 0.5)
    assert weeks[2]["kinds"] == {"invoice": 20, "receipt": 20}
    assert weeks[2]["checks"] == {"net + tax = total": 20}


def test_a_correction_counts_as_one_and_changes_nothing_that_the_model_found(store: RecordStore) -> None:
    first = next(store.find(Query(most=1)))
    corrected = {**first.row, "record": {"seller": [{"value": "Other", "confidence": 1.0, "entities": []}]}}
    store.put([StoreEntry(first.id, corrected, "ann", "checked", at="2026-05-01T00:00:00.000+00:00")])
    weeks = [week.to_dict() for week in drift(store)]
    assert len(weeks) == 3, "it belongs to the week in which it came"
    assert (weeks[0]["corrected"], weeks[1]["corrected"]) == (0.025, 0.0)
    assert weeks[0]["confidence"] == pytest.approx(0.895)


def test_few_documents_say_nothing(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "few.sqlite") as store:
        store.put(entry(number, "2026-03-02T12:00:00.000+00:00") for number in range(40))
        store.put(entry(number, "2026-03-09T12:00:00.000+00:00", "receipt", 0.1, False) for number in range(5))
        assert [week.moved for week in drift(store)] == [(), ()]
        assert drift(store, Query(kind="none")) == []


def test_a_week_begins_on_monday_also_at_the_turn_of_the_year() -> None:
    days = ("2026-01-01T00:00:00.000+00:00", "2025-12-29T00:00:00.000+00:00", "2025-12-28T23:59:59.999+00:00")
    assert [monday(day) for day in days] == ["2025-12-29", "2025-12-29", "2025-12-22"]


def test_the_command_prints_a_line_a_week_or_draws_a_page(store: RecordStore, tmp_path: Path, browser: Browser) -> None:
    address = str(tmp_path / "records.sqlite")
    printed = CliRunner().invoke(app, ["store", "drift", address, "--since", "2026-03-09"]).stdout
    assert [json.loads(line)["week"] for line in printed.splitlines()] == ["2026-03-09", "2026-03-16"]
    assert CliRunner().invoke(app, ["store", "drift", address, "-o", str(tmp_path / "drift.html")]).exit_code == 0
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "drift.html").as_uri())
    assert page.locator("svg").count() == 3
    assert page.locator("tr").last.locator("td").last.inner_text() == "confidence, failed, invoice, receipt"
    assert len(asked) == 1, "the page loads nothing else"
    page.close()
    assert "<script" not in (tmp_path / "drift.html").read_text()


def test_names_of_kinds_are_text_on_the_page(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "odd.sqlite") as store:
        store.put([entry(1, "2026-03-02T12:00:00.000+00:00", "<img src=x>")])
        assert "<img" not in drift_page(drift(store))
    assert "<svg" in drift_page([])
