"""A page that was left open hears that its sign-in has ended; the sign-in page never lands in the middle of it."""

from __future__ import annotations

import pytest
from django.urls import reverse


@pytest.fixture
def address(cast):
    return reverse("onboarding:sync_status_fragment", args=[cast.instance.key])


class TestAnOpenPageWhoseSignInEnded:
    @pytest.mark.parametrize(("name", "method"), [("sync_status_fragment", "get"), ("sync_now", "post")])
    def test_is_told_so(self, cast, name, method):
        visitor = cast.browser("anonymous")

        answer = getattr(visitor, method)(
            reverse(f"onboarding:{name}", args=[cast.instance.key]), headers={"HX-Request": "true"}
        )

        assert answer.status_code == 401
        assert answer.content == b""

    def test_can_say_it_and_leads_to_the_sign_in(self, cast, address):
        page = cast.browser("viewer").get(reverse("onboarding:sync_status", args=[cast.instance.key])).content.decode()

        assert 'data-trouble="signed-out" hidden' in page
        assert f"{reverse('account_login')}?next=/instances/{cast.instance.key}/sync/" in page

    def test_leaves_a_person_who_opens_a_page_at_the_sign_in(self, cast, address):
        answer = cast.browser("anonymous").get(address)

        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))

    def test_does_not_keep_a_colleague_from_the_fragment(self, cast, address):
        answer = cast.browser("viewer").get(address, headers={"HX-Request": "true"})

        assert answer.status_code == 200
