from __future__ import annotations

import pytest

from tests.onboarding.journey import Journey
from tests.salesforce.trainer import Trainer


@pytest.fixture
def journey(cast, practice_org):
    """``journey("Practice Professional")``: a fresh walk with the secrets of that org's sync user."""

    def make(name="Practice Enterprise"):
        return Journey(cast, practice_org.org(name))

    return make


@pytest.fixture
def trainer(practice_org):
    return Trainer(practice_org.url)


@pytest.fixture
def troubled(cast, trainer):
    """A walk with an org that a trainer can put into trouble."""
    return Journey(cast, trainer.org)
