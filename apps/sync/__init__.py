"""Moves records from Salesforce into the marketing database: plan, pages, load, cycles, row errors."""
