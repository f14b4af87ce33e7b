"""The parts that all pages are built of, in real Chromium; its requests are answered here, without a server."""

import datetime
import mimetypes
import re
from pathlib import Path
from types import SimpleNamespace as Thing
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import engines
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.checklist.templatetags import states

KIT = Path(__file__).with_name("kit.html")
ORIGIN = "http://kit.test"
FRAGMENT = """
<li class="gw-step" id="step-1" data-say="{say}"{now} hx-get="/fragment/" hx-trigger="news from:body, sse:step-1"
  hx-swap="outerHTML">
  <b>fresh</b><button type="button" data-focus="start">Start</button><input aria-label="Remark">
</li>
"""


# as the line's extension tells a fragment: the second piece of news comes while the first is being fetched
NEWS_TWICE = """() => {
  const fragment = document.getElementById("step-1");
  for (const round of [1, 2]) {
    htmx.trigger(fragment, "sse:step-1");
    htmx.trigger(fragment, "htmx:sseMessage", { type: "step-1" });
  }
}"""


class SampleForm(forms.Form):
    username = forms.CharField(help_text="As in Salesforce")
    edition = forms.ChoiceField(choices=[("e", "Enterprise"), ("p", "Professional")])
    kind = forms.ChoiceField(choices=[("p", "Production"), ("s", "Sandbox")], widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="I have read it")


def _turn(kind, name="", until=None):
    return Thing(kind=kind, name=name, until=until)


def _row(number, state, **more):
    row = {
        "pk": number,
        "number": number,
        "title": f"Step {number}",
        "state": state,
        "part": 1,
        "url": "#row",
        "turn": None,
    }
    row |= {"progress": None, "problem": None, "outcome": "", "takes": "", "can_start": False, "start_label": "Start"}
    return Thing(**(row | more))


def _event(at):
    return Thing(icon="check", tone="done", sentence="You confirmed the org.", at=at)


def _headline(word, at):
    return Thing(word=word, at=at, sentence="In 38 seconds.")


def _chip(label, count, *, on):
    return Thing(url=f"#{label}", label=label, count=count, on=on)


def _context():
    now = timezone.now()
    rows = [_row(1, "done"), _row(2, "ready", turn=_turn("you")), _row(3, "running", turn=_turn("gangway"))]
    problem = {"what": "Convert Leads is missing", "cause": "The profile lacks it.", "fix": "Tick it."}
    progress = {"done": 612480, "total": 900273, "unit": "records", "note": "", "at": now, "silent": True}
    person = _turn("person", "Priya Raman")
    return {
        "states": list(states.LOOKS),
        "turns": [_turn("you"), person, _turn("gangway"), _turn("time", until=now), _turn("us")],
        "rows": rows,
        "next_step": rows[1],
        "working": [rows[2]],
        "others": [_row(4, "waiting", turn=person)],
        "problem": problem | {"link": "https://halden.my.salesforce.test/"},
        "progress": progress,
        "form": SampleForm({"username": ""}),
        "chips": [_chip("All", 704, on=True), _chip("Chosen", 48, on=False)],
        "page": Paginator(range(281904), 10).page(2),
        "events": [_event(now), _event(now - datetime.timedelta(3))],
        "headlines": [_headline(word, now) for word in ("synced", "in_progress", "failed", "never")],
        "zone_name": "Europe/Berlin",
    }


@pytest.fixture
def news():
    """What the next fragment says."""
    return {"say": "Discover fields: 3 of 9", "now": ""}


@pytest.fixture
def kit(page: Page, news) -> Page:
    html = engines["django"].from_string(KIT.read_text()).render(_context())

    def answer(route):
        path = urlsplit(route.request.url).path
        if path == "/fragment/":
            return route.fulfill(body=FRAGMENT.format(**news), content_type="text/html")
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if found:
            return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
        return route.fulfill(body=html, content_type="text/html") if path == "/" else route.fulfill(status=204)

    page.route("**/*", answer)
    page.goto(f"{ORIGIN}/")
    return page


def _swap(page: Page) -> None:
    page.evaluate("document.body.dispatchEvent(new Event('news'))")


