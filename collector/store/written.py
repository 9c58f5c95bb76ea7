"""How often this process has written: a figure for whoever looks after the machine, and nothing else.

One rule: it counts commits and works, and knows nothing of what was in them.
"""


class Written:
    """Commits that reached the disk, and the works that shared them."""

    def __init__(self) -> None:
        self.commits = 0
        self.works = 0

    def note(self, works: int) -> None:
        """Count one commit."""
        self.commits += 1
        self.works += works


WRITTEN = Written()
"""This process's own."""
