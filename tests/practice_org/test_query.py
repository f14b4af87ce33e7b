from __future__ import annotations

import pytest
import requests


class TestQuery:
    def test_gives_records_in_the_order_of_the_select_list(self, seeded):
        record = seeded.records("SELECT Name, Id, Email, Fax FROM Lead ORDER BY Id LIMIT 1")[0]

        assert list(record) == ["attributes", "Name", "Id", "Email", "Fax"]
        assert record["attributes"] == {
            "type": "Lead",
            "url": f"/services/data/v60.0/sobjects/Lead/{record['Id']}",
        }

    def test_nests_parents(self, seeded):
        record = seeded.records("SELECT Owner.Name, CreatedBy.Profile.Name FROM Lead LIMIT 1")[0]

        assert record["Owner"]["attributes"]["type"] == "Name"
        assert record["CreatedBy"]["Profile"]["attributes"]["type"] == "Profile"
        assert record["Owner"]["Name"]

    def test_gives_null_for_a_parent_that_is_not_there(self, seeded):
        record = seeded.records("SELECT ReportsTo.Name FROM Contact WHERE ReportsToId = null LIMIT 1")[0]

        assert record["ReportsTo"] is None

    def test_counts(self, seeded):
        assert seeded.query("SELECT COUNT() FROM Lead")["records"] == []
        assert seeded.query("SELECT COUNT() FROM Lead")["totalSize"] == 1_200
        assert seeded.query("SELECT COUNT() FROM Lead", "queryAll")["totalSize"] > 1_200

    def test_groups(self, seeded):
        rows = seeded.records("SELECT Status, COUNT(Id), MAX(CreatedDate) newest FROM Lead GROUP BY Status")

        assert rows[0]["attributes"] == {"type": "AggregateResult"}
        assert set(rows[0]) == {"attributes", "Status", "expr0", "newest"}
        assert sum(row["expr0"] for row in rows) == seeded.query("SELECT COUNT() FROM Lead")["totalSize"]

    def test_pages_without_losing_or_repeating_a_record(self, seeded):
        reply = seeded.call(
            "GET",
            "/query",
            params={"q": "SELECT Id FROM Lead"},
            headers={"Sforce-Query-Options": "batchSize=200"},
        ).json()
        found = [record["Id"] for record in reply["records"]]

        while not reply["done"]:
            assert reply["nextRecordsUrl"].startswith("/services/data/v60.0/query/0r8")
            reply = seeded.session.get(seeded.base + reply["nextRecordsUrl"]).json()
            found += [record["Id"] for record in reply["records"]]

        assert len(found) == len(set(found)) == reply["totalSize"]

    def test_refuses_a_dead_cursor(self, seeded):
        reply = seeded.call("GET", "/query/0r8xx000000000AAAA-2000")

        assert reply.json() == [{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}]

    def test_hides_deleted_and_archived_records_from_all_but_query_all(self, seeded):
        alive = seeded.query("SELECT COUNT() FROM Task")["totalSize"]
        everything = seeded.query("SELECT COUNT() FROM Task", "queryAll")["totalSize"]
        archived = seeded.query("SELECT COUNT() FROM Task WHERE IsArchived = true", "queryAll")["totalSize"]

        assert archived > 0
        assert alive + archived < everything

    @pytest.mark.parametrize(
        ("condition", "also"),
        [
            ("Status = 'working - CONTACTED'", "Status LIKE 'Working%'"),
            ("Rating != 'Hot'", "NOT Rating = 'Hot'"),
            ("Rating NOT IN ('Hot', 'Warm')", "(Rating = 'Cold' OR Rating = null)"),
            (
                "Id IN (SELECT LeadId FROM CampaignMember)",
                "Id IN (SELECT LeadId FROM CampaignMember WHERE LeadId != null)",
            ),
            ("CreatedDate >= 2023-01-01T00:00:00Z", "NOT CreatedDate < 2023-01-01T01:00:00+01:00"),
            ("NumberOfEmployees > 1000.5", "NumberOfEmployees >= 1001"),
            ("Product_Interest__c INCLUDES ('Analytics;Automation')", "Product_Interest__c = 'analytics;automation'"),
            ("CreatedDate < TODAY", "CreatedDate <= YESTERDAY"),
            ("Owner.IsActive = true", "OwnerId != null AND Owner.Type = 'User'"),
        ],
    )
    def test_reads_a_condition_both_ways(self, seeded, condition, also):
        first = seeded.query(f"SELECT COUNT() FROM Lead WHERE {condition}")["totalSize"]

        assert first == seeded.query(f"SELECT COUNT() FROM Lead WHERE {also}")["totalSize"]
        assert first > 0

    def test_writes_values_as_rest_does(self, seeded):
        statement = (
            "SELECT CreatedDate, ConvertedDate, AnnualRevenue, NumberOfEmployees, IsConverted, Address FROM Lead "
        )

        record = seeded.records(
            statement + "WHERE IsConverted = true AND AnnualRevenue != null AND NumberOfEmployees != null LIMIT 1"
        )[0]

        assert record["CreatedDate"].endswith(".000+0000")
        assert len(record["ConvertedDate"]) == len("2026-01-31")
        assert isinstance(record["AnnualRevenue"], float)
        assert isinstance(record["NumberOfEmployees"], int)
        assert record["IsConverted"] is True
        assert list(record["Address"]) == [
            "city",
            "country",
            "geocodeAccuracy",
            "latitude",
            "longitude",
            "postalCode",
            "state",
            "street",
        ]

    def test_computes_formulas(self, seeded):
        record = seeded.records("SELECT Full_Location__c, City, Country FROM Lead LIMIT 1")[0]

        assert record["Full_Location__c"] == f"{record['City']}, {record['Country']}"


