"""Two ways to use a page: with a mouse, and with a keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MANY = 400  # key presses; a page that needs more is not usable by keyboard


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()


class Keyboard:
    """Only Tab, arrows, Space, Enter and letters; never a pointer, never a script that sets the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "radio":
            self._walk_radios(target)
        else:
            self._reach(target)
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _press in range(MANY):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def _walk_radios(self, target: Locator) -> None:
        name = target.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        for _press in range(MANY):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")


Hand = Mouse | Keyboard
