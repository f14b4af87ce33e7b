from __future__ import annotations

import socket

import pytest
import requests

from apps.salesforce import hosts, transport
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
        [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",  # noqa: S104  nobody binds to it
            "100.64.0.1",
            "224.0.0.1",
            "::1",
            "::",
            "::127.0.0.1",
            "::ffff:192.168.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "fe80::1%eth0",
            "fec0::1",
            "fd00::1",
        ],
    )
    def test_refuses_what_is_not_public(self, address):
        with pytest.raises(HostRefused):
            hosts.check_address(address)

    @pytest.mark.parametrize("address", ["13.110.54.9", "2a00:1450:4001::1", "64:ff9b::13.110.54.9"])
    def test_lets_public_addresses_pass(self, address):
        hosts.check_address(address)

    def test_refuses_a_name_of_which_only_one_address_is_private(self, monkeypatch):
        _every_name_leads_to(monkeypatch, "13.110.54.9", "10.0.0.1")

        with pytest.raises(HostRefused):
            hosts.public_addresses("acme.my.salesforce.com", 443)


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
            "https://evil.example\\.salesforce.com/",
            "https://me:secret@login.salesforce.com/",
            "https://login.salesforce.com./",
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

    def test_never_connects_to_a_private_address(self, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            _every_name_leads_to(monkeypatch, "127.0.0.1", port=listening.getsockname()[1])

            with pytest.raises(HostRefused):
                _asked("https://acme.my.salesforce.com/")

            listening.settimeout(0)
            with pytest.raises(BlockingIOError):
                listening.accept()

    def test_looks_up_a_name_once_for_the_check_and_the_connection(self, monkeypatch):
        asked = _every_name_leads_to(monkeypatch, "192.0.0.9", "192.0.0.9")
        connected = []
        monkeypatch.setattr(transport, "create_connection", lambda place, *_, **__: _refuse(connected, place))

        with pytest.raises(Unreachable):
            _asked("https://acme.my.salesforce.com/")

        assert (asked, connected) == ([("acme.my.salesforce.com", 443)], [("192.0.0.9", 443)])

    def test_is_open_to_a_redirect_within_the_practice_org(self, org):
        org.answers(_redirect(f"{org.url}/elsewhere"), Reply(200, {"user_id": "005"}))

        assert Client(org.url, "token", practice_url=org.url).identity() == {"user_id": "005"}

    def test_says_when_nobody_is_there(self):
        client = Client("http://127.0.0.1:1", "token", practice_url="http://127.0.0.1:1")

        with pytest.raises(Unreachable):
            client.send("POST", "composite", json={})


def _redirect(target):
    return Reply(302, None, {"Location": target})


def _asked(url):
    session = requests.Session()
    guard(session, None)
    with plain_words():
        return session.get(url)


def _refuse(connected, place):
    connected.append(place)
    raise ConnectionRefusedError


def _every_name_leads_to(monkeypatch, *addresses, port=443):
    """What a hostile name server does; returns what it was asked for."""
    asked = []

    def look_up(host, its_port, *_args, **_more):
        asked.append((host, its_port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