class TestErrors:
    def test_of_an_unknown_object_are_those_of_the_recording(self, seeded, recording):
        statement = "select count() from XYZZY"
        recorded = recording("composite/composite-count-with-INVALID_TYPE.json")
        expected = recorded[0]["response"]["body"]["compositeResponse"][1]["body"]

        reply = seeded.call("GET", "/query", params={"q": statement})

        assert reply.status_code == 400
        assert reply.json() == expected

    def test_show_a_window_of_a_long_statement(self, seeded, recording):
        expected = recording("errors/amp-labs.unknown-object.json")

        found = seeded.query("SELECT Id,Name,BillingCity,IsDeleted FROM Accout")

        assert found == expected

    @pytest.mark.parametrize(
        ("statement", "code", "words"),
        [
            ("SELECT Nothing FROM Lead", "INVALID_FIELD", "No such column 'Nothing' on entity 'Lead'."),
            ("SELECT Nobody.Name FROM Lead", "INVALID_FIELD", "Didn't understand relationship 'Nobody' in field path."),
            ("SELECT Id FROM Lead WHERE a = = 1", "MALFORMED_QUERY", "unexpected token: '='"),
            (
                "SELECT Id FROM Lead WHERE Name = 'a' AND Id != null OR Id = null",
                "MALFORMED_QUERY",
                "unexpected token: 'OR'",
            ),
            (
                "SELECT Id FROM Lead WHERE CreatedDate > '2020-01-01'",
                "INVALID_FIELD",
                "should not be enclosed in quotes",
            ),
            (
                "SELECT Id FROM Lead WHERE ConvertedDate = ''",
                "INVALID_FIELD",
                "'ConvertedDate' must be of type date and should not be enclosed in quotes",
            ),
            ("SELECT Id FROM Lead WHERE Name = foo", "MALFORMED_QUERY", "unexpected token: 'foo'"),
            (
                "SELECT Id FROM Lead WHERE Id LIKE '00Q%'",
                "INVALID_QUERY_FILTER_OPERATOR",
                "invalid operator on id field",
            ),
            (
                "SELECT Id FROM Lead WHERE CreatedDate > 2020-52-12T12:12:00Z",
                "MALFORMED_QUERY",
                "Invalid datetime: 2020-52-12T12:12:00Z",
            ),
            (
                "SELECT Id FROM Lead LIMIT 99999999999",
                "NUMBER_OUTSIDE_VALID_RANGE",
                "numeric value out of range: 99999999999",
            ),
            ("SELECT Id FROM Lead USING SCOPE nowhere", "INVALID_QUERY_SCOPE", "invalid query scope: nowhere"),
            ("SELECT Id FROM Lead WITH NOTHING", "MALFORMED_QUERY", "unexpected token: 'NOTHING'"),
            (
                "SELECT Id FROM Lead WHERE Name = 3",
                "INVALID_FIELD",
                "must be of type string and should be enclosed in quotes",
            ),
            ("SELECT Id FROM Lead WHERE Description = 'x'", "INVALID_FIELD", "can not be filtered in a query call"),
            ("SELECT Name, COUNT(Id) FROM Lead", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name"),
            ("SELECT Id FROM Lead OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000"),
            (
                "SELECT Id FROM Lead WHERE Id = 'nonsense'",
                "INVALID_QUERY_FILTER_OPERATOR",
                "invalid ID field: nonsense",
            ),
            ("", "MALFORMED_QUERY", "null or empty"),
        ],
    )
    def test_name_the_trouble(self, seeded, statement, code, words):
        found = seeded.query(statement)

        assert found[0]["errorCode"] == code
        assert words in found[0]["message"]


class TestSession:
    def test_is_asked_for(self, seeded):
        reply = requests.get(f"{seeded.base}/services/data/v60.0/query?q=x", timeout=30)

        assert reply.status_code == 401
        assert reply.headers["WWW-Authenticate"] == "Token"
        assert reply.json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]

    def test_is_not_needed_for_the_versions(self, seeded):
        found = requests.get(f"{seeded.base}/services/data", timeout=30).json()

        assert found[0] == {"label": "Summer '14", "url": "/services/data/v31.0", "version": "31.0"}
        assert found[-1]["label"] == "Spring '26"

    @pytest.mark.parametrize(("version", "status"), [("v30.0", 410), ("v67.0", 404), ("v60", 404)])
    def test_does_not_help_with_unknown_versions(self, seeded, version, status):
        assert seeded.session.get(f"{seeded.base}/services/data/{version}/limits").status_code == status


