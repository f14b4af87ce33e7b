"""What belongs to another instance is not found in the path of one's own, whoever asks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.checklist.models import Step
from apps.mapping.models import Mapping
from apps.marketing import database, schema
from apps.marketing.models import Field

PERSON = "00Q000000000009AAA"


@pytest.fixture
def foreign(cast, placement) -> Field:
    """A field with its mapping, and a person, in the other agency's instance; ours has its tables too."""
    for instance in (cast.instance, cast.other_instance):
        with database.connect(instance) as connection:
            schema.ensure(connection, instance)
    with database.connect(cast.other_instance) as connection:
        connection.execute("INSERT INTO person_lead (sfdc_id, name) VALUES (%s, 'Lena Secret')", [PERSON])
    named = {"kind": "person", "name": "region", "label": "Secret region", "type": "text", "receipt": 1}
    field = Field.objects.create(instance=cast.other_instance, **named)
    for name in ("Lead", "Contact"):
        Mapping.objects.create(instance=cast.other_instance, object=name, source="Region__c", field=field)
    return field


def ours(cast, name, *parts):
    return reverse(f"onboarding:{name}", args=[cast.instance.key, *parts])


class TestAnothersId:
    def test_is_no_person_here(self, cast, foreign):
        browser = cast.browser("owner")

        assert browser.get(ours(cast, "person", PERSON)).status_code == 404
        assert "Lena Secret" not in browser.get(ours(cast, "people"), {"q": PERSON}).content.decode()

    def test_is_no_field_to_break(self, cast, foreign):
        browser = cast.browser("owner")

        assert browser.get(ours(cast, "step", "review-mappings"), {"break": foreign.pk}).status_code == 404
        assert browser.post(ours(cast, "break_pair", foreign.pk), {"typed": "1"}).status_code == 404

    def test_is_no_mapping_to_pair(self, cast, foreign):
        lead, contact = Mapping.objects.of(cast.other_instance).order_by("-object").values_list("pk", flat=True)
        asked = {"lead": lead, "contact": contact}
        browser = cast.browser("owner")

        page = browser.get(ours(cast, "step", "review-mappings"), asked)

        assert "Secret region" not in page.content.decode()
        assert browser.post(ours(cast, "pair_fields"), asked).status_code == 404

    @pytest.mark.parametrize("verb", ["start", "pause", "resume", "cancel"])
    def test_is_no_step_to_act_on(self, cast, verb):
        step = Step.objects.of(cast.other_instance).get(slug="choose-org")

        assert cast.browser("owner").post(reverse(f"onboarding:{verb}", args=[step.pk])).status_code == 404

    def test_is_no_member_to_remove(self, cast):
        member = cast.stranger.memberships.get()

        answer = cast.browser("owner").post(reverse("accounts:remove", args=[cast.agency.key, member.pk]))

        assert answer.status_code == 404
