"""What the command line of the practice org takes; a wrong value is refused in one sentence."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from apps.practice_org.faults import fault
from apps.practice_org.orgs import MOST_RECORDS, PERSONAS
from apps.practice_org.refusals import Refusal

MOST_PORT = 65_535


class Parser(argparse.ArgumentParser):
    """Says what is wrong and no more; `--help` tells the rest."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = Parser(prog="practice_org", description="Plays Salesforce orgs to practise on.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8088, help="0 picks a free port")
    parser.add_argument("--tls-port", type=_port, help="https as well; 0 picks a free port")
    parser.add_argument("--proxy-port", type=_port, help="a proxy that leads salesforce.com here; implies --tls-port 0")
    parser.add_argument(
        "--hosts",
        choices=("plain", "salesforce"),
        default="plain",
        help="the host names that replies give: the address that was called, or names below salesforce.com over https",
    )
    parser.add_argument("--seed", type=_seed, default=7)
    parser.add_argument("--records", type=_records, default=20_000, help="leads plus contacts of each org")
    parser.add_argument(
        "--persona",
        action="append",
        default=[],
        choices=list(PERSONAS),
        metavar="NAME",
        help=f"one more org with a story; may be given again. One of {', '.join(PERSONAS)}",
    )
    parser.add_argument("--data-dir", type=Path, default=Path("var/practice-org"))
    parser.add_argument(
        "--callback", action="append", default=[], type=_address, help="callback address of the connected app"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        type=_fault,
        metavar="'kind=reset pattern=results probability=0.1 count=3'",
        help="trouble in every org, until the next start; may be given again",
    )
    return parser.parse_args(given)


def _port(text: str) -> int:
    return _within(text, 0, MOST_PORT)


def _records(text: str) -> int:
    return _within(text, 0, MOST_RECORDS)


def _seed(text: str) -> int:
    return _within(text, 0, 2**31 - 1)


def _within(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from {least} to {most}")
    return int(text)


def _address(text: str) -> str:
    """With any scheme: apps for phones and desktops have their own."""
    if not urlsplit(text).scheme or " " in text:
        raise argparse.ArgumentTypeError(f"{text} is no address such as http://127.0.0.1:8000/callback/")
    return text


def _fault(text: str) -> dict[str, Any]:
    try:
        return fault.parse(text)
    except Refusal as refusal:
        raise argparse.ArgumentTypeError(refusal.message) from refusal
    except ValueError as trouble:
        raise argparse.ArgumentTypeError(f"{text}: {trouble}") from trouble
