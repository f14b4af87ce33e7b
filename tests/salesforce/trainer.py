"""What a trainer does to a practice org behind the portal's back."""

from __future__ import annotations

from typing import Any

import requests


class Trainer:
    """An org of its own, so that no other test meets its troubles."""

    def __init__(self, url: str, kind: str = "enterprise", records: int = 40) -> None:
        self.url = url
        asked = {"name": f"Trouble {kind}", "kind": kind, "records": records}
        self.org: dict[str, Any] = requests.post(f"{url}/practice/orgs", json=asked, timeout=60).json()

    def do(self, verb: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/practice/orgs/{self.org['org_id']}/{verb}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()
