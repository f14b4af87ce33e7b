"""All addresses of the process in one list."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from apps.practice_org.directory import Directory
from apps.practice_org.oauth import endpoints as oauth
from apps.practice_org.oauth import pages as consent
from apps.practice_org.practice import pages
from apps.practice_org.web import endpoints

EVERY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
ROUTES = [
    Route("/", pages.home_page),
    Route("/healthz", pages.health),
    Route("/practice/style.css", pages.style),
    Route("/practice/orgs.json", pages.orgs_json),
    Route("/services/oauth2/authorize", consent.authorize, methods=["GET", "POST"]),
    Route("/services/oauth2/token", oauth.token, methods=["POST"]),
    Route("/services/oauth2/revoke", oauth.revoke, methods=["GET", "POST"]),
    Route("/services/oauth2/introspect", oauth.introspect, methods=["POST"]),
    Route("/services/oauth2/userinfo", oauth.userinfo, methods=["GET", "POST"]),
    Route("/id/{org_id}/{user_id}", oauth.identity_page),
    Route("/services/Soap/u/{version:path}", endpoints.soap, methods=["POST"]),
    Route("/services/data", endpoints.rest, methods=EVERY),
    Route("/services/data/{path:path}", endpoints.rest, methods=EVERY),
]


def build(directory: Directory) -> Starlette:
    application = Starlette(routes=ROUTES)
    application.state.directory = directory
    return application
