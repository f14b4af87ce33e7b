"""https, and the names below salesforce.com: what an unchanged client finds when it knows nothing of us."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import requests

from tests.practice_org.client import Org
from tests.practice_org.consent import exchange, token, tokens
from tests.practice_org.secure import start
from tests.practice_org.soap import call, fault_of, log_in, session_of

LOGIN, TEST = "https://login.salesforce.com", "https://test.salesforce.com"


def my_domain(org: Org) -> str:
    return f"https://{org.facts['my_domain']}"


def at(org: Org, base: str) -> Org:
    """The same org, called by another name."""
    return Org(base, org.facts)


@pytest.fixture
def outside(secure):
    """As a program with a proxy and a certificate in its environment."""
    with secure.entered():
        yield secure


class TestCertificate:
    def test_is_trusted_by_who_trusts_its_authority(self, secure):
        reply = requests.get(f"{secure.tls}/healthz", verify=secure.authority, timeout=30)

        assert reply.text == "ok"

    def test_is_trusted_by_nobody_else(self, secure):
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{secure.tls}/healthz", timeout=30)

    def test_can_be_fetched_from_the_trainers_page(self, secure):
        reply = requests.get(f"{secure.process.base}/practice/authority.pem", timeout=30)

        assert reply.text == Path(secure.authority).read_text()
        assert stat.S_IMODE(Path(secure.authority).with_suffix(".key").stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        "host",
        [
            "login.salesforce.com",
            "test.salesforce.com",
            "some.my.salesforce.com",
            "some--full.sandbox.my.salesforce.com",
            "some-dev-ed.develop.my.salesforce.com",
        ],
    )
    def test_fits_every_name_of_salesforce(self, outside, host):
        assert requests.get(f"https://{host}/services/data", timeout=30).status_code == 200

    def test_is_not_there_without_https(self, process):
        assert requests.get(f"{process.base}/practice/authority.pem", timeout=30).status_code == 404


class TestProxy:
    @pytest.mark.parametrize("url", ["https://example.com/", "https://salesforce.com.example.com/"])
    def test_leads_nowhere_else(self, outside, url):
        with pytest.raises(requests.exceptions.ProxyError):
            requests.get(url, timeout=30)

    def test_does_nothing_but_lead(self, secure):
        assert requests.get(secure.proxy, timeout=30).status_code == 403


class TestLoginHost:
    def test_is_that_of_the_kind_of_org(self, outside):
        production, sandbox = outside.org(), outside.org("sandbox")

        assert log_in(at(production, LOGIN)).status_code == 200
        assert log_in(at(sandbox, TEST)).status_code == 200
        assert fault_of(log_in(at(production, TEST)))[0] == "INVALID_LOGIN"
        assert fault_of(log_in(at(sandbox, LOGIN)))[0] == "INVALID_LOGIN"

    def test_knows_apps_of_its_orgs_alone(self, outside):
        sandbox = outside.org("sandbox", requires_pkce=False)

        assert token(at(sandbox, LOGIN), grant_type="refresh_token", refresh_token="x").json()["error"] == (
            "invalid_client_id"
        )
        assert "access_token" in tokens(at(sandbox, TEST))

    def test_names_the_my_domain_for_calls_and_itself_for_the_identity(self, outside):
        org = outside.org()

        body = tokens(at(org, LOGIN))
        soap = log_in(at(org, LOGIN))

        assert body["instance_url"] == my_domain(org)
        assert body["id"].startswith(f"{LOGIN}/id/{org.facts['org_id']}/")
        assert f"<serverUrl>{my_domain(org)}/services/Soap/u/59.0/{org.facts['org_id'][:15]}</serverUrl>" in soap.text

    def test_of_a_sandbox_names_its_own(self, outside):
        org = outside.org("sandbox")

        body = tokens(at(org, TEST))

        assert body["instance_url"].endswith("--full.sandbox.my.salesforce.com")
        assert body["id"].startswith(f"{TEST}/id/")


class TestMyDomain:
    def test_serves_client_credentials(self, outside):
        org = outside.org()

        assert token(at(org, my_domain(org)), grant_type="client_credentials").status_code == 200

    def test_does_not_know_another_orgs_people_apps_and_sessions(self, outside):
        org, other = outside.org(), outside.org()
        session = session_of(log_in(at(org, LOGIN)))
        elsewhere = at(org, my_domain(other))

        assert fault_of(log_in(elsewhere))[0] == "INVALID_LOGIN"
        assert exchange(elsewhere, "x").json()["error"] == "invalid_client_id"
        assert fault_of(call(elsewhere, "getUserInfo", session))[0] == "INVALID_SESSION_ID"
        reply = requests.get(
            f"{my_domain(other)}/services/data/v60.0/limits", headers={"Authorization": f"Bearer {session}"}, timeout=30
        )
        assert reply.json()[0]["errorCode"] == "INVALID_SESSION_ID"


class TestPlainAddress:
    def test_is_named_like_salesforce_too(self, secure):
        org = secure.org()

        assert tokens(org)["instance_url"] == my_domain(org)

    def test_stays_itself_where_nobody_asked_for_names(self, seeded):
        assert tokens(seeded)["instance_url"] == seeded.base


class TestRestart:
    def test_keeps_the_authority(self, tmp_path):
        first = start(tmp_path)
        before = Path(first.authority).read_bytes()
        first.process.stop()

        again = start(tmp_path)
        reply = requests.get(f"{again.tls}/healthz", verify=again.authority, timeout=30)
        again.process.stop()

        assert Path(again.authority).read_bytes() == before
        assert reply.text == "ok"
