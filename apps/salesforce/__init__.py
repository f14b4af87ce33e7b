"""Speaks HTTP to a Salesforce org: sign-in, REST, Bulk; knows nothing of the portal around it."""
