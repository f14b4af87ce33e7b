"""Replies that break on their way, as a plain client meets them."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
import requests

RESULTS = "GET /jobs/query/.*/results"


def results(org, job, **headers: str) -> requests.Response:
    """The page as it is on the wire."""
    return org.call("GET", f"/jobs/query/{job['id']}/results", headers=headers, stream=True)


class TestBody:
    def test_is_reset_in_the_middle_of_a_page(self, org):
        job = org.job("SELECT Id, Name, Email, Street FROM Lead")
        whole = org.page(job["id"]).content
        org.trainer("POST", "/faults", {"kind": "reset", "pattern": RESULTS, "size": 500})

        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            org.page(job["id"])

        assert org.page(job["id"]).content == whole

    def test_ends_early_without_a_word(self, org):
        job = org.job("SELECT Id FROM Lead")
        org.trainer("POST", "/faults", {"kind": "truncate", "pattern": RESULTS, "size": 700})

        page = org.call("GET", f"/jobs/query/{job['id']}/results", headers={"Accept-Encoding": "identity"})

        assert len(page.content) == 700
        assert page.headers["Sforce-NumberOfRecords"] == str(job["numberRecordsProcessed"])

    def test_ends_in_the_middle_of_its_gzip(self, org):
        job = org.job("SELECT Id, Name, Email FROM Lead")
        whole = org.page(job["id"]).content
        org.trainer("POST", "/faults", {"kind": "cut-gzip", "pattern": RESULTS})

        packed = results(org, job, **{"Accept-Encoding": "gzip"}).raw.read(decode_content=False)
        reader = zlib.decompressobj(31)
        text = reader.decompress(packed)

        assert whole.startswith(text)
        assert 0 < len(text) < len(whole)
        assert not reader.eof
        with pytest.raises(EOFError):
            gzip.decompress(packed)

    def test_of_json_is_cut_in_its_gzip_too(self, org):
        org.trainer("POST", "/faults", {"kind": "cut-gzip", "pattern": "describe"})

        reply = org.call("GET", "/sobjects/Lead/describe", stream=True)

        assert reply.headers["Content-Encoding"] == "gzip"
        with pytest.raises(EOFError):
            gzip.decompress(reply.raw.read(decode_content=False))

    def test_stalls(self, org):
        job = org.job("SELECT Id FROM Lead")
        org.trainer("POST", "/faults", {"kind": "stall", "pattern": RESULTS, "size": 100, "seconds": 2})

        reply = org.session.get(
            f"{org.base}/services/data/v60.0/jobs/query/{job['id']}/results", stream=True, timeout=0.5
        )

        assert reply.status_code == 200
        with pytest.raises(requests.exceptions.ConnectionError, match="timed out"):
            _ = reply.content

    def test_comes_late(self, org):
        org.trainer("POST", "/faults", {"kind": "slow", "pattern": "limits", "size": 0.4})

        started = time.monotonic()
        reply = org.call("GET", "/limits")

        assert reply.status_code == 200
        assert time.monotonic() - started >= 0.4

    def test_is_shorter_than_its_content_length(self, org):
        job = org.job("SELECT Id FROM Lead")
        org.trainer("POST", "/faults", {"kind": "wrong-length", "pattern": RESULTS, "size": 10})

        reply = results(org, job, **{"Accept-Encoding": "identity"})

        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            _ = reply.content
        assert int(reply.headers["Content-Length"]) > 10
