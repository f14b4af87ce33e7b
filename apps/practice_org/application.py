"""All addresses of the process in one list."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from apps.practice_org.directory import Directory
from apps.practice_org.oauth import device_page
from apps.practice_org.oauth import endpoints as oauth
from apps.practice_org.oauth import pages as consent
from apps.practice_org.practice import (
    faults_page,
    org_page,
    pages,
    records_page,
    rights_page,
    ruling,
    sign_in_page,
    verbs,
)
from apps.practice_org.soap.metadata.endpoint import metadata
from apps.practice_org.web import endpoints
from apps.practice_org.web.dated import Dated
from apps.practice_org.web.hosts import Names
from apps.practice_org.web.otherwise import HANDLERS
from apps.practice_org.web.serving import Secure

EVERY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
ORG = "/practice/orgs/{org_id}"
VERBS = (
    ("GET", "/facts.json", verbs.show),
    ("POST", "/switches", verbs.switch),
    ("POST", "/hidden", verbs.hide),
    ("POST", "/bin/empty", verbs.empty_bin),
    ("POST", "/field-access", verbs.open_field),
    ("POST", "/fields", verbs.add_field),
    ("POST", "/fields/rename", verbs.rename_field),
    ("POST", "/fields/retype", verbs.retype_field),
    ("POST", "/layout", verbs.place_field),
    ("POST", "/permission-sets", verbs.assign_set),
    ("POST", "/records/{object}", verbs.create_records),
    ("POST", "/records/{object}/{record_id}", verbs.change_record),
    ("DELETE", "/records/{object}/{record_id}", verbs.delete_record),
    ("POST", "/records/{object}/{record_id}/undelete", verbs.undelete_record),
    ("POST", "/records/Lead/{record_id}/convert", verbs.convert_lead),
    ("POST", "/records/{object}/{record_id}/merge", verbs.merge_records),
    ("POST", "/changes", verbs.change_many),
    ("GET", "/digest", verbs.digest),
    ("GET", "/faults", verbs.list_faults),
    ("POST", "/faults", verbs.add_fault),
    ("DELETE", "/faults", verbs.clear_faults),
    ("DELETE", "/faults/{fault_id}", verbs.remove_fault),
    ("POST", "/expire-sessions", verbs.expire_sessions),
    ("POST", "/revoke-grants", verbs.revoke_grants),
    *ruling.VERBS,
)
ROUTES = [
    Route("/", pages.home_page, methods=["GET", "POST"]),
    Route("/healthz", pages.health),
    Route("/practice/style.css", pages.style),
    Route("/practice/authority.pem", pages.authority),
    Route("/practice/orgs.json", pages.orgs_json),
    Route(ORG, org_page.org_page, methods=["GET", "POST"]),
    Route(f"{ORG}/records", records_page.records_page),
    Route(f"{ORG}/records/{{object}}/{{record_id}}/page", records_page.record_page, methods=["GET", "POST"]),
    Route(f"{ORG}/rights", rights_page.rights_page, methods=["GET", "POST"]),
    Route(f"{ORG}/sign-in", sign_in_page.sign_in_page, methods=["GET", "POST"]),
    Route(f"{ORG}/faults/page", faults_page.faults_page, methods=["GET", "POST"]),
    Route("/practice/orgs", verbs.add_org, methods=["POST"]),
    *(Route(ORG + path, verbs.verb(work), methods=[method]) for method, path, work in VERBS),
    Route("/services/oauth2/authorize", consent.authorize, methods=["GET", "POST"]),
    Route("/services/oauth2/token", oauth.token, methods=["POST"]),
    Route("/services/oauth2/revoke", oauth.revoke, methods=["GET", "POST"]),
    Route("/services/oauth2/introspect", oauth.introspect, methods=["POST"]),
    Route("/services/oauth2/userinfo", oauth.userinfo, methods=["GET", "POST"]),
    Route("/id/{org_id}/{user_id}", oauth.identity_page),
    Route("/.well-known/openid-configuration", oauth.configuration),
    Route("/id/keys", oauth.keys),
    Route("/setup/connect", device_page.connect, methods=["GET", "POST"]),
    *(Route(f"/services/Soap/{letter}/{{version:path}}", endpoints.soap(letter), methods=["POST"]) for letter in "uc"),
    Route("/services/Soap/m/{version:path}", metadata, methods=["POST"]),
    Route("/services/data", endpoints.rest, methods=EVERY),
    Route("/services/data/{path:path}", endpoints.rest, methods=EVERY),
]


def build(directory: Directory, names: Names, secure: Secure | None) -> Starlette:
    application = Starlette(routes=ROUTES, exception_handlers=HANDLERS, middleware=[Middleware(Dated)])
    application.state.directory = directory
    application.state.names = names
    application.state.secure = secure
    return application
