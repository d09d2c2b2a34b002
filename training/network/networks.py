"""The networks over words. Each gives logits by the name of an output (labels.OUTPUTS, and `directions`).

All take rows (texts x words: rows of the embedding), clauses (the clause of each word) and mask (1 where there
is a word, 0 where a shorter text has ended).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .labels import DIRECTIONS, DIRECTION_OUTPUTS, OUTPUTS, SHARES, TEXT_OUTPUTS, VALUES

# Below every sum, for words past a text's end; no infinity, which would make gradients of 0 x infinity.
NOTHING = -1e4


def embedding_from(vectors: Tensor) -> nn.Embedding:
    return nn.Embedding.from_pretrained(vectors, freeze=False, sparse=True)


def shaped_directions(logits: Tensor) -> Tensor:
    return logits.unflatten(-1, (len(VALUES), len(DIRECTIONS)))


class ConvolutionalNetwork(nn.Module):
    """What the product computes (docs/model-format.md), before rounding: after Kim, "Convolutional Neural
    Networks for Sentence Classification" (2014), with a pool of its own for each clause.

    s[k,f](i) = sum over j < k of w[k,j,f] . e[i+j] + b[k,f]; h[k,f] = relu(max over i of s); u = relu(U h + d), the
    hidden layer; logits = A (h, u) + a. Directions: of the text's (h, u), plus the mean of those of each clause's h,
    weighted by the softmax over the clauses of what that h gives the value's own logit in the product.
    """

    def __init__(self, vectors: Tensor, filters: int, hidden: int, dropout: float, embedding_dropout: float,
                 widths: int = 4):
        super().__init__()
        features = filters * widths
        self.embedding = embedding_from(vectors)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(vectors.shape[1], filters, width) for width in range(1, widths + 1))
        self.hidden = nn.Linear(features, hidden) if hidden else None
        self.heads = nn.Linear(features + hidden, TEXT_OUTPUTS)
        self.direction_of_text = nn.Linear(features + hidden, DIRECTION_OUTPUTS)
        self.direction_of_clause = nn.Linear(features, DIRECTION_OUTPUTS, bias=False)
        self.dropout = nn.Dropout(dropout)
        self.embedding_dropout = nn.Dropout(embedding_dropout)

    def sums(self, rows: Tensor, mask: Tensor) -> Tensor:
        """texts x windows x features"""
        words = (self.embedding_dropout(self.embedding(rows)) * mask.unsqueeze(-1)).transpose(1, 2)
        of_width = [convolution(F.pad(words, (0, width))) for width, convolution in enumerate(self.convolutions)]
        return torch.cat(of_width, 1).transpose(1, 2).masked_fill(~mask.bool().unsqueeze(-1), NOTHING)

    def with_hidden(self, activations: Tensor) -> Tensor:
        if self.hidden is None:
            return activations
        return torch.cat([activations, self.dropout(F.relu(self.hidden(activations)))], 1)

    def forward(self, rows: Tensor, clauses: Tensor, mask: Tensor, directions: bool = True) -> dict[str, Tensor]:
        sums = self.sums(rows, mask)
        activations = self.with_hidden(self.dropout(F.relu(sums.max(1).values)))
        logits = self.heads(activations)
        outputs = {name: logits[:, columns] for name, columns in OUTPUTS.items()}
        if directions:
            by_text = shaped_directions(self.direction_of_text(activations))
            outputs["directions"] = by_text + self.directions_by_clause(sums, clauses)
        return outputs

    def directions_by_clause(self, sums: Tensor, clauses: Tensor) -> Tensor:
        texts, _, features = sums.shape
        pooled = sums.new_full((texts, int(clauses.max()) + 1, features), NOTHING)
        pooled = pooled.scatter_reduce(1, clauses.unsqueeze(-1).expand_as(sums), sums, "amax")
        exists = pooled.amax(2, keepdim=True) > NOTHING / 2
        activations = self.dropout(F.relu(pooled))
        of_value = self.heads.weight[OUTPUTS["values"], :features] * SHARES["values"]
        speaks_of_value = F.linear(activations, of_value).masked_fill(~exists, -1e9)
        attention = torch.softmax(speaks_of_value, 1).unsqueeze(-1)
        return (attention * shaped_directions(self.direction_of_clause(activations))).sum(1)


class RecurrentNetwork(nn.Module):
    """A teacher: a bidirectional GRU (Cho et al., 2014) with attention over its states (Yang et al.,
    "Hierarchical Attention Networks for Document Classification", 2016), which each value has for itself.

    o = GRU(e); m = max over words of o; c_q = sum over words of softmax(q . o) o;
    value v: logit and directions linear in (c_v, m); all else linear in (c, m).
    """

    def __init__(self, vectors: Tensor, states: int, dropout: float, embedding_dropout: float):
        super().__init__()
        both = 2 * states
        self.embedding = embedding_from(vectors)
        self.recurrence = nn.GRU(vectors.shape[1], states, batch_first=True, bidirectional=True)
        self.attention = nn.Linear(both, 1)
        self.heads = nn.Linear(2 * both, TEXT_OUTPUTS)
        self.attention_of_values = nn.Linear(both, len(VALUES))
        self.value_weights = nn.Parameter(torch.randn(len(VALUES), 2 * both) * 0.05)
        self.value_biases = nn.Parameter(torch.zeros(len(VALUES)))
        self.direction_weights = nn.Parameter(torch.randn(len(VALUES), len(DIRECTIONS), 2 * both) * 0.05)
        self.direction_biases = nn.Parameter(torch.zeros(len(VALUES), len(DIRECTIONS)))
        self.dropout = nn.Dropout(dropout)
        self.embedding_dropout = nn.Dropout(embedding_dropout)

    def states(self, rows: Tensor, mask: Tensor) -> Tensor:
        words = self.embedding_dropout(self.embedding(rows)) * mask.unsqueeze(-1)
        packed = nn.utils.rnn.pack_padded_sequence(words, mask.sum(1).long().clamp(min=1), batch_first=True,
                                                   enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.recurrence(packed)[0], batch_first=True,
                                                     total_length=rows.shape[1])
        return self.dropout(states)

    def forward(self, rows: Tensor, clauses: Tensor, mask: Tensor, directions: bool = True) -> dict[str, Tensor]:
        states = self.states(rows, mask)
        absent = ~mask.bool().unsqueeze(-1)
        largest = states.masked_fill(absent, NOTHING).max(1).values
        weights = torch.softmax(self.attention(states).masked_fill(absent, -1e9), 1)
        logits = self.heads(torch.cat([(weights * states).sum(1), largest], 1))
        outputs = {name: logits[:, columns] for name, columns in OUTPUTS.items() if name != "values"}

        of_values = torch.softmax(self.attention_of_values(states).masked_fill(absent, -1e9), 1)
        context = torch.einsum("bwv,bws->bvs", of_values, states)
        context = torch.cat([context, largest.unsqueeze(1).expand_as(context)], 2)
        outputs["values"] = (context * self.value_weights).sum(-1) + self.value_biases
        if directions:
            by_value = torch.einsum("bvs,vds->bvd", context, self.direction_weights)
            outputs["directions"] = by_value + self.direction_biases
        return outputs
