"""The walker sees forms, buttons and links as a browser without JavaScript does."""

from __future__ import annotations

import pytest

from config.journey.page import Astray, Page

HOME = "http://portal.example/instances/northwind/steps/choose/"
BODY = """
<title> Choose
 the org </title>
<form method="post" action="/language/"><select name="language"><option value="en" selected>English</select></form>
<form method="post" id="main">
  <input type="hidden" name="csrfmiddlewaretoken" value="t0ken">
  <input type="radio" name="environment" value="production" checked>
  <input type="radio" name="environment" value="practice">
  <input type="checkbox" name="accepted" value="yes">
  <input name="note" value="as it was">
  <button name="answer" value="made">Made</button>
  <button name="answer" value="left_out" formaction="/leave/">Leave out</button>
</form>
<button form="main" name="answer" value="outside">Outside</button>
<p role="alert">Something   is wrong.</p>
<a href="next/?page=2">Next</a>
"""


@pytest.fixture
def page() -> Page:
    return Page(HOME, BODY)


class TestForm:
    def test_sends_what_the_page_filled_in(self, page):
        form = page.form(field="environment")

        assert form.data() == [
            ("csrfmiddlewaretoken", "t0ken"),
            ("environment", "production"),
            ("note", "as it was"),
        ]

    def test_sends_what_we_filled_in_and_the_button_pressed(self, page):
        form = page.form(field="environment").fill(environment="practice", note="mine").tick("accepted")

        assert dict(form.data("answer=made")) == {
            "csrfmiddlewaretoken": "t0ken",
            "environment": "practice",
            "accepted": "yes",
            "note": "mine",
            "answer": "made",
        }

    def test_refuses_a_choice_that_is_not_offered(self, page):
        with pytest.raises(Astray, match="does not offer “moon” for “environment”"):
            page.form(field="environment").fill(environment="moon")

    def test_goes_where_the_button_says(self, page):
        form = page.form(button="answer=left_out")

        assert form.target("answer=left_out") == ("post", "http://portal.example/leave/")
        assert form.target("answer=made") == ("post", HOME)

    def test_knows_its_buttons_elsewhere_on_the_page(self, page):
        assert page.form(button="answer=outside").offers("answer=outside")


class TestPage:
    def test_finds_a_link_by_the_end_of_its_address(self, page):
        assert page.link("next/") == f"{HOME}next/?page=2"

    def test_says_what_it_is_when_something_is_missing(self, page):
        with pytest.raises(Astray, match=r"the page “Choose the org” .* has no link to …away/"):
            page.link("away/")
        with pytest.raises(Astray, match=r"has no form with password. It says: .*Something is wrong"):
            page.form(field="password")

    def test_does_not_repeat_a_query_that_may_carry_a_code(self):
        assert "s3cret" not in str(Page("http://portal.example/callback/?code=s3cret", "<title>Back</title>"))
