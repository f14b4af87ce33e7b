from __future__ import annotations

import pytest

from tests.practice_org import metadata
from tests.practice_org.conftest import PAYLOADS

FIELD = (
    '<upsertMetadata><metadata xsi:type="CustomField"><fullName>Lead.Inferred_City__c</fullName>'
    "<label>Inferred City</label><type>Text</type><length>255</length></metadata></upsertMetadata>"
)
OPENED = (
    '<upsertMetadata><metadata xsi:type="PermissionSet"><fullName>Marketing_Fields</fullName>'
    "<label>Marketing fields</label><fieldPermissions><field>Lead.Inferred_City__c</field><readable>true</readable>"
    "<editable>true</editable></fieldPermissions></metadata></upsertMetadata>"
)
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
  <types><members>Marketing_Fields</members><name>PermissionSet</name></types>
  <types><members>Lead.Inferred_City__c</members><name>CustomField</name></types>
  <version>60.0</version>
</Package>"""
FIELDS = """<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
  <fields><fullName>Inferred_City__c</fullName><label>Inferred City</label><type>Text</type><length>255</length>
  </fields>
</CustomObject>"""
SET = """<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
  <label>Marketing fields</label>
  <fieldPermissions><editable>true</editable><field>Lead.{}</field><readable>true</readable></fieldPermissions>
