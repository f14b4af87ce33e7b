"""Starts the practice org: one process, many orgs, on plain http and, when asked, on https."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import uvicorn

from apps.practice_org import application, command_line
from apps.practice_org.directory import Directory
from apps.practice_org.faults import standing
from apps.practice_org.faults.spoiling import ConnectionCut
from apps.practice_org.web import authority, serving
from apps.practice_org.web.hosts import HTTPS, Names
from apps.practice_org.web.serving import Secure, Server

KEEP_ALIVE_S = 75  # longer than clients sleep between two looks at a job, or they meet a line that just closed


def main() -> None:
    options = command_line.arguments()
    try:
        _serve(options)
    except OSError as trouble:
        sys.exit(f"practice_org: {trouble.filename or 'it can not start'}: {trouble.strerror or trouble}")


def _serve(options: argparse.Namespace) -> None:
    listener = serving.listen(options.host, options.port)
    directory = _directory(options)
    secure = _secure(options)
    tls_port = secure.listener.getsockname()[1] if secure and not secure.proxy else HTTPS
    config = uvicorn.Config(
        application.build(directory, Names(options.hosts == "salesforce", tls_port), secure),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=KEEP_ALIVE_S,
        server_header=False,
        date_header=False,
    )
    server = Server(config, options.host, secure)
    logging.getLogger("uvicorn.error").addFilter(_is_no_switched_fault)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    try:
        server.run(sockets=[listener])
    except SystemExit:
        directory.close()
        # The interpreter's own farewell would print what DuckDB's binding believes to have leaked.
        os._exit(0)


def _directory(options: argparse.Namespace) -> Directory:
    """With the personas and troubles that the command line names."""
    made = Directory(
        options.data_dir.absolute(), seed=options.seed, records=options.records, callbacks=tuple(options.callback)
    )
    made.want(options.persona)
    made.prepare()
    for live in made:
        standing.replace_given(live, options.fault)
    return made


def _secure(options: argparse.Namespace) -> Secure | None:
    """Names below salesforce.com and the proxy to them make no sense without https."""
    if options.tls_port is None and options.proxy_port is None and options.hosts == "plain":
        return None
    folder = options.data_dir.absolute()
    context = authority.context(folder, options.host)
    proxy = None if options.proxy_port is None else serving.listen(options.host, options.proxy_port)
    listener = serving.listen(options.host, options.tls_port or 0)
    return Secure(listener, context, authority.certificate(folder), proxy)


def _is_no_switched_fault(record: logging.LogRecord) -> bool:
    """A reply that a trainer had cut off is no trouble of ours."""
    return not (record.exc_info and isinstance(record.exc_info[1], ConnectionCut))


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    """Uvicorn hands the signal on when it has finished; then the files are closed in order."""
    sys.exit(0)


if __name__ == "__main__":
    main()
