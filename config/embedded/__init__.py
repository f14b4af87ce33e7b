"""The database and the message broker that come with Gangway, for machines that have none."""
