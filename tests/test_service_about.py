"""A service says what it is: ready or not, its model, its schema, and what each request is answered with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from nerkit import models
from nerkit.crew import Crew
from nerkit.errors import ModelError
from nerkit.labels import builtin
from nerkit.pipeline import Pipeline, load
from nerkit.service.access import ROLES, Access, Holder, digest_of
from nerkit.service.model_description import description_of
from nerkit.service.running import server_of
from nerkit.service.service import Service, ServiceLimits
from nerkit.store import Lock, SqliteStore
from nerkit.store.redis_store import RedisStore
from tests.service_material import INVOICE, serving
from tests.store_material import redis_server

SAMPLES = Path(__file__).parents[1] / "corpora" / "samples"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    about = description_of(models.find())
    with Crew(load(), 1) as crew, serving(crew, tmp_path_factory.mktemp("service"), model=about) as client:
        crew.prepare()
        yield client


def ready(client: httpx.Client) -> tuple[int, list[str]]:
    answer = client.get("/ready", headers={"Authorization": ""})
    return answer.status_code, answer.json()["missing"]


class TestReadiness:
    def test_one_that_takes_documents_is_ready(self, client: httpx.Client) -> None:
        assert ready(client) == (200, [])

    def test_one_whose_model_cannot_be_loaded_is_not(self, tmp_path: Path) -> None:
        (tmp_path / "model").mkdir()
        pipeline = Pipeline(tmp_path / "model", schema=builtin())
        with Crew(pipeline, 1) as crew, serving(crew, tmp_path) as client:
            assert ready(client) == (503, ["model"]), "nothing is loaded yet"
            answer = client.post("/documents", content=INVOICE)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "bad-model")
            assert ready(client) == (503, ["model"])
            assert client.get("/health").status_code == 200, "it runs nevertheless"

    def test_one_whose_queue_is_full_is_not(self, client: httpx.Client, tmp_path: Path) -> None:
        with Crew(load(), 1) as crew, serving(crew, tmp_path, ServiceLimits(waiting=1)) as small:
            crew.prepare()
            where = small.post("/documents?wait=false", content=INVOICE * 60).headers["location"]
            seen = ready(small)
            while small.get(where).status_code == 202:
                pass
            assert seen == (503, ["queue"])
            assert ready(small) == (200, [])

    def test_one_whose_store_was_locked_by_another_key_is_not(self, tmp_path: Path) -> None:
        path, old, new = tmp_path / "records.sqlite", Lock([b"1" * 32]), Lock([b"2" * 32])
        with Crew(load(), 1) as crew, SqliteStore(path, old) as store:
            crew.prepare()
            access = Access((Holder("all", digest_of("x"), ROLES),))
            run = server_of(Service(crew, store, builtin(), access), "127.0.0.1", 0)
            run.start()
            with httpx.Client(base_url=run.address, headers={"Authorization": "Bearer x"}, timeout=60) as client:
                there = ready(client)
                with SqliteStore(path, old) as other:
                    other.rotate(new)
                while ready(client)[0] == 200:
                    pass
                answer = client.post("/documents", content=INVOICE)
                assert (there, ready(client)) == ((200, []), (503, ["store"]))
                assert (answer.status_code, answer.json()["error"]["code"]) == (503, "bad-key")
            run.stop()

    def test_one_whose_store_is_away_is_not(self, tmp_path: Path) -> None:
        with Crew(load(), 1) as crew, redis_server(tmp_path) as process:
            crew.prepare()
            with RedisStore(f"unix://{tmp_path}/socket", make=True) as store:
                run = server_of(Service(crew, store, builtin(), Access()), "127.0.0.1", 0)
                run.start()
                with httpx.Client(base_url=run.address, timeout=60) as client:
                    there = ready(client)
                    process.kill()
                    process.wait()
                    while ready(client)[0] == 200:
                        pass
                    assert (there, ready(client)) == ((200, []), (503, ["store"]))
                run.stop()


class TestWhatThereIs:
    def test_the_model_is_told_as_results_call_it(self, client: httpx.Client) -> None:
        (model,) = client.get("/models").json()
        assert model["name"] == client.post("/documents", content=INVOICE).json()["model"]
        assert {"SELLER", "IBAN"} <= set(model["labels"])

    def test_another_model_has_another_digest(self, tmp_path: Path) -> None:
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "config.json").write_text(json.dumps({"labels": ["X"]}))
        same = [description_of(tmp_path / name)["digest"] for name in ("a", "b")]
        (tmp_path / "b" / "weights").write_bytes(b"x")
        assert same[0] == same[1] != description_of(tmp_path / "b")["digest"]
        (tmp_path / "b" / "config.json").write_text("[]")
        with pytest.raises(ModelError):
            description_of(tmp_path / "b")

    def test_the_schema_is_told(self, client: httpx.Client) -> None:
        (schema,) = client.get("/schemas").json()
        assert schema["labels"]["TOTAL_AMOUNT"]["type"] == "amount"
        assert {name: kind["fields"] for name, kind in schema["kinds"].items()} == client.get("/kinds").json()

    def test_checks_and_confidences_are_figures(self, client: httpx.Client) -> None:
        client.post("/documents", content=(SAMPLES / "invoice-usd-en.pdf").read_bytes())
        figures = client.get("/metrics").text
        assert 'nerkit_checks_total{check="net + tax = total",outcome="passed"}' in figures
        assert 'nerkit_value_confidence_bucket{le="0.99"}' in figures


class TestDescription:
    def test_every_request_has_an_example_of_each_answer(self, client: httpx.Client) -> None:
        for path, methods in client.get("/openapi.json").json()["paths"].items():
            for method, about in methods.items():
                for status, answer in about["responses"].items():
                    media = answer.get("content", {})
                    assert status == "204" or media, (method, path, status)
                    assert all("example" in each for each in media.values()), (method, path, status)
                if method == "put" or (path == "/documents" and method == "post"):
                    assert all("example" in each for each in about["requestBody"]["content"].values())

    def test_examples_have_the_shape_of_what_is_answered(self, client: httpx.Client) -> None:
        paths = client.get("/openapi.json").json()["paths"]
        where = client.post("/documents", content=INVOICE).headers["location"]
        for path in ("/documents/{id}", "/documents/{id}/history", "/documents", "/kinds", "/models", "/schemas"):
            example = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["example"]
            answer = client.get(path.replace("/documents/{id}", where)).json()
            assert shape(example) <= shape(answer) or path == "/kinds"
        body = paths["/documents/{id}/fields"]["put"]["requestBody"]["content"]["application/json"]["example"]
        assert client.put(f"{where}/fields", json=body).status_code == 200


def shape(value: Any) -> set[str]:
    """The keys of an object, or of the first of a list."""
    return set(value[0] if isinstance(value, list) else value)
