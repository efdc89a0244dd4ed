"""Kleister-NDA: values are found in the text of their agreement."""

import json

from nerkit.corpora import kleister


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
    assert {"PARTY", "TERM", "BIC"} <= labelled.closed
    assert not {"TITLE", "NOTICE_PERIOD"} & labelled.closed
