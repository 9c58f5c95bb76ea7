"""Cuts texts into the model's own tokens, by the package's own code."""

import ctypes
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

LONGEST = 96
"""Longer texts are cut in teaching; hardly any wish is."""
_MOST = 4096


def tokenizer(package: Path, model: Path) -> Callable[[str], list[int]]:
    """Compile the package's tokenizer and open the model for it."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "tokens.so"
        source = Path(__file__).with_name("tokens.c")
        subprocess.run(
            ["cc", "-O2", "-shared", "-fPIC", f"-I{package}", "-o", made, source, "-lm"], check=True
        )
        library = ctypes.CDLL(str(made))
    library.e5_load.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(library.e5_load(str(model).encode()))
    found = (ctypes.c_int * _MOST)()

    def tokens(text: str) -> list[int]:
        count = library.tokens_of(opened, f"query: {text}"[:1500].encode(), found, _MOST)
        every = list(found[:count])
        return every if count <= LONGEST else [*every[: LONGEST - 1], every[-1]]

    return tokens
