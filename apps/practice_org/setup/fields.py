"""Custom fields made, changed and removed through an API.

Field-level security shows a new field to nobody until a permission set or a profile opens it; Professional edition has
no such security to open and shows it at once. No page layout has it until somebody puts it there.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.practice_org import clock, ids, quoting
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.seed import filling
from apps.practice_org.setup import definitions, layouts
from apps.practice_org.setup.kinds import metadata_type

Metadata = dict[str, Any]
GONE = "This custom field does not exist or is not accessible"
RIGHTS = ("PermissionsCustomizeApplication", "PermissionsModifyMetadata")


@dataclass(frozen=True, slots=True)
class CustomField:
    """`made_at` is empty for fields that came with the org."""

    id: str
    object_name: str
    name: str
    metadata: Metadata
    made_at: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.object_name}.{self.name}"

    @property
    def namespace(self) -> str | None:
        head, _, rest = self.name.removesuffix("__c").partition("__")
        return head if rest else None

    @property
    def developer_name(self) -> str:
        return self.name.removesuffix("__c").rpartition("__")[2]


def require_right(live: LiveOrg, user_id: str) -> None:
    held = live.permissions(user_id)
    if not any(held[right] for right in RIGHTS):
        raise Refusal("INSUFFICIENT_ACCESS", "insufficient access rights on entity: CustomField", status=403, fields=[])


def create(live: LiveOrg, user_id: str, full_name: str, metadata: Metadata) -> CustomField:
    object_name, name = definitions.split(full_name)
    sobject = customisable(live, object_name)
    if sobject.has(name):
        words = f"There is already a field named {name.removesuffix('__c')} on {sobject.facts.label}."
        raise Refusal("DUPLICATE_DEVELOPER_NAME", words, fields=["FullName"])
    definitions.check(metadata)
    _check_parent(live, metadata)
    controls = _controls(sobject, metadata)
    made = definitions.fields(f"{sobject.name}.{name}", metadata, controls)
    with live.storage.writing() as cursor:
        for field in made:
            if field.is_stored:
                cursor.execute(f"ALTER TABLE {quoting.name(sobject.name)} ADD COLUMN {filling.column(field)}")
    row = {"name": name, "metadata": metadata, "made_at": clock.now().isoformat(), "by": user_id, "controls": controls}
    changed = live.switches.with_field(sobject.name, row).with_names("removed", sobject.name, name, listed=False)
    for field in made:
        if live.switches.custom_profiles and field.has("permissionable"):
            changed = changed.with_hidden(sobject.name, field.name, hidden=True)
            changed = changed.with_names("hidden_from_admin", sobject.name, field.name, listed=True)
    for layout in layouts.every(live, sobject):
        changed = changed.with_names("off_layout", layout.full_name, name, listed=True)
    live.put_switches(changed)
    return found(live, f"{sobject.name}.{name}")


def update(live: LiveOrg, user_id: str, full_name: str, metadata: Metadata) -> CustomField:
    """What is not said stays as it was; the type can not be changed here."""
    before = found(live, full_name)
    whole = {**before.metadata, **metadata}
    definitions.check(whole)
    if whole["type"] != before.metadata["type"]:
        words = f"Cannot change type from {before.metadata['type']} to {whole['type']}."
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=["type"])
    controls = _controls(customisable(live, before.object_name), whole)
    row = {"name": before.name, "metadata": whole, "made_at": before.made_at, "by": user_id, "controls": controls}
    live.put_switches(live.switches.with_field(before.object_name, row))
    return found(live, full_name)


def delete(live: LiveOrg, full_name: str) -> None:
    gone = found(live, full_name)
    sobject = customisable(live, gone.object_name)
    fields = [one for one in sobject.fields if gone.name in {one.name, one.part_of}]
    with live.storage.writing() as cursor:
        for field in fields:
            if field.is_stored:
                table, column = quoting.name(sobject.name), quoting.name(field.name)
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    live.put_switches(live.switches.without_field(sobject.name, gone.name))


def found(live: LiveOrg, full_name: str) -> CustomField:
    wanted = full_name.lower()
    for one in every(live):
        if one.full_name.lower() == wanted:
            return one
    raise Refusal("INVALID_CROSS_REFERENCE_KEY", GONE, fields=[])


def of_id(live: LiveOrg, key: str) -> CustomField | None:
    wanted = ids.full(key)
    return next((one for one in every(live) if one.id == wanted), None)


def every(live: LiveOrg) -> Iterator[CustomField]:
    """Those that came with the org, and those made since."""
    for sobject in live.everything.all():
        rows = {row["name"]: row for row in live.switches.added.get(sobject.name, ())}
        for field in sobject.fields:
            if field.name.endswith("__c"):
                row = rows.get(field.name, {"metadata": metadata_of(field), "made_at": ""})
                key = custom_field_id(live, sobject.name, field.name)
                yield CustomField(key, sobject.name, field.name, row["metadata"], row["made_at"])


def custom_field_id(live: LiveOrg, object_name: str, name: str) -> str:
    """The same name always gets the same id."""
    return ids.make("00N", live.org.pod, zlib.crc32(f"{object_name}.{name}".encode()))


def customisable(live: LiveOrg, object_name: str) -> SObject:
    sobject = live.everything.find(object_name)
    if sobject is None or not layouts.has_layouts(sobject):
        words = f"Entity Enumeration Or ID: bad value for restricted picklist field: {object_name}"
        raise Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, fields=["TableEnumOrId"])
    return sobject


def metadata_of(field: Field) -> Metadata:
    """The definition of a field that came with the org, read back from what describe says."""
    kind = metadata_type(field.type, field.size)
    metadata: Metadata = {"label": field.label, "type": kind}
    if field.formula:
        metadata |= {"formula": field.formula, "formulaTreatBlanksAs": "BlankAsZero"}
    elif kind in {"Text", "LongTextArea", "Html", "EncryptedText"}:
        metadata["length"] = field.size
    if kind in {"Number", "Currency", "Percent"}:
        metadata |= {"precision": field.size, "scale": field.scale}
    if kind == "LongTextArea":
        metadata["visibleLines"] = 3
    if kind == "EncryptedText":
        metadata |= {"maskChar": "asterisk", "maskType": "all"}
    if kind == "Checkbox":
        return {**metadata, "defaultValue": field.default}
    if field.values:
        values = [{"fullName": one.value, "label": one.label, "default": False} for one in field.values]
        definition = {"sorted": False, "value": values}
        metadata["valueSet"] = {"restricted": field.has("restrictedPicklist"), "valueSetDefinition": definition}
    if kind == "MultiselectPicklist":
        metadata["visibleLines"] = int(field.still.get("precision", 4))
    return metadata | {mark: field.has(mark) for mark in ("externalId", "unique") if field.has(mark)}


def _check_parent(live: LiveOrg, metadata: Metadata) -> None:
    parent = metadata.get("referenceTo")
    if parent and live.everything.find(str(parent if isinstance(parent, str) else parent[0])) is None:
        words = "referenceTo value does not resolve to a valid sobject type"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=["referenceTo"])


def _controls(sobject: SObject, metadata: Metadata) -> list[str]:
    """The values of the controlling field, those of a box included."""
    name = str((metadata.get("valueSet") or {}).get("controllingField") or "")
    if not name:
        return []
    field = sobject.find(name)
    if field is None or not (field.values or field.type == "boolean"):
        words = f"Controlling field {name} is not a picklist or a checkbox of {sobject.name}"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=["controllingField"])
    return [one.value for one in field.values] or ["false", "true"]
