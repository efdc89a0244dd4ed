"""Who asks for it is told that a document is done: signed, again where it did not arrive, and nowhere else."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from nerkit.crew import Crew
from nerkit.errors import ConfigError
from nerkit.pipeline import load
from nerkit.service.hook_delivery import HookDelivery, arrives
from nerkit.service.hooks import HookPlace, HookRules, is_public
from nerkit.service.refusal import Refused
from tests.service_material import INVOICE, Receiver, later, serving

KEY = b"a key of some length"


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[httpx.Client]:
    rules = HookRules.of([receiver.origin], key_file(tmp_path_factory.mktemp("key")), private=True)
    with Crew(load(), 1) as crew, serving(crew, tmp_path_factory.mktemp("service"), hook_rules=rules) as client:
        yield client


def key_file(folder: Path) -> Path:
    (folder / "hook.key").write_bytes(KEY + b"\n")
    return folder / "hook.key"


def told(client: httpx.Client, receiver: Receiver, content: bytes = INVOICE, **options: str) -> tuple[str, dict, bytes]:
    before = len(receiver.took)
    params = {"name": "a.txt", "wait": "false", "hook": f"{receiver.origin}/nerkit?x=1", **options}
    where = client.post("/documents", params=params, content=content).headers["location"]
    receiver.wait(before + 1)
    later(client, where)
    return receiver.took[-1]


class TestDelivery:
    def test_it_says_which_document_is_done_and_not_a_word_of_it(
        self, client: httpx.Client, receiver: Receiver
    ) -> None:
        path, heads, body = told(client, receiver)
        what = json.loads(body)
        assert path == "/nerkit?x=1"
        assert what == {"id": what["id"], "location": f"/documents/{what['id']}", "state": "done"}
        assert client.get(what["location"]).json()["kind"] == "invoice"
        time, digest = (part.partition("=")[2] for part in heads["X-Nerkit-Signature"].split(","))
        assert digest == hmac.new(KEY, time.encode() + b"." + body, hashlib.sha256).hexdigest()

    def test_the_result_comes_along_where_that_is_asked_for(self, client: httpx.Client, receiver: Receiver) -> None:
        what = json.loads(told(client, receiver, hook_result="true")[2])
        assert what["result"] == client.get(what["location"]).json()

    def test_a_document_that_failed_is_told_by_its_code(self, client: httpx.Client, receiver: Receiver) -> None:
        what = json.loads(told(client, receiver, b"%PDF-1.7 cut off")[2])
        assert (what["state"], what["code"]) == ("failed", "broken-pdf")
        assert 'nerkit_hooks_total{outcome="delivered"}' in client.get("/metrics").text

    def test_what_does_not_arrive_is_sent_again_and_redirects_lead_nowhere(self) -> None:
        with Receiver(500, 302, 404) as receiver:
            assert sent(receiver.origin, waits=(0.01, 0.01, 0.01)) == ["delivered"]
            assert [path for path, _, _ in receiver.took] == ["/a"] * 4
            assert len({body for _, _, body in receiver.took}) == 1
        with Receiver(500, 500) as receiver:
            assert sent(receiver.origin, waits=(0.01,)) == ["failed"]
        assert sent(receiver.origin, waits=(0.01,)) == ["failed"], "nobody is there any more"

    def test_a_service_that_ends_waits_for_no_further_try(self) -> None:
        with Receiver(500) as receiver:
            assert sent(receiver.origin, waits=(3600.0,)) == ["failed"]
            assert len(receiver.took) == 1


def sent(origin: str, waits: tuple[float, ...]) -> list[str]:
    """What became of a webhook."""
    outcomes: list[str] = []

    async def run() -> None:
        delivery = HookDelivery(HookRules(frozenset({origin}), KEY, private=True), outcomes.append, waits)
        delivery.send(HookPlace.of(f"{origin}/a"), {"id": "1"})
        while not outcomes and max(waits) < 1:
            await asyncio.sleep(0.01)
        await delivery.close()

    asyncio.run(run())
    return outcomes


class TestPlaces:
    @pytest.mark.parametrize(
        "hook",
        [
            "https://elsewhere.example/x",
            "http://127.0.0.1:1/x",
            "file:///etc/passwd",
            "{origin}@elsewhere.example/",
            "http://user@127.0.0.1/",
            "{origin}/\\x",
            "{origin}/ x",
            "{origin}/#x",
            "{origin}/\r\nX: y",
            "http://[::1/",
            "http://127.0.0.1:99999/",
            "x" * 1999,
        ],
    )
    def test_only_origins_that_are_allowed_are_told(self, client: httpx.Client, receiver: Receiver, hook: str) -> None:
        before = len(receiver.took)
        answer = client.post("/documents", params={"hook": hook.format(origin=receiver.origin)}, content=INVOICE)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad-request")
        assert len(receiver.took) == before

    def test_without_the_option_nobody_is_told(self) -> None:
        with pytest.raises(Refused):
            HookRules.of([], None).place("https://hooks.example/")

    @pytest.mark.parametrize(
        ("address", "public"),
        [
            ("93.184.216.34", True),
            ("2606:2800:220:1:248:1893:25c8:1946", True),
            ("127.0.0.1", False),
            ("10.1.2.3", False),
            ("192.168.1.1", False),
            ("169.254.169.254", False),
            ("100.64.0.1", False),
            ("0.0.0.0", False),
            ("224.0.0.1", False),
            ("::1", False),
            ("fe80::1%eth0", False),
            ("fd00::1", False),
            ("::ffff:10.0.0.1", False),
            ("2002:0a00:0001::1", False),
            ("64:ff9b::a00:1", False),
        ],
    )
    def test_addresses_of_this_machine_and_its_network_are_private(self, address: str, public: bool) -> None:
        assert is_public(address) == public

    def test_a_name_that_leads_to_a_private_address_is_not_followed(self) -> None:
        with Receiver() as receiver:
            origin = receiver.origin.replace("127.0.0.1", "localhost")
            place = HookPlace.of(f"{origin}/a")
            assert not arrives(HookRules(frozenset({origin}), KEY), place, b"{}")
            assert receiver.took == []
            assert arrives(HookRules(frozenset({origin}), KEY, private=True), place, b"{}")
            assert receiver.took[0][1]["Host"] == origin.removeprefix("http://")

    def test_options_that_cannot_be_used_are_said(self, tmp_path: Path) -> None:
        (tmp_path / "short").write_text("short")
        for origin, key in (
            ("https://a.example/path", key_file(tmp_path)),
            ("a.example", key_file(tmp_path)),
            ("https://a.example", None),
            ("https://a.example", tmp_path / "short"),
            ("https://a.example", tmp_path / "none"),
        ):
            with pytest.raises(ConfigError):
                HookRules.of([origin], key)
        assert KEY.decode() not in repr(HookRules.of(["https://a.example"], key_file(tmp_path)))
