"""Reads SOQL and writes the SQL that answers it from an org's own storage."""
