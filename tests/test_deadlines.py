"""The deadlines of a contract: who has to do what, by when, and counted from what."""

from __future__ import annotations

import pytest
from record_material import marked, record_of

from nerkit.document import Document, Page, Word
from nerkit.records import Record, build
from nerkit.records.deadline import StatedDeadline
from nerkit.records.deadlines.obliged import obliged
from nerkit.records.record import FieldValue

PARTIES = {
    "en": 'This lease is made by [[PARTY|Acme Ltd]] ("Landlord") and [[PARTY|Jane Doe]] ("Tenant").\n\n',
    "de": "Mietvertrag\n\nVermieter: [[PARTY|Acme GmbH]]. Mieter: [[PARTY|Anna Bauer]].\n\n",
}


def deadlines(text: str, language: str = "en") -> list[StatedDeadline]:
    document, entities = marked(PARTIES.get(language, "") + text)
    known = Document(document.source, document.text, document.words, document.pages, language=language)
    return list(build(known, entities, kind="contract").deadlines or ())


def said(text: str, language: str = "en") -> list[tuple[str, str | None, str, str | None]]:
    return [(one.what, one.who, one.when, one.relative) for one in deadlines(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (
            "en",
            "The Tenant shall pay each invoice within ten (10) days of receipt of\nsuch invoice.",
            ("payment", "Tenant", "P10D", "after receipt of such invoice"),
        ),
        (
            "en",
            "Rent is due on the 1st day of each month.",
            ("payment", None, "R/P1M", "1st day of each month"),
        ),
        (
            "en",
            "Rent is due on the 1st day of each month from the Tenant, and payable by the Tenant to the Landlord.",
            ("payment", "Tenant", "R/P1M", "1st day of each month"),
        ),
        (
            "en",
            "The works must be completed by the Landlord no later than May 3, 2025.",
            ("delivery", "Landlord", "2025-05-03", None),
        ),
        (
            "en",
            "The warranty lasts for a period of 24 months from delivery to the Tenant.",
            ("warranty", None, "P24M", "after delivery to the Tenant"),
        ),
        (
            "en",
            "If the breach is not cured within 30 days following written notice, the Landlord may act.",
            ("cure", None, "P30D", "after written notice"),
        ),
        (
            "de",
            "Die Miete ist bis zum 3. Werktag eines jeden Monats zu zahlen.",
            ("payment", None, "R/P1M", "3. Werktag eines jeden Monats"),
        ),
        (
            "de",
            "Rechnungen sind innerhalb von 30 Tagen nach Zugang zahlbar.",
            ("payment", None, "P30D", "after Zugang"),
        ),
        (
            "de",
            "Der Mieter hat Mängel binnen zwei Wochen zu rügen, widersprechen kann er nicht.",
            ("objection", "Mieter", "P2W", None),
        ),
        (
            "fr",
            "Le locataire est redevable si le manquement persiste dans les 30 jours suivant une mise en demeure.",
            ("cure", None, "P30D", "after une mise en demeure"),
        ),
        (
            "es",
            "El precio se abonará en un plazo de 15 días desde la entrega.",
            ("payment", None, "P15D", "after entrega"),
        ),
        (
            "it",
            "Il corrispettivo sarà pagato entro 30 giorni dal ricevimento.",
            ("payment", None, "P30D", "after ricevimento"),
        ),
        (
            "nl",
            "De factuur moet worden betaald binnen 14 dagen na ontvangst.",
            ("payment", None, "P14D", "after ontvangst"),
        ),
    ],
)
def test_a_sentence_says_who_has_to_do_what_and_by_when(
    language: str, text: str, wanted: tuple[str, str | None, str, str | None]
) -> None:
    assert said(text, language) == [wanted]


def test_the_last_day_for_a_notice_follows_from_the_end_of_the_contract() -> None:
    (expiry, notice) = deadlines(
        "It ends on [[EXPIRATION_DATE|March 31, 2028]].\n\nEither party shall give notice of termination at least "
        "[[TERMINATION_NOTICE:0.95|three months]] prior to the end of the term."
    )
    assert (expiry.what, expiry.who, expiry.when) == ("expiry", None, "2028-03-31")
    assert (notice.what, notice.who, notice.field, notice.date) == (
        "termination",
        "Either party",
        "expiration_date",
        "2027-12-31",
    )
    assert notice.confidence == pytest.approx(0.95)
    assert notice.entities == (3,)


