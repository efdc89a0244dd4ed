"""The web page's server: its files, its pictures and its small JSON interface. Documents are named by number only."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from nerkit.annotation.desk import Desk
from nerkit.annotation.export import labelled_documents
from nerkit.annotation.marks import Change, Mark
from nerkit.annotation.store import Conflict, Work
from nerkit.corpora.jsonl import row_of
from nerkit.errors import AnnotationError, NerkitError

_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_DPI = 110
_PICTURES = 24


class ChangeBody(BaseModel):
    """A change of marks, made on a version of the work."""

    model_config = ConfigDict(extra="forbid")

    version: int
    remove: list[Mark] = []
    add: list[Mark] = []


class NoteBody(BaseModel):
    """A flag, a comment, or that the document is done; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    version: int
    flagged: bool | None = None
    comment: Annotated[str, Field(max_length=10_000)] | None = None
    done: bool | None = None


def page_files() -> dict[str, bytes]:
    """The files of the page by name; nothing else is ever served from the disk."""
    folder = files("nerkit.annotation").joinpath("page")
    return {file.name: file.read_bytes() for file in folder.iterdir() if Path(file.name).suffix in _TYPES}


def make_app(desk: Desk) -> FastAPI:
    """The application, without the guard."""
    app = FastAPI(title="nerkit annotate", docs_url=None, redoc_url=None, openapi_url=None)
    static = page_files()
    _add_errors(app)
    _add_documents(app, desk)
    _add_work(app, desk)

    @app.get("/")
    def index() -> Response:
        return Response(static["index.html"], media_type="text/html", headers={"Cache-Control": "no-store"})

    @app.get("/page/{name}")
    def file(name: str) -> Response:
        if name not in static:
            raise HTTPException(404)
        return Response(static[name], media_type=_TYPES[Path(name).suffix], headers={"Cache-Control": "no-cache"})

    @app.middleware("http")
    async def not_kept(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call(request)
        if request.url.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(OverflowError)  # a number that no document of the database can have
    @app.exception_handler(KeyError)
    def missing(_: Request, __: Exception) -> Response:
        return JSONResponse({"message": "there is no such document, or it was not read yet"}, 404)

    @app.exception_handler(ValueError)
    def wrong(_: Request, error: Exception) -> Response:
        return JSONResponse({"message": str(error)}, 422)

    @app.exception_handler(AnnotationError)
    def unsaved(_: Request, error: Exception) -> Response:
        assert isinstance(error, AnnotationError)
        return JSONResponse({"message": error.message}, 507)


def _add_documents(app: FastAPI, desk: Desk) -> None:
    project = desk.project

    @lru_cache(_PICTURES)
    def pictures(source: str, page: int) -> bytes:
        drawn = desk.drawer.pictures(Path(source), source, {page}, dpi=_DPI, **desk.preparation.reading)
        return dict(drawn)[page]

    @app.get("/api/session")
    def session() -> Any:
        return {"annotator": project.annotator, "adjudicates": project.adjudicates, "labels": project.palette()}

    @app.get("/api/documents")
    def documents() -> Any:
        learning = desk.learning.shown() if desk.learning else None
        return {
            "documents": project.queue(),
            "faults": desk.faults,
            "learning": learning,
            "proposes": desk.proposes,
        }

    @app.get("/api/documents/{id}")
    def document(id: int) -> Any:
        return project.document(id)

    @app.get("/api/documents/{id}/pages/{page}/words")
    def words(id: int, page: int) -> Any:
        return project.words(id, page)

    @app.get("/api/documents/{id}/pages/{page}/picture")
    def picture(id: int, page: int) -> Response:
        try:
            png = pictures(project.store.document(id).source, page)
        except NerkitError:
            raise HTTPException(404) from None
        return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=300"})

    @app.get("/api/documents/{id}/differences")
    def differences(id: int) -> Any:
        return project.differences(id)

    @app.get("/api/agreement")
    def agreement() -> Any:
        return project.agreement()

    @app.get("/api/corpus.jsonl")
    def corpus(annotator: str | None = None) -> Response:
        rows = (
            json.dumps(row_of(labelled), ensure_ascii=False)
            for labelled in labelled_documents(project.store, annotator)
        )
        return PlainTextResponse("".join(f"{row}\n" for row in rows), media_type="application/x-ndjson")


def _add_work(app: FastAPI, desk: Desk) -> None:
    project = desk.project

    def saved(action: Callable[[], Work]) -> Any:
        try:
            work = action()
        except Conflict as conflict:
            return JSONResponse(project.shown(conflict.work), 409)
        desk.saved(work)
        return project.shown(work)

    @app.get("/api/documents/{id}/work")
    def work(id: int) -> Any:
        return project.work(id)

    @app.get("/api/documents/{id}/record")
    def record(id: int) -> Any:
        return project.record(id)

    @app.post("/api/documents/{id}/change")
    def change(id: int, body: ChangeBody) -> Any:
        return saved(lambda: project.change(id, body.version, Change(tuple(body.remove), tuple(body.add))))

    @app.post("/api/documents/{id}/undo")
    def undo(id: int, version: Annotated[int, Body(embed=True)]) -> Any:
        return saved(lambda: project.store.undo(id, project.annotator, version))

    @app.post("/api/documents/{id}/redo")
    def redo(id: int, version: Annotated[int, Body(embed=True)]) -> Any:
        return saved(lambda: project.store.redo(id, project.annotator, version))

    @app.post("/api/documents/{id}/note")
    def note(id: int, body: NoteBody) -> Any:
        return saved(lambda: project.note(id, body.version, flagged=body.flagged, comment=body.comment, done=body.done))

    @app.post("/api/documents/{id}/here")
    def here(id: int, tab: Annotated[str, Body(embed=True, max_length=64)]) -> Any:
        others = desk.presence.here(id, tab)
        version = project.store.work(id, project.annotator).version
        return {"others": others, "version": version, "proposer": project.store.proposer(id)}

    @app.post("/api/gone")
    def gone(tab: Annotated[str, Body(embed=True, max_length=64)]) -> Any:
        desk.presence.gone(tab)
        return {}
