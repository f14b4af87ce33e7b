"""Which page belongs to which step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from apps.onboarding.views.add_fields import add_fields_page
from apps.onboarding.views.check_sync_user import check_sync_user_page
from apps.onboarding.views.choose_fields import choose_fields_page
from apps.onboarding.views.choose_org import choose_org_page
from apps.onboarding.views.connect import connect_page
from apps.onboarding.views.create_sync_user import create_sync_user_page
from apps.onboarding.views.discover_fields import discover_fields_page
from apps.onboarding.views.initial_sync import initial_sync_page
from apps.onboarding.views.preview_duplicates import preview_duplicates_page
from apps.onboarding.views.review_mappings import review_mappings_page
from apps.onboarding.views.start_sync import start_sync_page
from apps.onboarding.views.sync_fields import sync_fields_page
from apps.onboarding.views.verify_credentials import verify_credentials_page
from apps.onboarding.views.verify_sync import verify_sync_page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from apps.checklist.models import Step
    from apps.tenants.models import Instance

    StepPage = Callable[[HttpRequest, Instance, Step], HttpResponseBase]

BY_SLUG: dict[str, StepPage] = {
    "choose-org": choose_org_page,
    "add-fields": add_fields_page,
    "create-sync-user": create_sync_user_page,
    "connect": connect_page,
    "verify-credentials": verify_credentials_page,
    "check-sync-user": check_sync_user_page,
    "discover-fields": discover_fields_page,
    "choose-fields": choose_fields_page,
    "sync-fields": sync_fields_page,
    "review-mappings": review_mappings_page,
    "preview-duplicates": preview_duplicates_page,
    "start-sync": start_sync_page,
    "initial-sync": initial_sync_page,
    "verify-sync": verify_sync_page,
}
