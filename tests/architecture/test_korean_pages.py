"""Whoever reads Korean meets no English sentence, before a set-up and after its first eight steps."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse

from apps.checklist import registry, runner
from apps.checklist.models import Step
from tests import english
from tests.onboarding.journey import Journey

KOREAN = Path(__file__).resolve().parents[2] / "locale/ko/LC_MESSAGES/django.po"
AT_THE_DOOR = ("account_login", "account_signup", "account_reset_password")
ABOUT_ONESELF = ("account_email", "account_change_password", "account_logout", "mfa_index", "usersessions_list")
OF_AN_INSTANCE = (
    *("checklist", "sync_status", "row_errors", "missing", "why", "people", "new_person", "import_people"),
    *("field_changes", "mapping_versions", "import_mapping", "timeline", "settings", "pace", "directions"),
)


@pytest.fixture(scope="module")
def kept():
    """All translations in one text: a label of Salesforce's that one of them quotes may stand on a page alone."""
    with KOREAN.open("rb") as file:
        return "\n".join(str(message.string) for message in read_po(file) if message.id)


@pytest.fixture
def english_on(kept):
    def find(*answers):
        pages = [answer.content.decode() for answer in answers]
        assert all('<html lang="ko"' in page for page in pages)
        return {text for page in pages for text in english.left_over(page) if text not in kept}

    return find


@pytest.fixture
def korean_cast(cast):
    for person in (cast.owner, cast.operator, cast.support):
        person.language = "ko"
        person.save()
    return cast


@pytest.fixture
def walked(korean_cast, placement, practice_org):
    """An operator whose set-up has come to the list of fields."""
    journey = Journey(korean_cast, practice_org.org("Practice Enterprise")).connected()
    for slug in ("check-sync-user", "discover-fields"):
        while runner.run(journey.step(slug).pk) is not None:
            Step.objects.of(journey.instance).filter(slug=slug).update(run_at=None)
    journey.browser.post(journey.url("step", "choose-fields"), {"object": "Lead", "then": "review"})
    return journey


def pages_of(browser, instance):
    slugs = [definition.slug for definition in registry.definitions()]
    addresses = [reverse(f"onboarding:{name}", args=[instance.key]) for name in OF_AN_INSTANCE]
    addresses += [reverse("onboarding:step", args=[instance.key, slug]) for slug in slugs]
    return [browser.get(address) for address in addresses]


@pytest.mark.django_db
class TestKoreanPages:
    def test_greet_a_visitor(self, english_on):
        visitor = Client(HTTP_ACCEPT_LANGUAGE="ko")

        answers = [visitor.get(reverse(name)) for name in AT_THE_DOOR]
        refusal = visitor.post(reverse("account_signup"), {"email": "nobody", "password1": "short"})

        assert english_on(*answers, refusal, visitor.get("/nowhere/")) == set()

    def test_show_members_their_account_and_agency(self, korean_cast, english_on):
        owner = korean_cast.browser("owner")

        answers = [owner.get(reverse(name), follow=True) for name in ABOUT_ONESELF]
        answers += [owner.get(reverse("accounts:members", args=[korean_cast.agency.key])), owner.get("/")]
        answers.append(owner.post(reverse("onboarding:new_instance", args=[korean_cast.agency.key])))

        assert english_on(*answers) == set()

    def test_lead_through_a_set_up_that_has_not_begun(self, korean_cast, english_on):
        answers = pages_of(korean_cast.browser("operator"), korean_cast.instance)

        assert english_on(*answers) == set()

    def test_lead_through_a_set_up_that_is_under_way(self, walked, english_on):
        answers = pages_of(walked.browser, walked.instance)
        refusal = walked.sign_in_by_password(password="not this one")

        assert english_on(*answers, refusal) == set()

    def test_show_the_desk_what_it_needs(self, walked, korean_cast, english_on):
        desk = korean_cast.browser("support")

        answers = [desk.get(reverse("support:desk")), desk.get(reverse("support:case", args=[walked.instance.key]))]

        assert english_on(*answers) == set()
