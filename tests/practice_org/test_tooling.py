from __future__ import annotations

import pytest

NEW = {
    "FullName": "Lead.Inferred_City__c",
    "Metadata": {"type": "Text", "length": 255, "label": "Inferred City", "externalId": True},
}
OF_LEAD = "WHERE EntityDefinition.QualifiedApiName = 'Lead'"


def ask(org, statement: str):
    return org.call("GET", "/tooling/query", params={"q": statement}).json()


@pytest.fixture
def admin(org):
    return org.as_admin()


class TestCustomField:
    def test_is_made_read_changed_and_removed(self, admin):
        made = admin.call("POST", "/tooling/sobjects/CustomField", json=NEW).json()
        address = f"/tooling/sobjects/CustomField/{made['id']}"

        before = admin.call("GET", address).json()
        changed = admin.call("PATCH", address, json={"Metadata": {**NEW["Metadata"], "label": "City"}})
        after = admin.call("GET", address).json()
        gone = admin.call("DELETE", address)

        assert made["success"] is True
        assert (before["FullName"], before["Metadata"]["label"]) == ("Lead.Inferred_City__c", "Inferred City")
        assert (changed.status_code, gone.status_code) == (204, 204)
        assert after["Metadata"]["label"] == "City"
        assert admin.call("GET", address).status_code == 404

    def test_is_found_by_a_query_of_its_name(self, admin):
        statement = "SELECT Id, DeveloperName, Metadata FROM CustomField WHERE DeveloperName = 'mkto71_Lead_Score'"

        found = ask(admin, statement + " AND TableEnumOrId = 'Lead'")

        assert list(found) == ["size", "totalSize", "done", "queryLocator", "entityTypeName", "records"]
        assert found["records"][0]["Metadata"]["type"] == "Number"
        assert "/tooling/sobjects/CustomField/00N" in found["records"][0]["attributes"]["url"]

    def test_gives_its_definition_one_row_a_query(self, admin):
        refused = ask(admin, "SELECT Id, Metadata FROM CustomField WHERE TableEnumOrId = 'Lead'")

        assert refused[0]["errorCode"] == "MALFORMED_QUERY"
        assert "no more than one row for retrieval. Result size: " in refused[0]["message"]

    @pytest.mark.parametrize(
        ("metadata", "words"),
        [
            ({"type": "Text", "label": "X"}, "Must specify 'length' for a CustomField of type Text"),
            ({"type": "Number", "label": "X", "precision": 3}, "Must specify 'scale' for a CustomField of type Number"),
            ({"type": "Text", "length": 5}, "Must specify a non-empty label for the CustomField"),
        ],
    )
    def test_needs_what_its_type_needs(self, admin, metadata, words):
        reply = admin.call(
            "POST", "/tooling/sobjects/CustomField", json={"FullName": "Lead.X__c", "Metadata": metadata}
        )

        assert reply.status_code == 400
        assert (reply.json()[0]["errorCode"], reply.json()[0]["message"]) == ("FIELD_INTEGRITY_EXCEPTION", words)


