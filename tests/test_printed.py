"""Documents that a browser prints: in every language, with sums that add up, and what is read is what was printed."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from stdnum import iban
from stdnum.eu import vat

from nerkit.corpora import generated
from nerkit.corpora.labelled import LabelledDocument
from nerkit.corpora.printed import generate, generate_contracts, wording
from nerkit.corpora.printed.deed import deed
from nerkit.corpora.printed.deed_wording import deed_languages, deed_wording
from nerkit.corpora.printed.homes import homes, trader
from nerkit.corpora.printed.manner import manner
from nerkit.corpora.printed.paper import paper
from nerkit.errors import ExtraMissing, OptionError
from nerkit.locales import codes
from nerkit.values import Context, read_value

COUNT = 72
WORDINGS = Path(wording.__file__).parent / "wording"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    generate(folder, COUNT, seed=5)
    return folder


@pytest.fixture(scope="module")
def gold(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def documents(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[LabelledDocument]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NERKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        return list(generated.read(corpus))


def test_every_language_of_the_locales_is_printed(gold: list[dict[str, Any]]) -> None:
    assert {home.language for home in homes()} == set(codes())
    assert {row["language"] for row in gold} == set(codes())


def test_nearly_every_value_is_read_back_where_it_was_printed(
    gold: list[dict[str, Any]], documents: list[LabelledDocument]
) -> None:
    printed = sum(len(row["mentions"]) for row in gold)
    lost = sum(len(document.open_spans) for document in documents)
    assert printed > 12 * COUNT
    assert lost < 0.02 * printed
    for document, row in zip(documents, gold, strict=True):
        texts = {"".join(mention["text"].split()) for mention in row["mentions"]}
        found = {"".join(document.document.text[span.start : span.end].split()) for span in document.spans}
        assert all(any(text in whole for whole in texts) for text in found)


def test_the_fields_of_a_record_are_those_that_stand_on_the_page(gold: list[dict[str, Any]]) -> None:
    for row in gold:
        if row["kind"] != "other":
            printed = {mention["label"].lower() for mention in row["mentions"]}
            assert set(row["record"]) <= printed
            assert {"seller", "total_amount"} <= set(row["record"]) | ({"total_amount"} - printed)


def test_what_is_printed_reads_as_the_value_that_was_meant(gold: list[dict[str, Any]]) -> None:
    read = [
        (row["record"]["invoice_date"][0][0], read_value("date", mention["text"], Context(language=row["language"])))
        for row in gold
        for mention in row["mentions"]
        if mention["label"] == "INVOICE_DATE" and "invoice_date" in row["record"]
    ]
    assert len(read) > COUNT / 2
    assert all(value.value == meant or meant in value.alternatives for meant, value in read)


@pytest.mark.parametrize("seed", range(40))
def test_sums_add_up(seed: int) -> None:
    made = paper(("invoice", "receipt", "credit_note")[seed % 3], Random(seed))
    assert made.net + made.tax == made.total
    assert made.lines - made.discount + made.shipping == (made.total if made.gross else made.net)
    for part in made.taxed:
        assert abs(part.base * part.rate / 100 - part.tax) <= Decimal("0.01")


def test_accounts_and_tax_numbers_have_checksums_that_hold() -> None:
    for home in homes():
        made = trader(home, Random(home.code))
        assert not home.iban or iban.is_valid(made.iban, check_country=False)
        assert not home.vat or home.code in ("GB", "CH") or vat.is_valid(made.vat_id), made.vat_id


def test_the_same_seed_makes_the_same_documents_and_another_one_does_not(
    gold: list[dict[str, Any]], tmp_path: Path
) -> None:
    generate(tmp_path / "same", 2, seed=5)
    generate(tmp_path / "other", 2, seed=6)
    same, other = (
        [json.loads(line)["mentions"] for line in (tmp_path / name / "gold.jsonl").read_text().splitlines()]
        for name in ("same", "other")
    )
    assert [[m["text"] for m in row] for row in same] == [[m["text"] for m in row["mentions"]] for row in gold[:2]]
    assert same != other


@pytest.mark.parametrize("code", codes())
def test_each_wording_says_all_that_the_english_one_says(code: str) -> None:
    own, english = (tomllib.loads((WORDINGS / f"{name}.toml").read_text(encoding="utf-8")) for name in (code, "en"))
    assert own.keys() == english.keys()
    for section, ways in english.items():
        if isinstance(ways, dict) and section != "countries":
            assert own[section].keys() == ways.keys() | own[section].keys() - ways.keys(), section
            assert ways.keys() <= own[section].keys(), section


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], list[LabelledDocument]]:
    folder = tmp_path_factory.mktemp("contracts")
    generate_contracts(folder, 40, seed=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NERKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        read = list(generated.read(folder))
    return [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()], read


def test_contracts_of_every_worded_language_are_read_back_as_they_were_printed(
    contracts: tuple[list[dict[str, Any]], list[LabelledDocument]],
) -> None:
    gold, read = contracts
    assert {row["language"] for row in gold} == set(deed_languages())
    assert {row["kind"] for row in gold} == {"contract"}
    assert all(row["record"]["party"] and row["record"]["title"] for row in gold)
    assert sum(len(document.open_spans) for document in read) < 0.02 * sum(len(row["mentions"]) for row in gold)


def test_no_place_of_a_contract_is_left_unfilled(
    contracts: tuple[list[dict[str, Any]], list[LabelledDocument]],
) -> None:
    for document in contracts[1]:
        assert not re.search(r"[{}|]|\[(?!●|à )", document.document.text), document.document.source


def test_a_contract_ends_the_day_before_its_anniversary() -> None:
    for seed in range(60):
        made = deed(Random(seed))
        months = made.term[0] * (12 if made.term[1] == "year" else 1)
        behind = made.end + dt.timedelta(days=1)
        assert (behind.year - made.start.year) * 12 + behind.month - made.start.month == months
        assert behind.day == min(made.start.day, 28)


@pytest.mark.parametrize("code", deed_languages())
def test_each_kind_of_contract_has_clauses_that_are_worded(code: str) -> None:
    words = deed_wording(code)
    for kind, rules in words["kinds"].items():
        assert set(rules["clauses"]) <= set(words["clauses"]), kind
    assert set(deed_wording("de")["kinds"]) == set(words["kinds"])


def test_a_document_keeps_to_one_way_of_writing_numbers() -> None:
    written = manner("de_DE", "EUR", Random(1))
    assert written.number(Decimal("1234567.5")).replace(written.group or "~", "").endswith(f"567{written.decimal}50")


def test_a_language_that_is_not_worded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="tlh"):
        generate(tmp_path, 1, seed=1, languages=["tlh"])


def test_without_a_browser_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExtraMissing, match="chromium"):
        generate(tmp_path / "out", 1, seed=1)
