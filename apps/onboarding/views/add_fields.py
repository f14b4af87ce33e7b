"""Step 2's page: the sixteen fields, how to make them by hand, and a button where the org allows it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts import access
from apps.checklist import actions, steps
from apps.checklist.models import Step
from apps.connections import fields_in_salesforce, marketing_fields
from apps.connections.errors import ConnectionRefused
from apps.connections.models import CheckResult, Connection
from apps.onboarding import frame, guides, problems
from apps.onboarding.steps.add_fields import AddFields
from apps.salesforce.errors import SalesforceError
from apps.tenants.models import Instance


def add_fields_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    if request.method == "POST":
        left_out = request.POST.get("answer") == "left_out"
        message = AddFields.LEFT_OUT if left_out else AddFields.TOLD
        actions.finish(step, by=access.person(request), message=message, verified=False)
        return redirect("onboarding:step", instance.key, "create-sync-user")
    connection = Connection.objects.of(instance).first()
    context = {
        **frame.step(request, instance, step),
        "connection": connection,
        **guides.add_fields(connection),
        "seen": _seen(instance),
    }
    return render(request, "onboarding/steps/add-fields.html", context)


@require_POST
@access.to_instance("operate")
def create_fields(request: HttpRequest, instance: Instance) -> HttpResponse:
    """Creates the missing ones in Salesforce, and says what came of it."""
    takes_all = request.POST.get("which") == "all"
    wanted = marketing_fields.ALL if takes_all else marketing_fields.RECOMMENDED
    user = access.person(request)
    try:
        created = fields_in_salesforce.create(instance, wanted, by=user)
    except (SalesforceError, ConnectionRefused) as error:
        _say_refused(request, error)
    else:
        _say_created(request, created)
        if created.names:
            step = steps.get(instance, AddFields.slug)
            said = {"count": len(created.names)}
            actions.finish(step, by=user, message=AddFields.CREATED, data=said, verified=created.is_open)
    return redirect("onboarding:step", instance.key, AddFields.slug)


def _seen(instance: Instance) -> list[CheckResult]:
    """What step 6 found on Lead and Contact, once it has looked."""
    return list(CheckResult.objects.of(instance).filter(code="marketing-fields").order_by("-subject"))


def _say_created(request: HttpRequest, created: fields_in_salesforce.Created) -> None:
    number = len(created.names)
    if number:
        said = ngettext("%(n)s field was created in Salesforce.", "%(n)s fields were created in Salesforce.", number)
        messages.success(request, said % {"n": number})
    elif not created.refused:
        messages.info(request, _("They are all there already. Nothing was created."))
    if not created.is_open:
        text = _("The sync user cannot see the new fields yet: give its profile Read and Edit Access, as step 3 says.")
        messages.warning(request, text)
    for name, said in created.refused.items():
        messages.error(request, _("%(field)s was not created: %(said)s") % {"field": name, "said": said})


def _say_refused(request: HttpRequest, error: SalesforceError | ConnectionRefused) -> None:
    problem = problems.translate(error)
    words = problems.words(problem.stored())
    if words:
        code = error.code if isinstance(error, SalesforceError) else problem.code
        messages.error(request, f"{words.what}. {words.fix} ({code})")
