"""What somebody can put right: a person at the prompt, or whoever writes."""


class Refused(Exception):
    """A turn that cannot be taken; `key` names the sentence that says why and what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class BadRequest(Exception):
    """A command was asked for something that cannot be; the text says what is true and what to do."""
