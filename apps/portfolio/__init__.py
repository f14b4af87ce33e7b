"""Many instances at a glance: the agency's board."""
