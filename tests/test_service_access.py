"""A token opens what its roles and collections say, and nothing else."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from nerkit.cli.main import app
from nerkit.errors import ConfigError, OptionError
from nerkit.service.access import ROLES, Access, Holder, digest_of, grant, revoke
from nerkit.web_server import WebServer
from tests.service_material import INVOICE, bearer, put


class TestAccess:
    @pytest.mark.parametrize("role", ROLES)
    def test_a_token_opens_what_its_roles_say_and_nothing_else(
        self, client: httpx.Client, folder: Path, role: str
    ) -> None:
        where = put(client).headers["location"]
        asked = {
            "submit": lambda **more: client.post("/documents", content=INVOICE, **more),
            "read": lambda **more: client.get(where, **more),
            "correct": lambda **more: client.put(f"{where}/fields", json={}, **more),
            "administer": lambda **more: client.get("/metrics", **more),
        }
        for other, ask in asked.items():
            assert (ask(headers=bearer(folder, role)).status_code == 403) == (other != role)

    def test_a_token_sees_the_records_of_its_collections_and_no_others(
        self, client: httpx.Client, folder: Path
    ) -> None:
        ours, theirs = (
            {"Authorization": f"Bearer {grant(folder / 'tokens.toml', name, ROLES, (name,))}"}
            for name in ("personnel", "purchases")
        )

        def listed(headers: dict[str, str]) -> list[str]:
            return [f"/documents/{each['id']}" for each in client.get("/documents?most=1000", headers=headers).json()]

        where = put(client, headers=ours).headers["location"]
        assert where.startswith("/documents/personnel.")
        broken = client.post("/documents?wait=false", content=b"", headers=ours).headers["location"]
        while client.get(broken, headers=ours).status_code == 202:
            time.sleep(0.05)
        for place in (where, broken):
            asked = {
                "get": lambda place=place, **who: client.get(place, **who),
                "history": lambda place=place, **who: client.get(f"{place}/history", **who),
                "correct": lambda place=place, **who: client.put(f"{place}/fields", json={}, **who),
                "page": lambda place=place, **who: client.get(f"{place}/pages/1", **who),
                "delete": lambda place=place, **who: client.delete(place, **who),
            }
            for ask in asked.values():
                assert ask(headers=theirs).json()["error"]["code"] == "not-found"
        assert listed(ours) == [where]
        assert listed(theirs) == []
        assert where in listed({}), "a token without collections sees all"
        assert client.get(where, headers=ours).status_code == 200
        assert client.get(broken, headers=ours).status_code == 422
        assert client.delete(where, headers=ours).status_code == 204

    def test_a_document_goes_to_a_collection_of_the_token_s_own(self, client: httpx.Client, folder: Path) -> None:
        token = grant(folder / "tokens.toml", "clerk", ("submit",), ("one", "two"))
        clerk = {"Authorization": f"Bearer {token}"}

        def sent(headers: dict[str, str], **options: str) -> tuple[int, str]:
            answer = client.post("/documents", params={"name": "a.txt", **options}, content=INVOICE, headers=headers)
            return answer.status_code, answer.headers.get("location", "")[: len("/documents/one.")]

        assert sent(clerk) == (200, "/documents/one.")
        assert sent(clerk, collection="two") == (200, "/documents/two.")
        assert sent(clerk, collection="three")[0] == 403
        assert sent({}, collection="three") == (200, "/documents/thre")
        assert sent({}, collection="Not/One")[0] == 422
        with pytest.raises(OptionError):
            grant(folder / "tokens.toml", "clerk", ("submit",), ("A B",))

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer " + "x" * 9000])
    def test_without_a_token_nothing_is_answered(self, run: WebServer, header: str) -> None:
        for path in ("/documents/1", "/metrics", "/documents/1/history"):
            answer = httpx.get(run.address + path, headers={"Authorization": header})
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")

    def test_a_token_is_changed_and_taken_back_while_the_service_runs(self, run: WebServer, folder: Path) -> None:
        def status(token: str) -> int:
            return httpx.get(f"{run.address}/documents/1", headers={"Authorization": f"Bearer {token}"}).status_code

        first = grant(folder / "tokens.toml", "bob", ("read",))
        assert first not in (folder / "tokens.toml").read_text()
        assert status(first) == 404
        second = grant(folder / "tokens.toml", "bob", ("read",))
        assert (status(first), status(second)) == (401, 404)
        assert revoke(folder / "tokens.toml", "bob")
        assert status(second) == 401

    def test_a_file_of_tokens_that_cannot_be_used_is_said(self, tmp_path: Path) -> None:
        a = "[a]\nsha256 = 'x'\nroles = ['read']\n"
        for text in (
            f"{a}collections = []",
            f"{a}collections = 'one'",
            "[a]\nroles = ['read']",
            "[a]\nsha256 = 'x'\nroles = ['rule']",
            "a = 1",
            "[[[",
        ):
            (tmp_path / "tokens").write_text(text)
            with pytest.raises(ConfigError):
                Access(file=tmp_path / "tokens")
        holder = Holder("a", digest_of("t"), ("read",))
        assert Access((holder,)).holder("t") == holder

    def test_who_did_what_is_written_down_without_a_word_of_the_document(
        self, client: httpx.Client, folder: Path
    ) -> None:
        where = put(client).headers["location"]
        client.get(where)
        lines = [json.loads(line) for line in (folder / "audit.jsonl").read_text().splitlines()]
        assert [(line["who"], line["what"]) for line in lines[-2:]] == [("all", "submit"), ("all", "read")]
        assert "a.txt" not in (folder / "audit.jsonl").read_text()


def test_tokens_are_made_and_taken_back_by_a_command(tmp_path: Path) -> None:
    def said(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["token", str(tmp_path / "tokens.toml"), *arguments])

    token = said("ann", "--role", "read", "--role", "correct").stdout.strip()
    holder = Access(file=tmp_path / "tokens.toml").holder(token)
    assert holder
    assert (holder.name, holder.roles) == ("ann", ("read", "correct"))
    assert said("ann", "--role", "rule").exit_code == 2
    assert said("ann", "--revoke").exit_code == 0
    assert "nobody is called" in str(said("ann", "--revoke").exception)
