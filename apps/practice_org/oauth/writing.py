"""How the OAuth addresses write an answer: JSON, XML or a form, as the caller likes it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
JSON, XML, FORM = "application/json", "application/xml", "application/x-www-form-urlencoded"
BY_FORMAT = {"json": JSON, "xml": XML, "urlencoded": FORM}


def written(request: Request, form: dict[str, str], body: dict[str, Any], status: int = 200) -> Response:
    """By the parameter `format`, else by the Accept header; JSON for everybody else."""
    kind = BY_FORMAT.get(form.get("format", "")) or _accepted(request.headers.get("accept", ""))
    if kind == XML:
        return Response(xml(body, "OAuth"), status, NO_STORE, f"{XML};charset=UTF-8")
    if kind == FORM:
        return Response(urlencode(body), status, NO_STORE, FORM)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, NO_STORE, f"{JSON};charset=UTF-8")


def xml(body: dict[str, Any], root: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><{root}>{_inside(body)}</{root}>'


def _inside(body: dict[str, Any]) -> str:
    return "".join(f"<{key}>{_value(value)}</{key}>" for key, value in body.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return _inside(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else escape(str(value))


def _accepted(header: str) -> str:
    kinds = [one.partition(";")[0].strip() for one in header.split(",")]
    return next((kind for kind in kinds if kind in {JSON, XML, FORM}), JSON)
