"""A permission set with just the missing rights, as files that the Salesforce CLI or Workbench deploy."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from apps.connections.missing_rights import MissingRights
from apps.connections.needs import CREATE, DELETE, EDIT, READ
from apps.salesforce.client import VERSION

NAME = "Gangway_Missing_Rights"
LABEL = "Gangway: missing rights"
DESCRIPTION = "What the sync user of Gangway lacked when this file was made. Assign it to that user alone."
PACKAGE_FILE = "package.xml"
SET_FILE = f"permissionsets/{NAME}.permissionset"
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
# the same file is made of the same rights
MADE_AT = (2026, 1, 1, 0, 0, 0)
TAGS = {CREATE: "allowCreate", DELETE: "allowDelete", EDIT: "allowEdit", READ: "allowRead"}


def zipped(missing: MissingRights) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((PACKAGE_FILE, package()), (SET_FILE, written(missing))):
            archive.writestr(zipfile.ZipInfo(name, MADE_AT), text)
    return packed.getvalue()


def package() -> str:
    members = f"<types><members>{NAME}</members><name>PermissionSet</name></types>"
    return _document("Package", [members, f"<version>{VERSION}</version>"])


def written(missing: MissingRights) -> str:
    """In the order of the alphabet, as Salesforce itself writes it."""
    return _document(
        "PermissionSet",
        [
            f"<description>{escape(DESCRIPTION)}</description>",
            *_fields(missing),
            "<hasActivationRequired>false</hasActivationRequired>",
            f"<label>{escape(LABEL)}</label>",
            *_objects(missing),
            *_permissions(missing),
        ],
    )


def _fields(missing: MissingRights) -> Iterator[str]:
    for name, is_edited in sorted(missing.fields.items()):
        values = f"<editable>{_flag(is_edited)}</editable><field>{escape(name)}</field><readable>true</readable>"
        yield f"<fieldPermissions>{values}</fieldPermissions>"


def _objects(missing: MissingRights) -> Iterator[str]:
    for name, rights in sorted(missing.objects.items()):
        values = "".join(f"<{tag}>{_flag(right in rights)}</{tag}>" for right, tag in TAGS.items())
        values += f"<modifyAllRecords>false</modifyAllRecords><object>{escape(name)}</object>"
        yield f"<objectPermissions>{values}<viewAllRecords>false</viewAllRecords></objectPermissions>"


def _permissions(missing: MissingRights) -> Iterator[str]:
    for name in sorted(missing.permissions):
        yield f"<userPermissions><enabled>true</enabled><name>{escape(name)}</name></userPermissions>"


def _flag(is_on: bool) -> str:
    return "true" if is_on else "false"


def _document(root: str, elements: list[str]) -> str:
    body = "\n".join(f"    {element}" for element in elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{body}\n</{root}>\n'
