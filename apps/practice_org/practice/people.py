"""What sales people do with records: convert a lead, merge twins."""

from __future__ import annotations

from typing import Any

from apps.practice_org import clock, writing
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes
from apps.practice_org.refusals import Refusal
from apps.practice_org.writing import Writer

CARRIED = (
    "FirstName",
    "LastName",
    "Salutation",
    "Title",
    "Email",
    "Phone",
    "MobilePhone",
    "Fax",
    "LeadSource",
    "OwnerId",
)


def convert(live: LiveOrg, lead_id: str) -> dict[str, str]:
    """Makes a company, a contact and a deal of a lead, and ties the lead to them."""
    lead_object = changes.find(live, "Lead")
    with live.storage.writing() as cursor:
        writer = writing.as_trainer(live, cursor)
        lead = writer.existing(lead_object, lead_id)
        if lead["IsConverted"] or lead["IsDeleted"]:
            raise Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "This lead was converted or deleted before.")
        made = _make(live, writer, lead)
        closed = {"IsConverted": True, "ConvertedDate": str(clock.now().date()), "Status": "Closed - Converted"}
        writer.update(lead_object, lead_id, {**closed, **{f"Converted{name}": key for name, key in made.items()}})
    live.moved()
    return made


def merge(live: LiveOrg, name: str, winner: str, losers: list[str]) -> dict[str, Any]:
    """The losers are deleted and point to the winner, which is touched."""
    sobject = changes.find(live, name)
    if not sobject.has("MasterRecordId"):
        raise Refusal("INVALID_TYPE", f"{sobject.name} can not be merged.")
    with live.storage.writing() as cursor:
        writer = writing.as_trainer(live, cursor)
        for loser in losers:
            writer.delete(sobject, loser, master=winner)
        writer.update(sobject, winner, {})
    live.moved()
    return {"winner": winner, "losers": losers}


def _make(live: LiveOrg, writer: Writer, lead: dict[str, Any]) -> dict[str, str]:
    account = writer.create(changes.find(live, "Account"), {"Name": lead["Company"], "OwnerId": lead["OwnerId"]})
    person = {key: lead[key] for key in CARRIED if lead[key] is not None}
    contact = writer.create(changes.find(live, "Contact"), {**person, "AccountId": account})
    deal = {"Name": f"{lead['Company']}-", "StageName": "Prospecting", "CloseDate": str(clock.now().date())}
    opportunity = writer.create(changes.find(live, "Opportunity"), {**deal, "AccountId": account})
    return {"AccountId": account, "ContactId": contact, "OpportunityId": opportunity}
