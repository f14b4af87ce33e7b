"""Fills a new org with people, companies and deals: the same seed gives the same records."""
