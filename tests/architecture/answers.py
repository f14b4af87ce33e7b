"""What an address answers to each of the cast; one word for each usual case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tests.cast import Cast

# "fine": anything but a refusal: a page, a redirect, or a form that says what is wrong with it (422)
Answer = Literal["fine", "sign in", 403, 404]
WELCOME = {200, 204, 301, 302, 303, 422}


@dataclass(frozen=True)
class Answers:
    anonymous: Answer
    stranger: Answer
    viewer: Answer
    operator: Answer
    admin: Answer
    owner: Answer
    support: Answer
    # somebody with a link to the instance, and somebody with a link to another one: to the rest as good as nobody
    guest: Answer = "sign in"
    other_guest: Answer = "sign in"


OPEN = Answers("fine", "fine", "fine", "fine", "fine", "fine", "fine", "fine", "fine")
NOTHING = Answers(404, 404, 404, 404, 404, 404, 404, 404, 404)
GUEST = Answers(404, 404, 404, 404, 404, 404, 404, "fine", 404)
SIGNED_IN = Answers("sign in", "fine", "fine", "fine", "fine", "fine", "fine")
CAME_BACK = replace(SIGNED_IN, guest="fine", other_guest="fine")  # to their own page
VIEW = Answers("sign in", 404, "fine", "fine", "fine", "fine", "fine")
RECORDS = Answers("sign in", 404, "fine", "fine", "fine", "fine", 403)
OPERATE = Answers("sign in", 404, 403, "fine", "fine", "fine", 403)
ADMINISTER = Answers("sign in", 404, 403, 403, "fine", "fine", 403)
OPERATE_NOTHING = Answers("sign in", 404, 403, 404, 404, 404, 403)  # who may act hears that there is nothing
SUPPORT = Answers("sign in", 404, 404, 404, 404, 404, "fine")


def the_instance(cast: Cast) -> dict[str, Any]:
    return {"key": cast.instance.key}


def the_agency(cast: Cast) -> dict[str, Any]:
    return {"key": cast.agency.key}


def nothing(_cast: Cast) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """``parts`` fill the placeholders of the address; ``data`` is sent with a POST."""

    answers: Answers
    parts: Callable[[Cast], dict[str, Any]] = nothing
    method: Literal["get", "post"] = "get"
    data: dict[str, Any] = field(default_factory=dict)


def page(answers: Answers, parts: Callable[[Cast], dict[str, Any]] = the_instance) -> Row:
    return Row(answers, parts)


def verb(answers: Answers, parts: Callable[[Cast], dict[str, Any]] = the_instance, **data: Any) -> Row:
    return Row(answers, parts, "post", data)
