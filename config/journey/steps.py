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
    return walk.wait_done("choose-org").outcome


def add_fields(walk: Walk) -> str:
    page = walk.open("add-fields")
    walk.browser.send(page.form(button="answer=made"), "answer=made")
    return walk.wait_done("add-fields").outcome


def create_sync_user(walk: Walk) -> str:
    walk.browser.send(walk.open("create-sync-user").form("/create-sync-user/"))
    return walk.wait_done("create-sync-user").outcome


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
    return walk.wait_done("connect").outcome


def verify_credentials(walk: Walk) -> str:
    walk.checklist.wait("verify-credentials", frozenset({"waiting"}), walk.patience)
    walk.browser.send(walk.open("verify-credentials").form("/verify-credentials/confirm/"))
    return walk.wait_done("verify-credentials").outcome


def check_sync_user(walk: Walk) -> str:
    return walk.wait_done("check-sync-user").outcome


def discover_fields(walk: Walk) -> str:
    return walk.wait_done("discover-fields").outcome


def choose_fields(walk: Walk) -> str:
    """What the portal proposes."""
    page = walk.open("choose-fields")
    walk.browser.send(page.form(button=REVIEW), REVIEW)
    return walk.wait_done("choose-fields").outcome


def sync_fields(walk: Walk) -> str:
    """Types the number that the page asks for."""
    form = walk.open("sync-fields").form(field="typed")
    (asked,) = form.element.xpath(".//input[@name='typed']/@data-expects")
    walk.browser.send(form.fill(typed=asked))
    return walk.wait_done("sync-fields").outcome


def review_mappings(walk: Walk) -> str:
    walk.browser.send(walk.open("review-mappings").form("/review-mappings/finish/"))
    return walk.wait_done("review-mappings").outcome


def preview_duplicates(walk: Walk) -> str:
    walk.checklist.wait("preview-duplicates", frozenset({"waiting"}), walk.patience)
    walk.browser.send(walk.open("preview-duplicates").form("/preview-duplicates/accept/"))
    return walk.wait_done("preview-duplicates").outcome


def start_sync(walk: Walk) -> str:
    walk.checklist.wait("start-sync", frozenset({"waiting"}), walk.patience)
    walk.browser.send(walk.open("start-sync").form("/start-sync/start/").tick("has_read"))
    return walk.wait_done("start-sync").outcome


def initial_sync(walk: Walk) -> str:
    """With KILL=worker the worker dies once, when some rows are committed and not all."""
    row = walk.wait_done("initial-sync", walk.kill_worker_amid)
    if walk.kills_worker and not walk.has_killed:
        raise Astray("the initial sync was over before the worker could be killed; take more RECORDS")
    return f"{row.outcome}{' The worker was killed once.' if walk.has_killed else ''}"


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
