"""XML of the Metadata API to plain values and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TYPE = f"{{{XSI}}}type"
BOOLEANS = {"true": True, "false": False}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


class Typed(dict[str, Any]):
    """A value whose element says its type: `<records xsi:type="PermissionSet">`."""

    def __init__(self, kind: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.kind = kind


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def values(element: ElementTree.Element) -> dict[str, Any]:
    """Children by name; a name that comes twice is a list."""
    found: dict[str, Any] = {}
    for child in element:
        name, value = local(child), _value(child)
        if name in found:
            before = found[name]
            found[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[name] = value
    return found


def written(name: str, value: Any) -> str:
    """Null leaves the element out; a list repeats it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "".join(written(name, one) for one in value)
    kind = f' xsi:type="{value.kind}"' if isinstance(value, Typed) else ""
    if isinstance(value, Mapping):
        return f"<{name}{kind}>{fields(value.items())}</{name}>"
    return f"<{name}>{_text(value)}</{name}>"


def fields(pairs: Iterable[tuple[str, Any]]) -> str:
    return "".join(written(name, value) for name, value in pairs)


def envelope(operation: str, results: list[Any]) -> str:
    body = written("result", results)
    return (
        f'{HEAD}<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="{NAMESPACE}" '
        f'xmlns:xsi="{XSI}"><soapenv:Body><{operation}Response>{body}</{operation}Response></soapenv:Body>'
        "</soapenv:Envelope>"
    )


def fault(code: str, message: str) -> str:
    words = escape(message, {'"': "&quot;", "'": "&apos;"})
    return (
        f'{HEAD}<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="{NAMESPACE}">'
        f"<soapenv:Body><soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{code}: {words}</faultstring>"
        "</soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    )


def _value(element: ElementTree.Element) -> Any:
    if len(element):
        return values(element)
    text = element.text or ""
    return BOOLEANS.get(text.strip().lower(), text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return escape(str(value))
