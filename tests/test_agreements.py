"""The generator of agreements: every span is what it claims, and agreements are varied and repeatable."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.corpora import jsonl
from nerkit.corpora.agreements import agreement_facts, generate
from nerkit.corpora.agreements.markup import bare, leave_open, mark, spans_of
from nerkit.corpora.agreements.people import ContractParty
from nerkit.corpora.agreements.write_agreements import document
from nerkit.corpora.labelled import LabelledDocument, Span
from nerkit.corpora.marking import CONTRACT_DETAILS
from nerkit.labels import labels
from nerkit.values import read_value
from nerkit.values.typed_spans import mentions

COUNT = 150
CONTRACT = {
    "TITLE",
    "PARTY",
    "AGREEMENT_DATE",
    "EFFECTIVE_DATE",
    "EXPIRATION_DATE",
    "TERM",
    "RENEWAL_TERM",
    "NOTICE_PERIOD",
    "GOVERNING_LAW",
}
GENERIC = {"DATE", "AMOUNT", "PERCENT", "DURATION"}


@pytest.fixture(scope="module")
def agreements() -> list[LabelledDocument]:
    return [document(f"agreement-{i}", Random(f"7-{i}")) for i in range(COUNT)]


def parties(i: int) -> tuple[ContractParty, ...]:
    """The parties of the agreement with this number."""
    return agreement_facts.agreement(Random(f"7-{i}")).parties


def texts(labelled: LabelledDocument, label: str) -> list[str]:
    return [labelled.document.text[span.start : span.end] for span in labelled.spans if span.label == label]


def folded(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()


def test_a_mark_becomes_a_span_of_the_bare_text() -> None:
    text = f"between {mark('PARTY', 'Acme, Inc.')} and {leave_open('PARTY', 'Beta')}."
    assert spans_of(text) == ("between Acme, Inc. and Beta.", [Span(8, 18, "PARTY")], [Span(23, 27, "PARTY")])
    assert bare(text) == spans_of(text)[0]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        generate(tmp_path / name, 12, seed)
    one, same, other = ((tmp_path / name / "train.jsonl").read_bytes() for name in ("one", "same", "other"))
    assert one == same
    assert one != other


def test_the_corpus_reader_gets_nine_of_ten_for_training_and_one_for_development(tmp_path: Path) -> None:
    generate(tmp_path, 20, seed=1)
    assert len(list(jsonl.read(tmp_path, "train"))) == 18
    dev = list(jsonl.read(tmp_path, "dev"))
    assert [one.document.source for one in dev] == ["agreement-00009", "agreement-00019"]
    assert all(one.kind == "contract" and one.closed == set(labels()) - CONTRACT_DETAILS for one in dev)


def test_all_labels_of_contracts_occur_and_no_other(agreements: list[LabelledDocument]) -> None:
    assert {span.label for one in agreements for span in one.spans} == CONTRACT | GENERIC


def test_spans_do_not_overlap_and_hold_no_space_at_their_ends(agreements: list[LabelledDocument]) -> None:
    for one in agreements:
        end = 0
        for span in one.spans:
            text = one.document.text[span.start : span.end]
            assert span.start >= end
            assert text == text.strip() != ""
            end = span.end


def test_every_date_duration_and_place_has_a_value(agreements: list[LabelledDocument]) -> None:
    for one in agreements:
        for span in one.spans:
            kind = labels()[span.label].type
            if kind in ("date", "duration", "place", "amount", "percent"):
                text = one.document.text[span.start : span.end]
                assert read_value(kind, text).value, (span.label, text)


def test_a_date_or_duration_with_a_role_is_the_whole_mention(agreements: list[LabelledDocument]) -> None:
    for one in agreements:
        found = {(m.start, m.end) for m in mentions(one.document.text)}
        for span in one.spans:
            text = one.document.text[span.start : span.end]
            if labels()[span.label].type in ("date", "duration") and "anniversary" not in text:
                assert (span.start, span.end) in found, (span.label, text)


def test_every_party_is_named_and_only_parties_are(agreements: list[LabelledDocument]) -> None:
    for i, one in enumerate(agreements):
        named, all_parties = (
            {folded(text) for text in texts(one, "PARTY")},
            {folded(party.name) for party in parties(i)},
        )
        letter = agreement_facts.agreement(Random(f"7-{i}")).letter  # may be unsigned and without letterhead
        assert named <= all_parties if letter else named == all_parties


def test_parties_stand_in_the_opening(agreements: list[LabelledDocument]) -> None:
    early = [min(s.start for s in one.spans if s.label == "PARTY") < len(one.document.text) / 2 for one in agreements]
    assert all(early)


def test_who_signs_for_a_company_is_no_party(agreements: list[LabelledDocument]) -> None:
    officers = 0
    for i, one in enumerate(agreements):
        named = {folded(text) for text in texts(one, "PARTY")}
        for party in parties(i):
            if party.officer is not None:
                assert folded(party.officer.name) not in named
                officers += party.officer.name in one.document.text
    assert officers > COUNT / 2


def test_an_agreement_says_its_law_term_and_end_at_most_once(agreements: list[LabelledDocument]) -> None:
    for one in agreements:
        assert len(texts(one, "GOVERNING_LAW")) <= 1
        assert len(texts(one, "TERM")) + len(texts(one, "EXPIRATION_DATE")) <= 1


def test_names_and_dates_also_run_over_two_lines(agreements: list[LabelledDocument]) -> None:
    for label in ("PARTY", "AGREEMENT_DATE", "TITLE"):
        assert any("\n" in text for one in agreements for text in texts(one, label)), label


def test_persons_and_companies_of_other_states_are_parties(agreements: list[LabelledDocument]) -> None:
    everyone = [party for i in range(COUNT) for party in parties(i)]
    persons = sum(party.officer is None for party in everyone)
    assert COUNT / 6 < persons < COUNT
    assert len({party.home.place for party in everyone}) > 15


def test_agreements_are_as_long_as_real_ones_and_no_two_are_alike(agreements: list[LabelledDocument]) -> None:
    sizes = sorted(len(one.document.words) for one in agreements)
    assert sizes[0] > 120
    assert sizes[-1] < 1500
    assert len({one.document.text[:400] for one in agreements}) == COUNT


def test_no_template_shows_through(agreements: list[LabelledDocument]) -> None:
    for one in agreements:
        text = one.document.text
        assert not re.search(r"[{}|\ue000-\uf8ff]|\.\.(?!\.)| ,(?!\s+(?:19|20))", text), one.document.source


def test_the_record_holds_the_values_of_the_spans(agreements: list[LabelledDocument]) -> None:
    for one in agreements:
        assert set(one.record) == {span.label.lower() for span in one.spans if span.label in CONTRACT}


def test_the_command_makes_agreements(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["generate", str(tmp_path / "made"), "--what", "agreements", "--count", "10"])
    assert done.exit_code == 0
    assert len(list(jsonl.read(tmp_path / "made"))) == 10
