"""Steps 7 to 11 against a practice org, by an operator whose browser runs no scripts."""

from __future__ import annotations

import datetime
import hashlib
import html
import json
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.checklist import following, runner, steps
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections import clients
from apps.connections.models import Connection
from apps.mapping import filters, ledger, lock
from apps.mapping.models import Acceptance, CatalogueField, Mapping
from apps.marketing import database
from apps.marketing.models import Field
from apps.salesforce import soap
from apps.timeline.models import Event

SLUGS = ("discover-fields", "choose-fields", "sync-fields", "review-mappings", "preview-duplicates")
BEFORE = ("choose-org", "add-fields", "create-sync-user", "connect", "verify-credentials", "check-sync-user")


class Journey:
    """The instance is connected and verified; what follows is done by posting the pages' own forms."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.instance = cast.instance
        self.browser = cast.browser("operator")

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.instance.key, *more])

    def page(self, slug, query=""):
        return self.browser.get(self.url("step", slug) + query)

    def text(self, slug, query=""):
        return self.page(slug, query).content.decode()

    def post(self, slug, **data):
        return self.browser.post(self.url("step", slug), data)

    def step(self, slug):
        return steps.get(self.instance, slug)

    def state(self, slug):
        return self.step(slug).state

    def work(self, slug):
        """What the worker does with this step, chunk after chunk."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            seconds = runner.run(self.step(slug).pk)
            if seconds is None and self.state(slug) != State.QUEUED:
                return self.state(slug)
            Step.objects.of(self.instance).filter(slug=slug).update(run_at=None)
            time.sleep(min(seconds or 0, 0.1))
        raise AssertionError(f"{slug} did not come to its end")

    def choose(self, **data):
        return self.post("choose-fields", object="Lead", then="review", **data)

    def confirm(self, typed=None):
        page = self.text("sync-fields")
        list_hash = re.search(r'name="list_hash" value="(\w{64})"', page)[1]
        count = ledger.preview(self.instance).count
        return self.post("sync-fields", typed=str(count if typed is None else typed), list_hash=list_hash)


@pytest.fixture
def journey(cast, placement, practice_org):
    user, url = practice_org.org()["sync_user"], practice_org.url
    session = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    Connection.objects.create(
        instance=cast.instance,
        environment="practice",
        expected_edition="enterprise",
        login_url=url,
        method="password",
        access_token=session.access_token,
        instance_url=session.instance_url,
        org_name="Practice Enterprise",
    )
    Step.objects.of(cast.instance).filter(slug__in=BEFORE).update(state=State.DONE)
    following.unlock(cast.instance)
    return Journey(cast)


@pytest.fixture
def discovered(journey):
    assert journey.work("discover-fields") == State.DONE
    return journey


@pytest.fixture
def created(discovered):
    discovered.choose()
    discovered.confirm()
    assert discovered.work("sync-fields") == State.DONE
    return discovered


@pytest.fixture
def paired(discovered):
    """Customer Tier is one field of Lead and Contact, Budget is the Lead's, NPS Score the Contact's."""
    both = {"shown": ["Customer_Tier__c"], "field": ["Customer_Tier__c"]}
    discovered.post(
        "choose-fields", object="Lead", shown=["Customer_Tier__c", "Budget__c"], field=["Customer_Tier__c", "Budget__c"]
    )
    discovered.post(
        "choose-fields",
        object="Contact",
        shown=["Customer_Tier__c", "NPS_Score__c"],
        field=["Customer_Tier__c", "NPS_Score__c"],
    )
    discovered.choose(**both)
    discovered.confirm()
    discovered.work("sync-fields")
    return discovered


