"""What a service says went wrong: as RFC 7807 has it for programs, as a page for whoever reads pages."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from lib.exports.ogc.asked import format_of
from lib.exports.ogc.documents import HTML
from lib.exports.ogc.openapi import PROBLEM
from lib.light import services
from lib.web.answers import base_of


def problem(request: Request, words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """Say what went wrong, as RFC 7807 has it, or as a page to whoever reads pages; never kept by a browser."""
    told = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"} | (headers or {})
    title = HTTPStatus(status).phrase
    asked = request.query_params.get("f", "")
    wanted = format_of({"f": asked} if asked in {"json", "html"} else {}, request.headers.get("accept", ""))
    if wanted == "html":
        home = f"{base_of(request)}/ogc?f=html"
        body = services.page(services.Sheet(f"{status} {title}", (words,)), home)
        return Response(body, status, told, HTML)
    value = {"type": "about:blank", "title": title, "status": status, "detail": words}
    return Response(json.dumps(value, ensure_ascii=False), status, told, PROBLEM)


def as_problem(request: Request, refusal: Response) -> Response:
    """Say a refusal of the files' as the service says its own."""
    if not refusal.body:
        return refusal
    retry = {name: value for name, value in refusal.headers.items() if name == "retry-after"}
    return problem(request, json.loads(bytes(refusal.body))["error"], refusal.status_code, retry)
