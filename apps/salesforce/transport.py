"""How a request leaves: only to Salesforce's hosts, never without a time limit, with plain words when it fails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from apps.salesforce import hosts
from apps.salesforce.errors import BrokenStream, TimedOut, Unreachable

# seconds to connect, seconds of silence; Salesforce itself gives up a query after 120
TIMEOUTS = (10.0, 125.0)


class _PublicConnection(HTTPSConnection):
    """Connects to the very addresses that were checked: a name may lead elsewhere a moment after any check."""

    def _new_conn(self) -> socket.socket:
        try:
            return self._first_that_answers(hosts.public_addresses(self._dns_host, self.port))
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "no connection in time") from error
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error

    def _first_that_answers(self, addresses: list[str]) -> socket.socket:
        """The name stays for TLS, which proves that it is Salesforce who answers there."""
        for address in addresses[:-1]:
            with suppress(OSError):
                return self._connected(address)
        return self._connected(addresses[-1])

    def _connected(self, address: str) -> socket.socket:
        place = (address, self.port)
        return create_connection(place, self.timeout, self.source_address, self.socket_options)


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class Doorman(HTTPAdapter):
    """Checks each request, redirects too, and gives it a time limit."""

    def __init__(self, practice_url: str | None, timeouts: tuple[float, float]) -> None:
        self.practice_url = practice_url
        self.timeouts = timeouts
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        hosts.check(request.url or "", self.practice_url)
        kwargs["timeout"] = kwargs.get("timeout") or self.timeouts
        return super().send(request, *args, **kwargs)


class PublicDoorman(Doorman):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        pools = self.poolmanager.pool_classes_by_scheme
        self.poolmanager.pool_classes_by_scheme = {**pools, "https": _PublicPool}


def guard(session: requests.Session, practice_url: str | None, timeouts: tuple[float, float] = TIMEOUTS) -> None:
    """The practice org alone may stand on a private address, and may speak plain HTTP.

    Where the operator’s environment names a proxy, that resolves the names; the hosts are checked here all the same.
    """
    session.mount("http://", Doorman(practice_url, timeouts))
    session.mount("https://", PublicDoorman(practice_url, timeouts))
    if practice_url and practice_url.startswith("https:"):
        session.mount(f"{practice_url.rstrip('/')}/", Doorman(practice_url, timeouts))


@contextmanager
def plain_words() -> Iterator[None]:
    """Turns what requests raises into an outage; the original keeps host and path, so it goes to the log only."""
    try:
        yield
    except (requests.Timeout, TimeoutError) as error:
        kind = Unreachable if isinstance(error, requests.ConnectTimeout) else TimedOut
        raise kind("TIMED_OUT", "No answer in time") from error
    except requests.exceptions.SSLError as error:
        raise Unreachable("TLS_FAILED", "No secure connection") from error
    except requests.exceptions.ProxyError as error:
        raise Unreachable("PROXY_FAILED", "The proxy on the way refused the connection") from error
    except requests.ConnectionError as error:
        raise _lost(error) from error
    except requests.RequestException as error:
        raise BrokenStream("CONNECTION_BROKEN", "The answer stopped in the middle") from error


def _lost(error: requests.ConnectionError) -> Unreachable | BrokenStream:
    """Never connected, or cut off after something may have been sent: only the first may be repeated blindly."""
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, NameResolutionError):
        return Unreachable("HOST_NOT_FOUND", "No such host")
    if isinstance(reason, NewConnectionError):
        return Unreachable("CONNECTION_REFUSED", "No connection")
    return BrokenStream("CONNECTION_BROKEN", "The connection was cut")