class TestEveryType:
    @pytest.mark.parametrize(
        ("metadata", "told"),
        [
            (
                {"type": "AutoNumber", "displayFormat": "A-{0000}"},
                {"type": "string", "autoNumber": True, "createable": False},
            ),
            (
                {"type": "Checkbox", "defaultValue": "true"},
                {"type": "boolean", "defaultValue": True, "nillable": False},
            ),
            (
                {"type": "Currency", "precision": 16, "scale": 2},
                {"type": "currency", "precision": 16, "scale": 2, "length": 0},
            ),
            ({"type": "Percent", "precision": 5, "scale": 2}, {"type": "percent", "soapType": "xsd:double"}),
            ({"type": "Time"}, {"type": "time", "soapType": "xsd:time"}),
            ({"type": "Url"}, {"type": "url", "length": 255, "byteLength": 765}),
            ({"type": "TextArea"}, {"type": "textarea", "extraTypeInfo": "plaintextarea", "sortable": True}),
            ({"type": "LongTextArea", "length": 32768, "visibleLines": 3}, {"byteLength": 98304, "filterable": False}),
            (
                {"type": "Html", "length": 32768, "visibleLines": 9},
                {"htmlFormatted": True, "extraTypeInfo": "richtextarea"},
            ),
            (
                {"type": "EncryptedText", "length": 20, "maskChar": "X", "maskType": "lastFour"},
                {"type": "encryptedstring", "mask": "X", "maskType": "lastFour", "encrypted": True},
            ),
            (
                {"type": "Lookup", "referenceTo": "Account", "relationshipName": "Leads"},
                {"type": "reference", "referenceTo": ["Account"], "relationshipName": "X__r", "soapType": "tns:ID"},
            ),
            (
                {
                    "type": "MultiselectPicklist",
                    "visibleLines": 4,
                    "valueSet": {"valueSetDefinition": {"value": ["a", "b"]}},
                },
                {"type": "multipicklist", "length": 4099, "byteLength": 4099, "precision": 4},
            ),
            ({"type": "Text", "formula": '"a"'}, {"calculated": True, "length": 1300, "calculatedFormula": '"a"'}),
            ({"type": "Text", "length": 30, "required": True}, {"nillable": False, "permissionable": False}),
            (
                {"type": "Text", "length": 9, "externalId": True, "unique": True, "caseSensitive": True},
                {"externalId": True, "unique": True, "idLookup": True, "caseSensitive": True},
            ),
        ],
    )
    def test_is_described_as_recorded_fields_are(self, professional, metadata, told):
        body = {"FullName": "Lead.X__c", "Metadata": {"label": "X", **metadata}}

        made = professional.call("POST", "/tooling/sobjects/CustomField", json=body)

        fields = professional.call("GET", "/sobjects/Lead/describe").json()["fields"]
        found = next(field for field in fields if field["name"] == "X__c")
        assert made.status_code == 201, made.text
        assert {key: found[key] for key in told} == told
        assert professional.query("SELECT X__c FROM Lead LIMIT 1")["records"][0]["X__c"] in (None, False, True)

    def test_depends_on_another_picklist(self, professional):
        def values(*names):
            return {"valueSetDefinition": {"value": [{"fullName": name, "label": name} for name in names]}}

        country = {"type": "Picklist", "label": "Land", "valueSet": values("DE", "FR", "KR")}
        city = {"type": "Picklist", "label": "Town", "valueSet": values("Berlin", "Seoul")}
        city["valueSet"] |= {
            "controllingField": "Land__c",
            "valueSettings": [
                {"controllingFieldValue": ["DE"], "valueName": "Berlin"},
                {"controllingFieldValue": ["KR"], "valueName": "Seoul"},
            ],
        }
        for name, metadata in (("Land", country), ("Town", city)):
            body = {"FullName": f"Lead.{name}__c", "Metadata": metadata}
            assert professional.call("POST", "/tooling/sobjects/CustomField", json=body).status_code == 201

        fields = professional.call("GET", "/sobjects/Lead/describe").json()["fields"]

        found = next(field for field in fields if field["name"] == "Town__c")
        assert (found["controllerName"], found["dependentPicklist"]) == ("Land__c", True)
        # first and third bit of one byte
        assert [value["validFor"] for value in found["picklistValues"]] == ["gA==", "IA=="]

    def test_has_two_parts_for_a_place(self, professional):
        metadata = {"type": "Location", "label": "Place", "scale": 5, "displayLocationInDecimal": True}
        body = {"FullName": "Lead.Place__c", "Metadata": metadata}

        professional.call("POST", "/tooling/sobjects/CustomField", json=body)

        fields = professional.call("GET", "/sobjects/Lead/describe").json()["fields"]
        found = {field["name"]: field for field in fields if field["name"].startswith("Place__")}
        assert set(found) == {"Place__c", "Place__Latitude__s", "Place__Longitude__s"}
        assert (found["Place__c"]["type"], found["Place__c"]["soapType"]) == ("location", "urn:location")
        assert found["Place__Latitude__s"]["compoundFieldName"] == "Place__c"
        assert found["Place__Latitude__s"]["scale"] == 15


