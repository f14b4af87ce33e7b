"""Calls of the Metadata API, written as other clients write them."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import requests

from tests.practice_org.client import Org

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header '
    'xmlns="http://soap.sforce.com/2006/04/metadata"><AllOrNoneHeader><allOrNone>{all}</allOrNone></AllOrNoneHeader>'
    "<SessionHeader><sessionId>{session}</sessionId></SessionHeader></soapenv:Header>"
    '<soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">'
)
TAIL = "</soapenv:Body></soapenv:Envelope>"


def session(org: Org) -> str:
    return str(org.session.headers["Authorization"]).removeprefix("Bearer ")


def send(org: Org, text: str) -> requests.Response:
    headers = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
    address = f"{org.base}/services/Soap/m/60.0/{org.facts['org_id'][:15]}"
    return requests.post(address, data=text.encode(), headers=headers, timeout=60)


def call(org: Org, body: str, *, all_or_none: bool = False) -> list[dict[str, Any]]:
    reply = send(org, HEAD.format(all=str(all_or_none).lower(), session=session(org)) + body + TAIL)
    assert reply.ok, reply.text
    return results(reply.text)


def results(text: str) -> list[dict[str, Any]]:
    """Each result element as plain values."""
    return [_values(found) for found in _parsed(text).iter() if _local(found) == "result"]


def shape(text: str) -> Any:
    """Element names in order, without values; a name that comes several times counts once."""
    return _shape(_parsed(text))


def deploy(org: Org, files: dict[str, str], **options: bool) -> dict[str, Any]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    chosen = "".join(f"<{key}>{str(value).lower()}</{key}>" for key, value in options.items())
    zipped = base64.b64encode(packed.getvalue()).decode()
    body = f"<deploy><ZipFile>{zipped}</ZipFile><DeployOptions>{chosen}</DeployOptions></deploy>"
    key = call(org, body)[0]["id"]
    asked = f"<asyncProcessId>{key}</asyncProcessId><includeDetails>true</includeDetails>"
    return call(org, f"<checkDeployStatus>{asked}</checkDeployStatus>")[0]


def with_session(org: Org, recorded: str) -> str:
    """A recorded request in the name of this org's session, on an object that it has."""
    text = re.sub("<sessionId>.*?</sessionId>", f"<sessionId>{session(org)}</sessionId>", recorded)
    return text.replace("TestObject15__c", "Lead")


def _parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own server's words


def _shape(element: ElementTree.Element) -> Any:
    children: dict[str, Any] = {}
    for child in element:
        children.setdefault(_local(child), _shape(child))
    return list(children.items()) or None


def _values(element: ElementTree.Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        value: Any = _values(child) if len(child) else (child.text or "")
        name = _local(child)
        found[name] = (
            [*found[name], value]
            if isinstance(found.get(name), list)
            else ([found[name], value] if name in found else value)
        )
    return found


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
