from __future__ import annotations

import re

import pytest
from django.conf import settings

from apps.connections import refusals
from apps.connections.errors import ConsentDenied
from apps.connections.models import Connection
from apps.connections.refusals import page
from apps.connections.refusals.entry import WHO
from apps.connections.refusals.org import UNKNOWN
from apps.connections.refusals.table import BY_SAYING
from apps.connections.setup_links import PAGES
from apps.salesforce.errors import SignInRefused

# every refusal that Salesforce documents, or that another client has met, for a login or a grant
CONTRACT = """
invalid_grant: expired authorization code
invalid_grant: invalid authorization code
invalid_grant: invalid code verifier
invalid_grant: authentication failure
invalid_grant: authentication failure - Invalid Password
invalid_grant: expired access/refresh token
invalid_grant: user hasn't approved this consumer
invalid_grant: user is not admin approved
invalid_grant: no client credentials user enabled
invalid_grant: request not supported on this domain
invalid_grant: Audience validation failed
invalid_grant: audience is invalid
invalid_grant: ip restricted
invalid_grant: inactive user
invalid_grant: user is inactive
inactive_user: inactive user
inactive_org: organization is inactive
invalid_client_id: client identifier invalid
invalid_client: invalid client credentials
invalid_app_access: user is not admin approved to access this app
redirect_uri_mismatch: redirect_uri must match configuration
redirect_uri_missing:
unsupported_grant_type: grant type not supported
unsupported_response_type: response type not supported
invalid_request: missing required code challenge
invalid_scope: the requested scope is invalid
rate_limit_exceeded: login rate exceeded
access_denied: end-user denied authorization
OAUTH_APP_ACCESS_DENIED:
OAUTH_APP_BLOCKED:
OAUTH_APPROVAL_ERROR_GENERIC: Connected App must be installed in this org
INVALID_LOGIN: Invalid username, password, security token; or user locked out.
LOGIN_MUST_USE_SECURITY_TOKEN: Invalid username, password, security token; or user locked out.
PASSWORD_LOCKOUT:
LOGIN_DURING_RESTRICTED_DOMAIN:
LOGIN_DURING_RESTRICTED_TIME:
LOGIN_CHALLENGE_ISSUED:
LOGIN_CHALLENGE_PENDING:
API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner
API_CURRENTLY_DISABLED:
ORG_LOCKED:
TRIAL_EXPIRED:
ORG_IN_MAINTENANCE:
ORG_NOT_OWNED_BY_INSTANCE:
INVALID_OPERATION: SOAP API login() is disabled by default in this org.
INVALID_OPERATION_WITH_EXPIRED_PASSWORD: Your password has expired. Please reset your password.
UNSUPPORTED_API_VERSION:
SERVER_UNAVAILABLE:
REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.
INVALID_SSO_GATEWAY_URL:
INVALID_CLIENT:
CLIENT_NOT_ACCESSIBLE_FOR_USER:
UNKNOWN_EXCEPTION:
INVALID_SESSION_ID: This session is not valid for use with the REST API
""".strip().splitlines()
# the codes of the written contract's two tables, where that lies beside the checkout
WRITTEN = settings.ROOT.parent / "shared" / "reference" / "salesforce-api.md"
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

        assert decoded.turn == "admin"
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

    @pytest.mark.parametrize("said", CONTRACT)
    def test_has_words_of_its_own_for_every_code_of_the_contract(self, said):
        code, _colon, message = said.partition(":")

        decoded = refusals.decode_words(code, message.strip(), CONNECTION)

        assert decoded.what != UNKNOWN.what
        assert decoded.who in WHO.values()

    @pytest.mark.parametrize("code", ["invalid_grant", "SOMETHING_NEW"])
    def test_keeps_salesforces_own_words_for_what_it_does_not_know(self, code):
        decoded = refusals.decode_words(code, "the moon is in the wrong quarter", CONNECTION)

        assert decoded.what == UNKNOWN.what
        assert decoded.said == f"{code}: the moon is in the wrong quarter"

    def test_misses_no_code_of_the_written_contract(self):
        if not WRITTEN.exists():
            pytest.skip("the written contract does not lie beside this checkout")

        written = written_codes()

        assert len(written) > 25
        assert not written - {code for code, _piece in BY_SAYING}

    def test_stands_in_the_docs_as_it_stands_in_code(self):
        assert (settings.ROOT / "docs" / "refusals.md").read_text() == page.markdown()  # else: make docs


def written_codes() -> set[str]:
    """The first column of the tables of OAuth errors and of SOAP exception codes."""
    text = WRITTEN.read_text()
    oauth = text.partition("| error | error_description")[2].partition("\n\n")[0]
    soap = text.partition("| exceptionCode |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in (oauth + soap).splitlines() if line.startswith("|") and "---" not in line]
    return {code for cell in cells for code in re.findall(r"(?<![_A-Za-z])[A-Za-z]+(?:_[A-Za-z]+)+", cell)}
