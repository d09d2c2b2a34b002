"""What the student is to make small: cross-entropies against what people and teachers say together (Hinton, Vinyals,
Dean, "Distilling the Knowledge in a Neural Network", 2015)."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .labels import DIRECTIONS, KINDS, SENTIMENTS, VALUES
from .losses import Gold, gold
from .texts import Text

# How far the teachers count where people have labelled too.
SOFT_SENTIMENT, SOFT_VALUES, SOFT_GROUPS, SOFT_KIND = 0.6, 0.75, 0.4, 0.75
# Of directions both count, less than alone.
GOLD_DIRECTION, SOFT_DIRECTION = 0.4, 0.5
# What each output counts.
OF_VALUES, OF_KIND, OF_REGISTER = 0.8, 0.7, 0.2


def soft(texts: list[Text], name: str, shape: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """What the teachers say, and 1 for the texts of which they say it."""
    nothing = np.zeros(shape, np.float32)
    said = torch.from_numpy(np.stack([text.soft.get(name, nothing) for text in texts]))
    return said, torch.tensor([float(name in text.soft) for text in texts])


def shares(has_gold: Tensor, has_soft: Tensor, share: float) -> tuple[Tensor, Tensor]:
    """What people and teachers count for each text: 1 alone, 1 - share and share together."""
    return has_gold * (1 - share * has_soft), has_soft * (1 - (1 - share) * has_gold)


def of_sentiment(logits: Tensor, labels: Tensor, name: str, texts: list[Text],
                 class_weights: Tensor | None) -> Tensor:
    said, has_soft = soft(texts, name, (len(SENTIMENTS),))
    by_gold, by_soft = shares((labels >= 0).float(), has_soft, SOFT_SENTIMENT)
    certainties = torch.log_softmax(logits, -1)
    against_gold = F.nll_loss(certainties, labels, class_weights, reduction="none", ignore_index=-1)
    return by_gold * against_gold - by_soft * (said * certainties).sum(-1)


def of_directions(logits: Tensor, labels: Gold, texts: list[Text], said_values: Tensor) -> Tensor:
    """A teacher's direction counts as far as it sees the value."""
    said, has_soft = soft(texts, "directions", (len(VALUES), len(DIRECTIONS)))
    certainties = torch.log_softmax(logits, -1)
    true = F.one_hot(labels.directions.clamp(min=0), len(DIRECTIONS)).float()
    against_gold = -(true * certainties).sum(-1) * (labels.directions >= 0)
    against_soft = -(said * certainties).sum(-1) * said_values
    both = (labels.judged * has_soft).unsqueeze(1)
    judged = labels.judged.unsqueeze(1)
    each = against_gold * (1 - (1 - GOLD_DIRECTION) * both) + against_soft * (1 - (1 - SOFT_DIRECTION) * judged)
    return each.sum(1)


def of_guide(outputs: dict[str, Tensor], labels: Gold, texts: list[Text]) -> Tensor:
    """All but sentiment, which the labelling guide defines."""
    said_values, has_soft = soft(texts, "values", (len(VALUES),))

    def target(true: Tensor, name: str, share: float) -> Tensor:
        by_gold, by_soft = shares(labels.judged, has_soft, share)
        return by_gold.unsqueeze(1) * true + by_soft.unsqueeze(1) * soft(texts, name, true.shape[1:])[0]

    def independent(name: str, true: Tensor, share: float) -> Tensor:
        each = F.binary_cross_entropy_with_logits(outputs[name], target(true, name, share), reduction="none")
        return each.sum(1) * torch.maximum(labels.judged, has_soft)

    kinds = F.one_hot(labels.kind.clamp(min=0), len(KINDS)).float()
    kind = -(target(kinds, "kind", SOFT_KIND) * torch.log_softmax(outputs["kind"], -1)).sum(-1)
    of_patients = F.binary_cross_entropy_with_logits(
        outputs["register"][:, 0], torch.tensor([float(text.patient) for text in texts]), reduction="none")
    return (OF_VALUES * independent("values", labels.values, SOFT_VALUES)
            + independent("groups", labels.groups, SOFT_GROUPS) + OF_KIND * kind
            + OF_REGISTER * of_patients * labels.judged
            + of_directions(outputs["directions"], labels, texts, said_values))


def of_registers(outputs: dict[str, Tensor], labels: Gold, texts: list[Text],
                 class_weights: dict[str, Tensor]) -> Tensor:
    """Each register's sentiment learns from its own texts: what is neutral in a post about care is none in a tweet.

    A text is about care when people or teachers judged its values."""
    about_care = torch.tensor([float(text.values is not None or "values" in text.soft) for text in texts])
    posts = torch.tensor([float(not text.patient) for text in texts])
    general = of_sentiment(outputs["sentiment"], labels.sentiment, "sentiment", texts, class_weights["sentiment"])
    of_care = of_sentiment(outputs["care_sentiment"], labels.sentiment, "sentiment", texts, None)
    of_patients = of_sentiment(outputs["patient_sentiment"], labels.patient_sentiment, "patient_sentiment", texts,
                               None)
    is_care = F.binary_cross_entropy_with_logits(outputs["register"][:, 1], about_care, reduction="none")
    care_post = about_care * posts
    return general * (1 - care_post) + of_care * care_post + of_patients + OF_REGISTER * is_care * posts


def loss_of_student(outputs: dict[str, Tensor], texts: list[Text], class_weights: dict[str, Tensor]) -> Tensor:
    labels = gold(texts)
    each = of_registers(outputs, labels, texts, class_weights)
    if "directions" in outputs:
        each = each + of_guide(outputs, labels, texts)
    return (each * labels.weight).mean()
