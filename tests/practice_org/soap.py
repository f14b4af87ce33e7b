"""SOAP messages as a client sends them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import requests

from tests.practice_org.client import Org

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def send(
    org: Org, body: str, header: str = "", *, version: str = "59.0", letter: str = "u", **headers: str
) -> requests.Response:
    interface = {"u": "partner", "c": "enterprise"}[letter]
    text = (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:t="urn:{interface}.soap.sforce.com">'
        f"<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
    sent = {"SOAPAction": '""', "Content-Type": "text/xml; charset=UTF-8", **headers}
    return requests.post(f"{org.base}/services/Soap/{letter}/{version}", data=text.encode(), headers=sent, timeout=30)


def log_in(org: Org, *, token: bool = True, header: str = "", **options: str) -> requests.Response:
    user = org.facts["sync_user"]
    username = options.pop("username", user["username"])
    password = options.pop("password", user["password"] + (user["security_token"] if token else ""))
    body = f"<t:username>{escape(username)}</t:username><t:password>{escape(password)}</t:password>"
    return send(org, f"<t:login>{body}</t:login>", header, **options)


def call(org: Org, name: str, session: str, **options: str) -> requests.Response:
    header = f"<t:SessionHeader><t:sessionId>{session}</t:sessionId></t:SessionHeader>"
    return send(org, f"<t:{name}/>", header, **options)


def session_of(reply: requests.Response) -> str:
    found = re.search("<sessionId>(.*?)</sessionId>", reply.text)
    assert found, reply.text
    return found[1]


def fault_of(reply: requests.Response) -> tuple[str, str]:
    """Code and words; they stand twice in a fault and must agree."""
    assert reply.status_code == 500, reply.text
    code = re.search("<sf:exceptionCode>(.*?)</sf:exceptionCode>", reply.text)
    words = re.search("<sf:exceptionMessage>(.*?)</sf:exceptionMessage>", reply.text)
    assert code, reply.text
    assert words, reply.text
    assert f"<faultcode>{code[1]}</faultcode><faultstring>{code[1]}: {words[1]}</faultstring>" in reply.text
    return code[1], words[1]
