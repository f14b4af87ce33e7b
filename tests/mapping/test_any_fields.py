"""Whatever fields an org describes, the ledger shows them with a column each, and creates exactly those."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.mapping import catalogue, ledger, pairs
from apps.mapping.types import BY_TYPE
from apps.marketing import columns, database, kinds, names, schema, words
from apps.marketing.models import Field
from tests import makers
from tests.mapping.described import OBJECTS, choose_all, org

TYPES = (*BY_TYPE, "address", "location", "base64", "anyType", "complexvalue", "json")
LONG = "A_Name_By_Somebody_Who_Likes_To_Explain_Everything_In_It_And_More"
FIXED = {column.name for kind in kinds.KINDS.values() for column in kind.columns}
PLAIN = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_]{0,70}\Z")
AWKWARD = st.sampled_from(
    [*sorted(words.UNUSABLE), *sorted(FIXED), "title", "job_title", "2nd_Touch", "9", "_", "ABCDEFGHIJ" * 4, LONG]
)
TURNS = st.sampled_from([str, str.upper, str.title, lambda name: f"{name}_", lambda name: f"2{name}"])
NAMES = st.builds(
    lambda prefix, name, turned, mark: f"{prefix}{turned(name)}{mark}",
    st.sampled_from(["", "", "mkto71_", "acme__"]),
    st.one_of(PLAIN, AWKWARD),
    TURNS,
    st.sampled_from(["", "__c", "__c", "__pc"]),
)
FIELDS = st.builds(
    lambda name, label, type_, length: {"name": name, "label": label, "type": type_, "length": length},
    NAMES,
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300),
    st.sampled_from(TYPES),
    st.sampled_from([0, 1, 18, 80, 255, 32_768, 131_072]),
)
ORGS = st.fixed_dictionaries(
    {name: st.lists(FIELDS, max_size=8, unique_by=lambda field: field["name"]) for name in OBJECTS}
)


def present(instance):
    with database.connect(instance) as connection:
        schema.ensure(connection, instance)
        return columns.present(connection, instance)


@pytest.fixture
def mina(db):
    return makers.person(name="Mina Oh")


class TestAnyFields:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(fields=ORGS)
    @example(org(Lead=[[f"{LONG}__c"]], Contact=[[f"{LONG}__c", "double"]]))
    @example(org(Lead=[[f"{LONG}_1__c"], [f"{LONG}_2__c"]], Contact=[[f"{LONG}_2__c"]]))
    @example(org(Lead=[["mkto71_Ctid__c"], ["mkto71_User__c"], ["mkto71_2nd_Touch__c"], [f"mkto71_{LONG}__c"]]))
    @example(org(Lead=[["WebSite__c"], ["Web_Site__c"], ["Website"], ["WEBSITE__c"], ["website__c"]]))
    @example(org(Account=[["Is_Deleted__c"], ["Sfdc_Id__c"], ["xmin"], ["2020_Budget__c"], ["f_2020_Budget__c"]]))
    def test_become_the_columns_that_were_shown(self, placement, mina, fields):
        instance = makers.instance()
        choose_all(instance, fields)
        before = present(instance)

        shown = ledger.preview(instance)
        ledger.accept(instance, shown.count, shown.hash, mina, statement="For good.")

        accepted = {each.column for each in shown.plan.fields}
        assert present(instance) - before == accepted
        assert len(accepted) == shown.count == Field.objects.of(instance).count()
        assert ledger.preview(instance).plan.is_empty
        for line in shown.lines:
            assert len(line.field.name.encode()) <= names.LONGEST
            assert not line.field.name[0].isdigit()
            assert line.field.name not in words.UNUSABLE
        for name in OBJECTS:
            flows = [pair.column for pair in pairs.of(instance, name)]
            assert len(flows) == len(set(flows))
            mapped = {pair.source for pair in pairs.of(instance, name)}
            assert mapped >= set(catalogue.offered(instance, name).values_list("name", flat=True))
