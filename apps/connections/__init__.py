"""The link from an instance to one Salesforce org: which org, whose consent, and the proof that it works."""
