"""The receipt of step 9 by itself: a page to print, and a file to keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.onboarding import frame, receipts
from apps.onboarding.receipts import Receipt
from apps.tenants.models import Instance


@require_GET
@access.to_instance("view")
def receipt_page(request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    shown = {**frame.of(instance), "tab": "checklist", "receipt": _found(instance, pk)}
    return render(request, "onboarding/receipt.html", shown)


@require_GET
@access.to_instance("view")
def receipt_file(_request: HttpRequest, instance: Instance, pk: int) -> HttpResponse:
    receipt = _found(instance, pk)
    answer = JsonResponse(receipts.stored(instance, receipt), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"{instance.key}-receipt-{receipt.accepted.receipt}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(instance: Instance, pk: int) -> Receipt:
    receipt = receipts.one(instance, pk)
    if receipt is None:
        raise Http404
    return receipt
