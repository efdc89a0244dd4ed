"""The page of the annotator in a real browser: two tabs, two people, a restart, a full disk, hostile text."""

import json
import re
import resource
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
from annotation_room import LABELS, SAMPLE, TEXT, Opened, Room, wait_for
from playwright.sync_api import Browser, Page, expect

from nerkit.annotation.marks import Proposal
from nerkit.annotation.rounds import RoundOutcome, begin
from nerkit.corpora import jsonl
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.reading import read

HOSTILE = "Invoice <script>document.title = 'owned'</script> 4711\n<img src=x onerror=\"document.title='owned'\">\n"


def shown(page: Page) -> list[str]:
    return page.locator("mark:not(.proposal)").evaluate_all("marks => marks.map(m => m.dataset.label)")


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


def test_the_page_draws_how_the_dev_score_moves(room: Room, opened: Opened) -> None:
    id = room.add("invoice.txt", TEXT)
    document = read(room.folder / "invoice.txt")
    done = [LabelledDocument(document, (Span(8, 12, "SELLER"),), frozenset({"SELLER"})) for _ in range(5)]
    for scores in [(0.25, 0.5), (0.25, 0.75)]:
        made = begin(room.folder / "corpus.learning", done, ["SELLER"], None)
        assert made
        history = [{"dev_f1": score} for score in scores]
        (made.folder / "metrics.json").write_text(json.dumps({"history": history}))
        made.end(RoundOutcome(*scores))
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


def test_a_document_that_the_model_has_not_read_yet_says_so(room: Room, opened: Opened) -> None:
    id = room.add("invoice.txt", TEXT)
    serving = room.serve()
    serving.desk.preparation.model = room.folder / "model"  # it is loading, as far as the page can tell
    page = opened(serving)
    expect(page.locator("#items h3")).to_have_text("0 mentions, the model is reading …")
    serving.desk.project.store.set_proposals(id, [Proposal(8, 12, "SELLER", 0.9, "model")], 0.1, "sure", "model")
    expect(page.locator("#items h3")).to_have_text("0 mentions, 1 proposal")


def test_a_model_that_cannot_be_loaded_is_not_waited_for(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    serving = room.serve()
    serving.desk.preparation.model = room.folder / "model"
    serving.desk.preparation.fault = "there is no model in this folder"
    page = opened(serving)
    expect(page.locator("#banner")).to_contain_text("there is no model")
    expect(page.locator("#items h3")).to_have_text("0 mentions, 0 proposals")


def test_done_asks_where_nothing_is_marked(room: Room, opened: Opened) -> None:
    room.add("first.txt", TEXT)
    room.add("second.txt", TEXT)
    page = opened(room.serve())
    page.keyboard.press("Shift+D")
    asked = page.locator("#nothing")
    expect(asked).to_contain_text("Nothing is marked")
    page.keyboard.press("Enter")  # goes on marking
    expect(asked).to_be_hidden()
    expect(page.locator("#reason")).to_contain_text("1 of 2, 0 done")
    page.keyboard.press("Shift+D")
    asked.get_by_role("button", name="Done without marks").click()
    expect(page.locator("#reason")).to_contain_text("2 of 2, 1 done")
    page.keyboard.press("Shift+D")
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    page.keyboard.press("1")
    wait_for(page, "INVOICE_NUMBER")
    page.keyboard.press("Shift+D")  # with a mark there is nothing to ask
    expect(page.locator("#reason")).to_contain_text("2 done")


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
