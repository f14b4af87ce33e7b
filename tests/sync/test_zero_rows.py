"""An object without a record says why: each cause made in an org of its own, and found."""

from __future__ import annotations

import dataclasses

import pytest

from apps.connections import clients
from apps.mapping import catalogue
from apps.sync import plan, verify, zero_rows
from tests.salesforce.trainer import Trainer
from tests.sync.conftest import PlayedOrg, to_the_end
from tests.sync.test_verify import verified


@pytest.fixture
def trainer(filled_org):
    return Trainer(filled_org.url, records=1)


@pytest.fixture
def org(trainer, settings):
    settings.PRACTICE_ORG_URL = trainer.url
    return PlayedOrg(trainer.url, trainer.org)


class TestAnObjectWithoutRecords:
    def test_says_why(self, connected, org, trainer):
        org.create("Task", Subject="Call", Status="Not Started", Priority="Normal")
        trainer.do("switches", unseen={"Opportunity": 100}, denied={"Task": ["Read"], "Event": ["Read"]})
        for campaign in org.ids("Campaign", 1000):
            org.delete("Campaign", campaign)
        catalogue.describe(connected, clients.open(connected))
        to_the_end(connected)

        found = verified(connected)

        whys = {each["object"]: each["why"] for each in found.counts}
        assert {name: why for name, why in whys.items() if why} == {
            "Opportunity": "sharing",
            "Task": "no_right",
            "Campaign": "deleted",
            "CampaignMember": "empty",
            "Event": "hidden",
        }
        assert verify.differences(found) == 0

    def test_says_when_its_own_filter_leaves_all_out(self, connected):
        client = clients.open(connected)
        of_nobody = dataclasses.replace(plan.of(connected, "Account"), condition="Name = 'Nobody & Sons'")

        assert zero_rows.explain(client, [of_nobody]) == {"Account": "filter"}
