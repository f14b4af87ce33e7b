"""How many records of each object an org of a given size has."""

from __future__ import annotations

from dataclasses import dataclass

LEAD_SHARE = 0.6
# One lead in sixteen was converted; its contact has the same number among the contacts.
CONVERTED_EVERY, CONVERTED_REST = 16, 7
STATUSES_PER_CAMPAIGN = 4
# Besides those that the org has, some people lie in the bin: one for so many.
ONE_GONE_IN = {"Lead": 66, "Contact": 83}


@dataclass(frozen=True, slots=True)
class Plan:
    counts: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    def rows(self, name: str) -> int:
        """With those in the bin, which come last."""
        return self[name] + (self[name] // ONE_GONE_IN[name] if name in ONE_GONE_IN else 0)

    @property
    def converted(self) -> int:
        """Leads 7, 23, 39, ... as long as there are leads."""
        return (self["Lead"] - CONVERTED_REST - 1) // CONVERTED_EVERY + 1 if self["Lead"] > CONVERTED_REST else 0


def plan(records: int) -> Plan:
    """`records` is leads plus contacts that are not deleted; everything else grows with it."""
    leads = max(round(records * LEAD_SHARE), 1)
    contacts = max(records - leads, 1)
    campaigns = min(max(records // 200, 4), 400)
    opportunities = max(records // 20, 2)
    return Plan(
        {
            "Account": max(records * 12 // 100, 2),
            "Campaign": campaigns,
            "CampaignMember": records * 3 // 10,
            "CampaignMemberStatus": campaigns * STATUSES_PER_CAMPAIGN,
            "Contact": contacts,
            "Event": records // 10,
            "Group": 2,
            "Lead": leads,
            "Opportunity": opportunities,
            "OpportunityContactRole": opportunities * 3 // 2,
            "RecordType": 4,
            "Task": records * 4 // 10,
            "User": 14,
            "UserRole": 4,
        }
    )
