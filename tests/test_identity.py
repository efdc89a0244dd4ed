"""Identity papers: the samples of ICAO Doc 9303, as printed and as scans read them."""

from __future__ import annotations

from random import Random

import pytest

import nerkit
from nerkit.evidence.machine_readable_zone import check_digit, zone_of
from nerkit.evidence.zones_given import given_by_zone
from nerkit.reading import document_from_text

TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
SAMPLES = {"TD3": TD3, "TD1": TD1, "TD2": TD2, "MRV-A": MRV_A, "MRV-B": MRV_B}


@pytest.mark.parametrize("form", SAMPLES)
def test_each_form_of_the_standard_is_read(form: str) -> None:
    zone = zone_of(SAMPLES[form])
    assert zone is not None
    assert (zone.form, zone.faults, zone.holder, zone.sex) == (form, (), "ANNA MARIA ERIKSSON", "F")
    visa = form.startswith("MRV")
    assert zone.birth_date == ("1940-09-07" if visa else "1974-08-12")
    assert zone.expiry_date == ("1996-12-10" if visa else "2012-04-15")
    assert zone.parts["nationality"] == ("XXX" if visa else "UTO")


@pytest.mark.parametrize("form", SAMPLES)
def test_letters_and_digits_that_a_scan_confuses_are_repaired_where_one_alone_may_stand(form: str) -> None:
    lines = list(SAMPLES[form])
    birth = "740812" if not form.startswith("MRV") else "400907"
    row = next(i for i, line in enumerate(lines) if birth in line)
    lines[row] = lines[row].replace(birth, birth.replace("0", "O"))
    assert zone_of(lines) == zone_of(SAMPLES[form])


def test_a_number_whose_check_digits_say_how_it_was_printed_is_mended() -> None:
    assert zone_of([TD3[0], TD3[1].replace("L898902C3", "L8989O2C3")]) == zone_of(TD3)


def test_fillers_that_were_lost_at_the_end_of_a_line_do_not_matter() -> None:
    assert zone_of([TD3[0][:-2], TD3[1]]) == zone_of(TD3)
    assert zone_of([" ".join(TD3[0]), TD3[1]]) == zone_of(TD3)


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_digit_is_seen(seed: int) -> None:
    rng = Random(seed)
    column = rng.choice([13, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 26])
    wrong = str((int(TD3[1][column]) + rng.randint(1, 9)) % 10)
    zone = zone_of([TD3[0], TD3[1][:column] + wrong + TD3[1][column + 1 :]])
    assert zone is not None
    assert zone.faults


def test_check_digits_are_those_of_the_standard() -> None:
    assert [check_digit(text) for text in ("520727", "AB2134<<<", "HA672242<")] == [3, 5, 6]


@pytest.fixture(scope="module")
def pipeline() -> nerkit.Pipeline:
    return nerkit.load()


PASSPORT = "PASSPORT\nUtopia\nSurname\nEriksson\nGiven names\nAnna Maria\n\n" + "\n".join(TD3) + "\n"


def test_a_zone_makes_an_identity_record(pipeline: nerkit.Pipeline) -> None:
    result = pipeline.text(PASSPORT).to_dict()
    assert result["kind"] == "identity"
    assert {name: values[0]["value"] for name, values in result["record"].items()} == {
        "holder": "ANNA MARIA ERIKSSON",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "birth_date": "1974-08-12",
        "expiry_date": "2012-04-15",
        "sex": "F",
        "issuing_state": "UTO",
    }
    assert all(values[0]["evidence"] == "mrz" for values in result["record"].values())
    assert {"check": "check digits of the machine-readable zone", "passed": True} in result["checks"]


def test_a_zone_whose_check_digits_fail_makes_none_and_says_so(pipeline: nerkit.Pipeline) -> None:
    result = pipeline.text(PASSPORT.replace("7408122F", "7408132F")).to_dict()
    assert result["kind"] != "identity"
    assert any("check digits: birth" in one["message"] for one in result["warnings"])


def test_words_of_a_passport_without_a_zone_make_none(pipeline: nerkit.Pipeline) -> None:
    assert (
        pipeline.text("PASSPORT\nSurname\nEriksson\nNationality UTO\nDate of birth 12.08.1974\n").record.kind
        != "identity"
    )


def test_of_zones_without_end_a_few_are_told(pipeline: nerkit.Pipeline) -> None:
    wrong = "\n".join((TD3[0], TD3[1][:9] + "0" + TD3[1][10:], "")) * 40
    _, warnings = given_by_zone(document_from_text(wrong, "a.txt"), pipeline.schema)
    assert 0 < len(warnings) < 20


def test_any_lines_are_read_without_an_error() -> None:
    rng = Random(1)
    for _ in range(300):
        text = "\n".join("".join(rng.choice("AZ019<PIV ") for _ in range(rng.choice([30, 36, 44]))) for _ in range(3))
        lines = text.split("\n")
        assert zone_of(lines) is None or zone_of(lines)
    assert document_from_text("<", "text").text
