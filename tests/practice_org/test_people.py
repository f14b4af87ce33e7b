from __future__ import annotations


class TestConvert:
    def test_ties_the_lead_to_what_it_became(self, org):
        lead = org.records(
            "SELECT Id, Name, Email, Company FROM Lead WHERE IsConverted = false AND Email != null LIMIT 1"
        )[0]

        made = org.trainer("POST", f"/records/Lead/{lead['Id']}/convert")

        after = org.records(
            "SELECT IsConverted, Status, ConvertedContactId, ConvertedAccountId, ConvertedOpportunityId, ConvertedDate "
            f"FROM Lead WHERE Id = '{lead['Id']}'"
        )[0]
        contact = org.records(f"SELECT Name, Email, Account.Name FROM Contact WHERE Id = '{made['ContactId']}'")[0]
        assert after["IsConverted"] is True
        assert after["ConvertedContactId"] == made["ContactId"]
        assert (contact["Name"], contact["Email"]) == (lead["Name"], lead["Email"])
        assert contact["Account"]["Name"] == lead["Company"]


class TestMerge:
    def test_leaves_losers_that_point_to_the_winner(self, org):
        winner, loser = (row["Id"] for row in org.records("SELECT Id FROM Contact LIMIT 2"))
        before = org.records(f"SELECT SystemModstamp FROM Contact WHERE Id = '{winner}'")[0]["SystemModstamp"]

        org.trainer("POST", f"/records/Contact/{winner}/merge", {"losers": [loser]})

        gone = org.records(f"SELECT IsDeleted, MasterRecordId FROM Contact WHERE Id = '{loser}'", "queryAll")[0]
        after = org.records(f"SELECT SystemModstamp FROM Contact WHERE Id = '{winner}'")[0]["SystemModstamp"]
        assert (gone["IsDeleted"], gone["MasterRecordId"]) == (True, winner)
        assert after > before
