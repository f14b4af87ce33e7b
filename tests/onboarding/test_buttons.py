"""Who comes to a button's address by hand reads why nothing happened."""

from __future__ import annotations

from django.urls import reverse


class TestButtonAddress:
    def test_shows_a_page_instead_of_nothing(self, cast):
        answer = cast.browser("operator").get(reverse("onboarding:sync_now", args=[cast.instance.key]))

        assert answer.status_code == 405
        assert "Nothing was done" in answer.content.decode()
        assert answer["Allow"] == "POST"
