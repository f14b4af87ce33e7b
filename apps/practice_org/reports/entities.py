"""Objects as rows, and what a user may do with each."""

from __future__ import annotations

import datetime
from typing import Any

from apps.practice_org import sharing
from apps.practice_org.live import LiveOrg
from apps.practice_org.schema.sobject import SObject
from apps.practice_org.schema.view import View
from apps.practice_org.seed import staff

Row = dict[str, Any]
# The picklist of Organization says it in other words than EntityDefinition.
MODELS = {
    "None": "Private",
    "Read": "Read",
    "Edit": "ReadWrite",
    "ReadEditTransfer": "ReadWriteTransfer",
    "All": "FullAccess",
    "ControlledByParent": "ControlledByParent",
}
MARKS = {
    "IsApexTriggerable": "triggerable",
    "IsCompactLayoutable": "layoutable",
    "IsCustomizable": "layoutable",
    "IsEverCreatable": "createable",
    "IsEverDeletable": "deletable",
    "IsEverUpdatable": "updateable",
    "IsFeedEnabled": "feedEnabled",
    "IsLayoutable": "layoutable",
    "IsMruEnabled": "mruEnabled",
    "IsProcessEnabled": "triggerable",
    "IsQueryable": "queryable",
    "IsReplicateable": "replicateable",
    "IsRetrieveable": "retrieveable",
    "IsSearchLayoutable": "searchable",
    "IsSearchable": "searchable",
    "IsTriggerable": "triggerable",
    "IsWorkflowEnabled": "triggerable",
}
RIGHTS = {
    "IsReadable": "queryable",
    "IsCreatable": "createable",
    "IsEditable": "updateable",
    "IsUpdatable": "updateable",
    "IsDeletable": "deletable",
    "IsUndeletable": "undeletable",
    "IsMergeable": "mergeable",
}


def definitions(live: LiveOrg) -> list[Row]:
    return [_definition(live, sobject) for sobject in live.everything.all() if not _is_report(sobject)]


def access(live: LiveOrg, view: View, user_id: str) -> list[Row]:
    """Objects that the user may not read have a row that says so."""
    found = []
    for sobject in live.everything.all():
        if not _is_report(sobject):
            seen = view.find(sobject.name)
            held = {name: seen is not None and mark in seen.facts.marks for name, mark in RIGHTS.items()}
            key = f"{user_id}.{sobject.name}"
            row = {"Id": key, "DurableId": key, "UserId": user_id, "EntityDefinitionId": sobject.name, **held}
            found.append({**row, "IsFlsUpdatable": False, "IsActivateable": False})
    return found


def _definition(live: LiveOrg, sobject: SObject) -> Row:
    facts = sobject.facts
    model = MODELS[live.switches.access.get(facts.name, sharing.DEFAULTS.get(facts.name, "Edit"))]
    return {
        "Id": facts.name,
        "DurableId": facts.name,
        "LastModifiedDate": _moment(staff.OPENED_AT) if facts.name in live.switches.added else None,
        "QualifiedApiName": facts.name,
        "DeveloperName": facts.name,
        "MasterLabel": facts.label,
        "Label": facts.label,
        "PluralLabel": facts.plural,
        "KeyPrefix": facts.prefix,
        "IsIdEnabled": True,
        "PublisherId": "System",
        "InternalSharingModel": model,
        "ExternalSharingModel": "Private" if model != "ControlledByParent" else model,
        "DetailUrl": "/{ID}" if "layoutable" in facts.marks else None,
        **{name: mark in facts.marks for name, mark in MARKS.items()},
    }


def _is_report(sobject: SObject) -> bool:
    return "reported" in sobject.facts.marks


def _moment(when: datetime.datetime) -> str:
    return when.isoformat()
