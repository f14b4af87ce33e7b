from __future__ import annotations

import pytest

from apps.marketing import database
from apps.sync import receipts, verify
from apps.sync.models import Verification
from tests.sync.conftest import to_the_end


@pytest.fixture
def synced(connected):
    to_the_end(connected)
    return connected


def verified(instance):
    for _chunk in range(10):
        found, again_in = verify.carry_on(instance)
        if again_in is None:
            return found
    raise AssertionError("the verification did not come to its end")


class TestVerification:
    def test_finds_all_equal_after_a_good_sync(self, synced):
        found = verified(synced)

        assert verify.differences(found) == verify.different_values(found) == 0
        assert found.rounds == 1
        assert len(found.counts) == 12

    def test_catches_up_first_with_what_changed_meanwhile(self, synced, org):
        org.create("Lead", LastName="Latecomer", Company="Late & Sons")

        assert verify.differences(verified(synced)) == 0

    def test_looks_again_before_it_says_that_counts_differ(self, synced):
        with database.connect(synced) as connection:
            connection.execute(LOSE_AN_OLD_CAMPAIGN)

        found = verified(synced)

        (different,) = [each for each in found.counts if each["there"] != each["here"]]
        assert different["object"] == "Campaign"
        assert different["there"] == different["here"] + 1
        assert found.rounds == verify.ROUNDS

    def test_names_records_and_fields_that_differ(self, synced):
        with database.connect(synced) as connection:
            connection.execute("UPDATE record_type SET developer_name = 'other'")

        found = verified(synced)

        fields = {field for each in found.samples for _id, field in each["different"]}
        assert fields == {"DeveloperName"}

    def test_writes_nothing_while_it_compares(self, synced):
        with database.connect(synced) as connection:
            before = connection.execute("SELECT count(*), max(ctid) FROM person_contact").fetchone()

        verified(synced)

        with database.connect(synced) as connection:
            assert connection.execute("SELECT count(*), max(ctid) FROM person_contact").fetchone() == before
        assert Verification.objects.of(synced).filter(ended_at=None).count() == 0


class TestAReceipt:
    def test_can_be_checked_against_its_hash(self, instance, cast):
        receipt = receipts.accept(instance, ["It is the only chance."], by=cast.operator)
        receipt.refresh_from_db()

        assert receipts.digest(receipt) == receipt.hash
        receipt.texts = ["Something else."]
        assert receipts.digest(receipt) != receipt.hash


# one that no other test changed just now, or the next cycle would bring it back
LOSE_AN_OLD_CAMPAIGN = """
    DELETE FROM campaign WHERE sfdc_id = (SELECT sfdc_id FROM campaign ORDER BY system_modstamp, sfdc_id LIMIT 1)
"""
