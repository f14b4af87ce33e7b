"""Which host name stands for what, and which names a reply gives for login, org and My Domain."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from apps.practice_org.live import LiveOrg
from apps.practice_org.orgs import Org
from apps.practice_org.web.origin import origin

PRODUCTION, SANDBOX = "login.salesforce.com", "test.salesforce.com"
MY_DOMAIN = ".my.salesforce.com"
HTTPS = 443


@dataclass(frozen=True, slots=True)
class Names:
    """`real` gives names below salesforce.com; otherwise every link starts with the address that was called."""

    real: bool = False
    tls_port: int = HTTPS


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request came from (`address`) and which address it called (`origin`)."""

    origin: str
    address: str
    names: Names

    @property
    def host(self) -> str:
        """The name alone, without its port."""
        return self.origin.partition("//")[2].partition(":")[0].lower()

    @property
    def is_login_host(self) -> bool:
        return self.host in {PRODUCTION, SANDBOX}

    def reaches(self, live: LiveOrg) -> bool:
        """One login host knows production, the other sandboxes, a My Domain its own org; other names know all orgs."""
        if self.is_login_host:
            return live.org.is_sandbox == (self.host == SANDBOX)
        return not self.host.endswith(MY_DOMAIN) or self.host == my_domain(live.org)

    def login_origin(self, live: LiveOrg) -> str:
        return self._named(SANDBOX if live.org.is_sandbox else PRODUCTION)

    def org_origin(self, live: LiveOrg) -> str:
        return self._named(my_domain(live.org))

    def _named(self, host: str) -> str:
        if not self.names.real:
            return self.origin
        port = self._port
        return f"https://{host}" if port == HTTPS else f"https://{host}:{port}"

    @property
    def _port(self) -> int:
        """A client that resolves the names itself must come back to the port that it used."""
        if not self.host.endswith(".salesforce.com"):
            return self.names.tls_port
        port = self.origin.partition("//")[2].partition(":")[2]
        return int(port) if port.isdigit() else HTTPS


def caller(request: Request) -> Caller:
    return Caller(origin(request), request.client.host if request.client else "", request.app.state.names)


def my_domain(org: Org) -> str:
    return f"{org.domain}--full.sandbox{MY_DOMAIN}" if org.is_sandbox else f"{org.domain}{MY_DOMAIN}"
