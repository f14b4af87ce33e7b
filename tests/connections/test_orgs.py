from __future__ import annotations

import pytest
from django.db import connection as database

from apps.connections import orgs
from apps.connections.errors import KindMismatch
from apps.connections.models import Connection
from apps.connections.orgs import Pairing
from apps.timeline.models import Event

pytestmark = pytest.mark.django_db
SCRATCH, SANDBOX = ".scratch.my.salesforce.com", ".sandbox.my.salesforce.com"


def org(cast, **said):
    connection = orgs.choose(cast.instance, environment="production", expected_edition="enterprise", by=cast.operator)
    for name, value in said.items():
        setattr(connection, name, value)
    return connection


class TestPairing:
    @pytest.mark.parametrize(
        ("kind", "said", "pairing"),
        [
            ("production", {"is_sandbox": False, "edition": "Enterprise Edition"}, Pairing.FITS),
            ("production", {"is_sandbox": True, "edition": "Enterprise Edition"}, Pairing.REFUSED),
            ("sandbox", {"is_sandbox": True, "edition": "Unlimited Edition"}, Pairing.FITS),
            ("sandbox", {"is_sandbox": False, "edition": "Professional Edition"}, Pairing.REFUSED),
            ("production", {"is_sandbox": False, "edition": "Developer Edition"}, Pairing.NEEDS_NAME),
            ("sandbox", {"is_sandbox": True, "edition": "Developer Edition"}, Pairing.NEEDS_NAME),
            (
                "sandbox",
                {"is_sandbox": False, "edition": "Enterprise Edition", "identity": {"trial_ends": "2027-01-01"}},
                Pairing.NEEDS_NAME,
            ),
            (
                "production",
                {"is_sandbox": True, "edition": "Enterprise Edition", "instance_url": f"https://acme{SCRATCH}"},
                Pairing.NEEDS_NAME,
            ),
            (
                "production",
                {
                    "is_sandbox": True,
                    "edition": "Enterprise Edition",
                    "instance_url": f"https://acme--uat{SANDBOX}",
                    "identity": {"trial_ends": "2027-01-01"},
                },
                Pairing.REFUSED,
            ),
            ("production", {"is_sandbox": None, "edition": ""}, Pairing.UNKNOWN),
        ],
    )
    def test_follows_what_the_org_says_of_itself(self, cast, kind, said, pairing):
        connection = org(cast, **said)
        connection.instance.kind = kind

        assert orgs.pairing(connection) is pairing


class TestChoice:
    def test_is_told_on_the_timeline(self, cast):
        org(cast)

        assert Event.objects.of(cast.instance).first().sentence == "Operator chose the org: login.salesforce.com."

    def test_of_another_org_starts_from_nothing(self, cast):
        org(cast)
        Connection.objects.of(cast.instance).update(access_token="t", refresh_token="r", org_name="Old", password="p")

        orgs.choose(
            cast.instance, environment="my_domain", my_domain="acme", expected_edition="enterprise", by=cast.operator
        )

        connection = Connection.objects.of(cast.instance).get()
        assert not connection.is_signed_in
        assert (connection.refresh_token, connection.password, connection.org_name) == ("", "", "")

    def test_of_another_edition_keeps_the_sign_in(self, cast):
        org(cast)
        Connection.objects.of(cast.instance).update(access_token="t", instance_url="https://acme.my.salesforce.com")

        orgs.choose(cast.instance, environment="production", expected_edition="professional", by=cast.operator)

        connection = Connection.objects.of(cast.instance).get()
        assert connection.is_signed_in
        assert connection.is_professional

    def test_of_a_sandbox_my_domain_is_refused_for_production(self, cast):
        with pytest.raises(KindMismatch):
            orgs.choose(
                cast.instance,
                environment="my_domain",
                my_domain="acme--uat.sandbox.my.salesforce.com",
                expected_edition="enterprise",
                by=cast.operator,
            )


class TestSecrets:
    def test_rest_encrypted(self, cast):
        org(cast)
        Connection.objects.of(cast.instance).update(
            access_token="plain-a",
            refresh_token="plain-r",
            password="plain-p",
            security_token="plain-t",
            consumer_key="plain-k",
            consumer_secret="plain-s",
        )

        with database.cursor() as cursor:
            cursor.execute("SELECT connections_connection::text FROM connections_connection")
            row = cursor.fetchone()[0]

        assert "plain-" not in row
        assert Connection.objects.of(cast.instance).get().password == "plain-p"
