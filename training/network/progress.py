"""Figures on the development files to watch learning by. `nhs_train` writes those that count into the card."""

import numpy as np

from .texts import Text


def f1(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    return 2 * (found & true).sum(0) / np.maximum(1, found.sum(0) + true.sum(0))


def of_values(outputs: dict[str, np.ndarray], texts: list[Text]) -> str:
    """Mean F1 over the values at an even threshold, and the share of right directions where a value is found."""
    true = np.stack([text.values for text in texts]) > 0
    found = outputs["values"] >= 0
    directions = np.stack([text.directions for text in texts])
    both = found & (directions >= 0)
    right = (outputs["directions"].argmax(-1) == directions)[both].mean() if both.any() else 0.0
    return f"values F1 {f1(found, true).mean():.3f}, direction {right:.3f}"


def of_sentiment(outputs: dict[str, np.ndarray], texts: list[Text]) -> str:
    """Recall, averaged over the three sentiments."""
    true = np.array([text.sentiment for text in texts])
    found = outputs["patient_sentiment" if texts[0].patient else "sentiment"].argmax(-1)
    return f"sentiment recall {np.mean([(found == c)[true == c].mean() for c in range(3) if (true == c).any()]):.3f}"
