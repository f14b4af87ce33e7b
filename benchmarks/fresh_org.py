"""An instance whose credentials were typed a moment ago, and the two steps that look at the org behind them."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import User
from apps.checklist import runner, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections import checks, credentials, orgs, passwords
from apps.onboarding import instances
from apps.tenants.models import Agency, Instance

SECRETS = ("username", "password", "security_token")


def signed_in(user: dict[str, Any]) -> Instance:
    person = User.objects.create_user("bench@example.com", name="Bench")
    agency = Agency.objects.create(name="Bench", key="bench")
    instance = instances.make(agency, name="Bench", kind="production", by=person)
    orgs.choose(instance, environment="practice", expected_edition="enterprise", by=person)
    passwords.sign_in(instance, **{name: user[name] for name in SECRETS}, by=person)
    return instance


def preflight(instance: Instance) -> int:
    """Verify credentials, a person's word that it is the right org, and every check; how many were answered."""
    _worked(instance, "verify-credentials")
    credentials.confirm(instance, by=None)
    _worked(instance, "check-sync-user")
    return len(checks.latest(instance))


def _worked(instance: Instance, slug: str) -> None:
    """In this process, without a worker's queue; a step that failed is no measurement."""
    Step.objects.of(instance).filter(slug=slug).update(state=State.QUEUED)
    runner.run(steps.get(instance, slug).pk)
    state = steps.get(instance, slug).state
    if state not in {State.DONE, State.WAITING}:
        raise RuntimeError(f"{slug} ended {state}")
