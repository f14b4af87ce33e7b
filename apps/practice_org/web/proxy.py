"""A proxy that leads every name below salesforce.com to this process: an unchanged client needs HTTPS_PROXY alone."""

from __future__ import annotations

import asyncio
import contextlib
import re
from asyncio import StreamReader, StreamWriter

ASKED = re.compile(rb"CONNECT ([\w.-]+):443 HTTP/1\.[01]\r\n", re.IGNORECASE)
OURS = re.compile(rb"([\w-]+\.)+(salesforce|force)\.com", re.IGNORECASE)
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
SHUT = (
    b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
    b"This proxy leads to the practice org alone: CONNECT to port 443 of a name below salesforce.com.\n"
)
BAD = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
PATIENCE_S = 30
PIECE = 65_536


class Proxy:
    def __init__(self, port: int) -> None:
        self.port = port

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                head = await reader.readuntil(b"\r\n\r\n")
            if _is_ours(head):
                await self._lead(reader, writer)
            else:
                writer.write(SHUT)
                await writer.drain()
        writer.close()

    async def _lead(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError as trouble:
            writer.write(BAD + f"{trouble}\n".encode())
            return
        writer.write(OPEN)
        ways = [asyncio.create_task(_pour(*pair)) for pair in ((reader, far_writer), (far_reader, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            far_writer.close()


def _is_ours(head: bytes) -> bool:
    asked = ASKED.match(head)
    return asked is not None and OURS.fullmatch(asked[1]) is not None


async def _pour(reader: StreamReader, writer: StreamWriter) -> None:
    """Until the sender hangs up; TLS knows no half-open line."""
    with contextlib.suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
