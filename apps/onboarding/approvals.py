"""The second person on the page of the mappings: whose turn it is, who asked, who answered what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from apps.accounts import access
from apps.mapping import second_person
from apps.onboarding.forms.second_person import SendBackForm
from apps.tenants.models import Instance

MOST_NAMED = 5


def of(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    """Nothing where no second person is needed. ``may_answer``: it is the reader's turn."""
    approval = second_person.of(instance)
    if approval is None:
        return {}
    reader = access.person(request)
    may_operate = "operate" in request.powers  # type: ignore[attr-defined]
    is_mine = approval.asked_by == reader
    finisher = approval.asked_by if approval.is_open and approval.asked_by else reader
    others = access.colleagues(finisher, instance.agency_id, "operate")
    seen = second_person.fingerprint(instance)
    has_changed = approval.asked_at is not None and approval.list_hash != seen
    is_awaited = approval.is_open and not has_changed
    return {
        "send_back_form": SendBackForm(initial={"seen": seen}),
        "approval": approval,
        "approvers": [str(each) for each in others[:MOST_NAMED]],
        "seen": seen,
        "has_changed": has_changed,
        "is_mine": is_mine,
        "is_awaited": is_awaited,
        "may_answer": is_awaited and may_operate and not is_mine,
    }
