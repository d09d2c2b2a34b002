"""What a network has learned so far, so that a step which is interrupted loses an epoch, not an hour."""

import hashlib
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .texts import Text


def digest(course: object, network: nn.Module, texts: list[Text]) -> str:
    """Of the network as it begins and of all that it learns, in its order: only with the same does it go on."""
    hashed = hashlib.sha256(repr(course).encode())
    for name, tensor in network.state_dict().items():
        hashed.update(f"{name} {tuple(tensor.shape)}".encode() + tensor.numpy().tobytes())
    for text in texts:
        hashed.update(repr((text.rows, text.clauses, text.patient, text.weight, text.sentiment, text.kind,
                            sorted(text.soft))).encode())
        for labels in (text.values, text.directions, text.groups, *(text.soft[name] for name in sorted(text.soft))):
            hashed.update(b"none" if labels is None else np.ascontiguousarray(labels).tobytes())
    return hashed.hexdigest()


def file_beside(result: Path) -> Path:
    return result.with_name(result.name + ".unfinished")


def forget(result: Path) -> None:
    file_beside(result).unlink(missing_ok=True)


class Unfinished:
    """A file beside what the step makes. It holds the network, the optimisers and all random numbers to come, so going
    on gives what one run would have given."""

    def __init__(self, result: Path, lesson: str):
        self.file = file_beside(result)
        self.lesson = lesson

    def restore(self, network: nn.Module, optimisers: list[torch.optim.Optimizer],
                random: np.random.RandomState) -> tuple[int, int]:
        """Epochs and steps that are done; none where nothing fits."""
        if not self.file.exists():
            return 0, 0
        kept = torch.load(self.file)
        if kept["lesson"] != self.lesson:
            return 0, 0
        network.load_state_dict(kept["network"])
        for optimiser, state in zip(optimisers, kept["optimisers"]):
            optimiser.load_state_dict(state)
        random.set_state(kept["random"])
        torch.set_rng_state(kept["torch_random"])
        return kept["epochs"], kept["steps"]

    def keep(self, network: nn.Module, optimisers: list[torch.optim.Optimizer], random: np.random.RandomState,
             epochs: int, steps: int) -> None:
        new = self.file.with_name(self.file.name + ".new")
        torch.save({"lesson": self.lesson, "network": network.state_dict(),
                    "optimisers": [optimiser.state_dict() for optimiser in optimisers], "random": random.get_state(),
                    "torch_random": torch.get_rng_state(), "epochs": epochs, "steps": steps}, new)
        new.replace(self.file)
