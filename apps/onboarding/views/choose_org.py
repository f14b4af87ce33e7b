"""Step 1's page: a form, and what the choice decides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts import access
from apps.checklist import actions
from apps.checklist.models import Step
from apps.checklist.states import State
from apps.connections import orgs
from apps.connections.errors import KindMismatch
from apps.connections.models import Connection, Environment
from apps.onboarding import frame
from apps.onboarding.forms.choose_org import ChooseOrgForm
from apps.onboarding.steps.choose_org import ChooseOrg, said_of
from apps.salesforce.errors import HostRefused
from apps.tenants.models import Instance


def choose_org_page(request: HttpRequest, instance: Instance, step: Step) -> HttpResponse:
    connection = Connection.objects.of(instance).first()
    form = ChooseOrgForm(request.POST or None, initial=_chosen_before(connection))
    if form.is_valid() and _choose(request, instance, step, form):
        return redirect("onboarding:step", instance.key, "add-fields")
    context = {**frame.step(request, instance, step), "form": form, "connection": connection}
    status = 422 if form.is_bound else 200
    return render(request, "onboarding/steps/choose-org.html", context, status=status)


def _chosen_before(connection: Connection | None) -> dict[str, str]:
    if connection is None:
        return {}
    return {
        "environment": connection.environment,
        "my_domain": connection.my_domain,
        "expected_edition": connection.expected_edition,
    }


def _choose(request: HttpRequest, instance: Instance, step: Step, form: ChooseOrgForm) -> bool:
    user = access.person(request)
    before = Connection.objects.of(instance).values_list("login_url", flat=True).first()
    try:
        connection = orgs.choose(instance, **form.cleaned_data, by=user)
    except HostRefused:
        form.add_error("my_domain", _("This is no My Domain. It looks like acme.my.salesforce.com."))
        return False
    except KindMismatch:
        form.add_error("environment", _mismatch(instance))
        return False
    if step.state != State.DONE or connection.login_url != before:
        # the same org with other words to its steps puts nothing out of date
        message = ChooseOrg.CHOSEN[Environment(connection.environment)]
        actions.finish(step, by=user, message=message, data=said_of(connection))
    return True


def _mismatch(instance: Instance) -> str:
    if instance.kind == Instance.Kind.SANDBOX:
        return _(
            "This instance is a sandbox, so it pairs with a Salesforce sandbox. For a developer or trial org choose "
            "the edition “Developer” or “My Domain”."
        )
    return _("This instance is for production, so it does not pair with a Salesforce sandbox. Make a sandbox instance.")
