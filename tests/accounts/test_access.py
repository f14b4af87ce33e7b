"""Who may do what: anonymous, stranger, and each role."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from apps.accounts import access
from tests import makers


class TestPowers:
    @pytest.mark.parametrize(
        ("who", "held"),
        [
            ("anonymous", set()),
            ("stranger", set()),
            ("viewer", {"view", "records"}),
            ("operator", {"view", "records", "operate"}),
            ("admin", {"view", "records", "operate", "administer"}),
            ("owner", {"view", "records", "operate", "administer", "own"}),
            ("support", {"view"}),
        ],
    )
    def test_grow_with_the_role(self, cast, who, held):
        powers = access.powers(getattr(cast, who), cast.agency.pk)

        assert powers == held

    def test_of_a_member_who_is_also_support_are_those_of_the_role(self, cast):
        makers.member(agency=cast.agency, user=cast.support, role="operator")

        assert access.powers(cast.support, cast.agency.pk) == {"view", "records", "operate"}


class TestInstanceFor:
    def test_hides_the_instance_from_a_stranger(self, cast):
        with pytest.raises(Http404):
            access.instance_for(cast.stranger, cast.instance.key, "view")

    def test_says_that_a_role_is_too_small(self, cast):
        with pytest.raises(PermissionDenied):
            access.instance_for(cast.viewer, cast.instance.key, "operate")

    def test_lets_support_look_but_not_act(self, cast):
        assert access.instance_for(cast.support, cast.instance.key, "view") == cast.instance
        with pytest.raises(PermissionDenied):
            access.instance_for(cast.support, cast.instance.key, "operate")
