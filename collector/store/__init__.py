"""The only room with SQL: written once, in a subset that SQLite and PostgreSQL both speak.

`front` says what a store can do; `sqlite` and `postgres` are its two doors; `schema` makes the tables;
every other file here holds the statements about one noun, as functions that take a transaction first.
"""
