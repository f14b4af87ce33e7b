"""How long the pages with very many fields take, through the real web server: opened, searched, filtered, ticked.

`p95_ms` is that of the slowest kind of request. FIELDS: Salesforce fields of the org; ROUNDS: how often each is asked.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from statistics import median, quantiles

import requests
import stage

FIELDS = int(os.environ.get("FIELDS", "3000"))
ROUNDS = int(os.environ.get("ROUNDS", "30"))
WARM_UP = 3  # the first answers compile the templates
PARTIAL = {"HX-Request": "true", "HX-Target": "found"}
GOAL_MS = 300
LAST = {"page": "1000"}  # falls back to the last one

Ask = Callable[[int], requests.Response]


class Browser:
    """One person's browser on one instance; each answer is read to its last byte."""

    def __init__(self, address: str, key: str, cookie: dict[str, str]) -> None:
        self.steps = f"{address}/instances/{key}/steps"
        self.session = requests.Session()
        self.session.cookies.update(cookie)

    def open(self, slug: str, *, partial: bool = False, **query: str) -> requests.Response:
        headers = PARTIAL if partial else {}
        return self.session.get(f"{self.steps}/{slug}/", params=query, headers=headers, timeout=60)

    def tick(self, place: int) -> requests.Response:
        """A page's hundred boxes, one of them unticked."""
        shown = [f"Shared_{number}__c" for number in range(100)]
        ticked = [name for number, name in enumerate(shown) if number != place % 100]
        headers = {**PARTIAL, "X-CSRFToken": self.session.cookies["csrftoken"], "Referer": self.steps}
        data = {"object": "Lead", "shown": shown, "field": ticked}
        return self.session.post(f"{self.steps}/choose-fields/", data=data, headers=headers, timeout=60)


def questions(browser: Browser, slug: str, **queries: dict[str, str]) -> dict[str, Ask]:
    """The page as a whole, then what its search, filters, order and pages fetch."""

    def found(query: dict[str, str]) -> Ask:
        return lambda _place: browser.open(slug, partial=True, **query)

    return {
        f"{slug}: first paint": lambda _place: browser.open(slug),
        f"{slug}: search": lambda place: browser.open(slug, partial=True, q=f"shared {place}"),
        **{f"{slug}: {name}": found(query) for name, query in queries.items()},
    }


def main() -> None:
    with stage.opened() as opened:
        import many_fields  # noqa: PLC0415 - Django is set up now

        instance, user = many_fields.make(FIELDS)
        browser = Browser(opened.start_web(), instance.key, many_fields.cookie(user))
        asked = questions(browser, "choose-fields", filter={"show": "personal"}, sort={"sort": "label"}, page=LAST)
        slowest = [measured(name, ask) for name, ask in {**asked, "choose-fields: tick": browser.tick}.items()]
        many_fields.create(instance, user)
        asked = questions(browser, "review-mappings", filter={"show": "lead"}, sort={"sort": "lead"}, page=LAST)
        slowest += [measured(name, ask) for name, ask in asked.items()]
    stage.say("fields", f"at most {GOAL_MS} ms is the goal")
    stage.result(fields=FIELDS, p95_ms=round(max(slowest)))


def measured(name: str, ask: Ask) -> float:
    """The 95th percentile of this kind of request, in milliseconds."""
    taken = [timed(name, ask, place) for place in range(WARM_UP + ROUNDS)][WARM_UP:]
    p95 = quantiles(taken, n=20)[-1]
    stage.say("fields", f"{name:30} median {median(taken):5.0f} ms, p95 {p95:5.0f} ms")
    return p95


def timed(name: str, ask: Ask, place: int) -> float:
    began = time.monotonic()
    answer = ask(place)
    seconds = time.monotonic() - began
    if answer.status_code != requests.codes.ok or answer.history:
        raise RuntimeError(f"{name}: the page answered {answer.status_code}")
    return seconds * 1000


if __name__ == "__main__":
    main()
