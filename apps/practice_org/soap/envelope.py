"""Reads a SOAP envelope, whichever of the two interfaces it is written for, and writes replies and faults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from markupsafe import Markup

from apps.practice_org.soap import document
from apps.practice_org.soap.faults import Fault
from apps.practice_org.web import templates

INTERFACES = {"u": "partner", "c": "enterprise"}
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    xml: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """`interface` is partner or enterprise; names are looked up in its own namespace."""

    interface: str
    root: ElementTree.Element

    def header(self, path: str) -> str:
        return self._text(f"{SOAP}Header", path)

    def body(self, path: str) -> str:
        return self._text(f"{SOAP}Body", path)

    @property
    def operation(self) -> str:
        """The name of the call; empty where the body is empty or of another namespace."""
        body = self.root.find(f"{SOAP}Body")
        first = body[0].tag if body is not None and len(body) else ""
        return first.removeprefix(self._namespace) if first.startswith(self._namespace) else ""

    @property
    def _namespace(self) -> str:
        return f"{{urn:{self.interface}.soap.sforce.com}}"

    def _text(self, part: str, path: str) -> str:
        names = "/".join(f"{self._namespace}{name}" for name in path.split("/"))
        return self.root.findtext(f"{part}/{names}") or ""


def read(interface: str, body: bytes) -> Envelope:
    """An unescaped ampersand in a password ends here, in the server's own words."""
    loose = re.search(rb"&(\w*)(?![\w;#])", body)
    if loose:
        words = f"The reference to entity \"{loose[1].decode()}\" must end with the ';' delimiter."
        raise Fault("UNKNOWN_EXCEPTION", words)
    try:
        return Envelope(interface, document.parse(body))
    except document.Unreadable as trouble:
        raise Fault("UNKNOWN_EXCEPTION", str(trouble)) from trouble


def written(name: str, interface: str, **values: object) -> str:
    """On one line, as the real server writes."""
    return "".join(templates.render(name, interface=interface, **values).splitlines())


def write_fault(interface: str, fault: Fault) -> str:
    """The real one writes quotes as entities even in text."""
    words = Markup(escape(fault.message, {'"': "&quot;", "'": "&apos;"}))  # noqa: S704 - escaped right here
    return written("soap_fault.xml", interface, fault=fault, words=words)
