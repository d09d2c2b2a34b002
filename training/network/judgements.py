"""What a teacher said of each text, kept in a file between the steps."""

from pathlib import Path

import numpy as np

from .texts import Text


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))


def write(file: Path, texts: list[Text], outputs: dict[str, np.ndarray]) -> None:
    """outputs: logits by name, as learning.judge() gives them for the texts."""
    fresh = file.with_suffix(".new.npz")
    np.savez(fresh, places=np.array([text.place for text in texts]), **outputs)
    fresh.replace(file)


class Judgements:
    def __init__(self, *files: Path):
        """Of the texts of all these files."""
        saved = [np.load(file) for file in files]
        together = {name: np.concatenate([each[name] for each in saved]) for name in saved[0].files}
        self.place = {str(place): i for i, place in enumerate(together.pop("places"))}
        self.outputs = together

    def has(self, text: Text) -> bool:
        return text.place in self.place

    def logits(self, name: str, texts: list[Text]) -> np.ndarray:
        """Of texts that it has."""
        return self.outputs[name][[self.place[text.place] for text in texts]]


class MeanOfTeachers:
    """What several say on average, of texts that all have judged."""

    def __init__(self, teachers: list[Judgements]):
        self.teachers = teachers

    def has(self, text: Text) -> bool:
        return all(teacher.has(text) for teacher in self.teachers)

    def logits(self, name: str, texts: list[Text]) -> np.ndarray:
        return np.mean([teacher.logits(name, texts) for teacher in self.teachers], axis=0)
