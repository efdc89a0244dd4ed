"""A file that is read in a process of its own."""

from __future__ import annotations

TEXT = "Invoice 7 of Brightwater Supplies Ltd\tTotal 119.00 EUR\n"
