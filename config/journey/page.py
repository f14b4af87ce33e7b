"""A page as a browser without JavaScript has it: text, links, forms and their buttons."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html

Pairs = list[tuple[str, str]]


class Astray(Exception):
    """The way is not as it should be; the sentence says where and how."""


@dataclass
class Form:
    """A form as it would be sent: what the page filled in, and what we have."""

    page: Page
    element: html.FormElement

    def fill(self, **fields: str) -> Form:
        """Text, choice or radio by field name; a value that is not offered is refused, as a browser would."""
        for name, value in fields.items():
            if name not in self.element.fields:
                raise Astray(f"{self.page} has no field “{name}” in its form")
            try:
                self.element.fields[name] = value
            except ValueError:
                raise Astray(f"{self.page} does not offer “{value}” for “{name}”") from None
        return self

    def tick(self, name: str) -> Form:
        for box in self._inputs(name):
            box.checked = True
        return self

    def has(self, name: str) -> bool:
        return name in self.element.fields

    def offers(self, button: str) -> bool:
        return any(f"{each.get('name')}={each.get('value', '')}" == button for each in self.buttons())

    def data(self, button: str = "") -> Pairs:
        """``button``: ``name=value`` of the one that was pressed."""
        pairs = [(str(name), str(value)) for name, value in self.element.form_values()]
        pressed = self._button(button)
        return [*pairs, (pressed.get("name"), pressed.get("value", ""))] if pressed is not None else pairs

    def target(self, button: str = "") -> tuple[str, str]:
        """Method and address."""
        pressed = self._button(button)
        source = self.element if pressed is None or not pressed.get("formaction") else pressed
        action = source.get("formaction") or self.element.get("action") or self.page.url
        return (self.element.get("method") or "get").lower(), urljoin(self.page.url, action)

    def _inputs(self, name: str) -> list[html.InputElement]:
        found = self.element.xpath(".//input[@name=$name]", name=name)
        if not found:
            raise Astray(f"{self.page} has no box “{name}” in its form")
        return list(found)

    def _button(self, wanted: str) -> html.HtmlElement | None:
        if not wanted:
            return None
        for button in self.buttons():
            if f"{button.get('name')}={button.get('value', '')}" == wanted:
                return button
        raise Astray(f"{self.page} has no button “{wanted}” in its form")

    def buttons(self) -> list[html.HtmlElement]:
        """Those inside, and those elsewhere on the page that belong to it."""
        inside = self.element.xpath(".//button[not(@type) or @type='submit'] | .//input[@type='submit']")
        if not (own := self.element.get("id")):
            return list(inside)
        return [*inside, *self.page.document.xpath("//button[@form=$own]", own=own)]


def bare(address: str) -> str:
    """Without its query, which may carry a code or a state."""
    return address.partition("?")[0]


class Page:
    """One answer of the server, parsed."""

    def __init__(self, url: str, body: str) -> None:
        self.url = url
        self.document = html.document_fromstring(body or "<html></html>")

    def __str__(self) -> str:
        return f"the page “{self.title}” ({bare(self.url)})"

    @property
    def title(self) -> str:
        return " ".join((self.document.findtext(".//title") or "").split())

    @property
    def text(self) -> str:
        return " ".join(self.document.text_content().split())

    def find(self, xpath: str, **values: str) -> list[html.HtmlElement]:
        found: list[html.HtmlElement] = self.document.xpath(xpath, **values)
        return found

    def words(self, xpath: str) -> list[str]:
        return [text for element in self.find(xpath) if (text := " ".join(element.text_content().split()))]

    def complaints(self) -> list[str]:
        """What the page says is wrong: messages, errors beside fields, error cards."""
        return self.words("//*[@role='alert' or contains(@class, 'error') or contains(@class, 'invalid-feedback')]")

    def link(self, ending: str) -> str:
        """The address of the first link that ends so (before its query)."""
        for anchor in self.find("//a[@href]"):
            if bare(anchor.get("href")).endswith(ending):
                return urljoin(self.url, str(anchor.get("href")))
        raise Astray(f"{self} has no link to …{ending}")

    def form(self, ending: str = "", *, field: str = "", button: str = "") -> Form:
        """The first form whose address ends so, and that has this field and this button (``name=value``)."""
        for element in self.document.forms:
            form = Form(self, element)
            fits = bare(form.target()[1]).endswith(ending)
            if fits and (not field or form.has(field)) and (not button or form.offers(button)):
                return form
        asked = " ".join(part for part in (ending and f"…{ending}", field, button) if part)
        raise Astray(f"{self} has no form with {asked}. It says: {self.complaints()}")
