"""Changes that were made here, in words: the field, the two values, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.marketing.models import Field
from apps.onboarding import causes
from apps.sync import editing, giving_way
from apps.sync.changes_made import Made
from apps.tenants.models import Instance

STATES = {
    "here": gettext_noop("Stays here"),
    "waiting": gettext_noop("Goes to Salesforce with the next cycle"),
    "sending": gettext_noop("On its way to Salesforce"),
    "refused": gettext_noop("Refused by Salesforce"),
    "written": gettext_noop("In Salesforce"),
    "agreed": gettext_noop("Salesforce says the same"),
    "overruled": gettext_noop("Salesforce’s value was taken instead"),
    "replaced": gettext_noop("Changed again here before it was sent"),
}
TONES = {"waiting": "run", "sending": "run", "refused": "fail", "written": "done", "agreed": "done"}
OPT_OUT, REFUSED = "opt-out", "refused"


@dataclass(frozen=True)
class Shown:
    """``why`` are our words for a refusal, ``seen`` Salesforce's; ``by`` is who or what changed it. ``may_give_way``:
    it was refused, and is no opt-out, which stays.
    """

    made: Made
    label: str
    state: str
    tone: str
    why: str
    seen: str
    by: str
    may_give_way: bool


def of(instance: Instance, made: Sequence[Made]) -> list[Shown]:
    labels = dict(Field.objects.of(instance).filter(kind="person").values_list("name", "label")) if made else {}
    is_refused = any(each.state == REFUSED for each in made)
    opt_outs = giving_way.opt_outs(editing.rules(instance)) if is_refused else []
    return [_shown(each, labels, opt_outs) for each in made]


def _shown(each: Made, labels: dict[str, Any], opt_outs: Sequence[str]) -> Shown:
    return Shown(
        made=each,
        label=labels.get(each.column_name, each.column_name),
        state=_(STATES[each.state]),
        tone=TONES.get(each.state, "line"),
        why=causes.what(each.code, each.reason or "", str(each.new or "")) if each.code else "",
        seen=each.reason or "",
        by=_("An opt-out of the same address") if each.way == OPT_OUT else each.by_name,
        may_give_way=each.state == REFUSED and not (each.column_name in opt_outs and each.new is True),
    )
