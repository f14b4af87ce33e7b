"""Reads an XML document that somebody sent: without document types, not bottomless, and any trouble in words."""

from __future__ import annotations

from xml.etree import ElementTree

DEEPEST = 100


class Unreadable(ValueError):
    """Says what the parser stumbled over."""


def parse(body: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Unreadable("DOCTYPE is disallowed")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - document types are refused above
    except (ElementTree.ParseError, LookupError, ValueError) as trouble:
        raise Unreadable(str(trouble)) from trouble
    if _depth(root) > DEEPEST:
        raise Unreadable(f"more than {DEEPEST} elements inside each other")
    return root


def _depth(root: ElementTree.Element) -> int:
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth
