"""Creates the fields that were previewed, and one permission set that opens them to the sync user; nothing else.

Each step of it may be repeated: what is there with the right type stays, and a worker that was killed loses at most
the answer to its last call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from apps.accounts.models import GuestLink, User
from apps.connections import admin_grants, events, fields_plan, grants
from apps.connections.errors import AdminGone, ConnectionRefused, FieldsRefused, NoAdministrator
from apps.connections.fields_job import FieldsJob
from apps.connections.fields_plan import SET_LABEL, SET_NAME, Plan
from apps.connections.marketing_fields import MarketingField
from apps.salesforce.client import Client
from apps.salesforce.errors import Refusal, RightMissing, SessionExpired
from apps.tenants.models import Instance
from apps.timeline import history

CHUNK = 6  # fields of one go: each takes an org a second or two
SET_FOR = "Lets the sync user read and write the marketing fields on Lead and Contact. Made by Gangway."
DUPLICATE_FIELD = "DUPLICATE_DEVELOPER_NAME"
DUPLICATE_ROW = "DUPLICATE_VALUE"
FIND_SET = "SELECT Id FROM PermissionSet WHERE Name = '{}'"
HELD = "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '{}' AND PermissionSetId = '{}'"
OPEN = "SELECT Field FROM FieldPermissions WHERE ParentId = '{}'"


def plan_of(job: FieldsJob, wanted: Iterable[MarketingField]) -> Plan:
    """Raises what ended the sign-in, if something did."""
    connection = grants.connection_of(job.instance)
    with _given_back_if_refused(job):
        client = admin_grants.open_client(job)
        return fields_plan.make(client, wanted, is_professional=connection.is_professional)


def order(job: FieldsJob, plan: Plan, *, by: User | GuestLink) -> bool:
    """The previewed set is what will be made. False for somebody else's sign-in, or when the job has begun."""
    if not job.is_of(by):
        return False
    rows = FieldsJob.objects.of(job.instance).filter(pk=job.pk, ended_at=None, wanted=[])
    return rows.update(wanted=[item.full_name for item in plan.items], results={}) == 1


def go_on(instance: Instance) -> tuple[int, int]:
    """One chunk: how many fields are through, of how many. Raises AdminGone where nobody is signed in."""
    job = _job(instance)
    with _given_back_if_refused(job):
        client = admin_grants.open_client(job)
        for full_name in _open(job)[:CHUNK]:
            _keep(job, full_name, _made(client, full_name, is_first=not job.results))
    return len(job.results), len(job.wanted)


def finish(instance: Instance) -> int:
    """The permission set, then the end of the grant; how many fields were made. Raises FieldsRefused for the rest."""
    job = _job(instance)
    connection = grants.connection_of(instance)
    with _given_back_if_refused(job):
        client = admin_grants.open_client(job)
        if not connection.is_professional:
            _open_to(client, connection.sync_user_id, _standing(job, "made", "there"))
    admin_grants.forget(instance, by=job.actor)
    made, refused = _standing(job, "made"), _standing(job, "refused", "other")
    if made:
        history.record(instance, events.FIELDS_CREATED, actor=job.actor, count=len(made), admin=job.admin_name)
    if refused:
        seen = job.results[refused[0]]["said"]
        raise FieldsRefused(count=len(refused), names=", ".join(refused), seen=seen)
    return len(made)


@contextmanager
def _given_back_if_refused(job: FieldsJob) -> Iterator[None]:
    """An outage keeps the grant for the next try; a refusal ends it, for only a new sign-in could change anything."""
    try:
        yield
    except SessionExpired as error:
        admin_grants.forget(job.instance, by=job.actor)
        raise AdminGone from error
    except RightMissing as error:
        admin_grants.forget(job.instance, by=job.actor)
        raise NoAdministrator(user=job.admin_name, seen=str(error)) from error
    except (Refusal, ConnectionRefused):
        admin_grants.forget(job.instance, by=job.actor)
        raise


def _job(instance: Instance) -> FieldsJob:
    job = FieldsJob.objects.of(instance).select_related("instance", "by", "guest").first()
    if job is None or not job.wanted:
        raise AdminGone
    return job


def _open(job: FieldsJob) -> list[str]:
    return [name for name in job.wanted if name not in job.results]


def _standing(job: FieldsJob, *states: str) -> list[str]:
    return [name for name in job.wanted if job.results.get(name, {}).get("state") in states]


def _keep(job: FieldsJob, full_name: str, result: dict[str, str]) -> None:
    job.results[full_name] = result
    FieldsJob.objects.of(job.instance).filter(pk=job.pk).update(results=job.results)


def _made(client: Client, full_name: str, *, is_first: bool) -> dict[str, str]:
    """Raises RightMissing when the very first is refused for want of it: the others would be too."""
    field = fields_plan.by_full_name()[full_name]
    try:
        client.post("tooling/sobjects/CustomField", {"FullName": full_name, "Metadata": field.metadata()})
    except RightMissing as error:
        if is_first:
            raise
        return {"state": "refused", "said": str(error)}
    except SessionExpired:
        raise
    except Refusal as error:
        return _already(client, full_name, field, error)
    return {"state": "made", "said": ""}


def _already(client: Client, full_name: str, field: MarketingField, error: Refusal) -> dict[str, str]:
    if error.code != DUPLICATE_FIELD:
        return {"state": "refused", "said": str(error)}
    metadata = fields_plan.existing(client).get(full_name, {}).get("Metadata") or {}
    if fields_plan.fits(field, metadata):
        return {"state": "there", "said": ""}
    return {"state": "other", "said": fields_plan.described(metadata)}


def _open_to(client: Client, user_id: str, full_names: list[str]) -> None:
    """One set, its field rows, one assignment; each only where it is not there yet."""
    if not full_names:
        return
    parent = _set_id(client)
    is_open = {row["Field"] for row in client.query_all(OPEN.format(parent))}
    _insert(client, [_opening(parent, name) for name in full_names if name not in is_open])
    if not client.query(HELD.format(user_id, parent))["records"]:
        held = {"attributes": {"type": "PermissionSetAssignment"}, "AssigneeId": user_id, "PermissionSetId": parent}
        _insert(client, [held])


def _set_id(client: Client) -> str:
    found = client.query(FIND_SET.format(SET_NAME))["records"]
    if found:
        return str(found[0]["Id"])
    body = {"Name": SET_NAME, "Label": SET_LABEL, "Description": SET_FOR}
    return str(client.post("sobjects/PermissionSet", body)["id"])


def _insert(client: Client, records: list[dict[str, Any]]) -> None:
    """Raises FieldsRefused for a row that is refused for another reason than being there."""
    if not records:
        return
    results = client.post("composite/sobjects", {"allOrNone": False, "records": records})
    errors = [error for result in results if not result["success"] for error in result["errors"]]
    wrong = [error for error in errors if error["statusCode"] != DUPLICATE_ROW]
    if wrong:
        raise FieldsRefused(count=len(wrong), names=SET_LABEL, seen=f"{wrong[0]['statusCode']}: {wrong[0]['message']}")


def _opening(parent: str, full_name: str) -> dict[str, Any]:
    return {
        "attributes": {"type": "FieldPermissions"},
        "ParentId": parent,
        "SobjectType": full_name.partition(".")[0],
        "Field": full_name,
        "PermissionsRead": True,
        "PermissionsEdit": True,
    }
