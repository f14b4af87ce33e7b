"""Page layouts: one for each record type of an object, and which fields stand on it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.practice_org import ids
from apps.practice_org.live import LiveOrg
from apps.practice_org.refusals import Refusal
from apps.practice_org.schema.describe import MASTER_RECORD_TYPE
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.seed import staff
from apps.practice_org.setup.lists import listed

# Never on a page: keys, flags of the system, and what a compound field shows in one piece.
SYSTEM = frozenset({"IsDeleted", "SystemModstamp", "MasterRecordId", "LastActivityDate", "PhotoUrl", "CleanStatus"})


@dataclass(frozen=True, slots=True)
class Layout:
    """`full_name` is the name in metadata: Lead-Lead Layout."""

    object_name: str
    name: str
    record_type_id: str

    @property
    def full_name(self) -> str:
        return f"{self.object_name}-{self.name}"


def every(live: LiveOrg, sobject: SObject) -> list[Layout]:
    """The layout of the master record type comes last, as in describe replies."""
    own = [
        Layout(sobject.name, f"{name.replace('_', ' ')} Layout", ids.seeded("012", live.org.pod, number))
        for number, (object_name, name) in enumerate(staff.RECORD_TYPES)
        if object_name == sobject.name
    ]
    return [*own, Layout(sobject.name, f"{sobject.facts.label} Layout", MASTER_RECORD_TYPE)]


def listing(live: LiveOrg) -> list[Layout]:
    return [one for sobject in live.everything.all() if has_layouts(sobject) for one in every(live, sobject)]


def has_layouts(sobject: SObject) -> bool:
    return "layoutable" in sobject.facts.marks


def named(live: LiveOrg, full_name: str) -> Layout | None:
    wanted = full_name.lower()
    return next((one for one in listing(live) if one.full_name.lower() == wanted), None)


def layout_id(live: LiveOrg, layout: Layout) -> str:
    return ids.make("00h", live.org.pod, zlib.crc32(layout.full_name.encode()))


def placed(live: LiveOrg, layout: Layout, fields: Iterable[Field]) -> list[Field]:
    """Those of the fields that stand on the layout."""
    off = set(live.switches.off_layout.get(layout.full_name, ()))
    return [field for field in fields if is_placeable(field) and field.name not in off]


def is_placeable(field: Field) -> bool:
    return field.type != "id" and not field.part_of and field.name not in SYSTEM


def place(live: LiveOrg, layout: Layout, field: Field, *, is_on: bool) -> None:
    live.put_switches(live.switches.with_names("off_layout", layout.full_name, field.name, listed=not is_on))


def metadata_of(live: LiveOrg, layout: Layout) -> dict[str, Any]:
    """One section of one column; real ones have more, whose order nobody reads here."""
    sobject = live.everything.find(layout.object_name)
    fields = placed(live, layout, sobject.fields) if sobject else []
    items = [{"behavior": _behaviour(field), "field": field.name} for field in fields]
    section = {
        "customLabel": False,
        "detailHeading": False,
        "editHeading": True,
        "label": f"{sobject.facts.label if sobject else ''} Information",
        "layoutColumns": [{"layoutItems": items}],
        "style": "OneColumn",
    }
    return {"layoutSections": [section], "showEmailCheckbox": False, "showHighlightsPanel": False}


def arrange(live: LiveOrg, layout: Layout, metadata: dict[str, Any]) -> None:
    """The fields named in the sections are on the layout, all others are off it."""
    sobject = live.everything.find(layout.object_name)
    known = {field.name: field for field in (sobject.fields if sobject else ())}
    asked = [item["field"] for item in _items(metadata) if item.get("field")]
    for name in asked:
        if name not in known:
            words = f"In field: field - no CustomField named {layout.object_name}.{name} found"
            raise Refusal("INVALID_CROSS_REFERENCE_KEY", words, fields=[])
    missing = [name for name, field in known.items() if is_required(field) and name not in asked]
    if missing:
        words = f"Layout must contain an item for required layout field: {missing[0]}"
        raise Refusal("FIELD_INTEGRITY_EXCEPTION", words, fields=[])
    off = sorted(name for name, field in known.items() if is_placeable(field) and name not in asked)
    live.switch(off_layout={**live.switches.off_layout, layout.full_name: off})


def is_required(field: Field) -> bool:
    needs = field.has("createable") and not field.has("nillable") and not field.has("defaultedOnCreate")
    return needs and is_placeable(field) and field.type != "boolean"


def _behaviour(field: Field) -> str:
    if not field.has("updateable"):
        return "Readonly"
    return "Required" if is_required(field) else "Edit"


def _items(metadata: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for section in listed(metadata.get("layoutSections")):
        for column in listed(section.get("layoutColumns")):
            yield from listed(column.get("layoutItems"))
