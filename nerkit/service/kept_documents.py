"""A document that came: its result, its versions, values that a person sets, and its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from nerkit.service import request_examples
from nerkit.service.access import Holder, Role
from nerkit.service.answers import json_line, line_answer
from nerkit.service.body import body_of
from nerkit.service.corrections import corrected
from nerkit.service.refusal import Refused, not_found
from nerkit.service.service import Service
from nerkit.store import RecordStore, StoredRecord, StoreEntry

_JSON_BYTES = 1 << 20


def add_kept_documents(app: FastAPI, service: Service, may: Mapping[Role, Any]) -> None:
    """Adds the requests; `may` are the dependencies that let in who has a role."""
    store = service.store

    @app.get("/documents/{id}", responses=request_examples.RESULT)
    async def result(id: str, holder: Holder = may["read"]) -> Response:
        """The result of a document, as it is now; 202 while it waits."""
        if id in service.jobs and holder.sees(id):
            return JSONResponse(service.jobs.state(id), 202, {"Retry-After": "1"})
        if holder.sees(id) and (line := service.failures.get(id)):
            return line_answer(line, 422)
        record = await _there(store, id, holder)
        service.audit.write(holder.name, "read", id)
        return line_answer(json_line(record.row))

    @app.get("/documents/{id}/history", responses=request_examples.HISTORY)
    async def history(id: str, holder: Holder = may["read"]) -> Response:
        """All versions of a record: when, by whom, in which state."""
        await _there(store, id, holder)
        service.audit.write(holder.name, "read", id)
        return line_answer(json_line([record.to_dict() for record in await run_in_threadpool(store.history, id)]))

    @app.put(
        "/documents/{id}/fields",
        responses=request_examples.CORRECTED,
        openapi_extra=request_examples.corrections_body(),
    )
    async def correct(id: str, request: Request, holder: Holder = may["correct"]) -> Response:
        """Set values of fields, {"seller": ["ACME"], "due_date": []}; the record is checked then."""
        try:
            values = json.loads(await body_of(request, _JSON_BYTES, service.limits.seconds))
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            raise Refused(422, "bad-request", "send an object of fields, each with a list of values")
        record = await _there(store, id, holder)
        row = corrected(record.row, values, service.schema)
        await run_in_threadpool(store.put, [StoreEntry(id, row, holder.name, "checked", record.sha256)])
        await run_in_threadpool(store.mark, id, "checked")
        service.audit.write(holder.name, "correct", id)
        return line_answer(json_line(row))

    @app.delete("/documents/{id}", responses=request_examples.DELETED, status_code=204, response_class=Response)
    async def delete(id: str, holder: Holder = may["administer"]) -> Response:
        """Delete a document with all versions; no byte of it stays in the store."""
        if not holder.sees(id):
            raise not_found()
        service.audit.write(holder.name, "delete", id)
        service.uploads.drop(id)
        failed = service.failures.pop(id, None)
        if not failed and not await run_in_threadpool(store.delete, [id]):
            raise not_found()
        return Response(status_code=204)


async def _there(store: RecordStore, id: str, holder: Holder) -> StoredRecord:
    record = await run_in_threadpool(store.get, id) if holder.sees(id) else None
    if record is None:
        raise not_found()
    return record
