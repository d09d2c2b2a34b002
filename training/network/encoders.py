"""The sentence encoder with labels on top of it, in three ways that err differently."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .labels import DIRECTION_OUTPUTS, DIRECTIONS, OUTPUTS, TEXT_OUTPUTS, VALUES
from .networks import shaped_directions
from .sentence_encoder import DIMS, SentenceEncoder, mean

# An embedding has length 1: times the root of its dimensions, each of them is about 1.
EMBEDDING_SCALE = DIMS**0.5
# Of the first weights of an output that has an embedding of its own.
FIRST_WEIGHTS = 0.5 * DIMS**-0.5


def looked_at(states: Tensor, mask: Tensor, queries: Tensor) -> Tensor:
    """What each query sees of the texts' pieces, [text][query][dim] (after Yang et al., "Hierarchical Attention
    Networks for Document Classification", 2016): c_q = sum over pieces of softmax(q . h) h. Queries begin at 0, where
    that is the mean."""
    fit = torch.einsum("tpd,qd->tqp", states, queries).masked_fill(~mask.unsqueeze(1), -1e9)
    return fit.softmax(-1) @ states


def by_column(logits: Tensor) -> dict[str, Tensor]:
    return {name: logits[:, columns] for name, columns in OUTPUTS.items()}


class LabelledEncoder(nn.Module):
    """What the three share."""

    def __init__(self, encoder: SentenceEncoder):
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.2)

    def embedding(self, weighted: Tensor) -> Tensor:
        """Of some mean over pieces."""
        return self.dropout(F.normalize(weighted, dim=-1) * EMBEDDING_SCALE)

    def directions_by_value(self, seen: Tensor) -> Tensor:
        """seen: [text][value][dim]."""
        return torch.einsum("tvd,vkd->tvk", seen, self.direction_weights) + self.direction_biases

    def slow_and_fast(self) -> torch.optim.Optimizer:
        """The encoder knows much already and changes little; what is on top begins with nothing."""
        on_top = [parameter for name, parameter in self.named_parameters() if not name.startswith("encoder.")]
        return torch.optim.AdamW([{"params": self.encoder.parameters(), "lr": 8e-5}, {"params": on_top, "lr": 1e-3}],
                                 weight_decay=0.01)


class EncoderWithHeads(LabelledEncoder):
    """All labels from the text's embedding, the mean over its pieces."""

    def __init__(self, encoder: SentenceEncoder):
        super().__init__(encoder)
        self.heads = nn.Linear(DIMS, TEXT_OUTPUTS)
        self.directions = nn.Linear(DIMS, DIRECTION_OUTPUTS)

    def forward(self, pieces: Tensor, mask: Tensor) -> dict[str, Tensor]:
        embedding = self.embedding(mean(self.encoder(pieces, mask), mask))
        return by_column(self.heads(embedding)) | {"directions": shaped_directions(self.directions(embedding))}


class EncoderWithAttention(LabelledEncoder):
    """Each value and its direction from the pieces that speak of it, all else from the mean."""

    def __init__(self, encoder: SentenceEncoder):
        super().__init__(encoder)
        self.heads = nn.Linear(DIMS, TEXT_OUTPUTS)
        self.queries = nn.Parameter(torch.zeros(len(VALUES), DIMS))
        self.value_weights = nn.Parameter(torch.randn(len(VALUES), DIMS) * FIRST_WEIGHTS)
        self.value_biases = nn.Parameter(torch.zeros(len(VALUES)))
        self.direction_weights = nn.Parameter(torch.randn(len(VALUES), len(DIRECTIONS), DIMS) * FIRST_WEIGHTS)
        self.direction_biases = nn.Parameter(torch.zeros(len(VALUES), len(DIRECTIONS)))

    def forward(self, pieces: Tensor, mask: Tensor) -> dict[str, Tensor]:
        states = self.encoder(pieces, mask)
        outputs = by_column(self.heads(self.embedding(mean(states, mask))))
        seen = self.embedding(looked_at(states, mask, self.queries))
        outputs["values"] = (seen * self.value_weights).sum(-1) + self.value_biases
        return outputs | {"directions": self.directions_by_value(seen)}


class EncoderWithAttentionForAll(LabelledEncoder):
    """Each output of a text from the pieces that speak of it: sentiments, kinds and groups too."""

    def __init__(self, encoder: SentenceEncoder):
        super().__init__(encoder)
        self.queries = nn.Parameter(torch.zeros(TEXT_OUTPUTS, DIMS))
        self.weights = nn.Parameter(torch.randn(TEXT_OUTPUTS, DIMS) * FIRST_WEIGHTS)
        self.biases = nn.Parameter(torch.zeros(TEXT_OUTPUTS))
        self.direction_weights = nn.Parameter(torch.randn(len(VALUES), len(DIRECTIONS), DIMS) * FIRST_WEIGHTS)
        self.direction_biases = nn.Parameter(torch.zeros(len(VALUES), len(DIRECTIONS)))

    def forward(self, pieces: Tensor, mask: Tensor) -> dict[str, Tensor]:
        seen = self.embedding(looked_at(self.encoder(pieces, mask), mask, self.queries))
        outputs = by_column((seen * self.weights).sum(-1) + self.biases)
        return outputs | {"directions": self.directions_by_value(seen[:, OUTPUTS["values"]])}
