"""Records that are gone from Salesforce wait for a person: where it is seen, by which names, and what a button does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.marketing import database, schema
from apps.sync.models import Reconcile

LENA = "00Q000000000001AAA"


@pytest.fixture
def waiting(cast, placement):
    """Two leads of three hundred are missing; one of them has a name."""
    with database.connect(cast.instance) as connection:
        schema.ensure(connection, cast.instance)
        connection.execute("INSERT INTO person_lead (sfdc_id, name) VALUES (%s, 'Lena Ray')", [LENA])
    return Reconcile.objects.create(
        instance=cast.instance,
        object="Lead",
        state="preview",
        missing=2,
        here=300,
        samples=[LENA, "00Q000000000002AAA"],
    )


def url(cast, name="missing", *more):
    return reverse(f"onboarding:{name}", args=[cast.instance.key, *more])


def shown(cast, who, name="missing"):
    return cast.browser(who).get(url(cast, name)).content.decode()


class TestRecordsMissingInSalesforce:
    def test_are_announced_on_the_sync_status(self, cast, waiting):
        page = shown(cast, "viewer", "sync_status")

        assert "2 records that are here are no longer in Salesforce." in page
        assert url(cast) in page

    def test_are_shown_by_the_names_of_the_people(self, cast, waiting):
        page = shown(cast, "operator")

        assert "Lead: 2 records of 300 are no longer in Salesforce" in page
        assert f'<a href="{url(cast, "person", LENA)}">Lena Ray</a>' in page
        assert "Mark 2 records as deleted" in page

    def test_keep_their_names_from_support(self, cast, waiting):
        page = shown(cast, "support")

        assert LENA in page
        assert "Lena Ray" not in page

    def test_are_counted_in_the_singular_where_it_is_one(self, cast, waiting):
        Reconcile.objects.of(cast.instance).update(missing=1)

        page = shown(cast, "operator")

        assert "Lead: 1 record of 300 is no longer in Salesforce" in page
        assert "Mark 1 record as deleted" in page

    def test_are_marked_as_they_were_shown(self, cast, waiting):
        cast.browser("operator").post(url(cast, "mark_missing", "Lead"), {"seen": "2"})

        waiting.refresh_from_db()
        assert waiting.state == "confirmed"
        assert "Marks with the next cycle" in shown(cast, "operator")

    @pytest.mark.parametrize("seen", ["3", "", "²"])
    def test_stay_where_the_page_showed_another_number(self, cast, waiting, seen):
        answer = cast.browser("operator").post(url(cast, "mark_missing", "Lead"), {"seen": seen}, follow=True)

        waiting.refresh_from_db()
        assert waiting.state == "preview"
        assert "the number is another one now" in answer.content.decode()

    def test_lead_back_to_the_sync_status_where_there_are_none(self, cast):
        page = shown(cast, "viewer")

        assert "Nothing waits for a decision" in page
        assert page.count(url(cast, "sync_status")) > 2
