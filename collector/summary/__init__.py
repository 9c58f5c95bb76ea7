"""The whole picture of a round, a place, a period or everything here: one room for each part of it."""
