"""The generator of invoices: what it draws is what a reader finds, and it is varied and repeatable."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.corpora import generated
from nerkit.corpora.augmentation.countries import countries
from nerkit.corpora.augmentation.noise import noisy
from nerkit.corpora.generator import generate, invoice_details, invoice_layouts
from nerkit.corpora.generator.draft import DocumentDraft, fill
from nerkit.corpora.generator.invent import invoice, party
from nerkit.corpora.generator.invented_identifiers import iban
from nerkit.corpora.generator.invoice_lexicon import lexicon
from nerkit.corpora.generator.sheet import Font, Run, Sheet
from nerkit.corpora.labelled import LabelledDocument
from nerkit.errors import CorpusError
from nerkit.labels import kinds, labels
from nerkit.locales.folding import plain
from nerkit.reading import read
from nerkit.values.periods import find_periods

COUNT = 60
SAMPLES = Path(__file__).parent.parent / "corpora" / "samples"
seeds = st.integers(0, 10**6)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, COUNT, seed=7)
    return folder


@pytest.fixture(scope="module")
def documents(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[LabelledDocument]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NERKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        return list(generated.read(corpus))


def gold(corpus: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(corpus: Path, tmp_path: Path) -> None:
    generate(tmp_path / "same", 5, seed=7)
    generate(tmp_path / "other", 5, seed=8)
    for name in ("00000.pdf", "00004.pdf"):
        assert (tmp_path / "same" / name).read_bytes() == (corpus / name).read_bytes()
        assert (tmp_path / "other" / name).read_bytes() != (corpus / name).read_bytes()


def test_nearly_every_value_that_was_drawn_is_read_back_in_its_place(
    corpus: Path, documents: list[LabelledDocument]
) -> None:
    drawn = sum(len(row["mentions"]) for row in gold(corpus))  # type: ignore[arg-type]
    lost = sum(len(document.open_spans) for document in documents)
    assert drawn > 20 * COUNT
    assert lost < 0.02 * drawn


def test_a_span_reads_exactly_as_it_was_drawn(corpus: Path, documents: list[LabelledDocument]) -> None:
    for row, labelled in zip(gold(corpus), documents, strict=True):
        texts = {(m["label"], squeezed(m["text"])) for m in row["mentions"]}  # type: ignore[attr-defined]
        for span in labelled.spans:
            covered = squeezed(labelled.document.text[span.start : span.end])
            if span.label == "ADDRESS":
                assert any(label == "ADDRESS" and covered in text for label, text in texts)
            else:
                assert (span.label, covered) in texts


def test_spans_do_not_overlap_and_every_label_is_closed(documents: list[LabelledDocument]) -> None:
    for labelled in documents:
        assert labelled.closed == frozenset(labels()) - {"BUYER_ADDRESS"}
        ends = [0, *(span.end for span in labelled.spans)]
        assert all(end <= span.start for end, span in zip(ends, labelled.spans, strict=False))


def test_a_record_holds_fields_of_its_kind_and_no_other(documents: list[LabelledDocument]) -> None:
    for labelled in documents:
        assert labelled.kind is not None
        assert set(labelled.record) <= set(kinds()[labelled.kind].fields)
        assert "total_amount" in labelled.record
        assert all(readings and all(readings) for values in labelled.record.values() for readings in values)


def test_the_documents_cover_all_labels_of_invoices_in_three_languages(
    corpus: Path, documents: list[LabelledDocument]
) -> None:
    seen = Counter(span.label for labelled in documents for span in labelled.spans)
    fields = {field.upper() for kind in ("invoice", "receipt") for field in kinds()[kind].fields}
    assert fields - {"BUYER_ADDRESS", "ROUNDING_AMOUNT"} | {"DATE", "AMOUNT", "PERCENT", "DURATION"} <= set(seen)
    assert {row["language"] for row in gold(corpus)} == {"de", "en", "fr"}


def test_a_train_and_a_dev_document_are_never_the_same(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NERKIT_CACHE", str(tmp_path))
    train, dev = ({d.document.source for d in generated.read(corpus, split)} for split in ("train", "dev"))
    assert len(train) == 0.9 * COUNT
    assert len(dev) == 0.1 * COUNT
    assert not train & dev
    assert not list(generated.read(corpus, "test"))


def test_a_value_glued_to_its_label_gets_a_span_of_its_own(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "glued.pdf", 300, 200)
    sheet.line(20, 20, [Run("Datum:"), Run("12.03.2024", "INVOICE_DATE")], Font("Helvetica", "Helvetica-Bold", 10))
    sheet.save()
    mentions = [{"label": m.label, "text": m.text, "boxes": m.boxes} for m in sheet.mentions]
    labelled = generated.label(read(tmp_path / "glued.pdf"), {"kind": "invoice", "record": {}, "mentions": mentions})
    (span,) = labelled.spans
    assert labelled.document.text[span.start : span.end] == "12.03.2024"


def test_a_value_that_is_not_on_the_page_stays_open_instead_of_teaching_a_wrong_span(corpus: Path) -> None:
    document = read(corpus / "00000.pdf")
    first = document.words[0].box
    assert first is not None
    box = [first.page, first.x0, first.top - 2, first.x1, first.bottom + 2]
    row = {"kind": "invoice", "record": {}, "mentions": [{"label": "IBAN", "text": "never printed", "boxes": [box]}]}
    labelled = generated.label(document, row)
    assert not labelled.spans
    assert [span.label for span in labelled.open_spans] == ["IBAN"]


def test_a_folder_without_gold_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"gold\.jsonl"):
        next(generated.read(tmp_path))


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_the_sums_of_every_invoice_add_up(seed: int) -> None:
    made = invoice(Random(seed))
    assert made.net + made.tax == made.total
    assert made.lines_total - made.discount + made.shipping == made.net
    assert {group.rate for group in made.groups} == {item.rate for item in made.items}
    assert made.date <= made.due
    assert made.start <= made.end
    for amount in (made.net, made.tax, made.total, made.prepaid, made.skonto.amount):
        assert amount == amount.quantize(Decimal("0.01"))


def test_most_ibans_are_valid() -> None:
    from stdnum import iban as checked

    made = [iban(countries()["DE"], Random(seed)) for seed in range(200)]
    assert 0.8 < sum(checked.is_valid(number) for number in made) / len(made) < 1


@given(seeds, st.sampled_from((0.0, 0.02, 0.1, 0.4)))
@settings(max_examples=40, deadline=None)
def test_ocr_noise_keeps_spans_on_the_words_they_stood_on(
    documents: list[LabelledDocument], seed: int, rate: float
) -> None:
    clean = documents[seed % COUNT]
    spoilt = noisy(clean, Random(seed), rate)
    assert len(spoilt.spans) == len(clean.spans)
    for before, after in zip(clean.spans, spoilt.spans, strict=True):
        boxes = {word.box for word in clean.document.words_between(before.start, before.end)}
        assert {word.box for word in spoilt.document.words_between(after.start, after.end)} <= boxes
        covered = spoilt.document.text[after.start : after.end]
        assert covered == covered.strip() != ""
    for word in spoilt.document.words:
        assert not re.search(r"\s", spoilt.document.text[word.start : word.end])
    if rate == 0:
        assert spoilt.document == replace(clean.document, tables=())


def test_ocr_noise_spoils_about_as_many_words_as_it_is_told(documents: list[LabelledDocument]) -> None:
    clean = documents[0].document
    spoilt = noisy(documents[0], Random(1), 0.05).document
    before, after = clean.text.split(), spoilt.text.split()
    kept = sum((Counter(before) & Counter(after)).values())
    assert 0.5 < kept / len(before) < 0.95


def test_the_samples_are_what_their_script_makes(tmp_path: Path) -> None:
    for name in ("make.py", "contract.py", "contract.txt", "scan.py"):
        shutil.copy(SAMPLES / name, tmp_path)
    subprocess.run([sys.executable, str(tmp_path / "make.py")], check=True, timeout=60)
    made = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert made == sorted(path.name for path in SAMPLES.glob("*.pdf"))
    for name in made:
        if "scan" not in name:
            assert read(tmp_path / name).text == read(SAMPLES / name).text


def test_the_gold_of_the_samples_stands_in_them() -> None:
    for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert set(row["record"]) <= set(kinds()[row["kind"]].fields)
        if "scan" in row["source"]:
            continue
        text = squeezed(read(SAMPLES / row["source"]).text).lower()
        for field in ("party", "title", "seller", "buyer", "invoice_number", "iban", "bic", "vat_id", "governing_law"):
            for accepted in row["record"].get(field, []):
                assert any(squeezed(reading).lower() in text for reading in accepted), field


def test_the_samples_are_small_enough_to_ship() -> None:
    sizes = [path.stat().st_size for path in SAMPLES.glob("*.pdf")]
    assert max(sizes) < 400_000
    assert sum(sizes) < 1_500_000


def test_details_are_left_when_the_heading_told_number_and_date(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "never-saved.pdf", 595, 842)
    for seed in range(300):
        c = invoice_layouts.context(sheet, invoice(Random(seed)), Random(seed), 700)
        assert invoice_details.choose(c, frozenset({"invoice_number", "credit_number", "invoice_date"}))


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    return Sheet(tmp_path_factory.mktemp("sheet") / "never-saved.pdf", 595, 842)


def made(sheet: Sheet, seed: int, language: str | None = None) -> DocumentDraft:
    return invoice_layouts.context(sheet, invoice(Random(seed), language), Random(seed), 700)


@given(seed=seeds)
@settings(max_examples=150, deadline=None)
def test_a_billed_period_reads_back_even_where_its_first_day_borrows(sheet: Sheet, seed: int) -> None:
    c = made(sheet, seed)
    begun = c.writing.first_day(c.invoice.start, c.invoice.end)
    if begun != c.writing.date(c.invoice.start):
        to = {"de": "bis", "fr": "au"}.get(c.invoice.language, "to")
        text = plain(f"{begun} {to} {c.writing.date(c.invoice.end)}")
        (found,) = find_periods(text)
        assert c.invoice.start in found.first.readings, text
        assert c.invoice.end in found.last.readings, text


@pytest.mark.parametrize("language", ["de", "fr", "en", "us"])
def test_every_sentence_says_something_the_invoice_knows(sheet: Sheet, language: str) -> None:
    c = made(sheet, 5, language)
    words = lexicon(language)
    for key, templates in words.groups["sentences"].items():
        for template in (*templates, *words.all("items", "details")):
            assert "{" not in "".join(run.text for run in fill(template, c.values(template))), key


@pytest.mark.parametrize("language", ["de", "fr", "en"])
def test_the_invoice_that_another_one_corrects_is_no_value_of_it(sheet: Sheet, language: str) -> None:
    for seed in range(40):
        assert {run.label for run in made(sheet, seed, language).sentence("corrects")} <= {None, "DATE"}


def test_who_neither_sells_nor_buys_has_no_label(sheet: Sheet) -> None:
    c = made(sheet, 3)
    assert c.name(c.invoice.seller).label == "SELLER"
    assert c.name(c.invoice.buyer).label == "BUYER"
    assert c.name(party("DE", Random(1), 0.5)).label is None


def test_a_short_name_is_the_name_without_its_legal_form() -> None:
    known = replace(party("DE", Random(1), 0), name="Kranz Metallbau GmbH & Co. KG")
    assert known.short == "Kranz Metallbau"
    assert replace(known, name="Stadt Kranz").short == "Stadt Kranz"


def test_a_record_accepts_every_account_that_was_printed(corpus: Path) -> None:
    for row in gold(corpus):
        printed = {squeezed(m["text"]) for m in row["mentions"] if m["label"] == "IBAN"}  # type: ignore[attr-defined]
        accepted = {reading for values in row["record"].get("iban", []) for reading in values}  # type: ignore[attr-defined]
        assert printed == accepted


def test_a_seed_makes_the_same_places_in_every_process() -> None:
    code = (
        "from random import Random; from nerkit.corpora.augmentation.invented_names import fake; "
        "print(fake('IT', Random(5)).city())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(told) == 1
