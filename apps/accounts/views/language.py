"""Switches the language; a signed-in person's choice is kept with them, and holds on every device."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from apps.accounts.models import User


@require_POST
def switch_language(request: HttpRequest) -> HttpResponseBase:
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