def test_an_end_that_is_worked_out_is_a_deadline_and_says_how() -> None:
    found = deadlines("Effective [[EFFECTIVE_DATE|March 1, 2020]], for a term of [[TERM|two years]].")
    assert [(one.what, one.when, one.derived, one.spans) for one in found] == [
        ("expiry", "2022-03-01", "effective date + term", ())
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Tenant must be at least 18 years of age.",
        "This lease begins on [[EFFECTIVE_DATE|March 1, 2020]] and shall last for [[TERM|two years]].",
        "Notices shall be deemed received three days after mailing.",
        "In 2019, for three years, Acme had built houses.",
        "The Tenant, born on March 3, 1980, shall keep the house clean.",
    ],
)
def test_other_times_are_no_deadlines(text: str) -> None:
    assert [one for one in deadlines(text) if not one.derived] == []


def test_what_is_said_twice_stands_once_with_both_places() -> None:
    sentence = "The Tenant shall pay within 10 days after receipt of the invoice.\n\n"
    (found,) = deadlines(sentence + sentence)
    assert len(found.spans) == 2


def test_a_field_whose_sentence_speaks_of_something_else_is_doubted() -> None:
    (found,) = deadlines("An auditor may visit upon [[NOTICE_PERIOD:0.98|thirty days]] word.")
    assert (found.what, found.confidence) == ("renewal", 0.5)


def test_what_the_words_near_it_do_not_bear_out_fills_no_field_and_is_no_deadline() -> None:
    assert deadlines("An auditor may visit upon [[PAYMENT_TERMS:0.98|thirty days]] word.") == []


def test_other_kinds_have_no_deadlines_and_a_contract_without_any_says_so() -> None:
    assert record_of("[[SELLER|Acme]] Total [[TOTAL_AMOUNT|10.00]] pay within 10 days", "invoice").deadlines is None
    assert "deadlines" not in record_of("[[SELLER|Acme]]", "invoice").to_dict()
    assert record_of("[[PARTY|Acme Ltd]]", "contract").to_dict()["deadlines"] == []


@pytest.mark.parametrize("name", ["*", "***", "…", "Tenant " + "… " * 60 + "Ltd", "Tenant" + "*" * 60])
def test_a_party_whose_name_has_signs_of_patterns_is_a_name_all_the_same(name: str) -> None:
    text = (
        "The Tenant shall pay the rent to the owner of the house at the end within ten days of receipt of an invoice."
    )
    start = text.index("ten days")
    assert obliged(text, start, start + len("ten days"), [FieldValue(name, 0.9, ())], "en") == "Tenant"


def test_the_output_says_where_a_deadline_stands() -> None:
    text = "Agreement of Acme Ltd. Acme Ltd shall deliver by March 3, 2025."
    page = Page(1, 595.0, 842.0, 0, len(text))
    record: Record = build(Document("a", text, (Word(0, 9),), (page,), language="en"), (), kind="contract")
    (row,) = record.to_dict()["deadlines"]
    start, end = row["spans"][0]
    assert text[start:end] == "March 3, 2025"
    assert {name: row[name] for name in ("what", "who", "when", "entities")} == {
        "what": "delivery",
        "who": None,
        "when": "2025-03-03",
        "entities": [],
    }


def test_a_notice_against_renewal_before_a_bare_end_has_its_day() -> None:
    text = (
        "Er läuft bis zum [[EXPIRATION_DATE|30.09.2028]]. Er verlängert sich um zwei Jahre, wenn er nicht spätestens "
        "[[NOTICE_PERIOD|neun Monate]] vor Ablauf schriftlich gekündigt wird."
    )
    (notice,) = [one for one in deadlines(text, "de") if one.what == "renewal"]
    assert (notice.field, notice.date) == ("expiration_date", "2027-12-30")