class TestEntityParticle:
    def test_answers_for_the_user_who_asks(self, org):
        org.trainer("POST", "/hidden", {"object": "Lead", "field": "Email", "hidden": True})
        statement = f"SELECT QualifiedApiName, DataType, IsPermissionable FROM EntityParticle {OF_LEAD}"

        mine = {row["QualifiedApiName"] for row in ask(org, statement)["records"]}
        theirs = {row["QualifiedApiName"] for row in ask(org.as_admin(), statement)["records"]}
        described = {field["name"] for field in org.call("GET", "/sobjects/Lead/describe").json()["fields"]}

        assert mine == described
        assert "Email" in theirs - mine

    def test_is_there_in_rest_too(self, org):
        wanted = f"{OF_LEAD} AND QualifiedApiName = 'Email'"

        rows = org.records(f"SELECT QualifiedApiName, EntityDefinition.Label FROM EntityParticle {wanted}")

        assert [row["EntityDefinition"]["Label"] for row in rows] == ["Lead"]

    def test_wants_its_object_named(self, org):
        refused = ask(org, "SELECT QualifiedApiName FROM EntityParticle")

        assert "A filter on a reified column is required" in refused[0]["message"]

    def test_knows_neither_or_nor_inequality(self, org):
        either = ask(org, f"SELECT Label FROM FieldDefinition {OF_LEAD} OR Label = 'x'")
        greater = ask(org, f"SELECT Label FROM FieldDefinition {OF_LEAD} AND Length > 3")

        assert either[0]["message"] == "Disjunctions not supported"
        assert greater[0]["message"] == "Only equals comparisons permitted"


class TestFieldDefinition:
    def test_shows_types_as_setup_does(self, org):
        rows = ask(org, f"SELECT QualifiedApiName, DataType, DurableId FROM FieldDefinition {OF_LEAD}")["records"]

        shown = {row["QualifiedApiName"]: row["DataType"] for row in rows}
        assert shown["Company"] == "Text(255)"
        assert shown["mkto71_Lead_Score__c"] == "Number(10, 0)"
        assert shown["Full_Location__c"] == "Formula (Text)"


class TestUserAccess:
    def test_tells_objects_and_fields_apart(self, org):
        org.trainer("POST", "/switches", {"denied": {"Lead": ["Create"]}, "read_only": {"Lead": ["Phone"]}})
        me = org.facts["sync_user"]["user_id"]

        objects = ask(
            org,
            f"SELECT IsReadable, IsCreatable FROM UserEntityAccess WHERE UserId = '{me}' "
            "AND EntityDefinitionId = 'Lead'",
        )
        fields = ask(
            org,
            f"SELECT IsAccessible, IsUpdatable FROM UserFieldAccess WHERE UserId = '{me}' AND "
            "FieldDefinitionId = 'Lead.Phone'",
        )

        assert [(row["IsReadable"], row["IsCreatable"]) for row in objects["records"]] == [(True, False)]
        assert [(row["IsAccessible"], row["IsUpdatable"]) for row in fields["records"]] == [(True, False)]


class TestRules:
    def test_are_told_with_their_texts(self, org):
        org.trainer(
            "POST",
            "/validation-rules",
            {"object": "Lead", "name": "Needs_Phone", "condition": "Phone = null", "message": "Give a phone."},
        )

        row = ask(org, f"SELECT ValidationName, Active, ErrorMessage FROM ValidationRule {OF_LEAD}")["records"][0]

        assert (row["ValidationName"], row["Active"], row["ErrorMessage"]) == ("Needs_Phone", True, "Give a phone.")


class TestLayout:
    def test_is_listed_and_rearranged(self, professional):
        row = ask(professional, "SELECT Id, FullName, Metadata FROM Layout WHERE Name = 'Lead Layout'")["records"][0]
        items = row["Metadata"]["layoutSections"][0]["layoutColumns"][0]["layoutItems"]
        row["Metadata"]["layoutSections"][0]["layoutColumns"][0]["layoutItems"] = [
            item for item in items if item["field"] != "Phone"
        ]

        changed = professional.call(
            "PATCH", f"/tooling/sobjects/Layout/{row['Id']}", json={"Metadata": row["Metadata"]}
        )

        layouts = professional.call("GET", "/sobjects/Lead/describe/layouts").json()["layouts"]
        assert changed.status_code == 204, changed.text
        assert ["'value': 'Phone'" in str(one) for one in layouts] == [True, True, False]
