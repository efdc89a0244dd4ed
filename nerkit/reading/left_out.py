"""Pages and forms that an earlier try to read the file did not come back from: it is read again without them."""

from __future__ import annotations

from typing import Literal

from nerkit.reading.heartbeat import FORM

Why = Literal["page-timed-out", "damaged-page"]

SAID: dict[Why, str] = {
    "page-timed-out": "not done in time, left out",
    "damaged-page": "crashes the program that reads it, left out",
}

FORM_SAID: dict[Why, str] = {
    "page-timed-out": "its form is not done in time; what was filled into it may be missing",
    "damaged-page": "its form crashes the program that reads it; what was filled into it may be missing",
}

MOST = 2
"""How many pages a file may lose: each of them costs the time that a page may take."""

pages: dict[int, Why] = {}
"""Those of the file that this process is at, with the code of the warning; `FORM` is the form of a PDF."""


class Tries:
    """What the tries to read a file leave out: the form of a PDF first, then the page that each did not come back from.

    A page that fails without the form too is to blame itself, and the form is read again.
    """

    def __init__(self) -> None:
        self.lost: dict[int, Why] = {}
        self._without_form = False
        self._failed_with_form: int | None = None

    def another(self, page: int | None, why: Why, *, form: bool) -> bool:
        """Whether there is another try, behind one that failed at a page (None: at none), with a form or without."""
        if form and not self._without_form:
            self._without_form, self._failed_with_form = True, page
            self.lost[FORM] = why
            return True
        if page is None or page <= 0:
            return False
        if page == self._failed_with_form:
            self.lost.pop(FORM, None)
        if len(self.lost.keys() - {FORM}) == MOST:
            return False
        self.lost[page] = why
        return True
