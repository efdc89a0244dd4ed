"""What was corrected once on a document is found on the next one of the same layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import nerkit
from nerkit.cli.main import app
from nerkit.errors import LayoutMemoryError, OptionError
from nerkit.labels import builtin
from nerkit.layouts import LayoutMemory, recalled
from nerkit.layouts.layout_print import LayoutPrint
from nerkit.layouts.whereabouts import Whereabouts
from nerkit.reading import document_from_text

LETTER = """\
Nordlicht Werft AG                         Am Hafenbecken 4, Kiel

INVOICE

Our sign         {sign}
Drawn up         {day}
For the account of
{buyer}

Refit of the aft deck                      {net}
Harbour levy                               12.00
Comes to         {total} EUR

Kindly remit to our bankers within a month.
"""
FIRST = LETTER.format(sign="QX 77", day="4 May 2024", buyer="Baltic Ferries Ltd", net="88.00", total="100.00")
SECOND = LETTER.format(sign="QX 91", day="9 June 2024", buyer="Skagen Lines", net="338.00", total="350.00")
OTHER = "Minutes of the meeting\n\nPresent were all members. The chair opened at nine.\n"


def corrected(source: str = "first.txt") -> dict[str, object]:
    record = {
        "invoice_number": "77",
        "invoice_date": "2024-05-04",
        "buyer": "Baltic Ferries Ltd",
        "total_amount": "100.00",
    }
    return {
        "source": source,
        "kind": "invoice",
        "record": {name: [{"value": value}] for name, value in record.items()},
        "entities": [],
    }


@pytest.fixture(scope="module")
def memory() -> LayoutMemory:
    return LayoutMemory().with_learned(document_from_text(FIRST, "first.txt"), corrected(), builtin())


def values(text: str, memory: LayoutMemory) -> dict[str, str]:
    found = recalled(document_from_text(text, "next.txt"), memory, builtin())
    return {one.field: one.value for one in found.get("invoice", ())}


def test_values_are_recalled_where_those_of_the_corrected_document_stood(memory: LayoutMemory) -> None:
    assert values(SECOND, memory) == {
        "invoice_number": "91",
        "invoice_date": "2024-06-09",
        "buyer": "Skagen Lines",
        "total_amount": "350.00",
    }


def test_a_document_that_looks_otherwise_recalls_nothing(memory: LayoutMemory) -> None:
    assert values(OTHER, memory) == {}
    assert values("", memory) == {}


def test_a_field_whose_place_is_empty_is_not_recalled_from_elsewhere(memory: LayoutMemory) -> None:
    assert "invoice_number" not in values(SECOND.replace("QX 91", ""), memory)


def test_the_record_takes_what_is_recalled_and_says_so(memory: LayoutMemory) -> None:
    result = nerkit.load().text(SECOND, memory=memory, kind="invoice").to_dict()
    assert {field: result["record"][field][0]["value"] for field in ("buyer", "total_amount")} == {
        "buyer": "Skagen Lines",
        "total_amount": "350.00",
    }
    assert result["record"]["buyer"][0]["evidence"] == "layout"


def test_a_document_that_is_learned_again_is_known_once(memory: LayoutMemory) -> None:
    again = memory.with_learned(document_from_text(FIRST, "first.txt"), corrected(), builtin())
    assert len(again.layouts) == 1


def test_a_memory_is_a_file_that_can_be_moved_and_looked_at(memory: LayoutMemory, tmp_path: Path) -> None:
    memory.write(tmp_path / "a.json")
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    assert LayoutMemory.read(tmp_path / "b.json") == memory
    shown = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert shown["layouts"][0]["fields"]["invoice_date"]["places"][0]["left"] == "drawn up"


@pytest.mark.parametrize(
    "content", ["", "[]", '{"version": 2, "layouts": []}', '{"version": 1, "layouts": [{}]}', "\x00"]
)
def test_a_damaged_memory_is_an_error_with_a_code(tmp_path: Path, content: str) -> None:
    path = tmp_path / "memory.json"
    path.write_text(content)
    with pytest.raises(LayoutMemoryError, match="nerkit learn"):
        LayoutMemory.read(path)


def test_what_is_no_memory_is_refused_before_a_file_is_read() -> None:
    with pytest.raises(OptionError, match="nerkit learn"):
        nerkit.load().text(SECOND, memory=7)


def test_the_command_learns_from_corrected_results(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(FIRST)
    (tmp_path / "second.txt").write_text(SECOND)
    (tmp_path / "corrected.json").write_text(json.dumps(corrected()))
    memory = str(tmp_path / "layouts.json")
    learned = CliRunner().invoke(app, ["learn", str(tmp_path / "corrected.json"), "--memory", memory])
    assert learned.exit_code == 0, learned.output
    tagged = CliRunner().invoke(app, ["tag", str(tmp_path / "second.txt"), "--memory", memory, "--format", "json"])
    assert json.loads(tagged.stdout)["record"]["buyer"][0]["value"] == "Skagen Lines"


@pytest.mark.parametrize(
    "content", ["nonsense", '{"kind": "invoice"}', '{"source": "a", "kind": "b", "record": {"c": 1}}']
)
def test_a_result_that_is_none_is_an_error_with_a_code(tmp_path: Path, content: str) -> None:
    (tmp_path / "wrong.json").write_text(content)
    shown = CliRunner().invoke(app, ["learn", str(tmp_path / "wrong.json"), "--memory", str(tmp_path / "m.json")])
    assert isinstance(shown.exception, LayoutMemoryError)
    assert not (tmp_path / "m.json").exists()


@given(st.text(alphabet="Ab1:.,\t\n\f €", max_size=200))
def test_any_text_has_a_fingerprint_that_is_its_own(text: str) -> None:
    seen = LayoutPrint.of(document_from_text(text, "text"))
    assert seen.likeness(seen) == (1.0 if seen.words else 0.0)


@given(st.text(alphabet="Ab1:.,\t\n\f €", min_size=1, max_size=200), st.data())
def test_a_place_is_nearest_to_itself(text: str, data: st.DataObject) -> None:
    document = document_from_text(text, "text")
    if document.words:
        word = data.draw(st.sampled_from(document.words))
        place = Whereabouts.of(document, word.start, word.end)
        assert place.nearness(place) == pytest.approx(1.0)
        assert Whereabouts.parse(place.to_dict()) == place
