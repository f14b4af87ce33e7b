from __future__ import annotations

import pytest

from apps.connections import refusals
from apps.connections.errors import ConsentDenied
from apps.connections.models import Connection
from apps.connections.refusals.table import BY_SAYING
from apps.connections.setup_links import PAGES
from apps.salesforce.errors import SignInRefused

CONNECTION = Connection(my_domain="acme.my.salesforce.com", environment="my_domain")


class TestDecodedRefusal:
    @pytest.mark.parametrize(
        ("code", "message", "words"),
        [
            ("invalid_grant", "expired authorization code", "took too long"),
            ("invalid_grant", "user is not admin approved", "not approved for the app"),
            ("invalid_client_id", "client identifier invalid", "does not know this consumer key"),
            ("invalid_client", "invalid client credentials", "consumer secret"),
            ("redirect_uri_mismatch", "redirect_uri must match configuration", "callback address"),
            ("invalid_grant", "no client credentials user enabled", "which user it runs as"),
            ("invalid_grant", "request not supported on this domain", "My Domain only"),
            ("invalid_grant", "expired access/refresh token", "access has ended"),
            ("invalid_grant", "ip restricted", "network"),
            ("access_denied", "end-user denied authorization", "not allowed at Salesforce"),
            ("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.", "did not accept"),
            ("LOGIN_MUST_USE_SECURITY_TOKEN", "", "security token is missing"),
            ("API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner", "does not allow the API"),
            ("INVALID_OPERATION", "SOAP API login() is disabled by default in this org.", "no longer accepts"),
            ("PASSWORD_EXPIRED", "", "password has expired"),
            ("SERVER_UNAVAILABLE", "", "did not answer"),
            ("something_new", "nobody knows", "refused the sign-in"),
        ],
    )
    def test_says_what_happened(self, code, message, words):
        decoded = refusals.decode(SignInRefused(code, message), CONNECTION)

        assert words in decoded.what

    def test_names_who_and_where_and_keeps_salesforces_words(self):
        decoded = refusals.decode(SignInRefused("invalid_app_access", "user is not admin approved"), CONNECTION)

        assert decoded.is_administrators
        assert decoded.link.startswith("https://acme.my.salesforce.com/lightning/setup/")
        assert decoded.said == "invalid_app_access: user is not admin approved"

    def test_shows_how_far_it_got(self):
        decoded = refusals.decode(ConsentDenied(code="access_denied", message="end-user denied authorization"), None)

        assert [mark for _stage, mark in decoded.trace] == ["ok", "ok", "ok", "stop", ""]

    def test_knows_more_than_fifteen_and_has_a_page_for_each(self):
        known = set(BY_SAYING.values())

        assert len(known) > 15
        for words in known:
            assert words.what
            assert words.cause
            assert words.fix
            assert words.stage in refusals.STAGES
            assert not words.page or words.page in PAGES