class TestWire:
    def test_is_compact_unless_asked_to_be_pretty(self, seeded):
        plain = seeded.call("GET", "/limits/recordCount", params={"sObjects": "User"}).text
        pretty = seeded.call(
            "GET", "/limits/recordCount", params={"sObjects": "User"}, headers={"X-PrettyPrint": "1"}
        ).text

        assert plain == '{"sObjects":[{"count":14,"name":"User"}]}'
        assert pretty.startswith('{\n  "sObjects" : [')

    def test_is_compressed_for_who_takes_it(self, seeded):
        packed = seeded.call("GET", "/sobjects", headers={"Accept-Encoding": "gzip"})
        plain = seeded.call("GET", "/sobjects", headers={"Accept-Encoding": "identity"})

        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert packed.json() == plain.json()

    def test_counts_each_call_even_one_that_fails(self, org):
        first = org.call("GET", "/limits").headers["Sforce-Limit-Info"]
        second = org.call("GET", "/query", params={"q": "x"}).headers["Sforce-Limit-Info"]

        assert (first, second) == ("api-usage=1/112000", "api-usage=2/112000")

    def test_ends_at_the_daily_limit(self, org):
        org.trainer("POST", "/switches", {"daily_calls": 1})
        org.call("GET", "/limits")

        reply = org.call("GET", "/limits")

        assert reply.status_code == 403
        assert reply.json()[0]["errorCode"] == "REQUEST_LIMIT_EXCEEDED"


class TestLimits:
    def test_tell_what_is_left(self, org):
        reply = org.call("GET", "/limits").json()

        assert reply["DailyApiRequests"] == {"Max": 112_000, "Remaining": 111_999}

    def test_leave_out_objects_without_records(self, org):
        reply = org.call("GET", "/limits/recordCount", params={"sObjects": "PermissionSetGroup,User"}).json()

        assert reply == {"sObjects": [{"count": 14, "name": "User"}]}
