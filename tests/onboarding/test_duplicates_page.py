"""Step 11 in a browser: what was found, the rule, the caution, the file, and what happens to what was read."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.checklist.models import Step
from apps.checklist.states import State
from apps.mapping import joining
from apps.mapping.models import DuplicatePreview, Mapping
from apps.marketing import database, fields
from apps.marketing.models import Field
from apps.marketing.receipts import NewField
from apps.marketing.types import ColumnType
from apps.tenants.sql import read
from apps.timeline.models import Event

SAME = {"reason": "email", "place": "between", "groups": 1, "twice": 1}
OUTCOMES = {
    "both": {"creates": 5, "joins": 0, "leaves": 0},
    "contact": {"creates": 2, "joins": 1, "leaves": 2},
    "recent": {"creates": 2, "joins": 1, "leaves": 2},
    "later": {"creates": 1, "joins": 0, "leaves": 4},
    "mailboxes": 0,
}
PEOPLE = (
    ("00Q000000000001AAA", "Lead", "=Anna", "anna@berg.example"),
    ("003000000000001AAA", "Contact", "Anna Berg", "anna@berg.example"),
)


class Page:
    """Step 11 waits for its person; everything was counted."""

    def __init__(self, cast) -> None:
        self.instance = cast.instance
        self.browser = cast.browser("operator")
        DuplicatePreview.objects.create(
            instance=self.instance, people=5, found=[SAME], outcomes=OUTCOMES, finished_at=timezone.now()
        )
        Step.objects.of(self.instance).filter(slug="preview-duplicates").update(state=State.WAITING)
        self.choose_email()
        self.keep_people()

    def choose_email(self):
        chosen = [NewField("person", "email_address", "E-mail", ColumnType.TEXT)]
        fields.create(self.instance, chosen, statement="", accepted_by=None)
        field = Field.objects.of(self.instance).get()
        for name in joining.OBJECTS:
            Mapping.objects.create(instance=self.instance, object=name, source="Email", field=field)

    def keep_people(self):
        with database.connect(self.instance) as connection:
            connection.execute(read("mapping", "duplicate_person").encode())
            connection.cursor().executemany(
                "INSERT INTO duplicate_person (sfdc_id, object, name, email) VALUES (%s, %s, %s, %s)", PEOPLE
            )
            connection.execute(read("mapping", "duplicate_match").format(ignores_plus="false").encode())
            connection.execute(read("mapping", "duplicate_alike").encode())
            connection.execute(read("mapping", "duplicate_group").encode())

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.instance.key, *more])

    def text(self):
        return self.browser.get(self.url("step", "preview-duplicates")).content.decode()

    def post(self, name, **data):
        return self.browser.post(self.url(name), data, follow=True).content.decode()

    def state(self):
        return Step.objects.of(self.instance).get(slug="preview-duplicates").state

    def preview(self):
        return DuplicatePreview.objects.of(self.instance).get()


@pytest.fixture
def preview_page(cast, placement):
    return Page(cast)


class TestPage:
    def test_says_what_each_rule_would_do(self, preview_page):
        text = preview_page.text()

        assert "1 person would exist twice" in text
        assert "Creates 2 people, joins 1, leaves 2 alone." in text
        assert "Between leads and contacts" in text

    def test_shows_groups_to_those_who_may_see_records(self, preview_page, cast):
        address = preview_page.url("step", "preview-duplicates")

        assert "anna@berg.example" in preview_page.text()
        assert "anna@berg.example" not in cast.browser("support").get(address).content.decode()

    def test_offers_no_rule_that_needs_an_address_where_there_is_none(self, preview_page):
        Mapping.objects.of(preview_page.instance).delete()

        text = preview_page.text()

        assert "Prefer the contact" not in text
        assert "The other rules need the e-mail address" in text


class TestAccept:
    def test_keeps_the_rule_and_says_what_it_will_do(self, preview_page):
        preview_page.post("accept_duplicates", joining="contact")

        assert preview_page.state() == State.DONE
        assert preview_page.preview().joining == "contact"
        outcome = Step.objects.of(preview_page.instance).get(slug="preview-duplicates").outcome
        assert outcome["data"] == {"joins": 1}
        kinds = Event.objects.of(preview_page.instance).values_list("kind", flat=True)
        assert {"mapping.caution_accepted", "mapping.duplicates_contact"} <= set(kinds)

    def test_creates_both_when_nothing_else_is_said(self, preview_page):
        preview_page.post("accept_duplicates")

        assert (preview_page.state(), preview_page.preview().joining) == (State.DONE, "both")

    def test_takes_no_rule_that_is_not_offered(self, preview_page):
        text = preview_page.post("accept_duplicates", joining="merge")

        assert "Choose one of the rules." in text
        assert preview_page.state() == State.WAITING

    def test_changes_the_caution_of_the_start(self, preview_page):
        preview_page.post("accept_duplicates", joining="recent")

        text = preview_page.browser.get(preview_page.url("step", "start-sync")).content.decode()

        assert "by the rule of step 11 they count as one person" in text


class TestVerbs:
    def test_compares_anew_without_reading_again(self, preview_page):
        preview_page.post("compare_duplicates", ignores_plus="on")

        seen = preview_page.preview()
        assert (seen.ignores_plus, seen.finished_at) == (True, None)
        assert preview_page.state() == State.QUEUED

    def test_gives_a_file_in_which_no_cell_is_a_formula(self, preview_page):
        text = preview_page.browser.get(preview_page.url("duplicates_file")).content.decode()

        assert '"same e-mail address",100,"Between leads and contacts","Lead","00Q000000000001AAA","\'=Anna"' in text

    def test_discards_what_was_read_and_says_so(self, preview_page):
        text = preview_page.post("discard_duplicates")

        assert "Names and addresses are deleted; the counts stay." in text
        assert "anna@berg.example" not in text
        assert "1 person would exist twice" in text
        with database.connect(preview_page.instance) as connection:
            assert connection.execute("SELECT to_regclass('duplicate_person')").fetchone() == (None,)
