"""OAuth 2.0 as Salesforce speaks it: consent in a browser, tokens, revocation, identity."""
