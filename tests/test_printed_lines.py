"""The lines of printed documents are known cell by cell."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from nerkit.corpora.printed.filling import Filling
from nerkit.corpora.printed.line_table import cell, printed_lines
from nerkit.corpora.printed.look import look
from nerkit.corpora.printed.manner import manner
from nerkit.corpora.printed.paper import paper
from nerkit.corpora.printed.value_marks import Marker


def filling(seed: int) -> Filling:
    rng = Random(seed)
    facts = paper("invoice", rng)
    return Filling(facts, look(rng), manner(facts.home.locale, facts.home.currency, rng), rng, Marker(0))


def test_the_cells_that_were_printed_are_known_in_canonical_form() -> None:
    for seed in range(20):
        v = filling(seed)
        for article in v.paper.articles:
            for kind in ("position", "description", "quantity", "amount"):
                cell(v, article, kind, 1)
        found = printed_lines(v)
        assert [set(line) for line in found] == [{"description", "quantity", "amount"}] * len(v.paper.articles)
        assert sum(Decimal(line["amount"]) for line in found) == v.paper.lines
        assert all("<" not in line["description"] for line in found)


def test_a_line_without_its_amount_is_none() -> None:
    v = filling(3)
    cell(v, v.paper.articles[0], "description", 1)
    assert printed_lines(v) == []
