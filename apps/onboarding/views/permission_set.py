"""The missing rights as a file that a Salesforce administrator deploys."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from apps.accounts import access
from apps.connections import checks, missing_rights, permission_set
from apps.connections.missing_rights import MissingRights
from apps.connections.models import Connection
from apps.tenants.models import Instance


@require_GET
@access.to_instance("view")
def permission_set_zip(_request: HttpRequest, instance: Instance) -> HttpResponse:
    """For the Salesforce CLI or Workbench."""
    return _file(permission_set.zipped(_missing(instance)), "zip", "application/zip")


@require_GET
@access.to_instance("view")
def permission_set_xml(_request: HttpRequest, instance: Instance) -> HttpResponse:
    """To be read, or put into a project of one's own."""
    return _file(permission_set.written(_missing(instance)).encode(), "permissionset-meta.xml", "application/xml")


def _missing(instance: Instance) -> MissingRights:
    """Professional Edition has no permission sets to make; where nothing is missing there is nothing to give."""
    connection = Connection.objects.of(instance).first()
    missing = missing_rights.of(checks.latest(instance))
    if connection is None or connection.is_professional or not missing.count:
        raise Http404
    return missing


def _file(content: bytes, ending: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{permission_set.NAME}.{ending}"'
    return answer
