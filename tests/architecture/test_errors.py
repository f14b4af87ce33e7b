"""Each error of our rooms that a customer may meet has words; no problem has only a code."""

import importlib
import inspect
import pkgutil

import pytest

import apps
from apps.onboarding.problems import tables, translate, words
from apps.timeline import kinds

ROOMS_WITH_ERRORS = ("salesforce", "connections", "marketing", "mapping", "sync")


def errors_of(room):
    """Every exception class that the room's errors module draws."""
    try:
        module = importlib.import_module(f"apps.{room}.errors")
    except ModuleNotFoundError:
        return []
    return [
        found
        for _name, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Exception) and found.__module__ == module.__name__
    ]


ALL_ERRORS = [error for room in ROOMS_WITH_ERRORS for error in errors_of(room)]


class TestErrorClasses:
    def test_are_found(self):
        assert len(ALL_ERRORS) > 10

    @pytest.mark.parametrize("error", ALL_ERRORS, ids=lambda error: error.__qualname__)
    def test_have_words(self, error):
        assert any(kind in tables.BY_ERROR for kind in error.__mro__), f"{error.__qualname__} has no Entry"

    def test_codes_are_unique(self):
        entries = {id(entry): entry for entry in tables.BY_ERROR.values()}.values()
        codes = [entry.code for entry in entries]

        assert len(codes) == len(set(codes))

    @pytest.mark.parametrize("entry", list(tables.BY_CODE.values()), ids=lambda entry: entry.code)
    def test_say_what_and_what_to_do(self, entry):
        shown = words({"code": entry.code, "turn": entry.turn, "data": {}})

        assert shown.what
        assert shown.fix


class TestAnUnknownError:
    def test_is_our_turn_and_keeps_its_text_to_itself(self):
        problem = translate(ValueError("password=hunter2"))

        assert problem.turn == "ours"
        assert "hunter2" not in str(problem.stored())


class TestTimelineKinds:
    def test_every_room_s_events_can_be_read(self):
        for module in pkgutil.walk_packages(apps.__path__, "apps."):
            if module.name.endswith(".events"):
                importlib.import_module(module.name)

        for slug in kinds.REGISTRY:
            assert kinds.sentence(slug, "Mina", {}), slug
