"""Readers of contract corpora, the project's own corpus format, and finding a value in a text."""

import csv
import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nerkit.corpora import conll, cuad, cuad_answers, jsonl, kleister, registry
from nerkit.corpora.align import find, fold
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.splits import select, split_of
from nerkit.document import Box, Document, Page, Word
from nerkit.errors import CorpusError


def texts(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[s.start : s.end] for s in labelled.spans if s.label == label]


def open_texts(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[s.start : s.end] for s in labelled.open_spans if s.label == label]


# Splits


def test_every_fifth_document_is_test_and_every_tenth_of_the_others_dev():
    parts = [split_of(i) for i in range(55)]
    assert [i for i, part in enumerate(parts) if part == "test"] == list(range(0, 55, 5))
    others = [i for i in range(55) if i % 5]
    assert [i for i in others if parts[i] == "dev"] == others[::10]


@given(st.lists(st.integers()))
def test_the_splits_share_out_every_document_once(items):
    shared = [item for split in ("train", "dev", "test") for item in select(items, split)]
    assert sorted(shared) == sorted(items)
    assert list(select(items, "all")) == items


def test_a_split_that_does_not_exist_is_named():
    with pytest.raises(CorpusError, match="valid"):
        select([], "valid")


# Finding a value in a text


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("between ACME,\n Inc. and", "Acme Inc", ["ACME,\n Inc."]),
        ("“Société Générale S.A.”", "societe generale s.a", ["Société Générale S.A."]),
        ("Big Data Holdings (UK) Ltd", "Big Data Holdings UK", ["Big Data Holdings (UK)"]),
        ("by O’Brien–Smith\tPartners.", "O'Brien-Smith Partners", ["O’Brien–Smith\tPartners"]),
        ("Acmes and Macme and acme", "ACME", ["acme"]),
        ("900 and 9.00 and 19.00 and 9,00", "9.00", ["9.00"]),
        ("12-31-2010, 12–31–2010, 12/31/2010", "12-31-2010", ["12-31-2010", "12–31–2010"]),
        ("paid $9.00 today", "$9.00", ["$9.00"]),
        ("Name ........ Place", "Name Place", []),
        ("nothing here", "—", []),
    ],
)
def test_a_value_is_found_however_it_is_written(text, value, found):
    assert [text[start:end] for start, end in find(text, value)] == found


def test_a_quote_that_was_cut_off_takes_in_the_whole_word():
    text = "This Supply Agreement ends."
    assert find(text, "Supply Agreemen") == []
    assert find(text, "Supply Agreemen", whole_words=False) == [(5, 21)]


def test_only_the_stretch_that_was_asked_for_is_searched():
    text = "Ohio, then Ohio, then Ohio"
    assert find(text, "ohio", start=3, end=18) == [(11, 15)]


@given(
    st.lists(st.text(string.ascii_letters, min_size=2, max_size=8), min_size=1, max_size=5),
    st.sampled_from([" ", "\n", "\t", ", ", " - "]),
    st.booleans(),
)
def test_words_are_found_again_whatever_stands_between_them(words, gap, upper):
    written = gap.join(words).upper() if upper else gap.join(words)
    places = find(f"42; {written} 42", " ".join(words))
    assert (4, 4 + len(written)) in places or len(places) > 1
    assert all(fold(f"42; {written} 42"[a:b]) == fold("".join(words)) for a, b in places)


# Parties of CUAD's answers


@pytest.mark.parametrize(
    ("answer", "quotes", "names"),
    [
        ('Blue Rock Inc. ("Rock"); Tea Corp ("Buyer", "Tea")', ["Rock", "Tea Corp"], ["Blue Rock Inc", "Tea Corp"]),
        ("Blue Rock Inc.(“Rock”); Mary Poe", [], ["Blue Rock Inc", "Mary Poe"]),
        ('Rock (UK) Ltd ("Rock"), Tea LLC ("Tea")', [], ["Rock (UK) Ltd", "Tea LLC"]),
        ('Rock Inc ("Rock"); Tea LLC ("Tea"); Rock and Tea (each a "Party")', [], ["Rock Inc", "Tea LLC"]),
        ('Rock Inc d/b/a Stones ("Rock")', ["Stones"], ["Rock Inc"]),
        ("Rock Corp, Tea Corp", ["Rock Corp", "Tea Corp"], ["Rock Corp", "Tea Corp"]),
        ("Rock Holdings, Inc.; the Seller; Franchisee", [], ["Rock Holdings, Inc"]),
        ("Rock Holdings, Inc. and its affiliates", [], ["Rock Holdings, Inc"]),
    ],
)
def test_names_are_told_from_roles(answer, quotes, names):
    assert [party.names[0] for party in cuad_answers.parties(answer, quotes).parties] == names


