"""Reads what stands around the data of a reply: refusals, the org's clock, the calls used."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, NamedTuple

import requests

from apps.salesforce import codes
from apps.salesforce.errors import Outage, SalesforceError, ServerBusy

LONGEST_MESSAGE = 1000
ORG_USAGE = re.compile(r"(?<![\w-])api-usage=(\d+)/(\d+)")


class Usage(NamedTuple):
    """API calls used of those allowed, over the org's rolling 24 hours."""

    used: int
    max: int


def usage(header: str | None) -> Usage | None:
    """From Sforce-Limit-Info, which is missing on some replies and grows a second part where an app has a quota."""
    found = ORG_USAGE.search(header or "")
    return Usage(int(found[1]), int(found[2])) if found else None


def server_time(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header or "").astimezone(UTC)
    except ValueError:
        return None


def error_from(response: requests.Response, otherwise: type[SalesforceError] | None = None) -> SalesforceError:
    """The refusal or outage that a reply of 300 and above stands for; bodies may be lists, dicts, text or HTML."""
    code, message = _said(_body(response))
    if not code and response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServerBusy("SERVER_UNAVAILABLE", "", response.status_code, retry_in=retry_after(response))
    code = code or f"HTTP_{response.status_code}"
    error = codes.error(code, message[:LONGEST_MESSAGE], response.status_code, otherwise)
    if isinstance(error, Outage):
        error.retry_in = retry_after(response)
    return error


def json_of(response: requests.Response) -> Any:
    """A maintenance page may come with a status of success. Raises ServerBusy."""
    try:
        return response.json()
    except ValueError as error:
        raise ServerBusy("UNEXPECTED_PAGE", "A page came instead of data", response.status_code) from error


def retry_after(response: requests.Response) -> float | None:
    seconds = response.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdigit() else None


def _body(response: requests.Response) -> Any:
    try:
        return response.json()
    except (ValueError, requests.RequestException):
        return None


def _said(body: Any) -> tuple[str, str]:
    first = body[0] if isinstance(body, list) and body else body
    if not isinstance(first, dict):
        return "", ""
    code = first.get("errorCode") or first.get("statusCode") or first.get("error") or first.get("exceptionCode") or ""
    message = first.get("message") or first.get("error_description") or first.get("exceptionMessage") or ""
    return str(code), str(message)
