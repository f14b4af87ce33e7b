from __future__ import annotations

import socket

import pytest
import requests

from apps.salesforce import hosts
from apps.salesforce.client import Client
from apps.salesforce.errors import HostRefused, Unreachable
from apps.salesforce.transport import guard, plain_words
from tests.salesforce.scripted import Reply


class TestMyDomain:
    @pytest.mark.parametrize(
        ("typed", "host"),
        [
            ("acme", "acme.my.salesforce.com"),
            (" Acme.my.salesforce.com ", "acme.my.salesforce.com"),
            ("https://acme.lightning.force.com/lightning/page/home", "acme.my.salesforce.com"),
            ("https://acme--uat.sandbox.lightning.force.com/", "acme--uat.sandbox.my.salesforce.com"),
            ("acme-dev-ed.develop.my.salesforce-setup.com", "acme-dev-ed.develop.my.salesforce.com"),
        ],
    )
    def test_is_understood_however_it_was_copied(self, typed, host):
        assert hosts.my_domain(typed) == host

    @pytest.mark.parametrize(
        "typed",
        ["", "login.salesforce.com", "acme.my.salesforce.com.evil.example", "127.0.0.1", "a b", "evil.example/acme"],
    )
    def test_is_refused_where_it_is_no_my_domain(self, typed):
        with pytest.raises(HostRefused):
            hosts.my_domain(typed)

    def test_tells_a_sandbox_by_its_host(self):
        assert hosts.is_sandbox_domain("acme--uat.sandbox.my.salesforce.com")
        assert not hosts.is_sandbox_domain("acme.my.salesforce.com")


class TestAddressCheck:
    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:192.168.0.1", "fe80::1%eth0", "100.64.0.1"],
    )
    def test_refuses_what_is_not_public(self, address):
        with pytest.raises(HostRefused):
            hosts.check_address(address)

    def test_lets_public_addresses_pass(self):
        hosts.check_address("13.110.54.9")


class TestHostCheck:
    @pytest.mark.parametrize(
        "url",
        [
            "http://login.salesforce.com/",
            "https://login.salesforce.com:8443/",
            "https://salesforce.com.evil.example/",
            "https://evilsalesforce.com/",
            "http://127.0.0.1:9999/",
            "http://practice.example:8091/",
        ],
    )
    def test_refuses_all_but_salesforce_and_the_practice_org(self, url):
        with pytest.raises(HostRefused):
            hosts.check(url, "http://practice.example:8090")

    def test_lets_the_practice_org_pass_and_nothing_beside_it(self):
        hosts.check("http://practice.example:8090/services/data", "http://practice.example:8090/")


class TestDoor:
    def test_is_closed_to_a_client_that_was_led_elsewhere(self, org):
        client = Client(org.url, "token", practice_url="http://127.0.0.1:1")

        with pytest.raises(HostRefused):
            client.identity()

        assert org.asked == []

    def test_is_closed_to_a_redirect(self, org):
        org.replies.append(_redirect("http://127.0.0.1:9/secret"))
        client = Client(org.url, "token", practice_url=org.url)

        with pytest.raises(HostRefused):
            client.identity()

    def test_looks_at_the_address_that_was_reached(self, org, monkeypatch):
        port = int(org.url.rsplit(":", 1)[1])
        _every_name_leads_to(monkeypatch, port)
        session = requests.Session()
        guard(session, None)

        with pytest.raises(HostRefused), plain_words():
            session.get("https://acme.my.salesforce.com/")

    def test_says_when_nobody_is_there(self):
        client = Client("http://127.0.0.1:1", "token", practice_url="http://127.0.0.1:1")

        with pytest.raises(Unreachable):
            client.send("POST", "composite", json={})


def _redirect(target):
    return Reply(302, None, {"Location": target})


def _every_name_leads_to(monkeypatch, port):
    """What a hostile name server does: a Salesforce name that resolves to this machine."""
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answer)
