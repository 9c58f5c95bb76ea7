"""Each turns one messenger into events, and what is said back into messages. They do not know each other."""
