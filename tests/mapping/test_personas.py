"""The permanence ledger in every sort of org: what is created is what was accepted, to the last column."""

from __future__ import annotations

import pytest
import requests

from apps.mapping import catalogue, ledger, pairs
from apps.mapping.objects import CHOSEN
from apps.marketing import columns, database, schema
from apps.marketing.models import Field
from apps.practice_org.orgs import KINDS, PERSONAS
from apps.salesforce import soap
from apps.salesforce.client import Client


@pytest.fixture(params=[*KINDS, *(name for name in PERSONAS if name not in KINDS)])
def its_client(request, practice_org):
    """A sync user of a small org of this sort; where the org has no API, it has been bought by now."""
    wanted = {"persona": request.param, "records": 60}
    org = requests.post(f"{practice_org.url}/practice/orgs", json=wanted, timeout=60).json()
    bought = {"has_api": True, "soap_login": True}
    requests.post(
        f"{practice_org.url}/practice/orgs/{org['org_id']}/switches", json=bought, timeout=60
    ).raise_for_status()
    user, url = org["sync_user"], practice_org.url
    signed_in = soap.login(url, user["username"], user["password"], user["security_token"], practice_url=url)
    return Client(signed_in.instance_url, signed_in.access_token, practice_url=url)


def present(instance):
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        return columns.present(connection, instance)


def accept(instance, user):
    """What was accepted, and what the database has more than before."""
    before, shown = present(instance), ledger.preview(instance)
    ledger.accept(instance, shown.count, shown.hash, user, statement="For good.")
    return {field.column for field in shown.plan.fields}, present(instance) - before


class TestLedger:
    def test_creates_exactly_what_was_accepted_in_every_sort_of_org(self, instance, mina, its_client):
        catalogue.describe(instance, its_client)

        accepted, created = accept(instance, mina)
        catalogue.offered(instance).update(is_chosen=True)
        accepted_later, created_later = accept(instance, mina)

        assert created == accepted
        assert created_later == accepted_later
        assert accepted
        assert accepted_later
        rows = Field.objects.of(instance).values_list("kind", "name", "type")
        assert set(rows) == created | created_later
        assert ledger.preview(instance).plan.is_empty
        for each in CHOSEN:
            flowing = {pair.source for pair in pairs.of(instance, each.name)}
            assert flowing >= set(catalogue.offered(instance, each.name).values_list("name", flat=True))
            its_client.query(f"SELECT {', '.join(sorted(flowing))} FROM {each.name} LIMIT 1")
