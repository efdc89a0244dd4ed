"""Marking mentions in a real browser, as a person does: with the mouse, the keys, and on the picture of a page."""

import re

from annotation_room import LABELS, SAMPLE, TEXT, Opened, Room, wait_for
from playwright.sync_api import expect

from nerkit.annotation.marks import Change, Mark, Proposal


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


def test_labels_may_be_in_any_script(room: Room, opened: Opened) -> None:
    room.add("invoice.txt", TEXT)
    page = opened(room.serve(names="Prüfung,日付,<b>"))
    page.keyboard.press("ArrowRight")
    for key, label in {"1": "Prüfung", "2": "日付", "3": "<b>"}.items():
        page.keyboard.press(key)
        wait_for(page, label)
    assert room.marks() == [(8, 12, "<b>")]
    assert page.locator("#items b, #labels b").count() == 0
