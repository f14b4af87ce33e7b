from __future__ import annotations

import pytest


def message(reply: list[dict[str, str]]) -> tuple[str, str]:
    return reply[0]["errorCode"], reply[0]["message"].rpartition("\n")[2]


class TestChildren:
    def test_are_a_reply_inside_the_record_of_their_parent(self, seeded):
        accounts = seeded.records("SELECT Name, (SELECT Id, LastName, AccountId FROM Contacts), Id FROM Account")
        contacts = seeded.records("SELECT Id, AccountId FROM Contact WHERE AccountId != null")

        for account in accounts:
            assert list(account) == ["attributes", "Name", "Contacts", "Id"]
            mine = {row["Id"] for row in contacts if row["AccountId"] == account["Id"]}
            family = account["Contacts"]
            assert (family is None) == (not mine)
            if family:
                assert list(family) == ["totalSize", "done", "records"]
                assert (family["totalSize"], family["done"]) == (len(mine), True)
                assert {row["Id"] for row in family["records"]} == mine
                assert list(family["records"][0]) == ["attributes", "Id", "LastName", "AccountId"]

    def test_have_their_own_conditions_order_and_limit(self, seeded):
        statement = "SELECT Id, (SELECT LastName FROM Contacts WHERE Email != null ORDER BY LastName DESC LIMIT 2) "
        accounts = seeded.records(statement + "FROM Account LIMIT 50")

        families = [account["Contacts"]["records"] for account in accounts if account["Contacts"]]
        assert max(map(len, families)) == 2
        for family in families:
            names = [row["LastName"].lower() for row in family]
            assert names == sorted(names, reverse=True)

    def test_may_have_parents_and_children(self, seeded):
        statement = "SELECT Id, (SELECT Account.Name, (SELECT Campaign.Name FROM CampaignMembers) FROM Contacts) "
        accounts = seeded.records(statement + "FROM Account")

        contacts = [row for account in accounts for row in (account["Contacts"] or {"records": []})["records"]]
        members = [
            row for contact in contacts if contact["CampaignMembers"] for row in contact["CampaignMembers"]["records"]
        ]
        assert contacts[0]["Account"]["attributes"]["type"] == "Account"
        assert members[0]["Campaign"]["Name"]

    def test_in_great_number_come_page_by_page(self, org):
        account = org.trainer("POST", "/records/Account", {"Name": "Large"})["ids"][0]
        rows = [{"LastName": f"{number:03}", "AccountId": account} for number in range(450)]
        org.trainer("POST", "/records/Contact", rows)
        statement = f"SELECT Id, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Id = '{account}'"

        reply = org.call(
            "GET", "/query", params={"q": statement}, headers={"Sforce-Query-Options": "batchSize=200"}
        ).json()
        page = reply["records"][0]["Contacts"]
        found = page["records"]
        assert (page["totalSize"], page["done"], len(found)) == (450, False, 200)
        while not page["done"]:
            page = org.session.get(org.base + page["nextRecordsUrl"]).json()
            found += page["records"]

        assert [row["LastName"] for row in found] == [row["LastName"] for row in rows]

    @pytest.mark.parametrize(
        ("statement", "code", "words"),
        [
            (
                "SELECT Id, (SELECT Id FROM Nothings) FROM Account",
                "INVALID_TYPE",
                "Didn't understand relationship 'Nothings' in FROM part",
            ),
            (
                "SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account",
                "MALFORMED_QUERY",
                "only root queries support aggregate expressions",
            ),
            (
                "SELECT Id, (SELECT Nope FROM Contacts) FROM Account",
                "INVALID_FIELD",
                "No such column 'Nope' on entity 'Contact'.",
            ),
            (
                "SELECT COUNT(Id), (SELECT Id FROM Contacts) FROM Account",
                "MALFORMED_QUERY",
                "Field must be grouped or aggregated: Contacts",
            ),
        ],
    )
    def test_are_refused_in_words(self, seeded, statement, code, words):
        found = message(seeded.query(statement))

        assert found[0] == code
        assert found[1].startswith(words)

    @pytest.mark.parametrize(
        ("levels", "version", "is_fine"), [(5, "60.0", True), (6, "60.0", False), (3, "57.0", False)]
    )
    def test_are_nested_as_deep_as_the_version_allows(self, seeded, levels, version, is_fine):
        inner = "SELECT Id FROM Account"
        for _ in range(levels - 1):
            inner = f"SELECT Id, ({inner.replace(' Account', ' ChildAccounts')}) FROM Account"

        reply = seeded.session.get(f"{seeded.base}/services/data/v{version}/query", params={"q": inner})

        assert (reply.status_code == 200) is is_fine

    def test_are_not_for_bulk(self, seeded):
        statement = "SELECT Id, (SELECT Id FROM Contacts) FROM Account"

        reply = seeded.call("POST", "/jobs/query", json={"operation": "query", "query": statement})

        assert reply.status_code == 400


