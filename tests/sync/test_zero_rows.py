"""An object without a record says why: each cause made in an org of its own, and found."""

from __future__ import annotations

import pytest

from apps.connections import clients
from apps.mapping import catalogue
from apps.sync import verify
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
        trainer.do("switches", unseen={"Opportunity": 100}, denied={"Task": ["Read"]})
        for campaign in org.ids("Campaign", 1000):
            org.delete("Campaign", campaign)
        catalogue.describe(connected, clients.open(connected))
        to_the_end(connected)

        found = verified(connected)

        whys = {each["object"]: each["why"] for each in found.counts}
        assert {name: why for name, why in whys.items() if why} == {
            "Opportunity": "sharing",
            "Task": "hidden",
            "Campaign": "deleted",
            "CampaignMember": "empty",
            "Event": "empty",
        }
        assert verify.differences(found) == 0