class TestParts:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1440, 390])
    def test_have_no_barrier_that_axe_can_find(self, kit, theme, width):
        kit.set_viewport_size({"width": width, "height": 900})
        kit.emulate_media(color_scheme=theme, reduced_motion="reduce")

        found = Axe().run(kit)

        assert found.violations_count == 0, found.generate_report()

    @pytest.mark.parametrize("width", [1440, 768, 390])
    def test_never_scroll_sideways(self, kit, width):
        kit.set_viewport_size({"width": width, "height": 900})

        assert kit.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_draw_their_icons(self, kit):
        assert kit.locator("svg.gw-i").count() > 20
        assert kit.locator("svg.gw-i:not(:has(*))").count() == 0


class TestConfirmDialog:
    def test_opens_with_the_focus_on_its_title(self, kit):
        kit.get_by_role("link", name="Review").click()

        expect(kit.get_by_role("dialog")).to_be_visible()
        expect(kit.locator("#ledger-title")).to_be_focused()

    def test_lets_nobody_confirm_by_pressing_enter_twice(self, kit):
        sent = []
        kit.on("request", lambda request: sent.append(request.method))
        kit.get_by_role("link", name="Review").click()

        kit.keyboard.press("Enter")
        kit.get_by_label("Type the number").fill("82")
        kit.keyboard.press("Enter")

        assert "POST" not in sent

    def test_goes_on_once_the_number_is_typed(self, kit):
        kit.get_by_role("link", name="Review").click()

        kit.get_by_label("Type the number").fill("83")

        expect(kit.get_by_text("matches")).to_be_visible()
        with kit.expect_request(re.compile("/ledger/")) as sent:
            kit.get_by_role("button", name="Confirm Credentials").click()
        assert "typed=83" in sent.value.post_data

    def test_is_sent_once_however_often_it_is_pressed(self, kit):
        sent = []
        kit.on("request", lambda request: sent.append(request.method))
        kit.get_by_role("link", name="Review").click()
        kit.get_by_label("Type the number").fill("83")

        for _press in range(2):
            kit.get_by_role("button", name="Confirm Credentials").click()
            with kit.expect_response(re.compile("/fragment/")):
                kit.evaluate("fetch('/fragment/')")

        assert sent.count("POST") == 1

    def test_closes_by_escape(self, kit):
        kit.get_by_role("link", name="Review").click()

        kit.keyboard.press("Escape")

        expect(kit.locator("#ledger")).to_be_hidden()


class TestFragments:
    def test_give_the_focus_back_to_the_same_control(self, kit):
        kit.get_by_role("button", name="Start").focus()

        _swap(kit)

        expect(kit.get_by_text("fresh")).to_be_visible()
        expect(kit.get_by_role("button", name="Start")).to_be_focused()

    def test_leave_alone_what_somebody_is_typing_into(self, kit):
        kit.get_by_label("Remark").fill("half a sen")

        with kit.expect_response(re.compile("/fragment/")):
            _swap(kit)

        expect(kit.get_by_label("Remark")).to_have_value("half a sen")

    def test_are_fetched_once_more_when_news_overtook_the_answer(self, kit):
        _swap(kit)
        expect(kit.get_by_text("fresh")).to_be_visible()
        asked = []
        kit.on("request", lambda request: asked.append(request.url))

        with kit.expect_response(lambda answer: "/fragment/" in answer.url and len(asked) == 2):
            kit.evaluate(NEWS_TWICE)

        expect(kit.get_by_text("fresh")).to_be_visible()

    def test_are_read_out_one_sentence_at_a_time(self, kit, news):
        _swap(kit)
        expect(kit.get_by_role("status")).to_have_text("Discover fields: 3 of 9")

        news["say"] = "Discover fields: 4 of 9"
        with kit.expect_response(re.compile("/fragment/")):
            _swap(kit)

        expect(kit.get_by_text("fresh")).to_be_visible()
        expect(kit.get_by_role("status")).to_have_text("Discover fields: 3 of 9")

    def test_are_read_out_at_once_when_something_is_done(self, kit, news):
        _swap(kit)
        expect(kit.get_by_role("status")).to_have_text("Discover fields: 3 of 9")

        news |= {"say": "Discover fields: Done", "now": " data-say-now"}
        _swap(kit)

        expect(kit.get_by_role("status")).to_have_text("Discover fields: Done")


class TestViewer:
    def test_tells_the_portal_its_time_zone(self, kit):
        assert "time_zone" in {cookie["name"] for cookie in kit.context.cookies()}
