"""The fourteen steps in the customer's order: what a newcomer opens, fills in and presses on each page."""

from __future__ import annotations

from collections.abc import Callable

from config.journey.page import Astray, Page
from config.journey.walk import Walk

Act = Callable[[Walk], str]


def sign_in(walk: Walk) -> str:
    return walk.sign_in()


def choose_org(walk: Walk) -> str:
    form = walk.open("choose-org").form(field="environment")
    walk.browser.send(form.fill(environment="practice", expected_edition="enterprise"))
    return walk.wait_done("choose-org").text


def add_fields(walk: Walk) -> str:
    walk.browser.send(walk.open("add-fields").form("/add-fields/"), "answer=told")
    return walk.wait_done("add-fields").text


def create_sync_user(walk: Walk) -> str:
    walk.browser.send(walk.open("create-sync-user").form("/create-sync-user/"))
    return walk.wait_done("create-sync-user").text


def connect(walk: Walk) -> str:
    """By OAuth: the portal, the org's sign-in, its question, and back."""
    app, user = walk.org["app"], walk.org["sync_user"]
    form = walk.open("connect").form(field="consumer_key")
    form.fill(consumer_key=app["consumer_key"], consumer_secret=app["consumer_secret"])
    page = walk.browser.send(form)
    page = walk.browser.send(page.form(field="username").fill(username=user["username"], password=user["password"]))
    if not page.url.startswith(walk.portal.url):
        page = walk.browser.send(page.form(), _allow(page))
    if not page.url.startswith(walk.portal.url):
        raise Astray(f"the way back from the org ended at {page}: {page.complaints()}")
    return walk.wait_done("connect").text


def _allow(page: Page) -> str:
    button = page.form().buttons()[0]
    return f"{button.get('name')}={button.get('value')}" if button.get("name") else ""


def verify_credentials(walk: Walk) -> str:
    walk.checklist.wait("verify-credentials", frozenset({"waiting"}), 60)
    walk.browser.send(walk.open("verify-credentials").form("/verify-credentials/"))
    return walk.wait_done("verify-credentials").text


def check_sync_user(walk: Walk) -> str:
    return walk.wait_done("check-sync-user").text


def discover_fields(walk: Walk) -> str:
    return walk.wait_done("discover-fields").text


STEPS: tuple[tuple[str, Act], ...] = (
    ("sign in", sign_in),
    ("choose-org", choose_org),
    ("add-fields", add_fields),
    ("create-sync-user", create_sync_user),
    ("connect", connect),
    ("verify-credentials", verify_credentials),
    ("check-sync-user", check_sync_user),
    ("discover-fields", discover_fields),
)
