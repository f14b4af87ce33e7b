"""The trainer's forms for rules, locks and sharing: each does its act and says so in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from apps.practice_org.live import LiveOrg
from apps.practice_org.practice import changes, ruling
from apps.practice_org.rules import kinds, shelf

Form = Mapping[str, str]


def _validation(live: LiveOrg, form: Form) -> str:
    rule = shelf.add(live, "validation-rules", dict(form))
    return f"Validation rule {form['name']} is active for {form['object']} ({rule.id})."


def _duplicates(live: LiveOrg, form: Form) -> str:
    fields = tuple(name.strip() for name in form["fields"].split(",") if name.strip())
    shelf.add(live, "duplicate-rules", {**_filled(form), "fields": fields, "action": form["act"]})
    return f"Duplicate rule {form['name']} is active for {form['object']}."


def _assignment(live: LiveOrg, form: Form) -> str:
    entry = {"condition": form.get("condition", ""), "owner": changes.full_id(form["owner"])}
    shelf.add(live, "assignment-rules", {**_filled(form), "entries": (entry,)})
    return f"Assignment rule {form['name']} is active for {form['object']}."


def _lock(live: LiveOrg, form: Form) -> str:
    count = int(form.get("count") or kinds.FOR_EVER)
    shelf.add(live, "locks", {"record": form["record"].strip(), "kind": form["kind"], "count": count})
    return f"{form['record']} is locked."


def _remove(live: LiveOrg, form: Form) -> str:
    return "Removed." if shelf.remove(live, form["kind"], form["rule"]) else "It was not there any more."


def _default(live: LiveOrg, form: Form) -> str:
    ruling.set_default(live, form["object"], form["access"], keeps_view_all="keeps_view_all" in form)
    return f"The default of {form['object']} is now {form['access']}."


def _share(live: LiveOrg, form: Form) -> str:
    ruling.share_record(live, form["record"].strip(), form.get("access", ""))
    if not form.get("access"):
        return f"{form['record']} is no longer shared."
    return f"{form['record']} is shared for {form['access']}."


def _filled(form: Form) -> dict[str, str]:
    """Boxes left empty leave the usual value in place."""
    return {name: value for name, value in form.items() if value and name != "action"}


ACTS: dict[str, Callable[[LiveOrg, Form], str]] = {
    "add-validation-rule": _validation,
    "add-duplicate-rule": _duplicates,
    "add-assignment-rule": _assignment,
    "lock": _lock,
    "remove-rule": _remove,
    "set-default": _default,
    "share": _share,
}
