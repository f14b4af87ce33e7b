from __future__ import annotations

import re

from apps.salesforce import codes, errors


def _classes(base):
    return {base, *(found for child in base.__subclasses__() for found in _classes(child))}


class TestErrorTree:
    def test_is_drawn_in_full_at_the_top_of_its_file(self):
        drawn = set(re.findall(r"^[|` -]*([A-Z]\w+)", errors.__doc__, re.MULTILINE)) - {"What"}

        assert drawn == {kind.__name__ for kind in _classes(errors.SalesforceError)}

    def test_says_whose_turn_each_error_is(self):
        for kind in _classes(errors.SalesforceError) - {errors.SalesforceError}:
            assert issubclass(kind, errors.Refusal) != issubclass(kind, errors.Outage)

    def test_gives_each_code_to_one_class_only(self):
        named = [code for group in codes.CLASSES.values() for code in group]

        assert len(named) == len(set(named))