def test_a_quote_mends_the_spelling_of_an_answer_and_short_names_are_aliases():
    parties = cuad_answers.parties('Kiromik Labs, Inc ("Company")', ["Kiromic Labs, Inc", "Company", "Kiromic"])
    assert parties.parties[0].names == ("Kiromik Labs, Inc", "Kiromic Labs, Inc")
    assert parties.aliases == ("Company", "Kiromic")


def test_dates_of_answers_are_complete_ones_only():
    assert [d.isoformat() for d in cuad_answers.dates("12/31/98; []/[]/2020; 07/[]/2000; 1/2/45")] == [
        "1998-12-31",
        "2045-01-02",
    ]


@pytest.mark.parametrize(
    ("answer", "iso"),
    [("successive 1 year", ["P1Y"]), ("2 successive 5 years", ["P5Y"]), ("perpetual", []), ("0.5 year", ["P6M"])],
)
def test_durations_of_answers_are_read(answer, iso):
    assert cuad_answers.durations(answer) == iso


def test_places_of_answers_have_a_reading_with_and_without_the_country():
    assert cuad_answers.places("Ontario, Canada") == [["Ontario, Canada", "Ontario"]]
    assert "England and Wales" in cuad_answers.places("England; Wales")[0]
    assert cuad_answers.places("Texas; the state in which the breach occurs") == [["Texas"]]


# CUAD

CONTRACT = """Exhibit 10.1

                      SUPPLY AGREEMENT

This Supply Agreement is made as of March 1, 2005 by and between Blue Rock, Inc., a Delaware corporation organized
under the laws of the State of Delaware ("Rock"), and Tea Leaves Limited ("Supplier").

1. Term. This Agreement is effective as of April 1, 2005 and shall continue for an initial term of three (3) years,
until April 1, 2008. It shall renew for successive one (1) year terms unless either party gives at least sixty (60)
days' written notice. Rock shall pay $1,000.00 within thirty (30) days with interest of 2%.

Source: BLUE ROCK INC, 10-K, 3/9/2005

2. Law. This Agreement is governed by the laws of the State of Delaware, and the courts of Ohio have jurisdiction.
The notes, too, are subject to the laws of Delaware. The Supply Agreement of March 1, 2005 stands.

BLUE ROCK, INC.            TEA LEAVES LIMITED
"""

ANSWERS = {
    "Document Name": ("['SUPPLY AGREEMENT']", "SUPPLY AGREEMENT"),
    "Parties": (
        "['Blue Rock, Inc.', 'Rock', 'Tea Leaves Limited', 'Supplier']",
        'Blue Rock, Inc. ("Rock"); Tea Leaves Limited ("Supplier")',
    ),
    "Agreement Date": ("['March 1, 2005']", "3/1/05"),
    "Effective Date": ("['This Agreement is effective as of April 1, 2005 and shall continue']", "4/1/05"),
    "Expiration Date": ("['shall continue for an initial term of three (3) years,\\nuntil April 1, 2008.']", "4/1/08"),
    "Renewal Term": (
        "['It shall renew for successive one (1) year terms unless either party gives at least sixty (60) days']",
        "successive 1 year",
    ),
    "Notice Period To Terminate Renewal": (
        "['unless either party gives at least sixty (60) days\\' written notice']",
        "60 days",
    ),
    "Governing Law": (
        "['This Agreement is governed by the laws of the State of Delaware, and the courts of Ohio']",
        "Delaware",
    ),
}


