"""Troubles that a trainer switches on to see what a client does about them."""
