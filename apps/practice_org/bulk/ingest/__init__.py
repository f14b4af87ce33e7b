"""Bulk API 2.0 ingest: a file of records is uploaded, written row by row, and answered with three files."""
