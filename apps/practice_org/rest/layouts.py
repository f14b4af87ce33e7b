"""Page layouts for the user who asks: one for each record type, with the fields that stand on it."""

from __future__ import annotations

from typing import Any

from apps.practice_org.refusals import Refusal, not_found
from apps.practice_org.rest import record_types
from apps.practice_org.schema import describe as words
from apps.practice_org.schema.field import Field
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.setup import layouts as pages
from apps.practice_org.setup.layouts import Layout
from apps.practice_org.web.call import Call
from apps.practice_org.web.reply import Reply

Body = dict[str, Any]


def layouts(call: Call, name: str) -> Reply:
    sobject = _layoutable(call, name)
    found = pages.every(call.live, sobject)
    mappings = [
        {**info, "layoutId": pages.layout_id(call.live, layout), "picklistsForRecordType": _picklists(sobject)}
        for info, layout in zip(record_types.infos(call, sobject), found, strict=True)
    ]
    shown = [_layout(call, sobject, layout) for layout in found]
    selector = [len(found) > 1]
    return Reply({"layouts": shown, "recordTypeMappings": mappings, "recordTypeSelectorRequired": selector})


def layout(call: Call, name: str, key: str) -> Reply:
    """The layout of one record type."""
    sobject = _layoutable(call, name)
    for one in pages.every(call.live, sobject):
        if one.record_type_id[:15] == key[:15]:
            return Reply(_layout(call, sobject, one))
    raise not_found()


def compact_layouts(call: Call, name: str) -> Reply:
    sobject = _layoutable(call, name)
    fields = [field for field in sobject.fields if pages.is_placeable(field)][:4]
    base = f"{call.base}/sobjects/{sobject.name}/describe/compactLayouts"
    one = {
        "actions": [],
        "fieldItems": [_item(sobject, field, number) for number, field in enumerate(fields, start=1)],
        "id": None,
        "imageItems": [],
        "label": "System Default",
        "name": "SYSTEM",
        "objectType": sobject.name,
    }
    mappings = [
        {
            "available": info["available"],
            "compactLayoutId": None,
            "compactLayoutName": "SYSTEM",
            "recordTypeId": info["recordTypeId"],
            "recordTypeName": info["name"],
            "urls": {"compactLayout": f"{base}/{info['recordTypeId']}"},
        }
        for info in record_types.infos(call, sobject)
    ]
    body = {"compactLayouts": [one], "defaultCompactLayoutId": None, "recordTypeCompactLayoutMappings": mappings}
    return Reply({**body, "urls": {"primary": f"{base}/primary"}})


def approval_layouts(call: Call, name: str) -> Reply:
    """Nobody has made an approval process here."""
    _layoutable(call, name)
    return Reply({"approvalLayouts": []})


def quick_actions(call: Call, name: str) -> Reply:
    """Nobody has made one here."""
    _layoutable(call, name)
    return Reply([])


def _layoutable(call: Call, name: str) -> SObject:
    sobject = call.sobject(name)
    if not pages.has_layouts(sobject):
        raise Refusal("INVALID_TYPE", f"The entity {sobject.name} is not layoutable", status=404)
    return sobject


def _layout(call: Call, sobject: SObject, layout: Layout) -> Body:
    placed = pages.placed(call.live, layout, sobject.fields)
    items = [_item(sobject, field, number) for number, field in enumerate(placed, start=1)]
    key = pages.layout_id(call.live, layout)
    section = {
        "collapsed": False,
        "columns": 1,
        "heading": f"{sobject.facts.label} Information",
        "layoutRows": [{"layoutItems": [item], "numItems": 1} for item in items],
        "layoutSectionId": "01B" + key[3:],
        "parentLayoutId": key,
        "rows": len(items),
        "tabOrder": "LeftToRight",
        "useCollapsibleSection": False,
        "useHeading": True,
    }
    return {
        "buttonLayoutSection": None,
        "detailLayoutSections": [section],
        "editLayoutSections": [section],
        "feedView": None,
        "highlightsPanelLayoutSection": None,
        "id": key,
        "multirowEditLayoutSections": [],
        "offlineLinks": [],
        "quickActionList": {"quickActionListItems": []},
        "relatedContent": None,
        "relatedLists": [],
        "saveOptions": [],
    }


def _item(sobject: SObject, field: Field, number: int) -> Body:
    return {
        "editableForNew": field.has("createable"),
        "editableForUpdate": field.has("updateable"),
        "label": field.label,
        "layoutComponents": [_component(sobject, field, number)],
        "placeholder": False,
        "required": pages.is_required(field),
    }


def _component(sobject: SObject, field: Field, number: int) -> Body:
    """A name or an address is one component made of others."""
    parts = [part for part in sobject.fields if part.part_of == field.name]
    inside = {"components": [_component(sobject, part, number) for part in parts]} if parts else {}
    return {
        **inside,
        "details": words.field_reply(field),
        "displayLines": 1,
        **({"fieldType": field.type} if parts else {}),
        "tabOrder": number,
        "type": "Field",
        "value": field.name,
    }


def _picklists(sobject: SObject) -> list[Body]:
    fields = [field for field in sobject.fields if field.values]
    return [
        {"picklistName": field.name, "picklistValues": words.field_reply(field)["picklistValues"]} for field in fields
    ]
