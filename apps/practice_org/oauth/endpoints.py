"""The OAuth addresses that programs call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from apps.practice_org import grants, ids, logins
from apps.practice_org.faults import striking
from apps.practice_org.grants import SignedIn
from apps.practice_org.oauth import id_token, identity, knowing, tokens
from apps.practice_org.oauth.clients import Asking
from apps.practice_org.oauth.refusing import OAuthRefusal
from apps.practice_org.oauth.writing import NO_STORE, XML, written, xml
from apps.practice_org.web.hosts import caller


async def token(request: Request) -> Response:
    trouble = await _trouble(request)
    return trouble or await _answered(request, tokens.token)


async def _trouble(request: Request) -> Response | None:
    """What a trainer switched on for the org of the app that calls."""
    live = request.app.state.directory.of_consumer_key((await _form(request)).get("client_id", ""))
    reply = await run_in_threadpool(striking.at_other_doors, live, "POST /services/oauth2/token") if live else None
    return Response(reply.encoded(pretty=False), reply.status, reply.headers, reply.media_type) if reply else None


async def introspect(request: Request) -> Response:
    return await _answered(request, knowing.introspect)


async def revoke(request: Request) -> Response:
    """By form or by address; the reply has no body."""
    form = await _form(request)
    try:
        knowing.revoke(request.app.state.directory, form.get("token", ""))
    except OAuthRefusal as refusal:
        return written(request, form, refusal.body(), refusal.status)
    return Response(status_code=200, headers=NO_STORE)


async def userinfo(request: Request) -> Response:
    given = _bearer(request) or (await _form(request)).get("access_token", "")
    found = _known(request, given)
    if isinstance(found, Response):
        return found
    return written(request, {}, identity.userinfo(found, caller(request)))


async def identity_page(request: Request) -> Response:
    form = dict(request.query_params)
    found = _known(request, _bearer(request) or form.get("oauth_token", ""))
    if isinstance(found, Response):
        return found
    refused = _misplaced(request, found)
    if refused is not None:
        return refused
    body = identity.identity(found, caller(request))
    version = form.get("version", "")
    if version and not identity.put_version(body, version):
        return _plain("Invalid_Version", 406)
    if form.get("format") == "xml" or XML in request.headers.get("accept", ""):
        return Response(xml(body, "user"), 200, NO_STORE, f"{XML};charset=UTF-8")
    return written(request, form, body)


def _misplaced(request: Request, found: SignedIn) -> Response | None:
    """The address must name the session's own org and user."""
    if found.live is not request.app.state.directory.find(request.path_params["org_id"]):
        return _plain("Wrong_Org", 403)
    if found.user.id != ids.full(request.path_params["user_id"]):
        return _plain("Bad_Id", 404)
    return None if logins.is_active(found.live, found.user) else _plain("Inactive", 404)


async def keys(request: Request) -> Response:
    return written(request, {}, id_token.keys(request.app.state.directory.book))


async def configuration(request: Request) -> Response:
    return written(request, {}, id_token.configuration(caller(request).origin))


async def _answered(request: Request, work: Callable[[Asking], dict[str, Any]]) -> Response:
    form = await _form(request)
    header = request.headers.get("authorization", "")
    try:
        return written(request, form, work(Asking(request.app.state.directory, form, caller(request), header)))
    except OAuthRefusal as refusal:
        return written(request, form, refusal.body(), refusal.status)


def _known(request: Request, token: str) -> SignedIn | Response:
    """Identity takes any session whose scope says who somebody is; its refusals are bare words."""
    if not token:
        return _plain("Missing_OAuth_Token", 403)
    found = grants.find_session(request.app.state.directory, token)
    if found is None or not identity.SCOPES & found.scopes:
        return _plain("Bad_OAuth_Token", 403)
    return found


def _plain(words: str, status: int) -> Response:
    return PlainTextResponse(words, status, NO_STORE)


async def _form(request: Request) -> dict[str, str]:
    """A form, with what stands in the address below it."""
    body = await request.form() if request.method == "POST" else {}
    return {**dict(request.query_params), **{key: str(value) for key, value in body.items()}}


def _bearer(request: Request) -> str:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    return text.strip() if scheme in {"Bearer", "OAuth"} else ""