class TestEveryPage:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_answers_members_before_anything_is_there_and_hides_from_strangers(self, cast, placement, slug):
        address = reverse("onboarding:step", args=[cast.instance.key, slug])

        assert cast.browser("viewer").get(address).status_code == 200
        assert cast.browser("stranger").get(address).status_code == 404

    @pytest.mark.parametrize(
        ("name", "more"),
        [
            ("leave_out", ()),
            ("start_from", ()),
            ("break_pair", (1,)),
            ("pair_fields", ()),
            ("finish_mappings", ()),
            ("accept_duplicates", ()),
        ],
    )
    def test_takes_no_verb_from_viewers_and_hides_from_strangers(self, cast, placement, name, more):
        address = reverse(f"onboarding:{name}", args=[cast.instance.key, *more])

        assert cast.browser("viewer").post(address).status_code == 403
        assert cast.browser("stranger").post(address).status_code == 404

    @pytest.mark.parametrize("slug", SLUGS)
    def test_can_be_read_by_a_viewer_after_everything(self, created, slug):
        address = created.url("step", slug)

        assert created.cast.browser("viewer").get(address).status_code == 200


class TestDiscoverFields:
    def test_starts_itself_when_the_credentials_are_verified(self, journey):
        assert journey.state("discover-fields") == State.QUEUED

    def test_opens_the_choice_while_it_still_measures(self, journey):
        runner.run(journey.step("discover-fields").pk)

        assert journey.state("discover-fields") == State.QUEUED
        assert journey.state("choose-fields") == State.READY
        assert "not measured yet" in journey.text("choose-fields")

    def test_counts_progress_in_fields_that_are_measured(self, journey):
        runner.run(journey.step("discover-fields").pk)

        progress = journey.step("discover-fields").progress
        assert 0 <= progress["done"] < progress["total"]
        assert progress["data"]["calls"] == 4

    def test_tells_what_was_found_and_what_it_cost(self, discovered):
        page = discovered.text("discover-fields")

        assert "12 objects" in page
        assert "Salesforce calls so far" in page

    def test_can_be_read_again_and_keeps_the_choice(self, discovered):
        discovered.post("choose-fields", object="Lead", shown=["Budget__c"], field=["Budget__c"])

        discovered.post("discover-fields")
        discovered.work("discover-fields")

        assert CatalogueField.objects.of(discovered.instance).get(name="Budget__c").is_chosen


