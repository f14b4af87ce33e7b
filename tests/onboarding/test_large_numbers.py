"""Ids in pages stay ids when they pass a thousand; only what people read has its thousands parted."""

from __future__ import annotations

import re

from django.db import connection

from tests import makers

PARTED = re.compile(r'(?:id|for|href|value|hx-[a-z]+|sse:|data-mirrors)=?"[^"]*\d,\d{3}')


class TestTheChecklist:
    def test_names_its_fragments_as_the_live_line_does(self, cast):
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('checklist_step', 'id'), 123456)")
        instance = makers.instance_with_checklist(agency=cast.agency)
        browser = cast.browser("operator")

        page = browser.get(f"/instances/{instance.key}/").content.decode()
        fragment = browser.get(f"/steps/{instance.steps.get(slug='choose-org').pk}/fragment/").content.decode()

        noun = instance.steps.get(slug="choose-org").noun
        for shown in (page, fragment):
            assert f'id="{noun}"' in shown
            assert f"sse:{noun}" in shown
            assert not PARTED.search(shown)
