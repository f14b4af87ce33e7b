"""What the org tells about itself as rows of a query: its objects, its fields, its rules and layouts."""
