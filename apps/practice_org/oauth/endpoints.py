"""The OAuth addresses that programs call."""

from __future__ import annotations

import base64
from typing import Any
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from apps.practice_org import grants
from apps.practice_org.oauth import identity, tokens
from apps.practice_org.oauth.refusing import OAuthRefusal
from apps.practice_org.web.origin import origin

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


async def token(request: Request) -> Response:
    form = await _form(request)
    try:
        reply = tokens.token(request.app.state.directory, form, origin(request), _basic(request))
    except OAuthRefusal as refusal:
        return _written(request, refusal.body(), refusal.status)
    return _written(request, reply, 200)


async def revoke(request: Request) -> Response:
    form = {**dict(request.query_params), **await _form(request)}
    try:
        tokens.revoke(request.app.state.directory, form.get("token", ""))
    except OAuthRefusal as refusal:
        return _written(request, refusal.body(), refusal.status)
    return Response(status_code=200, headers=NO_STORE)


async def introspect(request: Request) -> Response:
    form = await _form(request)
    found = grants.find_session(request.app.state.directory, form.get("token", ""))
    if found is None:
        return JSONResponse({"active": False}, headers=NO_STORE)
    body = {
        "active": True,
        "scope": found.session["scope"],
        "client_id": found.live.org.app.consumer_key,
        "username": found.user.username,
        "sub": f"{origin(request)}/id/{found.live.id}/{found.user.id}",
        "token_type": "access_token",
        "exp": int(found.session["expires"]),
        "iat": int(found.session["created"]),
        "nbf": int(found.session["created"]),
    }
    return JSONResponse(body, headers=NO_STORE)


async def userinfo(request: Request) -> Response:
    found = grants.find_session(request.app.state.directory, _bearer(request))
    if found is None:
        return PlainTextResponse("Bad_OAuth_Token", 403)
    return JSONResponse(identity.userinfo(found, origin(request)))


async def identity_page(request: Request) -> Response:
    given = _bearer(request) or request.query_params.get("oauth_token", "")
    if not given:
        return PlainTextResponse("Missing_OAuth_Token", 403)
    found = grants.find_session(request.app.state.directory, given)
    if found is None:
        return PlainTextResponse("Bad_OAuth_Token", 403)
    if found.live is not request.app.state.directory.find(request.path_params["org_id"]):
        return PlainTextResponse("Wrong_Org", 403)
    if found.user.id != request.path_params["user_id"]:
        return PlainTextResponse("Bad_Id", 404)
    return JSONResponse(identity.identity(found, origin(request)))


async def _form(request: Request) -> dict[str, str]:
    return {key: str(value) for key, value in (await request.form()).items()}


def _bearer(request: Request) -> str:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    return text.strip() if scheme in {"Bearer", "OAuth"} else ""


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic":
        return None
    key, _, secret = base64.b64decode(text).decode().partition(":")
    return key, secret


def _written(request: Request, body: dict[str, Any], status: int) -> Response:
    if "xml" in request.headers.get("accept", ""):
        inside = "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in body.items())
        text = f'<?xml version="1.0" encoding="UTF-8"?><OAuth>{inside}</OAuth>'
        return Response(text, status, NO_STORE, "application/xml")
    return JSONResponse(body, status, NO_STORE)