</PermissionSet>"""
FILES = {
    "unpackaged/package.xml": PACKAGE,
    "unpackaged/objects/Lead.object": FIELDS,
    "unpackaged/permissionsets/Marketing_Fields.permissionset": SET.format("Inferred_City__c"),
}


@pytest.fixture
def admin(org):
    return org.as_admin()


def recorded(name: str) -> str:
    path = PAYLOADS / "metadata-api" / f"amp-labs.metadata_{name}.xml"
    if not path.exists():
        pytest.skip(f"no recording {path.name} beside this checkout")
    return path.read_text(encoding="utf-8")


class TestRecordedSequence:
    def test_makes_fields_and_answers_in_the_recorded_shape(self, admin):
        reply = metadata.send(
            admin, metadata.with_session(admin, recorded("write_object15_mix-of-many-fields-payload"))
        )

        assert reply.status_code == 200, reply.text
        assert metadata.shape(reply.text) == metadata.shape(recorded("write_object15_mix-of-many-fields-response"))
        assert {result["success"] for result in metadata.results(reply.text)} == {"true"}

    def test_opens_them_with_a_permission_set(self, admin):
        metadata.send(admin, metadata.with_session(admin, recorded("write_object15_mix-of-many-fields-payload")))

        made = metadata.send(admin, metadata.with_session(admin, recorded("write_write-field-permissions-payload")))
        read = metadata.send(admin, metadata.with_session(admin, recorded("write_read-field-permissions-payload")))

        assert metadata.results(made.text)[0]["created"] == "true"
        assert metadata.shape(made.text) == metadata.shape(recorded("write_write-field-permissions-response"))
        permissions = metadata.results(read.text)[0]["records"]
        theirs = metadata.results(recorded("write_read-field-permissions-response"))[0]["records"]
        # a description is there because the set was made with one
        assert [name for name in permissions if name != "description"] == list(theirs)
        assert len(permissions["fieldPermissions"]) == 4

    def test_deletes_a_field(self, admin):
        metadata.send(admin, metadata.with_session(admin, recorded("write_object15_mix-of-many-fields-payload")))

        gone = metadata.send(admin, metadata.with_session(admin, recorded("delete_delete-fields-payload")))

        assert metadata.shape(gone.text) == metadata.shape(recorded("delete_delete-fields-response"))
        assert "Birthday__c" not in admin.call("GET", "/sobjects/Lead/describe").text

    def test_says_that_a_field_to_delete_is_not_there(self, admin):
        body = "<deleteMetadata><type>CustomField</type><fullNames>Lead.NonExistent__c</fullNames></deleteMetadata>"

        result = metadata.call(admin, body)[0]

        theirs = metadata.results(recorded("delete_delete-field-not-found"))[0]
        assert result == {**theirs, "fullName": "Lead.NonExistent__c"}

    def test_refuses_a_required_checkbox_in_the_recorded_words(self, admin):
        body = (
            '<upsertMetadata><metadata xsi:type="CustomField"><fullName>Lead.IsReady__c</fullName>'
            "<label>IsReady</label><type>Checkbox</type><required>true</required><defaultValue>false</defaultValue></metadata></upsertMetadata>"
        )

        result = metadata.call(admin, body)[0]

        theirs = metadata.results(recorded("write_object15_bad-request"))[0]
        assert result == {**theirs, "fullName": "Lead.IsReady__c"}


class TestNewField:
    def test_is_seen_by_whoever_holds_the_permission_set(self, org, admin):
        metadata.call(admin, FIELD)
        metadata.call(admin, OPENED)
        found = admin.records("SELECT Id FROM PermissionSet WHERE Name = 'Marketing_Fields'")[0]["Id"]
        before = org.query("SELECT Inferred_City__c FROM Lead")

        given = {"AssigneeId": org.facts["sync_user"]["user_id"], "PermissionSetId": found}
        assigned = admin.call("POST", "/sobjects/PermissionSetAssignment", json=given)

        assert before[0]["errorCode"] == "INVALID_FIELD"
        assert assigned.status_code == 201, assigned.text
        assert org.records("SELECT Inferred_City__c FROM Lead LIMIT 1")[0]["Inferred_City__c"] is None

    def test_is_off_the_layouts_until_somebody_puts_it_there(self, professional):
        metadata.call(professional, FIELD)
        before = professional.call("GET", "/sobjects/Lead/describe/layouts").text
        layout = "<readMetadata><type>Layout</type><fullNames>Lead-Lead Layout</fullNames></readMetadata>"
        items = metadata.call(professional, layout)[0]["records"]["layoutSections"]["layoutColumns"]["layoutItems"]
        names = [*(item["field"] for item in items), "Inferred_City__c"]
        written = "".join(
            f"<layoutItems><behavior>Edit</behavior><field>{name}</field></layoutItems>" for name in names
        )

        result = metadata.call(
            professional,
            '<updateMetadata><metadata xsi:type="Layout"><fullName>Lead-Lead Layout</fullName><layoutSections>'
            f"<layoutColumns>{written}</layoutColumns></layoutSections></metadata></updateMetadata>",
        )[0]

        after = professional.call("GET", "/sobjects/Lead/describe/layouts").json()["layouts"]
        assert '"Inferred_City__c"' not in before
        assert result == {"fullName": "Lead-Lead Layout", "success": "true"}
        assert ['"Inferred_City__c"' in str(one).replace("'", '"') for one in after] == [False, False, True]


class TestAllOrNone:
    def test_leaves_nothing_behind(self, admin):
        bad = FIELD.replace("</upsertMetadata>", "") + (
            '<metadata xsi:type="CustomField"><fullName>Lead.Bad__c</fullName><label>Bad</label><type>Text</type>'
            "</metadata></upsertMetadata>"
        )

        first, second = metadata.call(admin, bad, all_or_none=True)

        assert first["errors"]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
        assert second["errors"]["message"] == "Must specify 'length' for a CustomField of type Text"
        assert metadata.call(admin, FIELD)[0] == {
            "created": "true",
            "fullName": "Lead.Inferred_City__c",
            "success": "true",
        }

    def test_takes_ten_components(self, admin):
        names = "".join(f"<fullNames>Lead.X{number}__c</fullNames>" for number in range(11))
        body = f"<deleteMetadata><type>CustomField</type>{names}</deleteMetadata>"

        reply = metadata.send(
            admin, metadata.HEAD.format(all="false", session=metadata.session(admin)) + body + metadata.TAIL
        )

        assert reply.status_code == 500
        assert "LIMIT_EXCEEDED" in reply.text


class TestRights:
    def test_are_needed(self, org):
        reply = metadata.send(
            org, metadata.HEAD.format(all="false", session=metadata.session(org)) + FIELD + metadata.TAIL
        )

        assert reply.status_code == 500
        assert "<faultcode>sf:INSUFFICIENT_ACCESS</faultcode>" in reply.text

    def test_need_a_session(self, org):
        reply = metadata.send(org, metadata.HEAD.format(all="false", session="00D!nobody") + FIELD + metadata.TAIL)

        assert reply.status_code == 500
        assert "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader" in reply.text

    def test_end_at_the_edition(self, professional):
        result = metadata.call(professional, OPENED.replace("Inferred_City__c", "Phone"))[0]

        assert result["success"] == "false"
        assert result["errors"]["statusCode"] == "FUNCTIONALITY_NOT_ENABLED"


class TestDeploy:
    def test_brings_fields_and_their_permission_set(self, admin):
        status = metadata.deploy(admin, FILES, rollbackOnError=True, singlePackage=True)

        assert status["status"] == "Succeeded", status
        assert status["numberComponentsDeployed"] == "2"
        assert admin.records("SELECT Label FROM PermissionSet WHERE Name = 'Marketing_Fields'")[0]["Label"] == (
            "Marketing fields"
        )

    def test_refuses_rights_on_required_fields(self, admin):
        files = {**FILES, "unpackaged/permissionsets/Marketing_Fields.permissionset": SET.format("LastName")}

        status = metadata.deploy(admin, files, rollbackOnError=True)

        assert status["status"] == "Failed"
        assert (
            status["details"]["componentFailures"]["problem"] == "You cannot deploy to a required field: Lead.LastName"
        )
        assert "Inferred_City__c" not in admin.trainer("GET", "/facts.json")["switches"]["added"].get("Lead", [])

    def test_may_only_check(self, admin):
        status = metadata.deploy(admin, FILES, checkOnly=True)

        assert status["status"] == "Succeeded"
        assert not admin.records("SELECT Id FROM PermissionSet WHERE Name = 'Marketing_Fields'")


class TestListing:
    def test_names_what_there_is(self, admin):
        rows = metadata.call(admin, "<listMetadata><queries><type>Layout</type></queries></listMetadata>")

        assert "Lead-Lead Layout" in {row["fullName"] for row in rows}
        assert set(metadata.call(admin, "<describeMetadata><asOfVersion>60.0</asOfVersion></describeMetadata>")[0])
