"""Creates the marketing fields that are missing in Salesforce, and lets the sync user read and write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.connections import clients, events, grants
from apps.connections.marketing_fields import OBJECTS, MarketingField
from apps.salesforce.client import Client
from apps.salesforce.errors import Outage, Refusal, RightMissing, SalesforceError
from apps.tenants.models import Instance
from apps.timeline import history

# a profile appears as a permission set of its own
OWN_SET = (
    "SELECT PermissionSetId FROM PermissionSetAssignment "
    "WHERE AssigneeId = '{}' AND PermissionSet.IsOwnedByProfile = true"
)


@dataclass(frozen=True)
class Created:
    """``refused``: what Salesforce said, by field. ``is_open``: the sync user's profile may read and write them."""

    names: list[str]
    refused: dict[str, str]
    is_open: bool


def create(instance: Instance, wanted: Iterable[MarketingField], *, by: Any) -> Created:
    """Raises RightMissing when the first one is refused for want of rights: the others would be too."""
    client = clients.open(instance)
    names: list[str] = []
    refused: dict[str, str] = {}
    for object_name, field in _missing(client, list(wanted)):
        full_name = f"{object_name}.{field.api_name}"
        try:
            _create_one(client, full_name, field)
            names.append(full_name)
        except RightMissing:
            if not names:
                raise
            refused[full_name] = "INSUFFICIENT_ACCESS"
        except Refusal as error:
            refused[full_name] = str(error)
    is_open = _opened(client, instance, names)
    if names:
        history.record(instance, events.FIELDS_CREATED, actor=by, count=len(names))
    return Created(names, refused, is_open)


def _missing(client: Client, wanted: list[MarketingField]) -> list[tuple[str, MarketingField]]:
    """Object and field, for each that the sync user does not see; a field hidden from it looks missing too."""
    described = client.describe_many(OBJECTS)
    seen = {name: {field["name"] for field in described.get(name, {}).get("fields", [])} for name in OBJECTS}
    return [(name, field) for name in OBJECTS for field in wanted if field.api_name not in seen[name]]


def _create_one(client: Client, full_name: str, field: MarketingField) -> None:
    client.post("tooling/sobjects/CustomField", {"FullName": full_name, "Metadata": field.metadata()})


def _opened(client: Client, instance: Instance, names: list[str]) -> bool:
    """A field made through the API is visible to nobody; the profile's own permission set opens it."""
    if not names:
        return True
    try:
        parent = _profile_set(client, grants.connection_of(instance).sync_user_id)
        results = client.post(
            "composite/sobjects", {"allOrNone": False, "records": [_opening(parent, n) for n in names]}
        )
    except Outage:
        raise
    except (SalesforceError, LookupError):
        return False
    return all(result["success"] for result in results)


def _profile_set(client: Client, user_id: str) -> str:
    """Raises LookupError where the sync user may not see permission sets."""
    found = client.query(OWN_SET.format(user_id))
    if not found["records"]:
        raise LookupError(user_id)
    return str(found["records"][0]["PermissionSetId"])


def _opening(parent: str, full_name: str) -> dict[str, Any]:
    return {
        "attributes": {"type": "FieldPermissions"},
        "ParentId": parent,
        "SobjectType": full_name.partition(".")[0],
        "Field": full_name,
        "PermissionsRead": True,
        "PermissionsEdit": True,
    }
