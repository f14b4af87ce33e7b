"""What people call the twelve objects: our word, and Salesforce's where it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ObjectWords(NamedTuple):
    """``source`` is empty where our word is Salesforce's own."""

    label: _StrPromise | str
    source: str = ""


WORDS: dict[str, ObjectWords] = {
    "User": ObjectWords(_("Sales users"), "User"),
    "RecordType": ObjectWords(_("Record types")),
    "Account": ObjectWords(_("Companies"), "Account"),
    "Contact": ObjectWords(_("People"), "Contact"),
    "Lead": ObjectWords(_("People"), "Lead"),
    "Opportunity": ObjectWords(_("Opportunities")),
    "OpportunityContactRole": ObjectWords(_("Opportunity roles")),
    "Campaign": ObjectWords(_("Campaigns")),
    "CampaignMemberStatus": ObjectWords(_("Campaign member statuses")),
    "CampaignMember": ObjectWords(_("Campaign members")),
    "Task": ObjectWords(_("Activities"), "Task"),
    "Event": ObjectWords(_("Activities"), "Event"),
}


def of(name: str) -> ObjectWords:
    return WORDS.get(name, ObjectWords(name))
