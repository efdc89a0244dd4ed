"""Annotating in a real browser, as a person does: mouse, keys, two tabs, a restart, hostile text."""

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from nerkit.annotation.desk import Desk
from nerkit.annotation.export import Exporter
from nerkit.annotation.learning import Learning
from nerkit.annotation.marks import Change, Mark, Proposal
from nerkit.annotation.palette import chosen
from nerkit.annotation.preparing import Preparation, token_borders
from nerkit.annotation.project import Project
from nerkit.annotation.rounds import Outcome, begin
from nerkit.annotation.serving import Serving
from nerkit.annotation.store import Store
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import read

TEXT = "Invoice 4711 of 3 May 2024\nSeller: Möbel 😀 GmbH\nTotal EUR 19.00\n"
HOSTILE = "Invoice <script>document.title = 'owned'</script> 4711\n<img src=x onerror=\"document.title='owned'\">\n"
SAMPLE = Path(__file__).parents[1] / "corpora/samples/services-contract.pdf"
LABELS = "INVOICE_NUMBER,INVOICE_DATE,SELLER,TOTAL_AMOUNT"  # their keys are 1, 2, 3 and 4


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)  # for machines that are busy
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        assert path, "the tests of the page need Chromium: scripts/system-packages tests"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Room:
    """A project file in a folder, and the servers on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[Serving] = []

    def serve(self, annotator: str = "ann", port: int = 0, names: str = LABELS, learn: int = 0) -> Serving:
        store = Store(self.folder / "corpus.sqlite")
        labels = chosen(names)
        exporter, preparation = Exporter(store, self.folder / "corpus.jsonl"), Preparation(store, labels, None)
        rounds = self.folder / "corpus.learning"
        learning = Learning(store, labels, None, rounds, learn, preparation.propose_with) if learn else None
        desk = Desk(Project(store, labels, annotator), exporter, preparation, learning)
        serving = Serving(desk, port)
        serving.start()
        self.running.append(serving)
        return serving

    def stop(self, serving: Serving) -> None:
        self.running.remove(serving)
        serving.stop()
        serving.desk.project.store.close()

    def add(self, name: str, text: str | bytes) -> int:
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        store = Store(self.folder / "corpus.sqlite")
        (id,) = store.add([str(self.folder / name)])
        document = read(self.folder / name)
        store.set_document(id, document, token_borders(document))
        store.close()
        return id

    def marks(self, id: int = 1, annotator: str = "ann") -> list[tuple[int, int, str]]:
        store = Store(self.folder / "corpus.sqlite")
        mentions = store.work(id, annotator).mentions
        store.close()
        return [(mark.start, mark.end, mark.label) for mark in mentions]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    for serving in list(room.running):
        room.stop(serving)


class Addressed(Protocol):
    address: str


Opened = Callable[[Addressed], Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))

    def open_(serving: Addressed) -> Page:
        page = context.new_page()
        page.goto(serving.address)
        expect(page.locator(".block").first).to_be_visible()
        return page

    yield open_
    context.close()
    assert faults == []


def shown(page: Page) -> list[str]:
    return page.locator("mark:not(.proposal)").evaluate_all("marks => marks.map(m => m.dataset.label)")


def wait_for(page: Page, *labels: str) -> None:
    marks = page.locator("mark:not(.proposal)")
    expect(marks).to_have_count(len(labels))
    for place, label in enumerate(labels):
        expect(marks.nth(place)).to_have_attribute("data-label", label)


def test_marking_relabelling_deleting_and_undoing_with_the_mouse(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    page = opened(room.serve())
    page.get_by_text("4711").dblclick(position={"x": 70, "y": 8})  # the word "4711" in the first line
    page.locator("#labels button", has_text="INVOICE_NUMBER").click()
    wait_for(page, "INVOICE_NUMBER")
    assert room.marks() == [(8, 12, "INVOICE_NUMBER")]
    page.locator("mark").click()
    page.locator("#labels button", has_text="INVOICE_DATE").click()
    wait_for(page, "INVOICE_DATE")
    page.locator("mark").click()
    page.keyboard.press("Delete")
    wait_for(page)
    for expected in (["INVOICE_DATE"], ["INVOICE_NUMBER"], []):
        page.locator("#undo").click()
        wait_for(page, *expected)
    expect(page.locator("#undo")).to_be_disabled()
    page.locator("#redo").click()
    wait_for(page, "INVOICE_NUMBER")
    assert room.marks() == [(8, 12, "INVOICE_NUMBER")]


def test_rows_of_mentions_stay_in_text_order_while_others_come_and_go(room: Room, opened: Opened) -> None:
    id = room.add("invoice.txt", TEXT)
    serving = room.serve()
    number, total = Mark(8, 12, "INVOICE_NUMBER"), Mark(TEXT.index("EUR"), TEXT.index("EUR") + 9, "TOTAL_AMOUNT")
    serving.desk.project.change(id, 0, Change(added=(number, total)))
    page = opened(serving)
    rows = page.locator("#items tr")
    expect(rows).to_have_count(2)
    rows.nth(1).evaluate("row => row.id = 'stays'")
    for key in ("ArrowRight", "ArrowRight", "2"):
        page.keyboard.press(key)
    expect(rows).to_have_text([re.compile("INVOICE_NUMBER"), re.compile("INVOICE_DATE"), re.compile("TOTAL_AMOUNT")])
    assert rows.nth(2).get_attribute("id") == "stays"
    rows.nth(0).click()
    page.keyboard.press("Delete")
    expect(rows).to_have_text([re.compile("INVOICE_DATE"), re.compile("TOTAL_AMOUNT")])
    assert rows.nth(1).get_attribute("id") == "stays"


def test_a_document_is_done_by_keyboard_alone(room: Room, opened: Opened) -> None:
    room.add("a.txt", TEXT)
    room.add("b.txt", TEXT)
    page = opened(room.serve())
    keys = "ArrowRight 1 ArrowRight ArrowRight Shift+ArrowRight Shift+ArrowRight 2 ArrowDown"
    for key in keys.split():
        page.keyboard.press(key)
    wait_for(page, "INVOICE_NUMBER", "INVOICE_DATE")
    assert [TEXT[start:end] for start, end, _ in room.marks()] == ["4711", "3 May 2024"]
    page.keyboard.press(",")
    page.keyboard.press("3")
    wait_for(page, "INVOICE_NUMBER", "SELLER")
    page.keyboard.press("Backspace")
    wait_for(page, "INVOICE_NUMBER")
    page.keyboard.press("Control+z")
    wait_for(page, "INVOICE_NUMBER", "SELLER")
    page.keyboard.press("Control+Shift+z")
    wait_for(page, "INVOICE_NUMBER")
    page.keyboard.press("Shift+F")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+C")
    page.keyboard.type("which number is it? Ask 1")
    page.keyboard.press("Escape")
    expect(page.locator("#said")).to_have_text("Comment saved")
    page.keyboard.press("Shift+D")
    expect(page.locator("#source")).to_have_text("b.txt")
    work = room.running[0].desk.project.store.work(1, "ann")
    assert (work.flagged, work.comment) == (True, "which number is it? Ask 1")
    assert work.closed == tuple(sorted(LABELS.split(",")))
    page.keyboard.press("Shift+P")
    expect(page.locator("#source")).to_have_text("a.txt")
    assert len(room.marks()) == 1


def test_offsets_count_characters_behind_an_emoji_too(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    page = opened(room.serve())
    line = page.locator(".block").first
    page.evaluate(
        """() => {
            const node = document.querySelector('.block').firstChild;
            const walker = document.createTreeWalker(document.querySelector('.block'), NodeFilter.SHOW_TEXT);
            let text; do { text = walker.nextNode(); } while (text && !text.data.includes('19.00'));
            const at = text.data.indexOf('EUR');
            getSelection().setBaseAndExtent(text, at, text, at + 'EUR 19.00'.length);
        }"""
    )
    line.dispatch_event("mouseup")
    page.keyboard.press("4")
    wait_for(page, "TOTAL_AMOUNT")
    assert [TEXT[start:end] for start, end, _ in room.marks()] == ["EUR 19.00"]


def test_proposals_are_accepted_corrected_and_rejected(room: Room, opened: Opened) -> None:
    id = room.add("invoice.txt", TEXT)
    serving = room.serve()
    proposals = [
        Proposal(8, 12, "INVOICE_NUMBER", 0.98, "model"),
        Proposal(16, 26, "TOTAL_AMOUNT", 0.31, "model"),
        Proposal(35, 40, "SELLER", 0.52, "model"),
    ]
    serving.desk.project.store.set_proposals(id, proposals, 0.1, "unsure of TOTAL_AMOUNT (31%) and 1 more")
    page = opened(serving)
    expect(page.locator("#reason")).to_contain_text("Why now: unsure of TOTAL_AMOUNT (31%)")
    expect(page.locator("mark.proposal")).to_have_count(3)
    assert page.locator("mark.proposal").first.get_attribute("data-label") == "INVOICE_NUMBER 98%"
    page.keyboard.press("Enter")
    expect(page.locator("mark.proposal")).to_have_count(2)
    page.keyboard.press("2")  # it is a date, not an amount
    expect(page.locator("mark.proposal")).to_have_count(1)
    page.keyboard.press(".")
    page.keyboard.press("Delete")
    expect(page.locator("mark.proposal")).to_have_count(0)
    wait_for(page, "INVOICE_NUMBER", "INVOICE_DATE")
    assert serving.desk.project.store.work(id, "ann").marks[-1] == Mark(35, 40, "SELLER", "no")
    page.keyboard.press("Control+z")
    expect(page.locator("mark.proposal")).to_have_count(1)


def test_text_that_looks_like_a_page_is_shown_as_text(room: Room, opened: Opened) -> None:
    room.add("<img src=x onerror=document.title='owned'>.txt", HOSTILE)
    page = opened(room.serve())
    expect(page.locator(".block").first).to_contain_text("<script>document.title = 'owned'</script>")
    expect(page.locator("#source")).to_contain_text("<img src=x")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("1")
    wait_for(page, "INVOICE_NUMBER")
    assert "owned" not in page.title().replace("'owned'", "")
    assert page.locator("#text script, #text img, #items script, #items img, header img").count() == 0


def test_work_goes_on_after_the_server_was_stopped_in_between(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    serving = room.serve()
    page = opened(serving)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    wait_for(page, "INVOICE_NUMBER")
    room.stop(serving)
    page.keyboard.press("3")
    expect(page.locator("#banner")).to_contain_text("Not saved yet")
    again = room.serve(port=serving.port)
    expect(page.locator("#banner")).to_contain_text("Open the address that nerkit annotate printed")
    second = opened(again)  # the new address renews the cookie, for the first tab too
    wait_for(page, "SELLER")
    expect(second.locator("mark")).to_have_attribute("data-label", "SELLER")
    assert room.marks() == [(8, 12, "SELLER")]


def test_a_second_tab_is_told_and_both_end_with_the_same_marks(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    serving = room.serve()
    first, second = opened(serving), opened(serving)
    expect(second.locator("#banner")).to_contain_text("open in another tab")
    first.keyboard.press("1")
    wait_for(first, "INVOICE_NUMBER")
    second.keyboard.press("ArrowRight")
    second.keyboard.press("2")  # made on what the tab saw before, or after it was told
    expect(second.locator("#said")).to_contain_text("in another tab")
    wait_for(second, *shown(second))
    assert (0, 7, "INVOICE_NUMBER") in room.marks()
    expect(first.locator("mark")).to_have_count(len(room.marks()))


def test_two_annotators_do_not_touch_each_others_work_and_one_click_settles_what_they_see_differently(
    room: Room, opened: Opened
) -> None:
    room.add("invoice.txt", TEXT)
    ann, ben = opened(room.serve("ann")), opened(room.serve("ben"))
    ann.keyboard.press("1")
    wait_for(ann, "INVOICE_NUMBER")
    assert shown(ben) == []
    ben.keyboard.press("3")
    wait_for(ben, "SELLER")
    for page in (ann, ben):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("1")
        expect(page.locator("mark:not(.proposal)")).to_have_count(2)
    ben.keyboard.press("Shift+ArrowRight")
    ben.keyboard.press("ArrowRight")
    ben.keyboard.press("2")
    expect(ben.locator("mark:not(.proposal)")).to_have_count(3)
    expect(ben.locator("#differences")).to_be_empty()
    for page in (ann, ben):
        page.keyboard.press("Shift+D")
        expect(page.locator("#done")).to_contain_text("✓")
    judge = opened(room.serve("adjudicated"))
    differences = judge.locator("#differences")
    expect(differences).to_contain_text("2 differences, 2 open")
    expect(judge.locator("#reason")).to_contain_text("ann and ben differ in 2 places")
    judge.locator("#accept-all").click()  # that on which they agree
    wait_for(judge, "INVOICE_NUMBER")
    differences.get_by_role("button", name="SELLER").click()
    wait_for(judge, "SELLER", "INVOICE_NUMBER")
    expect(differences).to_contain_text("2 differences, 1 open")
    differences.get_by_role("button", name="nothing").click()
    expect(differences).to_contain_text("2 differences, 0 open")
    expect(judge.locator("mark.proposal")).to_have_count(0)
    judge.keyboard.press("Control+z")
    expect(differences).to_contain_text("2 differences, 1 open")
    judge.keyboard.press("Control+y")
    wait_for(judge, "SELLER", "INVOICE_NUMBER")
    assert [label for *_, label in room.marks(annotator="ann")] == ["INVOICE_NUMBER", "INVOICE_NUMBER"]
    judge.keyboard.press("Shift+G")
    row = judge.locator("#agreement tr", has_text="SELLER")
    expect(row.locator("td")).to_have_text(
        [re.compile(each) for each in ("SELLER", "^0$", "^1$", r"^0\.00", r"^0\.00")]
    )
    judge.locator("#agreement button").click()
    expect(judge.locator("#agreement")).to_be_hidden()


def test_words_are_marked_on_the_picture_of_the_page(room: Room, opened: Opened) -> None:
    id = room.add("contract.pdf", SAMPLE.read_bytes())
    serving = room.serve()
    page = opened(serving)
    start, end, x0, top, x1, bottom = serving.desk.project.words(id, 1)[4]
    expect(page.locator("figure rect.selected").first).to_be_attached()
    picture = page.locator("figure svg").first.bounding_box()
    size = page.locator("figure svg").first.evaluate("svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]")
    assert picture
    x = picture["x"] + (x0 + x1) / 2 / size[0] * picture["width"]
    y = picture["y"] + (top + bottom) / 2 / size[1] * picture["height"]
    page.mouse.click(x, y)
    page.keyboard.press("3")
    wait_for(page, "SELLER")
    (mark,) = room.marks(id)
    assert start <= mark[0] < mark[1] <= end
    expect(page.locator("figure rect[fill]").first).to_be_attached()


def test_the_page_draws_how_the_dev_score_moves(room: Room, opened: Opened) -> None:
    id = room.add("invoice.txt", TEXT)
    document = read(room.folder / "invoice.txt")
    done = [LabelledDocument(document, (Span(8, 12, "SELLER"),), frozenset({"SELLER"})) for _ in range(5)]
    for scores in [(0.25, 0.5), (0.25, 0.75)]:
        made = begin(room.folder / "corpus.learning", done, ["SELLER"], None)
        assert made
        history = [{"dev_f1": score} for score in scores]
        (made.folder / "metrics.json").write_text(json.dumps({"history": history}))
        made.end(Outcome(*scores))
    serving = room.serve(learn=3)
    page = opened(serving)
    learning = page.locator("#learning")
    expect(learning).to_contain_text("learnt from 4 documents: dev F1 0.25 → 0.75 on 1 held out")
    expect(learning).to_contain_text("next round after 8 more documents")
    expect(learning.locator("polyline")).to_have_count(2)
    heights = learning.locator("circle").evaluate_all("dots => dots.map(dot => Number(dot.getAttribute('cy')))")
    assert heights[0] == heights[2] > heights[1] > heights[3]
    serving.desk.project.store.set_proposals(id, [Proposal(8, 12, "SELLER", 0.9, "model")], 0.1, "sure", "round 3")
    expect(page.locator("mark.proposal")).to_have_attribute("data-label", "SELLER 90%")
    expect(page.locator(".selected").first).to_have_text("4711")


def test_labels_may_be_in_any_script(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    page = opened(room.serve(names="Prüfung,日付,<b>"))
    page.keyboard.press("ArrowRight")
    for key, label in {"1": "Prüfung", "2": "日付", "3": "<b>"}.items():
        page.keyboard.press(key)
        wait_for(page, label)
    assert room.marks() == [(8, 12, "<b>")]
    assert page.locator("#items b, #labels b").count() == 0


def test_a_document_that_cannot_be_read_is_listed_with_the_reason(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    (room.folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    serving = room.serve()
    serving.desk.project.store.add([str(room.folder / "broken.pdf")])
    page = opened(serving)
    serving.desk.preparation.run()
    page.keyboard.press("Shift+L")
    row = page.locator("#list button", has_text="broken.pdf")
    expect(row).to_be_disabled()
    expect(row).to_contain_text("broken-pdf:")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    wait_for(page, "INVOICE_NUMBER")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs a limit that can be set for another process")
def test_a_full_disk_is_told_and_the_change_is_saved_once_there_is_room(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    command = [sys.executable, "-m", "nerkit", "annotate", "invoice.txt", "--to", "corpus.jsonl", "--labels", LABELS]
    command += ["--no-model", "--no-browser", "--annotator", "ann"]
    with subprocess.Popen(command, cwd=room.folder, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            address = next(line.strip() for line in server.stderr if line.startswith("http"))
            page = opened(SimpleNamespace(address=address))
            page.keyboard.press("1")
            wait_for(page, "INVOICE_NUMBER")
            limits = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, limits[1]))  # no file may grow
            page.keyboard.press("ArrowRight")
            page.keyboard.press("2")
            expect(page.locator("#banner")).to_contain_text("see that the disk has room")
            expect(page.locator("#banner")).to_contain_text("keeps your last change")
            assert room.marks() == [(0, 7, "INVOICE_NUMBER")]
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, limits)
            wait_for(page, "INVOICE_NUMBER", "INVOICE_DATE")
            expect(page.locator("#banner")).to_be_hidden()
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == 130
        finally:
            server.kill()
    assert len(room.marks()) == 2
    (labelled,) = jsonl.read(room.folder / "corpus.jsonl")
    assert [span.label for span in labelled.spans] == ["INVOICE_NUMBER", "INVOICE_DATE"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (800, "dark")])
def test_nothing_is_cut_off_or_hidden(
    browser: Browser, room: Room, width: int, scheme: str, request: pytest.FixtureRequest
) -> None:
    room.add("contract.pdf", SAMPLE.read_bytes())
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(room.serve().address)
    expect(page.locator("figure img").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("#done", "#undo", "#text", "#pages", "#items", "#record", "#comment"):
        box = page.locator(name).bounding_box()
        assert box
        assert box["width"] > 20
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 800
    page.close()


def test_a_hundred_pages_hold_pictures_only_of_the_pages_near_the_eye(room: Room, opened: Opened) -> None:
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(SAMPLE) as sample, pdfium.PdfDocument.new() as long:
        while len(long) < 100:
            long.import_pages(sample)
        long.save(room.folder / "made.pdf")
    room.add("long.pdf", (room.folder / "made.pdf").read_bytes())
    page = opened(room.serve())
    assert page.locator("figure").count() >= 100
    page.locator("#pages").evaluate("pages => pages.scrollTop = pages.scrollHeight")
    expect(page.locator("figure").last.locator("img")).to_be_visible()
    expect(page.locator("figure").first.locator("img")).to_have_count(0)
    assert page.locator("figure img").count() < 10
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("1")
    wait_for(page, "INVOICE_NUMBER")
