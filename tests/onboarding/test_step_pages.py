"""Steps 1 to 6 as pages: what a person sees and may do before anything is connected."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.checklist import steps
from apps.checklist.states import State
from apps.connections.models import Connection

SLUGS = ("choose-org", "add-fields", "create-sync-user", "connect", "verify-credentials", "check-sync-user")


def page(instance, slug):
    return reverse("onboarding:step", args=[instance.key, slug])


@pytest.fixture
def browser(cast):
    return cast.browser("operator")


@pytest.fixture
def chosen(cast, browser):
    def choose(**answers):
        data = {"environment": "production", "my_domain": "", "expected_edition": "enterprise", **answers}
        return browser.post(page(cast.instance, "choose-org"), data)

    return choose


class TestEveryStepPage:
    @pytest.mark.parametrize("slug", SLUGS)
    def test_answers_members_and_hides_from_strangers(self, cast, slug):
        assert cast.browser("viewer").get(page(cast.instance, slug)).status_code == 200
        assert cast.browser("stranger").get(page(cast.instance, slug)).status_code == 404

    @pytest.mark.parametrize("slug", ["choose-org", "add-fields", "create-sync-user"])
    def test_takes_no_answer_from_a_viewer(self, cast, slug):
        assert cast.browser("viewer").post(page(cast.instance, slug)).status_code == 403

    @pytest.mark.parametrize("slug", SLUGS)
    def test_speaks_korean(self, cast, slug):
        answer = cast.browser("viewer").get(page(cast.instance, slug), headers={"accept-language": "ko"})

        assert 'lang="ko"' in answer.content.decode()


class TestThePracticeOrg:
    def test_needs_nothing_made_in_it_and_says_where_its_user_stands(self, cast, browser, chosen, settings):
        settings.PRACTICE_ORG_URL = "http://127.0.0.1:9"
        chosen(environment="practice")

        fields, user = (
            browser.get(page(cast.instance, slug)).content.decode() for slug in ("add-fields", "create-sync-user")
        )

        assert "In the practice org nothing needs to be made." in fields
        assert 'href="http://127.0.0.1:9/"' in user

    def test_is_not_spoken_of_in_an_org_of_salesforce(self, cast, browser, chosen):
        chosen()

        for slug in ("add-fields", "create-sync-user"):
            assert "practice org" not in browser.get(page(cast.instance, slug)).content.decode()


class TestChooseOrg:
    def test_opens_steps_two_and_three(self, cast, browser, chosen):
        answer = chosen()

        assert answer.status_code == 302
        rows = steps.by_slug(cast.instance)
        assert rows["choose-org"].state == State.DONE
        assert rows["add-fields"].state == rows["create-sync-user"].state == State.READY
        assert rows["connect"].state == State.LOCKED

    def test_reads_a_my_domain_from_what_stands_in_the_browser(self, cast, chosen):
        chosen(environment="my_domain", my_domain="https://acme.lightning.force.com/lightning/page/home")

        connection = Connection.objects.of(cast.instance).get()
        assert (connection.my_domain, connection.login_url) == (
            "acme.my.salesforce.com",
            "https://acme.my.salesforce.com",
        )

    @pytest.mark.parametrize("typed", ["", "salesforce.evil.example", "127.0.0.1:8000"])
    def test_refuses_what_is_no_my_domain(self, cast, chosen, typed):
        answer = chosen(environment="my_domain", my_domain=typed)

        assert answer.status_code == 422
        assert not Connection.objects.of(cast.instance).exists()

    def test_refuses_a_sandbox_for_a_production_instance(self, cast, chosen):
        answer = chosen(environment="sandbox")

        assert answer.status_code == 422
        assert "does not pair with a Salesforce sandbox" in answer.content.decode()

    def test_refuses_a_production_org_for_a_sandbox_instance(self, cast, chosen):
        cast.instance.kind = "sandbox"
        cast.instance.save(update_fields=["kind"])

        assert chosen().status_code == 422
        assert chosen(environment="my_domain", my_domain="acme--uat.sandbox.my.salesforce.com").status_code == 302

    def test_offers_the_practice_org_only_where_there_is_one(self, cast, browser, settings):
        settings.PRACTICE_ORG_URL = ""

        answer = browser.get(page(cast.instance, "choose-org"))

        assert "Practice org" not in answer.content.decode()


class TestAddFields:
    def test_lists_all_sixteen_and_marks_three(self, cast, browser, chosen):
        chosen()

        text = browser.get(page(cast.instance, "add-fields")).content.decode()

        assert text.count("mkto71_") >= 16
        assert text.count(">recommended<") == 3

    def test_is_done_unverified_by_word(self, cast, browser, chosen):
        chosen()

        browser.post(page(cast.instance, "add-fields"), {"answer": "made"})

        assert steps.get(cast.instance, "add-fields").is_unverified

    def test_may_be_left_out(self, cast, browser, chosen):
        chosen()

        browser.post(page(cast.instance, "add-fields"), {"answer": "left_out"})

        assert "Left out" in steps.get(cast.instance, "add-fields").outcome["message"]


class TestCreateSyncUser:
    def test_speaks_of_layouts_on_professional(self, cast, browser, chosen):
        chosen(expected_edition="professional")

        text = browser.get(page(cast.instance, "create-sync-user")).content.decode()

        assert "Lead Layout" in text
        assert "Field-Level Security" not in text

    def test_speaks_of_a_profile_on_enterprise(self, cast, browser, chosen):
        chosen()

        text = browser.get(page(cast.instance, "create-sync-user")).content.decode()

        assert "Marketo-Salesforce Sync" in text
        assert "Lead Layout" not in text

    def test_shows_the_other_guide_on_request(self, cast, browser, chosen):
        chosen()

        text = browser.get(page(cast.instance, "create-sync-user") + "?guide=professional").content.decode()

        assert "Lead Layout" in text

    def test_opens_step_four_by_word(self, cast, browser, chosen):
        chosen()

        browser.post(page(cast.instance, "create-sync-user"))

        rows = steps.by_slug(cast.instance)
        assert rows["create-sync-user"].is_unverified
        assert rows["connect"].state == State.READY


class TestConnect:
    def test_says_where_the_token_comes_from_and_links_both_guides(self, cast, browser, chosen):
        chosen()

        text = browser.get(page(cast.instance, "connect")).content.decode()

        for words in (
            "My Settings",
            "Reset My Security Token",
            "Reset Security Token",
            "guide=professional",
            "guide=enterprise",
        ):
            assert words in text

    def test_shows_the_callback_address_to_copy(self, cast, browser, chosen, settings):
        chosen()

        assert (
            f"{settings.PUBLIC_URL}/connections/callback/"
            in browser.get(page(cast.instance, "connect")).content.decode()
        )

    def test_keeps_key_and_secret_encrypted_and_shows_neither(self, cast, browser, chosen):
        chosen()
        browser.post(page(cast.instance, "create-sync-user"))

        browser.post(
            reverse("onboarding:store_app", args=[cast.instance.key]),
            {"consumer_key": "3MVG9.a-consumer-key-7Qx4", "consumer_secret": "THE-SECRET"},
        )
        text = browser.get(page(cast.instance, "connect")).content.decode()

        assert "…7Qx4" in text
        assert "3MVG9" not in text
        assert "THE-SECRET" not in text

    @pytest.mark.parametrize(
        "name", ["store_app", "sign_in", "client_credentials", "password", "confirm_org", "sign_out"]
    )
    def test_takes_orders_from_operators_only(self, cast, name):
        url = reverse(f"onboarding:{name}", args=[cast.instance.key])

        assert cast.browser("viewer").post(url).status_code == 403
        assert cast.browser("stranger").post(url).status_code == 404
        assert cast.browser("support").post(url).status_code == 403


class TestAViewer:
    @pytest.mark.parametrize("slug", ["add-fields", "create-sync-user", "connect", "check-sync-user"])
    def test_is_shown_no_button_that_would_refuse_them(self, cast, chosen, slug):
        chosen()

        shown = cast.browser("viewer").get(page(cast.instance, slug)).content.decode()

        main = shown[shown.index("<main") : shown.index("</main>")]
        assert "You can look." in main
        assert 'method="post"' not in main
