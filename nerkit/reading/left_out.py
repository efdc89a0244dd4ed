"""Pages that an earlier try to read the file did not come back from: it is read again without them."""

from __future__ import annotations

from typing import Literal

Why = Literal["page-timed-out", "damaged-page"]

SAID: dict[Why, str] = {
    "page-timed-out": "not done in time, left out",
    "damaged-page": "crashes the program that reads it, left out",
}

MOST = 2
"""How many pages a file may lose: each of them costs the time that a page may take."""

pages: dict[int, Why] = {}
"""Those of the file that this process is at, with the code of the warning."""
