"""Who may do what: profiles, permission sets, and what they come to for one user."""
