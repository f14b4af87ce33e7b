"""Single row errors, all or of one cause, on a page and as a CSV file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.onboarding import causes, csv_files, frame
from apps.sync import rejected
from apps.tenants.models import Instance

ON_A_PAGE, IN_A_FILE = 200, 100_000
LONGEST_NAME = 255


@require_GET
@access.to_instance("records")
def row_errors_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    object_name, field = _asked(request)
    found = rejected.errors(instance, object_name, field, most=ON_A_PAGE)
    context = {
        **frame.of(instance),
        "tab": "sync",
        "errors": [{"error": each, "what": causes.of_error(each)} for each in found],
        "object_name": object_name,
        "field": field,
        "is_cut": len(found) == ON_A_PAGE,
        "query": urlencode({"object": object_name, "field": field}),
    }
    return render(request, "onboarding/row_errors.html", context)


@require_GET
@access.to_instance("records")
def row_errors_file(request: HttpRequest, instance: Instance) -> HttpResponse:
    head = [_("Object"), _("Record"), _("Field"), _("Value"), _("Reason"), _("At")]
    rows = (
        [each.object, each.record_id, each.field, each.value, each.reason, each.at.isoformat(timespec="seconds")]
        for each in rejected.errors(instance, *_asked(request), most=IN_A_FILE)
    )
    return csv_files.response(f"{instance.key}-row-errors", head, rows)


def _asked(request: HttpRequest) -> tuple[str, str]:
    said = (request.GET.get(name, "").replace("\0", "")[:LONGEST_NAME] for name in ("object", "field"))
    object_name, field = said
    return object_name, field
