"""Finds English sentences on a page that should be in another language."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HEARD = ("aria-label", "title", "alt", "placeholder", "data-say", "data-label")
ALIKE = {"code", "kbd", "pre", "script", "style"}  # the same in every language
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
HANGUL = re.compile(r"[\uac00-\ud7a3]")


def left_over(page: str) -> set[str]:
    """Texts with two small English words in a row and no Hangul that neither ``lang`` nor their element explains."""
    reader = _Reader()
    reader.feed(page)
    return {text for text in reader.texts if SENTENCE.search(text) and not HANGUL.search(text)}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        is_alike = tag in ALIKE or known.get("lang") == "en" or any(alike for _tag, alike in self.open)
        if not is_alike:
            self.texts += [" ".join(text.split()) for name in HEARD if (text := known.get(name))]
        if tag not in EMPTY:
            self.open.append((tag, is_alike))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(alike for _tag, alike in self.open):
            self.texts.append(" ".join(data.split()))
