"""What a person needs who looks at records: what there is to look at, pages as pictures, names of fields."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import fastapi
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from nerkit.errors import NerkitError
from nerkit.labels import Schema
from nerkit.reading.isolated import IsolatedReader
from nerkit.service import request_examples
from nerkit.service.access import AuditLog, Holder, Role
from nerkit.service.held_uploads import HeldUploads
from nerkit.service.refusal import Refused, not_found
from nerkit.store import Query, RecordStore

DPI = 110


def add_looking(
    app: FastAPI,
    store: RecordStore,
    uploads: HeldUploads,
    drawer: IsolatedReader,
    schema: Schema,
    audit: AuditLog,
    may: Mapping[Role, Any],
) -> None:
    """Adds the requests; `may` are the dependencies that let in who has a role."""
    turn = asyncio.Lock()  # one page is drawn at a time, and takes one thread

    @app.get("/documents", responses=request_examples.LISTED)
    async def listed(
        holder: Holder = may["read"],
        state: Literal["new", "doubtful", "checked", "exported"] | None = None,
        kind: Annotated[str | None, fastapi.Query(max_length=100)] = None,
        most: Annotated[int, fastapi.Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Records of the token's collections, as they came: id, version, time, who, state, name and kind."""
        query = Query(kind=kind, state=state, most=most, collections=holder.collections)
        found = await run_in_threadpool(lambda: list(store.find(query)))
        audit.write(holder.name, "list", "")
        about = [{name: getattr(record, name) for name in ("id", "version", "at", "by", "state")} for record in found]
        return JSONResponse(
            [
                {**each, "source": record.row["source"], "kind": record.row.get("kind")}
                for each, record in zip(about, found, strict=True)
            ]
        )

    @app.get("/documents/{id}/pages/{number}", response_class=Response, responses=request_examples.PICTURE)
    async def picture(id: str, number: int, holder: Holder = may["read"]) -> Response:
        """A page as PNG, for as long as the document is kept; `X-Resolution` says how many pixels 72 points are."""
        record = await run_in_threadpool(store.get, id) if holder.sees(id) else None
        if record is None:
            raise not_found()
        content = uploads.get(id) or await run_in_threadpool(store.content, id)
        if content is None:
            raise not_found("the document itself is not kept; nerkit serve --keep keeps them")
        source = str(record.row["source"])
        audit.write(holder.name, "read", id)
        try:
            async with turn:
                drawn = await run_in_threadpool(lambda: dict(drawer.pictures(content, source, {number}, dpi=DPI)))
        except NerkitError as error:
            raise Refused(422, error.code, error.message) from None
        if number not in drawn:
            raise not_found("there is no such page")
        return Response(drawn[number], media_type="image/png", headers={"X-Resolution": str(DPI)})

    @app.get("/kinds", responses=request_examples.KINDS)
    async def kinds(holder: Holder = may["read"]) -> dict[str, list[str]]:
        """The fields of each kind of document."""
        return {name: list(kind.fields) for name, kind in schema.kinds.items()}
