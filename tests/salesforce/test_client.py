from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from apps.salesforce import errors
from apps.salesforce.client import Client
from apps.salesforce.composite import Part, packed
from tests.salesforce.scripted import Reply, refused

EXPIRED = refused(401, "INVALID_SESSION_ID", "Session expired or invalid")
IDENTITY = Reply(200, {"user_id": "005"})


class TestSession:
    def test_is_renewed_once_when_it_ended(self, org):
        org.answers(EXPIRED, IDENTITY)
        client = Client(org.url, "old", refresh=lambda: "new", practice_url=org.url)

        identity = client.identity()

        assert identity == {"user_id": "005"}
        assert [asked.headers["Authorization"] for asked in org.asked] == ["Bearer old", "Bearer new"]

    def test_is_not_renewed_for_ever(self, org):
        org.answers(EXPIRED, EXPIRED)
        client = Client(org.url, "old", refresh=lambda: "new", practice_url=org.url)

        with pytest.raises(errors.FreshSessionRefused):
            client.identity()

        assert len(org.asked) == 2

    def test_is_not_renewed_for_an_expired_password(self, org):
        org.answers(refused(401, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "Your password has expired."))
        client = Client(org.url, "old", refresh=lambda: "new", practice_url=org.url)

        with pytest.raises(errors.PasswordExpired):
            client.identity()

        assert len(org.asked) == 1

    def test_is_not_renewed_where_the_token_lacks_the_scope(self, org):
        org.answers(refused(403, "INVALID_SESSION_ID", "This session is not valid for use with the REST API"))
        client = Client(org.url, "old", refresh=lambda: "new", practice_url=org.url)

        with pytest.raises(errors.RightMissing):
            client.identity()


class TestUsage:
    def test_comes_from_the_header(self, org, client):
        org.answers(Reply(200, {}, {"Sforce-Limit-Info": "api-usage=4147/15000"}))

        client.identity()

        assert client.usage == (4147, 15000)

    def test_understands_the_form_with_an_app_quota(self, org, client):
        header = {"Sforce-Limit-Info": "api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)"}
        org.answers(Reply(200, {}, header))

        client.identity()

        assert client.usage == (25, 5000)

    def test_stays_what_it_was_where_the_header_is_missing(self, org, client):
        org.answers(Reply(200, {}, {"Sforce-Limit-Info": "api-usage=1/2"}), Reply(200, {}))

        client.identity()
        client.identity()

        assert client.usage == (1, 2)

    def test_counts_each_call_and_tells_whoever_listens(self, org):
        heard = []
        org.answers(Reply(200, {}, {"Sforce-Limit-Info": "api-usage=8/10"}), refused(404, "NOT_FOUND"))
        client = Client(org.url, "token", on_call=heard.append, practice_url=org.url)

        client.identity()
        with pytest.raises(errors.NotFound):
            client.describe("Nothing")

        assert client.calls == 2
        assert heard == [(8, 10), (8, 10)]

    def test_reads_the_clock_of_the_org(self, org, client):
        org.answers(Reply(200, {}, {"Date": "Mon, 22 Nov 2021 19:51:52 GMT"}))

        client.identity()

        assert client.server_time == datetime(2021, 11, 22, 19, 51, 52, tzinfo=UTC)


class TestOutage:
    def test_is_waited_for(self, org, client):
        org.answers(Reply(503, "<html>maintenance</html>", {"Content-Type": "text/html"}), IDENTITY)

        assert client.identity() == {"user_id": "005"}

    def test_ends_in_words_when_it_lasts(self, org, client):
        org.answers(*[Reply(503, "busy", {"Retry-After": "0"})] * 4)

        with pytest.raises(errors.ServerBusy):
            client.identity()

    @pytest.mark.parametrize("ask", [Client.identity, lambda client: client.composite([Part("limits")])])
    def test_is_a_page_that_comes_with_success_instead_of_data(self, org, client, ask):
        org.answers(Reply(200, "<html>maintenance</html>", {"Content-Type": "text/html"}))

        with pytest.raises(errors.ServerBusy):
            ask(client)

    def test_keeps_to_the_time_that_the_server_named(self, org, client):
        org.answers(Reply(429, "", {"Retry-After": "1"}), IDENTITY)
        started = time.monotonic()

        client.identity()

        assert time.monotonic() - started >= 1

    def test_never_makes_a_write_twice(self, org, client):
        org.answers(Reply(500, [{"errorCode": "UNKNOWN_EXCEPTION", "message": "ErrorId : 1-1"}]))

        with pytest.raises(errors.ServerBusy):
            client.post("sobjects/Lead", {"LastName": "Kim"})

        assert len(org.asked) == 1

    def test_is_not_waited_for_when_the_calls_are_used_up(self, org, client):
        org.answers(refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))

        with pytest.raises(errors.LimitReached):
            client.identity()

        assert len(org.asked) == 1

    def test_names_an_answer_that_was_cut_off(self, org, client):
        org.answers(*[Reply(200, {"records": ["x" * 100]}, cut_after=20)] * 4)

        with pytest.raises(errors.BrokenStream):
            client.identity()


