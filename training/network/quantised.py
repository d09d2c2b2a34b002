"""The product's arithmetic (docs/model-format.md), written a second time and plainly, to compare the two."""

from pathlib import Path

import numpy as np


class QuantisedNetwork:
    """A network read from its section."""

    def __init__(self, file: Path):
        self.left = file.read_bytes()
        words, dims, self.filters, self.widths, hidden, outputs = self.take("<u4", 6)
        taps, features = self.widths * (self.widths + 1) // 2, self.widths * self.filters
        self.row_of = {int(each): row for row, each in enumerate(self.take("<u4", words), start=1)}
        scales = self.take("<f4", words + 1)
        steps = self.take("i1", (words + 1) * dims).reshape(-1, dims)
        self.take("i1", -steps.size % 4)
        self.embedding = scales[:, None] * steps.astype(np.float32)
        self.taps = self.take("<f4", taps * self.filters * dims).reshape(taps, self.filters, dims)
        self.table_scale = self.take("<f4", features).reshape(self.widths, self.filters)
        self.bias = self.take("<f4", features)
        self.hidden = self.take("<f4", features * hidden).reshape(features, hidden)
        self.hidden_bias = self.take("<f4", hidden)
        self.columns = self.take("<u4", outputs)
        self.head = self.take("<f4", outputs * (features + hidden)).reshape(outputs, -1)
        self.head_bias = self.take("<f4", outputs)
        if self.left:
            raise ValueError(f"{file}: {len(self.left)} bytes too many")

    def take(self, kind: str, count: int) -> np.ndarray:
        length = int(count) * np.dtype(kind).itemsize
        taken, self.left = self.left[:length], self.left[length:]
        return np.frombuffer(taken, kind)

    def table(self, rows: list[int], width: int, place: int) -> np.ndarray:
        """[word][filter]: what each word gives the filters at a place of their window."""
        tap = self.taps[width * (width - 1) // 2 + place]
        sums = np.zeros((len(rows), self.filters), np.float32)
        for dim in range(tap.shape[1]):
            sums += self.embedding[rows, dim, None] * tap[:, dim]
        return np.rint(np.clip(sums / self.table_scale[width - 1], -127, 127)).astype(np.int32)

    def activations(self, words: list[int]) -> np.ndarray:
        """words: fingerprints, in order."""
        if not words:
            return np.zeros(self.widths * self.filters)
        rows = [self.row_of.get(word, 0) for word in words]
        largest = []
        for width in range(1, self.widths + 1):
            sums = np.zeros((len(rows), self.filters), np.int32)
            for place in range(min(width, len(rows))):
                sums[:len(rows) - place] += self.table(rows, width, place)[place:]
            largest.append(sums.max(0))
        return np.maximum(0, self.table_scale.reshape(-1) * np.concatenate(largest) + self.bias)

    def logits(self, words: list[int]) -> dict[int, float]:
        """By column; of the directions by clause, what the whole text would give."""
        activations = self.activations(words)
        hidden = np.maximum(0, activations @ self.hidden + self.hidden_bias)
        logits = self.head @ np.concatenate([activations, hidden]) + self.head_bias
        return dict(zip(map(int, self.columns), map(float, logits)))
