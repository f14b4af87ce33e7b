"""The agency's board: every instance, where it stands, and whose turn it is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.accounts.models import Membership
from apps.portfolio import board, rows
from apps.tenants.scope import Scope


@require_GET
@login_required
def board_page(request: HttpRequest) -> HttpResponse:
    """A person without an agency makes one first; the support desk has a place of its own."""
    user = access.person(request)
    members = list(user.memberships.select_related("agency").order_by("agency__name"))
    if not members:
        return redirect("support:desk" if user.is_staff else "onboarding:new_agency")
    return render(request, "portfolio/board.html", _context(request, members))


def _context(request: HttpRequest, members: list[Membership]) -> dict[str, Any]:
    chosen = _chosen(members, request.GET.get("agency", ""))
    agencies = frozenset(member.agency_id for member in chosen)
    filters = board.Filters.of(request.GET)
    seen = board.look(agencies, _operated(chosen), filters)
    return {
        "nav": "instances",
        "agency": chosen[0].agency if len(chosen) == 1 else None,
        "agencies": [member.agency for member in members],
        "filters": filters,
        "board": seen,
        "tiles": _tiles(seen, chosen),
        "states": board.STATES,
        "rows": rows.of(Scope.of(agencies), seen.standings),
        "query": _query(request, "page"),
        "query_without_turn": _query(request, "page", "turn"),
        "query_without_sort": _query(request, "page", "sort"),
        "makes_in": next((member.agency for member in chosen if member.agency_id in _operated(chosen)), None),
    }


def _chosen(members: list[Membership], key: str) -> list[Membership]:
    """All agencies of the viewer, or the one asked for; another's is not found."""
    chosen = [member for member in members if key in ("", member.agency.key)]
    if not chosen:
        raise Http404
    return chosen


def _operated(members: list[Membership]) -> frozenset[int]:
    return frozenset(member.agency_id for member in members if "operate" in access.POWERS[member.role])


def _tiles(seen: board.Board, chosen: list[Membership]) -> list[board.Tally]:
    """A tile for each turn that this viewer can meet: *yours* needs an agency where they act.

    Where they act everywhere, somebody else's turn is that of a Salesforce administrator, and rare.
    """
    operated = _operated(chosen)
    hidden = set() if operated else {"you"}
    if len(operated) == len(chosen) and "person" not in seen.tallies:
        hidden.add("person")
    return [seen.tallies.get(turn, board.Tally(turn, 0, None)) for turn in board.TURNS if turn not in hidden]


def _query(request: HttpRequest, *without: str) -> str:
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return query.urlencode()
