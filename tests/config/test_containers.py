"""The containers run what the demo runs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from config.child import ROOT
from config.processes import COMMANDS


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


class TestCompose:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_gives_each_process_the_command_that_the_demo_gives_it(self, compose, name):
        command = compose["services"][name]["command"]

        assert command == ["python", "-m", *COMMANDS[name]]

    def test_runs_web_worker_beat_and_migration_from_one_image(self, compose):
        images = {compose["services"][name]["image"] for name in (*COMMANDS, "migrate")}

        assert images == {"gangway"}

    def test_keeps_no_secret_of_its_own(self, compose):
        environment = compose["x-gangway"]["environment"]

        for name in ("SECRET_KEY", "FIELD_KEYS"):
            assert environment[name].startswith("${" + name + ":?")

    def test_waits_for_services_that_exist_and_say_when_they_are_healthy(self, compose):
        services = compose["services"]

        for service in services.values():
            for other, condition in service.get("depends_on", {}).items():
                assert other in services
                assert condition["condition"] != "service_healthy" or "healthcheck" in services[other]


class TestDockerfile:
    TEXT = (ROOT / "Dockerfile").read_text()

    def test_starts_the_web_server_unless_told_otherwise(self):
        command = json.loads(re.findall(r"^CMD (\[.*\])$", self.TEXT, re.MULTILINE)[-1])

        assert command == ["python", "-m", *COMMANDS["web"]]

    def test_does_not_run_as_root(self):
        users = re.findall(r"^USER (\S+)$", self.TEXT, re.MULTILINE)

        assert users
        assert users[-1] not in {"root", "0"}

    def test_copies_only_what_is_in_the_repository(self):
        for line in re.findall(r"^COPY (?!--from)(.+)$", self.TEXT, re.MULTILINE):
            for source in line.split()[:-1]:
                assert (ROOT / source).exists(), source
