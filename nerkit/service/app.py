"""The application: documents come in, records go out."""

from __future__ import annotations

import asyncio
import json
import math
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from nerkit.crew import Crew, Outcome, Upload
from nerkit.errors import FieldError, NerkitError, OptionError
from nerkit.labels import Schema
from nerkit.reading.isolated import IsolatedReader
from nerkit.result import Failure
from nerkit.service.access import ROLES, Access, AuditLog, Holder, Role
from nerkit.service.corrections import corrected
from nerkit.service.figures import ServiceFigures
from nerkit.service.held_uploads import HeldUploads
from nerkit.service.looking import add_looking
from nerkit.service.pace import Pace
from nerkit.service.page_files import add_page
from nerkit.service.refusal import Refused, not_found
from nerkit.store import RecordStore, StoredRecord, StoreEntry
from nerkit.store.collections import in_collection

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
"""No answer is run or kept by a browser."""

FAILURES = 1000
"""Documents that failed whose answers are held; these are in no store."""

_JSON_BYTES = 1 << 20

_DISCARDED = 64 << 20
"""Bytes past the limit that are read and thrown away: a client that sends all before it reads gets its answer then.

A connection that is closed with bytes unread is reset, and the answer may be lost with it (RFC 9112, 9.6).
"""


@dataclass(frozen=True)
class ServiceLimits:
    """What requests may cost: bytes of a document, documents that wait, seconds until a body is there.

    `rate` is how many documents a minute each holder of a token may send; None for any number.
    """

    size: int = 50 << 20
    waiting: int = 32
    seconds: float = 60.0
    rate: int | None = None


@dataclass
class Service:
    """What the application works with. `jobs` are documents that nobody has the result of yet, by id."""

    crew: Crew
    store: RecordStore
    schema: Schema
    access: Access
    audit: AuditLog = field(default_factory=lambda: AuditLog(None))
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    figures: ServiceFigures = field(default_factory=ServiceFigures)
    keep: bool = False
    """Whether the store keeps the documents themselves."""
    uploads: HeldUploads = field(default_factory=HeldUploads)
    drawer: IsolatedReader = field(default_factory=IsolatedReader)
    jobs: dict[str, asyncio.Task[bytes]] = field(default_factory=dict)
    failures: dict[str, bytes] = field(default_factory=dict)


