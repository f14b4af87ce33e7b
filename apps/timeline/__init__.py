"""What happened, append-only, one chain per instance; and the news that something moved."""