def write_cuad(folder: Path, answers: dict[str, tuple[str, str]], text: str = CONTRACT) -> Path:
    row = {"document": "a"}
    for name, (quotes, answer) in answers.items():
        row |= {name: quotes, name + ("- Answer" if name.startswith("Notice") else "-Answer"): answer}
    (folder / "text").mkdir()
    (folder / "text" / "a.txt").write_text(text, encoding="utf-8")
    with (folder / "clauses.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return folder


@pytest.fixture
def contract(tmp_path) -> LabelledDocument:
    return next(cuad.read(write_cuad(tmp_path, ANSWERS)))


@pytest.mark.parametrize(
    ("label", "entities"),
    [
        ("TITLE", ["SUPPLY AGREEMENT"]),
        ("PARTY", ["Blue Rock, Inc.", "Tea Leaves Limited", "BLUE ROCK, INC.", "TEA LEAVES LIMITED"]),
        ("EFFECTIVE_DATE", ["April 1, 2005"]),
        ("EXPIRATION_DATE", ["April 1, 2008"]),
        ("TERM", ["three (3) years"]),
        ("RENEWAL_TERM", ["one (1) year"]),
        ("NOTICE_PERIOD", ["sixty (60)\ndays"]),
        ("GOVERNING_LAW", ["Delaware"]),
        ("DATE", ["3/9/2005"]),
        ("DURATION", ["thirty (30) days"]),
        ("AMOUNT", ["$1,000.00"]),
        ("PERCENT", ["2%"]),
    ],
)
def test_the_value_inside_a_clause_is_the_entity(contract, label, entities):
    assert texts(contract, label) == entities


def test_the_date_of_the_agreement_is_marked_where_it_is_made(contract):
    assert texts(contract, "AGREEMENT_DATE")[0] == "March 1, 2005"


def test_the_governing_law_is_the_one_of_the_clause_not_the_one_of_incorporation(contract):
    (span,) = [s for s in contract.spans if s.label == "GOVERNING_LAW"]
    assert contract.document.text[: span.start].endswith("is governed by the laws of the State of ")


def test_what_may_or_may_not_be_an_entity_stays_open(contract):
    assert open_texts(contract, "TITLE") == ["Supply Agreement", "Supply Agreement"]
    assert open_texts(contract, "PARTY") == ["BLUE ROCK INC"]  # put there by the filing system
    assert open_texts(contract, "GOVERNING_LAW") == ["Delaware"]  # "The notes, too"
    assert "EXPIRATION_DATE" not in {span.label for span in contract.open_spans}


def test_labels_of_invoices_cannot_occur_in_a_contract(contract):
    assert {"IBAN", "SELLER", "PARTY", "DATE"} <= contract.closed


def test_the_gold_record_has_canonical_values_and_tolerates_roles(contract):
    record = contract.record
    assert record["party"] == [["Blue Rock, Inc."], ["Tea Leaves Limited"]]
    assert record["agreement_date"] == [["2005-03-01"]]
    assert record["effective_date"] == [["2005-04-01"]]
    assert record["expiration_date"] == [["2008-04-01"]]
    assert (record["renewal_term"], record["notice_period"]) == ([["P1Y"]], [["P60D"]])
    assert record["governing_law"] == [["Delaware"]]
    assert contract.tolerated == {"party": ["Rock", "Supplier"]}


def test_an_answer_whose_value_stands_nowhere_leaves_its_clause_open(tmp_path):
    answers = ANSWERS | {"Renewal Term": ("['It shall renew for successive one (1) year terms']", "successive 7 years")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers)))
    assert texts(labelled, "RENEWAL_TERM") == []
    assert open_texts(labelled, "RENEWAL_TERM") == ["It shall renew for successive one (1) year terms"]


def test_a_name_that_stands_nowhere_leaves_the_label_open_in_the_whole_document(tmp_path):
    answers = ANSWERS | {"Parties": ("['Blue Rock, Inc.']", 'Blue Rock, Inc. ("Rock"); Verdant Hills SARL ("Hills")')}
    labelled = next(cuad.read(write_cuad(tmp_path, answers)))
    assert "PARTY" not in labelled.closed
    assert texts(labelled, "PARTY")


def test_blank_dates_are_no_gold_and_their_place_stays_open(tmp_path):
    text = CONTRACT.replace("March 1, 2005", "March __, 2005")
    answers = ANSWERS | {"Agreement Date": ("['March __, 2005']", "3/[]/05")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers, text)))
    assert "agreement_date" not in labelled.record
    assert texts(labelled, "AGREEMENT_DATE") == []
    assert "March __, 2005" in open_texts(labelled, "AGREEMENT_DATE")


def test_a_date_that_is_both_is_the_agreement_date_and_gold_for_both(tmp_path):
    answers = ANSWERS | {"Effective Date": ("['March 1, 2005']", "3/1/05")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers)))
    assert texts(labelled, "EFFECTIVE_DATE") == []
    assert labelled.record["effective_date"] == labelled.record["agreement_date"] == [["2005-03-01"]]


