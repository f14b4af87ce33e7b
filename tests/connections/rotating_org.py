"""Plays Salesforce's token address with rotation: a refresh token works once; one offered twice ends the grant."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

FIRST = "refresh-0"


class RotatingOrg:
    """``turn`` counts the tokens given out; ``most_at_once`` is how many requests were ever open together."""

    def __init__(self) -> None:
        self.turn = 0
        self.open = 0
        self.most_at_once = 0
        self.is_revoked = False
        self.lock = threading.Lock()
        org = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                with org.lock:
                    org.open += 1
                    org.most_at_once = max(org.most_at_once, org.open)
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                status, body = org.rotate(form["refresh_token"][0])
                with org.lock:
                    org.open -= 1
                content = json.dumps(body).encode()
                self.send_response_only(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def refresh_token(self) -> str:
        return f"refresh-{self.turn}"

    def rotate(self, offered: str) -> tuple[int, dict[str, str]]:
        with self.lock:
            self.is_revoked = self.is_revoked or offered != self.refresh_token
            if self.is_revoked:
                return 400, {"error": "invalid_grant", "error_description": "expired access/refresh token"}
            self.turn += 1
            fresh = {"access_token": f"access-{self.turn}", "refresh_token": self.refresh_token}
            return 200, {**fresh, "instance_url": self.url, "id": "", "issued_at": "1700000000000"}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
