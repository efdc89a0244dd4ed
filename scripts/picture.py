"""The picture of the output in the README: `picture.py FILE OUT.svg`, a capture of what `nerkit tag FILE` prints."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console

import nerkit
from nerkit.cli.record_table import render

WIDTH = 104


def picture(file: str, out: Path) -> None:
    """Write the table of a document as SVG."""
    console = Console(file=io.StringIO(), record=True, width=WIDTH, highlight=False, emoji=False, force_terminal=True)
    console.print(render(nerkit.load()(Path(file))))
    svg = console.export_svg(title=f"nerkit tag {file}", unique_id="nerkit")
    # The reader's own monospaced font does as well as one from another host.
    out.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    picture(sys.argv[1], Path(sys.argv[2]))
