from __future__ import annotations

import gzip
import os

import pytest

from apps.salesforce import bulk, errors
from tests.salesforce.scripted import Reply, refused

CSV = b'"Id","Name"\n' + b"".join(b'"%018d","%s"\n' % (n, os.urandom(8).hex().encode()) for n in range(20_000))


def page(content=CSV, *, locator="null", zipped=True, **more):
    headers = {"Content-Type": "text/csv", "Sforce-NumberOfRecords": "20000", "Sforce-Locator": locator}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Reply(200, gzip.compress(content) if zipped else content, headers, **more)


class TestJob:
    def test_is_created_for_csv(self, org, client):
        org.answers(Reply(200, {"id": "750A", "state": "UploadComplete", "apiVersion": 60.0}))

        job = bulk.create(client, "SELECT Id FROM Task", deleted=True)

        assert (job.id, job.state, job.rows, job.is_over) == ("750A", "UploadComplete", 0, False)
        assert org.asked[0].json["operation"] == "queryAll"

    def test_says_when_it_failed(self, org, client):
        org.answers(Reply(200, {"id": "750A", "state": "Failed", "numberRecordsProcessed": 3, "errorMessage": "no"}))

        job = bulk.look(client, "750A")

        assert (job.is_over, job.is_done, job.rows, job.error) == (True, False, 3, "no")

    def test_is_aborted_and_deleted(self, org, client):
        org.answers(Reply(200, {"id": "750A", "state": "Aborted"}), Reply(204))

        assert bulk.abort(client, "750A").is_over
        bulk.delete(client, "750A")

        assert [asked.method for asked in org.asked] == ["PATCH", "DELETE"]

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            ("API_ERROR", "Selecting compound data not supported in Bulk Query"),
            ("INVALIDENTITY", "Entity 'UserRole' is not supported by the Bulk API."),
            ("API_ERROR", "anything else"),
        ],
    )
    def test_is_refused_for_what_bulk_cannot_read(self, org, client, code, message):
        org.answers(refused(400, code, message))

        with pytest.raises(errors.ObjectNotSupported):
            bulk.create(client, "SELECT Address FROM Lead")


class TestPage:
    def test_is_a_stream_of_unzipped_csv(self, org, client):
        org.answers(page(locator="MDow"))

        with bulk.open_page(client, "750A", "abc", 500) as opened:
            content = b"".join(opened.chunks())

        assert content == CSV
        assert (opened.rows, opened.next_locator) == (20000, "MDow")
        assert org.asked[0].query == {"locator": "abc", "maxRecords": "500"}
        assert org.asked[0].headers["Accept-Encoding"] == "gzip"

    def test_is_the_last_one_where_the_locator_is_the_word_null(self, org, client):
        org.answers(page(locator="null"))

        with bulk.open_page(client, "750A") as opened:
            assert opened.next_locator is None

    def test_does_without_the_number_of_records(self, org, client):
        org.answers(Reply(200, b"", {"Content-Type": "text/csv", "Sforce-Locator": "null"}))

        with bulk.open_page(client, "750A") as opened:
            assert (opened.rows, opened.next_locator) == (None, None)

    def test_is_not_taken_for_the_last_one_because_a_header_was_lost(self, org, client):
        org.answers(Reply(200, b"", {"Content-Type": "text/csv"}))

        with bulk.open_page(client, "750A") as opened, pytest.raises(errors.BrokenStream):
            assert opened.next_locator

    def test_comes_unzipped_too(self, org, client):
        org.answers(page(zipped=False))

        with bulk.open_page(client, "750A") as opened:
            assert b"".join(opened.chunks()) == CSV

    def test_may_consist_of_several_gzip_members(self, org, client):
        zipped = gzip.compress(CSV[:1000]) + gzip.compress(CSV[1000:])
        org.answers(Reply(200, zipped, {"Content-Type": "text/csv", "Content-Encoding": "gzip"}))

        with bulk.open_page(client, "750A") as opened:
            assert b"".join(opened.chunks()) == CSV

    def test_loses_stray_nul_bytes(self, org, client):
        org.answers(page(b'"Id"\n"00\x00Q"\n'))

        with bulk.open_page(client, "750A") as opened:
            assert b"".join(opened.chunks()) == b'"Id"\n"00Q"\n'

    def test_can_be_read_again_when_spooled_even_after_a_part(self, org, client):
        org.answers(page())

        with bulk.open_page(client, "750A", spool=True) as opened:
            assert next(opened.chunks())
            first = b"".join(opened.chunks())
            second = b"".join(opened.chunks())

        assert first == second == CSV
        assert len(org.asked) == 1

    def test_is_read_once_when_not_spooled(self, org, client):
        org.answers(page())

        with bulk.open_page(client, "750A") as opened:
            next(opened.chunks())
            with pytest.raises(RuntimeError):
                opened.chunks()

    def test_is_broken_when_the_connection_ends_early(self, org, client):
        org.answers(page(cut_after=5000))

        with bulk.open_page(client, "750A") as opened, pytest.raises(errors.BrokenStream):
            list(opened.chunks())

    @pytest.mark.parametrize("content", [gzip.compress(CSV)[:-20], b"\x1f\x8bnonsense"])
    def test_is_broken_when_the_gzip_is(self, org, client, content):
        org.answers(Reply(200, content, {"Content-Type": "text/csv", "Content-Encoding": "gzip"}))

        with bulk.open_page(client, "750A") as opened, pytest.raises(errors.BrokenStream):
            list(opened.chunks())

    @pytest.mark.parametrize("reply", [Reply(204), refused(400, "INVALIDJOBSTATE", "Job is not complete")])
    def test_is_not_ready_before_the_job_is_complete(self, org, client, reply):
        org.answers(reply)

        with pytest.raises(errors.NotReady), bulk.open_page(client, "750A"):
            pass
