"""The municipality's logo, for posters: a PNG or a JPEG, known by its bytes and by nothing else.

One rule: what its name or its sender calls it decides nothing, and a file that was cut is refused.
"""

LARGEST = 512 * 1024
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


class NoLogo(ValueError):
    """A file that cannot be a logo; `why` names the sentence that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def kind_of(body: bytes) -> str:
    """Tell what kind of picture a file is, or refuse it.

    >>> kind_of(PNG + b"the picture" + PNG_END)
    'image/png'
    """
    if not body:
        raise NoLogo("logo.none")
    if len(body) > LARGEST:
        raise NoLogo("logo.large")
    if body.startswith(PNG):
        return _whole("image/png", body.endswith(PNG_END))
    if body.startswith(JPEG):
        return _whole("image/jpeg", body.rstrip(b"\0").endswith(JPEG_END))
    raise NoLogo("logo.kind")


def _whole(kind: str, ends_well: bool) -> str:
    if not ends_well:
        raise NoLogo("logo.cut")
    return kind
