"""The sentence encoder with labels on top of it, in two ways that err differently."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .labels import DIRECTION_OUTPUTS, DIRECTIONS, OUTPUTS, TEXT_OUTPUTS, VALUES
from .networks import shaped_directions
from .sentence_encoder import DIMS, SentenceEncoder, mean

# An embedding has length 1: times the root of its dimensions, each of them is about 1.
EMBEDDING_SCALE = DIMS**0.5


class EncoderWithHeads(nn.Module):
    """All labels from the text's embedding, the mean over its pieces."""

    def __init__(self, encoder: SentenceEncoder):
        super().__init__()
        self.encoder = encoder
        self.heads = nn.Linear(DIMS, TEXT_OUTPUTS)
        self.directions = nn.Linear(DIMS, DIRECTION_OUTPUTS)
        self.dropout = nn.Dropout(0.2)

    def embedding(self, weighted: Tensor) -> Tensor:
        """Of some mean over pieces."""
        return self.dropout(F.normalize(weighted, dim=-1) * EMBEDDING_SCALE)

    def of_text(self, embedding: Tensor) -> dict[str, Tensor]:
        logits = self.heads(embedding)
        return {name: logits[:, columns] for name, columns in OUTPUTS.items()}

    def forward(self, pieces: Tensor, mask: Tensor) -> dict[str, Tensor]:
        embedding = self.embedding(mean(self.encoder(pieces, mask), mask))
        return self.of_text(embedding) | {"directions": shaped_directions(self.directions(embedding))}

    def slow_and_fast(self) -> torch.optim.Optimizer:
        """The encoder knows much already and changes little; what is on top begins with nothing."""
        on_top = [parameter for name, parameter in self.named_parameters() if not name.startswith("encoder.")]
        return torch.optim.AdamW([{"params": self.encoder.parameters(), "lr": 8e-5}, {"params": on_top, "lr": 1e-3}],
                                 weight_decay=0.01)


class EncoderWithAttention(EncoderWithHeads):
    """Each value and its direction from the pieces that speak of it (after Yang et al., "Hierarchical Attention
    Networks for Document Classification", 2016): c_v = sum over pieces of softmax(q_v . h) h. The queries q begin at 0,
    where that is the mean."""

    def __init__(self, encoder: SentenceEncoder):
        super().__init__(encoder)
        del self.directions  # each value has its own
        first = 0.5 * DIMS**-0.5
        self.queries = nn.Parameter(torch.zeros(len(VALUES), DIMS))
        self.value_weights = nn.Parameter(torch.randn(len(VALUES), DIMS) * first)
        self.value_biases = nn.Parameter(torch.zeros(len(VALUES)))
        self.direction_weights = nn.Parameter(torch.randn(len(VALUES), len(DIRECTIONS), DIMS) * first)
        self.direction_biases = nn.Parameter(torch.zeros(len(VALUES), len(DIRECTIONS)))

    def forward(self, pieces: Tensor, mask: Tensor) -> dict[str, Tensor]:
        states = self.encoder(pieces, mask)
        outputs = self.of_text(self.embedding(mean(states, mask)))
        fit = torch.einsum("tpd,vd->tvp", states, self.queries).masked_fill(~mask.unsqueeze(1), -1e9)
        seen = self.embedding(fit.softmax(-1) @ states)
        outputs["values"] = (seen * self.value_weights).sum(-1) + self.value_biases
        outputs["directions"] = torch.einsum("tvd,vkd->tvk", seen, self.direction_weights) + self.direction_biases
        return outputs
