"""Fields made by a sign-in of an administrator, as pages show it: when it is offered, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.accounts.models import GuestLink, User
from apps.checklist import actions, steps
from apps.connections import fields_making, fields_plan, marketing_fields
from apps.connections.fields_plan import Plan
from apps.connections.marketing_fields import MarketingField
from apps.connections.models import Connection, FieldsJob
from apps.onboarding import problems
from apps.onboarding.steps.add_fields import AddFields
from apps.tenants.models import Instance

EVERY = "all"


@dataclass(frozen=True)
class Result:
    """``state``: pass, na or fail, as badges know them; ``word`` says which of it."""

    full_name: str
    state: str
    word: str
    said: str


def may_begin(connection: Connection | None) -> bool:
    """Once the org and its sync user are known: fields go into no other org, rights to nobody else."""
    return bool(connection and connection.has_app and connection.org_id and connection.sync_user_id)


def wanted(which: str) -> tuple[MarketingField, ...]:
    return marketing_fields.ALL if which == EVERY else marketing_fields.RECOMMENDED


def job_of(instance: Instance, actor: User | GuestLink) -> FieldsJob | None:
    """The sign-in that this person brought and that waits for their word."""
    job = FieldsJob.objects.of(instance).select_related("instance").filter(ended_at=None).first()
    return job if job and job.is_of(actor) and not job.has_begun else None


def start(job: FieldsJob, plan: Plan, *, by: User | GuestLink) -> bool:
    """The job is queued with exactly what the preview showed."""
    return fields_making.order(job, plan, by=by) and actions.start(steps.get(job.instance, AddFields.slug), by=by)


def told(error: Exception) -> str:
    """What happened and what to do, in a line."""
    words = problems.words(problems.stored(error))
    return f"{words.what.rstrip('.')}. {words.fix}" if words else ""


def results(job: FieldsJob | None) -> list[Result]:
    if job is None:
        return []
    words = {
        "made": ("pass", _("created")),
        "there": ("na", _("was there")),
        "other": ("fail", _("another type")),
        "refused": ("fail", _("refused")),
    }
    kept = [(name, job.results[name]) for name in job.wanted if name in job.results]
    return [Result(name, *words[result["state"]], result["said"]) for name, result in kept]


SET = {"name": fields_plan.SET_NAME, "label": fields_plan.SET_LABEL}
