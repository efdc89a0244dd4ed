"""Whether a page shows what the e-invoice in it states: what counts as shown, and what contradicts."""

from __future__ import annotations

from dataclasses import replace

from line_items_material import INVOICE as TWO_RATES
from line_items_material import record_of as invoice_of
from record_material import INVOICE, marked

from nerkit.document import StatedValue, Statement
from nerkit.labels import builtin
from nerkit.reading import document_from_text
from nerkit.records import build
from nerkit.records.agreement import AGREES
from nerkit.records.record import Check, Record
from nerkit.records.stated import with_statement

STATED = {
    "invoice_number": "471102",
    "invoice_date": "2024-06-05",
    "seller": "Lieferant GmbH",
    "net_amount": "100.00",
    "tax_amount": "19.00",
    "total_amount": "119.00",
    "iban": "DE75512108001245126199",
}


def stated(**fields: str | None) -> Statement:
    """What is stated of the invoice of `record_material`, with other values for some fields; None: not stated."""
    values = {**STATED, **fields}
    return Statement(
        "xml", ("invoice",), {name: (StatedValue(value, name),) for name, value in values.items() if value}
    )


def agreement(page: str, statement: Statement) -> Check | None:
    document, entities = marked(page)
    document = replace(document, statements=(statement,))
    record = build(*marked(page), kind="invoice")
    checks = with_statement(document, entities, record, builtin()).record.checks
    return next((check for check in checks if check.check == AGREES), None)


def contradictions(page: str, statement: Statement) -> list[tuple[str, str | None]]:
    """Each contradicted field, with what the page has instead."""
    check = agreement(page, statement)
    assert check is not None
    return [(one.field, one.shown.value if one.shown else None) for one in check.contradictions]


def test_what_stands_on_the_page_instead_is_said() -> None:
    assert contradictions(INVOICE, stated()) == []
    assert contradictions(INVOICE, stated(invoice_number="990017")) == [("invoice_number", "471102")]
    assert contradictions(INVOICE, stated(iban="DE89370400440532013000")) == [("iban", "DE75512108001245126199")]


def test_what_was_derived_from_a_page_is_not_what_it_shows() -> None:
    """It gives 14 days, from which a due date follows: a page that shows the rest has no other due date to point at."""
    assert build(*marked(INVOICE)).fields["due_date"][0].derived
    assert contradictions(INVOICE, stated(due_date="2024-07-05")) == [("due_date", None)]


def test_a_page_with_nothing_of_an_invoice_is_not_compared_and_one_with_other_values_is() -> None:
    assert agreement("See the invoice that is attached.", stated()) is None
    other = agreement("Invoice number [[INVOICE_NUMBER|X-1]]", stated())
    assert other is not None
    assert not other.passed


def test_a_page_may_give_the_total_alone_where_the_rest_adds_up() -> None:
    """And where no tax is stated there is nothing that does not add up."""
    page = INVOICE.replace("Netto\t[[NET_AMOUNT|100,00 €]]\n[[TAX_RATE|19 %]] MwSt\t[[TAX_AMOUNT|19,00 €]]\n", "")
    assert contradictions(page, stated()) == []
    assert contradictions(page, stated(tax_amount=None, net_amount="119.00")) == []
    assert contradictions(page, stated(tax_amount=None, net_amount="100.00")) == []
    assert contradictions(page, stated(net_amount="110.00")) == [("net_amount", None), ("tax_amount", None)]


TABLE = """Description\tQty\tPrice\tAmount
Work\t2\t100.00\t200.00
Discount\t10.00
Net\t190.00
"""


def with_xml(record: Record, statement: Statement, text: str = TABLE) -> Record:
    document = replace(document_from_text(text, "invoice.txt"), statements=(statement,))
    return with_statement(document, [], record, builtin()).record


def test_lines_and_charges_of_the_page_stay_where_the_xml_has_none() -> None:
    page = invoice_of(TABLE)
    assert [charge.cells["amount"].value for charge in page.charges or ()] == ["-10.00"]
    merged = with_xml(page, stated())
    assert (merged.line_items, merged.charges) == (page.line_items, page.charges)
    row = {"description": StatedValue("Travel"), "amount": StatedValue("80.00")}
    replaced = with_xml(page, replace(stated(), line_items=(row,)))
    assert [item.cells["amount"].value for item in replaced.line_items or ()] == ["80.00"]
    assert replaced.charges == ()


