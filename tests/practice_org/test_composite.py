from __future__ import annotations

import pytest

DATA = "/services/data/v60.0"
HALTED = {
    "errorCode": "PROCESSING_HALTED",
    "message": "The transaction was rolled back since another operation in the same transaction failed.",
}


def post(name: str, reference: str, **values) -> dict:
    return {"method": "POST", "url": f"{DATA}/sobjects/{name}", "referenceId": reference, "body": values}


def get(path: str, reference: str) -> dict:
    return {"method": "GET", "url": f"{DATA}{path}", "referenceId": reference}


def composite(org, *requests: dict, **options) -> list[dict]:
    return org.call("POST", "/composite", json={**options, "compositeRequest": list(requests)}).json()[
        "compositeResponse"
    ]


def count(org, name: str) -> int:
    return org.query(f"SELECT COUNT() FROM {name}")["totalSize"]


class TestReference:
    def test_fills_bodies_and_addresses(self, org):
        answers = composite(
            org,
            post("Account", "company", Name="Example"),
            post("Contact", "person", LastName="Doe", AccountId="@{company.id}"),
            get("/query?q=SELECT+Id,Name,AccountId+FROM+Contact+WHERE+Id='@{person.id}'", "found"),
            get("/sobjects/Account/@{found.records[0].AccountId}?fields=Name", "back"),
        )

        assert [answer["httpStatusCode"] for answer in answers] == [201, 201, 200, 200]
        assert answers[0]["httpHeaders"] == {"Location": f"{DATA}/sobjects/Account/{answers[0]['body']['id']}"}
        assert answers[3]["body"]["Name"] == "Example"

    def test_to_a_request_that_failed_fails_too(self, org):
        answers = composite(
            org,
            post("Account", "company"),
            post("Contact", "person", LastName="Doe", AccountId="@{company.id}"),
            post("Contact", "other", LastName="Roe"),
        )

        assert [answer["httpStatusCode"] for answer in answers] == [400, 400, 201]
        assert answers[1]["body"] == [
            {
                "errorCode": "PROCESSING_HALTED",
                "message": "Invalid reference specified. No value for company.id found in company.",
            }
        ]

    @pytest.mark.parametrize("names", [("a", "a"), ("a", ""), ("a", "b c")])
    def test_needs_a_name_of_its_own(self, org, names):
        requests = [post("Account", name, Name="Example") for name in names]

        reply = org.call("POST", "/composite", json={"compositeRequest": requests})

        assert reply.status_code == 400


class TestHeaders:
    @pytest.mark.parametrize(("header", "is_assigned"), [({}, True), ({"Sforce-Auto-Assign": "FALSE"}, False)])
    def test_of_a_request_are_its_own(self, org, header, is_assigned):
        me = org.facts["sync_user"]["user_id"]
        owner = org.records(f"SELECT Id FROM User WHERE IsActive = true AND Id != '{me}' LIMIT 1")[0]["Id"]
        entries = [{"condition": "", "owner": owner}]
        org.trainer("POST", "/assignment-rules", {"object": "Lead", "name": "All", "entries": entries})
        request = {**post("Lead", "made", LastName="Doe", Company="Example"), "httpHeaders": header}

        made = composite(org, request, get("/sobjects/Lead/@{made.id}?fields=OwnerId", "read"))[1]["body"]

        assert made["OwnerId"] == (owner if is_assigned else me)

    def test_of_the_whole_call_are_not_said_again(self, org):
        request = {**post("Account", "one", Name="Example"), "httpHeaders": {"Content-Type": "application/json"}}

        assert org.call("POST", "/composite", json={"compositeRequest": [request]}).status_code == 400


