"""The docs are held against the program: what they name is there, and what they show runs."""
