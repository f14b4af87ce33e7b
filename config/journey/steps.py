"""The fourteen steps in the customer's order: what a newcomer opens, fills in and presses on each page."""

from __future__ import annotations

from collections.abc import Callable

from config.journey.page import Astray
from config.journey.walk import Walk

Act = Callable[[Walk], str]
ALLOW = "action=approve"
REVIEW = "then=review"


def sign_in(walk: Walk) -> str:
    return walk.sign_in()


def choose_org(walk: Walk) -> str:
    form = walk.open("choose-org").form(field="environment")
    walk.browser.send(form.fill(environment="practice", expected_edition="enterprise"))
    return walk.wait_done("choose-org").text


def add_fields(walk: Walk) -> str:
    page = walk.open("add-fields")
    walk.browser.send(page.form(button="answer=made"), "answer=made")
    return walk.wait_done("add-fields").text


def create_sync_user(walk: Walk) -> str:
    walk.browser.send(walk.open("create-sync-user").form("/create-sync-user/"))
    return walk.wait_done("create-sync-user").text


def connect(walk: Walk) -> str:
    """By OAuth: key and secret of the app, the org's own sign-in and its question, and back."""
    app, user, browser = walk.facts["app"], walk.facts["sync_user"], walk.browser
    form = walk.open("connect").form("/connect/app/")
    page = browser.send(form.fill(consumer_key=app["consumer_key"], consumer_secret=app["consumer_secret"]))
    page = browser.send(page.form("/connect/sign-in/"))
    page = browser.send(page.form(field="username").fill(username=user["username"], password=user["password"]))
    page = browser.send(page.form(button=ALLOW), ALLOW)
    if not page.url.startswith(walk.portal.url):
        raise Astray(f"the way back from the org ended at {page}. It says: {page.complaints()}")
    return walk.wait_done("connect").text


def verify_credentials(walk: Walk) -> str:
    walk.checklist.wait("verify-credentials", frozenset({"waiting"}), walk.patience)
    walk.browser.send(walk.open("verify-credentials").form("/verify-credentials/confirm/"))
    return walk.wait_done("verify-credentials").text


def check_sync_user(walk: Walk) -> str:
    return walk.wait_done("check-sync-user").text


def discover_fields(walk: Walk) -> str:
    return walk.wait_done("discover-fields").text


def choose_fields(walk: Walk) -> str:
    """What the portal proposes."""
    page = walk.open("choose-fields")
    walk.browser.send(page.form(button=REVIEW), REVIEW)
    return walk.wait_done("choose-fields").text


def sync_fields(walk: Walk) -> str:
    """Types the number that the page asks for."""
    form = walk.open("sync-fields").form(field="typed")
    (asked,) = form.element.xpath(".//input[@name='typed']/@data-expects")
    walk.browser.send(form.fill(typed=asked))
    return walk.wait_done("sync-fields").text


def review_mappings(walk: Walk) -> str:
    walk.browser.send(walk.open("review-mappings").form("/review-mappings/finish/"))
    return walk.wait_done("review-mappings").text


def preview_duplicates(walk: Walk) -> str:
    walk.checklist.wait("preview-duplicates", frozenset({"waiting"}), walk.patience)
    walk.browser.send(walk.open("preview-duplicates").form("/preview-duplicates/accept/"))
    return walk.wait_done("preview-duplicates").text


def start_sync(walk: Walk) -> str:
    walk.browser.send(walk.open("start-sync").form("/start-sync/start/").tick("has_read"))
    return walk.wait_done("start-sync").text


def initial_sync(walk: Walk) -> str:
    """With KILL=worker the worker dies once, when some rows are committed and not all."""
    walk.wait_done("initial-sync", meanwhile=walk.kill_worker_amid)
    if walk.kills_worker and not walk.has_killed:
        raise Astray("the initial sync was over before the worker could be killed; take more RECORDS")
    return walk.checklist.rows()["initial-sync"].text


def verify_sync(walk: Walk) -> str:
    walk.wait_done("verify-sync")
    return walk.take_figures()


STEPS: tuple[tuple[str, Act], ...] = (
    ("sign in", sign_in),
    ("choose-org", choose_org),
    ("add-fields", add_fields),
    ("create-sync-user", create_sync_user),
    ("connect", connect),
    ("verify-credentials", verify_credentials),
    ("check-sync-user", check_sync_user),
    ("discover-fields", discover_fields),
    ("choose-fields", choose_fields),
    ("sync-fields", sync_fields),
    ("review-mappings", review_mappings),
    ("preview-duplicates", preview_duplicates),
    ("start-sync", start_sync),
    ("initial-sync", initial_sync),
    ("verify-sync", verify_sync),
)
