"""The page at /setup/connect where a person types the code that a device shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from apps.practice_org.oauth import browser, device, entering
from apps.practice_org.oauth.refusing import OAuthRefusal
from apps.practice_org.web import templates
from apps.practice_org.web.hosts import caller

UNKNOWN = "The code you entered is invalid or has expired."


async def connect(request: Request) -> Response:
    form = {key: str(value) for key, value in (await request.form()).items()} if request.method == "POST" else {}
    trouble = done = ""
    if form:
        try:
            done = _answered(request, form)
        except (browser.NotIn, OAuthRefusal) as words:
            trouble = str(words)
    code = form.get("user_code", request.query_params.get("user_code", ""))
    return HTMLResponse(templates.render("device.html", code=code, trouble=trouble, done=done))


def _answered(request: Request, form: dict[str, str]) -> str:
    directory = request.app.state.directory
    asked_by, where = device.find(directory, form.get("user_code", "")), caller(request)
    if asked_by is None:
        raise browser.NotIn(UNKNOWN)
    live, user = browser.sign_in(directory, form.get("username", ""), form.get("password", ""), where)
    entering.check_page(asked_by[0], live, where)
    entering.check_policy(live, user)
    is_allowed = form.get("action") == "approve"
    device.answer(live, asked_by[1], user.id, is_allowed=is_allowed)
    return "You have allowed the device." if is_allowed else "You have denied the device."
