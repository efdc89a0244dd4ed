"""The application: documents come in, records go out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from nerkit.errors import FieldError, NerkitError, OptionError, SchemaError
from nerkit.service.about import add_about
from nerkit.service.access import ROLES, Holder, Role
from nerkit.service.answers import WithHeaders, error_answer
from nerkit.service.kept_documents import add_kept_documents
from nerkit.service.known_parameters import check_parameters
from nerkit.service.looking import add_looking
from nerkit.service.page_files import add_page
from nerkit.service.refusal import Refused
from nerkit.service.service import Service
from nerkit.service.submitting import add_submitting


def make_app(service: Service) -> FastAPI:
    """The application for a service."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await service.jobs.finished()
        await service.hooks.close()
        service.drawer.close()

    app = FastAPI(title="nerkit", docs_url=None, redoc_url=None, lifespan=lifespan)

    app.add_middleware(WithHeaders, counted=lambda status: service.figures.answers.labels(str(status)).inc())

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return error_answer(error.status, error.code, error.message, error.headers)

    @app.exception_handler(NerkitError)
    async def coded(request: Request, error: NerkitError) -> Response:
        status = 422 if isinstance(error, (OptionError, FieldError, SchemaError)) else 503
        return error_answer(status, error.code, error.message)

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, error: RequestValidationError) -> Response:
        # What was sent is not repeated.
        said = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
        return error_answer(422, "bad-request", said)

    @app.exception_handler(HTTPException)
    async def nowhere(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return error_answer(404, "not-found", "nothing is at this address; GET /openapi.json says what is where")
        headers = dict(error.headers) if error.headers else None
        return error_answer(error.status_code, "bad-request", f"{error.detail}; see GET /openapi.json", headers)

    def allowed(role: Role) -> Callable[[Request], Awaitable[Holder]]:
        async def check(request: Request) -> Holder:  # which else would wait for a thread, and take long for a look
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            holder = service.access.holder(token) if scheme.lower() == "bearer" else None
            if holder is None:
                raise Refused(401, "unauthorised", "send a token: Authorization: Bearer …", WWW_Authenticate="Bearer")
            if role not in holder.roles:
                raise Refused(403, "forbidden", f"this token may not {role}; ask for one that may")
            check_parameters(request)
            return holder

        return check

    may = {role: Depends(allowed(role)) for role in ROLES}

    add_submitting(app, service, may)

    add_kept_documents(app, service, may)
    add_about(app, service, may)
    add_looking(app, service.store, service.uploads, service.drawer, service.schema, service.audit, may)
    add_page(app)
    return app
