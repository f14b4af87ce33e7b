"""The Metadata API: definitions of fields, permission sets, profiles and layouts as XML."""