def test_an_anniversary_is_a_term(tmp_path):
    old = "for an initial term of three (3) years,\nuntil April 1, 2008."
    new = "until the third (3rd) anniversary of that day."
    answers = ANSWERS | {"Expiration Date": (f"['shall continue {new}']", "4/1/08")}
    labelled = next(cuad.read(write_cuad(tmp_path, answers, CONTRACT.replace(old, new))))
    assert texts(labelled, "TERM") == ["third (3rd) anniversary"]


def test_a_row_that_is_not_as_in_cuad_names_the_contract_and_not_its_text(tmp_path):
    folder = write_cuad(tmp_path, ANSWERS | {"Parties": ("not a list: secret", "x")})
    with pytest.raises(CorpusError, match=r"clauses\.csv: the row of 'a'") as error:
        list(cuad.read(folder))
    assert "secret" not in error.value.message


# Kleister


def test_kleister_values_are_found_in_the_text_and_all_documents_are_test(tmp_path):
    text = (
        "This Agreement of 4 May 2001 is between Poe, Incorporated, a company under the laws of Ohio, and W & L Ltd.\n"
        "It lasts two years and is governed by the law of the State of Oregon."
    )
    expected = [
        ["effective_date", "2001-05-04"],
        ["jurisdiction", "Oregon"],
        ["party", "Poe_Inc."],
        ["party", "W_and_L_Ltd."],
        ["term", "2_years"],
    ]
    row = {"document": "x.pdf", "text": text, "expected": expected}
    (tmp_path / "train.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert list(kleister.read(tmp_path, "train")) == []
    (labelled,) = kleister.read(tmp_path, "test")
    assert [labelled.document.text[s.start : s.end] for s in labelled.spans] == [
        "4 May 2001",
        "Poe, Incorporated",
        "W & L Ltd.",
        "two years",
        "Oregon",
    ]
    assert labelled.record["term"] == [["P2Y"]]
    assert labelled.record["party"][1] == ["W and L Ltd.", "W & L Ltd."]
    assert {"PARTY", "TERM", "IBAN"} <= labelled.closed
    assert not {"TITLE", "NOTICE_PERIOD"} & labelled.closed


# CoNLL


@pytest.mark.parametrize("tags", ["I-PER I-PER O B-ORG", "B-PER I-PER O B-ORG", "B-PER L-PER O U-ORG"])
def test_conll_tokens_are_words_and_tags_are_spans_in_every_scheme(tmp_path, tags):
    lines = [f"{token} x {tag}" for token, tag in zip(["Ann", "Poe", "joins", '("Rock'], tags.split(), strict=True)]
    (tmp_path / "test.conll").write_text(
        "-DOCSTART- -X- O\n\n" + "\n".join(lines) + "\n\nAnn x I-PER\n", encoding="utf-8"
    )
    (labelled,) = conll.read(tmp_path, "test")
    text = labelled.document.text
    assert text == 'Ann Poe joins ("Rock\nAnn\n'
    assert [text[w.start : w.end] for w in labelled.document.words] == ["Ann", "Poe", "joins", '("Rock', "Ann"]
    assert [(text[s.start : s.end], s.label) for s in labelled.spans] == [
        ("Ann Poe", "PER"),
        ('("Rock', "ORG"),
        ("Ann", "PER"),
    ]
    assert labelled.closed == {"PER", "ORG"}


def test_neighbours_of_one_type_are_two_entities_where_the_second_begins_one(tmp_path):
    (tmp_path / "train.conll").write_text("Ann I-PER\nBob B-PER\nC I-ORG\n", encoding="utf-8")
    (labelled,) = conll.read(tmp_path, "all")
    assert [(s.start, s.end, s.label) for s in labelled.spans] == [(0, 3, "PER"), (4, 7, "PER"), (8, 9, "ORG")]


def test_without_a_dev_file_a_tenth_of_the_train_file_is_dev(tmp_path):
    documents = "".join(f"-DOCSTART- O\n\nword{i} O\n\n" for i in range(20))
    (tmp_path / "train.conll").write_text(documents, encoding="utf-8")
    train, dev = ({labelled.document.text for labelled in conll.read(tmp_path, split)} for split in ("train", "dev"))
    assert (len(train), len(dev)) == (18, 2)
    assert not train & dev


def test_a_conll_line_without_a_tag_is_named(tmp_path):
    (tmp_path / "train.conll").write_text("Ann I-PER\nsecret person\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"train\.conll, line 2") as error:
        list(conll.read(tmp_path))
    assert "secret" not in error.value.message


# The project's own format

labels = st.sampled_from(["PARTY", "DATE", "MY_LABEL"])
numbers = st.floats(0, 1000, allow_nan=False)


@st.composite
def documents(draw) -> LabelledDocument:
    text = draw(st.text(min_size=1, max_size=60))
    borders = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    stretches = [pair for pair in zip(borders[::2], borders[1::2], strict=False) if pair[0] < pair[1]]
    boxes = st.none() | st.builds(Box, st.integers(1, 3), numbers, numbers, numbers, numbers)
    words = tuple(Word(a, b, draw(boxes), draw(st.none() | st.floats(0, 1))) for a, b in stretches)
    pages = (Page(1, draw(numbers), draw(numbers), 0, len(text), draw(st.sampled_from(["text", "ocr", "blank"]))),)
    spans = tuple(Span(a, b, draw(labels)) for a, b in stretches if draw(st.booleans()))
    names = draw(st.lists(st.text(max_size=5), max_size=2))
    return LabelledDocument(
        Document(
            draw(st.text(min_size=1, max_size=8)),
            text,
            words,
            pages if draw(st.booleans()) else (),
            draw(st.sampled_from([None, "en"])),
            tuple(names),
        ),
        spans,
        frozenset(draw(st.sets(labels))),
        tuple(Span(a, b, draw(labels)) for a, b in stretches[:1]),
        draw(st.sampled_from([None, "contract"])),
        {"party": [names]} if names else {},
        {"party": names} if names else {},
    )


@settings(deadline=None)
@given(st.lists(documents(), max_size=3))
def test_what_is_written_is_read_back_unchanged(tmp_path_factory, many):
    path = tmp_path_factory.mktemp("corpus") / "x.jsonl"
    jsonl.write(path, many)
    assert list(jsonl.read(path)) == many


def test_a_line_written_by_hand_needs_a_text_and_spans_only(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(
        '{"text": "Invoice 4711", "spans": [{"start": 8, "end": 12, "label": "INVOICE_NUMBER"}]}\n\n'
        '{"text": "Due 3 May", "spans": [{"start": 4, "end": 9, "label": "DUE_DATE"}], "closed": []}\n',
        encoding="utf-8",
    )
    first, second = jsonl.read(path)
    assert texts(first, "INVOICE_NUMBER") == ["4711"]
    assert first.document.words == (Word(0, 7), Word(8, 12))
    assert first.closed == {"INVOICE_NUMBER", "DUE_DATE"}  # all that the file uses
    assert second.closed == frozenset()
    assert first.document.source != second.document.source


@pytest.mark.parametrize(
    "line",
    [
        "secret",
        '["secret"]',
        '{"text": "secret", "spans": [{"start": 0, "end": 7, "label": "A"}]}',
        '{"text": "secret", "spans": [{"start": 3, "end": 3, "label": "A"}]}',
        '{"text": "secret", "spans": [{"start": "0", "end": 3, "label": "A"}]}',
        '{"text": "secret", "spans": [{"start": 0, "end": 3, "label": "A"}, {"start": 2, "end": 4, "label": "B"}]}',
        '{"text": "secret", "spams": []}',
        '{"text": "secret", "words": [[0, 3], [2, 6]]}',
        '{"spans": []}',
    ],
)
def test_a_bad_line_is_named_by_file_and_number_without_its_text(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "fine"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"bad\.jsonl, line 2: ") as error:
        list(jsonl.read(path))
    assert "secret" not in error.value.message


def test_a_folder_with_named_files_brings_its_own_splits(tmp_path):
    for name in ("train", "dev", "test"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": name}) + "\n", encoding="utf-8")
    assert [labelled.document.text for labelled in jsonl.read(tmp_path, "dev")] == ["dev"]
    assert len(list(jsonl.read(tmp_path, "all"))) == 3


# The registry


def test_every_reader_that_is_there_can_be_loaded_by_name(tmp_path):
    (tmp_path / "mine.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n', encoding="utf-8")
    assert [labelled.document.text for labelled in registry.load("jsonl", tmp_path, "all")] == ["one", "two"]
    assert [labelled.document.text for labelled in registry.load("jsonl", tmp_path, "test")] == ["one"]


def test_an_unknown_corpus_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(CorpusError, match="cuad, kleister-nda, fin"):
        registry.load("cuadd", tmp_path)


@pytest.mark.parametrize("name", ["cuad", "fin", "kleister-nda", "jsonl"])
def test_a_missing_folder_is_a_corpus_error(tmp_path, name):
    with pytest.raises(CorpusError, match="does not exist"):
        registry.load(name, tmp_path / "nowhere")
