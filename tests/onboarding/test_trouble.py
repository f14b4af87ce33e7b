"""What people meet when the org is not as it should be: each trouble is switched on in a practice org."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from apps.checklist.states import State
from apps.connections.models import CheckResult, Connection
from apps.sync.models import SyncState

pytestmark = pytest.mark.django_db


class TestRefusedPassword:
    @pytest.mark.parametrize(
        ("switches", "words"),
        [
            ({"soap_login": False}, "no longer accepts username, password and security token"),
            ({"password_expired": True}, "password has expired"),
            ({"user_has_api": False}, "may not use the API"),
            ({"has_api": False}, "does not allow the API"),
            ({"is_active": False}, "did not accept username, password and security token"),
        ],
    )
    def test_is_decoded(self, troubled, trainer, switches, words):
        trainer.do("switches", **switches)

        answer = troubled.prepare().sign_in_by_password()

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert troubled.step("connect").state == State.READY


class TestEndedAccess:
    def test_is_told_on_both_pages_and_healed_by_a_new_sign_in(self, troubled, trainer):
        troubled.prepare().store_app()
        troubled.come_back(troubled.at_salesforce().answer("approve"))
        trainer.do("revoke-grants")
        trainer.do("expire-sessions")

        step = troubled.work("verify-credentials")

        assert step.state == State.FAILED
        assert "The access to Salesforce has ended" in troubled.page("verify-credentials")
        assert "The access has ended" in troubled.page("connect")
        troubled.come_back(troubled.at_salesforce().answer("approve"))
        assert troubled.work("verify-credentials").state == State.WAITING
        assert "The access has ended" not in troubled.page("connect")

    def test_does_not_come_by_rotation(self, troubled, trainer):
        trainer.do("switches", rotates_refresh_tokens=True)
        troubled.prepare().store_app()
        troubled.come_back(troubled.at_salesforce().answer("approve"))
        first = Connection.objects.of(troubled.instance).get().refresh_token

        trainer.do("expire-sessions")
        troubled.work("verify-credentials")
        second = Connection.objects.of(troubled.instance).get().refresh_token
        trainer.do("expire-sessions")
        troubled.browser.post(troubled.url("confirm_org"))
        step = troubled.work("check-sync-user")

        assert first != second
        assert step.state == State.DONE

    def test_lets_a_failed_sync_try_again_at_once(self, troubled):
        troubled.connected()
        later = timezone.now() + datetime.timedelta(minutes=5)
        SyncState.objects.create(instance=troubled.instance, is_enabled=True, word="failed", next_run_at=later)

        troubled.sign_in_by_password()
        step = troubled.work("verify-credentials")

        assert step.state == State.DONE
        assert SyncState.objects.of(troubled.instance).get().next_run_at < later


class TestOutage:
    def test_is_times_turn_and_passes(self, troubled, trainer):
        troubled.prepare().sign_in_by_password()
        trainer.do("faults", kind="busy-503", pattern="composite", count=4)

        step = troubled.work("verify-credentials")

        assert step.state == State.QUEUED
        assert step.problem["turn"] == "time"


class TestMissingRight:
    def test_holds_the_step_until_it_is_given_and_checked_again(self, troubled, trainer):
        troubled.connected()
        trainer.do("hidden", object="Lead", field="Status")

        failed = troubled.work("check-sync-user")

        assert failed.state == State.FAILED
        page = troubled.page("check-sync-user")
        assert "Fields of Lead are hidden or read-only" in page
        assert "tick Read Access, Edit Access for Status" in page
        assert troubled.step("create-sync-user").is_unverified
        trainer.do("hidden", object="Lead", field="Status", hidden=False)
        answer = troubled.browser.post(troubled.url("check_again", "required-fields"), follow=True)
        assert "Nothing is missing any more" in answer.content.decode()
        assert troubled.step("check-sync-user").state == State.DONE
        assert troubled.step("create-sync-user").verified_at is not None

    def test_is_none_where_marketo_asks_and_gangway_only_reads(self, troubled, trainer):
        trainer.do("switches", marketing_user=False)

        step = troubled.connected().work("check-sync-user")

        assert step.state == State.DONE
        assert CheckResult.objects.of(troubled.instance).get(code="marketing-user").verdict == "na"