class TestChooseFields:
    def test_shows_evidence_beside_each_field(self, discovered):
        page = discovered.text("choose-fields", "?q=email")

        assert "Personal data, likely" in page
        assert "Always included" in page

    def test_filters_by_address_alone(self, discovered):
        page = discovered.text("choose-fields", "?show=formula&sort=label")

        assert "Full_Location__c" in page
        assert "Budget__c" not in page

    def test_saves_the_ticks_of_the_page_that_was_shown(self, discovered):
        before = ledger.preview(discovered.instance).count

        discovered.post("choose-fields", object="Lead", shown=["Budget__c"], field=["Budget__c"], then="save")

        assert ledger.preview(discovered.instance).count == before + 1

    def test_keeps_the_count_that_becomes_permanent_in_view(self, discovered):
        count = ledger.preview(discovered.instance).count

        assert f'<b class="gw-num">{count}</b>' in discovered.text("choose-fields")

    def test_answers_a_script_with_the_tray_alone(self, discovered):
        address = discovered.url("step", "choose-fields")
        data = {"object": "Lead", "shown": ["Budget__c"], "field": ["Budget__c"]}

        answer = discovered.browser.post(address, data, headers={"HX-Request": "true"}).content.decode()

        assert answer.strip().startswith('<section class="gw-tray"')
        assert f'<b class="gw-num">{ledger.preview(discovered.instance).count}</b>' in answer

    def test_leaves_out_what_is_hardly_filled(self, discovered):
        discovered.browser.post(discovered.url("start_from"), {"preset": "custom", "object": "Lead"})

        discovered.browser.post(discovered.url("leave_out"), {"object": "Lead", "percent": "20"})

        assert not CatalogueField.objects.of(discovered.instance).get(name="Legacy_Source_Code__c").is_chosen

    def test_says_that_it_replaces_hiding_and_how_to_hide_in_salesforce(self, discovered):
        page = discovered.text("choose-fields")

        assert "replaces hiding fields from the sync user" in page
        assert "Field-Level Security" in page

    def test_goes_on_to_the_list_and_opens_it(self, discovered):
        answer = discovered.choose()

        assert answer.url == discovered.url("step", "sync-fields")
        assert discovered.state("choose-fields") == State.DONE
        assert discovered.state("sync-fields") == State.READY

    def test_stays_quick_with_seven_hundred_fields(self, discovered, django_assert_max_num_queries):
        lead = CatalogueField.objects.of(discovered.instance).filter(object__name="Lead").first().object
        many = [
            CatalogueField(
                instance=discovered.instance,
                object=lead,
                name=f"F{n}__c",
                label=f"F {n}",
                type="string",
                is_chosen=True,
            )
            for n in range(700)
        ]
        CatalogueField.objects.bulk_create(many)

        with django_assert_max_num_queries(45):
            began = time.monotonic()
            page = discovered.page("choose-fields", "?page=3")

        assert page.status_code == 200
        assert time.monotonic() - began < 2

    def test_answers_a_searching_script_with_what_was_found_alone(self, discovered, django_assert_max_num_queries):
        headers = {"HX-Request": "true", "HX-Target": "found"}

        with django_assert_max_num_queries(20):
            answer = discovered.browser.get(discovered.url("step", "choose-fields") + "?q=budget", headers=headers)

        assert answer.content.decode().strip().startswith('<div id="found"')
        assert "Budget__c" in answer.content.decode()
        assert "HX-Target" in answer["Vary"]

    def test_answers_a_browser_that_goes_back_with_the_whole_page(self, discovered):
        headers = {"HX-Request": "true", "HX-Target": "found", "HX-History-Restore-Request": "true"}

        answer = discovered.browser.get(discovered.url("step", "choose-fields"), headers=headers)

        assert "<!doctype html>" in answer.content.decode()

    def test_keeps_a_note_beside_a_field(self, discovered):
        discovered.post("choose-fields", object="Lead", **{"note-Budget__c": "Sales asked for it"})

        assert "Sales asked for it" in discovered.text("choose-fields", "?q=budget")

    def test_bears_letters_that_no_database_takes(self, discovered):
        data = {"note-Budget__c": "Sales \0asked", "note-\0": "x"}

        discovered.post("choose-fields", object="Lead", shown=["Budget__c", "a\0b"], field=["\0"], **data)

        assert "Sales asked" in discovered.text("choose-fields", "?q=budget")

    def test_chooses_all_that_match_a_search(self, discovered):
        data = {"object": "Lead", "q": "utm", "then": "take", "query": "object=Lead&q=utm"}

        answer = discovered.browser.post(discovered.url("take_matching"), data)

        assert answer.url.endswith("?object=Lead&q=utm")
        assert CatalogueField.objects.of(discovered.instance).get(object__name="Lead", name="UTM_Campaign__c").is_chosen

    def test_shows_what_cannot_be_chosen_and_why(self, discovered):
        page = discovered.text("choose-fields", "?object=Account&q=shippingcity")

        assert "Cannot be chosen" in page
        assert "ignores this field" in page

    def test_changes_nothing_once_the_initial_sync_was_started(self, discovered):
        lock.lock(discovered.instance)

        discovered.post("choose-fields", object="Lead", shown=["Budget__c"], field=["Budget__c"], then="review")

        assert not CatalogueField.objects.of(discovered.instance).get(name="Budget__c").is_chosen
        assert discovered.state("choose-fields") == State.READY


