from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.practice_org.client import ROOT, Process


class TestStart:
    def test_carries_on_with_changed_records(self, tmp_path):
        process = Process(tmp_path, records=100).start()
        made = process.org().trainer("POST", "/records/Lead", {"LastName": "Kept", "Company": "Example"})["ids"][0]
        assert process.stop() == 0

        again = Process(tmp_path, records=100).start()
        found = again.org().sign_in().records(f"SELECT Name FROM Lead WHERE Id = '{made}'")
        again.stop()

        assert found[0]["Name"] == "Kept"

    def test_keeps_sessions_and_jobs_after_being_killed(self, tmp_path):
        process = Process(tmp_path, records=100).start()
        org = process.org().sign_in()
        job = org.job("SELECT Id FROM Lead")
        made = org.call("POST", "/sobjects/Lead", json={"LastName": "Kept", "Company": "Example"}).json()["id"]
        process.kill()

        again = Process(tmp_path, records=100).start()
        org.base = again.base
        page = org.page(job["id"])
        found = org.records(f"SELECT Name FROM Lead WHERE Id = '{made}'")
        again.stop()

        assert page.headers["Sforce-NumberOfRecords"] == str(job["numberRecordsProcessed"])
        assert found[0]["Name"] == "Kept"

    def test_tells_about_its_orgs(self, process):
        orgs = {org["name"]: org for org in process.orgs()}

        enterprise = orgs["Practice Enterprise"]
        assert set(orgs) >= {
            "Practice Enterprise",
            "Practice Professional",
            "Practice Professional without API",
            "Practice Sandbox",
        }
        assert set(enterprise) >= {"name", "org_id", "edition", "is_sandbox", "has_api", "sync_user", "app", "counts"}
        assert set(enterprise["sync_user"]) >= {"username", "password", "security_token"}
        assert set(enterprise["app"]) >= {"consumer_key", "consumer_secret", "callbacks"}
        assert requests.get(f"{process.base}/healthz", timeout=30).text == "ok"


class TestWrongValue:
    @pytest.mark.parametrize(
        ("option", "value", "words"),
        [
            ("--port", "99999", "99999 is no whole number from 0 to 65535"),
            ("--records", "-1", "-1 is no whole number from 0 to"),
            ("--records", "many", "many is no whole number"),
            ("--persona", "nobody", "invalid choice: 'nobody'"),
            ("--callback", "nowhere", "nowhere is no address"),
            ("--fault", "kind=nothing", "fault must be one of error-500"),
            ("--fault", "kind=reset count=x", "invalid literal"),
            ("--host", "192.0.2.1", "192.0.2.1:8088: Cannot assign requested address"),
            ("--data-dir", "/proc/none", "/proc/none: No such file or directory"),
        ],
    )
    def test_is_refused_in_one_sentence(self, tmp_path, option, value, words):
        ended = refused(tmp_path, option, value)

        assert ended.startswith("practice_org: ")
        assert words in ended
        assert ended.count("\n") == 1

    def test_is_a_data_folder_in_use(self, tmp_path):
        process = Process(tmp_path, records=100).start()

        ended = refused(tmp_path, "--port", "0", "--seed", str(process.seed), "--records", "100")
        process.stop()

        assert ended.endswith("another practice org works on it\n")
        assert ended.count("\n") == 1


def refused(folder: Path, *options: str) -> str:
    """What a start that fails says."""
    command = [sys.executable, "-m", "apps.practice_org", "--data-dir", str(folder), *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert ended.stdout == ""
    return ended.stderr
