"""What stands behind the ? of an address: only what the request knows, so that nothing is asked for in vain."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from nerkit.keyword_options import meant
from nerkit.service.refusal import Refused

_LONGEST = 100
"""Characters of a name that are said."""


def check_parameters(request: Request) -> None:
    """Raises `Refused` for parameters that the request does not have, which are named."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = [parameter.alias for parameter in route.dependant.query_params]
    unknown = [name[:_LONGEST] for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        said = meant(unknown[0], known) if known else "it takes none"
        names = ", ".join(map(repr, unknown[:3]))
        raise Refused(422, "bad-request", f"this request has no parameter {names}; {said}")