class TestSyncFields:
    def test_is_refused_before_there_is_a_choice(self, discovered):
        discovered.post("sync-fields", typed="1", list_hash="x")

        assert not Acceptance.objects.of(discovered.instance).exists()

    def test_warns_and_shows_the_exact_list_before_the_button(self, discovered):
        discovered.choose()

        page = discovered.text("sync-fields")

        assert "can never be deleted" in page
        assert "only chance to review and customize the mappings" in page
        assert page.index("email_address") < page.index("Confirm Credentials")

    @pytest.mark.parametrize("typed", ["", "many", "12"])
    def test_creates_nothing_for_another_number(self, discovered, typed):
        discovered.choose()

        answer = discovered.confirm(typed)

        assert answer.status_code == 422
        assert not Acceptance.objects.of(discovered.instance).exists()
        assert discovered.state("sync-fields") == State.READY

    def test_creates_nothing_when_the_list_changed_meanwhile(self, discovered):
        discovered.choose()
        stale = ledger.preview(discovered.instance)
        discovered.post("choose-fields", object="Lead", shown=["Budget__c"], field=["Budget__c"])

        answer = discovered.post("sync-fields", typed=str(stale.count), list_hash=stale.hash)

        assert "The list has changed" in answer.content.decode()
        assert not Acceptance.objects.of(discovered.instance).exists()

    def test_only_queues_the_job_in_the_request(self, discovered):
        discovered.choose()

        discovered.confirm()

        assert discovered.state("sync-fields") == State.QUEUED
        assert not Field.objects.of(discovered.instance).exists()

    def test_creates_exactly_the_list_and_shows_the_receipt_with_its_proof(self, created):
        accepted = Acceptance.objects.of(created.instance).get()

        page = created.text("sync-fields")

        assert Field.objects.of(created.instance).count() == accepted.count
        assert "created = accepted" in page
        assert accepted.list_hash in page
        assert created.cast.operator.name in page
        assert "It can never be deleted" in accepted.statement

    def test_gives_the_receipt_out_for_paper(self, created):
        accepted = Acceptance.objects.of(created.instance).get()
        url = created.url("receipt", accepted.pk)

        page = created.browser.get(url).content.decode()

        assert url in created.text("sync-fields")
        assert accepted.statement in html.unescape(page)
        assert accepted.list_hash in page
        assert "<details open>" in page
        assert "<details>" not in page
        assert "email_address" in page
        assert f"{accepted.accepted_at:%H:%M:%S} UTC<" in page

    def test_gives_the_receipt_out_as_a_file_whose_hash_anybody_can_make_again(self, created):
        accepted = Acceptance.objects.of(created.instance).get()
        url = created.url("receipt_file", accepted.pk)

        answer = created.browser.get(url)

        said = json.loads(answer.content)
        assert url in created.text("sync-fields")
        assert answer["Content-Disposition"].endswith('-receipt-1.json"')
        assert (said["format"], said["version"], said["number"]) == ("gangway-receipt", 1, 1)
        assert (said["text"], said["accepted_by"]) == (accepted.statement, created.cast.operator.name)
        assert said["accepted"] == said["created"] == len(said["list"]["fields"]) == accepted.count
        assert said["is_whole"]
        made_again = hashlib.sha256(json.dumps(said["list"], sort_keys=True).encode()).hexdigest()
        assert said["list_hash"] == made_again == accepted.list_hash
        assert datetime.datetime.fromisoformat(said["accepted_at"]) == accepted.accepted_at

    def test_says_in_its_file_what_somebody_took_away_by_hand(self, created):
        accepted = Acceptance.objects.of(created.instance).get()
        with database.connect(created.instance) as connection:
            connection.execute("ALTER TABLE person DROP COLUMN website")

        said = created.browser.get(created.url("receipt_file", accepted.pk)).json()

        assert (said["created"], said["is_whole"]) == (said["accepted"] - 1, False)

    def test_knows_no_receipt_of_a_list_that_was_not_fulfilled(self, discovered):
        discovered.choose()
        discovered.confirm()
        accepted = Acceptance.objects.of(discovered.instance).get()

        answer = discovered.browser.get(discovered.url("receipt", accepted.pk))

        assert answer.status_code == 404

    def test_leaves_the_number_and_the_hash_on_the_timeline(self, created):
        kinds = list(Event.objects.of(created.instance).values_list("kind", flat=True))

        assert {"mapping.accepted", "mapping.created"} <= set(kinds)

    def test_goes_out_of_date_when_the_choice_is_done_anew(self, created):
        created.choose(shown=["Budget__c"], field=["Budget__c"])

        assert created.state("sync-fields") == State.STALE
        assert "budget" in created.text("sync-fields")

    def test_stays_as_it_is_when_the_same_choice_is_reviewed_again(self, created):
        created.choose()

        assert created.state("sync-fields") == State.DONE

    def test_says_whose_turn_it_is_when_the_job_was_started_without_an_accepted_list(self, discovered):
        discovered.choose()
        Step.objects.of(discovered.instance).filter(slug="sync-fields").update(state=State.QUEUED)

        assert discovered.work("sync-fields") == State.FAILED
        assert discovered.step("sync-fields").problem["code"] == "nothing-accepted"


