"""Requests within a request, as recorded."""

from __future__ import annotations

from tests.practice_org.recordings import exchange, kinds


class TestComposite:
    def test_of_an_unknown_object_is_the_recorded_one(self, org, recording):
        recorded = recording("composite/composite-allOrNone-errors.json")[0]
        sent = recorded["request"]["body"]
        sent["compositeRequest"][0]["url"] = "/services/data/v60.0/sobjects/Foo"

        reply = org.call("POST", "/composite", json=sent)

        assert reply.status_code == 200
        assert reply.json() == recorded["response"]["body"]

    def test_of_queries_is_the_recorded_one(self, org, recording):
        recorded = exchange(recording("composite/composite-mixed.json"), "/composite")
        sent = recorded["request"]["body"]
        for request in sent["compositeRequest"]:
            request["url"] = request["url"].replace("vxx.0", "v60.0")

        body = org.call("POST", "/composite", json=sent).json()

        expected = recorded["response"]["body"]
        assert kinds(body) == kinds(expected)
        assert [one["referenceId"] for one in body["compositeResponse"]] == [
            one["referenceId"] for one in expected["compositeResponse"]
        ]
        assert list(body["compositeResponse"][0]) == list(expected["compositeResponse"][0])

    def test_hands_headers_to_each_request(self, org, recording):
        recorded = recording("composite/composite-If-Modified-Since-304.json")[0]
        sent = recorded["request"]["body"]
        for request in sent["compositeRequest"]:
            request["httpHeaders"] = {"If-Modified-Since": "Thu, 03 Sep 2099 21:35:07 GMT"}

        body = org.call("POST", "/composite", json=sent).json()

        for ours, theirs in zip(
            body["compositeResponse"], recorded["response"]["body"]["compositeResponse"], strict=True
        ):
            assert ours["httpStatusCode"] == theirs["httpStatusCode"] == 304
            assert ours["body"] is theirs["body"] is None
            assert set(ours["httpHeaders"]) == set(theirs["httpHeaders"])
