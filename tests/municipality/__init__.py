"""A municipality's record: what is asked for, what is kept, and who has access."""
