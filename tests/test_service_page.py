"""The service's page in a real browser: a document comes in, its record is looked at, corrected and saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from nerkit.crew import Crew
from nerkit.labels import builtin
from nerkit.pipeline import load
from nerkit.service.access import ROLES, Access, Holder, digest_of
from nerkit.service.running import server_of
from nerkit.service.service import Service
from nerkit.store import Query, RecordStore, SqliteStore, StoreEntry
from nerkit.web_server import WebServer

SAMPLE = Path(__file__).parents[1] / "corpora" / "samples" / "invoice-usd-en.pdf"
TOKEN, READER = "a-token-that-may-do-all", "a-token-that-may-read"


@dataclass
class Served:
    run: WebServer
    service: Service

    @property
    def store(self) -> RecordStore:
        return self.service.store


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(load(), 1) as crew:
        crew.prepare()
        yield crew


@pytest.fixture
def served(crew: Crew, tmp_path: Path) -> Iterator[Served]:
    holders = (Holder("ann", digest_of(TOKEN), ROLES), Holder("bob", digest_of(READER), ("read",)))
    with SqliteStore(tmp_path / "records.sqlite") as store:
        service = Service(crew, store, builtin(), Access(holders))
        run = server_of(service, "127.0.0.1", 0)
        run.start()
        yield Served(run, service)
        run.stop()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Opens the page, with a token typed in; nothing on it may have failed or been forbidden in the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)

    def open_(token: str = TOKEN) -> Page:
        page = context.new_page()
        page.goto(served.run.address)
        page.keyboard.type(token)
        with page.expect_response("**/kinds"):
            page.keyboard.press("Enter")
        return page

    yield open_
    context.close()
    assert faults == []


def drop(page: Page, name: str, content: bytes) -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def values(page: Page) -> list[str]:
    return page.locator(".value").all_inner_texts()


def test_a_document_is_dropped_looked_at_corrected_and_saved_by_keyboard_alone(
    visit: Callable[..., Page], served: Served
) -> None:
    page = visit()
    drop(page, "invoice.pdf", SAMPLE.read_bytes())
    expect(page.locator(".value").first).to_be_focused()
    expect(page.locator("#pages img")).to_have_count(1)
    expect(page.locator("rect.selected")).to_have_count(1)
    number = page.locator(".value[data-field=invoice_number]")
    expect(number).to_have_text("INV-20583")
    while not number.evaluate("button => button === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("INV-7")
    page.keyboard.press("Enter")
    expect(number).to_be_focused()
    expect(page.locator("#reason")).to_contain_text("not saved yet")
    page.keyboard.press("ArrowDown")
    gone = page.evaluate("document.activeElement.dataset.field")
    page.keyboard.press("Delete")
    expect(page.locator(f".value[data-field={gone}]")).to_have_count(0)
    page.keyboard.press("a")
    page.keyboard.type("delivery")
    page.keyboard.press("Tab")
    page.keyboard.type("2024-06-01")
    page.keyboard.press("Enter")
    expect(page.locator(".value[data-field=delivery_date]")).to_have_text("2024-06-01")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_have_text("Saved.")
    expect(page.locator("#reason")).to_contain_text("checked")
    (record,) = served.store.find(Query())
    fields = record.row["record"]
    assert (record.by, record.state, record.version) == ("ann", "checked", 2)
    assert (fields["invoice_number"][0]["value"], fields["delivery_date"][0]["value"]) == ("INV-7", "2024-06-01")
    assert gone not in fields
    assert fields["total_amount"][0]["currency"] == "USD"


def test_a_value_shows_its_place_and_a_place_its_value(visit: Callable[..., Page]) -> None:
    page = visit()
    drop(page, "invoice.pdf", SAMPLE.read_bytes())
    total = page.locator(".value[data-field=total_amount]")
    total.click()
    selected = page.locator("rect.selected")
    expect(selected).to_have_count(1)
    box, picture = selected.bounding_box(), page.locator("#pages img").bounding_box()
    assert box
    assert picture
    assert picture["x"] < box["x"] < box["x"] + box["width"] < picture["x"] + picture["width"]
    page.locator("rect:not(.selected)").first.click()
    expect(total).not_to_be_focused()
    expect(page.locator(".value:focus")).to_have_count(1)


def test_what_is_in_doubt_comes_first_and_an_alternative_is_one_key(visit: Callable[..., Page], served: Served) -> None:
    entities = [
        {"label": "SELLER", "text": text, "start": 0, "end": 1, "confidence": 0.5, "boxes": []} for text in "ab"
    ]
    unsure = {"value": "a", "confidence": 0.4, "entities": [0], "alternatives": [{"value": "b", "entities": [1]}]}
    record = {"invoice_number": [{"value": "4711", "confidence": 0.99, "entities": []}], "seller": [unsure]}
    rows = [
        {"source": f"{name}.txt", "kind": "invoice", "model": "m", "pages": 0, "record": record, "entities": entities}
        for name in ("first", "second")
    ]
    served.store.put(StoreEntry.found(f"id{number}", row) for number, row in enumerate(rows))
    page = visit()
    page.keyboard.press("l")
    expect(page.locator("#list button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#source")).to_have_text("first.txt")
    assert values(page) == ["a", "4711"]
    page.keyboard.press("1")
    expect(page.locator("#reason")).to_contain_text("not saved yet")
    assert sorted(values(page)) == ["4711", "b"]
    page.keyboard.press("Control+z")
    assert values(page) == ["a", "4711"]
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#source")).to_have_text("second.txt")
    kept = served.store.get("id0")
    assert kept
    assert kept.row["record"]["seller"] == [{"value": "b", "confidence": 1.0, "entities": [1]}]


def test_text_that_looks_like_a_page_is_shown_as_text(visit: Callable[..., Page], served: Served) -> None:
    evil = "<img src=x onerror=document.title='owned'>"
    value = {
        "value": evil,
        "confidence": 0.1,
        "entities": [],
        "note": evil,
        "alternatives": [{"value": evil, "entities": []}],
    }
    row = {"source": evil, "kind": "invoice", "model": "m", "pages": 0, "record": {"seller": [value]}, "entities": []}
    served.store.put([StoreEntry.found("id", row)])
    page = visit()
    page.keyboard.press("l")
    expect(page.locator("#list button")).to_contain_text("<img src=x")
    expect(page.locator("#list button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".value")).to_have_text(evil)
    assert page.title() == "nerkit"
    assert page.locator("#record img, #list img, header img").count() == 0


def test_a_token_is_asked_for_once_kept_by_the_tab_and_forgotten(visit: Callable[..., Page]) -> None:
    page = visit("wrong")
    expect(page.locator("#banner")).to_have_text("This token is not known here.")
    page.keyboard.type(TOKEN)
    page.keyboard.press("Enter")
    expect(page.locator("#banner")).not_to_be_visible()
    page.reload()
    expect(page.locator("#token-dialog")).not_to_be_visible()
    assert TOKEN not in page.url
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    page.locator("#leave").click()
    expect(page.locator("#token-dialog")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_what_a_token_may_not_do_and_what_cannot_be_read_is_said(visit: Callable[..., Page]) -> None:
    page = visit(READER)
    drop(page, "invoice.pdf", SAMPLE.read_bytes())
    expect(page.locator("#banner")).to_contain_text("may not submit")
    page = visit()
    drop(page, "broken.pdf", b"%PDF-1.7 cut off")
    expect(page.locator("#banner")).to_contain_text(re.compile("broken|PDF"))


def test_the_page_runs_its_own_files_alone(served: Served) -> None:
    answer = httpx.get(served.run.address)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert httpx.get(f"{served.run.address}/page/main.js").headers["content-security-policy"] == policy
    assert httpx.get(f"{served.run.address}/page/..%2Fapp.py").status_code == 404
    assert httpx.get(f"{served.run.address}/documents").status_code == 401


def test_pages_are_pictures_for_as_long_as_the_document_is_kept(served: Served) -> None:
    with httpx.Client(base_url=served.run.address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=120) as client:

        def put() -> str:
            answer = client.post("/documents", params={"name": "a.pdf"}, content=SAMPLE.read_bytes())
            return answer.headers["location"]

        held = put()
        picture = client.get(f"{held}/pages/1")
        assert (picture.headers["content-type"], picture.headers["x-resolution"]) == ("image/png", "110")
        assert picture.content.startswith(b"\x89PNG")
        assert client.get(f"{held}/pages/2").status_code == 404
        client.delete(held)
        assert client.get(f"{held}/pages/1").status_code == 404
        served.service.keep = True
        kept = put()
        served.service.uploads.drop(kept.rpartition("/")[2])
        assert client.get(f"{kept}/pages/1").content == picture.content
        assert [each["source"] for each in client.get("/documents").json()] == ["a.pdf"]
        assert client.get("/documents?state=exported").json() == []
        assert "seller" in client.get("/kinds").json()["invoice"]
