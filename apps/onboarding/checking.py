"""Asking the checks again outside the step's own job: at a person's word, or by themselves; then the step is judged."""

from __future__ import annotations

from typing import Any

from apps.checklist import actions, steps
from apps.checklist.states import State
from apps.connections import checks
from apps.connections.errors import ChecksFailed
from apps.onboarding import needs_of_sync
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.tenants.models import Instance

CLOSED = frozenset({State.FAILED, State.STALE, State.READY})


def again(instance: Instance, code: str, *, by: Any) -> bool:
    """One check, with those that Salesforce answers in the same call. True when nothing is missing any more.

    Raises SalesforceError and ConnectionRefused.
    """
    asked = checks.run(instance, needs_of_sync.of(instance), only=code, why=checks.Why.PERSON)
    return judge(instance, asked, by=by)


def judge(instance: Instance, asked: checks.Round, *, by: Any) -> bool:
    """A step that was closed by something missing opens when it is there; one that was done goes out of date."""
    definition = CheckSyncUser()
    step = steps.get(instance, definition.slug)
    try:
        outcome = definition.judged(instance, asked)
    except ChecksFailed as error:
        actions.outdate(step, message=definition.LOST, data=error.data)
        return False
    if step.state in CLOSED:
        actions.finish(step, by=by, message=outcome.message, data=outcome.data)
    return True
