"""Opens a writer for a call, with the headers that say how the org's rules are to be applied."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping

from apps.practice_org import writing
from apps.practice_org.rules import checking
from apps.practice_org.rules.checking import Manner
from apps.practice_org.web.call import Call
from apps.practice_org.writing import Writer


@contextlib.contextmanager
def opened(call: Call) -> Iterator[Writer]:
    """One transaction, or a part of the one that is open; readers hear that something moved."""
    with call.live.storage.writing() as cursor:
        yield writing.as_user(call.live, call.view, cursor, call.user.id, manner(call.headers), call.version)
    call.live.moved()


@contextlib.contextmanager
def reading(call: Call) -> Iterator[Writer]:
    """For one who looks up records the way a write would, and changes nothing."""
    with call.live.storage.reading() as cursor:
        yield writing.as_user(call.live, call.view, cursor, call.user.id, Manner(), call.version)


def manner(headers: Mapping[str, str]) -> Manner:
    """Assignment rules apply unless the caller says FALSE; duplicates are refused unless it says allowSave=true."""
    assignment = headers.get("sforce-auto-assign", "").strip() or checking.ALWAYS
    options = headers.get("sforce-duplicate-rule-header", "")
    return Manner(assignment, re.search(r"\ballowSave\s*=\s*true\b", options, re.IGNORECASE) is not None)
