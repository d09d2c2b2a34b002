"""How a network learns: batches, rates, steps. The same for all of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .texts import Text
from .unfinished import Unfinished, digest

# A network applied to some texts; with random numbers while it learns, without when it judges.
Forward = Callable[[list[Text], np.random.RandomState | None], dict[str, Tensor]]
Loss = Callable[[dict[str, Tensor], list[Text]], Tensor]


@dataclass(frozen=True)
class Course:
    """The rate rises over `warmup` steps and then falls in a line by the part `fall`. Random numbers start at
    `seed`. Batches are of texts of like length, out of `span` batches at a time. Gradients longer than `clip` are
    cut."""

    epochs: int
    batch: int
    warmup: int
    fall: float
    seed: int
    span: int = 50
    clip: float | None = None


def rate(course: Course, step: int, steps: int) -> float:
    return min(1, step / course.warmup) * (1 - course.fall * step / steps)


def mixed_batches(lengths: list[int], course: Course, random: np.random.RandomState) -> list[list[int]]:
    order = np.arange(len(lengths))
    random.shuffle(order)
    batches = []
    for start in range(0, len(order), course.batch * course.span):
        alike = sorted(order[start:start + course.batch * course.span], key=lengths.__getitem__)
        batches += [alike[i:i + course.batch] for i in range(0, len(alike), course.batch)]
    random.shuffle(batches)
    return batches


def length(text: Text) -> int:
    return len(text.rows)


def learn(network: nn.Module, forward: Forward, loss: Loss, texts: list[Text],
          optimisers: list[torch.optim.Optimizer], course: Course, watch: Callable[[], str], result: Path) -> None:
    """Leaves the network as it is after the last step. Prints a line an epoch: loss, seconds, what `watch` says. Goes
    on with what an interrupted run has left beside `result`, the file that the step makes."""
    torch.manual_seed(course.seed)
    random = np.random.RandomState(course.seed)
    highest = [[group["lr"] for group in optimiser.param_groups] for optimiser in optimisers]
    steps, began = course.epochs * (len(texts) // course.batch + 1), time.monotonic()
    unfinished = Unfinished(result, digest(course, network, texts))
    done, step = unfinished.restore(network, optimisers, random)
    for epoch in range(done, course.epochs):
        network.train()
        losses = []
        for batch in mixed_batches([length(text) for text in texts], course, random):
            for optimiser, rates in zip(optimisers, highest):
                optimiser.zero_grad(set_to_none=True)
                for group, most in zip(optimiser.param_groups, rates):
                    group["lr"] = most * rate(course, step, steps)
            chosen = [texts[i] for i in batch]
            found = loss(forward(chosen, random), chosen)
            found.backward()
            if course.clip:
                nn.utils.clip_grad_norm_(network.parameters(), course.clip)
            for optimiser in optimisers:
                optimiser.step()
            losses.append(found.item())
            step += 1
        print(f"  epoch {epoch + 1} of {course.epochs}: loss {np.mean(losses):.3f}, "
              f"{time.monotonic() - began:.0f} s; {watch()}", flush=True)
        unfinished.keep(network, optimisers, random, epoch + 1, step)


def judge(network: nn.Module, forward: Forward, texts: list[Text], batch: int = 128) -> dict[str, np.ndarray]:
    """The network's logits for each text, by the name of an output."""
    network.eval()
    outputs: dict[str, np.ndarray] = {}
    by_length = sorted(range(len(texts)), key=lambda i: length(texts[i]))
    with torch.no_grad():
        for start in range(0, len(texts), batch):
            some = by_length[start:start + batch]
            for name, logits in forward([texts[i] for i in some], None).items():
                if name not in outputs:
                    outputs[name] = np.zeros((len(texts), *logits.shape[1:]), np.float32)
                outputs[name][some] = logits.numpy()
    return outputs


def word_optimisers(network: nn.Module, dense: float, sparse: float) -> list[torch.optim.Optimizer]:
    """Adam (Kingma, Ba, 2015); for the embedding only where a batch has words. dense, sparse: highest rates."""
    rest = [parameter for name, parameter in network.named_parameters() if not name.startswith("embedding.")]
    return [torch.optim.Adam(rest, lr=dense), torch.optim.SparseAdam(list(network.embedding.parameters()), lr=sparse)]


def word_inputs(texts: list[Text], longest: int, dropped: float,
                random: np.random.RandomState | None) -> tuple[Tensor, Tensor, Tensor]:
    """Rows, clauses and mask as networks.py has them. dropped: the chance of a word to be unknown while
    learning."""
    width = max(1, min(longest, max(len(text.rows) for text in texts)))
    rows, clauses = np.zeros((2, len(texts), width), np.int64)
    mask = np.zeros((len(texts), width), np.float32)
    for i, text in enumerate(texts):
        count = min(width, len(text.rows))
        rows[i, :count], clauses[i, :count] = text.rows[:count], text.clauses[:count]
        mask[i, :max(1, count)] = 1
    if random is not None:
        rows = np.where(random.rand(*rows.shape) < dropped, 0, rows)
    return torch.from_numpy(rows), torch.from_numpy(clauses), torch.from_numpy(mask)


def word_forward(network: nn.Module, longest: int, dropped: float,
                 directions: Callable[[list[Text]], bool]) -> Forward:
    """longest: words of a text that count while learning; 200 when judging."""

    def forward(texts: list[Text], random: np.random.RandomState | None) -> dict[str, Tensor]:
        inputs = word_inputs(texts, 200 if random is None else longest, dropped, random)
        return network(*inputs, directions=directions(texts))

    return forward


def levelling(counts: list[int], power: float) -> Tensor:
    """Weights of classes: 0 as they come, 1 each class weighs the same."""
    return torch.tensor([(sum(counts) / len(counts) / count)**power for count in counts])
