"""What sales people do with records: convert a lead, merge twins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.practice_org import clock, writing
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes
from apps.practice_org.refusals import Refusal
from apps.practice_org.writing import Writer

CONVERTED = "Closed - Converted"
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


@dataclass(frozen=True, slots=True)
class Wish:
    """What else somebody may want of a conversion: records that are there already, no deal, a name for it."""

    status: str = ""
    has_deal: bool = True
    deal_name: str = ""
    account_id: str | None = None
    contact_id: str | None = None


def convert(live: LiveOrg, lead_id: str, wish: Wish = Wish()) -> dict[str, str]:
    """Makes a company, a contact and a deal of a lead, and ties the lead to them."""
    lead_object = changes.find(live, "Lead")
    with live.storage.writing() as cursor:
        writer = writing.as_trainer(live, cursor)
        lead = writer.existing(lead_object, lead_id)
        if lead["IsConverted"] or lead["IsDeleted"]:
            raise Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "This lead was converted or deleted before.")
        made = _make(live, writer, lead, wish)
        closed = {"IsConverted": True, "ConvertedDate": str(clock.now().date()), "Status": wish.status or CONVERTED}
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


def _make(live: LiveOrg, writer: Writer, lead: dict[str, Any], wish: Wish) -> dict[str, str]:
    company = {"Name": lead["Company"], "OwnerId": lead["OwnerId"]}
    account = wish.account_id or writer.create(changes.find(live, "Account"), company)
    person = {key: lead[key] for key in CARRIED if lead[key] is not None}
    contact = wish.contact_id or writer.create(changes.find(live, "Contact"), {**person, "AccountId": account})
    made = {"AccountId": account, "ContactId": contact}
    if not wish.has_deal:
        return made
    name, today = wish.deal_name or f"{lead['Company']}-", str(clock.now().date())
    deal = {"Name": name, "StageName": "Prospecting", "CloseDate": today, "AccountId": account}
    return {**made, "OpportunityId": writer.create(changes.find(live, "Opportunity"), deal)}
