"""The calls that read and write components one by one, ten at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import SyncUser
from apps.practice_org.refusals import Refusal
from apps.practice_org.setup import components, fields
from apps.practice_org.setup.lists import listed
from apps.practice_org.soap.metadata import xml
from apps.practice_org.soap.metadata.xml import TYPE, Typed

MOST = 10
ROLLED_BACK = ("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid")
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    live: LiveOrg
    user: SyncUser
    body: ElementTree.Element
    is_all_or_none: bool


def save(asked: Asked) -> list[Any]:
    """createMetadata, updateMetadata and upsertMetadata; a created flag is in the reply of the last one only."""
    verb = xml.local(asked.body).removesuffix("Metadata")
    given = [_component(element) for element in asked.body if xml.local(element) == "metadata"]
    return _together(asked, [name for _, name, _ in given], lambda index: _saved(asked, verb, *given[index]))


def delete(asked: Asked) -> list[Any]:
    kind = components.of(_kind(asked))
    names = _names(asked)

    def one(index: int) -> Result:
        kind.delete(asked.live, names[index])
        return {"fullName": names[index], "success": True}

    return _together(asked, names, one)


def read(asked: Asked) -> list[Any]:
    """A name that nobody knows is an empty record."""
    name = _kind(asked)
    kind = components.of(name)
    found = []
    for full_name in _names(asked):
        metadata = kind.read(asked.live, full_name)
        found.append(Typed(name, {"fullName": full_name, **dict(sorted(metadata.items()))} if metadata else {}))
    return [{"records": found}]


def listing(asked: Asked) -> list[Any]:
    return [
        _property(asked.live, query["type"], full_name, key)
        for query in listed(xml.values(asked.body).get("queries"))
        for full_name, key in components.of(str(query.get("type"))).listing(asked.live)
    ]


def describe(_asked: Asked) -> list[Any]:
    found = [
        {
            "childXmlNames": list(kind.children),
            "directoryName": kind.folder,
            "inFolder": False,
            "metaFile": False,
            "suffix": kind.suffix,
            "xmlName": name,
        }
        for name, kind in components.KINDS.items()
        if kind.suffix
    ]
    return [{"metadataObjects": found, "organizationNamespace": "", "partialSaveAllowed": True, "testRequired": False}]


class Undone(Exception):
    """Raised inside `undoable`: nothing of what happened there is kept."""


@contextmanager
def undoable(live: LiveOrg) -> Iterator[None]:
    before = live.switches
    try:
        with live.storage.writing():
            yield
    except Undone:
        live.put_switches(before)


def _together(asked: Asked, names: list[str], work: Callable[[int], Result]) -> list[Any]:
    if len(names) > MOST:
        words = f"Number of metadata components exceeds the limit of {MOST}"
        raise Refusal("LIMIT_EXCEEDED", words)
    results: list[Result] = []
    with undoable(asked.live):
        results += [_tried(asked, name, work, index) for index, name in enumerate(names)]
        if asked.is_all_or_none and not all(result["success"] for result in results):
            results = [result if not result["success"] else _rolled_back(result) for result in results]
            raise Undone
    return results


def _tried(asked: Asked, name: str, work: Callable[[int], Result], index: int) -> Result:
    try:
        return work(index)
    except Refusal as refusal:
        flag = {"created": False} if xml.local(asked.body) == "upsertMetadata" else {}
        return {**flag, "errors": _error(refusal.code, refusal.message), "fullName": name, "success": False}


def _saved(asked: Asked, verb: str, kind: str, full_name: str, metadata: Result) -> Result:
    exists = components.of(kind).read(asked.live, full_name) is not None
    if verb == "create" and exists and kind != "CustomField":
        raise Refusal("DUPLICATE_DEVELOPER_NAME", f"{full_name} is already in use")
    if verb == "update" and not exists:
        raise Refusal("INVALID_CROSS_REFERENCE_KEY", fields.GONE if kind == "CustomField" else f"{full_name} not found")
    if verb == "create" and kind == "CustomField":
        fields.create(asked.live, asked.user.id, full_name, metadata)
        return {"fullName": full_name, "success": True}
    created = components.put(asked.live, asked.user.id, kind, full_name, metadata)
    flag = {"created": created} if verb == "upsert" else {}
    return {**flag, "fullName": full_name, "success": True}


def _component(element: ElementTree.Element) -> tuple[str, str, Result]:
    metadata = xml.values(element)
    kind = element.get(TYPE, "").rpartition(":")[2]
    return kind, str(metadata.pop("fullName", "")), metadata


def _rolled_back(result: Result) -> Result:
    flag = {"created": False} if "created" in result else {}
    return {**flag, "errors": _error(*ROLLED_BACK), "fullName": result["fullName"], "success": False}


def _error(code: str, message: str) -> Result:
    return {"message": message, "statusCode": code}


def _property(live: LiveOrg, kind: str, full_name: str, key: str) -> Result:
    found = components.of(kind)
    who, when = live.org.admin, "2018-03-01T09:00:00.000Z"
    file_name = f"{full_name.partition('.')[0]}.object" if kind == "CustomField" else f"{full_name}.{found.suffix}"
    return {
        "createdById": who.id,
        "createdByName": who.name,
        "createdDate": when,
        "fileName": f"{found.folder}/{file_name}",
        "fullName": full_name,
        "id": key,
        "lastModifiedById": who.id,
        "lastModifiedByName": who.name,
        "lastModifiedDate": when,
        "manageableState": "unmanaged",
        "type": kind,
    }


def _kind(asked: Asked) -> str:
    return str(xml.values(asked.body).get("type") or "")


def _names(asked: Asked) -> list[str]:
    return [str(name) for name in listed(xml.values(asked.body).get("fullNames"))]
