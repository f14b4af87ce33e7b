"""Onboarding as a Django app; hands the checklist its steps, and it and the sync the words for errors."""

from __future__ import annotations

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "apps.onboarding"

    def ready(self) -> None:
        from apps.checklist import registry  # noqa: PLC0415 - models are loaded now
        from apps.onboarding import problems, steps  # noqa: PLC0415
        from apps.sync import wording  # noqa: PLC0415

        registry.install(steps.IN_ORDER, problems.translate)
        wording.install(wording.Wording(name=problems.stored, say=problems.sentence))
