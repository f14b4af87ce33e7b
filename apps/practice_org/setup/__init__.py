"""What an administrator makes in an org through its APIs: custom fields, permission sets, page layouts."""