class TestReviewMappings:
    def test_shows_pairs_and_what_is_fixed(self, paired):
        page = paired.text("review-mappings")

        assert "Break the pair Customer Tier" in page
        assert "only chance to review" in page

    def test_asks_for_the_number_before_it_breaks_a_pair(self, paired):
        field = Field.objects.of(paired.instance).get(name="customer_tier")

        page = paired.text("review-mappings", f"?break={field.pk}")

        assert "contact_customer_tier" in page
        assert Mapping.objects.of(paired.instance).filter(field=field).count() == 2

    def test_breaks_a_pair_into_two_fields(self, paired):
        field = Field.objects.of(paired.instance).get(name="customer_tier")
        page = paired.text("review-mappings", f"?break={field.pk}")
        list_hash = re.search(r'name="list_hash" value="(\w{64})"', page)[1]

        wrong = paired.browser.post(paired.url("break_pair", field.pk), {"typed": "2", "list_hash": list_hash})
        right = paired.browser.post(paired.url("break_pair", field.pk), {"typed": "1", "list_hash": list_hash})

        assert (wrong.status_code, right.status_code) == (422, 302)
        assert Mapping.objects.of(paired.instance).get(object="Contact", source="Customer_Tier__c").field.name == (
            "contact_customer_tier"
        )

    def test_finds_a_field_by_either_label_or_by_our_name(self, paired):
        assert "nps_score" not in paired.text("review-mappings", "?q=budget")
        assert "nps_score" in paired.text("review-mappings", "?q=NPS")
        assert "No field matches" in paired.text("review-mappings", "?q=nothing-like-it")

    def test_shows_a_page_of_many_fields_with_few_questions(self, paired, django_assert_max_num_queries):
        self.many(paired, 300)
        headers = {"HX-Request": "true", "HX-Target": "found"}

        with django_assert_max_num_queries(16):
            answer = paired.browser.get(paired.url("step", "review-mappings") + "?page=2", headers=headers)

        assert answer.content.decode().count('<li class="gw-pair">') == 50
        assert "51 to 100" in answer.content.decode()

    def test_sorts_by_what_salesforce_calls_it(self, paired):
        page = paired.text("review-mappings", "?sort=contact&show=contact")

        assert "NPS Score" in page

    def test_pairs_with_a_field_that_was_typed(self, paired):
        lead, _contact = self.mappings(paired)

        asked = paired.text("review-mappings", f"?lead={lead.pk}&contact=nps_score__c")
        unknown = paired.text("review-mappings", f"?lead={lead.pk}&contact=Nobody__c")

        assert "<code>nps_score</code> stays unused and is hidden" in asked
        assert "There is no such field to pair with." in unknown

    def test_says_what_stays_unused_before_it_pairs(self, paired):
        lead, contact = self.mappings(paired)

        page = paired.text("review-mappings", f"?lead={lead.pk}&contact={contact.pk}")

        assert "<code>nps_score</code> stays unused and is hidden" in page
        assert not Field.objects.of(paired.instance).get(name="nps_score").is_hidden

    def test_pairs_two_fields_and_hides_the_unused_one(self, paired):
        lead, contact = self.mappings(paired)

        paired.browser.post(paired.url("pair_fields"), {"lead": lead.pk, "contact": contact.pk})

        contact.refresh_from_db()
        assert contact.field.name == "budget"
        assert Field.objects.of(paired.instance).get(name="nps_score").is_hidden

    def test_shows_ten_real_records_only_when_asked(self, paired):
        assert "values fit" not in paired.text("review-mappings")

        page = paired.post("review-mappings", sample="Contact", size="10").content.decode()

        assert "values fit" in page
        told = [event.sentence for event in Event.objects.of(paired.instance)]
        assert "Operator looked at 10 records of Contact through the mapping." in told

    def test_shows_the_records_that_are_named(self, paired, practice_org):
        first = clients.open(paired.instance).query("SELECT Id, Email FROM Lead WHERE Email != null LIMIT 2")["records"]
        named = f"{first[0]['Id']} {first[1]['Email']}"

        page = paired.post("review-mappings", sample="Lead", size="10", named=named)

        assert {each["Id"] for each in first} <= {record.id for record in page.context["records"]}
        wrong = paired.post("review-mappings", sample="Lead", size="10", named="nobody' OR")
        assert "neither a Salesforce Id nor an e-mail address" in wrong.content.decode()

    def test_finishes_and_opens_the_next_step(self, paired):
        answer = paired.browser.post(paired.url("finish_mappings"))

        assert answer.url == paired.url("step", "preview-duplicates")
        assert paired.state("review-mappings") == State.DONE
        assert paired.state("preview-duplicates") == State.QUEUED

    def test_changes_nothing_once_the_initial_sync_was_started(self, paired):
        lead, contact = self.mappings(paired)
        lock.lock(paired.instance)

        paired.browser.post(paired.url("pair_fields"), {"lead": lead.pk, "contact": contact.pk})
        paired.browser.post(paired.url("finish_mappings"))

        contact.refresh_from_db()
        assert contact.field.name == "nps_score"
        assert paired.state("review-mappings") == State.READY

    def many(self, journey, count):
        names = [f"extra_{number}" for number in range(count)]
        made = [
            Field(instance=journey.instance, kind="person", name=name, label=name, type="text", receipt=1)
            for name in names
        ]
        fields = Field.objects.bulk_create(made)
        Mapping.objects.bulk_create(
            Mapping(instance=journey.instance, object="Lead", source=f"{field.name}__c", field=field)
            for field in fields
        )

    def mappings(self, journey):
        rows = Mapping.objects.of(journey.instance)
        return rows.get(source="Budget__c"), rows.get(source="NPS_Score__c")


