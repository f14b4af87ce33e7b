"""Our describes beside recorded ones: the same keys, values and order, attribute by attribute."""

from __future__ import annotations

from typing import Any

import pytest

DESCRIBES = {
    "Lead": "Lead.cumulusci.v59.0",
    "Contact": "Contact.cumulusci.vxx.0",
    "Account": "Account.cumulusci.v48.0",
    "Opportunity": "Opportunity.cumulusci.vxx.0",
    "Event": "Event.cumulusci.vxx.0",
    "OpportunityContactRole": "OpportunityContactRole.cumulusci.v48.0",
    "Campaign": "Campaign.grouparoo.v42.0",
}
VERSIONS = {"Account": "48.0", "OpportunityContactRole": "48.0", "Campaign": "42.0"}
# Newer releases send these also for older versions.
NEWER = {
    "associateEntityType",
    "associateParentEntity",
    "deepCloneable",
    "defaultImplementation",
    "extendedBy",
    "extendsInterfaces",
    "implementedBy",
    "implementsInterfaces",
    "isInterface",
    "sobjectDescribeOption",
}
# What depends on the org and on the objects that it has.
OWN = {"childRelationships", "fields", "recordTypeInfos", "urls"}
LONG_LIST = 45  # of states and countries: an org has them, this one does not
# Objects outside this org stand in the recorded lists, and Fiscal's size is another in each recording.
UNLIKE = {"referenceTo"}


@pytest.fixture
def recorded(recording):
    def read(name: str) -> dict[str, Any]:
        body = recording(f"describe/{DESCRIBES[name]}.json")
        return body.get("response", {}).get("body", body)

    return read


@pytest.fixture(scope="module")
def ours(seeded):
    def read(name: str) -> dict[str, Any]:
        address = f"{seeded.base}/services/data/v{VERSIONS.get(name, '59.0')}/sobjects/{name}/describe"
        return seeded.session.get(address, timeout=60).json()

    return read


@pytest.mark.parametrize("name", DESCRIBES)
class TestObject:
    def test_has_the_same_attributes_in_the_same_order(self, ours, recorded, name):
        mine, theirs = ours(name), recorded(name)

        assert set(mine) - set(theirs) <= NEWER
        assert [key for key in mine if key in theirs] == list(theirs)

    def test_says_the_same_in_each(self, ours, recorded, name):
        mine, theirs = ours(name), recorded(name)

        assert {key: mine[key] for key in theirs if key not in OWN} == {
            key: value for key, value in theirs.items() if key not in OWN
        }

    def test_names_the_same_addresses(self, ours, recorded, name):
        mine, theirs = ours(name)["urls"], recorded(name)["urls"]

        assert set(theirs) - {"defaultValues"} == set(mine) - {"defaultValues"}
        for key in set(mine) & set(theirs) - {"uiDetailTemplate", "uiEditTemplate", "uiNewRecord"}:
            assert mine[key].rpartition(f"/{name}")[2] == theirs[key].rpartition(f"/{name}")[2]

    def test_has_the_same_fields_in_the_same_order(self, ours, recorded, name):
        mine = [field["name"] for field in ours(name)["fields"]]
        theirs = [field["name"] for field in recorded(name)["fields"] if not field["name"].endswith("__c")]

        assert [field for field in mine if field in theirs] == theirs

    def test_says_the_same_of_each_field(self, ours, recorded, name):
        mine = {field["name"]: field for field in ours(name)["fields"]}

        for field in recorded(name)["fields"]:
            if field["name"].endswith("__c"):
                continue
            unlike = UNLIKE | ({"byteLength"} if field["name"] == "Fiscal" else set())
            unlike |= {"picklistValues"} if len(field["picklistValues"]) > LONG_LIST else set()
            told = {key: value for key, value in field.items() if key not in unlike}
            assert {key: mine[field["name"]].get(key) for key in told} == told, field["name"]
            assert list(mine[field["name"]]) == sorted(mine[field["name"]])

    def test_knows_the_same_children_by_the_same_names(self, ours, recorded, name):
        mine = {(one["childSObject"], one["field"]): one for one in ours(name)["childRelationships"]}
        theirs = {(one["childSObject"], one["field"]): one for one in recorded(name)["childRelationships"]}

        both = set(mine) & set(theirs)
        assert both or name == "OpportunityContactRole"
        for key in both:
            told = theirs[key]
            assert {part: mine[key][part] for part in told} == told, key

    def test_shapes_record_types_alike(self, ours, recorded, name):
        mine, theirs = ours(name)["recordTypeInfos"], recorded(name)["recordTypeInfos"]

        if theirs:
            assert set(theirs[-1]) <= set(mine[-1])
            assert (mine[-1]["master"], mine[-1]["recordTypeId"]) == (True, theirs[-1]["recordTypeId"])


