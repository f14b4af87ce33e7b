"""The checklist *is* this tuple: the steps in the customer's order."""

from __future__ import annotations

from apps.checklist.definition import Definition
from apps.onboarding.steps.add_fields import AddFields
from apps.onboarding.steps.check_sync_user import CheckSyncUser
from apps.onboarding.steps.choose_fields import ChooseFields
from apps.onboarding.steps.choose_org import ChooseOrg
from apps.onboarding.steps.connect import Connect
from apps.onboarding.steps.create_sync_user import CreateSyncUser
from apps.onboarding.steps.discover_fields import DiscoverFields
from apps.onboarding.steps.initial_sync import InitialSync
from apps.onboarding.steps.preview_duplicates import PreviewDuplicates
from apps.onboarding.steps.review_mappings import ReviewMappings
from apps.onboarding.steps.start_sync import StartSync
from apps.onboarding.steps.sync_fields import SyncFields
from apps.onboarding.steps.verify_credentials import VerifyCredentials
from apps.onboarding.steps.verify_sync import VerifySync

IN_ORDER: tuple[Definition, ...] = (
    ChooseOrg(),
    AddFields(),
    CreateSyncUser(),
    Connect(),
    VerifyCredentials(),
    CheckSyncUser(),
    DiscoverFields(),
    ChooseFields(),
    SyncFields(),
    ReviewMappings(),
    PreviewDuplicates(),
    StartSync(),
    InitialSync(),
    VerifySync(),
)
