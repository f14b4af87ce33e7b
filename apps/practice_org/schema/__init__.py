"""Which objects and fields an org has: facts taken from recorded describes, kept as tables."""