class TestAllOrNone:
    def test_takes_back_what_was_written(self, org):
        before = count(org, "Account")

        answers = composite(
            org,
            post("Account", "one", Name="Example"),
            post("Account", "two"),
            post("Account", "three", Name="Example"),
            allOrNone=True,
        )

        assert [answer["httpStatusCode"] for answer in answers] == [400, 400, 400]
        assert answers[0]["body"] == answers[2]["body"] == [HALTED]
        assert answers[1]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
        assert [answer["referenceId"] for answer in answers] == ["one", "two", "three"]
        assert count(org, "Account") == before

    def test_keeps_everything_when_all_went_well(self, org):
        before = count(org, "Account")

        answers = composite(
            org, post("Account", "one", Name="Example"), get("/sobjects/Account/@{one.id}", "read"), allOrNone=True
        )

        assert answers[1]["body"]["Name"] == "Example"
        assert count(org, "Account") == before + 1

    def test_of_a_collection_inside_takes_back_its_own_rows(self, org):
        before = count(org, "Account")
        rows = [{"attributes": {"type": "Account"}, "Name": "Example"}, {"attributes": {"type": "Account"}}]
        inner = {"allOrNone": True, "records": rows}
        request = {"method": "POST", "url": f"{DATA}/composite/sobjects", "referenceId": "rows", "body": inner}

        answers = composite(org, post("Account", "one", Name="Example"), request, allOrNone=True)

        assert answers[1]["httpStatusCode"] == 200
        assert answers[1]["body"][0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
        assert count(org, "Account") == before + 1


class TestBatch:
    def test_counts_each_request(self, org):
        requests = [{"method": "GET", "url": "v60.0/limits"}, {"method": "GET", "url": "v60.0/nothing"}]

        reply = org.call("POST", "/composite/batch", json={"batchRequests": requests})

        assert [one["statusCode"] for one in reply.json()["results"]] == [200, 404]
        assert reply.json()["hasErrors"] is True
        assert org.call("GET", "/limits").headers["Sforce-Limit-Info"].startswith("api-usage=3/")

    def test_stops_at_an_error_when_asked_to(self, org):
        requests = [
            {"method": "GET", "url": "v60.0/sobjects/Lead/00Q000000000001EAA"},
            {"method": "POST", "url": "v60.0/sobjects/Account", "richInput": {"Name": "Example"}},
        ]
        before = count(org, "Account")

        results = org.call("POST", "/composite/batch", json={"batchRequests": requests, "haltOnError": True}).json()[
            "results"
        ]

        assert [one["statusCode"] for one in results] == [404, 412]
        assert results[1]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED"
        assert count(org, "Account") == before

    def test_writes_what_is_sent_along(self, org):
        requests = [{"method": "POST", "url": "v60.0/sobjects/Account", "richInput": {"Name": "Example"}}]

        results = org.call("POST", "/composite/batch", json={"batchRequests": requests}).json()["results"]

        assert (results[0]["statusCode"], results[0]["result"]["success"]) == (201, True)

    @pytest.mark.parametrize("number", [0, 26])
    def test_takes_between_one_and_twenty_five(self, org, number):
        requests = [{"method": "GET", "url": "v60.0/limits"}] * number

        assert org.call("POST", "/composite/batch", json={"batchRequests": requests}).status_code == 400


def tree(reference: str, kind: str, **values) -> dict:
    return {"attributes": {"type": kind, "referenceId": reference}, **values}


class TestTree:
    def test_creates_children_below_their_parents(self, org):
        contacts = [tree("jo", "Contact", LastName="Doe"), tree("flo", "Contact", LastName="Roe")]
        record = tree("company", "Account", Name="Example", Contacts={"records": contacts})

        reply = org.call("POST", "/composite/tree/Account", json={"records": [record]})

        results = reply.json()["results"]
        assert reply.status_code == 201
        assert reply.json()["hasErrors"] is False
        assert [one["referenceId"] for one in results] == ["company", "jo", "flo"]
        found = org.records(f"SELECT LastName FROM Contact WHERE AccountId = '{results[0]['id']}'")
        assert {row["LastName"] for row in found} == {"Doe", "Roe"}

    def test_creates_nothing_when_one_record_is_wrong(self, org):
        before = count(org, "Account")
        contacts = {"records": [tree("jo", "Contact", FirstName="Jo")]}
        record = tree("company", "Account", Name="Example", Contacts=contacts)

        reply = org.call("POST", "/composite/tree/Account", json={"records": [record]})

        assert reply.status_code == 400
        assert reply.json() == {
            "hasErrors": True,
            "results": [
                {
                    "referenceId": "jo",
                    "errors": [
                        {
                            "statusCode": "REQUIRED_FIELD_MISSING",
                            "message": "Required fields are missing: [LastName]",
                            "fields": ["LastName"],
                        }
                    ],
                }
            ],
        }
        assert count(org, "Account") == before

    @pytest.mark.parametrize(
        "records",
        [
            [],
            [tree(f"r{number}", "Account", Name="Example") for number in range(201)],
            [tree("same", "Account", Name="Example")] * 2,
            [{"attributes": {"type": "Account"}, "Name": "Example"}],
        ],
    )
    def test_refuses_what_is_no_tree(self, org, records):
        assert org.call("POST", "/composite/tree/Account", json={"records": records}).status_code == 400


class TestGraph:
    def test_stands_or_falls_by_itself(self, org):
        before = count(org, "Account")
        good = [
            post("Account", "company", Name="Example"),
            post("Contact", "person", LastName="Doe", AccountId="@{company.id}"),
        ]
        bad = [post("Account", "company", Name="Example"), post("Contact", "person")]
        graphs = [{"graphId": "1", "compositeRequest": good}, {"graphId": "2", "compositeRequest": bad}]

        body = org.call("POST", "/composite/graph", json={"graphs": graphs}).json()

        assert [(one["graphId"], one["isSuccessful"]) for one in body["graphs"]] == [("1", True), ("2", False)]
        answers = body["graphs"][1]["graphResponse"]["compositeResponse"]
        assert answers[0]["body"] == [HALTED]
        assert answers[1]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
        assert count(org, "Account") == before + 1

    def test_holds_five_hundred_requests(self, org):
        requests = [post("Account", f"r{number}", Name="Example") for number in range(501)]

        reply = org.call("POST", "/composite/graph", json={"graphs": [{"graphId": "1", "compositeRequest": requests}]})

        assert reply.status_code == 400
        assert reply.json()[0]["errorCode"] == "LIMIT_EXCEEDED"
