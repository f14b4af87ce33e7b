"""The receipt of the start: what was accepted, word by word, by whom and when, with a hash over all of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils import timezone

from apps.sync import events, standing
from apps.sync.models import StartReceipt
from apps.tenants.models import Instance
from apps.timeline import history

SHOWN = 12  # letters of the hash that a person reads


def accept(instance: Instance, texts: list[str], *, by: Any) -> StartReceipt:
    """``texts`` as their reader saw them, in his language."""
    receipt = StartReceipt(
        instance=instance,
        texts=texts,
        estimate=standing.of(instance).estimate,
        accepted_by=by,
        accepted_name=str(by),
        accepted_at=timezone.now(),
    )
    receipt.hash = digest(receipt)
    receipt.save(force_insert=True)
    history.record(instance, events.ACCEPTED, actor=by, receipt=receipt.hash[:SHOWN])
    return receipt


def digest(receipt: StartReceipt) -> str:
    said = [receipt.texts, receipt.estimate, receipt.accepted_name, receipt.accepted_at.isoformat()]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def latest(instance: Instance) -> StartReceipt | None:
    return StartReceipt.objects.of(instance).first()
