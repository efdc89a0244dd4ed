"""What a person sets in a record is a version of it, in the form that records have."""

from __future__ import annotations

import httpx
import pytest

from nerkit.errors import FieldError
from nerkit.labels import builtin
from nerkit.service.corrections import corrected
from tests.service_material import put


class TestCorrections:
    def test_they_are_versions_with_who_and_when(self, client: httpx.Client) -> None:
        where = put(client).headers["location"]
        answer = client.put(
            f"{where}/fields", json={"seller": ["ACME"], "invoice_date": [], "due_date": ["2021-06-13"]}
        )
        record = answer.json()["record"]
        assert record["seller"] == [{"value": "ACME", "confidence": 1.0, "entities": []}]
        assert "invoice_date" not in record
        assert list(record).index("due_date") < list(record).index("seller"), "fields keep the order of their kind"
        assert client.get(where).content == answer.content
        history = client.get(f"{where}/history").json()
        assert [(each["by"], each["state"]) for each in history] == [("nerkit-default", "new"), ("all", "checked")]

    def test_what_does_not_fit_is_refused(self, client: httpx.Client) -> None:
        where = put(client).headers["location"]
        for body in (
            b"[1]",
            b"{",
            b"[" * 100_000,
            b'{"seler": ["x"]}',
            b'{"seller": "x"}',
            b'{"seller": [{"code": "x"}]}',
            b'{"due_date": ["nonsense"]}',
            b'{"due_date": ["03/04/2024"]}',
            b'{"iban": ["foo"]}',
        ):
            assert client.put(f"{where}/fields", content=body).status_code == 422
        assert len(client.get(f"{where}/history").json()) == 1
        with pytest.raises(FieldError, match="did you mean 'seller'"):
            corrected({"kind": "invoice", "record": {}}, {"seler": ["x"]}, builtin())

    def test_what_a_person_sets_is_kept_in_the_form_that_records_have(self) -> None:
        row = {"kind": "invoice", "language": "de", "record": {}}
        given = {"due_date": ["7. Mai 2024"], "total_amount": ["1.880,00 €"], "iban": ["DE89 3704 0044 0532 0130 00"]}
        record = corrected(row, {**given, "net_amount": [{"value": "5.00", "currency": "CHF"}]}, builtin())["record"]
        assert {name: (one["value"], one.get("currency")) for name, (one,) in record.items()} == {
            "due_date": ("2024-05-07", None),
            "total_amount": ("1880.00", "EUR"),
            "iban": ("DE89370400440532013000", None),
            "net_amount": ("5.00", "CHF"),
        }

    def test_a_deleted_document_is_gone(self, client: httpx.Client) -> None:
        where = put(client).headers["location"]
        assert [client.delete(where).status_code for _ in range(2)] == [204, 404]
        assert client.get(where).status_code == 404
