"""What a person at the prompt can put right."""


class BadRequest(Exception):
    """A command was asked for something that cannot be; the text says what is true and what to do."""