def test_a_stated_line_has_the_places_of_the_line_that_the_page_has_unless_that_says_something_else() -> None:
    page = invoice_of(TABLE)
    (line,) = page.line_items or ()
    said = {"description": "Labour", "quantity": "2", "unit_price": "90.00", "amount": "200.00"}
    row = {name: StatedValue(value) for name, value in said.items()}
    (merged,) = with_xml(page, replace(stated(), line_items=(row,))).line_items or ()
    spans = {name: cell.spans for name, cell in merged.cells.items()}
    assert spans == {name: () if name == "unit_price" else line.cells[name].spans for name in said}


def test_a_stated_tax_has_the_places_of_the_one_of_its_rate_and_amount() -> None:
    page = invoice_of(TWO_RATES)
    rows = ({"rate": "19", "amount": "37.62"}, {"rate": "19"}, {"rate": "7", "amount": "37.62"})
    statement = replace(stated(), taxes=tuple({name: StatedValue(v) for name, v in row.items()} for row in rows))
    whole, bare, other = with_xml(page, statement, TWO_RATES).taxes or ()
    (shown,) = (tax for tax in page.taxes or () if tax.rate.value == "19")
    assert whole.rate.spans == shown.rate.spans != ()
    assert bare.rate.spans == other.rate.spans == ()


def test_what_the_page_shows_under_another_label_is_shown_once_more_under_its_own() -> None:
    document, entities = marked("Customer: [[CUSTOMER_NUMBER|471102]]")
    document = replace(document, statements=(stated(),))
    found = with_statement(document, entities, build(document, entities, kind="invoice"), builtin())
    (number,) = found.record.fields["invoice_number"]
    assert [(found.entities[index].label, found.entities[index].text) for index in number.entities] == [
        ("INVOICE_NUMBER", "471102")
    ]


def test_a_date_that_the_page_shows_for_something_else_contradicts() -> None:
    page = INVOICE + "\nFällig am [[DUE_DATE|19.06.2024]]\n"
    assert contradictions(page, stated(due_date="2024-06-19")) == []
    assert contradictions(page, stated(due_date="2024-06-05")) == [("due_date", "2024-06-19")]


def test_a_date_that_the_page_shows_more_often_than_its_own_contradicts_nothing() -> None:
    """If the XML has that of its own for something else: the page may have been read wrongly."""
    page = INVOICE + "\nFällig am [[DUE_DATE|19.06.2024]]\nLieferschein vom 05.06.2024\nAuftrag vom 05.06.2024\n"
    assert contradictions(page, stated(due_date="2024-06-05", delivery_date="2024-06-19")) == []
    assert contradictions(page, stated(due_date="2024-06-05")) == [("due_date", "2024-06-19")]


def test_a_date_that_is_stated_nowhere_contradicts_however_often_the_page_shows_the_stated_one() -> None:
    """Here it is the delivery that the XML dates by the invoice, whose date the page shows twice."""
    page = INVOICE + "\nPrinted on 05.06.2024\nDelivery date: [[DELIVERY_DATE|03.06.2024]]\n"
    assert contradictions(page, stated(delivery_date="2024-06-03")) == []
    assert contradictions(page, stated(delivery_date="2024-06-05")) == [("delivery_date", "2024-06-03")]


def test_an_amount_with_which_the_xml_alone_does_not_add_up_contradicts_where_that_of_the_page_does() -> None:
    page = (
        INVOICE.replace("NET_AMOUNT|", "NET_AMOUNT:0.6|")
        .replace("[[TAX_RATE|19 %]]", "")
        .replace("[[TAX_AMOUNT|19,00 €]]", "19,00 €")
    )
    page += "\nGutschein 90,00 €\nPorto 29,00 €\nRundung 10,00 €\n"
    assert contradictions(page, stated(net_amount="90.00")) == [("net_amount", "100.00")]
    assert contradictions(page, stated(net_amount="90.00", tax_amount="29.00")) == []
    assert contradictions(page, stated(net_amount="90.00", rounding_amount="10.00")) == []


def test_a_net_amount_without_a_total_must_stand_on_the_page() -> None:
    page = INVOICE.replace("Netto\t[[NET_AMOUNT|100,00 €]]\n", "")
    assert contradictions(page, stated(net_amount="110.00", tax_amount=None, total_amount=None)) == [
        ("net_amount", None)
    ]