class TestRefusal:
    @pytest.mark.parametrize(
        ("status", "code", "kind"),
        [
            (403, "API_DISABLED_FOR_ORG", errors.ApiDisabled),
            (403, "API_CURRENTLY_DISABLED", errors.ApiDisabled),
            (400, "INVALID_FIELD", errors.QueryRefused),
            (400, "MALFORMED_QUERY", errors.QueryRefused),
            (404, "NOT_FOUND", errors.NotFound),
            (403, "INSUFFICIENT_ACCESS", errors.RightMissing),
            (400, "SOMETHING_NEW", errors.Refusal),
            (410, "UNSUPPORTED_API_VERSION", errors.VersionRetired),
        ],
    )
    def test_has_a_class_by_its_code(self, org, client, status, code, kind):
        org.answers(refused(status, code, "their words"))

        with pytest.raises(kind) as caught:
            client.query("SELECT Id FROM Lead")

        assert (caught.value.code, caught.value.message, caught.value.status) == (code, "their words", status)

    def test_is_understood_when_it_is_not_json(self, org, client):
        org.answers(Reply(403, "Bad_OAuth_Token", {"Content-Type": "text/plain"}))

        with pytest.raises(errors.RightMissing):
            client.identity()


class TestQuery:
    def test_goes_through_all_pages_without_attributes(self, org, client):
        first = {"attributes": {"type": "Lead"}, "Id": "1", "Owner": {"attributes": {"type": "User"}, "Name": "Kim"}}
        second = {"attributes": {"type": "Lead"}, "Id": "2", "Owner": None}
        next_url = "/services/data/v60.0/query/0r8xx-2000"
        org.answers(
            Reply(200, {"totalSize": 2, "done": False, "nextRecordsUrl": next_url, "records": [first]}),
            Reply(200, {"totalSize": 2, "done": True, "records": [second]}),
        )

        records = list(client.query_all("SELECT Id, Owner.Name FROM Lead"))

        assert records == [{"Id": "1", "Owner": {"Name": "Kim"}}, {"Id": "2", "Owner": None}]
        assert org.asked[1].path == next_url

    def test_asks_for_deleted_records_where_told_so(self, org, client):
        org.answers(Reply(200, {"totalSize": 0, "done": True, "records": []}))

        list(client.query_all("SELECT Id FROM Task", deleted=True))

        assert org.asked[0].path == "/services/data/v60.0/queryAll/"[:-1]

    def test_counts(self, org, client):
        org.answers(Reply(200, {"totalSize": 41, "done": True, "records": []}))

        assert client.count("Lead", "IsConverted = false") == 41
        assert org.asked[0].query == {"q": "SELECT COUNT() FROM Lead WHERE IsConverted = false"}

    def test_travels_inside_a_post_when_it_is_too_long_for_an_address(self, org, client):
        body = {"totalSize": 0, "done": True, "records": []}
        org.answers(Reply(200, {"compositeResponse": [{"httpStatusCode": 200, "body": body, "referenceId": "part0"}]}))

        client.query("SELECT " + ", ".join(f"COUNT(Field{n}__c)" for n in range(600)) + " FROM Lead")

        assert (org.asked[0].method, org.asked[0].path) == ("POST", "/services/data/v60.0/composite")


class TestComposite:
    def test_asks_25_at_a_time_and_leaves_out_what_is_not_there(self, org, client):
        names = [f"Object{n}" for n in range(30)]
        missing = [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]
        org.answers(
            _composite(*[(200, {"name": name}) for name in names[:25]]),
            _composite(*[(200, {"name": name}) for name in names[25:29]], (404, missing)),
        )

        described = client.describe_many(names)

        assert list(described) == names[:29]
        assert len(org.asked) == client.calls == 2

    def test_stops_none_of_the_others_for_one_refused_part(self, org, client):
        org.answers(
            _composite((400, [{"errorCode": "INVALID_FIELD", "message": "No such column"}]), (200, {"ids": []}))
        )

        first, second = client.composite([Part("query?q=x"), Part("sobjects/Lead/updated/")])

        assert isinstance(first.error, errors.QueryRefused)
        assert second.is_ok

    def test_keeps_to_five_queries_a_call(self):
        packs = list(packed([Part("query?q=x")] * 12 + [Part("sobjects/Lead/describe")]))

        assert [len(pack) for pack in packs] == [5, 5, 3]

    def test_puts_the_same_version_into_each_address(self, org, client):
        org.answers(_composite((200, {})))

        client.composite([Part("sobjects")])

        assert org.asked[0].json["compositeRequest"][0]["url"] == "/services/data/v60.0/sobjects"


def _composite(*answers):
    parts = [
        {"httpStatusCode": status, "body": body, "httpHeaders": {}, "referenceId": f"part{number}"}
        for number, (status, body) in enumerate(answers)
    ]
    return Reply(200, {"compositeResponse": parts})