class TestPreviewDuplicates:
    @pytest.fixture
    def counted(self, created):
        created.browser.post(created.url("finish_mappings"))
        assert created.work("preview-duplicates") == State.WAITING
        return created

    def test_counts_and_then_waits_for_a_person(self, counted):
        page = counted.text("preview-duplicates")

        assert "would exist twice" in page
        assert "I have read this and accept it" in page

    def test_says_the_whole_caution(self, counted):
        page = counted.text("preview-duplicates")

        assert "not against a Salesforce sync, and not when people are entered by hand" in page

    def test_keeps_who_accepted_which_text(self, counted):
        counted.browser.post(counted.url("accept_duplicates"))

        event = Event.objects.of(counted.instance).get(kind="mapping.caution_accepted")
        assert counted.state("preview-duplicates") == State.DONE
        assert event.actor == counted.cast.operator
        assert "does not merge duplicates automatically" in event.data["text"]

    def test_is_accepted_once(self, counted):
        counted.browser.post(counted.url("accept_duplicates"))
        counted.browser.post(counted.url("accept_duplicates"))

        assert Event.objects.of(counted.instance).filter(kind="mapping.caution_accepted").count() == 1


class TestMappingFile:
    def test_is_shown_before_it_is_taken_over(self, discovered):
        text = "gangway_mapping: 1\nfields: {Lead: {Budget__c: {type: currency}}}"
        upload = SimpleUploadedFile("mapping.yaml", text.encode())

        shown = discovered.browser.post(discovered.url("import_mapping"), {"file": upload}).content.decode()
        before = self.is_chosen(discovered)
        seen = re.search(r'name="seen" value="(\w{64})"', shown)[1]
        discovered.browser.post(discovered.url("import_mapping"), {"text": text, "seen": seen})

        assert "What this file changes" in shown
        assert (before, self.is_chosen(discovered)) == (False, True)

    def test_says_line_field_and_reason_of_what_is_wrong(self, discovered):
        upload = SimpleUploadedFile("mapping.yaml", b"gangway_mapping: 1\nfields:\n  Lead:\n    Nope__c: {}")

        answer = discovered.browser.post(discovered.url("import_mapping"), {"file": upload})

        assert answer.status_code == 422
        assert "<code>Lead.Nope__c</code>" in answer.content.decode()
        assert 'data-label="Line">4</td>' in answer.content.decode()

    def test_is_no_other_kind_of_file(self, discovered):
        upload = SimpleUploadedFile("mapping.yaml", b"\xff\xfe\x00")

        answer = discovered.browser.post(discovered.url("import_mapping"), {"file": upload})

        assert "not a text file in UTF-8" in answer.content.decode()

    def test_changes_nothing_once_the_initial_sync_was_started(self, discovered):
        lock.lock(discovered.instance)
        data = {"text": "gangway_mapping: 1\nfields: {Lead: {Budget__c: {}}}", "seen": "0" * 64}

        answer = discovered.browser.post(discovered.url("import_mapping"), data)

        assert answer.status_code == 422
        assert not self.is_chosen(discovered)

    def test_is_exported_by_whoever_may_look(self, discovered):
        answer = discovered.cast.browser("viewer").get(discovered.url("mapping_file"))

        assert answer["Content-Disposition"].endswith('-mapping.yaml"')
        assert "gangway_mapping: 1" in answer.content.decode()

    def is_chosen(self, journey):
        return CatalogueField.objects.of(journey.instance).get(name="Budget__c").is_chosen


class TestTheFilterOfRecords:
    def ask(self, journey, **data):
        said = {"object": "Lead", "field": "IsConverted", "operator": "equal", "value": "true"}
        return journey.browser.post(journey.url("record_filter"), {**said, **data})

    def test_is_counted_in_the_org_before_it_is_kept(self, discovered):
        page = self.ask(discovered, then="count").content.decode()

        assert "IsConverted = true" in page
        assert "is not indexed" in page
        assert not filters.conditions(discovered.instance)

    def test_is_kept_and_said_on_the_page_of_the_choice(self, discovered):
        self.ask(discovered, then="keep")

        assert filters.conditions(discovered.instance) == {"Lead": "IsConverted = true"}
        assert "<code>IsConverted = true</code>" in discovered.text("choose-fields")

    def test_says_what_does_not_fit_and_keeps_nothing(self, discovered):
        answer = self.ask(discovered, then="keep", value="perhaps")

        assert answer.status_code == 422
        assert "not a value of the field" in answer.content.decode()
        assert not filters.conditions(discovered.instance)

    def test_can_be_removed(self, discovered):
        self.ask(discovered, then="keep")

        self.ask(discovered, then="remove", field="")

        assert not filters.conditions(discovered.instance)
