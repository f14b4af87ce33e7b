"""What stands on a guest's page, and looking into Salesforce again at a guest's word."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import GuestLink
from apps.checklist import actions, steps
from apps.checklist.states import State
from apps.connections import orgs, refusals
from apps.connections.errors import ConnectionRefused
from apps.connections.models import Connection, FieldsJob
from apps.onboarding import admin_fields, checking, guest_tasks, guides, problems
from apps.onboarding.forms.connect import AppForm, PasswordForm
from apps.onboarding.steps.add_fields import AddFields
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.onboarding.steps.connect import Connect
from apps.salesforce.errors import SalesforceError

LOOKED = frozenset({State.FAILED, State.STALE, State.READY, State.DONE})


def at(link: GuestLink, *, shown: str = "") -> dict[str, Any]:
    """All that the page shows; nothing of the org's records, and nothing of other steps."""
    connection = Connection.objects.of(link.instance).select_related("instance").first()
    failed = guest_tasks.failed_checks(link, connection)
    tasks = guest_tasks.of(link, failed, shown=shown)
    return {
        "link": link,
        "instance": link.instance,
        "connection": connection,
        "tasks": tasks,
        "open_count": sum(task.state == "open" for task in tasks),
        "failed_checks": failed,
        "is_professional": bool(connection and connection.is_professional),
        "org_label": orgs.name_of(connection) if connection else "",
        "may_connect": guest_tasks.may_connect(steps.get(link.instance, Connect.slug), connection),
        "may_create": admin_fields.may_begin(connection),
        "is_making": steps.get(link.instance, AddFields.slug).is_active,
        "results": admin_fields.results(FieldsJob.objects.of(link.instance).first()),
        "app_form": AppForm(),
        "password_form": PasswordForm(),
        "refused": _refused(link, connection),
        **guides.add_fields(connection),
        **guides.create_sync_user(connection),
        **guides.connect(connection),
    }


def _refused(link: GuestLink, connection: Connection | None) -> refusals.Decoded | None:
    if not link.refusal:
        return None
    code, message = link.refusal
    return refusals.decode_words(code, message, connection)


def ask_anew(link: GuestLink) -> None:
    """After a guest's word on step 2 or 3: the job of step 6, where there is an org to ask."""
    step = steps.get(link.instance, CheckSyncUser.slug)
    if step.state in LOOKED:
        actions.start(step, by=link)


def look_again(link: GuestLink, code: str) -> str:
    """What went wrong with looking, in a sentence; empty when Salesforce answered, whatever it said."""
    try:
        checking.again(link.instance, code, by=link)
    except (SalesforceError, ConnectionRefused) as error:
        return problems.sentence(problems.stored(error))
    return ""
