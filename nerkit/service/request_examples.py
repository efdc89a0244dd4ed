"""What the description of the interface shows: an example of each answer, and of each body of a request."""

from __future__ import annotations

from typing import Any

Answers = dict[int | str, dict[str, Any]]

_ID = "2f1f6c1b2b8f4d1e9c0a7b6d5e4f3a2b"
_ROW = {
    "source": "invoice.pdf",
    "kind": "invoice",
    "language": "en",
    "pages": 1,
    "model": "nerkit-default",
    "record": {
        "seller": [{"value": "Brightwater Supplies Ltd", "confidence": 0.98, "entities": [0]}],
        "total_amount": [{"value": "119.00", "currency": "EUR", "confidence": 0.97, "entities": [1]}],
    },
    "entities": [
        {
            "label": "SELLER",
            "text": "Brightwater Supplies Ltd",
            "start": 0,
            "end": 24,
            "confidence": 0.99,
            "boxes": [{"page": 1, "x0": 72.0, "top": 80.2, "x1": 190.4, "bottom": 91.0}],
        },
    ],
    "checks": [{"check": "net + tax = total", "passed": True}],
    "warnings": [],
}
_ABOUT = {"id": _ID, "version": 1, "at": "2026-01-31T12:00:00.000+00:00", "by": "nerkit-default", "state": "new"}

_REFUSALS = {
    401: ("There is no token, or it is not known.", "unauthorised", "send a token: Authorization: Bearer …"),
    403: ("The token does not open this.", "forbidden", "this token may not read; ask for one that may"),
    404: ("There is no such document.", "not-found", "there is no such document"),
    408: ("The body did not come in time.", "too-slow", "the body was not there after 60 seconds"),
    413: ("The body is too large.", "file-too-large", "the body is larger than 50 MB; send less"),
    422: ("What is asked for cannot be done.", "bad-option", "there is no kind of document 'invoce'"),
    429: ("Try again after so many seconds as `Retry-After` says.", "busy", "too many documents wait; try again later"),
    503: ("The service itself cannot work.", "bad-store", "the store cannot be reached"),
}


def _refusals(*statuses: int) -> Answers:
    return {
        status: _answer(
            _REFUSALS[status][0], {"error": dict(zip(("code", "message"), _REFUSALS[status][1:], strict=True))}
        )
        for status in statuses
    }


def _answer(description: str, example: Any, media: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {media: {"example": example}}}


_DONE = _answer("The result, as nerkit tag prints it.", _ROW)
_WAITS = _answer("It waits, or is worked on.", {"id": _ID, "state": "working", "pages_done": 17})

SUBMITTED: Answers = {
    200: _DONE,
    202: _answer("It is taken; Location says where the result will be.", {"id": _ID, "state": "waiting"}),
    **_refusals(401, 403, 408, 413, 422, 429, 503),
}
RESULT: Answers = {200: _DONE, 202: _WAITS, **_refusals(401, 403, 404, 422, 503)}
HISTORY: Answers = {
    200: _answer("All versions, the first one first.", [{**_ABOUT, "sha256": "0" * 64, "result": _ROW}]),
    **_refusals(401, 403, 404, 422, 503),
}
CORRECTED: Answers = {200: _DONE, **_refusals(401, 403, 404, 408, 413, 422, 503)}
DELETED: Answers = {204: {"description": "It is gone."}, **_refusals(401, 403, 404, 422, 503)}
LISTED: Answers = {
    200: _answer("Records, as they came.", [{**_ABOUT, "source": "invoice.pdf", "kind": "invoice"}]),
    **_refusals(401, 403, 422, 503),
}
PICTURE: Answers = {
    200: {"description": "The page.", "content": {"image/png": {"example": "the bytes of a PNG"}}},
    **_refusals(401, 403, 404, 422),
}
KINDS: Answers = {200: _answer("Fields by kind.", {"receipt": ["seller", "total_amount"]}), **_refusals(401, 403)}
HEALTH: Answers = {200: _answer("It runs.", {"state": "up"})}
READY: Answers = {
    200: _answer("The next document would be taken.", {"state": "ready", "missing": []}),
    503: _answer(
        "It would not: the model, the store or a place is missing.", {"state": "not ready", "missing": ["queue"]}
    ),
}
MODELS: Answers = {
    200: _answer(
        "The model in use.", [{"name": "nerkit-default", "digest": "0123456789abcdef", "labels": ["SELLER", "IBAN"]}]
    ),
    **_refusals(401, 403),
}
SCHEMAS: Answers = {
    200: _answer(
        "The schema in use.",
        [
            {
                "labels": {"SELLER": {"type": "name", "means": "who sells"}},
                "kinds": {"receipt": {"fields": ["seller"], "many": []}},
            }
        ],
    ),
    **_refusals(401, 403),
}
METRICS: Answers = {
    200: _answer("Figures.", 'nerkit_documents_total{what="invoice"} 129.0', "text/plain"),
    **_refusals(401, 403),
}


def submitted_body() -> dict[str, Any]:
    """The body of a document that is sent: as it is, or in a form."""
    text = {"type": "string"}
    parts = {"file": {"type": "string", "format": "binary"}, "kind": text, "fields": text, "schema": text}
    form = {"schema": {"type": "object", "required": ["file"], "properties": parts}, "example": _FORM}
    plain = {"schema": {"type": "string", "format": "binary"}, "example": "the bytes of a PDF"}
    return {
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": plain, "multipart/form-data": form},
        }
    }


_FORM = {
    "file": "the bytes of a PDF",
    "kind": "auto",
    "fields": '{"type": "object", "properties": {"monthlyRent": {"type": "number"}}}',
    "schema": 'extends = "nerkit"\n',
}


def corrections_body() -> dict[str, Any]:
    """The body of values that a person sets."""
    value = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["value"]}]}
    fields = {"type": "object", "additionalProperties": {"type": "array", "items": value}}
    example = {"seller": ["ACME"], "total_amount": [{"value": "119.00", "currency": "EUR"}], "due_date": []}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": fields, "example": example}}}}
