"""Which Salesforce field means which of ours: catalogue, choice, pairs."""