class TestDescribeGlobal:
    def test_says_of_each_object_what_is_recorded(self, seeded, recording):
        theirs = {one["name"]: one for one in recording("describe-global/global.cumulusci.v48.0.json")["sobjects"]}

        mine = seeded.session.get(f"{seeded.base}/services/data/v48.0/sobjects", timeout=60).json()["sobjects"]

        names = [one["name"] for one in mine]
        assert names == sorted(names)
        for one in mine:
            told = dict(theirs[one["name"]])
            assert {key: one[key] for key in told} == told, one["name"]

    def test_has_its_frame_and_headers(self, seeded, recording):
        recorded = recording("describe-global/global-with-headers.grouparoo.v42.0.json")["response"]

        reply = seeded.call("GET", "/sobjects")

        assert list(reply.json()) == list(recorded["body"])
        assert {"ETag", "Last-Modified", "Sforce-Limit-Info"} <= {name for name, _ in recorded["headers"]}
        assert {"etag", "last-modified", "sforce-limit-info"} <= {name.lower() for name in reply.headers}


class TestUnchanged:
    def test_is_304_inside_composite_too(self, seeded, recording):
        exchange = recording("composite/composite-If-Modified-Since-304.json")[0]
        theirs = exchange["response"]["body"]["compositeResponse"][0]
        since = seeded.call("GET", "/sobjects").headers["Last-Modified"]
        asked = exchange["request"]["body"]["compositeRequest"][0]
        request = {**asked, "url": "/services/data/v60.0/sobjects", "httpHeaders": {"If-Modified-Since": since}}

        mine = seeded.call("POST", "/composite", json={"compositeRequest": [request]}).json()["compositeResponse"][0]

        assert {**mine, "httpHeaders": set(mine["httpHeaders"])} == {
            **theirs,
            "httpHeaders": set(theirs["httpHeaders"]),
        }

    def test_is_412_for_who_wants_it_older(self, seeded):
        reply = seeded.call(
            "GET", "/sobjects/Lead/describe", headers={"If-Unmodified-Since": "Thu, 03 Sep 2020 21:35:07 GMT"}
        )

        assert reply.status_code == 412


class TestOrganization:
    def test_has_the_recorded_columns_in_their_order(self, seeded, recording):
        theirs = recording("organization/Organization-record.scratch-developer-edition.json")

        mine = seeded.call("GET", f"/sobjects/Organization/{seeded.facts['org_id']}").json()

        assert list(mine) == list(theirs)
        assert {key: type(value) for key, value in mine.items() if value is not None and theirs[key] is not None} == {
            key: type(value) for key, value in theirs.items() if value is not None and mine[key] is not None
        }


class TestLimits:
    def test_have_the_recorded_names_and_shape(self, seeded, recording):
        theirs = recording("limits/limits.swiftly.json")

        mine = seeded.call("GET", "/limits").json()

        assert set(theirs) <= set(mine)
        assert list(mine) == sorted(mine)
        assert {tuple(value)[:2] for value in mine.values()} == {("Max", "Remaining")}
        assert list(mine["PermissionSets"]["CreateCustom"]) == list(theirs["PermissionSets"]["CreateCustom"])


class TestBasicInformation:
    def test_names_what_the_user_worked_on(self, org):
        made = org.call("POST", "/sobjects/Lead", json={"LastName": "Doe", "Company": "Example"}).json()["id"]

        reply = org.call("GET", "/sobjects/Lead").json()

        assert list(reply) == ["objectDescribe", "recentItems"]
        assert reply["recentItems"][0]["Id"] == made
        assert len(reply["objectDescribe"]) == 28
