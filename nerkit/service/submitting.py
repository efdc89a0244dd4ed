"""POST /documents: a document comes in, at once or as a job; who asked for it is told when it is done."""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from nerkit.crew import CrewJob, Outcome, Upload
from nerkit.errors import NerkitError
from nerkit.labels import Schema
from nerkit.parsing import json_of
from nerkit.pipeline_options import PipelineOptions
from nerkit.result import Failure
from nerkit.service.access import Holder, Role
from nerkit.service.answers import json_line, line_answer
from nerkit.service.body import body_of
from nerkit.service.hooks import LONGEST_HOOK, HookPlace
from nerkit.service.pace import Pace
from nerkit.service.refusal import Refused
from nerkit.service.request_examples import SUBMITTED, submitted_body
from nerkit.service.sent_forms import is_form
from nerkit.service.service import Service
from nerkit.service.submission import LARGEST_TEXT, Asked, called
from nerkit.store import StoreEntry
from nerkit.store.collections import in_collection

_AROUND = 2 * LARGEST_TEXT + (64 << 10)
"""Bytes of a form beside the document in it."""


def add_submitting(app: FastAPI, service: Service, may: Mapping[Role, Any]) -> None:
    """Adds the request; `may` are the dependencies that let in who has a role."""
    limits = service.limits
    pace = Pace(limits.rate)

    @app.post("/documents", responses=SUBMITTED, openapi_extra=submitted_body())
    async def submit(
        request: Request,
        holder: Holder = may["submit"],
        name: Annotated[str, Query(min_length=1, max_length=255, examples=["invoice.pdf"])] = "",
        kind: Annotated[str, Query(max_length=100, examples=["invoice"])] = "auto",
        min_confidence: Annotated[float, Query(ge=0, le=1)] = 0.0,
        fields: Annotated[str | None, Query(max_length=8000, examples=["rent, deposit"])] = None,
        wait: bool = True,
        collection: Annotated[str | None, Query(max_length=40)] = None,
        hook: Annotated[str | None, Query(max_length=LONGEST_HOOK, examples=["https://hooks.example/nerkit"])] = None,
        hook_result: bool = False,
    ) -> Response:
        """Tag a document, the body of the request as it is. Its name says nothing but what it is called.

        The answer is the line that `nerkit tag` prints; with `wait=false` it comes later, from where `Location` says,
        and `hook` is told once it is there, without a word of the document unless `hook_result` is true. `fields` are
        names or a JSON Schema. A form (multipart/form-data) has the document in its part `file`, and may have the parts
        `kind`, `fields` and `schema`, which is the TOML of `nerkit tag --schema`. The document goes to a collection,
        the first of the token's own unless another of these is named.
        """
        if wait_for := pace.wait(holder.name):
            after = str(math.ceil(wait_for))
            raise Refused(429, "busy", f"this token may send {limits.rate} documents a minute", Retry_After=after)
        place = service.hooks.rules.place(hook) if hook else None
        try:
            id = in_collection(secrets.token_hex(16), holder.collection(collection))
        except PermissionError:
            raise Refused(403, "forbidden", "this token has no such collection; ask for one that has") from None
        with service.jobs.place(id):
            asked = Asked(called(name) or name, kind, min_confidence, fields)
            options, schema = await _options(asked)
            content_type = request.headers.get("content-type", "")
            if is_form(content_type):
                body = await body_of(request, limits.size + _AROUND, limits.seconds)
                asked, content = asked.of_form(body, content_type)
                if len(content) > limits.size:
                    raise Refused(413, "file-too-large", f"the document is larger than {limits.size >> 20} MB")
                options, schema = await _options(asked)
                service.crew.checked(schema, **options)
            else:
                service.crew.checked(schema, **options)
                content = await body_of(request, limits.size, limits.seconds)
            upload = Upload(asked.name or "document", content)
            job = service.crew.submit(upload, schema, **options)
            service.figures.waiting.inc()
            coming = _Coming(id, upload, job, own=schema is None, hook=place, hook_result=hook_result)
            task = asyncio.create_task(_done(service, coming))
            service.jobs.begin(id, job, task)
        service.audit.write(holder.name, "submit", id)
        where = {"Location": f"/documents/{id}"}
        if not wait:
            return JSONResponse({"id": id, "state": "waiting"}, 202, where)
        line = await asyncio.shield(task)
        return line_answer(line, 422 if id in service.failures else 200, where)


async def _options(asked: Asked) -> tuple[PipelineOptions, Schema | None]:
    """The options of a document; in a thread where there is much to parse."""
    return await run_in_threadpool(asked.options) if asked.fields or asked.schema else asked.options()


@dataclass(frozen=True)
class _Coming:
    """A document that is worked on: whether by the service's own schema, who is told, and whether the result too."""

    id: str
    upload: Upload
    job: CrewJob
    own: bool
    hook: HookPlace | None
    hook_result: bool


async def _done(service: Service, coming: _Coming) -> bytes:
    """The line of a document once it is done and kept; whoever asked for it is told."""
    begun = time.monotonic()
    try:
        outcome: Outcome = await asyncio.wrap_future(coming.job)
        line = await _kept(service, coming, outcome, time.monotonic() - begun)
    except NerkitError as error:  # no worker, or no store
        service.failed(coming.id, json_line(Failure.of(coming.upload.source, error).to_dict()))
        _tell(service, coming, error.code, b"")
        raise
    finally:
        service.figures.waiting.dec()
    _tell(service, coming, outcome.code if isinstance(outcome, Failure) else None, line)
    return line


async def _kept(service: Service, coming: _Coming, outcome: Outcome, seconds: float) -> bytes:
    row = outcome.to_dict() if isinstance(outcome, Failure) else outcome
    service.figures.count(row, seconds, service.schema, own=coming.own)
    line = json_line(row)
    if isinstance(outcome, Failure):
        service.failed(coming.id, line)
        return line
    content = coming.upload.content
    entry = StoreEntry.found(coming.id, row, sha256(content).hexdigest(), content if service.keep else None)
    service.uploads.hold(coming.id, content)
    await run_in_threadpool(service.store.put, [entry])
    return line


def _tell(service: Service, coming: _Coming, code: str | None, line: bytes) -> None:
    if coming.hook is None:
        return
    what: dict[str, Any] = {"id": coming.id, "location": f"/documents/{coming.id}"}
    what |= {"state": "failed", "code": code} if code else {"state": "done"}
    if coming.hook_result and line:
        what["result"] = json_of(line.decode())
    service.hooks.send(coming.hook, what)
