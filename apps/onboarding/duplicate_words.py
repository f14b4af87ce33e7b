"""Duplicates in the customer's words: where they were found and why, what each rule does, samples with links."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.connections.models import Connection
from apps.mapping import duplicates_listed, joining
from apps.mapping.duplicates_listed import Group, Member
from apps.mapping.models import DuplicatePreview
from apps.tenants.models import Instance

EMAIL = "email"
REASONS = {
    EMAIL: gettext_lazy("same e-mail address"),
    "same": gettext_lazy("same name, same company"),
    "company": gettext_lazy("same name, similar company"),
    "name": gettext_lazy("similar name, same company"),
}
PLACES = {
    "lead": gettext_lazy("Among leads"),
    "contact": gettext_lazy("Among contacts"),
    "between": gettext_lazy("Between leads and contacts"),
    "here": gettext_lazy("With people who are here already"),
}
RULES = {
    "both": gettext_lazy("Every record is a person of its own."),
    "contact": gettext_lazy("Records with one e-mail address count as one person; the contact stands for it."),
    "recent": gettext_lazy("Records with one e-mail address count as one person; the one changed last stands for it."),
    "later": gettext_lazy("Create both; those who share an e-mail address are marked for review among the people."),
}


def reason(name: str) -> str:
    return str(REASONS[name])


def place(name: str) -> str:
    return str(PLACES[name])


def found(preview: DuplicatePreview | None) -> list[dict[str, Any]]:
    """By address first; the places in their usual order."""
    listed = preview.found if preview and preview.finished_at else []
    ordered = sorted(listed, key=lambda each: (list(REASONS).index(each["reason"]), list(PLACES).index(each["place"])))
    return [{**each, "why": reason(each["reason"]), "where": place(each["place"])} for each in ordered]


def rules(instance: Instance, preview: DuplicatePreview | None) -> list[dict[str, Any]]:
    """Each rule with its three numbers; those that need an address where there is none are not offered."""
    if preview is None or not preview.finished_at or not preview.outcomes:
        return []
    return [
        {
            "name": name,
            "title": DuplicatePreview.Joining(name).label,
            "about": RULES[name],
            "is_chosen": name == preview.joining,
            **preview.outcomes[name],
        }
        for name in joining.offered(instance)
    ]


def samples(instance: Instance, preview: DuplicatePreview | None) -> list[dict[str, Any]]:
    """Some groups, with a link to each record where the org has pages for them."""
    if preview is None or not preview.finished_at or preview.discarded_at:
        return []
    connection = Connection.objects.of(instance).first()
    host = connection.instance_url if connection and not connection.is_practice else ""
    return [_group(group, host) for group in duplicates_listed.samples(instance)]


def _group(group: Group, host: str) -> dict[str, Any]:
    first = group.first
    why = reason(first.reason)
    if first.reason in {"company", "name"}:
        why = _("%(why)s: %(score)s") % {"why": why, "score": first.score}
    return {
        "why": why,
        "where": place(first.place),
        "people": first.people,
        "more": first.people - len(group.members),
        "members": [{"member": each, "url": _url(each, host)} for each in group.members],
    }


def _url(member: Member, host: str) -> str:
    return f"{host}/{member.sfdc_id}" if host and member.object != "Here" else ""
