"""What a network is to make small, given labels of people. Cross-entropies, summed over what was labelled.

Labels are softened a little (Szegedy et al., "Rethinking the Inception Architecture", 2016): one reader's labels
are not certain.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .labels import DIRECTIONS, GROUPS, VALUES
from .texts import Text

SMOOTHING = 0.05
# A value that is given counts as 0.98, one that is not as 0.02.
VALUE_SMOOTHING = 0.04

# What each kind of label counts.
OF_VALUES, OF_DIRECTIONS, OF_GROUPS, OF_KIND = 0.5, 0.7, 1.0, 0.7


@dataclass(frozen=True)
class Gold:
    """Labels of a batch; sentiments of posts and of patients' comments are apart. judged: 1 where people labelled
    values, kind and groups. Numbers of labels are -1 where there is none."""

    judged: Tensor
    values: Tensor
    directions: Tensor
    groups: Tensor
    kind: Tensor
    sentiment: Tensor
    patient_sentiment: Tensor
    weight: Tensor


def gold(texts: list[Text]) -> Gold:
    def stacked(labels: list, absent: np.ndarray) -> Tensor:
        return torch.from_numpy(np.stack([absent if label is None else label for label in labels]))

    nothing = np.zeros(len(VALUES), np.float32), np.zeros(len(GROUPS), np.float32)
    return Gold(
        judged=torch.tensor([float(text.values is not None) for text in texts]),
        values=stacked([text.values for text in texts], nothing[0]),
        directions=stacked([text.directions for text in texts], np.full(len(VALUES), -1, np.int64)),
        groups=stacked([text.groups for text in texts], nothing[1]),
        kind=torch.tensor([text.kind for text in texts]),
        sentiment=torch.tensor([-1 if text.patient else text.sentiment for text in texts]),
        patient_sentiment=torch.tensor([text.sentiment if text.patient else -1 for text in texts]),
        weight=torch.tensor([text.weight for text in texts]))


def of_classes(logits: Tensor, labels: Tensor, class_weights: Tensor | None = None) -> Tensor:
    """Cross-entropy of each text, 0 where its label is -1."""
    return F.cross_entropy(logits, labels, class_weights, reduction="none", label_smoothing=SMOOTHING,
                           ignore_index=-1)


def of_sentiments(outputs: dict[str, Tensor], labels: Gold, class_weights: dict[str, Tensor]) -> Tensor:
    """class_weights: by output, of the classes; none where all weigh the same."""
    return sum(of_classes(outputs[name], getattr(labels, name), class_weights.get(name)) * labels.weight
               for name in ("sentiment", "patient_sentiment"))


def of_all_labels(outputs: dict[str, Tensor], labels: Gold) -> Tensor:
    """Of each text, all but its sentiment."""
    targets = labels.values * (1 - VALUE_SMOOTHING) + VALUE_SMOOTHING / 2
    values = F.binary_cross_entropy_with_logits(outputs["values"], targets, reduction="none").sum(1)
    groups = F.binary_cross_entropy_with_logits(outputs["groups"], labels.groups, reduction="none").sum(1)
    directions = of_classes(outputs["directions"].reshape(-1, len(DIRECTIONS)), labels.directions.reshape(-1))
    each = (values * OF_VALUES + groups * OF_GROUPS) * labels.judged
    each = each + directions.view(len(labels.weight), -1).sum(1) * OF_DIRECTIONS
    return (each + of_classes(outputs["kind"], labels.kind) * OF_KIND) * labels.weight
