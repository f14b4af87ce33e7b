"""Starts the practice org: one process, one port, many orgs."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn

from apps.practice_org import application
from apps.practice_org.directory import Directory
from apps.practice_org.practice.faults import ConnectionCut

QUEUE = 512


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="practice_org", description="Plays Salesforce orgs to practise on.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8088, help="0 picks a free port")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--records", type=int, default=20_000, help="leads plus contacts of each org")
    parser.add_argument("--data-dir", type=Path, default=Path("var/practice-org"))
    parser.add_argument("--callback", action="append", default=[], help="callback address of the connected app")
    return parser.parse_args(given)


class Server(uvicorn.Server):
    """Says where it listens once it does."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            sys.stdout.write(f"practice org ready on {self.address}\n")
            sys.stdout.flush()


def main() -> None:
    options = arguments()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((options.host, options.port))
    listener.listen(QUEUE)
    directory = Directory(
        options.data_dir.absolute(), seed=options.seed, records=options.records, callbacks=tuple(options.callback)
    )
    directory.prepare()
    config = uvicorn.Config(
        application.build(directory),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    server = Server(config)
    server.address = f"http://{options.host}:{listener.getsockname()[1]}"
    logging.getLogger("uvicorn.error").addFilter(_is_no_switched_fault)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        server.run(sockets=[listener])
    except SystemExit:
        directory.close()
        # The interpreter's own farewell would print what DuckDB's binding believes to have leaked.
        os._exit(0)


def _is_no_switched_fault(record: logging.LogRecord) -> bool:
    """A reply that a trainer had cut off is no trouble of ours."""
    return not (record.exc_info and isinstance(record.exc_info[1], ConnectionCut))


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """Uvicorn hands the signal on when it has finished; then the files are closed in order."""
    sys.exit(0)


if __name__ == "__main__":
    main()
