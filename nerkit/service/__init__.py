"""nerkit for other programs, over HTTP."""

from __future__ import annotations
