"""The marketing database: one PostgreSQL schema per instance, typed columns, permanent fields."""
