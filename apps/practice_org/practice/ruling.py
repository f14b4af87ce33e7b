"""What a trainer lays down: rules for writes, locked records, and who sees whose records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request

from apps.practice_org import rules, sharing
from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes
from apps.practice_org.refusals import Refusal
from apps.practice_org.rules import kinds, shelf
from apps.practice_org.rules.kinds import Rule

Body = dict[str, Any]


def listing(live: LiveOrg, _request: Request, _body: Body) -> Any:
    """Everything that is laid down, by kind."""
    found = rules.of(live)
    laid: tuple[Iterable[Rule], ...] = (found.validation, found.duplicates, found.assignment, found.locks)
    return {kind: [asdict(rule) for rule in some] for kind, some in zip(kinds.SHELVES, laid, strict=True)}


def add(kind: str) -> Callable[[LiveOrg, Request, Body], Any]:
    """The body names the parts of a rule, as its kind has them."""

    def work(live: LiveOrg, _request: Request, body: Body) -> Any:
        return asdict(shelf.add(live, kind, body))

    return work


def remove(kind: str) -> Callable[[LiveOrg, Request, Body], Any]:
    def work(live: LiveOrg, request: Request, _body: Body) -> Any:
        return {"removed": int(shelf.remove(live, kind, request.path_params["rule_id"]))}

    return work


def share(live: LiveOrg, _request: Request, body: Body) -> Any:
    """{"object", "access", "keeps_view_all"} for an org-wide default, {"record", "access"} for one record."""
    if "record" in body:
        return {"shared": share_record(live, str(body["record"]), str(body.get("access", "Read")))}
    keeps = bool(body.get("keeps_view_all", False))
    return {"access": set_default(live, str(body["object"]), str(body["access"]), keeps_view_all=keeps)}


def set_default(live: LiveOrg, name: str, access: str, *, keeps_view_all: bool = False) -> dict[str, str]:
    """A narrower default means nothing to a user who views all data, so that right goes unless it is to stay."""
    if access not in sharing.CHOICES.get(name, ()):
        choices = ", ".join(sharing.CHOICES.get(name, ())) or "no object of that name"
        raise Refusal("INVALID_FIELD", f"The default of {name} is one of: {choices}.")
    chosen = {**live.switches.access, name: access}
    denied = live.switches.denied if keeps_view_all else _without_view_all(live, name)
    live.switch(access=chosen, denied=denied)
    changes.change(live, "Organization", live.org.id, {f"Default{name}Access": access})
    return chosen


def share_record(live: LiveOrg, record: str, access: str) -> dict[str, str]:
    """Read or Edit shares one record with the sync user; nothing takes it back."""
    key = changes.full_id(record)
    if access not in {"Read", "Edit", ""}:
        raise Refusal("INVALID_FIELD", "A record is shared for Read or Edit.")
    kept = {one: level for one, level in live.switches.shared.items() if one != key}
    live.switch(shared={**kept, key: access} if access else kept)
    return live.switches.shared


def page_values(live: LiveOrg) -> dict[str, Any]:
    """What the page shows of all this."""
    return {
        "rules": rules.of(live),
        "defaults": {name: live.switches.access.get(name, usual) for name, usual in sharing.DEFAULTS.items()},
        "choices": sharing.CHOICES,
    }


def _without_view_all(live: LiveOrg, name: str) -> dict[str, list[str]]:
    denied = live.switches.denied
    named, of_object = zip(sharing.VIEW_ALL, sharing.MODIFY_ALL, strict=True)
    lost = {"permissions": named, name: of_object}
    return denied | {key: sorted({*denied.get(key, ()), *rights}) for key, rights in lost.items()}


VERBS = (
    ("GET", "/rules", listing),
    ("POST", "/sharing", share),
    *(("POST", f"/{kind}", add(kind)) for kind in kinds.SHELVES),
    *(("DELETE", f"/{kind}/{{rule_id}}", remove(kind)) for kind in kinds.SHELVES),
)
