"""The numbered changes to the tables, oldest first, in rooms of a few each."""
