"""The way through steps 1 to 6, as a person in a browser goes it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse

from apps.checklist import runner, steps
from tests.onboarding.salesforce_pages import Visitor


class Journey:
    """An operator in the portal, with the sync user's secrets of one practice org at hand."""

    def __init__(self, cast, org) -> None:
        self.instance = cast.instance
        self.browser = cast.browser("operator")
        self.org = org
        self.user = org["sync_user"]
        self.app = org["app"]

    def url(self, name, *more):
        return reverse(f"onboarding:{name}", args=[self.instance.key, *more])

    def prepare(self):
        edition = "professional" if "Professional" in self.org["edition"] else "enterprise"
        self.browser.post(self.url("step", "choose-org"), {"environment": "practice", "expected_edition": edition})
        self.browser.post(self.url("step", "create-sync-user"))
        return self

    def store_app(self, **typed):
        keys = {"consumer_key": self.app["consumer_key"], "consumer_secret": self.app["consumer_secret"], **typed}
        return self.browser.post(self.url("store_app"), keys)

    def sign_in_by_password(self, **typed):
        secrets = {name: self.user[name] for name in ("username", "password", "security_token")}
        return self.browser.post(self.url("password"), {**secrets, **typed})

    def at_salesforce(self):
        visitor = Visitor()
        visitor.open(self.browser.post(self.url("sign_in")).url)
        visitor.log_in(self.user["username"], self.user["password"])
        return visitor

    def come_back(self, address):
        parts = urlsplit(address)
        return self.browser.get(f"{parts.path}?{parts.query}", follow=True)

    def work(self, slug):
        """What the worker does with this step."""
        runner.run(self.step(slug).pk)
        return self.step(slug)

    def step(self, slug):
        return steps.get(self.instance, slug)

    def page(self, slug):
        return self.browser.get(self.url("step", slug)).content.decode()

    def connected(self):
        self.prepare().sign_in_by_password()
        self.work("verify-credentials")
        self.browser.post(self.url("confirm_org"))
        return self
