"""jsforce from npm, in Node, over https: nothing of it is patched, its environment names a proxy and a certificate."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from config import setup
from tests.practice_org.client import CALLBACK, ROOT, Org
from tests.practice_org.consent import log_in

HERE = Path(__file__).parent / "jsforce"
PACKAGES = ("package.json", "package-lock.json")
PATIENCE_S = 300


def node() -> str:
    beside_npm = Path(setup.npm()[0])
    return shutil.which("node") or str(beside_npm)


@pytest.fixture(scope="session")
def jsforce() -> Path:
    """Where jsforce is installed; it is kept for the next run with the same packages."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in PACKAGES)).hexdigest()[:16]
    folder = ROOT / "var" / "jsforce" / digest
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests may run in several processes
        if not (folder / "ready").exists():
            install(folder)
    return folder / "node_modules"


def install(folder: Path) -> None:
    for name in PACKAGES:
        shutil.copyfile(HERE / name, folder / name)
    command = [*setup.npm(), "ci", "--ignore-scripts", "--loglevel=error", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    if done.returncode:
        pytest.fail(f"jsforce could not be installed. Is the npm registry reachable? npm said: {done.stderr}")
    (folder / "ready").touch()


@pytest.fixture
def org(secure) -> Org:
    return secure.org()


@pytest.fixture
def drive(jsforce, secure, org):
    """Runs a scenario of drive.js as the sync user, or as whom the facts name."""

    def run(scenario: str, **facts: Any) -> Any:
        told = {
            "loginUrl": "https://login.salesforce.com",
            "instanceUrl": f"https://{org.facts['my_domain']}",
            "user": org.facts["sync_user"],
            "app": org.facts["app"],
            "callback": CALLBACK,
            **facts,
        }
        done = subprocess.run(
            [node(), HERE / "drive.js", scenario],
            env={**os.environ, **secure.environment, "NODE_PATH": str(jsforce)},
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


class TestLogin:
    def test_by_password_and_token(self, drive, org):
        saw = drive("soapLogin")

        assert saw["instanceUrl"] == f"https://{org.facts['my_domain']}"
        assert saw["who"]["organizationId"] == org.facts["org_id"]
        assert saw["who"]["id"] == org.facts["sync_user"]["user_id"]

    def test_says_why_it_was_refused(self, drive):
        words = "Invalid username, password, security token; or user locked out."

        assert drive("wrongPassword") == {"words": f"INVALID_LOGIN: {words}"}

    def test_by_password_and_consumer_key(self, drive, org):
        org.trainer("POST", "/switches", {"password_flow": True})

        assert drive("passwordFlow")["who"]["organizationId"] == org.facts["org_id"]

    def test_by_a_person_and_a_code_which_it_renews(self, drive, org, secure):
        asked = drive("authorizeUrl")
        code = self._allowed(secure, org, asked["url"])

        saw = drive("webServerFlow", code=code, verifier=asked["verifier"])

        assert saw["who"]["organizationId"] == org.facts["org_id"]
        assert saw["identity"]["username"] == org.facts["sync_user"]["username"]
        assert (saw["rows"], saw["isRenewed"]) == (1, True)

    def test_by_client_credentials(self, drive, org):
        saw = drive("clientCredentials")

        assert saw["who"]["id"] == org.facts["sync_user"]["user_id"]

    def test_ends_with_a_logout(self, drive):
        assert drive("logout") == {"code": "INVALID_SESSION_ID"}

    def _allowed(self, secure, org, url: str) -> str:
        """What a person does in a browser that knows the same proxy."""
        form = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        there = Org(url.partition("/services")[0], org.facts)
        browser = requests.Session()
        with secure.entered():
            log_in(there, browser, **form)
            reply = browser.post(
                url.partition("?")[0], data={**form, "action": "approve"}, allow_redirects=False, timeout=30
            )
        return parse_qs(urlsplit(reply.headers["Location"]).query)["code"][0]


class TestData:
    def test_describes(self, drive):
        saw = drive("describes")

        assert {"Lead", "Contact", "Account"} <= set(saw["names"])
        assert saw["fields"] > 50
        assert saw["label"] == "Contact"

    def test_queries_and_follows_pages(self, drive, secure):
        org = secure.process.new_org(records=1_200)

        saw = drive("queries", user=org.facts["sync_user"])

        assert saw["all"] == saw["count"] > 200
        assert (saw["first"], saw["second"]) == (200, 200)
        assert saw["found"] == 3

    def test_writes_records(self, drive):
        saw = drive("writes")

        assert saw["made"]["success"]
        assert (saw["changed"]["success"], saw["gone"]["success"]) == (True, True)
        assert (saw["upserted"]["success"], saw["upserted"]["created"]) == (True, True)
        assert saw["name"] == "Jo Doe"
        assert saw["after"] in {"NOT_FOUND", "ENTITY_IS_DELETED"}

    def test_writes_many_at_once(self, drive):
        saw = drive("collections")

        assert [one["success"] for one in saw["made"]] == [True, False]
        assert saw["made"][1]["errors"][0]["statusCode"] == "INVALID_EMAIL_ADDRESS"
        assert saw["titles"] == ["Dr", "Dr"]
        assert all(one["success"] for one in (*saw["changed"], *saw["gone"]))

    def test_composes(self, drive):
        first, second = drive("composite")["compositeResponse"]

        assert (first["httpStatusCode"], second["httpStatusCode"]) == (201, 200)
        assert second["body"]["LastName"] == "Doe"

    def test_searches(self, drive, org):
        org.trainer("POST", "/records/Lead", {"LastName": "Doe", "Company": "Example"})

        assert drive("searches")["found"] > 0

    def test_knows_who_it_is_and_what_is_left(self, drive, org):
        saw = drive("identity")

        assert saw["username"] == org.facts["sync_user"]["username"]
        assert saw["daily"] == saw["used"]["limit"] == 112_000

    def test_understands_our_errors(self, drive):
        saw = drive("errors")

        assert saw["field"]["code"] == "INVALID_FIELD"
        assert saw["missing"]["code"] == "REQUIRED_FIELD_MISSING"
        assert saw["object"]["code"] == "NOT_FOUND"


class TestSoap:
    def test_asks_for_time_and_user(self, drive, org):
        saw = drive("soapCalls")

        assert re.match(r"\d{4}-\d\d-\d\dT", saw["time"]["timestamp"])
        assert saw["user"]["userName"] == org.facts["sync_user"]["username"]

    def test_converts_a_lead(self, drive):
        saw = drive("converts")

        assert saw["result"]["success"]
        assert saw["result"]["leadId"] == saw["leadId"]
        assert saw["result"]["opportunityId"] is None

    def test_makes_a_field(self, drive, org):
        saw = drive("metadata", user=org.facts["admin_user"])

        assert saw["made"]["success"]
        assert saw["read"]["label"] == "Score note"


class TestBulk:
    def test_reads(self, drive, org):
        saw = drive("bulkQuery")

        assert saw["rows"] == org.facts["counts"]["Lead"]
        assert saw["keys"] == ["Id", "Name"]

    def test_writes_and_tells_about_each_row(self, drive):
        saw = drive("bulkIngest")

        assert (len(saw["good"]), len(saw["bad"]), saw["left"]) == (1, 1, [])
        assert "INVALID_EMAIL_ADDRESS" in saw["bad"][0]["sf__Error"]
