"""The permission set of the missing rights, deployed in the practice org as its administrator would."""

from __future__ import annotations

import io
import zipfile

import pytest

from apps.checklist.states import State
from tests.practice_org import metadata
from tests.practice_org.client import Org

pytestmark = pytest.mark.django_db
FILE = "permissionsets/Gangway_Missing_Rights.permissionset"


@pytest.fixture
def lacking(troubled, trainer):
    """Three rights missing: create leads, edit contacts, read a field; and a marketing field that is read-only."""
    trainer.do(
        "switches",
        denied={"Lead": ["Create"], "Contact": ["Edit"]},
        read_only={"Lead": ["mkto71_Lead_Score__c"]},
    )
    trainer.do("hidden", object="Contact", field="Email")
    troubled.connected().work("check-sync-user")
    return troubled


@pytest.fixture
def administrator(trainer):
    return Org(trainer.url, trainer.org).as_admin()


def files(journey):
    answer = journey.browser.get(journey.url("permission_set_zip"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


class TestPermissionSet:
    def test_has_the_missing_rights_and_no_others(self, lacking):
        made = files(lacking)

        text = made[FILE]
        assert set(made) == {"package.xml", FILE}
        assert "<field>Contact.Email</field>" in text
        assert "<field>Lead.mkto71_Lead_Score__c</field>" in text
        assert "<allowCreate>true</allowCreate><allowDelete>false</allowDelete>" in text
        assert "LastName" not in text
        assert "<object>Opportunity</object>" not in text

    def test_makes_the_failed_checks_pass_once_it_is_deployed_and_assigned(self, lacking, administrator):
        assert lacking.step("check-sync-user").state == State.FAILED

        status = metadata.deploy(administrator, files(lacking), rollbackOnError=True, singlePackage=True)
        assign(administrator, lacking.user["username"])
        lacking.browser.post(lacking.url("check_again", "object-rights"))

        assert status["success"], status
        assert lacking.step("check-sync-user").state == State.DONE

    def test_is_offered_on_the_page_with_how_to_deploy_it(self, lacking):
        page = lacking.page("check-sync-user")

        assert lacking.url("permission_set_zip") in page
        assert "sf project deploy start" in page

    def test_is_not_there_where_nothing_is_missing(self, troubled):
        troubled.connected().work("check-sync-user")

        assert troubled.browser.get(troubled.url("permission_set_zip")).status_code == 404
        assert troubled.url("permission_set_zip") not in troubled.page("check-sync-user")


def assign(administrator, username):
    set_id = one(administrator, "SELECT Id FROM PermissionSet WHERE Name = 'Gangway_Missing_Rights'")
    user_id = one(administrator, f"SELECT Id FROM User WHERE Username = '{username}'")
    body = {"AssigneeId": user_id, "PermissionSetId": set_id}
    answer = administrator.call("POST", "/sobjects/PermissionSetAssignment", json=body)
    assert answer.ok, answer.text


def one(administrator, soql):
    return administrator.records(soql)[0]["Id"]
