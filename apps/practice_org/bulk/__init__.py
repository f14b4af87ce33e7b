"""Bulk API 2.0: query jobs whose results are rendered once, kept on disk and read page by page."""
