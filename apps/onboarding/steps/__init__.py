"""The checklist *is* this tuple: the steps in the customer's order."""

from __future__ import annotations

from apps.checklist.definition import Definition

IN_ORDER: tuple[Definition, ...] = ()
