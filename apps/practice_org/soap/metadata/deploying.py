"""Deploying a zip of files with a manifest, as the Salesforce CLI and Workbench do."""

from __future__ import annotations

import base64
import io
import secrets
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.practice_org import clock, ids
from apps.practice_org.refusals import Refusal
from apps.practice_org.setup import components
from apps.practice_org.setup.lists import listed
from apps.practice_org.soap import document
from apps.practice_org.soap.metadata import xml
from apps.practice_org.soap.metadata.calls import Asked, Undone, undoable

DEPLOY = "deploy"  # the book's kind for finished deployments
MANIFEST = "package.xml"
LARGEST = 40_000_000
NOT_IN_ZIP = "An object '{}' of type {} was named in package.xml, but was not found in zipped directory"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One component of a package: where it stands and what it says."""

    kind: str
    full_name: str
    file_name: str
    metadata: Row


def deploy(asked: Asked) -> list[Any]:
    """Done at once; the status is asked for by its id."""
    sent = xml.values(asked.body)
    given = {key[:1].lower() + key[1:]: value for key, value in sent.items()}
    options = given.get("deployOptions") or {}
    key = ids.make("0Af", asked.live.org.pod, secrets.randbelow(62**6))
    status = _deployed(asked, str(given.get("zipFile") or ""), options)
    asked.live.book.put(DEPLOY, asked.live.id, key, {"id": key, **status})
    return [{"done": False, "id": key, "state": "Queued"}]


def status(asked: Asked) -> list[Any]:
    sent = xml.values(asked.body)
    found = asked.live.book.get(DEPLOY, ids.full(str(sent.get("asyncProcessId") or "")) or "")
    if found is None:
        raise Refusal("INVALID_ID_FIELD", f"invalid deploy id: {sent.get('asyncProcessId')}")
    if sent.get("includeDetails") is not True:
        found = {**found, "details": None}
    return [dict(sorted(found.items()))]


def _deployed(asked: Asked, packed: str, options: Row) -> Row:
    started = clock.now().isoformat() + ".000Z"
    is_check, keeps_good = options.get("checkOnly") is True, options.get("rollbackOnError") is False
    messages: list[Row] = []
    failed: list[Row] = []
    with undoable(asked.live):
        messages += [_put(asked, piece) for piece in _pieces(packed)]
        failed += [message for message in messages if not message["success"]]
        if is_check or (failed and not keeps_good):
            raise Undone
    good = [message for message in messages if message["success"]]
    outcome = "Succeeded" if not failed else "SucceededPartial" if keeps_good and good else "Failed"
    return {
        "checkOnly": is_check,
        "completedDate": clock.now().isoformat() + ".000Z",
        "createdBy": asked.user.id,
        "createdByName": asked.user.name,
        "createdDate": started,
        "details": {
            "componentFailures": failed,
            "componentSuccesses": good,
            "runTestResult": {"numFailures": 0, "numTestsRun": 0, "totalTime": 0.0},
        },
        "done": True,
        "ignoreWarnings": options.get("ignoreWarnings") is True,
        "lastModifiedDate": started,
        "numberComponentErrors": len(failed),
        "numberComponentsDeployed": len(good),
        "numberComponentsTotal": len(messages),
        "numberTestErrors": 0,
        "numberTestsCompleted": 0,
        "numberTestsTotal": 0,
        "rollbackOnError": not keeps_good,
        "runTestsEnabled": False,
        "startDate": started,
        "status": outcome,
        "success": not failed,
    }


def _put(asked: Asked, piece: Piece) -> Row:
    head: Row = {"changed": False, "componentType": piece.kind, "created": False, "fileName": piece.file_name}
    if not piece.metadata:
        return {**head, "fullName": piece.full_name, **_wrong(NOT_IN_ZIP.format(piece.full_name, piece.kind))}
    try:
        created = components.put(asked.live, asked.user.id, piece.kind, piece.full_name, piece.metadata)
    except Refusal as refusal:
        return {**head, "fullName": piece.full_name, **_wrong(refusal.message)}
    return {**head, "changed": True, "created": created, "fullName": piece.full_name, "success": True}


def _wrong(words: str) -> Row:
    return {"problem": words, "problemType": "Error", "success": False}


def _pieces(packed: str) -> Iterator[Piece]:
    """Custom fields come first, so that a permission set in the same package can name them."""
    files = _unpacked(packed)
    wanted = [
        (str(entry["name"]), member)
        for entry in listed(files.pop(MANIFEST).get("types"))
        for member in listed(entry.get("members"))
    ]
    order = list(components.KINDS)
    for kind, member in sorted(wanted, key=lambda one: order.index(one[0]) if one[0] in order else len(order)):
        yield from _members(files, kind, str(member))


def _members(files: dict[str, Row], kind: str, member: str) -> Iterator[Piece]:
    found = components.of(kind)
    if kind == "CustomField":
        object_name, _, name = member.partition(".")
        file_name = f"objects/{object_name}.object"
        entries = listed(files.get(file_name, {}).get("fields"))
        metadata = next((dict(entry) for entry in entries if entry.get("fullName") == name), {})
        metadata.pop("fullName", None)
        yield Piece(kind, member, file_name, metadata)
        return
    head, tail = f"{found.folder}/", f".{found.suffix}"
    names = [name.removeprefix(head).removesuffix(tail) for name in files if name.startswith(head)]
    for name in names if member == "*" else [member]:
        yield Piece(kind, name, f"{head}{name}{tail}", files.get(f"{head}{name}{tail}", {}))


def _unpacked(packed: str) -> dict[str, Row]:
    """Contents by path below the folder in which package.xml stands."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(packed, validate=False)))
    except (zipfile.BadZipFile, ValueError) as trouble:
        raise Refusal("INVALID_FIELD", "Unable to read the zip file") from trouble
    manifest = next((name for name in archive.namelist() if name.rpartition("/")[2] == MANIFEST), None)
    if manifest is None:
        raise Refusal("INVALID_FIELD", "No package.xml found")
    if sum(info.file_size for info in archive.infolist()) > LARGEST:
        raise Refusal("LIMIT_EXCEEDED", "The zip file is too large")
    folder = manifest.removesuffix(MANIFEST)
    names = [name for name in archive.namelist() if name.startswith(folder) and not name.endswith("/")]
    return {name.removeprefix(folder): _read(name, archive.read(name)) for name in names}


def _read(name: str, content: bytes) -> Row:
    try:
        return xml.values(document.parse(content))
    except document.Unreadable as trouble:
        raise Refusal("INVALID_FIELD", f"{name}: {trouble}") from trouble
