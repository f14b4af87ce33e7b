from __future__ import annotations

from typing import Any

import pytest

TWELVE = [
    "User",
    "RecordType",
    "Account",
    "Contact",
    "Lead",
    "Opportunity",
    "OpportunityContactRole",
    "Campaign",
    "CampaignMemberStatus",
    "CampaignMember",
    "Task",
    "Event",
]


def fields_of(org, name: str) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in org.call("GET", f"/sobjects/{name}/describe").json()["fields"]}


class TestDescribeGlobal:
    def test_lists_the_twelve_objects_with_28_attributes(self, seeded):
        reply = seeded.call("GET", "/sobjects").json()

        by_name = {sobject["name"]: sobject for sobject in reply["sobjects"]}
        assert set(TWELVE) <= set(by_name)
        assert {len(sobject) for sobject in by_name.values()} == {28}
        assert reply["maxBatchSize"] == 200


class TestDescribe:
    @pytest.mark.parametrize("name", TWELVE)
    def test_carries_every_attribute(self, seeded, name):
        reply = seeded.call("GET", f"/sobjects/{name}/describe").json()

        assert len(reply) == 45
        assert {len(field) for field in reply["fields"]} == {57}

    def test_has_forty_custom_fields_on_leads(self, seeded):
        custom = [field for field in fields_of(seeded, "Lead").values() if field["custom"]]

        assert len(custom) == 43
        assert {"mkto71_Lead_Score__c", "mkto71_Acquisition_Date__c"} <= {field["name"] for field in custom}
        assert {field["type"] for field in custom} >= {
            "picklist",
            "multipicklist",
            "double",
            "currency",
            "date",
            "time",
        }

    def test_leaves_the_marketing_fields_out_of_a_professional_org(self, professional):
        assert not [name for name in fields_of(professional, "Lead") if name.startswith("mkto71_")]

    def test_refuses_unknown_objects(self, seeded):
        reply = seeded.call("GET", "/sobjects/Nothing/describe")

        assert reply.status_code == 404
        assert reply.json() == [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]

    def test_answers_304_when_nothing_changed_since(self, seeded):
        first = seeded.call("GET", "/sobjects/Lead/describe")

        second = seeded.call(
            "GET", "/sobjects/Lead/describe", headers={"If-Modified-Since": first.headers["Last-Modified"]}
        )

        assert second.status_code == 304
        assert second.headers["ETag"] == first.headers["ETag"]


class TestLayouts:
    def test_lists_each_field_once_for_each_record_type(self, seeded):
        reply = seeded.call("GET", "/sobjects/Lead/describe/layouts").json()

        items = [
            component["value"]
            for row in reply["layouts"][0]["detailLayoutSections"][0]["layoutRows"]
            for item in row["layoutItems"]
            for component in item["layoutComponents"]
        ]
        assert len(reply["layouts"]) == 3
        assert "Email" in items
        assert len(items) == len(set(items))
