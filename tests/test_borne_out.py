"""Values of a contract that the words near them speak against."""

from __future__ import annotations

import pytest
from record_material import record_of, values

MADE = (
    "[[TITLE|Service Agreement]] made on [[AGREEMENT_DATE|December 10, 2024]] between [[PARTY|Acme Ltd]] and "
    "[[PARTY|Bo LLC]]. The parties agree as follows with each other.\n\n"
)


def found(field: str, clause: str) -> list[str]:
    return values(record_of(MADE + clause + "\n\nIn witness whereof.", "contract"), field)


@pytest.mark.parametrize(
    ("field", "clause", "value"),
    [
        ("payment_terms", "Each invoice is payable within [[PAYMENT_TERMS|30 days]] of its date.", "P30D"),
        ("termination_notice", "Acme may terminate this Agreement on [[TERMINATION_NOTICE|60 days]] notice.", "P60D"),
        ("termination_notice", "9. Termination\n\nEither party gives [[TERMINATION_NOTICE|60 days]] notice.", "P60D"),
        ("late_interest", "Amounts not paid in time bear interest at [[LATE_INTEREST|8%]] a year.", "8"),
        ("salary", "The Employee receives [[SALARY|$60,000]] a year.", "60000"),
        ("rent", "4. Rent. The sum of [[RENT|$900]] falls due every month.", "900"),
    ],
)
def test_a_value_with_a_word_of_its_field_near_it_is_one(field: str, clause: str, value: str) -> None:
    assert found(field, clause) == [value]


def test_the_next_row_of_a_table_says_nothing_of_a_value() -> None:
    rows = "Liability cap\t[[LIABILITY_CAP|$90,000]]\n{}\tto be shown\n"
    assert found("liability_cap", rows.format("Liability insurance")) == ["90000"]
    assert found("liability_cap", rows.format("Place")) == ["90000"]
    assert found("liability_cap", "Liability insurance\t[[LIABILITY_CAP|$90,000]]\n") == []


@pytest.mark.parametrize(
    ("field", "clause"),
    [
        ("payment_terms", "Within [[PAYMENT_TERMS|30 days]] each party shall appoint a liaison for the project."),
        (
            "payment_terms",
            "A petition that is not dismissed within [[PAYMENT_TERMS|90 days]], or debts unpaid when due.",
        ),
        (
            "payment_terms",
            "The Buyer shall pay. Flaws are to be reported within [[PAYMENT_TERMS|10 days]] of delivery.",
        ),
        ("termination_notice", "Acme tells Bo [[TERMINATION_NOTICE|30 days]] before an audit."),
        ("termination_notice", "The insurer shall not cancel it without [[TERMINATION_NOTICE|20 days]] notice."),
        ("late_interest", "Bo holds [[LATE_INTEREST|50%]] of the shares."),
        ("salary", "The stock has a par value of [[SALARY|$0.01]] a share."),
        ("liability_cap", "It keeps liability insurance of not less than [[LIABILITY_CAP|$1,000,000]]."),
    ],
)
def test_a_value_without_one_or_with_a_word_of_something_else_is_not(field: str, clause: str) -> None:
    assert found(field, clause) == []


def test_a_language_that_gives_no_words_for_a_field_believes_the_tagger() -> None:
    polish = (
        "[[TITLE|Umowa o świadczenie usług]] zawarta w dniu [[AGREEMENT_DATE|10 grudnia 2024]] r. pomiędzy "
        "[[PARTY|Acme Sp. z o.o.]] a [[PARTY|Bo S.A.]]. Strony postanawiają, co następuje, na czas trwania niniejszej "
        "umowy. Otrzymuje on [[SALARY|900 PLN]].\n"
    )
    assert values(record_of(polish, "contract"), "salary") == ["900"]


def test_other_languages_have_words_of_their_own() -> None:
    opening = (
        "[[TITLE|Contrat de prestation]] conclu le [[AGREEMENT_DATE|10 décembre 2024]] entre la société "
        "[[PARTY|Acme SARL]] et la société [[PARTY|Bo SAS]], qui ont convenu de ce qui suit pour sa durée.\n\n"
    )
    rent = "Le loyer est de [[RENT|900 €]] par mois.\n"
    assert values(record_of(opening + rent, "contract"), "rent") == ["900"]
    price = "Le prix des prestations est de [[RENT|900 €]] par mois.\n"
    assert values(record_of(opening + price, "contract"), "rent") == []
