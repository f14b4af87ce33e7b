"""A tiny HTTP server that answers what a test tells it to, in order, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None  # bytes sent of those announced

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body).items()}

    @property
    def json(self):
        return json.loads(self.body)


class ScriptedOrg:
    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[Asked] = []
        org = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                org.note(self)
                org.send(self, org.replies.pop(0))

            def __getattr__(self, name: str):
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

            def log_message(self, *_args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answers(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    def note(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length") or 0)
        self.asked.append(
            Asked(
                handler.command,
                parts.path,
                {name: values[0] for name, values in parse_qs(parts.query).items()},
                dict(handler.headers),
                handler.rfile.read(length).decode(),
            )
        )

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        content = reply.content()
        handler.send_response_only(reply.status)
        for name, value in {"Content-Type": "application/json;charset=UTF-8", **reply.headers}.items():
            handler.send_header(name, value)
        if reply.status != 204:
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content if reply.cut_after is None else content[: reply.cut_after])
        handler.close_connection = reply.cut_after is not None

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def refused(status: int, code: str, message: str = "", **headers: str) -> Reply:
    return Reply(status, [{"message": message, "errorCode": code}], headers)
