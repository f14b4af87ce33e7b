"""The rooms of the house; docs/architecture.md draws the floors."""
