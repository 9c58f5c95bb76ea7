"""The model as PyTorch sees it: the packed weights unpacked, the taught numbers with a gradient.

One rule: it must say what the package's engine says, or teaching means nothing: `learn.py` asks both.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from nlp.packed import Place, places, sizes

Tensors = dict[str, Any]
DROPPED = 0.1
_BLOCK, _BLOCK_BYTES = 32, 18


class Net:
    """A BERT encoder whose mean is the text's meaning."""

    def __init__(self, model: Path, taught: dict[str, Any]) -> None:
        packed = model.read_bytes()
        self.sizes = sizes(packed)
        self.weights: Tensors = {
            name: self._shaped(name, torch.from_numpy(unpack(packed, place)))
            for name, place in places(packed).items()
        }
        for name, numbers in taught.items():
            self.weights[name] = torch.from_numpy(np.array(numbers))
        self.taught = [name for name, each in self.weights.items() if each.dim() == 1]
        for name in self.taught:
            self.weights[name].requires_grad_(True)

    def _shaped(self, name: str, numbers: Any) -> Any:
        width, inner = self.sizes.width, self.sizes.inner
        if name in ("emb.word", "emb.pos", "emb.type"):
            return numbers.view(-1, width)
        if name.endswith((".aln.w", ".oln.w", "emb.ln.w", ".b")):
            return numbers
        rows = inner if ".fi." in name else width
        return numbers.view(rows, -1)

    def meaning(self, tokens: Any, there: Any, dropped: float = 0.0) -> Any:
        """One vector of length one for each row of tokens; `there` tells tokens from filling."""
        at, width = self.weights, self.sizes.width
        x = (
            functional.embedding(tokens, at["emb.word"])
            + at["emb.pos"][: tokens.shape[1]]
            + at["emb.type"][0]
        )
        x = self._even(x, "emb.ln")
        for layer in range(self.sizes.layers):
            seen = self._attend(x, f"l{layer}", there[:, None, None, :])
            x = self._even(x + functional.dropout(seen, dropped), f"l{layer}.aln")
            thought = self._linear(functional.gelu(self._linear(x, f"l{layer}.fi")), f"l{layer}.fo")
            x = self._even(x + functional.dropout(thought, dropped), f"l{layer}.oln")
        weight = there[..., None].float()
        mean = (x * weight).sum(1) / weight.sum(1)
        assert mean.shape[1] == width
        return functional.normalize(mean, dim=1)

    def _attend(self, x: Any, layer: str, there: Any) -> Any:
        rows, length, width = x.shape
        heads = [
            self._linear(x, f"{layer}.{part}").view(rows, length, self.sizes.heads, -1).transpose(1, 2)
            for part in "qkv"
        ]
        seen = functional.scaled_dot_product_attention(*heads, attn_mask=there)
        return self._linear(seen.transpose(1, 2).reshape(rows, length, width), f"{layer}.ao")

    def _linear(self, x: Any, name: str) -> Any:
        return functional.linear(x, self.weights[f"{name}.w"], self.weights[f"{name}.b"])

    def _even(self, x: Any, name: str) -> Any:
        scale, bias = self.weights[f"{name}.w"], self.weights[f"{name}.b"]
        return functional.layer_norm(x, (self.sizes.width,), scale, bias, self.sizes.epsilon)


def unpack(packed: bytes, place: Place) -> Any:
    """The numbers of a tensor; four bits each with a scale for every 32, or as they are."""
    if place.is_whole:
        return np.frombuffer(packed, np.float32, place.numbers, place.at).copy()
    blocks = np.frombuffer(packed, np.uint8, place.size, place.at).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((halves.astype(np.float32) - 8) * scales).reshape(-1)


def fill(rows: list[list[int]]) -> tuple[Any, Any]:
    """Rows of tokens as one table, and which of it are tokens."""
    longest = max(map(len, rows))
    tokens = torch.ones(len(rows), longest, dtype=torch.long)
    there = torch.zeros(len(rows), longest, dtype=torch.bool)
    for at, row in enumerate(rows):
        tokens[at, : len(row)] = torch.tensor(row)
        there[at, : len(row)] = True
    return tokens, there
