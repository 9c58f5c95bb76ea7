"""How long whatever carries messages waits before it tries again."""


def pause_after(tries: int, first: int, longest: int) -> int:
    """Wait twice as long after each try, and never longer than that.

    >>> [pause_after(tries, 5, 300) for tries in (1, 2, 3, 7, 1000)]
    [5, 10, 20, 300, 300]
    """
    return min(first << min(tries - 1, 20), longest)
