"""What a service says of itself: whether it runs, whether it is ready, its model, its schema, its figures."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from nerkit.errors import NerkitError
from nerkit.labels import Schema
from nerkit.service import request_examples
from nerkit.service.access import Holder, Role
from nerkit.service.service import Service
from nerkit.store import Query

_LOOKED = 1.0
"""Seconds for which it is remembered whether the store answers: anybody may ask."""


def add_about(app: FastAPI, service: Service, may: Mapping[Role, Any]) -> None:
    """Adds the requests; `may` are the dependencies that let in who has a role."""
    reached = (float("-inf"), True)

    @app.get("/health", responses=request_examples.HEALTH)
    async def health() -> dict[str, str]:
        """Whether the service runs."""
        return {"state": "up"}

    @app.get("/ready", responses=request_examples.READY)
    async def ready() -> Response:
        """Whether the next document would be taken: there is a model, the store answers, not too many wait."""
        nonlocal reached
        if time.monotonic() - reached[0] > _LOOKED:
            reached = (time.monotonic(), await run_in_threadpool(_answers, service))
        parts = {"model": service.crew.ready, "store": reached[1], "queue": not service.jobs.full}
        missing = [name for name, there in parts.items() if not there]
        return JSONResponse({"state": "not ready" if missing else "ready", "missing": missing}, 503 if missing else 200)

    @app.get("/models", responses=request_examples.MODELS)
    async def models(holder: Holder = may["read"]) -> list[dict[str, Any]]:
        """The model in use: its name, a digest of its files, and the labels that it knows."""
        return [service.model]

    @app.get("/schemas", responses=request_examples.SCHEMAS)
    async def schemas(holder: Holder = may["read"]) -> list[dict[str, Any]]:
        """The schema in use: labels with their types, and the fields of each kind of document."""
        return [described(service.schema)]

    @app.get("/metrics", responses=request_examples.METRICS, response_class=Response)
    async def metrics(holder: Holder = may["administer"]) -> Response:
        """Figures for Prometheus."""
        return Response(service.figures.text(), media_type="text/plain; version=0.0.4")


def described(schema: Schema) -> dict[str, Any]:
    """A schema, ready for JSON."""
    return {
        "labels": {name: {"type": label.type, "means": label.means} for name, label in schema.labels.items()},
        "kinds": {
            name: {"fields": list(kind.fields), "many": [field for field in kind.fields if field in kind.many]}
            for name, kind in schema.kinds.items()
        },
    }


def _answers(service: Service) -> bool:
    try:
        next(service.store.find(Query(state="-")), None)  # nothing is, but the store is reached, and its lock fits
    except NerkitError:
        return False
    return True
