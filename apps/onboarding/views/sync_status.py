"""The Sync status page: the headline, the switches, row errors by cause, and the list of cycles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.connections import usage
from apps.onboarding import backlog_chart, causes, csv_files, cycle_rows, frame, problems
from apps.onboarding.forms.sync_status import CyclesForm
from apps.sync import backlog, headline, reconcile, rejected, standing, switches
from apps.sync.models import Cycle, Status
from apps.tenants.models import Instance

CYCLES_A_PAGE = 25


@require_GET
@access.to_instance("view")
def sync_status_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    context = {**_status(instance), **_causes(instance), **_backlog(instance), **_cycles(request, instance)}
    return render(request, "onboarding/sync_status.html", {**frame.of(instance), **context, "tab": "sync"})


@require_GET
@access.to_instance("view")
def sync_status_fragment(request: HttpRequest, instance: Instance) -> HttpResponse:
    context = {**frame.of(instance), **_status(instance)}
    return render(request, "onboarding/sync_status.html#status", context)


@require_GET
@access.to_instance("view")
def headline_fragment(request: HttpRequest, instance: Instance) -> HttpResponse:
    context = {"instance": instance, "headline": headline.of(instance)}
    return render(request, "components/headline.html", context)


@require_GET
@access.to_instance("view")
def cycles_fragment(request: HttpRequest, instance: Instance) -> HttpResponse:
    context = {**frame.of(instance), **_cycles(request, instance)}
    return render(request, "onboarding/sync_status.html#cycles", context)


@require_GET
@access.to_instance("view")
def cycles_file(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The same rows as on the page, all of them."""
    head = [_("Started At"), _("Ended At"), _("Object"), _("Operation"), _("Status"), _("New"), _("Updated")]
    head += [_("Deleted"), _("Failed Item"), _("Skipped")]
    rows = cycle_rows.of(cycle_rows.chosen(instance, CyclesForm(request.GET).asked()))
    return csv_files.response(f"{instance.key}-cycles", head, (_cells(row) for row in rows))


@require_POST
@access.to_instance("operate")
def enable_sync(request: HttpRequest, instance: Instance) -> HttpResponse:
    return _switched(request, instance, switches.enable(instance, by=access.person(request)))


@require_POST
@access.to_instance("operate")
def disable_sync(request: HttpRequest, instance: Instance) -> HttpResponse:
    return _switched(request, instance, switches.disable(instance, by=access.person(request)))


@require_POST
@access.to_instance("operate")
def sync_now(request: HttpRequest, instance: Instance) -> HttpResponse:
    done = switches.sync_now(instance, by=access.person(request))
    if done:
        messages.success(request, _("Gangway looks for changes now."))
    return _switched(request, instance, done)


def _switched(request: HttpRequest, instance: Instance, done: bool) -> HttpResponse:
    if not done:
        messages.info(request, _("Nothing changed: the sync is not in a state for it."))
    return redirect("onboarding:sync_status", instance.key)


def _status(instance: Instance) -> dict[str, Any]:
    state = standing.of(instance)
    last = Cycle.objects.of(instance).filter(status=Status.SUCCEEDED, is_initial=False).first()
    return {
        "state": state,
        "problem": problems.words(state.problem) if state.word == "failed" or state.problem else None,
        "last_cycle": last,
        "last_seconds": (last.ended_at - last.started_at).total_seconds() if last and last.ended_at else None,
        "usage": usage.today(instance),
        "missing": reconcile.waiting(instance),
    }


def _backlog(instance: Instance) -> dict[str, Any]:
    found = backlog.of(instance)
    return {"backlog": found, "chart": backlog_chart.of(found)}


def _causes(instance: Instance) -> dict[str, Any]:
    found = [causes.words(cause) for cause in rejected.causes(instance)]
    return {"causes": found, "row_errors": sum(each.cause.number for each in found)}


def _cycles(request: HttpRequest, instance: Instance) -> dict[str, Any]:
    form = CyclesForm(request.GET)
    page = Paginator(cycle_rows.chosen(instance, form.asked()), CYCLES_A_PAGE).get_page(request.GET.get("page"))
    rows = list(cycle_rows.of(page.object_list))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "form": CyclesForm(initial=form.asked()),
        "page": page,
        "rows": rows,
        "is_running": any(row.ended_at is None for row in rows),
        "query": query.urlencode(),
        "full_query": request.GET.urlencode(),
    }


def _cells(row: cycle_rows.CycleRow) -> list[Any]:
    ended = row.ended_at.isoformat(timespec="seconds") if row.ended_at else None
    counts = [row.new, row.updated, row.deleted, row.failed_items, row.skipped]
    return [row.started_at.isoformat(timespec="seconds"), ended, row.object, row.operation, row.status, *counts]
