"""Made receipts: sums that add up, names and addresses as tills print them, and no text that runs off the paper."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.corpora.generator import receipts
from nerkit.corpora.generator.purchases import Receipt, purchase
from nerkit.corpora.generator.sheet import Sheet
from nerkit.corpora.generator.shops import Market, brand, clock, expand, markets, shop, ways
from nerkit.corpora.typed import readings
from nerkit.reading import read
from nerkit.values import Context

seeds = st.integers(0, 10**6)
SECTIONS = (
    *("trades", "slogans", "venues", "above", "bits", "foot", "titles", "date", "headings"),
    *("subtotal", "excluding", "total", "card", "cash", "change", "others", "counts", "service", "discount"),
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Receipt, Sheet, Path]]:
    folder = tmp_path_factory.mktemp("receipts")
    found = []
    for seed in range(60):
        bought = purchase(Random(seed))
        path = folder / f"{seed}.pdf"
        found.append((bought, receipts.draw(path, bought, Random(seed)), path))
    return found


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_what_is_paid_is_what_was_bought_with_all_that_was_added_and_taken_off(seed: int) -> None:
    r = purchase(Random(seed))
    bought = r.subtotal - r.discount + r.service
    assert r.unrounded == r.net + r.tax
    assert r.unrounded == (bought + r.tax if r.at.market.exclusive else bought)
    assert abs(r.total - r.unrounded) <= Decimal("0.5")
    for tax in r.taxes:
        assert abs(tax.base * tax.rate / 100 - tax.amount) <= Decimal("0.02")


@pytest.mark.parametrize("market", markets(), ids=lambda market: f"{market.country}-{market.words}-{market.money[-1]}")
def test_every_market_has_words_for_everything_and_shops_with_names_and_addresses(market: Market) -> None:
    rng = Random(1)
    for section in SECTIONS:
        for template in ways(section, market):
            assert "{" not in expand(template, market, rng, {"name": "Ferrolux"})
    for template in (*market.ids, *market.phones, *market.addresses, *market.names):
        assert "{" not in expand(template, market, rng, {"vat": "DE123456789"})
    for _ in range(40):
        found = shop(market, rng)
        assert all(line.strip() == line and line for line in (*found.name, *found.address))


def test_names_and_times_are_of_many_kinds() -> None:
    rng = Random(3)
    assert len({brand(rng) for _ in range(500)}) > 450
    assert {"PM" in time for time in (clock(rng) for _ in range(50))} == {True, False}
    shops = [shop(rng.choice(markets()), rng) for _ in range(600)]
    assert {1, 2, 3} <= {len(found.name) for found in shops}
    assert {1, 2, 3, 4} <= {len(found.address) for found in shops}


def test_a_receipt_names_its_shop_and_total_and_its_record_holds_what_was_drawn(
    drawn: list[tuple[Receipt, Sheet, Path]],
) -> None:
    labels = [{mention.label for mention in sheet.mentions} for _, sheet, _ in drawn]
    assert all("TOTAL_AMOUNT" in found for found in labels)
    assert sum("SELLER" in found for found in labels) > 0.9 * len(drawn)
    assert 0.6 * len(drawn) < sum("ADDRESS" in found for found in labels) < len(drawn)
    assert {1, 2} <= {len(m.boxes) for _, sheet, _ in drawn for m in sheet.mentions if m.label == "SELLER"}
    for bought, sheet, _ in drawn:
        accepted = receipts.record(bought, sheet.mentions)
        for field, label in (("seller", "SELLER"), ("address", "ADDRESS")):
            assert all(m.text in accepted[field][0] for m in sheet.mentions if m.label == label)


@pytest.mark.parametrize("label", ["NET_AMOUNT", "TAX_AMOUNT", "TOTAL_AMOUNT"])
def test_every_sum_reads_as_a_value_of_the_record(drawn: list[tuple[Receipt, Sheet, Path]], label: str) -> None:
    for bought, sheet, _ in drawn:
        wanted = {Decimal(value) for value in receipts.record(bought, sheet.mentions)[label.lower()][0]} | {Decimal(0)}
        for mention in sheet.mentions:
            if mention.label == label:
                language = "de" if bought.at.market.decimal == "," else bought.shop.language
                found = readings("amount", mention.text, Context(language=language))
                assert wanted & {Decimal(reading) for reading in found}, mention.text


def test_the_paper_ends_where_the_text_ends_and_is_wide_enough(drawn: list[tuple[Receipt, Sheet, Path]]) -> None:
    for _, sheet, path in drawn[:20]:
        document = read(path)
        boxes = [word.box for word in document.words if word.box is not None]
        assert min(box.x0 for box in boxes) >= 0
        assert max(box.x1 for box in boxes) <= sheet.width + 1
        assert sheet.height - 60 < max(box.bottom for box in boxes) <= sheet.height
