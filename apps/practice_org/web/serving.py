"""Listens on up to three ports: plain http, https, and the proxy that leads salesforce.com to the second."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from apps.practice_org.web.proxy import Proxy

QUEUE = 512
FAREWELL_S = 0.5  # for an idle client to answer our goodbye


@dataclass(frozen=True, slots=True)
class Secure:
    """The https side: where it listens, with which certificate, and whose word a client must take for it."""

    listener: socket.socket
    context: ssl.SSLContext
    authority: Path
    proxy: socket.socket | None = None


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as trouble:
        raise OSError(trouble.errno, trouble.strerror, f"{host}:{port}") from trouble
    listener.listen(QUEUE)
    return listener


class Server(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, host: str, secure: Secure | None) -> None:
        super().__init__(config)
        self.host = host
        self.secure = secure

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.started or sockets is None:
            return
        said = [f"practice org ready on http://{self._address(sockets[0])}"]
        if self.secure:
            said += await self._start_secure(self.secure)
        sys.stdout.write("".join(f"{line}\n" for line in said))
        sys.stdout.flush()

    async def _start_secure(self, secure: Secure) -> list[str]:
        """The same application on a second socket, which uvicorn closes with its own."""
        loop = asyncio.get_running_loop()
        self.servers.append(
            await loop.create_server(
                self._protocol, sock=secure.listener, ssl=secure.context, ssl_shutdown_timeout=FAREWELL_S
            )
        )
        said = [
            f"https on https://{self._address(secure.listener)}",
            f"certificate of its authority: {secure.authority}",
        ]
        if secure.proxy is None:
            return said
        proxy = Proxy(secure.listener.getsockname()[1])
        self.servers.append(await asyncio.start_server(proxy.serve, sock=secure.proxy))
        return [*said, f"proxy to salesforce.com on http://{self._address(secure.proxy)}"]

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    def _address(self, listener: socket.socket) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{listener.getsockname()[1]}"
