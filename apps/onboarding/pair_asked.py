"""What pairing two fields would do, or which fields somebody may mean who typed only part of a name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from apps.mapping import parting, review, suggesting
from apps.mapping.models import Mapping
from apps.mapping.review import Row
from apps.tenants.models import Instance


def of(request: HttpRequest, instance: Instance, listed: list[Row]) -> dict[str, Any]:
    """``?lead=&contact=``: one is the field that the box stands beside, the other what was typed.

    Raises MappingError.
    """
    lead, contact = (_said(request.GET.get(name, "")) for name in ("lead", "contact"))
    if not lead and not contact:
        return {}
    lead, contact = _by_label(listed, "lead", lead), _by_label(listed, "contact", contact)
    if found := find(instance, lead, contact):
        return {"joint": parting.preview_pair(*found), "pairing": found}
    row, typed = _beside(listed, lead, contact)
    meant = suggesting.near(instance, listed, row, typed) if row else []
    if row and meant:
        return {"beside": row.lead or row.contact, "typed": typed, "meant": review.written(instance, meant)}
    return {"refused": _("There is no such field to pair with.")}


def find(instance: Instance, lead: str, contact: str) -> tuple[Mapping, Mapping] | None:
    """A field is named by its mapping's number, or by its API name."""
    one, other = parting.find(instance, review.LEAD, lead), parting.find(instance, review.CONTACT, contact)
    return (one, other) if one and other else None


def _said(text: str) -> str:
    return text.replace("\x00", "").strip()[:255]


def _by_label(listed: list[Row], side: str, typed: str) -> str:
    """The number of the one field that stands alone under this label; else what was typed."""
    ends = [getattr(row, side) for row in listed if row.group == side]
    labelled = [end for end in ends if end.label.lower() == typed.lower()]
    return str(labelled[0].mapping) if len(labelled) == 1 else typed


def _beside(listed: list[Row], lead: str, contact: str) -> tuple[Row | None, str]:
    for row in listed:
        if row.group == "lead" and row.lead and str(row.lead.mapping) == lead:
            return row, contact
        if row.group == "contact" and row.contact and str(row.contact.mapping) == contact:
            return row, lead
    return None, ""