def make_app(service: Service) -> FastAPI:
    """The application for a service."""
    limits, store, figures = service.limits, service.store, service.figures
    pace = Pace(limits.rate)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await asyncio.gather(*service.jobs.values(), return_exceptions=True)  # what was accepted is done
        service.drawer.close()

    app = FastAPI(title="nerkit", docs_url=None, redoc_url=None, lifespan=lifespan)

    @app.middleware("http")
    async def with_headers(request: Request, call: Callable[[Request], Any]) -> Response:
        answer: Response = await call(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        figures.answers.labels(str(answer.status_code)).inc()
        return answer

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return _error(error.status, error.code, error.message, error.headers)

    @app.exception_handler(NerkitError)
    async def coded(request: Request, error: NerkitError) -> Response:
        status = 422 if isinstance(error, (OptionError, FieldError)) else 503
        return _error(status, error.code, error.message)

    def allowed(role: Role) -> Callable[[Request], Holder]:
        def check(request: Request) -> Holder:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            holder = service.access.holder(token) if scheme.lower() == "bearer" else None
            if holder is None:
                raise Refused(401, "unauthorised", "send a token: Authorization: Bearer …", WWW_Authenticate="Bearer")
            if role not in holder.roles:
                raise Refused(403, "forbidden", f"this token may not {role}; ask for one that may")
            return holder

        return check

    may = {role: Depends(allowed(role)) for role in ROLES}

    async def work(id: str, upload: Upload, options: dict[str, Any]) -> bytes:
        begun = time.monotonic()
        try:
            outcome = await asyncio.wrap_future(service.crew.submit(upload, **options))
        finally:
            figures.waiting.dec()
        row = outcome.to_dict()
        line = line_of(outcome)
        figures.seconds.observe(time.monotonic() - begun)
        figures.documents.labels(row["error"]["code"] if "error" in row else row["kind"]).inc()
        if isinstance(outcome, Failure):
            service.failures[id] = line
            if len(service.failures) > FAILURES:
                del service.failures[next(iter(service.failures))]
        else:
            content = upload.content if service.keep else None
            entry = StoreEntry.found(id, row, sha256(upload.content).hexdigest(), content)
            service.uploads.hold(id, upload.content)
            await run_in_threadpool(store.put, [entry])
        return line

    @app.post("/documents", responses={200: {}, 202: {}, 401: {}, 403: {}, 408: {}, 413: {}, 422: {}, 429: {}})
    async def submit(
        request: Request,
        holder: Holder = may["submit"],
        name: Annotated[str, Query(min_length=1, max_length=255, examples=["invoice.pdf"])] = "document",
        kind: Annotated[str, Query(max_length=100)] = "auto",
        min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
        wait: bool = True,
        collection: Annotated[str | None, Query(max_length=40)] = None,
    ) -> Response:
        """Tag a document, the body of the request as it is. Its name says nothing but what it is called.

        The answer is the line that `nerkit tag` prints; with `wait=false` it comes later, from where `Location` says.
        It goes to a collection, the first of the token's own unless another of these is named.
        """
        if wait_for := pace.wait(holder.name):
            after = str(math.ceil(wait_for))
            raise Refused(429, "busy", f"this token may send {limits.rate} documents a minute", Retry_After=after)
        if len(service.jobs) >= limits.waiting:
            raise Refused(429, "busy", "too many documents wait; try again later", Retry_After="5")
        options = {"kind": kind, "min_confidence": min_confidence, "cache": False}
        service.crew.check(**options)  # type: ignore[arg-type]
        try:
            id = in_collection(secrets.token_hex(16), holder.collection(collection))
        except PermissionError:
            raise Refused(403, "forbidden", "this token has no such collection; ask for one that has") from None
        place = asyncio.get_running_loop().create_future()
        service.jobs[id] = place  # type: ignore[assignment]  # keeps its place while the body comes
        try:
            upload = Upload(PurePosixPath(name).name or name, await _body(request, limits.size, limits.seconds))
        except BaseException:
            del service.jobs[id]
            place.cancel()
            raise
        figures.waiting.inc()
        task = service.jobs[id] = asyncio.create_task(work(id, upload, options))
        place.cancel()
        task.add_done_callback(lambda done: service.jobs.pop(id, None))
        service.audit.write(holder.name, "submit", id)
        where = {"Location": f"/documents/{id}"}
        if not wait:
            return JSONResponse({"id": id, "state": "waiting"}, 202, where)
        line = await asyncio.shield(task)
        return _line(line, 422 if id in service.failures else 200, where)

    @app.get("/documents/{id}")
    async def result(id: str, holder: Holder = may["read"]) -> Response:
        """The result of a document, as it is now; 202 while it waits."""
        if id in service.jobs and holder.sees(id):
            return JSONResponse({"id": id, "state": "waiting"}, 202, {"Retry-After": "1"})
        if holder.sees(id) and (line := service.failures.get(id)):
            return _line(line, 422)
        record = await _there(store, id, holder)
        service.audit.write(holder.name, "read", id)
        return _line(_json(record.row))

    @app.get("/documents/{id}/history")
    async def history(id: str, holder: Holder = may["read"]) -> Response:
        """All versions of a record: when, by whom, in which state."""
        await _there(store, id, holder)
        service.audit.write(holder.name, "read", id)
        return _line(_json([record.to_dict() for record in await run_in_threadpool(store.history, id)]))

    @app.put("/documents/{id}/fields")
    async def correct(id: str, request: Request, holder: Holder = may["correct"]) -> Response:
        """Set values of fields, {"seller": ["ACME"], "due_date": []}; the record is checked then."""
        try:
            values = json.loads(await _body(request, _JSON_BYTES, limits.seconds))
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            raise Refused(422, "bad-request", "send an object of fields, each with a list of values")
        record = await _there(store, id, holder)
        row = corrected(record.row, values, service.schema)
        await run_in_threadpool(store.put, [StoreEntry(id, row, holder.name, "checked", record.sha256)])
        await run_in_threadpool(store.mark, id, "checked")
        service.audit.write(holder.name, "correct", id)
        return _line(_json(row))

    @app.delete("/documents/{id}")
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

    @app.get("/health")
    async def health() -> dict[str, str]:
        """Whether the service runs."""
        return {"state": "up"}

    @app.get("/metrics")
    async def metrics(holder: Holder = may["administer"]) -> Response:
        """ServiceFigures for Prometheus."""
        return Response(figures.text(), media_type="text/plain; version=0.0.4")

    add_looking(app, store, service.uploads, service.drawer, service.schema, service.audit, may)
    add_page(app)
    return app


def line_of(outcome: Outcome) -> bytes:
    """The line that `nerkit tag` prints of an outcome."""
    return _json(outcome.to_dict())


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _line(line: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(line, status, headers, media_type="application/json")


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


async def _there(store: RecordStore, id: str, holder: Holder) -> StoredRecord:
    record = await run_in_threadpool(store.get, id) if holder.sees(id) else None
    if record is None:
        raise not_found()
    return record


async def _body(request: Request, most: int, seconds: float) -> bytes:
    """The body of a request, as long as it keeps to its size and its time."""
    too_large = Refused(
        413, "file-too-large", f"the body is larger than {most >> 20} MB; send less", Connection="close"
    )
    length = request.headers.get("content-length", "0")
    declared = int(length) if length.isdecimal() else 0
    asks_first = "expect" in request.headers  # and sends nothing before it is told to
    if declared > most and (asks_first or declared > most + _DISCARDED):
        raise too_large
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > most + _DISCARDED:
                    raise too_large
                if max(size, declared) > most:
                    parts.clear()
                else:
                    parts.append(part)
    except TimeoutError:
        if max(size, declared) > most:
            raise too_large from None
        raise Refused(
            408, "too-slow", f"the body was not there after {seconds:g} seconds", Connection="close"
        ) from None
    except ClientDisconnect:  # nobody reads this
        raise Refused(400, "bad-request", "the body ended early; send all of it") from None
    if max(size, declared) > most:
        raise too_large
    return b"".join(parts)
