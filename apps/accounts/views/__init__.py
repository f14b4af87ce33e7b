"""The pages about people: members of an agency, one's own profile, the language."""
