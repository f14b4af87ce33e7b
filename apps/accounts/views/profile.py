"""One's own name, language and time zone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import access
from apps.accounts.forms.profile import ProfileForm
from apps.accounts.models import User


@require_http_methods(["GET", "POST"])
@login_required
def profile_page(request: HttpRequest) -> HttpResponse:
    user = access.person(request)
    now = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=now)
    if not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    User.objects.filter(pk=user.pk).update(**form.cleaned_data)
    with translation.override(form.cleaned_data["language"] or translation.get_language()):
        messages.success(request, _("Your profile is saved."))
    return redirect("accounts:profile")
