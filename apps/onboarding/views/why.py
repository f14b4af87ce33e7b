"""Why isn’t this record here? A person asks by Id or e-mail address, and reads what settled it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.onboarding import frame, person_card, problems, why_words
from apps.onboarding.forms.why import WhyForm
from apps.sync import standing, why
from apps.tenants.models import Instance


@require_http_methods(["GET", "POST"])
@access.to_instance("records")
def why_page(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Posted, because an address names a person, and asked of Salesforce, which costs a call."""
    form = WhyForm(request.POST if request.method == "POST" else None)
    context = {
        **frame.of(instance),
        "tab": "sync",
        "form": form,
        **(_answer(instance, form) if form.is_valid() else {}),
    }
    return render(request, "onboarding/why.html", context, status=422 if form.errors else 200)


def _answer(instance: Instance, form: WhyForm) -> dict[str, object]:
    try:
        answer = why.ask(instance, form.cleaned_data["question"])
    except standing.TROUBLES as error:
        return {"problem": problems.words(problems.stored(error))}
    told = [why_words.of(finding) for finding in answer.findings]
    links = [person_card.link(instance, each.finding.record_id) for each in told]
    return {"answers": list(zip(told, links, strict=True)), "calls": answer.calls}
