"""The headers that every reply of a Salesforce org carries, in its order."""

from __future__ import annotations

import datetime
import secrets

from starlette.responses import Response

CACHE = "no-cache,must-revalidate,max-age=0,no-store,private"
YEAR = 365 * 24 * 60 * 60
FIRM = {
    "Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-XSS-Protection": "1; mode=block",
    "X-Robots-Tag": "none",
    "Cache-Control": CACHE,
}
REFUSED = 401


def dress_rest(response: Response, own: dict[str, str]) -> Response:
    """Two cookies of consent first, then the firm ones, then a browser id, then what belongs to the reply itself."""
    firm = {**FIRM, **{name: value for name, value in own.items() if name in FIRM}}
    rest = {name: value for name, value in own.items() if name not in FIRM}
    _put_first(
        response,
        [
            ("Set-Cookie", _cookie("CookieConsentPolicy=0:1")),
            ("Set-Cookie", _cookie("LSKey-c$CookieConsentPolicy=0:1")),
            *firm.items(),
            ("Set-Cookie", _browser_id()),
            *rest.items(),
        ],
    )
    return _varied(response) if response.status_code != REFUSED else response


def dress_soap(response: Response) -> Response:
    _put_first(response, [("Cache-Control", CACHE), ("Set-Cookie", _browser_id())])
    return _varied(response)


def _put_first(response: Response, pairs: list[tuple[str, str]]) -> None:
    first = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    response.raw_headers = [*first, *response.raw_headers]


def _varied(response: Response) -> Response:
    response.raw_headers.append((b"vary", b"Accept-Encoding"))
    return response


def _browser_id() -> str:
    return _cookie(f"BrowserId={secrets.token_urlsafe(16)}; domain=.salesforce.com")


def _cookie(value: str) -> str:
    then = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=YEAR)
    return f"{value}; path=/; expires={then:%a, %d-%b-%Y %H:%M:%S} GMT; Max-Age={YEAR}"
