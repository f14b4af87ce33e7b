"""A Salesforce org to practise on, in a process of its own; it knows nothing of the portal."""
