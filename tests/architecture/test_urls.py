"""Every address answers each of the cast as the table declares; an address without its row fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.answers import WELCOME
from tests.architecture.table import BY_PREFIX, TABLE
from tests.cast import EVERYBODY

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
ROWS = [(route, row) for route, rows in TABLE.items() for row in rows]
OWN_ACCOUNT = re.compile(
    r"^accounts/(email|password/change|2fa/(?!authenticate|reauthenticate)|sessions|reauthenticate)"
)


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every route of the portal, as it is written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from addresses(pattern, route)


def of_allauth() -> list[str]:
    return [route for route in addresses() if route.startswith(BY_PREFIX) and "<" not in route]


def ask(browser, method, path, data):
    """The answer, without its effect."""
    with transaction.atomic():
        answer = getattr(browser, method)(path, data) if method == "post" else browser.get(path)
        transaction.set_rollback(True)
    return answer


def said(answer):
    """As the table says it."""
    if answer.status_code == 302 and answer.url.startswith("/accounts/login/"):
        return "sign in"
    return "fine" if answer.status_code in WELCOME else answer.status_code


class TestTheTable:
    def test_has_a_row_for_every_address(self):
        missing = [route for route in addresses() if route not in TABLE and not route.startswith(BY_PREFIX)]

        assert missing == []

    def test_has_no_row_for_an_address_that_is_gone(self):
        assert set(TABLE) <= set(addresses())


@pytest.mark.usefixtures("placement")
class TestEveryAddress:
    @pytest.mark.parametrize(("route", "row"), ROWS, ids=[f"{row.method} /{route}" for route, row in ROWS])
    def test_answers_as_declared(self, cast, route, row):
        parts = row.parts(cast)
        path = "/" + PLACEHOLDER.sub(lambda found: str(parts[found[1]]), route)

        answers = {who: said(ask(cast.browser(who), row.method, path, row.data)) for who in EVERYBODY}

        assert answers == asdict(row.answers)

    @pytest.mark.parametrize("route", [route for route, row in ROWS if row.method == "post"])
    def test_that_acts_does_so_by_post_alone(self, cast, route):
        row = next(row for row in TABLE[route] if row.method == "post")
        parts = row.parts(cast)
        path = "/" + PLACEHOLDER.sub(lambda found: str(parts[found[1]]), route)
        has_page = any(each.method == "get" for each in TABLE[route])

        answer = ask(cast.browser("support" if route.startswith("support") else "owner"), "get", path, {})

        assert answer.status_code == (200 if has_page else 405)

    @pytest.mark.parametrize("route", [route for route in TABLE if "<slug:key>" in route])
    def test_knows_no_instance_or_agency_of_another_name(self, cast, route):
        row = TABLE[route][0]
        parts = {**row.parts(cast), "key": "nobody_has_this_key"}
        path = "/" + PLACEHOLDER.sub(lambda found: str(parts[found[1]]), route)

        for who in ("owner", "support"):
            assert ask(cast.browser(who), row.method, path, row.data).status_code == 404


class TestAllauthsAddresses:
    @pytest.mark.parametrize("route", of_allauth())
    def test_answer_everybody_and_keep_accounts_to_their_owners(self, cast, route):
        answers = {who: said(ask(cast.browser(who), "get", f"/{route}", {})) for who in EVERYBODY}

        assert not {answer for answer in answers.values() if isinstance(answer, int) and answer >= 500}
        if OWN_ACCOUNT.match(route):
            assert answers["anonymous"] == "sign in"
