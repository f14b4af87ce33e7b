"""The desk that inspects stuck set-ups, and unsticks them with a reason."""
