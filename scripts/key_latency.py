"""How long a key takes on the annotator's page: `key_latency.py [PAGES]`, in headless Chromium.

Opens a document of so many pages (100) that holds 600 mentions, marks words with a label's key all over it, and takes
the time from the key to the painted mention, which is on the disk, in the text and on the page's picture by then.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

LINES, WORDS, KEYS, MENTIONS = 45, 10, 60, 600
WATCH = """() => {
  let pressed;
  window.times = [];
  addEventListener("keydown", (event) => (pressed = event.key === "1" ? event.timeStamp : undefined), true);
  new MutationObserver((changes) => {
    const painted = changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.localName === "mark"));
    if (!painted || pressed === undefined) return;
    const key = pressed;
    pressed = undefined;
    requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - key)));
  }).observe(document.getElementById("text"), { subtree: true, childList: true });
}"""
WAIT = """async (count) => {
  while (window.times.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
}"""
REST = "() => new Promise((rested) => setTimeout(() => requestIdleCallback(rested), 500))"
MARK = """async ([count, every]) => {
  const words = [...document.getElementById("text").textContent.matchAll(/\\S+/g)];
  const add = Array.from({ length: count }, (_, i) => words[(i + 1) * every]).map((word) => ({
    start: word.index, end: word.index + word[0].length, label: "SELLER", verdict: "yes",
  }));
  const headers = { "content-type": "application/json" };
  const { version } = await (await fetch("/api/documents/1/work")).json();
  await fetch("/api/documents/1/change", { method: "POST", headers, body: JSON.stringify({ version, add }) });
}"""


def write_document(path: Path, pages: int) -> None:
    """A PDF of so many pages, full of invented words."""
    from reportlab.pdfgen.canvas import Canvas

    rng = random.Random(1)
    canvas = Canvas(str(path), invariant=True)
    for _ in range(pages):
        for line in range(LINES):
            words = ("".join(rng.choices("abcdefghilmnoprstu", k=rng.randint(3, 9))) for _ in range(WORDS))
            canvas.drawString(50, 780 - 16 * line, " ".join(words))
        canvas.showPage()
    canvas.save()


def key_times(page: Page) -> list[float]:
    """Milliseconds of each key, in places all over the text."""
    page.evaluate(WATCH)
    blocks = page.locator(".block")
    for number in range(KEYS):
        block = blocks.nth(number * blocks.count() // KEYS)
        block.click(position={"x": 60 + 30 * (number % 10), "y": 30})
        page.evaluate(REST)
        page.keyboard.press("1")
        page.evaluate(WAIT, number + 1)
    times: list[float] = page.evaluate("window.times")
    return times


def main(pages: int) -> None:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        write_document(Path(folder) / "long.pdf", pages)
        command = [sys.executable, "-m", "nerkit", "annotate", "long.pdf", "--no-browser", "--no-model"]
        server = subprocess.Popen([*command, "--labels", "BUYER,SELLER"], cwd=folder, stderr=subprocess.PIPE, text=True)
        assert server.stderr is not None
        address = next(line.strip() for line in server.stderr if line.startswith("http"))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(address)
                page.locator(".block").first.wait_for(timeout=120_000)
                page.evaluate(MARK, [MENTIONS, pages * LINES * WORDS // MENTIONS - 1])
                page.reload()
                page.locator("mark").nth(MENTIONS - 1).wait_for(state="attached", timeout=60_000)
                times = key_times(page)[5:]
                browser.close()
        finally:
            server.terminate()
            server.communicate()
    low, middle, high = min(times), statistics.median(times), sorted(times)[int(0.95 * len(times))]
    print(
        f"{pages} pages, {len(times)} keys: median {middle:.0f} ms ({low:.0f} to {max(times):.0f}), 95 % {high:.0f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
