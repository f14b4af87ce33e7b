from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import makers

pytestmark = pytest.mark.django_db
TRIES = 5  # of one address within five minutes


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()
    yield
    cache.clear()


def sign_in(person, password):
    return Client().post(reverse("account_login"), {"login": person.email, "password": password})


class TestGuessingAPassword:
    def test_ends_after_a_few_tries_even_with_the_right_one(self):
        person = makers.person()
        for number in range(TRIES):
            sign_in(person, f"guess {number}")

        answer = sign_in(person, makers.PASSWORD)

        assert answer.status_code == 200
        assert "Too many failed login attempts" in answer.content.decode()

    def test_leaves_other_people_alone(self):
        guessed, other = makers.person(), makers.person()
        for number in range(TRIES):
            sign_in(guessed, f"guess {number}")

        assert sign_in(other, makers.PASSWORD).status_code == 302
