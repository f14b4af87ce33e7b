"""What an org's administrator laid down for writes: validation, duplicate and assignment rules, and locked records."""

from apps.practice_org.rules.shelf import Rules as Rules
from apps.practice_org.rules.shelf import of as of