class TestParents:
    def test_reach_five_levels(self, seeded):
        path = "Account.Parent.Owner.Profile.UserLicense.Name"
        record = seeded.records(f"SELECT {path} FROM Contact WHERE Account.ParentId != null LIMIT 1")[0]

        for step in path.split(".")[:-1]:
            record = record[step]
        assert record["Name"]

    def test_do_not_reach_six(self, seeded):
        path = "Account.Parent.Parent.Parent.Parent.Parent.Name"

        assert seeded.query(f"SELECT {path} FROM Contact")[0]["errorCode"] == "MALFORMED_QUERY"

    def test_have_aliases_in_from(self, seeded):
        record = seeded.records("SELECT c.Id, a.Name FROM Contact c, c.Account a WHERE a.Name != null LIMIT 1")[0]

        assert list(record) == ["attributes", "Id", "Account"]

    def test_of_several_kinds_answer_for_each(self, seeded):
        rows = seeded.records(
            "SELECT WhoId, TYPEOF Who WHEN Lead THEN Company, Name WHEN Contact THEN Account.Name ELSE Name END "
            "FROM Task WHERE WhoId != null"
        )

        kinds = {row["Who"]["attributes"]["type"]: row["Who"] for row in rows}
        assert list(kinds["Lead"]) == ["attributes", "Company", "Name"]
        assert list(kinds["Contact"]) == ["attributes", "Account"]
        assert any(row["Who"]["Account"] for row in rows if "Account" in row["Who"])

    def test_of_several_kinds_have_the_fields_of_a_name(self, seeded):
        code, found = message(seeded.query("SELECT Owner.Website FROM Lead"))

        assert code == "INVALID_FIELD"
        assert found.startswith("No such column 'Website' on entity 'Name'.")

    def test_fall_to_else(self, seeded):
        record = seeded.records(
            "SELECT TYPEOF Who WHEN Contact THEN Id ELSE Name END FROM Task WHERE Who.Type = 'Lead'"
        )[0]

        assert list(record["Who"]) == ["attributes", "Name"]

    def test_of_one_kind_have_no_typeof(self, seeded):
        found = seeded.query("SELECT TYPEOF Account WHEN Account THEN Name END FROM Contact")

        assert found[0]["errorCode"] == "MALFORMED_QUERY"

    def test_of_people_and_queues_are_names(self, seeded):
        record = seeded.records("SELECT Owner.Name, Owner.Type, Owner.Profile.Name FROM Lead LIMIT 1")[0]

        assert record["Owner"]["attributes"]["type"] == "Name"
        assert record["Owner"]["Type"] == "User"
        assert record["Owner"]["Profile"]["attributes"]["type"] == "Profile"


class TestSemiJoins:
    def test_and_their_opposites_part_the_records(self, seeded):
        inside = "(SELECT LeadId FROM CampaignMember WHERE Status = 'Responded')"

        yes = seeded.query(f"SELECT COUNT() FROM Lead WHERE Id IN {inside}")["totalSize"]
        no = seeded.query(f"SELECT COUNT() FROM Lead WHERE Id NOT IN {inside}")["totalSize"]

        assert yes > 0
        assert yes + no == seeded.query("SELECT COUNT() FROM Lead")["totalSize"]

    @pytest.mark.parametrize(
        ("condition", "words"),
        [
            (
                "Id IN (SELECT LeadId FROM CampaignMember) OR Name = 'x'",
                "Semi join sub-selects are not allowed with the 'OR' operator",
            ),
            ("Id IN (SELECT Id FROM Lead)", "The inner and outer selects should not be on the same object type"),
            ("Name IN (SELECT LeadId FROM CampaignMember)", "should be an id field, cannot use: 'Name'"),
            (
                "Id IN (SELECT Status FROM CampaignMember)",
                "semi join sub-selects can only query id fields, cannot use: 'Status'",
            ),
            (
                "Id IN (SELECT ContactId FROM CampaignMember)",
                "expression in the outer query 'Id' should point to the same object type",
            ),
            (
                "Id IN (SELECT LeadId FROM CampaignMember WHERE CampaignId IN (SELECT Id FROM Campaign))",
                "Nesting of semi join sub-selects is not supported",
            ),
        ],
    )
    def test_are_refused_in_words(self, seeded, condition, words):
        code, found = message(seeded.query(f"SELECT Id FROM Lead WHERE {condition}"))

        assert code == "MALFORMED_QUERY"
        assert found.endswith(words)

    def test_are_two_at_most(self, seeded):
        one = "Id IN (SELECT LeadId FROM CampaignMember)"

        found = seeded.query(f"SELECT Id FROM Lead WHERE {one} AND {one} AND {one}")

        assert message(found) == ("MALFORMED_QUERY", "Maximum 2 semi join sub-selects are allowed")
