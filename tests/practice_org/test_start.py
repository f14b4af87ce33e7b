from __future__ import annotations

import requests

from tests.practice_org.client import Process


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
