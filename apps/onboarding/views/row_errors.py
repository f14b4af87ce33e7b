"""Single row errors, all, of one cause or of one record: on a page, as a CSV file, tried again or given up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts import access
from apps.mapping.objects import OBJECTS
from apps.marketing import kinds
from apps.onboarding import causes, csv_files, frame
from apps.sync import asking, giving_way, rejected, why
from apps.sync.giving_way import Refused
from apps.sync.row_errors import RowError
from apps.tenants.models import Instance

ON_A_PAGE, IN_A_FILE = 200, 100_000
LONGEST_NAME = 255


@require_GET
@access.to_instance("records")
def row_errors_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    object_name, field, question = _asked(request)
    found = rejected.errors(instance, object_name, field, question, most=ON_A_PAGE)
    context = {
        **frame.of(instance),
        "tab": "sync",
        "errors": [_shown(each) for each in found],
        "has_refused": any(causes.is_of_writing(each.code) for each in found),
        "object_name": object_name,
        "field": field,
        "is_cut": len(found) == ON_A_PAGE,
        "question": question,
        "query": urlencode({"object": object_name, "field": field, "q": question}),
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


@require_POST
@access.to_instance("operate")
def read_again(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The chosen records, or all of a cause; ``all`` takes every record that has a row error."""
    chosen, by = _chosen(request), access.person(request)
    if chosen:
        number = asking.records(instance, [(each.object, each.record_id) for each in chosen], by=by)
    else:
        cause = [_said(request.POST.get(name, "")) for name in ("object", "field", "code")]
        number = asking.rejected(instance, *cause, by=by) if any(cause) or "all" in request.POST else 0
    _tell(request, number)
    return _back(request, instance, "onboarding:sync_status")


@require_POST
@access.to_instance("operate")
def take_theirs(request: HttpRequest, instance: Instance) -> HttpResponse:
    """The chosen changes that Salesforce refused are given up."""
    number = giving_way.take_theirs(instance, _chosen(request), by=access.person(request))
    if number:
        said = ngettext(
            "%(number)s value of Salesforce was taken. What was changed here stays in the history.",
            "%(number)s values of Salesforce were taken. What was changed here stays in the history.",
            number,
        )
        messages.success(request, said % {"number": number_format(number, force_grouping=True)})
    else:
        messages.info(request, _("Nothing was given up. Choose changes that Salesforce refused; an opt-out stays."))
    return _back(request, instance, "onboarding:row_errors")


def _back(request: HttpRequest, instance: Instance, otherwise: str) -> HttpResponse:
    """To the person from whose page it came."""
    person = request.POST.get("person", "")
    if why.ID.match(person):
        return redirect("onboarding:person", instance.key, person)
    return redirect(otherwise, instance.key)


def _shown(each: RowError) -> dict[str, Any]:
    return {
        "error": each,
        "what": causes.of_error(each),
        "is_person": _has_page(each.object, each.record_id),
        "is_refused": causes.is_of_writing(each.code),
    }


def _has_page(object_name: str, record_id: str) -> bool:
    known = OBJECTS.get(object_name)
    return bool(known and known.kind is kinds.PERSON and why.ID.match(record_id))


def _tell(request: HttpRequest, number: int) -> None:
    if not number:
        messages.info(request, _("No record was chosen that is not being read again already."))
        return
    said = ngettext("%(number)s record is read again.", "%(number)s records are read again.", number)
    messages.success(request, said % {"number": number_format(number, force_grouping=True)})


def _chosen(request: HttpRequest) -> list[Refused]:
    """`Lead:00Q…:Phone`; the field may be missing."""
    parted = (_said(each).split(":", 2) for each in request.POST.getlist("chosen"))
    known = [(*each, "", "")[:3] for each in parted]
    return [Refused(*each) for each in known if each[0] in OBJECTS and why.ID.match(each[1])]


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    object_name, field, question = (_said(request.GET.get(name, "")) for name in ("object", "field", "q"))
    return object_name, field, question.strip()


def _said(text: str) -> str:
    return text.replace("\0", "")[:LONGEST_NAME]
